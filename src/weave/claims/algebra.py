r"""Check each step of an equation, and compare formulas with the code named beside them.

Both sides of a step are computed with fifty digits at random points of the domain, sums over
samples with a few samples. Two sides that agree to thirty digits at eight points are the same.
"""

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import mpmath

from weave.claims.definitions import Definitions
from weave.claims.equations import RELATIONS, Equation, Step
from weave.claims.expressions import compute
from weave.claims.tex import ABOUT, MEANS, application, split, tokens
from weave.claims.tex_evaluator import SIZE, SIZES, Point
from weave.errors import WeaveError

POINTS, DIGITS = 8, 50


def check(equation: Equation, definitions: Definitions) -> WeaveError | None:
    r"""Check each step of an equation, and note what it defines.

    Returns
    -------
    WeaveError or None
        What is wrong; None if nothing is.

    Examples
    --------
    >>> from pathlib import Path
    >>> from weave.claims.equations import find_equations
    >>> from weave.page import Page
    >>> definitions = Definitions()
    >>> page = Page(Path("a.md"), "$a = 2 b$, so\n$3 a = 6 b = 7 b$")
    >>> for equation in find_equations(page):
    ...     print(check(equation, definitions))
    None
    a.md:2: step 2 of 2 is wrong: 6 b is not 7 b; at b = 1.5: 9.0 against 10.5
    """
    try:
        steps = equation.steps
    except WeaveError as error:
        return error
    for number, step in enumerate(steps, start=1):
        place = f"step {number} of {len(steps)}"
        try:
            wrong = check_step(step, definitions)
        except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
            return equation.error(step.line, f"{place} cannot be checked: {error}")
        if wrong:
            return equation.error(step.line, f"{place} is wrong: {wrong}")
    return None


def check_step(step: Step, definitions: Definitions) -> str | None:
    """Check one step, or note it if it is a definition; an error if it has no value."""
    kind = definitions.kind(step)
    if kind == "definition":
        with mpmath.workdps(DIGITS):
            Point(definitions).value(step.right)
    if kind != "check":
        return None
    compare = same_solution if step.relation == MEANS else same_value
    sides = [
        part for tex in (step.left, step.right) for _, part in split(tex, RELATIONS)
    ]
    sums = SIZE in definitions.reach(sides)
    found = (compare(step, definitions, size) for size in SIZES[: 1 + sums])
    return next(filter(None, found), None)


def same_value(step: Step, definitions: Definitions, size: int) -> str | None:
    """Tell how two sides differ; an approximation may, by a millionth."""
    relative = 1e-6 if step.relation == ABOUT else 1e-30
    for point in points(definitions, size):
        wrong = difference(point, step.left, step.right, relative=relative)
        if wrong:
            return f"{step.left} is not {step.right}; {wrong}"
    return None


def same_solution(step: Step, definitions: Definitions, size: int) -> str | None:
    r"""Return the equation that isn't equivalent to the last, solved one.

    It has to hold where the last one does, and not everywhere.
    """
    (_, solved), *others = split(step.end, RELATIONS)
    name, _ = application(solved) or ("", ())
    if not name or len(others) != 1:
        raise ValueError(
            rf"the last equation of \iff is not solved, as x = …: {step.end}"
        )
    for equation in (step.left, step.right):
        (_, left), (_, right) = split(equation, RELATIONS)
        elsewhere = None
        for point in points(definitions, size):
            with mpmath.workdps(DIGITS):
                anywhere = {name: point.draw(name)}
                there = {name: point.value(others[0][1], anywhere)}
            del point.drawn[name]
            wrong = difference(point, left, right, there)
            if wrong:
                return f"{equation} does not hold where {step.end}; {wrong}"
            elsewhere = elsewhere or difference(point, left, right, anywhere)
        if not elsewhere:
            return f"{equation} holds for every {solved}, not only where {step.end}"
    return None


def points(definitions: Definitions, size: int) -> list[Point]:
    """Return random points, the same in every run."""
    return [Point(definitions, seed, size) for seed in range(POINTS)]


