"""Read a page, and refuse what is no text before anything tries to make sense of it."""

import re
from pathlib import Path

from weave.errors import WeaveError
from weave.numbers import line_at

# More than any page has, and little enough that what is quadratic in it takes no time.
MAX_BYTES, MAX_LINE = 50_000, 1_000
COMMENT = re.compile(r"<!--|-->")
# what no editor shows; some of it would end a line for one tool and not for the next
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def read_page(root: Path, path: Path) -> str:
    """Return the text of a page.

    Parameters
    ----------
    root
        The project's root.
    path
        Where the page lies below it.

    Raises
    ------
    WeaveError
        If there is no such file, it leads out of the project, or it is no text that could be a
        page: not UTF-8, with control characters, or very long.
    """
    file = root / path
    if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        raise WeaveError(path, 1, "there is no such page in the project")
    if file.stat().st_size > MAX_BYTES:
        size = file.stat().st_size
        raise WeaveError(
            path, 1, f"this page has {size:,} bytes; expected at most {MAX_BYTES:,}"
        )
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise WeaveError(path, line, f"byte 0x{byte:02x} is not UTF-8") from None
    return checked(text.replace("\r\n", "\n"), path)


def checked(text: str, path: Path) -> str:
    r"""Return the text of a page if it could be one.

    Raises
    ------
    WeaveError
        If it has control characters, a very long line, or a comment that is not closed before the
        next one: each search for its end would read all the rest.

    Examples
    --------
    >>> checked("# A\n\nNothing\0 here.\n", Path("a.md"))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:3: '\x00' is no character for a page
    """
    stray = CONTROL.search(text)
    if stray:
        line = line_at(text, stray.start())
        raise WeaveError(path, line, f"{stray[0]!r} is no character for a page")
    for number, words in enumerate(text.split("\n"), start=1):
        if len(words) > MAX_LINE:
            length = f"{len(words):,} characters; expected at most {MAX_LINE:,}"
            raise WeaveError(path, number, f"this line has {length}")
    opened = None
    for mark in COMMENT.finditer(text):
        if mark[0] == "<!--" and opened is not None:
            break
        opened = mark.start() if mark[0] == "<!--" else None
    if opened is not None:
        line = line_at(text, opened)
        raise WeaveError(path, line, "this comment is never closed")
    return text
