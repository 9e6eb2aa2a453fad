r"""Check each step of an equation, and compare formulas with the code named beside them.

Both sides of a step are computed with fifty digits at random points of the domain, sums over
samples with a few samples. Two sides that agree to thirty digits at eight points are the same.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import mpmath

from weave.claims.definitions import Definitions
from weave.claims.equations import RELATIONS, Equation, Step
from weave.claims.point import DIGITS, SIZE, SIZES, points, where
from weave.claims.tex import ABOUT, MEANS, application, split
from weave.claims.values import compute
from weave.errors import WeaveError

# a rounded number: 0.693 or 1.11 \cdot 10^{-16}
ROUNDED = re.compile(
    r"-?\d+(?:\.(?P<decimals>\d+))?(?:\s*\\cdot\s*10\^\{(?P<power>-?\d+)\})?"
)


def check(equation: Equation, book: Definitions) -> str | None:
    r"""Check each step of an equation, and note what it defines.

    Returns
    -------
    str or None
        What is wrong, with the page, the line and the step; None if nothing is.

    Examples
    --------
    >>> from pathlib import Path
    >>> from weave.claims.equations import find_equations
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
    >>> from weave.claims.equations import find_equations
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
