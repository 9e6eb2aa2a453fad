"""Links that the build adds: from a function to its entry, from a block to its source."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from weave.page import Page

Edits = Iterator[tuple[int, int, str]]

# what an image or a link says
BRACKETS = re.compile(r"!?\[[^\]]*\](?=\()")
# code in a sentence that names a function, or calls one
CALL = re.compile(r"(?P<name>[a-zA-Z]\w*)(?:\([^\n]*\))?")


def to_reference(page: Page, names: Mapping[str, str], reference: str) -> Edits:
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


def with_block_sources(html: str, sources: Iterable[tuple[str, str]]) -> str:
    """Return a rendered page whose embedded blocks link the file in their title.

    Parameters
    ----------
    sources
        The title and the address of each, in their order.

    Raises
    ------
    ValueError
        If a block has another title.

    Examples
    --------
    >>> with_block_sources('<span class="filename">a.py</span>', [("a.py", "https://b/a.py#L1")])
    '<span class="filename"><a href="https://b/a.py#L1">a.py</a></span>'
    """
    done = ""
    for file, address in sources:
        before, title, html = html.partition(
            f'<span class="filename">{escape(file)}<'
        )
        if not title:
            raise ValueError(f"no block has the title {file!r}")
        link = f'<a href="{escape(address)}">{escape(file)}</a>'
        done += f'{before}<span class="filename">{link}<'
    return done + html
