"""Follow a page that tells its reader to write files and to type commands, in a copy of the book.

A block marked ``file=path`` becomes that file. With ``after="words"`` behind it, it goes into the
file that is there, below the one line with these words; with ``last``, at the end. A ``console``
block holds commands behind ``$ ``, and below each command what it prints. There ``…`` stands for
what differs from run to run: in a line for some of it, alone on a line for any number of lines.
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from weave.errors import WeaveError
from weave.fences import Fence
from weave.page import Page
from weave.text import line_at

PROMPT, REST = "$ ", "…"
# a command, and the lines below it up to the next
COMMAND = re.compile(r"^\$ (.*\n)((?:(?!\$ ).*\n)*)", re.MULTILINE)
PATIENCE = 120  # seconds for one command


@dataclass(frozen=True)
class Command:
    """What a page tells its reader to type, at which of its lines, and what should be printed."""

    line: int
    source: str
    want: str


def commands(fence: Fence) -> list[Command]:
    r"""Return the commands of a console block.

    Raises
    ------
    WeaveError
        If the block does not begin with one.

    Examples
    --------
    >>> text = "```console\n$ echo a\na\n```\n"
    >>> commands(*Page(Path("a.md"), text).fences)
    [Command(line=2, source='echo a\n', want='a\n')]
    """
    if not fence.body.startswith(PROMPT):
        message = f"this block does not begin with a command behind {PROMPT!r}"
        raise WeaveError(fence.path, fence.line + 1, message)
    return [
        Command(fence.line + line_at(fence.body, found.start()), *found.groups())
        for found in COMMAND.finditer(fence.body)
    ]


def fits(got: str, want: str) -> bool:
    r"""Return whether an output is the one that a page shows.

    Examples
    --------
    >>> fits("begin\n1\n2\n3 passed in 0.1 s\n", "begin\n…\n3 passed in … s\n")
    True
    >>> fits("4 passed in 0.1 s\n", "3 passed in … s\n")
    False
    """
    lines = [
        r"(?:.*\n)*?"
        if line == REST
        else re.escape(line).replace(re.escape(REST), ".*") + "\n"
        for line in want.splitlines()
    ]
    if got and not got.endswith("\n"):
        got += "\n"  # a page cannot show the difference
    return re.fullmatch("".join(lines), got) is not None


def follow(page: Page, book: Path, environment: Mapping[str, str]) -> int:
    """Write the files of a page and run its commands, top to bottom; return how many those were.

    Parameters
    ----------
    page
        The page.
    book
        The folder of the copy, in which all of it happens.
    environment
        The variables that the commands see.

    Raises
    ------
    WeaveError
        If a file cannot be placed, or a command does not do what the page shows.
    """
    done = 0
    for fence in page.fences:
        if fence.file:
            write(fence, fence.file, book)
        elif fence.kind == "console":
            for command in commands(fence):
                run(command, page.path, book, environment)
                done += 1
    return done


def write(fence: Fence, place: re.Match[str], book: Path) -> None:
    """Put a block into the file that it names.

    Raises
    ------
    WeaveError
        If the line to go below is not the only one.
    """
    file = book / place["path"]
    lines: list[str] = []
    if place["after"] or place["last"]:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    number = line_below(fence, place, lines) if place["after"] else len(lines)
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = "".join([*lines[:number], fence.body, *lines[number:]])
    file.write_text(whole, encoding="utf-8")


def line_below(fence: Fence, place: re.Match[str], lines: list[str]) -> int:
    """Return how many lines stand above what goes below the one with the block's words."""
    words = place["after"]
    found = [number for number, line in enumerate(lines, start=1) if words in line]
    if len(found) != 1:
        message = f"{len(found)} lines of {place['path']} have {words!r}, not one"
        raise fence.error(message)
    return found[0]


def run(
    command: Command, path: Path, book: Path, environment: Mapping[str, str]
) -> None:
    """Run one command and compare what it prints.

    Raises
    ------
    WeaveError
        If it prints something else, fails without a word, or does not end.
    """
    try:
        result = subprocess.run(
            ["sh", "-c", command.source],
            cwd=book,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"this runs for more than {PATIENCE} seconds; let it end sooner"
        raise WeaveError(path, command.line, message) from None
    if result.returncode and not command.want:
        message = f"this fails with {result.returncode} and prints\n{result.stdout}"
        raise WeaveError(path, command.line, message)
    if not fits(result.stdout, command.want):
        message = f"the page says\n{command.want}\nthe run says\n{result.stdout}"
        raise WeaveError(path, command.line, message)
