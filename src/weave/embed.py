"""Put code from `src` into a page, by name.

A page writes an empty block, and the name after ``embed=`` says which definition it stands for::

    ```python embed=firstneuron.activation.sigmoid
    ```

The reader sees the definition without its docstring; comments and decorators stay. Several
definitions of one module stand in one block with commas between their names.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from weave.fences import EMBED, Fence
from weave.page import Page
from weave.text import Edit

GAP = "\f"  # marks where a docstring was; it is white space to Python and occurs nowhere else


@dataclass(frozen=True)
class Definition:
    """A function, class or constant of `src`, as a page shows it.

    Attributes
    ----------
    name
        Its dotted name.
    path, line
        The file it lives in, and its first line there, from 1.
    runnable
        Its lines, at the line numbers of the file.
    shown
        The lines that a page shows: all but docstrings and the empty ones below them.
    """

    name: str
    path: Path
    line: int
    runnable: str
    shown: str

    @property
    def file(self) -> str:
        """Its file as Python's modules are laid out: package/module.py."""
        return f"{self.name.rpartition('.')[0].replace('.', '/')}.py"


def find_definition(name: str, source_root: Path) -> Definition:
    r"""Return the definition with the dotted ``name`` below ``source_root``.

    Raises
    ------
    LookupError
        If there is no such module or definition, or the module is not Python.

    Examples
    --------
    >>> root = Path(__file__).parents[1]
    >>> print(find_definition("weave.loop.INDENT", root).shown, end="")
    INDENT = 4
    >>> find_definition("weave.embed.find_defintion", root)
    Traceback (most recent call last):
    LookupError: weave.embed has no 'find_defintion'; did you mean 'find_definition'?
    """
    module, _, attribute = name.rpartition(".")
    path, source, nodes = read_module(module, source_root)
    if attribute not in nodes:
        close = get_close_matches(attribute, nodes, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise LookupError(f"{module} has no {attribute!r}{hint}")
    node = nodes[attribute]
    first = min(
        each.lineno for each in [node, *getattr(node, "decorator_list", [])]
    )
    lines = source.splitlines(keepends=True)
    whole = "".join(lines[first - 1 : node.end_lineno])
    for inner in ast.walk(node):
        if (
            isinstance(inner, ast.FunctionDef | ast.ClassDef)
            and ast.get_docstring(inner)
            and len(inner.body) > 1
        ):
            docstring = slice(inner.body[0].lineno - 1, inner.body[0].end_lineno)
            lines[docstring] = [GAP] * len(lines[docstring])
    shown = re.sub(f"{GAP}+\n*", "", "".join(lines[first - 1 : node.end_lineno]))
    runnable = "\n" * (first - 1) + whole
    return Definition(name, path, first, runnable, shown)


def read_module(
    module: str, source_root: Path
) -> tuple[Path, str, dict[str, ast.stmt]]:
    """Return the file of a module below ``source_root``, its source, and what it defines.

    Raises
    ------
    LookupError
        If there is no such module, or it is not Python.
    """
    path = source_root.joinpath(*module.split(".")).with_suffix(".py")
    if not module or not path.is_file():
        raise LookupError(f"there is no module {module!r} in {source_root.name}/")
    source = path.read_text(encoding="utf-8")
    try:
        return path, source, definitions(source)
    except SyntaxError as error:
        file = path.relative_to(source_root.parent).as_posix()
        message = f"{file}:{error.lineno} is not Python: {error.msg}"
        raise LookupError(message) from None


# a build asks hundreds of times; without this, an edit shows a second later
@lru_cache(maxsize=64)
def definitions(source: str) -> dict[str, ast.stmt]:
    """Return the functions, classes and constants at the top of a module, by name; read only."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
            found |= {n.id: node for n in names if isinstance(n.ctx, ast.Store)}
    return found


def definitions_of(fence: Fence, source_root: Path) -> list[Definition]:
    """Return what a block embeds; nothing if it holds code of its own.

    Raises
    ------
    WeaveError
        If a name does not exist, or the block is not empty.
    """
    if fence.embeds and fence.body.strip():
        raise fence.error("a block with embed= has to be empty")
    try:
        return [find_definition(name, source_root) for name in fence.embeds]
    except LookupError as error:
        raise fence.error(str(error)) from None


def code_of(fence: Fence, source_root: Path) -> str:
    """Return the code of a block as its reader sees it: what it embeds, or its own."""
    found = definitions_of(fence, source_root)
    return separated(found) if found else fence.body


def file_title(definition: Definition) -> str:
    """Return what entitles a block in its opening line: the file that it is from."""
    return f'title="{definition.file}"'


def expand(
    page: Page,
    title_of: Callable[[Definition], str] = file_title,
) -> Iterator[Edit]:
    """Yield the edits that fill in each embedded definition, and give files their titles.

    Parameters
    ----------
    title_of
        What entitles the block that begins with a definition.

    Raises
    ------
    WeaveError
        If a block cannot be filled in or closed.
    """
    for fence in page.fences:
        found = definitions_of(fence, page.source_root)
        block = page.text[fence.start : fence.end]
        opening, _, rest = block.partition("\n")
        if fence.file:
            title = f' title="{place_of(fence.file)}"'
            opening = opening.replace(fence.file[0], title)
        elif found:
            opening = EMBED.sub(f" {title_of(found[0])}", opening)
            lines = separated(found).splitlines(keepends=True)
            shown = (
                fence.indent + line if line.strip() else line for line in lines
            )
            rest = "".join(shown) + rest
        yield fence.start, fence.end, f"{opening}\n{rest}"


def place_of(file: re.Match[str]) -> str:
    """Return where a block belongs that is for a file, in words."""
    if file["after"]:
        return f"{file['path']}, below {file['after']}"
    return f"{file['path']}, at the end" if file["last"] else file["path"]


def separated(found: list[Definition]) -> str:
    """Return the lines of several definitions, functions and classes two lines apart."""
    code = found[0].shown
    for before, after in pairwise(found):
        gap = "\n\n" if "\n " in before.shown + after.shown else ""
        code += gap + after.shown
    return code
