"""Evaluate formulas in TeX at a random point, with what the page has defined above."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import mpmath

from weave.claims.definitions import Definitions
from weave.claims.tex_tokens import CONSTANTS, Token, is_letter, names, tokens

FUNCTIONS: dict[str, Callable[..., Any]] = {
    r"\ln": mpmath.ln,
    r"\sqrt": mpmath.sqrt,
    r"\max": max,
}
CLOSING = {"(": ")", "{": "}", "|": "|"}
BEHIND_PRODUCT = {"", "+", "-", ",", "/", r"\cdot", *CLOSING.values()}


@dataclass(frozen=True)
class Point:
    """A random point at which formulas have values.

    Attributes
    ----------
    definitions
        What the formulas have defined.
    seed
        Which point it is.
    bound
        Values that names have whatever their definitions say.
    drawn
        The values of names without a definition, as far as they were asked for.
    """

    definitions: Definitions
    seed: int = 0
    bound: Mapping[str, Any] = field(default_factory=dict)
    drawn: dict[str, Any] = field(default_factory=dict)

    def value(self, tex: str) -> Any:
        r"""Return the value of a formula.

        Raises
        ------
        ValueError
            If it is none of what the book writes.

        Examples
        --------
        >>> point = Point(Definitions(), bound={"w": 2, "x_3": 5})
        >>> float(point.value(r"w x_3 + \sqrt{4}"))
        12.0
        """
        return Reader(tex, self).value()

    def binding(self, more: Mapping[str, Any]) -> "Point":
        """Return this point with more names bound."""
        return replace(self, bound={**self.bound, **more})

    def of_name(self, name: str) -> Any:
        """Return the value of a name."""
        name = self.numbered(name)
        if name in self.bound:
            return self.bound[name]
        if self.definitions.find(name):
            return self.meaning(name, {})
        if name not in self.drawn:
            random = Random(f"{self.seed} {name}")
            value = self.definitions.domain(name).draw(random)
            self.drawn[name] = mpmath.mpf(value)
        return self.drawn[name]

    def numbered(self, name: str) -> str:
        """Return a name with a number in place of a letter as its index."""
        base, _, letter = name.partition("_")
        if not is_letter(letter):
            return name
        number = self.of_name(letter)
        if number != int(number):
            rule = f"<!-- domain: {letter} in {{1}} -->"
            raise ValueError(f"nothing says which number {letter} is; write {rule}")
        return f"{base}_{int(number)}"

    def meaning(self, name: str, bound: Mapping[str, Any]) -> Any:
        """Return the value of what a name stands for, with some names bound."""
        body = self.definitions.find(name)
        if body is None:
            raise ValueError(f"{name} is not defined above")
        index = name.partition("_")[2]
        letter = {body.letter: mpmath.mpf(index)} if body.letter else {}
        return self.binding({**bound, **letter}).value(body.tex)

    def call(self, name: str, value: Any, inside: frozenset[str]) -> Any:
        """Return the value of a function, of which ``inside`` are the names in the argument.

        The parameter of E in E(w+h) is what E depends on.
        """
        body = self.definitions.find(name)
        parameters = {body.parameter} if body else set()
        if body and not body.parameter:
            parameters = self.definitions.reach(body.uses) & inside
        if len(parameters) != 1:
            raise ValueError(f"{name}({', '.join(inside)}) is not defined above")
        return self.meaning(name, dict.fromkeys(parameters, value))

    def rate(self, name: str, by: str) -> Any:
        """Differentiate down to, and not past, a name."""
        body = self.definitions.find(name)
        reached = self.definitions.reach(
            body.uses | {body.parameter} if body else ()
        )
        # w_k stands for each w with an index
        lettered = {
            each.partition("_")[:2]
            for each in reached
            if is_letter(each.partition("_")[2])
        }
        known = by in reached or by.partition("_")[:2] in lettered
        name, by = self.numbered(name), self.numbered(by)
        if not known and by not in reached:
            raise ValueError(f"nothing above says how {name} depends on {by}")
        return mpmath.diff(
            lambda value: self.meaning(name, {by: value}), self.of_name(by)
        )


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
            what = f"{self.next!r} in" if self.next else "the end of"
            raise ValueError(f"cannot read {what} {self.tex!r}") from None
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
        begin = self.at
        value = self.product()
        while self.next in {r"\cdot", "/"}:
            slash = self.next == "/"
            self.at += 1
            if slash:
                self.refuse_rate(begin, self.at)
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
        known = {r"\frac", r"\sum", *FUNCTIONS}
        if token.kind == "sign" and token.text not in known:
            raise SyntaxError
        self.at += 1
        if token.kind == "number":
            return mpmath.mpf(token.text)
        if token.kind == "rate":
            return self.point.rate(*token.names)
        if token.kind == "name":
            return self.name(token.text)
        if token.text == r"\frac":
            begin = self.at
            above = self.inside("{")
            self.refuse_rate(begin + 1, self.at + 1)
            return above / self.inside("{")
        return self.series() if token.text == r"\sum" else self.function(token.text)

    def refuse_rate(self, above: int, below: int) -> None:
        """Refuse a fraction that readers take for a derivative, and that has a factor d twice."""
        if self.tokens[above].text == "d" == self.tokens[below].text:
            raise ValueError(r"write a derivative as \frac{dE}{dw}")

    def function(self, text: str) -> Any:
        """Read what a function is applied to: what is in brackets, or the one factor behind it."""
        bare = self.next not in {"(", "{"}
        values = self.arguments() if self.next == "(" else [self.power()]
        # is it of the value, or of the argument?
        if self.next == "^" or (bare and self.next not in BEHIND_PRODUCT):
            raise SyntaxError
        return FUNCTIONS[text](*values)

    def inside(self, opening: str) -> Any:
        """Read what stands in brackets."""
        self.take(opening)
        value = self.expression()
        self.take(CLOSING[opening])
        return value

    def arguments(self) -> list[Any]:
        """Read a list in brackets."""
        self.take("(")
        values = [self.expression()]
        while self.next == ",":
            self.take(",")
            values.append(self.expression())
        self.take(")")
        return values

    def name(self, text: str) -> Any:
        """Read a name, or a call if the name is a known function or a capital."""
        if text in CONSTANTS:
            return +(mpmath.e if text == "e" else mpmath.pi)
        called = (
            self.point.definitions.is_function(text)
            or text.strip("\\")[0].isupper()
        )
        if self.next != "(":
            return self.point.of_name(text)
        if not called:
            self.refuse_call(text)
            return self.point.of_name(text)
        begin = self.at
        value = self.inside("(")
        return self.point.call(text, value, names(self.tokens[begin : self.at]))

    def refuse_call(self, text: str) -> None:
        """Refuse what readers take for a function's value, if it would be read as a product."""
        behind = self.tokens[self.at + 1 : self.at + 4]
        match [token for token in behind if token.text not in {"+", "-"}]:
            case [Token(kind="name"), Token(text=")"), *_]:
                raise ValueError(
                    rf"{text} is no function; write a product with \cdot"
                )

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
        total, begin, outside = mpmath.mpf(0), self.at, self.point
        for number in range(int(first), int(last) + 1):
            self.at = begin
            self.point = outside.binding({letter: mpmath.mpf(number)})
            total += self.product()
        self.point = outside
        return total
