"""Put code from `src` into a page, by name.

A page writes an empty block, and the name after ``embed=`` says which definition it stands for::

    ```python embed=firstneuron.activation.sigmoid
    ```

The reader sees the definition without its docstring; comments and decorators stay. Several
definitions of one module stand in one block with commas between their names.
"""

import ast
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from weave.errors import WeaveError
from weave.fences import EMBED, Fence
from weave.page import Page


@dataclass(frozen=True)
class Definition:
    """A function, class or constant of `src`, as a page shows it.

    Attributes
    ----------
    name
        Its dotted name.
    path, line
        The file it lives in, and its first line there, from 1.
    padded
        Its lines, with empty ones in place of the docstring, so that line numbers still fit.
    """

    name: str
    path: Path
    line: int
    padded: str

    @property
    def shown(self) -> str:
        """The lines that a page shows."""
        return re.sub(rf"{DOCSTRING_GAP}\n+", "", self.padded)

    @property
    def runnable(self) -> str:
        """What is shown, at the line numbers of its file."""
        return "\n" * (self.line - 1) + self.padded.replace(DOCSTRING_GAP, "")


# A form feed is white space to Python and occurs nowhere else; it marks where a docstring was.
DOCSTRING_GAP = "\f"


def find_definition(name: str, source_root: Path) -> Definition:
    r"""Return the definition with the dotted ``name`` below ``source_root``.

    Raises
    ------
    LookupError
        If there is no such module or definition, or the module is not Python.

    Examples
    --------
    >>> root = Path(__file__).parents[1]
    >>> print(find_definition("weave.embed.DOCSTRING_GAP", root).shown, end="")
    DOCSTRING_GAP = "\f"
    >>> find_definition("weave.embed.find_defintion", root)
    Traceback (most recent call last):
    LookupError: weave.embed has no 'find_defintion'; did you mean 'find_definition'?
    """
    module, _, attribute = name.rpartition(".")
    path = source_root.joinpath(*module.split(".")).with_suffix(".py")
    inside = path.resolve().is_relative_to(source_root.resolve())
    if not module or not inside or not path.is_file():
        raise LookupError(f"there is no module {module!r} in {source_root.name}/")
    source = path.read_text(encoding="utf-8")
    try:
        nodes = definitions(source)
    except SyntaxError as error:
        file = path.relative_to(source_root.parent).as_posix()
        message = f"{file}:{error.lineno} is not Python: {error.msg}"
        raise LookupError(message) from None
    if attribute not in nodes:
        close = get_close_matches(attribute, nodes, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        raise LookupError(f"{module} has no {attribute!r}{hint}")
    node = nodes[attribute]
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return Definition(
        name, path, first, without_docstring(source.splitlines(), node, first)
    )


@lru_cache
def definitions(source: str) -> dict[str, ast.stmt]:
    """Return the functions, classes and constants at the top of a module, by name."""
    tree = ast.parse(source)
    found: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            targets = (name for target in node.targets for name in ast.walk(target))
            found |= {
                target.id: node
                for target in targets
                if isinstance(target, ast.Name)
            }
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
    return found


def without_docstring(lines: list[str], node: ast.stmt, first: int) -> str:
    """Return the lines of ``node`` with its docstrings blanked, those of its methods too."""
    kept = lines.copy()
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            inner
        ):
            docstring = inner.body[0]
            last = docstring.end_lineno or docstring.lineno
            kept[docstring.lineno - 1 : last] = [""] * (last - docstring.lineno + 1)
            kept[docstring.lineno - 1] = DOCSTRING_GAP
    return "\n".join(kept[first - 1 : node.end_lineno]) + "\n"


def definitions_of(fence: Fence, source_root: Path) -> list[Definition]:
    """Return what a block embeds; nothing if it holds code of its own.

    Raises
    ------
    WeaveError
        If a name does not exist, or the block is not empty.
    """
    if fence.embeds and fence.body.strip():
        raise WeaveError(
            fence.path, fence.line, "a block with embed= has to be empty"
        )
    try:
        return [find_definition(name, source_root) for name in fence.embeds]
    except LookupError as error:
        raise WeaveError(fence.path, fence.line, str(error)) from None


def code_of(fence: Fence, source_root: Path) -> str:
    """Return the code of a block as its reader sees it: what it embeds, or its own."""
    found = definitions_of(fence, source_root)
    return separated(found) if found else fence.body


def expand(page: Page, source_root: Path) -> str:
    """Return the text of a page with every embedded definition filled in, and files with titles.

    Raises
    ------
    WeaveError
        If a block cannot be filled in or closed.
    """
    edits = []
    for fence in page.fences:
        found = definitions_of(fence, source_root)
        block = page.text[fence.start : fence.end]
        opening, _, rest = block.partition("\n")
        if fence.file:
            title = f' title="{place_of(fence.file)}"'
            opening = opening.replace(fence.file[0], title)
        elif found:
            module = found[0].path.relative_to(source_root).as_posix()
            opening = EMBED.sub(f' title="{module}"', opening)
            lines = separated(found).splitlines(keepends=True)
            shown = (
                fence.indent + line if line.strip() else line for line in lines
            )
            rest = "".join(shown) + rest
        edits.append((fence.start, fence.end, f"{opening}\n{rest}"))
    return page.replaced(edits)


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
