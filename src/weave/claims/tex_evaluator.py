"""Evaluate formulas in TeX at a random point, with what the page has defined above."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType
from typing import Any

import mpmath

from weave.claims.definitions import Definitions
from weave.claims.tex import CONSTANTS, names, tokens

SIZE = "n"  # the number of samples, and which ones a sum is checked with
SIZES = (3, 4)
FUNCTIONS: dict[str, Callable[..., Any]] = {
    r"\ln": mpmath.ln,
    r"\sqrt": mpmath.sqrt,
    r"\max": max,
}
CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|"}
BEHIND_PRODUCT = {"", "+", "-", ",", "/", r"\cdot", r"\times", *CLOSING.values()}


@dataclass
class Point:
    """A random point at which formulas have values.

    Attributes
    ----------
    definitions
        What the formulas have defined.
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

    definitions: Definitions
    seed: int = 0
    size: int = SIZES[0]
    bound: Mapping[str, Any] = field(default_factory=dict)
    drawn: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def value(
        self, tex: str, bound: Mapping[str, Any] = MappingProxyType({})
    ) -> Any:
        r"""Return the value of a formula, with some names bound.

        Raises
        ------
        ValueError
            If it is none of what the book writes.

        Examples
        --------
        >>> point = Point(Definitions())
        >>> float(point.value(r"w x_3 + \sqrt{4}", {"w": 2, "x_3": 5}))
        12.0
        """
        with self.binding(bound):
            return Reader(tex, self).value()

    @contextmanager
    def binding(self, more: Mapping[str, Any]) -> Iterator[None]:
        """Bind some names for a while."""
        outer, self.bound = self.bound, {**self.bound, **more}
        try:
            yield
        finally:
            self.bound = outer

    def of_name(self, name: str) -> Any:
        """Return the value of a name."""
        name = self.numbered(name)
        if name in self.bound:
            self.used.add(name)
            return self.bound[name]
        if name == SIZE:
            return mpmath.mpf(self.size)
        return (
            self.meaning(name) if self.definitions.find(name) else self.draw(name)
        )

    def draw(self, name: str) -> Any:
        """Return the random value of a name."""
        if name not in self.drawn:
            random = Random(f"{self.seed} {name}")
            self.drawn[name] = mpmath.mpf(
                self.definitions.domain(name).draw(random)
            )
        return self.drawn[name]

    def numbered(self, name: str) -> str:
        """Return a name whose index is a number; a letter that is not bound has one of its own."""
        base, _, letter = name.partition("_")
        if not letter.isalpha():
            return name
        seen = self.definitions.indices
        if letter not in {SIZE, *self.bound}:
            seen.setdefault(letter, len(seen) + 1)
        return f"{base}_{int(self.bound.get(letter, seen.get(letter, self.size)))}"

    def meaning(
        self, name: str, bound: Mapping[str, Any] = MappingProxyType({})
    ) -> Any:
        """Return the value of what a name stands for, with some names bound."""
        body, index = self.definitions.find(name) or (None, "")
        if body is None:
            raise ValueError(f"{name} is not defined above")
        letter = {body.letter: mpmath.mpf(index)} if body.letter else {}
        return self.value(body.tex, {**bound, **letter})

    def call(self, name: str, values: list[Any], inside: frozenset[str]) -> Any:
        """Return the value of a function, or of its slope if the name has a prime.

        ``inside`` are the names in its argument: the parameter of E in E(w+h) is what E depends on.
        """
        function = name.removesuffix("'")
        found = self.definitions.find(function)
        parameters = found[0].parameters if found else ()
        if found and not parameters:
            parameters = tuple(n for n in inside if self.depends(function, n))
        if len(parameters) != len(values):
            raise ValueError(f"{name}({', '.join(inside)}) is not defined above")
        if name == function:
            return self.meaning(name, dict(zip(parameters, values, strict=True)))
        return self.slope(function, parameters[0], values[0])

    def slope(self, name: str, by: str, at: Any) -> Any:
        """Return the derivative of what a name stands for."""
        return mpmath.diff(lambda value: self.meaning(name, {by: value}), at)

    def depends(self, name: str, on: str) -> bool:
        """Tell whether a name leads to another."""
        self.used.discard(on)
        self.meaning(name, {on: self.of_name(on)})
        return on in self.used

    def rate(self, name: str, by: str) -> Any:
        """Differentiate down to, and not past, a name."""
        name, by = self.numbered(name), self.numbered(by)
        if not self.definitions.find(name) or not self.depends(name, by):
            raise ValueError(f"nothing above says how {name} depends on {by}")
        return self.slope(name, by, self.of_name(by))


