r"""Equations that are true: each ``=`` of a formula is a step, and each step is checked.

The formulas of a page define names from top to bottom, as its code does. After :math:`a = 2 b`,
what is said about a is a claim. SymPy proves a claim where it quickly can. Otherwise both sides are
computed with fifty digits at random points of the domain, sums over samples with a few samples.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import Any

import mpmath
import sympy
from sympy.core.function import AppliedUndef
from sympy.parsing.latex import parse_latex

from weave.claims.numbers import compute
from weave.claims.tex import (
    ABOUT,
    INDEXED,
    MEANS,
    NAME,
    NOT_NAMES,
    RELATIONS,
    Definitions,
    Equation,
    Step,
    application,
    name_of,
    plain,
    split,
)
from weave.errors import WeaveError

CONSTANTS = {"e": sympy.E, "pi": sympy.pi}
SIZE = "n"  # the number of samples, and which ones a sum is checked with
SIZES = (3, 4)
POINTS, DIGITS = 8, 50
ROUNDED = re.compile(
    r"-?\d+(?:\.(?P<decimals>\d+))?(?:\s*\\cdot\s*10\^\{(?P<power>-?\d+)\})?"
)

DISTRIBUTION = re.compile(r"[A-Z]\((?P<numbers>-?[\d.]+(?:,\s*-?[\d.]+)+)\)")


@cache
def parse(tex: str, functions: frozenset[str] = frozenset()) -> sympy.Expr:
    r"""Parse TeX; a name in front of a bracket is a factor, unless it is one of ``functions``.

    Raises
    ------
    ValueError
        If SymPy cannot read it.

    Examples
    --------
    >>> parse(r"x (1-\hat{y})^2"), parse(r"\sigma(-z)^2", frozenset({"sigma"}))
    (x*(1 - yhat)**2, sigma(-z)**2)
    """

    def factor(found: re.Match[str]) -> str:
        name = name_of(found[1])
        called = name in functions | NOT_NAMES - {*CONSTANTS} or name[0].isupper()
        return f"{found[1]}(" if called else rf"{found[1]} \cdot ("

    called = application(tex) or ("", ())
    functions |= {called[0]} if called[1] else set()
    functions |= {f"{name}prime" for name in functions}
    readable = re.sub(rf"({NAME})\s*\(", factor, plain(tex))
    try:
        found = parse_latex(readable, strict=True)
    except Exception as error:  # the parser raises much, and says little
        raise ValueError(f"SymPy cannot read {tex!r}, as {readable!r}") from error
    if not isinstance(found, sympy.Expr):
        raise ValueError(f"{tex!r} has no value that could be compared")
    return found


def at(expression: sympy.Expr, letter: str, number: int) -> sympy.Expr:
    """Put a number for an index.

    Examples
    --------
    >>> at(parse("x_i y_j + i"), "i", 2)
    x_{2}*y_{j} + 2
    """
    new = {sympy.Symbol(letter): sympy.Integer(number)}
    for symbol in expression.free_symbols:
        indexed = INDEXED.fullmatch(symbol.name)
        if indexed and indexed["index"] == letter:
            new[symbol] = sympy.Symbol(f"{indexed['base']}_{{{number}}}")
    return expression.xreplace(new)


@dataclass(frozen=True)
class Reading:
    """A way to read formulas: by which definitions, and for how many samples.

    Attributes
    ----------
    book
        The definitions.
    size
        The number of samples.
    given
        Names with a value of their own, whatever their definition says.
    """

    book: Definitions
    size: int = SIZES[0]
    given: dict[str, sympy.Expr] = field(default_factory=dict)

    def free(self, *free: str) -> "Reading":
        """Return a reading in which these names are variables."""
        variables = {name: variable(name) for name in free}
        return replace(self, given=self.given | variables)

    def parse(self, tex: str) -> sympy.Expr:
        """Parse TeX, knowing what is a function by now."""
        bodies = self.book.bodies.items()
        return parse(
            tex, frozenset(name for name, body in bodies if body.parameters)
        )

    def of(self, tex: str) -> sympy.Expr:
        r"""Return what TeX means in terms of variables without a definition.

        Examples
        --------
        >>> book = Definitions.for_page("", r"$z = w x$, $\sigma(z) = 1 + z$, $E = z^2$")
        >>> Reading(book).of(r"\frac{dE}{dz} + \sigma(2)"), Reading(book).of(r"\sum_{i=1}^n z_i")
        (2*w*x + 3, z_{1} + z_{2} + z_{3})
        """
        found = self.expand(self.parse(tex))
        if found.has(sympy.zoo, sympy.nan, sympy.oo):
            raise ValueError(f"{tex} is not finite")
        return found

    def expand(self, node: sympy.Expr) -> sympy.Expr:
        """Replace what has a definition, all through a tree."""
        if isinstance(node, sympy.Symbol):
            return self.name(node.name)
        if isinstance(node, AppliedUndef):
            return self.call(node.func.__name__, node.args)
        if isinstance(node, sympy.Sum | sympy.Product):
            return self.unroll(node)
        if isinstance(node, sympy.Float):
            return sympy.Rational(str(node))
        return node.func(*map(self.expand, node.args)) if node.args else node

    def name(self, name: str) -> sympy.Expr:
        """Return what a name means."""
        name = self.numbered(name)
        if name in self.given:
            return self.given[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name == SIZE:
            return sympy.Integer(self.size)
        body = self.book.find(name)
        return self.body(name) if body else variable(name)

    def numbered(self, name: str) -> str:
        """Give an index that is a letter a number of its own."""
        indexed = INDEXED.fullmatch(name)
        if not indexed or not indexed["index"].isalpha():
            return name
        letter, seen = indexed["index"], self.book.indices
        if letter != SIZE:
            seen.setdefault(letter, len(seen) + 1)
        return f"{indexed['base']}_{{{seen.get(letter, self.size)}}}"

    def body(self, name: str) -> sympy.Expr:
        """Return what the definition of a name means; its parameters stay variables."""
        body = self.book.find(name)
        if body is None:
            raise ValueError(f"{name} is not defined above")
        found = self.parse(body.tex)
        if body.index:
            found = at(found, body.index[0], int(body.index[1]))
        return self.free(*body.parameters).expand(found)

    def call(self, name: str, arguments: tuple[sympy.Expr, ...]) -> sympy.Expr:
        """Return the value of a function, of its slope, or of a rate between two names."""
        if name in {"Max", "Min"}:
            return getattr(sympy, name)(*map(self.expand, arguments))
        if name == "Derive":
            return self.rate(*arguments)
        slope = name.endswith("prime")
        name = name.removesuffix("prime")
        parameters = self.parameters(name, arguments)
        value = self.free(*parameters).body(name)
        if slope:
            value = sympy.diff(value, variable(parameters[0]))
        values = map(self.expand, arguments)
        return value.xreplace(
            dict(zip(map(variable, parameters), values, strict=True))
        )

    def parameters(
        self, name: str, arguments: tuple[sympy.Expr, ...]
    ) -> tuple[str, ...]:
        """Return the parameters of a function; those of E in E(w+h) are what E depends on."""
        body = self.book.find(name)
        if body and body.parameters:
            return body.parameters
        inside = sorted({s.name for each in arguments for s in each.free_symbols})
        found = tuple(n for n in inside if body and self.depends(name, n))
        if len(found) != 1 or len(arguments) != 1:
            listed = ", ".join(map(str, arguments))
            raise ValueError(f"{name}({listed}) is not defined above")
        return found

    def depends(self, name: str, on: str) -> bool:
        """Tell whether a name depends on another."""
        return variable(on) in self.free(on).body(name).free_symbols

    def rate(self, value: sympy.Expr, by: sympy.Symbol) -> sympy.Expr:
        """Differentiate down to, and not past, a name; then put in what the name means."""
        name = self.numbered(by.name)
        expanded = self.free(name).expand(value)
        if variable(name) not in expanded.free_symbols:
            raise ValueError(f"nothing above says how {value} depends on {by}")
        slope = sympy.diff(expanded, variable(name))
        return slope.xreplace({variable(name): self.name(name)})

    def unroll(self, node: sympy.Sum | sympy.Product) -> sympy.Expr:
        """Write a sum or product out."""
        body, (index, *limits) = node.args
        low, high = map(self.expand, limits)
        if not (low.is_Integer and high.is_Integer):
            raise ValueError(f"the limits of {node} are no numbers")
        numbers = range(int(low), int(high) + 1)
        terms = [self.expand(at(body, index.name, number)) for number in numbers]
        return (sympy.Add if isinstance(node, sympy.Sum) else sympy.Mul)(*terms)


def variable(name: str) -> sympy.Symbol:
    """Return the variable of a name."""
    return sympy.Symbol(name, real=True)


def difference(
    left: sympy.Expr,
    right: sympy.Expr,
    book: Definitions,
    relative: float = 1e-30,
    absolute: float = 1e-45,
) -> str | None:
    """Tell where two expressions differ, or None if they are the same.

    Examples
    --------
    >>> x = variable("x")
    >>> difference((x + 1) ** 2, x**2 + 2 * x + 1, Definitions())
    >>> difference(x**2, x**3, Definitions())
    'at x = 2.8125: 7.91016 against 22.2473'
    """
    if relative < 1e-20 and sympy.ratsimp(left - right) == 0:
        return None
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)
    compute = sympy.lambdify(symbols, [left, right], "mpmath")
    for point in points(symbols, book):
        with mpmath.workdps(DIGITS):
            one, other = compute(*point)
            allowed = relative * max(abs(one), abs(other)) + absolute
            if mpmath.isfinite(allowed) and abs(one - other) <= allowed:
                continue
        names = [book.spell(symbol.name) for symbol in symbols]
        told = f"{mpmath.nstr(one, 6)} against {mpmath.nstr(other, 6)}"
        return f"{where(dict(zip(names, point, strict=True)))}: {told}".lstrip(": ")
    return None


def points(symbols: list[sympy.Symbol], book: Definitions) -> Iterator[list[Any]]:
    """Yield random points of the domain, the same in every run."""
    random = Random(0)
    for _ in range(POINTS):
        drawn = [book.domain(symbol.name).draw(random) for symbol in symbols]
        with mpmath.workdps(DIGITS):
            yield [
                mpmath.mpf(value.numerator) / value.denominator for value in drawn
            ]


def where(values: Mapping[str, Any]) -> str:
    """Say which values names have."""
    listed = ", ".join(
        f"{name} = {float(value):g}" for name, value in values.items()
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
    >>> from weave.claims.tex import find_equations
    >>> book = Definitions()
    >>> page = "$a = 2 b$, so\n$3 a = 6 b = 7 b$"
    >>> for equation in find_equations(page, Path("a.md")):
    ...     print(check(equation, book))
    None
    a.md:2: step 2 of 2 is wrong: 6 b is not 7 b; at b = 2.8125: 16.875 against 19.6875
    """
    if equation.reason:
        return None
    try:
        steps = equation.steps
    except WeaveError as error:
        return str(error)
    for number, step in enumerate(steps, start=1):
        place = f"{equation.path}:{step.line}: step {number} of {len(steps)}"
        try:
            wrong = check_step(step, book)
        except Exception as error:  # SymPy raises whatever it likes: the step fails
            return f"{place} cannot be checked: {' '.join(str(error).split())}"
        if wrong:
            return f"{place} is wrong: {wrong}"
    return None


