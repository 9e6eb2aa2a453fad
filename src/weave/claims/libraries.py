"""The libraries that a page asks for beyond those of the book; they need not be installed."""

import os
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from weave.page import Page


def asked_by(page: Page) -> tuple[str, ...]:
    """Return what the code below a comment needs besides the book: <!-- libraries: a; b -->."""
    return tuple(name for _, name in page.listed("libraries:"))


def first_extra(page: Page) -> int:
    """Return where the code begins that needs libraries, or the end of the page."""
    asking = [comment.start for comment, _ in page.listed("libraries:")]
    return min(asking, default=len(page.text))


def missing(names: Iterable[str]) -> list[str]:
    """Return which libraries are not installed and may be: CI has all, or says FRAMEWORKS=no.

    Examples
    --------
    >>> missing(["numpy"])
    []
    """
    if "CI" in os.environ and os.environ.get("FRAMEWORKS") != "no":
        return []
    return [name for name in names if not installed(name)]


def installed(name: str) -> str:
    """Return the installed version of a library, or nothing if there is none.

    Examples
    --------
    >>> installed("banana-framework")
    ''
    """
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def in_words(names: Iterable[str]) -> str:
    """Say with which versions a page runs, or why it doesn't."""
    lacking = missing(names)
    if lacking:
        return f"not run without {', '.join(lacking)}"
    return ", ".join(f"{name} {installed(name)}" for name in names)