class Reader:
    """Computes TeX from left to right, at a point."""

    def __init__(self, tex: str, point: Point) -> None:
        self.tex, self.point = tex, point
        self.tokens, self.at = tokens(tex), 0

    def value(self) -> Any:
        """Return the value of the whole."""
        try:
            value = self.expression()
            self.take("")
        except (LookupError, SyntaxError):
            raise ValueError(f"cannot read {self.tex!r}") from None
        return value

    @property
    def next(self) -> str:
        """The text of the next token; at the end nothing."""
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def take(self, *texts: str) -> None:
        """Take the tokens that have to come."""
        for text in texts:
            if self.next != text:
                raise SyntaxError
            self.at += 1

    def expression(self) -> Any:
        """Read a sum."""
        value = 0 if self.next in {"+", "-"} else self.term()
        while self.next in {"+", "-"}:
            sign = 1 if self.next == "+" else -1
            self.at += 1
            value += sign * self.term()
        return value

    def term(self) -> Any:
        r"""Read a product with signs, ``\cdot`` or a slash."""
        value = self.product()
        while self.next in {r"\cdot", r"\times", "/"}:
            slash = self.next == "/"
            self.at += 1
            value = value / self.product() if slash else value * self.product()
        return value

    def product(self) -> Any:
        """Read factors with nothing between them; they bind closer than a slash."""
        value = self.power()
        while self.next not in BEHIND_PRODUCT:
            value *= self.power()
        return value

    def power(self) -> Any:
        """Read a factor and its exponent."""
        base = self.factor()
        if self.next != "^":
            return base
        self.take("^")
        if len(self.next) > 1:
            raise SyntaxError  # TeX would raise one character only
        return base ** self.factor()

    def factor(self) -> Any:
        """Read a number, a name, a call, a fraction, a sum, or what stands in brackets."""
        token = self.tokens[self.at]
        if token.text in CLOSING:
            value = self.inside(token.text)
            return abs(value) if token.text == "|" else value
        self.at += 1
        if token.kind == "number":
            return mpmath.mpf(token.text)
        if token.kind == "rate":
            return self.point.rate(*token.names)
        if token.kind == "name":
            return self.name(token.text)
        if token.text == r"\frac":
            above = self.inside("{")
            return above / self.inside("{")
        return self.series() if token.text == r"\sum" else self.function(token.text)

    def function(self, text: str) -> Any:
        """Read what a function is applied to: what is in brackets, or the one factor behind it."""
        values = self.arguments() if self.next == "(" else [self.power()]
        if self.next == "^":
            raise SyntaxError  # of the value, or of the argument?
        return FUNCTIONS[text](*values)

    def inside(self, opening: str) -> Any:
        """Read what stands in brackets."""
        (value,) = self.arguments(opening)
        return value

    def arguments(self, opening: str = "(") -> list[Any]:
        """Read a list in brackets."""
        self.take(opening)
        values = [self.expression()]
        while self.next == ",":
            self.take(",")
            values.append(self.expression())
        self.take(CLOSING[opening])
        return values

    def name(self, text: str) -> Any:
        """Read a name, or a call if the name is a known function or a capital."""
        if text in CONSTANTS:
            return +(mpmath.e if text == "e" else mpmath.pi)
        slope = text.endswith("'")
        called = (
            slope
            or text in self.point.definitions.functions
            or text.strip("\\")[0].isupper()
        )
        if self.next != "(" or not called:
            if slope:
                raise SyntaxError
            return self.point.of_name(text)
        begin = self.at
        values = self.arguments()
        inside = names(self.tokens[begin : self.at])
        return self.point.call(text, values, inside)

    def series(self) -> Any:
        """Read a sum over the numbers from one to another."""
        self.take("_", "{")
        letter = self.next
        self.take(letter, "=")
        first = self.expression()
        self.take("}", "^")
        last = self.factor()
        if int(last) != last:
            raise ValueError(f"the limits of the sum over {letter} are no numbers")
        total, begin = mpmath.mpf(0), self.at
        for number in range(int(first), int(last) + 1):
            self.at = begin
            with self.point.binding({letter: mpmath.mpf(number)}):
                total += self.product()
        return total
