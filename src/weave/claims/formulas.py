r"""Find the formulas of a page that claim something, and what each of them claims.

The formulas of a page define names from top to bottom, as its code does: after :math:`a = 2 b`,
what is said about a is a claim. Here they are found, taken apart and counted; `algebra` checks
them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Self

from weave.claims.numbers import refuse_constant, when_ready
from weave.claims.tex import (
    ABOUT,
    EQUALS,
    MEANS,
    application,
    names,
    python,
    split,
    tokens,
)
from weave.errors import WeaveError
from weave.page import NOTATION_PAGE, Page

RELATIONS = frozenset({EQUALS, ABOUT})
KINDS = {
    "definition": "definition in a formula",
    "case": "formula saying which label is meant",
    "value": "value of a formula taken from the code",
    "check": "step of an equation checked",
}
# a rule of a domain: 0 < x < 1, x > 0, x < 0 or x in {0, 1}
DOMAIN = re.compile(
    r"\s*(?:(?P<low>\S+)\s*<\s*)?(?P<name>\S+?)\s*"
    r"(?:<\s*(?P<high>\S+)|>\s*(?P<above>\S+)|in\s*\{(?P<values>.*)\})\s*"
)
# a row of the table of symbols: | $w$ | `weight` |
SYMBOL = re.compile(
    r"^\| \$(?P<tex>[^$]+)\$ \| `(?P<code>[A-Za-z]\w*)` \|", re.MULTILINE
)
NUMBERED = re.compile(r"\w+_\d+")  # a name whose index is a number: w_0


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

    def with_sign(self, sign: str) -> Self:
        r"""Return the step with ``+`` or ``-`` for each ``\pm``."""
        sides = (self.left, self.right, self.end)
        left, right, end = (tex.replace(r"\pm", sign) for tex in sides)
        return replace(self, left=left, right=right, end=end)


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
            elif (
                row.strip()
            ):  # a row that begins with a relation goes on with the chain
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
        line, end = (
            page.line_at(formula.start),
            source.end if source else formula.end,
        )
        code = source.expression if source else None
        if code is not None:
            refuse_constant(code, page.path, line)
        ready = when_ready(code, end, page) if code else end
        yield Equation(
            page.path, line, formula.start, end, formula.text, code, ready
        )


def claims(tex: str) -> bool:
    """Tell whether TeX has a relation; with brackets that do not match, there is one to refuse."""
    try:
        return len(split(tex, RELATIONS)) > 1
    except ValueError:
        return True


@dataclass(frozen=True)
class Domain:
    """Where the values of a name lie: between two numbers, or among a few."""

    low: Fraction = Fraction(-4)
    high: Fraction = Fraction(4)
    values: tuple[Fraction, ...] = ()

    def draw(self, random: Random) -> Fraction:
        """Return a random value."""
        if self.values:
            return random.choice(self.values)
        share = Fraction(random.randrange(1, 128), 128)
        return self.low + (self.high - self.low) * share


def read_domains(page: Page) -> dict[str, Domain]:
    r"""Return what the comments of a page say about the values of names.

    Raises
    ------
    WeaveError
        If a rule is none of ``0 < x < 1``, ``x > 0``, ``x < 0`` and ``x in {0, 1}``.

    Examples
    --------
    >>> page = Page(Path("a.md"), r"<!-- domain: y in {0, 1}; 0 < \hat{y} < 1 -->")
    >>> found = read_domains(page)
    >>> found["y"].values == (0, 1), found["yhat"].high == 1
    (True, True)
    """
    found = {}
    for comment in page.comments:
        for rule in filter(None, comment.after("domain:").split(";")):
            try:
                name, domain = read_domain(rule)
            except (ValueError, ZeroDivisionError):
                message = (
                    f"cannot read the domain {rule.strip()!r}; write 0 < x < 1"
                )
                raise page.error(comment.start, message) from None
            found[name] = domain
    return found


def read_domain(rule: str) -> tuple[str, Domain]:
    """Return the name of a rule and where its values lie; an error if it cannot be read."""
    read = DOMAIN.fullmatch(rule)
    named = application(read["name"]) if read else None
    if read is None or named is None:
        raise ValueError(rule)
    values = [each for each in (read["values"] or "").split(",") if each.strip()]
    low = Fraction(read["low"] or read["above"] or -4)
    high = Fraction(read["high"] or low + 8)
    return named[0], Domain(low, high, tuple(map(Fraction, values)))


@dataclass(frozen=True)
class Body:
    """What a name stands for: a formula in Python, its parameters, the letter of its index."""

    parameters: tuple[str, ...]
    source: str
    letter: str = ""


@dataclass
class Definitions:
    """What the formulas of a page have defined so far.

    Attributes
    ----------
    bodies
        What each name with a definition stands for.
    domains
        Where the values of the others lie.
    code_names
        What the code calls a name.
    indices
        The number that each letter of an index stands for.
    redefined
        The names of the notation to which the page gives a definition of its own.
    """

    bodies: dict[str, Body] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    code_names: dict[str, str] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    redefined: set[str] = field(default_factory=set)

    @classmethod
    def for_page(cls, page: Page) -> Self:
        """Begin a page: with its own domains, and with all that the notation says.

        ``<!-- redefines: z -->`` on a page forgets what the notation says of some names.
        """
        notation = Page(NOTATION_PAGE, page.notation)
        book = cls(domains=read_domains(notation) | read_domains(page))
        for row in SYMBOL.finditer(f"{page.notation}\n{page.text}"):
            name, _ = application(row["tex"]) or ("", ())
            book.code_names[name] = row["code"]
        for equation in find_equations(notation):
            for step in equation.steps:
                book.kind(step)
        for comment in page.comments:
            for tex in filter(None, comment.after("redefines:").split(";")):
                name, _ = application(tex) or ("", ())
                if book.bodies.pop(name, None) is None:
                    message = f"the notation does not define {tex.strip()}"
                    raise page.error(comment.start, message)
                book.redefined.add(name)
        return book

    @property
    def functions(self) -> frozenset[str]:
        """The names that are functions."""
        return frozenset(
            name for name, body in self.bodies.items() if body.parameters
        )

    def python(self, tex: str) -> str:
        """Return TeX as Python, knowing what is a function by now."""
        return python(tex, self.functions)

    def find(self, name: str) -> tuple[Body, str] | None:
        """Return what a name stands for, and its index.

        The definition of one :math:`p_k` serves for all.
        """
        base, _, index = name.partition("_")
        if name in self.bodies or not index:
            return (self.bodies[name], index) if name in self.bodies else None
        for other, body in self.bodies.items():
            if body.letter and other == f"{base}_{body.letter}":
                return body, index
        return None

    def domain(self, name: str) -> Domain:
        """Return where the values of a name lie; what is said of y holds for each y_i."""
        base = name.partition("_")[0]
        return self.domains.get(name) or self.domains.get(base) or Domain()

    def reach(self, sources: Iterable[str]) -> set[str]:
        """Return the names in formulas, and those that their definitions use in turn."""
        found: set[str] = set()
        new = set[str]().union(*map(names, sources))
        while new:
            found |= new
            bodies = [body for body, _ in filter(None, map(self.find, new))]
            inside = [names(body.source) - {*body.parameters} for body in bodies]
            new = set[str]().union(*inside) - found
        return found - self.functions

    def is_variable(self, name: str) -> bool:
        """Tell whether a definition uses a name that is none of its parameters."""
        bodies = self.bodies.values()
        return any(
            name in names(body.source) - {*body.parameters} for body in bodies
        )

    def spell(self, name: str) -> str:
        """Return what the code calls a name."""
        return self.code_names.get(name, name)

    def kind(self, step: Step) -> str:
        r"""Tell if a step is a ``definition``, ``value``, ``case`` or ``check``; note a definition.

        A case is a value that is one of the few that its name can have, as in "for y = 0".

        Raises
        ------
        ValueError
            If it cannot be read, or defines a name that a definition above uses as a variable.
        """
        if step.relation == MEANS:
            return "check"
        name, parameters = application(step.left) or ("", ())
        constant = not names(self.python(step.end))
        chosen = constant and (step.right == step.end or application(step.right))
        if name and not parameters and step.relation == EQUALS and chosen:
            values = map(str, self.domain(name).values)
            return "case" if step.right in values else "value"
        if (
            step.relation != EQUALS
            or not name
            or name.endswith("'")
            or self.find(name)
        ):
            return "check"
        variable = self.is_variable(name) and name not in self.redefined
        if not parameters and variable:
            raise ValueError(
                f"{step.left} is a variable of a definition above, and this would fix it for the "
                rf"rest of the page; write `condition \iff {step.left} = {step.right}`"
            )
        known = self.functions | ({name} if parameters else set())
        source = python(step.with_sign("+").right, known)
        index = name.partition("_")[2]
        self.bodies[name] = Body(
            parameters, source, index if index.isalpha() else ""
        )
        return "definition"


def count(page: Page) -> Counter[str]:
    r"""Return how many claims of each kind the formulas of a page make.

    Raises
    ------
    WeaveError
        If one claims nothing that can be checked, or if its digits are bound to nothing.

    Examples
    --------
    >>> page = Page(Path("a.md"), "$a = 2 b$, so $3 a = 6 b$ and $2 b$ is $a$")
    >>> print(*count(page), sep="\n")
    definition in a formula
    step of an equation checked
    formula quoted from a checked one
    """
    found: Counter[str] = Counter()
    book = Definitions.for_page(page)
    notation = Page(NOTATION_PAGE, page.notation)
    checked = [texts(equation.tex) for equation in find_equations(notation)]
    equations = {each.start: each for each in find_equations(page)}
    for equation in equations.values():
        for step in equation.steps:
            try:
                kind = book.kind(step)
            except ValueError as error:
                raise equation.error(step.line, str(error)) from None
            if kind == "value" and not equation.code:
                raise unbound(page, equation.start, equation.tex)
            found[KINDS[kind]] += 1
        checked.append(texts(equation.tex))
        found["formula compared with code"] += equation.code is not None
    for formula in page.formulas:
        if formula.start in equations or not has_digits(formula.text):
            continue
        if not any(quotes(texts(formula.text), each) for each in checked):
            raise unbound(page, formula.start, formula.text)
        found["formula quoted from a checked one"] += 1
    refuse_unknown_indices(page)
    return +found


def refuse_unknown_indices(page: Page) -> None:
    """Refuse a name like p_2 that the notation does not have and that occurs only once.

    Examples
    --------
    >>> refuse_unknown_indices(Page(Path("a.md"), "$p_1$ and $p_1$ and $p_2$"))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: nothing checks the digits of $p_2$
    """
    known = {*symbols(Page(NOTATION_PAGE, page.notation)), *symbols(page)}
    used: dict[str, list[int]] = {}
    for formula in page.formulas:
        for text in filter(NUMBERED.fullmatch, texts(formula.text)):
            used.setdefault(text.removeprefix("Delta"), []).append(formula.start)
    for name, places in used.items():
        if name not in known and len(places) == 1:
            raise unbound(page, places[0], name)


def symbols(page: Page) -> Iterator[str]:
    """Yield what stands in formulas in the first column of the page's tables."""
    for formula in page.formulas:
        line = page.text.rfind("\n", 0, formula.start) + 1
        before = page.text[line : formula.start]
        if before.startswith("|") and before.count("|") == 1:
            yield from texts(formula.text)


