r"""Check each step of an equation, and compare formulas with the code named beside them.

Both sides of a step are computed with fifty digits at random points of the domain, sums over
samples with a few samples. Two sides that agree to thirty digits at eight points are the same.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import mpmath

from weave.claims.formulas import RELATIONS, Definitions, Equation, Step
from weave.claims.numbers import compute
from weave.claims.tex import (
    ABOUT,
    FUNCTIONS,
    MEANS,
    NOT_NAMES,
    application,
    names,
    split,
)
from weave.errors import WeaveError

SIZE = "n"  # the number of samples, and which ones a sum is checked with
SIZES = (3, 4)
POINTS, DIGITS = 8, 50
# a rounded number: 0.693 or 1.11 \cdot 10^{-16}
ROUNDED = re.compile(
    r"-?\d+(?:\.(?P<decimals>\d+))?(?:\s*\\cdot\s*10\^\{(?P<power>-?\d+)\})?"
)
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


def where(values: Mapping[str, Any]) -> str:
    """Say which values names have."""
    listed = ", ".join(
        f"{name} = {float(values[name]):g}" for name in sorted(values)
    )
    return f"at {listed}" if listed else ""


def check(equation: Equation, book: Definitions) -> str | None:
    r"""Check each step of an equation, and note what it defines.

    Returns
    -------
    str or None
        What is wrong, with the page, the line and the step; None if nothing is.

    Examples
    --------
    >>> from pathlib import Path
    >>> from weave.claims.formulas import find_equations
    >>> from weave.page import Page
    >>> book = Definitions()
    >>> page = Page(Path("a.md"), "$a = 2 b$, so\n$3 a = 6 b = 7 b$")
    >>> for equation in find_equations(page):
    ...     print(check(equation, book))
    None
    a.md:2: step 2 of 2 is wrong: 6 b is not 7 b; at b = 1.5: 9.0 against 10.5
    """
    try:
        steps = equation.steps
    except WeaveError as error:
        return str(error)
    for number, step in enumerate(steps, start=1):
        place = f"{equation.path}:{step.line}: step {number} of {len(steps)}"
        try:
            wrong = check_step(step, book)
        except (ValueError, TypeError, ArithmeticError) as error:
            return f"{place} cannot be checked: {error}"
        if wrong:
            return f"{place} is wrong: {wrong}"
    return None


def check_step(step: Step, book: Definitions) -> str | None:
    """Check one step, or note it if it is a definition; an error if it has no value."""
    if book.kind(step) != "check":
        return None
    compare = same_solution if step.relation == MEANS else same_value
    signed = list(dict.fromkeys(map(step.with_sign, "+-")))
    sides = [
        part
        for tex in (signed[0].left, signed[0].right)
        for _, part in split(tex, RELATIONS)
    ]
    sums = SIZE in book.reach(map(book.python, sides))
    for size in SIZES if sums else SIZES[:1]:
        for claim in signed:
            wrong = compare(claim, book, size)
            if wrong:
                return wrong
    return None


def points(book: Definitions, size: int) -> list[Point]:
    """Return random points, the same in every run."""
    return [Point(book, seed, size) for seed in range(POINTS)]


def same_value(step: Step, book: Definitions, size: int) -> str | None:
    """Tell how two sides differ; an approximation may, by what its last digit hides."""
    relative, absolute = 1e-30, 1e-45
    if step.relation == ABOUT:
        shown = ROUNDED.fullmatch(step.right)
        power = (
            int(shown["power"] or 0) - len(shown["decimals"] or "") if shown else 0
        )
        relative, absolute = (0.0, 0.5 * 10.0**power) if shown else (1e-6, 0.0)
    for point in points(book, size):
        wrong = point.difference(step.left, step.right, relative, absolute)
        if wrong:
            return f"{step.left} is not {step.right}; {wrong}"
    return None


def same_solution(step: Step, book: Definitions, size: int) -> str | None:
    r"""Tell which equation does not mean what the last one, solved for a name, says.

    It has to hold where the last one does, and not everywhere.
    """
    (_, solved), *others = split(step.end, RELATIONS)
    name, _ = application(solved) or ("", ())
    if not name or len(others) != 1:
        raise ValueError(
            rf"the last equation of \iff is not solved, as x = …: {step.end}"
        )
    solution = book.python(others[0][1])
    for equation in (step.left, step.right):
        (_, left), (_, right) = split(equation, RELATIONS)
        elsewhere = None
        for point in points(book, size):
            with mpmath.workdps(DIGITS):
                anywhere = {name: point.draw(name)}
                there = {name: point.value(solution, **anywhere)}
            del point.drawn[name]
            wrong = point.difference(left, right, **there)
            if wrong:
                return f"{equation} does not hold where {step.end}; {wrong}"
            elsewhere = elsewhere or point.difference(left, right, **anywhere)
        if not elsewhere:
            return f"{equation} holds for every {solved}, not only where {step.end}"
    return None


def check_code(
    equation: Equation, book: Definitions, namespace: Mapping[str, Any]
) -> str | None:
    r"""Compare a formula with the code that is named beside it, on random inputs.

    The names of the formula go into the code as what the page of notation calls them. If the
    formula has several chains, the code gives one value for each.

    Examples
    --------
    >>> from pathlib import Path
    >>> from weave.claims.formulas import find_equations
    >>> from weave.page import Page
    >>> (equation,) = find_equations(Page(Path("a.md"), "$a = b^2$<!-- = 2 * b -->"))
    >>> check_code(equation, Definitions(), {})
    'a.md:1: the formula gives 2.25, but 2 * b gives 3; at b = 1.5'
    """
    place, code = f"{equation.path}:{equation.line}", equation.code or ""
    try:
        ends = [book.python(chain[-1][2]) for chain in equation.chains]
        ends = [each for end in ends for each in listed(end, book)]
        trials = list(evaluate(ends, book))
    except (ValueError, TypeError, ArithmeticError) as error:
        return f"{place}: this formula has no value: {error}"
    for expected, inputs in trials:
        try:
            value = compute(code, {**namespace, **inputs})
            actual = [float(each) for each in (value if len(ends) > 1 else [value])]
            pairs = list(zip(expected, actual, strict=True))
        except Exception as error:
            return (
                f"{place}: the code beside this formula, {code}, raises {error!r}"
            )
        for said, run in pairs:
            noise = 1e-15 if inputs else 0.0  # a constant has nothing to cancel
            if not math.isclose(said, run, rel_tol=1e-9, abs_tol=noise):
                told = f"the formula gives {said:g}, but {code} gives {run:g}"
                return f"{place}: {told}; {where(inputs)}".rstrip("; ")
    return None


def listed(source: str, book: Definitions) -> list[str]:
    """Return the numbers in the brackets of a distribution such as N(5, 0.5), or the formula."""
    called = re.fullmatch(
        r"call\('(?P<name>\w+)', \"(?P<numbers>[^\"]*)\"\)", source
    )
    if called is None or book.find(called["name"]):
        return [source]
    return called["numbers"].split(",")


def evaluate(
    sources: list[str], book: Definitions
) -> Iterator[tuple[list[float], dict[str, float]]]:
    """Yield the values of formulas and those of the names in them, at random points."""
    inputs = [
        name
        for name in sorted(book.reach(sources))
        if not (letter := name.partition("_")[2]).isalpha()
        or letter in book.indices
    ]
    for point in points(book, SIZES[0]):
        with mpmath.workdps(DIGITS):
            values = [float(point.value(source)) for source in sources]
            known = {book.spell(name): float(point[name]) for name in inputs}
        yield values, known
