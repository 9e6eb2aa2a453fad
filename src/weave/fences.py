"""Find every fenced block of a page, and refuse what no checker would recognise."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dis import get_instructions
from doctest import DocTestParser, Example
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from weave.errors import WeaveError
from weave.parts import Part

# the line that opens a block: white space, three or more marks, and what the block is
OPENING = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`\n]*)$", re.MULTILINE
)
# a comment right above a block that says why it is shown without being run
NOT_RUN = re.compile(r"<!-- not run:\s*(?P<reason>[^\s][^\n]*?)\s*-->\s*\Z")
# the definitions that a block stands for: embed=package.module.first,second
EMBED = re.compile(r"(?:^|\s)embed=(?P<module>[\w.]+)\.(?P<names>[\w,]+)")
# the file that a block is for: file=path, file=path after="words" or file=path last
FILE = re.compile(
    r'\sfile=(?P<path>[\w./-]+)(?:\safter="(?P<after>[^"]+)"|\s(?P<last>last))?$'
)
# the title that the build gives a block, which may be a link
TITLE = re.compile(r' title="[^"]*"(?: title_mode="html")?$')

# a line of a session that goes on with a prompt, and a prompt that is only a comment
CONTINUED, COMMENT = re.compile(r"\.\.\."), re.compile(r">>>\s*(?:#|$)")
# what doctest says of a prompt that it cannot read
UNREADABLE = re.compile(
    r"line (?P<line>\d+) of the doc\w+ for .*? (?P<what>(?:lacks|has) .*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Fence(Part):
    """A fenced block: where it stands, what it says it is, and what it holds.

    Attributes
    ----------
    path, line
        The page, and the line of the opening marks, from 1.
    indent
        White space before the opening marks, taken off every line of ``body``.
    info
        What follows the opening marks, stripped.
    body
        The lines between the marks, each with its newline.
    reason
        Why the block is shown without being run, from a comment right above it.
    """

    path: Path
    line: int
    indent: str
    info: str
    body: str
    reason: str | None

    @property
    def language(self) -> str:
        """The first word of the info string."""
        return self.info.split()[0] if self.info else ""

    @property
    def embeds(self) -> list[str]:
        """The dotted names of the definitions that this block stands for."""
        found = EMBED.search(self.info)
        return (
            [f"{found['module']}.{name}" for name in found["names"].split(",")]
            if found
            else []
        )

    @property
    def file(self) -> re.Match[str] | None:
        """The ``path`` that this block is for, and whether it goes ``after`` words or ``last``."""
        return FILE.search(self.info)

    @property
    def kind(self) -> str:
        """One of ``code``, ``session``, ``console``, ``file`` and ``unrun``; there is no other.

        Raises
        ------
        WeaveError
            If the block is none of them.
        """
        if self.reason is not None:
            return "unrun"
        if self.file:
            return "file"
        if self.embeds:
            return "code"
        plain = TITLE.sub("", self.info)
        kinds = {"console": "console", "pycon": "session", "python": "code"}
        if plain not in kinds:
            raise self.error(
                f"nothing checks a block marked {self.info!r}; mark it `python` or `pycon` "
                "alone, or write <!-- not run: the reason --> on the line above"
            )
        return kinds[plain]

    @cached_property
    def prompts(self) -> tuple[Example, ...]:
        """The prompts of a session, each with the output below it; not to be changed.

        Raises
        ------
        WeaveError
            If one cannot be read or has a directive, or a line is neither prompt nor output.
        """
        first = self.line + 1
        try:
            found = DocTestParser().get_examples(self.body)
        except ValueError as error:
            raise as_prompt_error(error, self.path, first) from None
        lines = self.body.splitlines()
        for prompt in found:
            refuse_uncompared(prompt, self.path, first + prompt.lineno)
            prompt.indent += len(self.indent)
            rest = takewhile(CONTINUED.match, lines[prompt.lineno + 1 :])
            typed = 1 + len(list(rest))
            # an empty "..." at the end, which doctest forgets
            prompt.source += "\n" * (typed - prompt.source.count("\n"))
            count = (prompt.source + prompt.want).count("\n")
            lines[prompt.lineno : prompt.lineno + count] = [""] * count
        for number, line in enumerate(lines, start=first):
            if line.strip() and not COMMENT.match(line):
                message = f"no prompt prints {line.strip()!r}"
                raise WeaveError(self.path, number, message)
        return tuple(found)

    def error(self, message: str) -> WeaveError:
        """Return the error for the opening line of this block."""
        return WeaveError(self.path, self.line, message)


def as_prompt_error(error: ValueError, path: Path, first: int) -> WeaveError:
    """Return what doctest says of a prompt in a text whose first line is ``first``."""
    found = UNREADABLE.match(str(error))
    if found is None:
        return WeaveError(path, first, str(error))
    return WeaveError(
        path, first + int(found["line"]) - 1, f"this prompt {found['what']}"
    )


def refuse_uncompared(prompt: Example, path: Path, line: int) -> None:
    """Refuse what skips a prompt or blurs its comparison."""
    if prompt.options:
        message = "doctest directives are not allowed: compare it all"
        raise WeaveError(path, line, message)
    error = prompt.exc_msg or prompt.want
    if prompt.want.count("\n") > error.count("\n") + 1:
        message = (
            "nothing compares the lines below `Traceback`; leave the error alone"
        )
        raise WeaveError(path, line, message)


def find_fences(text: str, path: Path) -> Iterator[Fence]:
    r"""Yield the fenced blocks of a page from top to bottom.

    Raises
    ------
    WeaveError
        If a block is never closed, or a line of it sticks out of its indentation.

    Examples
    --------
    >>> page = "Look:\n\n```pycon\n>>> 1 + 1\n2\n```\n"
    >>> [(fence.line, fence.kind, fence.body) for fence in find_fences(page, Path("a.md"))]
    [(3, 'session', '>>> 1 + 1\n2\n')]
    """
    position = 0
    while opening := OPENING.search(text, position):
        indent, mark, info = opening.groups()
        line = text.count("\n", 0, opening.start()) + 1
        if "~" in mark:
            raise WeaveError(path, line, "open and close a block with ```, not ~~~")
        closing = re.compile(rf"^{indent}{mark}`*[ \t]*$", re.MULTILINE)
        closed = closing.search(text, opening.end())
        if closed is None:
            raise WeaveError(path, line, "this block is never closed")
        lines = text[opening.end() + 1 : closed.start()].splitlines(keepends=True)
        above = NOT_RUN.search(text, position, opening.start())
        yield Fence(
            path=path,
            line=line,
            start=opening.start(),
            end=closed.end(),
            indent=indent,
            info=info.strip(),
            body=dedent(lines, indent, path, line + 1),
            reason=above["reason"] if above else None,
        )
        position = closed.end()


def dedent(lines: list[str], indent: str, path: Path, first: int) -> str:
    """Take the block's own indentation off its lines."""
    for number, line in enumerate(lines, start=first):
        if line.strip() and not line.startswith(indent):
            raise WeaveError(
                path, number, "this line is indented less than its block"
            )
    return "".join(
        line.removeprefix(indent) if line.strip() else "\n" for line in lines
    )


def defined_names(fences: Iterable[Fence]) -> dict[str, int]:
    r"""Return the names that the blocks of a page define, each with where its first block ends.

    Examples
    --------
    >>> page = "```python\nfrom math import e as base\n```\n\n```pycon\n>>> x = base\n```\n"
    >>> defined_names(find_fences(page, Path("a.md")))
    {'base': 40, 'x': 67}
    """
    found: dict[str, int] = {}
    for fence in fences:
        for name in [*fence.embeds, *assigned_names(fence)]:
            found.setdefault(name.rpartition(".")[2], fence.end)
    return found


def assigned_names(fence: Fence) -> list[str]:
    """Return the names that a block assigns, defines or imports; none if it is no Python."""
    source = fence.body
    if fence.language == "pycon" and fence.reason is None:
        source = "".join(prompt.source for prompt in fence.prompts)
    try:
        code = compile(source, str(fence.path), "exec")
    except SyntaxError:
        return []
    # not from `symtable`: since Python 3.12 it counts the variables of comprehensions among them
    return [
        step.argval
        for step in get_instructions(code)
        if step.opname == "STORE_NAME"
    ]
