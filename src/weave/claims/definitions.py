r"""What the formulas of a page define, from top to bottom, as its code does.

After :math:`a = 2 b`, what is said about a is a claim.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Self

from weave.claims.equations import Step, find_equations
from weave.claims.tex import EQUALS, MEANS, application, names, python
from weave.page import NOTATION_PAGE, Page

# a rule of a domain: 0 < x < 1, x > 0, x < 0 or x in {0, 1}
DOMAIN = re.compile(
    r"\s*(?:(?P<low>\S+)\s*<\s*)?(?P<name>\S+?)\s*"
    r"(?:<\s*(?P<high>\S+)|>\s*(?P<above>\S+)|in\s*\{(?P<values>.*)\})\s*"
)
# a row of the table of symbols: | $w$ | `weight` |
SYMBOL = re.compile(
    r"^\| \$(?P<tex>[^$]+)\$ \| `(?P<code>[A-Za-z]\w*)` \|", re.MULTILINE
)


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
    >>> from pathlib import Path
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