def check_step(step: Step, book: Definitions) -> str | None:
    """Check one step, or note it if it is a definition.

    Raises
    ------
    ValueError
        If SymPy cannot read it, or it speaks of what is not defined.
    """
    if book.kind(step) != "check":
        Reading(book).parse(step.with_sign("+").right)
        return None
    compare = same_solution if step.relation == MEANS else same_value
    sums = SIZE in book.reach([step.left, step.right, step.end])
    for size in SIZES if sums else SIZES[:1]:
        for signed in dict.fromkeys(map(step.with_sign, "+-")):
            wrong = compare(signed, Reading(book, size))
            if wrong:
                return wrong
    return None


def same_value(step: Step, reading: Reading) -> str | None:
    """Tell how two sides differ; an approximation may, by what its last digit hides."""
    relative, absolute = 1e-30, 1e-45
    if step.relation == ABOUT:
        shown = ROUNDED.fullmatch(step.right)
        power = (
            int(shown["power"] or 0) - len(shown["decimals"] or "") if shown else 0
        )
        relative, absolute = (0.0, 0.5 * 10.0**power) if shown else (1e-6, 0.0)
    left, right = reading.of(step.left), reading.of(step.right)
    wrong = difference(left, right, reading.book, relative, absolute)
    return f"{step.left} is not {step.right}; {wrong}" if wrong else None


