"""A random point, at which the formulas of a page have values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import mpmath

from weave.claims.definitions import Definitions
from weave.claims.tex import FUNCTIONS, NOT_NAMES, names

SIZE = "n"  # the number of samples, and which ones a sum is checked with
SIZES = (3, 4)
POINTS, DIGITS = 8, 50
BUILTINS = {name: getattr(mpmath, name, None) for name in FUNCTIONS}
BUILTINS |= {"max": max, "min": min, "abs": abs, "mpf": mpmath.mpf}


@dataclass
class Point:
    """A random point at which formulas have values.

    Attributes
    ----------
    book
        The definitions.
    seed
        Which point it is.
    size
        The number of samples.
    bound
        Values that names have whatever their definitions say.
    drawn
        The values of names without a definition, as far as they were asked for.
    used
        The bound names that were asked for.
    """

    book: Definitions
    seed: int = 0
    size: int = SIZES[0]
    bound: dict[str, Any] = field(default_factory=dict)
    drawn: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def value(self, source: str, **bound: Any) -> Any:
        r"""Return the value of a formula in Python, with some names bound.

        Examples
        --------
        >>> from weave.claims.tex import python
        >>> point = Point(Definitions())
        >>> float(point.value(python(r"w x_3 + \sqrt{4}"), w=2, x_3=mpmath.mpf(5)))
        12.0
        """
        outer, self.bound = self.bound, self.bound | bound
        try:
            own = {
                name: getattr(self, name)
                for name in ("call", "slope", "rate", "series")
            }
            constants = {"e": +mpmath.e, "pi": +mpmath.pi}
            names_here = cast(
                Mapping[str, object], self
            )  # Python asks it for items only
            known = {"__builtins__": BUILTINS, **own, **constants}
            return eval(source, known, names_here)
        finally:
            self.bound = outer

    def __getitem__(self, name: str) -> Any:
        """Return the value of a name."""
        if name in NOT_NAMES:
            raise KeyError(name)  # Python goes on to look among the functions
        name = self.numbered(name)
        if name in self.bound:
            self.used.add(name)
            return self.bound[name]
        if name == SIZE:
            return mpmath.mpf(self.size)
        return self.meaning(name) if self.book.find(name) else self.draw(name)

    def draw(self, name: str) -> Any:
        """Return the random value of a name."""
        if name not in self.drawn:
            drawn = self.book.domain(name).draw(Random(f"{self.seed} {name}"))
            self.drawn[name] = mpmath.mpf(drawn.numerator) / drawn.denominator
        return self.drawn[name]

    def numbered(self, name: str) -> str:
        """Return a name whose index is a number; a letter that is not bound has one of its own."""
        base, _, letter = name.partition("_")
        if not letter.isalpha():
            return name
        seen = self.book.indices
        if letter not in {SIZE, *self.bound}:
            seen.setdefault(letter, len(seen) + 1)
        return f"{base}_{int(self.bound.get(letter, seen.get(letter, self.size)))}"

    def meaning(self, name: str, **bound: Any) -> Any:
        """Return the value of what a name stands for, with some names bound."""
        body, index = self.book.find(name) or (None, "")
        if body is None:
            raise ValueError(f"{name} is not defined above")
        if body.letter:
            bound[body.letter] = mpmath.mpf(index)
        return self.value(body.source, **bound)

    def call(self, name: str, arguments: str) -> Any:
        """Return the value of a function."""
        values = self.value(f"({arguments},)")
        parameters = self.parameters(name, arguments)
        return self.meaning(name, **dict(zip(parameters, values, strict=True)))

    def slope(self, name: str, argument: str) -> Any:
        """Return the derivative of a function of one parameter."""
        (parameter,) = self.parameters(name, argument)
        at = self.value(argument)
        return mpmath.diff(
            lambda value: self.meaning(name, **{parameter: value}), at
        )

    def parameters(self, name: str, arguments: str) -> tuple[str, ...]:
        """Return the parameters of a function; those of E in E(w+h) are what E depends on."""
        found = self.book.find(name)
        if found and found[0].parameters:
            return found[0].parameters
        inside = sorted(names(arguments)) if found else []
        depends = tuple(each for each in inside if self.depends(name, each))
        if len(depends) != 1:
            raise ValueError(f"{name}({arguments}) is not defined above")
        return depends

    def depends(self, name: str, on: str) -> bool:
        """Tell whether a name leads to another."""
        self.used.discard(on)
        self.meaning(name, **{on: self[on]})
        return on in self.used

    def rate(self, name: str, by: str) -> Any:
        """Differentiate down to, and not past, a name."""
        name, by = self.numbered(name), self.numbered(by)
        if not self.book.find(name) or not self.depends(name, by):
            raise ValueError(f"nothing above says how {name} depends on {by}")
        return mpmath.diff(
            lambda value: self.meaning(name, **{by: value}), self[by]
        )

    def series(self, letter: str, low: str, high: str, body: str) -> Any:
        """Write a sum out."""
        if names(low) | names(high) - {SIZE}:
            raise ValueError(f"the limits of the sum over {letter} are no numbers")
        first, last = int(self.value(low)), int(self.value(high))
        numbers = map(mpmath.mpf, range(first, last + 1))
        return sum(self.value(body, **{letter: number}) for number in numbers)

    def difference(
        self,
        left: str,
        right: str,
        relative: float = 1e-30,
        absolute: float = 1e-45,
        **bound: Any,
    ) -> str | None:
        """Tell how the values of two sides in TeX differ here, or None if they are the same."""
        with mpmath.workdps(DIGITS):
            try:
                one, other = (
                    self.value(self.book.python(tex), **bound)
                    for tex in (left, right)
                )
            except ZeroDivisionError:
                raise ValueError(f"{left} or {right} is not finite") from None
            allowed = relative * max(abs(one), abs(other)) + absolute
            if mpmath.isfinite(allowed) and abs(one - other) <= allowed:
                return None
            told = f"{mpmath.nstr(one, 6)} against {mpmath.nstr(other, 6)}"
        known = {self.book.spell(name): value for name, value in self.drawn.items()}
        return f"{where(known)}: {told}".removeprefix(": ")


def points(book: Definitions, size: int) -> list[Point]:
    """Return random points, the same in every run."""
    return [Point(book, seed, size) for seed in range(POINTS)]


def where(values: Mapping[str, Any]) -> str:
    """Say which values names have."""
    listed = ", ".join(
        f"{name} = {float(values[name]):g}" for name in sorted(values)
    )
    return f"at {listed}" if listed else ""
