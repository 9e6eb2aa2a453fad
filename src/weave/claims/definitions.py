r"""What the formulas of a page define, from top to bottom, as its code does.

After :math:`a = 2 b`, what is said about a is a claim.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Self

from weave.claims.equations import Equation, Step, find_equations
from weave.claims.tex import EQUALS, application, names, tokens
from weave.page import Page

NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
# a rule of a domain: 0 < x < 1, x > 0 or x in {0, 1}
DOMAIN = re.compile(
    rf"(?:(?P<low>{NUMBER}) < )?(?P<name>\S+) "
    rf"(?:< (?P<high>{NUMBER})|> (?P<above>{NUMBER})|in \{{(?P<values>{NUMBER}(?:, {NUMBER})*)\}})"
)
# a row of the table of symbols: | $w$ | `weight` |
SYMBOL = re.compile(
    r"^\| \$(?P<tex>[^$]+)\$ \| `(?P<code>[A-Za-z]\w*)` \|", re.MULTILINE
)


@dataclass(frozen=True)
class Domain:
    """Where the values of a name lie: between two numbers, or among a few."""

    low: float = -4
    high: float = 4
    values: tuple[float, ...] = ()

    def draw(self, random: Random) -> float:
        """Return a random value."""
        if self.values:
            return random.choice(self.values)
        share = random.randrange(1, 128) / 128
        return self.low + (self.high - self.low) * share


def read_domains(page: Page) -> dict[str, Domain]:
    r"""Return what the comments of a page say about the values of names.

    Raises
    ------
    WeaveError
        If a rule is none of ``0 < x < 1``, ``x > 0`` and ``x in {0, 1}``.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), r"<!-- domain: y in {0, 1}; 0 < \hat{y} < 1 -->")
    >>> found = read_domains(page)
    >>> found["y"].values, found[r"\haty"].high
    ((0.0, 1.0), 1.0)
    """
    found = {}
    for comment, rule in page.listed("domain:"):
        read = DOMAIN.fullmatch(rule)
        named = application(read["name"]) if read else None
        if read is None or named is None:
            message = f"cannot read the domain {rule!r}; write 0 < x < 1"
            raise page.error(comment.start, message)
        low = float(read["low"] or read["above"] or -4)
        high = float(read["high"] or low + 8)
        values = tuple(map(float, (read["values"] or "").replace(",", " ").split()))
        found[named[0]] = Domain(low, high, values)
    return found


@dataclass(frozen=True)
class Body:
    """What a name stands for: a formula, its parameters, the letter of its index."""

    parameters: tuple[str, ...]
    tex: str
    letter: str = ""

    @property
    def uses(self) -> frozenset[str]:
        """The names in the formula that are no parameters."""
        return names(tokens(self.tex)) - {*self.parameters}


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
        notation = page.notation_page
        made = cls(domains=read_domains(notation) | read_domains(page))
        for row in SYMBOL.finditer(f"{page.notation}\n{page.text}"):
            name, _ = application(row["tex"]) or ("", ())
            made.code_names[name] = row["code"]
        for equation in find_equations(notation):
            for _ in made.kinds(equation):
                pass  # each definition is noted on the way
        for comment, tex in page.listed("redefines:"):
            name, _ = application(tex) or ("", ())
            if made.bodies.pop(name, None) is None:
                message = f"the notation does not define {tex}"
                raise page.error(comment.start, message)
            made.redefined.add(name)
        return made

    @property
    def functions(self) -> frozenset[str]:
        """The names that are functions."""
        return frozenset(
            name for name, body in self.bodies.items() if body.parameters
        )

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

    def reach(self, formulas: Iterable[str]) -> set[str]:
        """Return the names in formulas, and those that their definitions use in turn."""
        found: set[str] = set()
        new = set[str]().union(*(names(tokens(tex)) for tex in formulas))
        while new:
            found |= new
            bodies = [body for body, _ in filter(None, map(self.find, new))]
            new = set[str]().union(*(body.uses for body in bodies)) - found
        return found - self.functions

    def spell(self, name: str) -> str:
        """Return what the code calls a name."""
        return self.code_names.get(name, name)

    def kinds(self, equation: Equation) -> Iterator[str]:
        """Yield the kind of each step of an equation; an error at its line if it has none."""
        for step in equation.steps:
            try:
                yield self.kind(step)
            except ValueError as error:
                raise equation.error(step.line, str(error)) from None

    def kind(self, step: Step) -> str:
        r"""Tell if a step is a ``definition``, ``value``, ``case`` or ``check``; note a definition.

        A case is a value that is one of the few that its name can have, as in "for y = 0".

        Raises
        ------
        ValueError
            If it cannot be read, defines a name that a definition above uses as a variable, or
            defines one by itself.
        """
        if step.relation != EQUALS:
            return "check"
        name, parameters = application(step.left) or ("", ())
        constant = step.right == step.end and not names(tokens(step.right))
        if name and not parameters and constant:
            number = re.fullmatch(NUMBER, step.right)
            case = number and float(number[0]) in self.domain(name).values
            return "case" if case else "value"
        if not name or name.endswith("'") or self.find(name):
            return "check"
        variable = any(name in body.uses for body in self.bodies.values())
        if not parameters and variable and name not in self.redefined:
            raise ValueError(
                f"{step.left} is a variable of a definition above, and this would fix it for the "
                rf"rest of the page; write `condition \iff {step.left} = {step.right}`"
            )
        if name in self.reach([step.right]):
            raise ValueError(
                f"this would define {step.left} in terms of itself; give what is new "
                "a name of its own"
            )
        index = name.partition("_")[2]
        letter = index if index.isalpha() else ""
        self.bodies[name] = Body(parameters, step.right, letter)
        return "definition"
