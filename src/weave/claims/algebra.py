r"""Check each step of an equation, and compare formulas with the code named beside them.

Both sides of a step are computed with fifty digits at random points of the domain. Two sides that
agree to thirty digits at eight points are the same.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import mpmath

from weave.claims.equations import Equation, Step
from weave.claims.expressions import compute
from weave.claims.tex_evaluator import Point
from weave.claims.tex_tokens import ABOUT, names, tokens
from weave.errors import WeaveError

POINTS, DIGITS = 8, 50
# what a formula raises that has no value
NO_VALUE = ValueError, TypeError, ArithmeticError, RecursionError


def check(equation: Equation) -> WeaveError | None:
    r"""Check each step of an equation.

    Returns
    -------
    WeaveError or None
        What is wrong; None if nothing is.

    Examples
    --------
    >>> from pathlib import Path
    >>> from weave.claims.equations import find_equations
    >>> from weave.page import Page
    >>> page = Page(Path("a.md"), "$a = 2 b$, so\n$3 a = 6 b = 7 b$")
    >>> for equation in find_equations(page):
    ...     print(check(equation))
    None
    a.md:2: step 2 of 2 is wrong: 6 b is not 7 b; 9.0 against 10.5 at b = 1.5
    """
    for number, step in enumerate(equation.steps, start=1):
        place = f"step {number} of {len(equation.steps)}"
        try:
            wrong = difference(equation, step)
            unsolved = replace(equation, solved={})
            if equation.solved and not difference(unsolved, step):
                (name,) = equation.solved
                wrong = f"{step.left} is {step.right} for every {name}"
        except NO_VALUE as error:
            return equation.error(step.line, f"{place} cannot be checked: {error}")
        if wrong:
            return equation.error(step.line, f"{place} is wrong: {wrong}")
    return None


def difference(equation: Equation, step: Step) -> str | None:
    """Tell how the sides of a step differ, or None if they don't; by a millionth, ``≈`` may."""
    if step.kind == "value":  # the code beside it says what it is
        return None
    relative = 1e-6 if step.relation == ABOUT else 1e-30
    for seed in range(POINTS):
        point = Point(equation.definitions, seed)
        with mpmath.workdps(DIGITS):
            solved = {
                name: point.value(tex) for name, tex in equation.solved.items()
            }
            point = point.binding(solved)
            try:
                one, other = point.value(step.left), point.value(step.right)
            except ZeroDivisionError:
                told = f"{step.left} or {step.right} is not finite"
                raise ValueError(told) from None
            allowed = relative * max(abs(one), abs(other)) + 1e-45
            if not mpmath.isfinite(allowed) or not abs(one - other) <= allowed:
                known = {
                    equation.definitions.spell(name): value
                    for name, value in point.drawn.items()
                }
                told = f"{mpmath.nstr(one, 6)} against {mpmath.nstr(other, 6)}"
                return f"{step.left} is not {step.right}; {told}{where(known)}"
    return None


def where(values: Mapping[str, Any]) -> str:
    """Say which values names have."""
    listed = ", ".join(
        f"{name} = {float(values[name]):g}" for name in sorted(values)
    )
    return f" at {listed}" if listed else ""


def check_code(
    equation: Equation, namespace: Mapping[str, Any]
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
    >>> print(check_code(equation, {}))
    a.md:1: the formula gives 2.25, but 2 * b gives 3 at b = 1.5
    """
    line, code = equation.line, equation.code or ""
    try:
        trials = list(evaluate(equation))
    except NO_VALUE as error:
        return equation.error(line, f"this formula has no value: {error}")
    for expected, inputs in trials:
        try:
            value = compute(code, {**namespace, **inputs})
            values = value if len(expected) > 1 else [value]
            actual = [float(each) for each in values]
            pairs = list(zip(expected, actual, strict=True))
        except Exception as error:
            told = f"the code beside this formula, {code}, raises {error!r}"
            return equation.error(line, told)
        for said, run in pairs:
            noise = 1e-15 if inputs else 0.0  # a constant has nothing to cancel
            if not math.isclose(said, run, rel_tol=1e-9, abs_tol=noise):
                told = f"the formula gives {said:g}, but {code} gives {run:g}"
                return equation.error(line, told + where(inputs))
    return None


def evaluate(
    equation: Equation,
) -> Iterator[tuple[list[float], dict[str, float]]]:
    """Yield the values of a formula's chains and those of its names, at random points."""
    definitions = equation.definitions
    used = definitions.reach(names(t for tex in equation.ends for t in tokens(tex)))
    for seed in range(POINTS):
        point = Point(definitions, seed)
        with mpmath.workdps(DIGITS):
            values = [float(point.value(tex)) for tex in equation.ends]
            known = {
                definitions.spell(name): float(point.of_name(name))
                for name in sorted(used)
                if not definitions.is_function(name)
            }
        yield values, known