def difference(
    point: Point,
    left: str,
    right: str,
    bound: Mapping[str, Any] = MappingProxyType({}),
    relative: float = 1e-30,
) -> str | None:
    """Tell how the values of two sides differ at a point, or None if they are the same."""
    with mpmath.workdps(DIGITS):
        try:
            one, other = (point.value(tex, bound) for tex in (left, right))
        except ZeroDivisionError:
            raise ValueError(f"{left} or {right} is not finite") from None
        allowed = relative * max(abs(one), abs(other)) + 1e-45
        if mpmath.isfinite(allowed) and abs(one - other) <= allowed:
            return None
        told = f"{mpmath.nstr(one, 6)} against {mpmath.nstr(other, 6)}"
    known = {
        point.definitions.spell(name): value for name, value in point.drawn.items()
    }
    return f"{where(known)}: {told}".removeprefix(": ")


def where(values: Mapping[str, Any]) -> str:
    """Say which values names have."""
    listed = ", ".join(
        f"{name} = {float(values[name]):g}" for name in sorted(values)
    )
    return f"at {listed}" if listed else ""


def check_code(
    equation: Equation, definitions: Definitions, namespace: Mapping[str, Any]
) -> WeaveError | None:
    r"""Compare a formula with the code that is named beside it, on random inputs.

    The names of the formula go into the code as what the page of notation calls them. If the
    formula has several chains, the code gives one value for each.

    Examples
    --------
    >>> from pathlib import Path
    >>> from weave.claims.equations import find_equations
    >>> from weave.page import Page
    >>> (equation,) = find_equations(Page(Path("a.md"), "$a = b^2$<!-- = 2 * b -->"))
    >>> print(check_code(equation, Definitions(), {}))
    a.md:1: the formula gives 2.25, but 2 * b gives 3; at b = 1.5
    """
    line, code = equation.line, equation.code or ""
    try:
        ends = [
            each
            for chain in equation.chains
            for each in distribution_numbers(chain[-1][2], definitions)
        ]
        trials = list(evaluate(ends, definitions))
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        return equation.error(line, f"this formula has no value: {error}")
    for expected, inputs in trials:
        try:
            value = compute(code, {**namespace, **inputs})
            actual = [float(each) for each in (value if len(ends) > 1 else [value])]
            pairs = list(zip(expected, actual, strict=True))
        except Exception as error:
            told = f"the code beside this formula, {code}, raises {error!r}"
            return equation.error(line, told)
        for said, run in pairs:
            noise = 1e-15 if inputs else 0.0  # a constant has nothing to cancel
            if not math.isclose(said, run, rel_tol=1e-9, abs_tol=noise):
                told = f"the formula gives {said:g}, but {code} gives {run:g}"
                return equation.error(line, f"{told}; {where(inputs)}".rstrip("; "))
    return None


def distribution_numbers(tex: str, definitions: Definitions) -> list[str]:
    r"""Return the numbers in the brackets of a distribution such as N(5, 0.5), or the formula.

    Examples
    --------
    >>> distribution_numbers("N(5, 0.5)", Definitions())
    ['5', ' 0.5']
    >>> distribution_numbers("n (5)", Definitions())
    ['n (5)']
    """
    found = tokens(tex)
    if len(found) < 2 or found[1].text != "(" or not found[0].text.isupper():
        return [tex]
    if definitions.find(found[0].text) or found[-1].text != ")":
        return [tex]
    return tex[found[1].end : found[-1].start].split(",")


def evaluate(
    formulas: list[str], definitions: Definitions
) -> Iterator[tuple[list[float], dict[str, float]]]:
    """Yield the values of formulas and those of the names in them, at random points."""
    inputs = [
        name
        for name in sorted(definitions.reach(formulas))
        if not (letter := name.partition("_")[2]).isalpha()
        or letter in definitions.indices
    ]
    for point in points(definitions, SIZES[0]):
        with mpmath.workdps(DIGITS):
            values = [float(point.value(tex)) for tex in formulas]
            known = {
                definitions.spell(name): float(point.of_name(name))
                for name in inputs
            }
        yield values, known
