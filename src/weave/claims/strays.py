"""Refuse what Markdown can say and no checker would look at.

A page is plain: fenced blocks, formulas between dollars, headings with ``#``, links and figures
written out where they stand. For everything else that MkDocs would turn into something a reader
sees, there is a pattern here, and words that say what to write instead.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from weave.claims.numbers import (
    NOT_PROSE,
    blank,
    blanked,
    line_at,
    outside_fences,
    without_code,
)
from weave.errors import WeaveError
from weave.fences import front_matter_end

STRAYS = {
    r"</?[a-zA-Z][^>]*>": "raw HTML; nothing checks it, so write it in Markdown",
    r"^[ \t]*\[[^\]\n]+\]:|\]\[[^\]\n]*\]|\[\^[^\]\n]+\]": (
        "a link or note that stands apart from its target; write [words](target)"
    ),
    r"(?<=\S\n)[ ]{0,3}(?:=+|-+)[ \t]*$|^[ ]{0,3}(?:[-*_][ \t]*){3,}$": (
        "a rule or an underlined heading; write headings with #"
    ),
    r"\\[(\[]|\\begin\{": "a formula stands between $ or $$, nowhere else",
    r"&#?\w+;": "a character by number or name; write the character itself",
    r'\]\([^)\s]*\s"[^"]*\d[^"]*"\)': "no source fits into a title; write its numbers in words",
}
QUOTED_FENCE = re.compile(
    r"^[ \t]*(?:>|[-*+]|\d+\.)[ \t]*(?:`{3}|~{3})", re.MULTILINE
)
OPENS = re.compile(r"[ \t]*(?:!!!|\?\?\?\+?|[-*+][ ]|\d+\.[ ])")


def refuse_strays(text: str, path: Path) -> None:
    r"""Refuse the first thing on a page that no checker would recognise.

    Raises
    ------
    WeaveError
        If there is one.

    Examples
    --------
    >>> refuse_strays("Words.\n\n<b>1</b>\n", Path("a.md"))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:3: raw HTML; nothing checks it, so write it in Markdown: <b>
    """
    for offset, shown, message in sorted(find_strays(text, path)):
        line = line_at(text, offset)
        raise WeaveError(path, line, f"{message}: {shown.strip()}")


def find_strays(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield where a stray stands, what it says, and what to do about it."""
    behind = front_matter_end(text)
    # `lines: [2, 3]`, the lines of the loop that a chapter explains, are checked in `loop`
    number = re.search(r"^(?!lines: ).*\d.*", text[:behind], re.MULTILINE)
    if number:
        message = "no source fits in here; write the numbers in words"
        yield number.start(), number[0], message
    words = blanked(without_code(text, path), 0, behind)
    words = NOT_PROSE.sub(unless_link, words)
    for pattern, message in STRAYS.items():
        for found in re.finditer(pattern, words, re.MULTILINE):
            yield found.start(), found[0], message
    for found in QUOTED_FENCE.finditer(outside_fences(text, path)):
        yield found.start(), found[0], "begin a fenced block on a line of its own"
    for start, line in indented_code(outside_fences(text, path)):
        yield start, line, "indented code; write a fenced block"


def unless_link(found: re.Match[str]) -> str:
    """Blank what is not prose, but keep the targets and titles of links."""
    return found[0] if found[0].startswith("(") else blank(found[0])


def indented_code(words: str) -> Iterator[tuple[int, str]]:
    """Yield each line that begins a block of code by its indentation alone."""
    above: list[tuple[int, str]] = []  # what a line may be in, each deeper in
    offset, blank_before = 0, True
    for line in words.splitlines(keepends=True):
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if line.strip():
            while above and above[-1][0] >= indent:
                above.pop()
            outer, opening = above[-1] if above else (0, "")
            inside = OPENS.match(opening) and indent < outer + 8
            if indent >= 4 and blank_before and not inside:
                yield offset, line
            above.append((indent, line))
        blank_before = not line.strip()
        offset += len(line)
