r"""What the formulas of a page define, from top to bottom, as its code does.

After :math:`a = 2 b`, what is said about a is a claim.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from weave.claims.tex_tokens import application, is_letter, names, plain, tokens
from weave.page import Page

NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
# a rule of a domain: 0 < x < 1, or x in {0, 1}
DOMAIN = re.compile(
    rf"(?:(?P<low>{NUMBER}) < )?(?P<name>\S+) "
    rf"(?:< (?P<high>{NUMBER})|in \{{(?P<values>{NUMBER}(?:, {NUMBER})*)\}})"
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
        If a rule is none of ``0 < x < 1`` and ``x in {0, 1}``, or if two letters of indices stand
        for the same number.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), r"<!-- domain: y in {0, 1}; 0 < \hat{y} < 1 -->")
    >>> found = read_domains(page)
    >>> found["y"].values, found[r"\haty"].high
    ((0.0, 1.0), 1.0)
    """
    found: dict[str, Domain] = {}
    numbers: dict[float, str] = {}  # for which letter of an index each stands
    for comment, rule in page.listed("domain:"):
        read = DOMAIN.fullmatch(rule)
        if read is None:
            message = f"cannot read the domain {rule!r}; write 0 < x < 1"
            raise page.error(comment.start, message)
        low, high = float(read["low"] or -4), float(read["high"] or 4)
        values = tuple(map(float, (read["values"] or "").replace(",", " ").split()))
        name = plain(read["name"])
        is_index = re.search(rf"_\{{?{re.escape(name)}(?![A-Za-z])", page.text)
        if len(values) == 1 and is_index:
            other = numbers.setdefault(values[0], name)
            if other != name:
                message = f"{other} and {name} would be the same index; give {name} another number"
                raise page.error(comment.start, message)
        found[name] = Domain(low, high, values)
    return found


def read_code_names(notation: str) -> dict[str, str]:
    """Return what the code calls each symbol of a table: ``| $w$ | `weight` |``."""
    rows = SYMBOL.finditer(notation)
    return {plain(row["tex"]): row["code"] for row in rows}


@dataclass(frozen=True)
class Body:
    """What a name stands for: a formula, perhaps its parameter and the letter of its index."""

    tex: str
    parameter: str
    letter: str

    @property
    def uses(self) -> frozenset[str]:
        """The names in the formula but for the parameter."""
        return names(tokens(self.tex)) - {self.parameter}


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
    redefined
        The names of the notation to which the page gives a definition of its own.
    """

    bodies: Mapping[str, Body] = field(default_factory=dict)
    domains: Mapping[str, Domain] = field(default_factory=dict)
    code_names: Mapping[str, str] = field(default_factory=dict)
    redefined: frozenset[str] = frozenset()

    def find(self, name: str) -> Body | None:
        """Return what a name stands for.

        The definition of one :math:`p_k` serves for all.
        """
        base, mark, _ = name.partition("_")
        return self.bodies.get(name) or self.bodies.get(base + mark)

    def is_function(self, name: str) -> bool:
        """Tell whether a name is defined as a function."""
        body = self.find(name)
        return bool(body and body.parameter)

    def domain(self, name: str) -> Domain:
        """Return where the values of a name lie; what is said of y holds for each y_i."""
        base = name.partition("_")[0]
        return self.domains.get(name) or self.domains.get(base) or Domain()

    def reach(self, some: Iterable[str]) -> set[str]:
        """Return some names, and those that their definitions use in turn."""
        found = set(some)
        for body in filter(None, map(self.find, tuple(found))):
            found |= self.reach(body.uses)
        return found

    def spell(self, name: str) -> str:
        """Return what the code calls a name."""
        return self.code_names.get(name, name)

    def note(self, left: str, right: str) -> str:
        r"""Tell if ``left = right`` is a ``definition``, a ``value`` or a ``check``.

        A definition is noted. A value is what the code gives to a name.

        Raises
        ------
        ValueError
            If it defines a name that a definition above uses as a variable, or defines one by
            itself.
        """
        name, parameter = application(left)
        used = names(tokens(right))
        if name and not parameter and not used:
            return "value"
        if not name or self.find(name):
            return "check"
        variable = any(name in body.uses for body in self.bodies.values())
        if not parameter and variable and name not in self.redefined:
            raise ValueError(
                f"{left} is a variable of a definition above, and this would fix it for the "
                rf"rest of the page; write `condition \iff {left} = {right}`"
            )
        if name in self.reach(used):
            raise ValueError(
                f"this would define {left} in terms of itself; give what is new "
                "a name of its own"
            )
        base, mark, index = name.partition("_")
        letter = index if is_letter(index) else ""
        body = Body(right, parameter, letter)
        self.bodies = {**self.bodies, base + mark if letter else name: body}
        return "definition"
