"""The reference page: which functions it describes, and what its entries say and link."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from weave.embed import Definition, definitions, definitions_of
from weave.page import Page

# a module that the reference describes: ::: package.module
MODULE = re.compile(r"^::: (?P<module>[\w.]+)$", re.MULTILINE)
# the heading of an entry of the reference, as mkdocstrings writes it
ENTRY = re.compile(
    r'<h\d id="(?P<name>[\w.]+)" class="doc doc-heading">.*?</h\d>', re.DOTALL
)
# the name of a function in the heading of its entry, of which long ones should break at a "_"
OBJECT_NAME = re.compile(r'(?<=doc-object-name )([\w-]+">)(\w+)')
# the end of a default value, behind which mkdocstrings puts a space
DEFAULT = re.compile(r"(default:\s*<code>[^\n]*</code>)\s+\)")

Describable = ast.FunctionDef | ast.ClassDef


def public_definitions(source: str) -> dict[str, Describable]:
    """Return the functions and classes of a module that are not private, by name."""
    return {
        name: node
        for name, node in definitions(source).items()
        if isinstance(node, Describable) and not name.startswith("_")
    }


def source_of(module: str, source_root: Path) -> str:
    """Return the source of a module."""
    path = source_root.joinpath(*module.split(".")).with_suffix(".py")
    return path.read_text(encoding="utf-8")


def documented(reference: str, source_root: Path) -> dict[str, str]:
    """Return the dotted names of the functions and classes that a reference page describes.

    They are keyed by the names that a sentence would use.

    Examples
    --------
    >>> root = Path(__file__).parents[2]
    >>> documented("::: weave.errors", root)["WeaveError"]
    'weave.errors.WeaveError'
    """
    return {
        name: f"{module}.{name}"
        for module in MODULE.findall(reference)
        for name in public_definitions(source_of(module, source_root))
    }


def with_docstrings(reference: str, source_root: Path) -> str:
    """Return a reference page with each public function as its signature and docstring.

    Examples
    --------
    >>> page = with_docstrings("::: weave.errors", Path(__file__).parents[2])
    >>> "class WeaveError(ValueError):" in page
    True
    """

    def described(found: re.Match[str]) -> str:
        source = source_of(found["module"], source_root)
        heads = (head(source, node) for node in public_definitions(source).values())
        return "\n\n".join(f"```python\n{lines}\n```" for lines in heads)

    return MODULE.sub(described, reference)


def head(source: str, node: Describable) -> str:
    """Return the lines of a definition up to the end of its docstring."""
    last = node.body[0] if ast.get_docstring(node) else node
    return "\n".join(source.splitlines()[node.lineno - 1 : last.end_lineno])


def shown_in(
    pages: Iterable[Page], source_root: Path
) -> Iterator[tuple[Definition, str]]:
    """Yield what the pages embed from the sources, with the page and the section's anchor."""
    for page in pages:
        for fence in page.fences:
            above = [
                h.anchor
                for h in page.headings
                if h.anchor and h.start < fence.start
            ]
            for definition in definitions_of(fence, source_root):
                yield definition, f"{page.path.name}#{above[-1] if above else ''}"


def with_origins(html: str, origins: Mapping[str, Mapping[str, str]]) -> str:
    r"""Return a rendered reference page with links below the heading of each entry.

    Parameters
    ----------
    html
        The page; an entry's heading has its dotted name for an anchor.
    origins
        For each entry the addresses to link, by their words.

    Examples
    --------
    >>> heading = '<h3 id="a.b" class="doc doc-heading">b</h3>'
    >>> print(with_origins(heading, {"a.b": {"Explained in A": "../a/"}}))
    <h3 id="a.b" class="doc doc-heading">b</h3>
    <p class="origin"><a href="../a/">Explained in A</a></p>
    """

    def below(heading: re.Match[str]) -> str:
        links = " · ".join(
            f'<a href="{escape(address)}">{escape(words)}</a>'
            for words, address in origins.get(heading["name"], {}).items()
        )
        return heading[0] + (f'\n<p class="origin">{links}</p>' if links else "")

    return ENTRY.sub(below, html)


def tidy_reference(html: str) -> str:
    r"""Return a rendered reference with names that break well, and no space before a bracket.

    Examples
    --------
    >>> tidy_reference('<span class="doc doc-object-name doc-function-name">best_line</span>')
    '<span class="doc doc-object-name doc-function-name">best_<wbr>line</span>'
    >>> tidy_reference('<p class="doc ">(default:\n  <code>1</code>\n)</p>')
    '<p class="doc ">(default:\n  <code>1</code>)</p>'
    """
    html = OBJECT_NAME.sub(
        lambda found: found[1] + found[2].replace("_", "_<wbr>"), html
    )
    return DEFAULT.sub(r"\1)", html)
