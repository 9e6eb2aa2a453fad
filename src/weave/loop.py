"""The loop of the first page, which is the table of contents of the book.

The first page names, right above the block, the chapter that explains each of its lines, as in
``<!-- loop: data training sigmoid -->``. Where ``<!-- loop -->`` stands, on any page, the build
puts the lines there with links to their chapters, and those of the page itself stand out.
"""

from dataclasses import dataclass
from pathlib import Path

from weave.page import Page

FIRST_PAGE = Path("docs/index.md")
INDENT = 4
LONG = 60  # a longer line does not move the comments of the others away from them
HINT = "write <!-- loop: data training … --> above the block, with a chapter for each line"


@dataclass(frozen=True)
class Line:
    """A line of the loop, and the file name and the title of the chapter that explains it."""

    code: str
    page: str
    chapter: str


def shown(page: Page, *, plain: bool) -> str:
    """Return the loop as a page shows it.

    The site shows a list of links; in the plain form, which readers take away, it is a block of
    code with the chapters in its comments.

    Raises
    ------
    WeaveError
        As `read_loop` does.
    """
    return (as_block if plain else as_list)(read_loop(page.root), page.path.name)


def check(page: Page) -> None:
    """Refuse a page whose loop could not be shown.

    Raises
    ------
    WeaveError
        As `read_loop` does, and if the loop is to stand inside something else.
    """
    marks = [comment for comment in page.comments if comment.text == "loop"]
    lines = page.text.split("\n")
    for mark in marks:
        if (
            lines[page.line_at(mark.start) - 1].rstrip()
            != page.text[slice(*mark.span)]
        ):
            message = "the mark of the loop stands alone on its line, not indented"
            raise page.error(mark.start, message)
    if marks or any(comment.after("loop:") for comment in page.comments):
        read_loop(page.root)


def read_loop(root: Path) -> tuple[Line, ...]:
    """Return the lines of the loop with their chapters.

    Raises
    ------
    WeaveError
        If the first page has no such block or two, or does not name a chapter for each line.
    """
    first = Page.read(root, FIRST_PAGE)
    marks = [comment for comment in first.comments if comment.after("loop:")]
    if len(marks) != 1:
        message = f"this page names the chapters of {len(marks)} blocks; expected 1"
        raise first.error(0, message, hint=HINT)
    (mark,) = marks
    names = mark.after("loop:").split()
    below = (
        fence.body
        for fence in first.fences
        if fence.start > mark.end and not first.text[mark.end : fence.start].strip()
    )
    code = next(below, "").splitlines()
    if len(names) != len(code):
        message = f"these are {len(names)} chapters for {len(code)} lines"
        raise first.error(mark.start, message, hint=HINT)
    titles = {}
    for name in names:
        path = Path("docs", f"{name}.md")
        if not (root / path).is_file():
            message = f"there is no page {path.as_posix()}"
            raise first.error(mark.start, message, hint=HINT, shown=name)
        titles[name] = Page.read(root, path).title
    return tuple(
        Line(line, f"{name}.md", titles[name])
        for line, name in zip(code, names, strict=True)
    )


def as_list(lines: tuple[Line, ...], name: str) -> str:
    """Return the loop as a list of links, in Markdown.

    Parameters
    ----------
    name
        The file name of the page that shows it, whose own lines stand out.

    Examples
    --------
    >>> lines = Line("for x in data:", "a.md", "One"), Line("    print(x)", "b.md", "Two")
    >>> print(as_list(lines, "b.md"))
    <nav class="loop" aria-label="The loop, and which chapter explains each line" markdown>
    <BLANKLINE>
    1. [`for x in data:` <span>One</span>](a.md){ .in-0 }
    1. [`print(x)` <span>Two</span>](b.md){ .in-1 aria-current="true" }
    <BLANKLINE>
    </nav>
    """
    items = []
    for line in lines:
        code = line.code.strip()
        depth = (len(line.code) - len(code)) // INDENT
        current = ' aria-current="true"' if line.page == name else ""
        words = f"`{code}` <span>{line.chapter}</span>"
        items.append(f"1. [{words}]({line.page}){{ .in-{depth}{current} }}")
    label = "The loop, and which chapter explains each line"
    opening = f'<nav class="loop" aria-label="{label}" markdown>'
    return "\n".join([opening, "", *items, "", "</nav>"])


def as_block(lines: tuple[Line, ...], name: str) -> str:
    """Return the loop as a block of code that is only shown.

    Examples
    --------
    >>> lines = Line("for x in data:", "a.md", "One"), Line("    print(x)", "b.md", "Two")
    >>> print(as_block(lines, "b.md"))
    <!-- not run: the loop of the first page, with the chapter that explains each line -->
    ```python
    for x in data:  # One
        print(x)    # this chapter
    ```
    """
    width = max(
        (len(line.code) for line in lines if len(line.code) <= LONG), default=0
    )
    code = [
        f"{line.code:{width}}  # {'this chapter' if line.page == name else line.chapter}"
        for line in lines
    ]
    reason = "the loop of the first page, with the chapter that explains each line"
    return "\n".join([f"<!-- not run: {reason} -->", "```python", *code, "```"])
