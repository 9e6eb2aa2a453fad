"""A build that is killed at any moment leaves the last good site, and nothing that harms the next.

``python -m tests.test_killed 100`` kills a hundred builds, spread evenly over the time that one
takes, and says how far it is.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from .building import copy_of_the_book, files_of, start_build

pytestmark = pytest.mark.skipif(
    not hasattr(os, "killpg"), reason="kills a build with all that it started"
)
BEFORE, AFTER = "How does a line become", "How did a line become"


def edit(book: Path, number: int) -> None:
    """Change a page back and forth, so that the site before and after differ."""
    page = book / "docs" / "sigmoid.md"
    text = page.read_text(encoding="utf-8")
    text = (
        text.replace(BEFORE, AFTER) if number % 2 else text.replace(AFTER, BEFORE)
    )
    page.write_text(text, encoding="utf-8")


def kill_after(book: Path, seconds: float) -> None:
    """Start a build and kill it, with what it has started, after so long."""
    build = start_build(book, alone=True)
    with contextlib.suppress(subprocess.TimeoutExpired):
        build.wait(timeout=seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(build.pid, signal.SIGKILL)
    build.communicate()


def kill_builds(book: Path, times: int, *, tell: bool = False) -> None:
    """Kill builds of a built book at moments spread over the time of one, and look after each."""
    good = [files_of(book / "site")]
    edit(book, 1)
    begun = time.monotonic()
    build_whole(book)
    takes = time.monotonic() - begun
    good.append(files_of(book / "site"))
    assert good[0] != good[1]
    for number in range(times):
        edit(book, number)
        if number % 4 == 3:
            shutil.rmtree(
                book / ".cache"
            )  # so that a kill meets caches being filled
        # more often towards the end, when the site changes
        seconds = takes * 1.1 * (1 - (1 - (number + 1) / times) ** 2)
        kill_after(book, seconds)
        assert files_of(book / "site") in good, f"killed after {seconds:.3f} s"
        if tell:
            sys.stderr.write(f"\rkilled {number + 1} of {times}, the site is whole")
    edit(book, 0)
    build_whole(book)
    assert files_of(book / "site") == good[0]
    assert sorted(path.name for path in book.glob(".site*")) == []


def build_whole(book: Path) -> None:
    """Build a book and let it finish."""
    build = start_build(book)
    output, _ = build.communicate()
    assert build.returncode == 0, output


def test_a_killed_build_leaves_a_whole_site_and_does_not_harm_the_next(
    books: tuple[Path, Path], tmp_path: Path
) -> None:
    book = shutil.copytree(books[0], tmp_path / "book")
    kill_builds(book, times=4)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        book = copy_of_the_book(Path(folder))
        build_whole(book)
        kill_builds(book, int(sys.argv[1]), tell=True)
    sys.stderr.write("\n")
