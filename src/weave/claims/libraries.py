"""The libraries that a page asks for beyond those of the book; they need not be installed."""

import os
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version


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
