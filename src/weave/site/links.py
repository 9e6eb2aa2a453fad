"""Links that the build adds: from a function to its entry, from a block to its source."""

import re
from collections.abc import Iterator, Mapping

from weave.book import Book
from weave.embed import Definition, file_title
from weave.page import Page
from weave.text import Edit

# what an image or a link says
BRACKETS = re.compile(r"!?\[[^\]]*\](?=\()")
# code in a sentence that names a function, or calls one
CALL = re.compile(r"(?P<name>[a-zA-Z]\w*)(?:\([^\n]*\))?")


def to_reference(
    page: Page, names: Mapping[str, str], reference: str
) -> Iterator[Edit]:
    """Yield a link for each function, where a section first names it, to its entry.

    Headings, titles, captions and links stay as they are.

    Parameters
    ----------
    names
        The anchor of each function on the reference page, by the name in a sentence.
    reference
        The reference page.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), "`train` and `train(x)` and `x`")
    >>> page.replaced(to_reference(page, {"train": "a.train"}, "reference.md"))
    '[`train`](reference.md#a.train) and `train(x)` and `x`'
    """
    taken = [found.span() for found in BRACKETS.finditer(page.outside_fences)]
    taken += [(heading.start, heading.end) for heading in page.headings]
    taken += [(each.start, each.body) for each in page.admonitions]
    sections = [heading.start for heading in page.headings if heading.anchor]
    linked = set[tuple[int, str]]()
    for piece in page.of_kind("code"):
        call = CALL.fullmatch(piece.text)
        if call is None or call["name"] not in names:
            continue
        section = sum(start < piece.start for start in sections)
        inside = any(start <= piece.start < end for start, end in taken)
        if inside or (section, call["name"]) in linked:
            continue
        linked.add((section, call["name"]))
        code = page.text[piece.start : piece.end]
        target = f"{reference}#{names[call['name']]}"
        yield piece.start, piece.end, f"[{code}]({target})"


def source_title(definition: Definition, book: Book) -> str:
    """Return what entitles a block on the site: its file, with a link to where it begins there."""
    if not book.repository:
        return file_title(definition)
    link = f"<a href='{source_address(definition, book)}'>{definition.file}</a>"
    return f'title="{link}" title_mode="html"'


def source_address(definition: Definition, book: Book) -> str:
    """Return the address of a definition in the repository."""
    path = definition.path.relative_to(book.root).as_posix()
    return f"{book.repository}/blob/HEAD/{path}#L{definition.line}"
