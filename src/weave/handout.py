"""A page as a notebook to take home: its prose, its code, what the code puts out, and its figures.

The notebook of the program page becomes a page of the site (`notebook`). These ones leave the site,
so they carry what they need: their first cell of code holds the modules of the taught package. It
does not install a wheel from the site's address. The repository knows no address, a lecture hall
may have no network, and what lies at an address can change, while a saved notebook does not.
"""

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from weave import svg
from weave.claims.census import IMAGE
from weave.claims.numbers import CODE, line_at
from weave.embed import expand
from weave.errors import ACCEPT, WeaveError, compared
from weave.fences import Fence, find_fences, front_matter_end
from weave.gallery import Drawn
from weave.loop import with_plain_loop
from weave.notebook import as_json, code_cell, parts, text_cell
from weave.reading import read_page

Address = Callable[[str, str], str | None]
Output = dict[str, Any]

ASIDE = re.compile(
    r'^(?P<mark>!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+"(?P<title>[^"\n]*)")?[ \t]*\n'
    r"(?P<body>(?: {4}.*\n|[ \t]*\n)*+)",
    re.MULTILINE,
)
HEADING = re.compile(
    r"^(?P<words>#{1,6} [^\n{]*)\{#(?P<anchor>[\w-]+)\}[ \t]*$", re.MULTILINE
)
ATTRIBUTES = re.compile(r"(?<=[)\]`*])\{:?[ \t]*[.#][A-Za-z][^{}\n]*\}")
LINK = re.compile(
    r"\[(?P<text>[^\]\n]*(?:\n[^\]\n]+)?)\]"
    r"\((?P<page>[\w-]+)\.md(?P<anchor>#[\w.-]+)?\)"
)
CUT = "\0"  # stands for a piece of code while the words around it change
INSTALLED = """\
# @title Run this cell first
import importlib.util

if not all(map(importlib.util.find_spec, ("numpy", "matplotlib"))):
    %pip install --quiet numpy matplotlib
"""
FOLDED = {  # as Colab says it, and as Jupyter does
    "cellView": "form",
    "jupyter": {"source_hidden": True},
}
IMPORTABLE = """
# What makes `{package}` importable: its modules, as this notebook was checked with them, so that
# neither a later version nor a missing network can come between.
import sys
import tempfile
from pathlib import Path

MODULES = {{}}
{modules}
folder = Path(tempfile.mkdtemp(), "{package}")
for name, source in MODULES.items():
    folder.joinpath(name).parent.mkdir(exist_ok=True)
    folder.joinpath(name).write_text(source, encoding="utf-8")
sys.path.insert(0, str(folder.parent))
"""


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook, and what the page shows below it.

    Attributes
    ----------
    source
        Its text.
    line
        The line of the page where it begins, from 1.
    code
        Whether it is code.
    want
        What it prints or returns.
    error
        The last line of the error that it raises.
    figure
        The name of the figure that it draws.
    """

    source: str
    line: int
    code: bool = False
    want: str = ""
    error: str | None = None
    figure: str = ""


@dataclass(frozen=True)
class Handout:
    """A page that is taken home, with all its code filled in.

    Attributes
    ----------
    text, path
        The page.
    address
        Gives for the name of a page and an anchor where a link to them leads, or None if nowhere.
    """

    text: str
    path: Path
    address: Address

    @property
    def cells(self) -> list[Cell]:
        r"""The cells of the page.

        An aside stays in one piece, code and all: cut into cells, a solution could not be folded.

        Examples
        --------
        >>> page = '??? success "Solution"\n    It is 2.\n\nSo *it*{.x}.\n'
        >>> for cell in Handout(page, Path("a.md"), lambda page, anchor: None).cells:
        ...     print(cell.source, end="\n--\n")
        <details>
        <summary>Solution</summary>
        <BLANKLINE>
        It is 2.
        <BLANKLINE>
        </details>
        --
        So *it*.
        --
        """
        found: list[Cell] = []
        position = front_matter_end(self.text)
        fences = list(find_fences(self.text, self.path))
        for aside in ASIDE.finditer(self.text):
            if any(fence.start <= aside.start() < fence.end for fence in fences):
                continue
            found += self.between(position, aside.start(), fences)
            words = as_aside(aside, self.address)
            found.append(Cell(words, self.line(aside.start())))
            position = aside.end()
        return found + self.between(position, len(self.text), fences)

    def between(self, start: int, end: int, fences: list[Fence]) -> list[Cell]:
        """Return the cells of a stretch of the page that has no asides."""
        found: list[Cell] = []
        for fence in fences:
            if not start <= fence.start < end:
                continue
            found += self.words(start, fence.start)
            if fence.kind == "session":
                for source, last in parts(fence.body):
                    want = last.want.replace("<BLANKLINE>\n", "\n")
                    line = fence.line + last.lineno + 1
                    error = last.exc_msg.strip() if last.exc_msg else None
                    found.append(Cell(source.strip("\n"), line, True, want, error))
            else:
                code = fence.kind == "code"
                source = fence.body if code else self.text[fence.start : fence.end]
                found.append(Cell(source.strip("\n"), fence.line, code))
            start = fence.end
        return found + self.words(start, end)

    def words(self, start: int, end: int) -> list[Cell]:
        """Return the cells of prose, cut where a figure stands, which a cell of code draws."""
        found: list[Cell] = []
        for image in IMAGE.finditer(self.text, start, end):
            line, name = self.line(image.start()), image["name"]
            caption = f"**{image['title']}.** {image['caption']}"
            found += [
                self.word_cell(start, image.start()),
                Cell(f'draw("{name}")', line, code=True, figure=name),
                Cell(as_words(caption, self.address), line),
            ]
            start = image.end()
        found.append(self.word_cell(start, end))
        return [cell for cell in found if cell.source]

    def word_cell(self, start: int, end: int) -> Cell:
        """Return a cell of prose."""
        return Cell(as_words(self.text[start:end], self.address), self.line(start))

    def line(self, offset: int) -> int:
        """Return the line at an offset, from 1."""
        return line_at(self.text, offset)


def as_aside(aside: re.Match[str], address: Address) -> str:
    r"""Return an aside in the Markdown of notebooks; a fold inside a question stands below it.

    Examples
    --------
    >>> page = '!!! question "Why?"\n    Think.\n\n    ??? success "Answer"\n        So.\n'
    >>> print(as_aside(ASIDE.match(page), lambda page, anchor: None))
    > **Why?**
    >
    > Think.
    <BLANKLINE>
    <details>
    <summary>Answer</summary>
    <BLANKLINE>
    So.
    <BLANKLINE>
    </details>
    """
    title, body = aside["title"] or "", textwrap.dedent(aside["body"])
    folds = [as_aside(fold, address) for fold in ASIDE.finditer(body)]
    words = as_words(ASIDE.sub("", body), address)
    if aside["mark"] == "!!!":
        quoted = textwrap.indent(f"**{title}**\n\n{words}", "> ", lambda _: True)
        return "\n\n".join([quoted.replace("> \n", ">\n"), *folds])
    words = "\n\n".join([words, *folds])
    return f"<details>\n<summary>{title}</summary>\n\n{words}\n\n</details>"


def as_words(text: str, address: Address) -> str:
    r"""Return prose in the Markdown of notebooks: no comments, no attributes, no links to files.

    Examples
    --------
    >>> page = "## A name {#name}\n\n0.5<!-- = 1 / 2 -->, `{.x}` and [more](b.md#c){.d}."
    >>> print(as_words(page, lambda page, anchor: f"{page}.ipynb{anchor}"))
    <a id="name"></a>
    <BLANKLINE>
    ## A name
    <BLANKLINE>
    0.5, `{.x}` and [more](b.ipynb#c).
    """

    def leads(link: re.Match[str]) -> str:
        target = address(link["page"], link["anchor"] or "")
        return link["text"] if target is None else f"[{link['text']}]({target})"

    kept = [code[0] for code in CODE.finditer(text) if code["ticks"]]
    text = CODE.sub(lambda code: CUT if code["ticks"] else "", text)
    text = HEADING.sub(
        lambda it: f'<a id="{it["anchor"]}"></a>\n\n{it["words"].rstrip()}', text
    )
    text = LINK.sub(leads, ATTRIBUTES.sub("", text))
    first, *others = text.split(CUT)
    return "".join([first, *map("".join, zip(kept, others, strict=True))]).strip()


def importable(package: Path) -> str:
    """Return the code that makes a package importable where it is not installed.

    Raises
    ------
    ValueError
        If a module holds the quotes that would end it there.
    """
    modules = []
    for path in sorted(package.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "'''" in source:
            raise ValueError(f"{path} holds ''', which the notebooks put around it")
        name = path.relative_to(package).as_posix()
        modules.append(f"MODULES[{name!r}] = r'''{source}'''\n")
    return IMPORTABLE.format(package=package.name, modules="".join(modules))


def independent(
    cells: list[Cell], introduction: str, package: Path, figures: str
) -> list[Cell]:
    """Return the cells of a page, and in front of them what makes them work away from the site.

    Parameters
    ----------
    introduction
        What to say above all.
    package
        The folder of the taught package.
    figures
        The module whose function ``draw`` draws a figure by its name.
    """
    drawing = next((n for n, cell in enumerate(cells) if cell.figure), None)
    needed = any(cell.code and package.name in cell.source for cell in cells)
    first = INSTALLED
    if needed or drawing is not None:
        first += importable(package)
    found = cells.copy()
    if drawing is not None:
        source = f"from {figures} import draw\n\n{cells[drawing].source}"
        found[drawing] = replace(cells[drawing], source=source)
    return [Cell(introduction, 1), Cell(first, 1, code=True), *found]


def prepare(
    names: Iterable[str],
    root: Path,
    figures: str,
    book: str,
    site_url: str | None = None,
) -> dict[str, list[Cell]]:
    """Return the cells of the notebooks of some pages, ready to leave the site.

    Parameters
    ----------
    names
        The names of the pages in ``docs``.
    root
        The project's root.
    figures
        The module of the taught package that draws the figures.
    book
        What the site is called.
    site_url
        Its public address, if it is known; links lead there, or else to the next notebook.

    Raises
    ------
    WeaveError
        If there is no such page, or it cannot be woven.
    """
    names = tuple(names)
    package = root / "src" / figures.partition(".")[0]

    def address(page: str, anchor: str) -> str | None:
        if site_url:
            folder = "" if page == "index" else f"{page}/"
            return f"{site_url.rstrip('/')}/{folder}{anchor}"
        return f"{page}.ipynb{anchor}" if page in names else None

    def cells(name: str) -> list[Cell]:
        path = Path("docs") / f"{name}.md"
        text = with_plain_loop(read_page(root, path), path, root)
        text = expand(text, path, root / "src")
        page = address(name, "") if site_url else None
        origin = f"[{book}]({page})" if page else book
        introduction = (
            f"*From {origin}, as a notebook. Run it from the top: the first cell of code, folded "
            "below, gets the rest what it needs.*"
        )
        found = Handout(text, path, address).cells
        return independent(found, introduction, package, figures)

    return {name: cells(name) for name in names}


def to_run(cells: list[Cell]) -> list[str]:
    """Return the code to run; the figures are drawn already, by what their cells call."""
    return [cell.source for cell in cells if cell.code and not cell.figure]


def to_json(
    cells: list[Cell],
    outputs: list[list[Output]] | None,
    drawn: Drawn,
    path: Path,
) -> str:
    """Return a notebook with its outputs, or without if it has not run.

    Raises
    ------
    WeaveError
        If a cell puts out something else than the page shows.
    """
    ran = iter(outputs or [])
    made: list[dict[str, Any]] = []
    for cell in cells:
        if not cell.code:
            made.append(text_cell(cell.source))
            continue
        shown = []
        if cell.figure:
            shown = [as_output(drawn, cell.figure)]
        elif outputs is not None:
            shown = next(ran)
            compare(cell, shown, path)
        metadata: dict[str, Any] = {}
        if cell.error:
            metadata["tags"] = ["raises-exception"]
        if cell.source.startswith(INSTALLED):
            metadata |= FOLDED
        made.append(code_cell(cell.source, shown, metadata))
    return as_json(made)


def as_output(drawn: Drawn, figure: str) -> Output:
    """Return the output of a cell that draws a figure: its SVG, and its words for who sees none."""
    drawing = drawn.figures[figure]
    _, _, title, description = svg.size_and_words(drawing)
    data = {
        "image/svg+xml": svg.on_paper(drawing, figure, drawn.palette),
        "text/plain": f"{title}: {description}",
    }
    return {"output_type": "execute_result", "data": data, "metadata": {}}


def compare(cell: Cell, outputs: list[Output], path: Path) -> None:
    """Refuse outputs that are not what the page shows; only a drawing needs no words there."""
    got, error = "", None
    for output in outputs:
        if output["output_type"] == "stream":
            got += output["text"]
        elif output["output_type"] == "error":
            error = output["traceback"][-1]
        elif "image/svg+xml" not in output["data"]:
            got += output["data"]["text/plain"] + "\n"
    if error != cell.error:
        message = f"the notebook raises {error}, the page shows {cell.error}"
        raise WeaveError(path, cell.line, message)
    if error is None and got != cell.want:
        raise WeaveError(
            path,
            cell.line,
            "the notebook puts out something else",
            hint=f"{compared(cell.want, got)}\n{ACCEPT}",
        )
