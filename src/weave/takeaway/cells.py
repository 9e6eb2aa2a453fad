"""A page cut into the cells of a notebook: its prose as plain Markdown, and its code."""

import ast
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from doctest import DocTestParser, Example
from typing import Any

from weave.fences import Fence
from weave.page import Page
from weave.parts import Admonition
from weave.text import Edit

Address = Callable[[str, str], str | None]


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

    An admonition stays in one piece, code and all: cut into cells, a solution could not be folded.

    Parameters
    ----------
    address
        Gives for the name of a page and an anchor where a link to them leads, or None if nowhere.

    Examples
    --------
    >>> from pathlib import Path
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
    plain = page.edited(as_plain_markdown(page, address))
    # a comment that is gone may have said that a block is not run
    kinds = {
        fence.start: written.kind
        for fence, written in zip(plain.fences, page.fences, strict=True)
    }
    blocks: list[Any] = [
        *top_level(plain.admonitions),
        *plain.figures,
        *plain.fences,
    ]
    found, position, drawings = [], plain.body, 0
    for block in sorted(blocks, key=lambda block: block.start):
        if block.start < position:  # in an admonition
            continue
        found.append(Cell(plain.text[position : block.start].strip()))
        position = block.end
        if isinstance(block, Admonition):
            found.append(Cell(admonition_text(plain, block)))
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


def as_plain_markdown(page: Page, address: Address) -> Iterator[Edit]:
    r"""Yield the edits that leave the Markdown of notebooks: no comments, no attributes.

    Examples
    --------
    >>> from pathlib import Path
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
        elif "[" in page.text[: piece.start]:
            opening = page.text.rindex("[", 0, piece.start)
            yield opening, opening + 1, ""
            yield piece.start - 1, piece.end, ""


def admonition_text(page: Page, block: Admonition) -> str:
    r"""Return an admonition in the Markdown of notebooks; a fold inside a question stands below it.

    Examples
    --------
    >>> from pathlib import Path
    >>> text = '!!! question "Why?"\n    Think.\n\n    ??? success "Answer"\n        So.\n'
    >>> page = Page(Path("a.md"), text)
    >>> print(admonition_text(page, page.admonitions[0]))
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
    body = Page(page.path, textwrap.dedent(page.text[block.body : block.end]))
    inner = top_level(body.admonitions)
    folds = [admonition_text(body, fold) for fold in inner]
    words = body.replaced((fold.start, fold.end, "") for fold in inner).strip()
    if block.folded:
        words = "\n\n".join([words, *folds])
        return (
            f"<details>\n<summary>{block.title}</summary>\n\n{words}\n\n</details>"
        )
    lines = f"**{block.title}**\n\n{words}".splitlines()
    return "\n\n".join(["\n".join(f"> {line}".rstrip() for line in lines), *folds])


def top_level(admonitions: Iterable[Admonition]) -> list[Admonition]:
    """Return the admonitions that stand in no other."""
    return [each for each in admonitions if not each.indent]


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
