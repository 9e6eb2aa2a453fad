r"""Find the equations of a page, and the steps that each of them claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from weave.claims.expressions import when_ready
from weave.claims.tex import ABOUT, EQUALS, MEANS, split
from weave.errors import WeaveError
from weave.page import Page

RELATIONS = frozenset({EQUALS, ABOUT})


@dataclass(frozen=True)
class Step:
    r"""One claim of an equation: that ``left`` and ``right`` are the same.

    Attributes
    ----------
    line
        The line of the page on which ``right`` stands.
    left, relation, right
        The two sides as TeX, and ``=``, ``\approx`` or ``\iff`` between them. The sides of
        ``\iff`` are equations themselves.
    end
        The last member of the chain that the step belongs to.
    """

    line: int
    left: str
    relation: str
    right: str
    end: str


@dataclass(frozen=True)
class Equation:
    """A formula that claims something.

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
    """

    path: Path
    line: int
    start: int
    end: int
    tex: str
    code: str | None
    ready: int

    def error(self, line: int, message: str, hint: str = "") -> WeaveError:
        """Return the error for a line of the formula."""
        return WeaveError(self.path, line, message, hint=hint)

    @property
    def chains(self) -> list[list[tuple[int, str, str]]]:
        r"""The members of each chain: line, relation before it, TeX.

        Examples
        --------
        >>> rows = r"$$\begin{aligned} a &= b \\ &= c \\ d &= e \end{aligned}$$"
        >>> (found,) = find_equations(Page(Path("a.md"), rows))
        >>> found.chains
        [[(1, '', 'a'), (1, '=', 'b'), (1, '=', 'c')], [(1, '', 'd'), (1, '=', 'e')]]
        """
        chains: list[list[tuple[int, str, str]]] = []
        tex = self.tex.replace(r"\begin{aligned}", "").replace(r"\end{aligned}", "")
        at, line = frozenset({MEANS}) if MEANS in tex else RELATIONS, self.line
        for row in tex.split(r"\\"):
            first = line + row.count("\n", 0, len(row) - len(row.lstrip()))
            line += row.count("\n")
            try:
                members = [(first, sign, part) for sign, part in split(row, at)]
            except ValueError as error:
                raise self.error(first, str(error)) from None
            if row.strip() and (members[0][2] or not chains):
                chains.append(members)
            elif row.strip():
                # a row that begins with a relation goes on with the chain
                chains[-1] += members[1:]
        return chains

    @property
    def steps(self) -> list[Step]:
        """The steps of all chains, from top to bottom.

        Raises
        ------
        WeaveError
            If a row claims nothing and there is no code to compare it with.
        """
        for (line, _, _), *others in self.chains:
            if not others and not self.code:
                message = "nothing is claimed here that could be checked"
                hint = "write an =, or the code <!-- = … --> behind the formula"
                raise self.error(line, message, hint)
        return [
            Step(line, left, relation, right, end=chain[-1][2])
            for chain in self.chains
            for (_, _, left), (line, relation, right) in pairwise(chain)
        ]


def find_equations(page: Page) -> Iterator[Equation]:
    """Yield the displayed formulas, and those in sentences that claim something.

    Examples
    --------
    >>> page = Page(Path("a.md"), "With $a = b$ and $c$, not `$d = e$`.")
    >>> [(found.line, found.tex) for found in find_equations(page)]
    [(1, 'a = b')]
    """
    sources = {source.start: source for source in page.sources}
    for formula in page.formulas:
        behind = formula.end
        if formula.kind == "display":
            rest = page.text[behind:]
            behind += len(rest) - len(rest.lstrip())
        source = sources.get(behind)
        if formula.kind == "inline" and not source and not claims(formula.text):
            continue
        line, end = page.line_at(formula.start), (source or formula).end
        code = source.expression if source else None
        ready = end if code is None else when_ready(code, page, formula.start, end)
        start, tex = formula.start, formula.text
        yield Equation(page.path, line, start, end, tex, code, ready)


def claims(tex: str) -> bool:
    """Tell whether TeX has a relation; with brackets that do not match, there is one to refuse."""
    try:
        return len(split(tex, RELATIONS)) > 1
    except ValueError:
        return True
