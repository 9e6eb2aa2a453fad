"""A page as a notebook: its prose, its code, what the code puts out, and its figures.

The outputs are those of the page, which the tests prove; so no notebook runs while the site is
built, and a test runs each as a reader would. A notebook leaves the site, so it carries what it
needs: its first cell of code holds the modules of the taught package. It does not install a wheel
from the site's address. The repository knows no address, a lecture hall may have no network, and
what lies at an address can change, while a saved notebook does not.
"""

import ast
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from doctest import DocTestParser, Example
from pathlib import Path
from typing import Any

from weave.fences import Fence
from weave.page import Aside, Page
from weave.site.svg import Palette, on_paper, size_and_words

Address = Callable[[str, str], str | None]
METADATA: dict[str, dict[str, Any]] = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
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
    code
        Whether it is code.
    example
        The last statement of a session's piece, with what the page shows as its output.
    figure
        The name of the figure that it draws.
    """

    source: str
    code: bool = False
    example: Example | None = None
    figure: str = ""


def cells_of(page: Page, address: Address) -> list[Cell]:
    r"""Return the cells of a page, whose code has to be all there.

    An aside stays in one piece, code and all: cut into cells, a solution could not be folded.

    Parameters
    ----------
    address
        Gives for the name of a page and an anchor where a link to them leads, or None if nowhere.

    Examples
    --------
    >>> text = '??? success "Solution"\n    It is 2.\n\n```pycon\n>>> 1 + 1\n2\n```\n'
    >>> for cell in cells_of(Page(Path("a.md"), text), lambda page, anchor: None):
    ...     print(cell.source, end="\n--\n")
    <details>
    <summary>Solution</summary>
    <BLANKLINE>
    It is 2.
    <BLANKLINE>
    </details>
    --
    1 + 1
    --
    """
    plain = Page(page.path, page.replaced(as_plain_markdown(page, address)))
    # a comment that is gone may have said that a block is not run
    kinds = {
        fence.start: written.kind
        for fence, written in zip(plain.fences, page.fences, strict=True)
    }
    asides = top_level(plain.asides)
    covered = [(aside.start, aside.end) for aside in asides]
    blocks: list[Any] = [*asides, *plain.figures, *plain.fences]
    found, position, drawings = [], plain.body, 0
    for block in sorted(blocks, key=lambda block: block.start):
        if any(start < block.start < end for start, end in covered):
            continue
        found.append(Cell(plain.text[position : block.start].strip()))
        position = block.end
        if isinstance(block, Aside):
            found.append(Cell(as_aside(plain, block)))
        elif not isinstance(block, Fence):
            found.append(
                Cell(f'draw("{block.name}")', code=True, figure=block.name)
            )
            found.append(Cell(f"**{block.title}.** {block.caption}"))
        elif kinds[block.start] == "session":
            found += parts(block.body)
        elif kinds[block.start] == "code":
            drawings += shows(block.body)
            figure = f"{page.path.stem}-{drawings}" if shows(block.body) else ""
            found.append(Cell(block.body.strip("\n"), code=True, figure=figure))
        else:
            found.append(Cell(plain.text[block.start : block.end]))
    found.append(Cell(plain.text[position:].strip()))
    return [cell for cell in found if cell.source]


def as_plain_markdown(
    page: Page, address: Address
) -> Iterator[tuple[int, int, str]]:
    r"""Yield the edits that leave the Markdown of notebooks: no comments, no attributes.

    Examples
    --------
    >>> text = "## A name {#name}\n\n0.5<!-- = 1 / 2 -->, `{.x}` and [more](b.md#c){.d}."
    >>> page = Page(Path("a.md"), text)
    >>> print(page.replaced(as_plain_markdown(page, lambda page, anchor: f"{page}.ipynb{anchor}")))
    <a id="name"></a>
    <BLANKLINE>
    ## A name
    <BLANKLINE>
    0.5, `{.x}` and [more](b.ipynb#c).
    """
    for piece in page.of_kind("comment", "attributes"):
        start = piece.start
        while page.text[start - 1 : start] == " " and piece.kind == "attributes":
            start -= 1
        yield start, piece.end, ""
    for heading in page.headings:
        if heading.anchor:
            mark = f'<a id="{heading.anchor}"></a>\n\n'
            yield heading.start, heading.start, mark
    for piece in page.of_kind("target"):
        name, _, anchor = piece.text.partition("#")
        if not name.endswith(".md"):
            continue
        leads = address(name.removesuffix(".md"), f"#{anchor}" if anchor else "")
        if leads is not None:
            yield piece.start, piece.end, f"({leads})"
        else:
            opening = page.text.rindex("[", 0, piece.start)
            yield opening, opening + 1, ""
            yield piece.start - 1, piece.end, ""


def as_aside(page: Page, aside: Aside) -> str:
    r"""Return an aside in the Markdown of notebooks; a fold inside a question stands below it.

    Examples
    --------
    >>> text = '!!! question "Why?"\n    Think.\n\n    ??? success "Answer"\n        So.\n'
    >>> page = Page(Path("a.md"), text)
    >>> print(as_aside(page, page.asides[0]))
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
    body = Page(page.path, textwrap.dedent(page.text[aside.body : aside.end]))
    inner = top_level(body.asides)
    folds = [as_aside(body, fold) for fold in inner]
    words = body.replaced((fold.start, fold.end, "") for fold in inner).strip()
    if aside.folded:
        words = "\n\n".join([words, *folds])
        return (
            f"<details>\n<summary>{aside.title}</summary>\n\n{words}\n\n</details>"
        )
    lines = f"**{aside.title}**\n\n{words}".splitlines()
    return "\n\n".join(["\n".join(f"> {line}".rstrip() for line in lines), *folds])


def top_level(asides: Iterable[Aside]) -> list[Aside]:
    """Return the asides that stand in no other."""
    return [aside for aside in asides if not aside.indent]


def parts(session: str) -> list[Cell]:
    r"""Return the cells of a session, cut after each output: a cell shows its last value only.

    Examples
    --------
    >>> [cell.source for cell in parts(">>> x = 1\n>>> x  # one\n1\n>>> x + 1\n2\n")]
    ['x = 1\nx  # one', 'x + 1']
    """
    found: list[Cell] = []
    source = ""
    for example in DocTestParser().get_examples(session):
        source += example.source
        if example.want:
            found.append(Cell(source.strip("\n"), code=True, example=example))
            source = ""
    return [*found, Cell(source.strip("\n"), code=True)] if source else found


def shows(code: str) -> bool:
    """Tell whether a block does something that is only worth doing on the page."""
    return any(isinstance(node, ast.Expr) for node in ast.parse(code).body)


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

    Raises
    ------
    ValueError
        If a module holds the quotes that would end it in the first cell.
    """
    found = cells.copy()
    drawing = [
        n for n, cell in enumerate(cells) if cell.source.startswith('draw("')
    ]
    if drawing:
        first = cells[drawing[0]]
        source = f"from {figures} import draw\n\n{first.source}"
        found[drawing[0]] = replace(first, source=source)
    setup = INSTALLED
    if drawing or any(cell.code and package.name in cell.source for cell in cells):
        modules = ""
        for path in sorted(package.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if "'''" in text:
                raise ValueError(
                    f"{path} holds ''', which the notebooks put around it"
                )
            name = path.relative_to(package).as_posix()
            modules += f"MODULES[{name!r}] = r'''{text}'''\n"
        setup += IMPORTABLE.format(package=package.name, modules=modules)
    return [Cell(introduction), Cell(setup, code=True), *found]


def to_json(cells: list[Cell], figures: Mapping[str, str], palette: Palette) -> str:
    """Return the notebook with these cells, each with the output that the page shows."""
    made: list[dict[str, Any]] = []
    ran = 0
    for number, cell in enumerate(cells, start=1):
        kind = "code" if cell.code else "markdown"
        one: dict[str, Any] = {
            "cell_type": kind,
            "id": f"cell-{number}",
            "metadata": {},
        }
        if cell.code:
            outputs = outputs_of(cell, figures, palette)
            ran += bool(outputs)
            for output in outputs:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = ran
                if output["output_type"] == "error":
                    one["metadata"]["tags"] = ["raises-exception"]
            if cell.source.startswith(INSTALLED):
                one["metadata"] |= FOLDED
            one |= {"execution_count": ran if outputs else None, "outputs": outputs}
        made.append(one | {"source": cell.source})
    notebook = {
        "cells": made,
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def outputs_of(
    cell: Cell, figures: Mapping[str, str], palette: Palette
) -> list[dict[str, Any]]:
    """Return what a cell puts out, as a notebook keeps it."""
    if cell.figure in figures:
        drawing = figures[cell.figure]
        _, _, title, description = size_and_words(drawing)
        data = {
            "image/svg+xml": on_paper(drawing, cell.figure, palette),
            "text/plain": f"{title}: {description}",
        }
        return [{"output_type": "execute_result", "data": data, "metadata": {}}]
    if cell.example is None:
        return []
    want = cell.example.want.replace("<BLANKLINE>\n", "\n")
    if cell.example.exc_msg:
        last = cell.example.exc_msg.strip()
        name, _, value = last.partition(": ")
        traceback = ["Traceback (most recent call last):", last]
        error = {"output_type": "error", "ename": name, "evalue": value}
        return [error | {"traceback": traceback}]
    if is_value(cell.example.source):
        data = {"text/plain": want.removesuffix("\n")}
        return [{"output_type": "execute_result", "data": data, "metadata": {}}]
    return [{"output_type": "stream", "name": "stdout", "text": want}]


def is_value(source: str) -> bool:
    """Tell whether a statement puts out its value: an expression, and no call of ``print``.

    Examples
    --------
    >>> is_value("1 + 1"), is_value("print(2)"), is_value("x = 2")
    (True, False, False)
    """
    node = ast.parse(source).body[-1]
    if not isinstance(node, ast.Expr):
        return False
    return not (
        isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "print"
    )
