"""Work on a text by offsets: lines, pieces put in, pieces blanked."""

import re
from collections.abc import Iterable

Edit = tuple[int, int, str]  # from which offset to which, and what is put there


def line_at(text: str, offset: int) -> int:
    """Return the line of an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def line_starts(text: str) -> list[int]:
    r"""Return the offset at which each line begins.

    Examples
    --------
    >>> line_starts("one\ntwo\n")
    [0, 4, 8]
    """
    return [0, *(end.end() for end in re.finditer("\n", text))]


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with some pieces replaced, which must not overlap.

    Examples
    --------
    >>> replaced("one two", [(4, 7, "three"), (0, 3, "two")])
    'two three'
    """
    pieces, position = [], 0
    for start, end, new in sorted(edits):
        pieces += [text[position:start], new]
        position = end
    return "".join([*pieces, text[position:]])


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with spaces in place of some pieces: as long, with the same lines."""
    for start, end in spans:
        text = text[:start] + blank(text[start:end]) + text[end:]
    return text


def blank(text: str) -> str:
    """Return as many spaces, with the newlines kept."""
    return "\n".join(" " * len(line) for line in text.split("\n"))