def texts(tex: str) -> list[str]:
    """Return the texts of the tokens of TeX: how a formula is written, but for looks."""
    return [token.text for token in tokens(tex) if token.text != r"\cdot"]


def has_digits(tex: str) -> bool:
    r"""Tell whether TeX has digits that are not the index of a name.

    Examples
    --------
    >>> has_digits("w_0 x"), has_digits("2 w_0")
    (False, True)
    """
    return any(token.kind == "number" for token in tokens(tex))


def quotes(part: list[str], whole: list[str]) -> bool:
    r"""Tell whether a formula stands in another, and does not end in the middle of a product.

    Examples
    --------
    >>> [quotes(texts("1/v"), texts(tex)) for tex in ("y=1/v^2", "y=11/v", "y=1/vx")]
    [True, False, False]
    """
    size = len(part)
    return any(
        whole[at : at + size] == part
        and not "".join(whole[at + size : at + size + 1]).isalnum()
        for at in range(len(whole) - size + 1)
    )


def unbound(page: Page, offset: int, tex: str) -> WeaveError:
    """Return the error that nothing checks the digits of a formula."""
    return page.error(
        offset,
        f"nothing checks the digits of ${tex}$",
        hint=f"write ${tex}$<!-- = … --> with what the page's code calls it in place of the dots, "
        "or a part of a formula that is checked, or words",
        shown=f"${tex}$",
    )
