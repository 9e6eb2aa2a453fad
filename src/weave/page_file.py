"""Read the text of a page, and refuse what could be none before anything takes it apart."""

import re
from functools import lru_cache
from pathlib import Path

from weave.errors import WeaveError
from weave.text import line_at

# More than any page has, and little enough that what is quadratic in it takes no time.
MAX_BYTES, MAX_LINE = 50_000, 1_000
GARBAGE = {
    # a control character, or one that ends a line for some tools and not for others
    "{text!r} is no character for a page": re.compile(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]"
    ),
    # a line that is too long
    f"this line has {{length:,}} characters; expected at most {MAX_LINE:,}": re.compile(
        rf"^.{{{MAX_LINE + 1},}}$", re.MULTILINE
    ),
    # what Python, YAML or a formula would nest deeper than they can be read
    "100 brackets open here in a row; nest them less": re.compile(
        r"(?:[(\[{]\s*){100}"
    ),
    # a comment that meets the next one, or the end of the page, before its own end
    "this comment is never closed": re.compile(
        r"<!--(?:(?!-->|<!--).)*(?:<!--|\Z)", re.DOTALL
    ),
}


def page_paths(root: Path) -> list[Path]:
    """Return where each page of the book lies, from the project's root, in order.

    Raises
    ------
    WeaveError
        If there is one that MkDocs would publish and nothing checks.
    """
    files = sorted(file.relative_to(root) for file in (root / "docs").rglob("*.m*"))
    for path in files:
        if path.suffix in {".markdown", ".mdown", ".mkdn", ".mkd"}:
            raise WeaveError(
                path, 1, f"nothing checks this page; call it {path.stem}.md"
            )
    return [path for path in files if path.suffix == ".md"]


def read_text(root: Path, path: Path) -> str:
    """Return the text of the page at ``path`` below the project's root, without byte order mark.

    Raises
    ------
    WeaveError
        If there is no such file, or it is no text that could be a page: not UTF-8, with control
        characters, deep brackets, or very long.
    """
    file = root / path
    if not file.is_file():
        raise WeaveError(path, 1, "there is no such page in the project")
    content = file.read_bytes()
    if len(content) > MAX_BYTES:
        size = f"{len(content):,} bytes; expected at most {MAX_BYTES:,}"
        raise WeaveError(path, 1, f"this page has {size}")
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise WeaveError(path, line, message) from None
    refuse_garbage(text, path)
    return text


@lru_cache(maxsize=64)  # a build reads each page many times
def refuse_garbage(text: str, path: Path) -> None:
    r"""Refuse text that could be no page.

    Raises
    ------
    WeaveError
        If it has control characters, a very long line, many brackets in a row, or a comment that
        is not closed before the next one: each search for its end would read all the rest.

    Examples
    --------
    >>> refuse_garbage("# A\n\nNothing\0 here.\n", Path("a.md"))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:3: '\x00' is no character for a page
    """
    for message, pattern in GARBAGE.items():
        if found := pattern.search(text):
            told = message.format(text=found[0], length=len(found[0]))
            raise WeaveError(path, line_at(text, found.start()), told)