def same_solution(step: Step, reading: Reading) -> str | None:
    r"""Tell which equation does not mean what the last one, solved for a name, says.

    It has to hold where the last one does, and not everywhere.
    """
    (_, solved), *others = split(step.end, RELATIONS)
    name, _ = application(solved) or ("", ())
    if not name or len(others) != 1:
        raise ValueError(
            rf"the last equation of \iff is not solved, as x = …: {step.end}"
        )
    anywhere = reading.free(name)
    solution = replace(reading, given={name: anywhere.of(others[0][1])})
    for equation in (step.left, step.right):
        left, right = (tex for _, tex in split(equation, RELATIONS))
        wrong = difference(solution.of(left), solution.of(right), reading.book)
        if wrong:
            return f"{equation} does not hold where {step.end}; {wrong}"
        if not difference(anywhere.of(left), anywhere.of(right), reading.book):
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
    >>> from weave.claims.tex import find_equations
    >>> (equation,) = find_equations("$a = b^2$<!-- = 2 * b -->", Path("a.md"))
    >>> check_code(equation, Definitions(), {})
    'a.md:1: the formula gives 7.91016, but 2 * b gives 5.625; at b = 2.8125'
    """
    place, code = f"{equation.path}:{equation.line}", equation.code or ""
    ends = [end for chain in equation.chains for end in listed(chain[-1][2])]
    try:
        trials = list(evaluate(ends, book))
    except Exception as error:
        return f"{place}: this formula has no value: {' '.join(str(error).split())}"
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


def listed(tex: str) -> list[str]:
    """Return the numbers in the brackets of a distribution, or what it is if it is none.

    Examples
    --------
    >>> listed("N(5, 0.5)"), listed("2 x")
    (['5', '0.5'], ['2 x'])
    """
    found = DISTRIBUTION.fullmatch(tex)
    return re.split(r"\s*,\s*", found["numbers"]) if found else [tex]


def evaluate(
    texts: list[str], book: Definitions
) -> Iterator[tuple[list[float], dict[str, float]]]:
    """Yield the values of formulas and those of the names in them, at random points."""
    reading = Reading(book)
    known = {
        book.spell(name): reading.name(name) for name in sorted(book.reach(texts))
    }
    wanted = [reading.of(tex) for tex in texts] + list(known.values())
    symbols = sorted(set().union(*(each.free_symbols for each in wanted)), key=str)
    compute = sympy.lambdify(symbols, wanted, "mpmath")
    for point in points(symbols, book):
        with mpmath.workdps(DIGITS):
            values = [float(each) for each in compute(*point)]
        yield (
            values[: len(texts)],
            dict(zip(known, values[len(texts) :], strict=True)),
        )
