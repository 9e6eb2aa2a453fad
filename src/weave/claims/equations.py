r"""Find the equations of a page, the steps that each of them claims, and what they define."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from weave.claims.definitions import (
    Body,
    Definitions,
    read_code_names,
    read_domains,
)
from weave.claims.expressions import when_ready
from weave.claims.tex_tokens import EQUALS, MEANS, application, plain, split
from weave.errors import WeaveError
from weave.page import Page
from weave.parts import Piece


@dataclass(frozen=True)
class Member:
    """A member of a chain: its line, the relation before it, and its TeX."""

    line: int
    relation: str
    tex: str


@dataclass(frozen=True)
class Step:
    r"""One claim of an equation: that ``left`` and ``right`` are the same.

    Attributes
    ----------
    line
        The line of the page on which ``right`` stands.
    left, relation, right
        The two sides as TeX, and ``=`` or ``\approx`` between them.
    kind
        ``definition``, ``value`` (of a name, from the code) or ``check``.
    """

    line: int
    left: str
    relation: str
    right: str
    kind: str


@dataclass(frozen=True)
class Equation:
    r"""A formula that claims something.

    Attributes
    ----------
    path, line
        The page and the line of its first mark, from 1.
    start, end
        Offsets in the page of the formula and of the end of the comment that belongs to it.
    tex
        What stands between the dollars.
    code
        The Python expression that computes the same, from a comment ``<!-- = … -->`` behind it.
    ready
        The offset at which ``code`` can run: where the formula ends, or behind the block that
        defines what it calls, if that is further down.
    steps
        What it claims, from top to bottom.
    ends
        What ``code`` computes: the last member of each chain, or the value in ``solved``.
    solved
        The value that a name has in the steps, from ``x = …`` behind an ``\iff``.
    definitions
        What this formula and those above it define.
    """

    path: Path
    line: int
    start: int
    end: int
    tex: str
    code: str | None
    ready: int
    steps: tuple[Step, ...]
    ends: tuple[str, ...]
    solved: Mapping[str, str]
    definitions: Definitions

    def error(self, line: int, message: str) -> WeaveError:
        """Return the error for a line of the formula."""
        return WeaveError(self.path, line, message)


def find_equations(page: Page) -> Iterator[Equation]:
    r"""Yield the displayed formulas, and those in sentences that claim something.

    Raises
    ------
    WeaveError
        If a row claims nothing and there is no code to compare it with, if one defines what it
        must not, or if the last equation of an ``\iff`` is not solved.

    Examples
    --------
    >>> page = Page(Path("a.md"), "With $a = b$ and $c$, not `$d = e$`.")
    >>> [(found.line, found.tex) for found in find_equations(page)]
    [(1, 'a = b')]
    """
    definitions = definitions_at_top(page)
    sources = {
        len(page.text[: source.start].rstrip()): source for source in page.sources
    }
    for formula in page.formulas:
        source = sources.get(formula.end)
        if formula.kind == "display" or source or len(split(formula.text)) > 1:
            yield read_equation(page, formula, source, definitions)


def definitions_at_top(page: Page) -> Definitions:
    """Return what the notation defines on a page, and what the page says of names.

    ``<!-- redefines: z -->`` on a page forgets what the notation says of a name.
    """
    bodies: Mapping[str, Body] = {}
    if page.notation:
        for equation in find_equations(page.notation_page):
            bodies = equation.definitions.bodies
    redefined = set[str]()
    for comment, tex in page.listed("redefines:"):
        redefined.add(plain(tex))
        if plain(tex) not in bodies:
            raise page.error(comment.start, f"the notation does not define {tex}")
    return Definitions(
        {name: body for name, body in bodies.items() if name not in redefined},
        read_domains(page.notation_page) | read_domains(page),
        read_code_names(page.notation or page.text),
        frozenset(redefined),
    )


def read_equation(
    page: Page, formula: Piece, source: Piece | None, definitions: Definitions
) -> Equation:
    """Return the equation in a formula, and note what it defines."""
    start, end = formula.start, (source or formula).end
    line, code = page.line_at(start), source.expression if source else None
    chains = find_chains(formula.text, line)
    solved = solution(page, chains.pop()) if MEANS in formula.text else {}
    steps = []
    for chain in chains:
        if len(chain) == 1 and (solved or not code):
            message = "nothing is claimed here that could be checked"
            hint = "write an =, or the code <!-- = … --> behind the formula"
            raise WeaveError(page.path, chain[0].line, message, hint=hint)
        for left, right in pairwise(chain):
            kind = "check"
            if right.relation == EQUALS and not solved:
                try:
                    kind = definitions.note(left.tex, right.tex)
                except ValueError as error:
                    raise WeaveError(page.path, right.line, str(error)) from None
            steps.append(
                Step(right.line, left.tex, right.relation, right.tex, kind)
            )
    return Equation(
        page.path,
        line,
        start,
        end,
        formula.text,
        code,
        ready=end if code is None else when_ready(code, page, start, end),
        steps=tuple(steps),
        ends=tuple(solved.values()) or tuple(chain[-1].tex for chain in chains),
        solved=solved,
        definitions=replace(definitions),  # as it is now
    )


def find_chains(tex: str, line: int) -> list[list[Member]]:
    r"""Return the chains of a formula that begins on a line.

    Examples
    --------
    >>> rows = r"\begin{aligned} a &= b \\ &= c \\ d &= e \end{aligned}"
    >>> [[member.tex for member in chain] for chain in find_chains(rows, 1)]
    [['a', 'b', 'c'], ['d', 'e']]
    """
    chains: list[list[Member]] = []
    tex = tex.replace(r"\begin{aligned}", "").replace(r"\end{aligned}", "")
    # the rows, and the sides of \iff
    for row in re.split(r"\\\\|\\iff", tex):
        members = [
            Member(line + row.count("\n", 0, begin), *part)
            for begin, *part in split(row)
        ]
        line += row.count("\n")
        if members[0].tex or not chains:
            chains.append(members)
        else:  # a row that begins with a relation goes on with the chain
            chains[-1] += members[1:]
    return chains


def solution(page: Page, chain: list[Member]) -> dict[str, str]:
    r"""Return the name and the value of the solved equation behind an ``\iff``."""
    name, _ = application(chain[0].tex)
    if not name or len(chain) != 2:
        message = r"the last equation of \iff is not solved, as x = …"
        raise WeaveError(page.path, chain[0].line, message)
    return {name: chain[1].tex}
