"""The loop of the first page, which is the table of contents of the book.

The first page marks the block with the comment ``<!-- loop -->`` right above it. Each chapter says
in its front matter which lines it explains, as in ``lines: [2, 3, 4]``; each line belongs to one.
Where the same comment stands alone, on any page, the build puts the lines there with links to
their chapters, and those of the page itself stand out.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from weave.errors import WeaveError
from weave.page import Page, read_pages

FIRST_PAGE = Path("docs/index.md")
# the comment, alone on its line
MARKER = re.compile(r"^<!--\s*loop\s*-->[ \t]*\n", re.MULTILINE)
INDENT = 4
LONG = 60  # a longer line does not move the comments of the others away from them
ABOUT_LINES = "each chapter says in its front matter which it explains, as in lines: [2, 3, 4]"


@dataclass(frozen=True)
class Line:
    """A line of the loop, and the file name and the title of the chapter that explains it."""

    code: str
    page: str
    chapter: str


def with_loop(text: str, path: Path, root: Path, *, plain: bool = False) -> str:
    """Return a page with the loop in the place of each marker that stands alone.

    The site shows it as a list of links; in the plain form, which readers take away, it is a block
    of code with the chapters in its comments.

    Raises
    ------
    WeaveError
        If there is no loop, or a line of it is not explained by exactly one chapter.
    """
    if not MARKER.search(text):
        return text
    page = Page(path, text)
    shown = as_block if plain else as_list
    blocks = {fence.start for fence in page.fences}
    return page.replaced(
        (*found.span(), shown(read_loop(root), path.name) + "\n")
        for found in MARKER.finditer(page.outside_fences)
        if found.end() not in blocks
    )


def check(page: Page, root: Path) -> None:
    """Refuse a page whose loop could not be shown, or whose ``lines`` are not those of the loop.

    Raises
    ------
    WeaveError
        As `read_loop` does.
    """
    if MARKER.search(page.outside_fences) or "lines" in page.front_matter:
        read_loop(root, page)


def read_loop(root: Path, at_hand: Page | None = None) -> tuple[Line, ...]:
    """Return the lines of the loop with their chapters.

    Parameters
    ----------
    at_hand
        A page that is read in place of the file with its name.

    Raises
    ------
    WeaveError
        If the first page marks no block or two, or a line is not explained by exactly one chapter.
    """
    pages = {
        page.path: page for page in [*read_pages(root), *filter(None, [at_hand])]
    }
    first = pages.get(FIRST_PAGE) or Page.read(root, FIRST_PAGE)
    marked = {marker.end() for marker in MARKER.finditer(first.outside_fences)}
    blocks = [fence for fence in first.fences if fence.start in marked]
    if len(blocks) != 1:
        message = f"this page marks {len(blocks)} blocks as the loop; expected 1"
        hint = "write <!-- loop --> on the line above the block"
        raise WeaveError(FIRST_PAGE, 1, message, hint=hint)
    chapters = [page for page in pages.values() if "lines" in page.front_matter]
    code = blocks[0].body.splitlines()
    for page in chapters:
        lines = page.front_matter["lines"]
        if not isinstance(lines, list) or not {*lines} <= {
            *range(1, len(code) + 1)
        }:
            message = f"lines is {lines!r}; expected a list of numbers from 1 to {len(code)}"
            offset = page.text.index("lines:")
            raise page.error(offset, message, hint=ABOUT_LINES)
    found = []
    for number, line in enumerate(code, start=1):
        explain = [
            page for page in chapters if number in page.front_matter["lines"]
        ]
        if len(explain) != 1:
            names = " and ".join(str(page.path) for page in explain) or "no chapter"
            message = (
                f"{names} explains line {number} of the loop; expected one chapter"
            )
            place = blocks[0].line + number
            raise WeaveError(FIRST_PAGE, place, message, hint=ABOUT_LINES)
        found.append(Line(line, explain[0].path.name, title_of(explain[0])))
    return tuple(found)


def title_of(page: Page) -> str:
    """Return the title of a page."""
    return page.headings[0].title if page.headings else page.path.stem


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
