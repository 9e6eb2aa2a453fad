"""The reference page: which functions it describes, and what its entries say and link."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from weave.book import Book
from weave.embed import definitions_of, read_module
from weave.page import Page
from weave.site.links import source_address
from weave.text import Edit

# a module that the reference describes: ::: package.module
MODULE = re.compile(r"^::: (?P<module>[\w.]+)$", re.MULTILINE)


def entries_of(module: str, source_root: Path) -> dict[str, str]:
    """Return the entries of a module: of each public function or class its head, by name.

    That is its lines up to the end of the docstring.

    Raises
    ------
    LookupError
        If there is no such module, or it is not Python.
    """
    _, source, nodes = read_module(module, source_root)
    lines, found = source.splitlines(), {}
    for name, node in nodes.items():
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and name[0] != "_":
            last = node.body[0] if ast.get_docstring(node) else node
            found[name] = "\n".join(lines[node.lineno - 1 : last.end_lineno])
    return found


def check(page: Page) -> None:
    """Refuse a page that describes a module which cannot be read.

    Raises
    ------
    WeaveError
        With its line.
    """
    for found in MODULE.finditer(page.outside_fences):
        try:
            entries_of(found["module"], page.source_root)
        except LookupError as error:
            raise page.error(found.start(), str(error)) from None


def documented(reference: Page) -> dict[str, str]:
    """Return the dotted names of the functions and classes that a reference page describes.

    They are keyed by the names that a sentence would use.

    Examples
    --------
    >>> page = Page(Path("a.md"), "::: weave.errors", root=Path(__file__).parents[3])
    >>> documented(page)["WeaveError"]
    'weave.errors.WeaveError'
    """
    return {
        name: f"{module}.{name}"
        for module in MODULE.findall(reference.outside_fences)
        for name in entries_of(module, reference.source_root)
    }


def with_docstrings(page: Page) -> Iterator[Edit]:
    """Yield in the place of each module its public functions, as signatures and docstrings.

    Examples
    --------
    >>> page = Page(Path("a.md"), "::: weave.errors", root=Path(__file__).parents[3])
    >>> text = page.replaced(with_docstrings(page))
    >>> "class WeaveError(ValueError):" in text
    True
    """
    for found in MODULE.finditer(page.outside_fences):
        heads = entries_of(found["module"], page.source_root).values()
        blocks = (f"```python\n{lines}\n```" for lines in heads)
        yield *found.span(), "\n\n".join(blocks)


def origins(pages: Iterable[Page], book: Book) -> dict[str, str]:
    """Return for each definition that the pages embed the links to where it stands, as Markdown."""
    found: dict[str, str] = {}
    last = f"{book.program}.md"  # which shows again what the others explain
    for page in sorted(pages, key=lambda page: page.path.name == last):
        for fence in page.fences:
            above = (h for h in page.headings if h.start < fence.start)
            anchors = ["", *(f"#{h.anchor}" for h in above if h.anchor)]
            where = f"{page.path.name}{anchors[-1]}"
            for definition in definitions_of(fence, page.source_root):
                words = f"[Shown in “{page.title}”]({where})"
                if book.repository:
                    words += f" · [Source]({source_address(definition, book)})"
                found.setdefault(definition.name, words)
    return found


def with_origins(page: Page, origins: Mapping[str, str]) -> Iterator[Edit]:
    """Yield for each module what our template puts below the headings of its entries.

    Examples
    --------
    >>> page = Page(Path("a.md"), "::: weave.errors")
    >>> print(page.replaced(with_origins(page, {"weave.errors.WeaveError": "[A](a.md)"})))
    ::: weave.errors
        options: {"extra": {"weave.errors.WeaveError": "[A](a.md)"}}
    """
    for found in MODULE.finditer(page.outside_fences):
        module = f"{found['module']}."
        extra = {name: origins[name] for name in origins if name.startswith(module)}
        options = json.dumps({"extra": extra}, ensure_ascii=False)
        yield found.end(), found.end(), f"\n    options: {options}"
