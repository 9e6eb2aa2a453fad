r"""Turn the TeX of formulas into Python, which can be parsed and computed.

It covers what the book writes: sums, products, powers, fractions, roots, ``\ln``, ``\exp``,
``\tanh``, ``\max``, ``\min``, bars, calls, ``\sum``, :math:`\sigma'(z)`, and rates such as
``\frac{\partial E}{\partial w}``. What Python has no sign for becomes a call with strings, such as
``rate('E', 'w')``; `algebra` knows what these calls mean.
"""

import ast
import keyword
import re
from dataclasses import dataclass
from functools import cache

EQUALS, ABOUT, MEANS = "=", r"\approx", r"\iff"
FUNCTIONS = {"ln", "exp", "tanh", "sqrt", "abs", "max", "min"}
NOT_NAMES = {"e", "pi", "mpf", "call", "slope", "rate", "series"} | FUNCTIONS
SIGNS = {"+": "+", "-": "-", ",": ",", r"\cdot": "*", r"\times": "*", "/": "/"}
CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|"}
# a token; a name takes its hat, its index, a \Delta before it and a prime behind it along
TOKEN = re.compile(
    r"""(?P<look>\\(?:left|right|quad|qquad)(?![A-Za-z])|\\[,;:!]|[&\s]+|[.,;]\s*\Z)
      | (?P<name>(?P<delta>\\Delta\s*(?=[A-Za-z\\]))?
          (?:\\hat\{(?P<hat>\w)\}|\\(?P<greek>[Dd]elta|[Ll]ambda|[Ss]igma|[Tt]heta|[Pp]hi|[Pp]si
              |[Oo]mega|[Gg]amma|alpha|beta|epsilon|zeta|eta|kappa|mu|nu|xi|pi|rho|tau|chi)
              (?![A-Za-z])|(?P<letter>[A-Za-z]))
          (?:\s*_\s*(?:\{(?P<index>\w+)\}|(?P<digit>\w)))?(?P<prime>'?))
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<sign>\\[A-Za-z]+|\\.|.)""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A name, a number or a sign, and where it stands; a name as Python could spell it."""

    kind: str
    text: str
    start: int
    end: int


@cache
def tokens(tex: str) -> tuple[Token, ...]:
    r"""Return the tokens of TeX without what is only looks.

    Examples
    --------
    >>> [token.text for token in tokens(r"\hat{y} - w_{0} \Delta w,")]
    ['yhat', '-', 'w_0', 'Deltaw']
    """
    found = []
    for match in TOKEN.finditer(tex):
        kind = next(k for k in ("look", "name", "number", "sign") if match[k])
        text = match[kind]
        if kind == "name":
            hat, index = match["hat"], match["index"] or match["digit"]
            base = f"{hat}hat" if hat else match["greek"] or match["letter"]
            base += "_" if keyword.iskeyword(base) else ""
            text = ("Delta" if match["delta"] else "") + base
            text += (f"_{index}" if index else "") + match["prime"]
        if kind != "look":
            found.append(Token(kind, text, *match.span()))
    return tuple(found)


def split(tex: str, at: frozenset[str]) -> list[tuple[str, str]]:
    r"""Split TeX at the relations ``at`` outside brackets; give each with what follows it.

    Raises
    ------
    ValueError
        If brackets do not match.

    Examples
    --------
    >>> split(r"a &= \sum_{i=1}^{n} b_i", frozenset("="))
    [('', 'a'), ('=', '\\sum_{i=1}^{n} b_i')]
    """
    parts, depth, begin = [("", "")], 0, 0
    for token in (*tokens(tex), Token("sign", "", len(tex), len(tex))):
        depth += (token.text in "{([") - (token.text in "})]") if token.text else 0
        if not token.text or (token.text in at and depth == 0):
            part = tex[begin : token.start].replace("&", " ")
            parts[-1] = (parts[-1][0], " ".join(part.split()))
            parts.append((token.text, ""))
            begin = token.end
    if depth:
        raise ValueError(f"the brackets of {' '.join(tex.split())} do not match")
    return parts[:-1]


@cache
def python(tex: str, functions: frozenset[str] = frozenset()) -> str:
    r"""Return TeX as Python; a name before a bracket is a factor, unless it is a function.

    Parameters
    ----------
    tex
        What stands on one side of a relation.
    functions
        The names that are functions; a capital letter before a bracket always is.

    Raises
    ------
    ValueError
        If it is none of what the book writes.

    Examples
    --------
    >>> python(r"x (1-\hat{y}) / \ln w_0")
    "(x*(mpf('1')-yhat))/ln(w_0)"
    >>> python(r"\sigma(-z)^n", frozenset({"sigma"}))
    "call('sigma', '-z')**n"
    """
    try:
        source = Reader(list(tokens(tex)), functions).expression()
        ast.parse(source, mode="eval")
    except (LookupError, SyntaxError):
        raise ValueError(f"cannot read {tex!r}") from None
    return source


@dataclass
class Reader:
    """Takes tokens off from the left and writes Python."""

    rest: list[Token]
    functions: frozenset[str]

    def next_is(self, *texts: str) -> bool:
        """Tell whether some texts come next."""
        return tuple(token.text for token in self.rest[: len(texts)]) == texts

    def take(self, *texts: str) -> None:
        """Take the tokens that have to come."""
        for text in texts:
            if self.rest.pop(0).text != text:
                raise SyntaxError

    def expression(self, closing: str = "") -> str:
        """Read up to a closing bracket, or to the end."""
        parts = [self.product(closing)]
        while self.rest and not self.next_is(closing):
            parts += [SIGNS[self.rest.pop(0).text], self.product(closing)]
        self.take(*filter(None, [closing]))
        return "".join(parts)

    def product(self, closing: str = "") -> str:
        """Read factors with nothing between them; they bind closer than a slash."""
        factors = []
        while self.rest and self.rest[0].text not in {
            *SIGNS,
            closing,
            ")",
            "}",
            "]",
        }:
            factors.append(self.power())
        return f"({'*'.join(factors)})" if factors[1:] else "".join(factors)

    def power(self) -> str:
        """Read a factor and its exponent."""
        base = self.factor()
        if not self.next_is("^"):
            return base
        self.take("^")
        if len(self.rest[0].text) > 1:
            raise SyntaxError  # TeX would raise one character only
        return f"{base}**{self.factor()}"

    def factor(self) -> str:
        """Read a number, a name, a call, a fraction, a sum, or what stands in brackets."""
        token = self.rest.pop(0)
        text, function = token.text, token.text.removeprefix("\\")
        if token.kind == "number":
            return f"mpf('{text}')"
        if token.kind == "name":
            return self.name(text)
        if text in CLOSING:
            inside = self.expression(CLOSING[text])
            return f"abs({inside})" if text == "|" else f"({inside})"
        if text in {r"\frac", r"\sum"}:
            return self.fraction() if text == r"\frac" else self.series()
        if function == text or function not in FUNCTIONS:
            raise SyntaxError
        bare = not self.next_is("(")
        argument = self.power() if bare else self.factor()
        if self.next_is("^"):
            raise SyntaxError  # of the value, or of the argument?
        return f"{function}({argument})" if bare else f"{function}{argument}"

    def name(self, text: str) -> str:
        """Read what a name begins: itself, a call, or the slope of a function."""
        name = text.removesuffix("'")
        called = text != name or name in self.functions or name[0].isupper()
        if not called or not self.next_is("("):
            return text  # with a prime, no Python
        self.take("(")
        kind = "call" if text == name else "slope"
        return f"{kind}({name!r}, {self.expression(')')!r})"

    def fraction(self) -> str:
        """Read a fraction, or a rate like dE/dz."""
        texts = [token.text for token in self.rest[:8]]
        if len(texts) == 8 and {texts[1], texts[5]} <= {"d", r"\partial"}:
            self.take("{", texts[1], texts[2], "}", "{", texts[5], texts[6], "}")
            return f"rate({texts[2]!r}, {texts[6]!r})"
        self.take("{")
        above = self.expression("}")
        self.take("{")
        return f"(({above})/({self.expression('}')}))"

    def series(self) -> str:
        r"""Read a sum from a number to another; ``\sum_k`` is one from 1 to n."""
        self.take("_")
        if not self.next_is("{"):
            letter, low, high = self.rest.pop(0).text, "1", "n"
        else:
            letter = self.rest[1].text
            self.take("{", letter, "=")
            low = self.expression("}")
            self.take("^")
            high = self.factor()
        return f"series({letter!r}, {low!r}, {high!r}, {self.product()!r})"


@cache
def names(source: str) -> frozenset[str]:
    r"""Return the names in Python made of TeX; e, π, functions and letters of sums are none.

    Examples
    --------
    >>> sorted(names(python(r"\frac{dE}{dz} - w_0 e^{-2\pi}")))
    ['E', 'w_0', 'z']
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(source or "0", mode="eval")):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Call):
            inside = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if getattr(node.func, "id", "") == "series":
                letter, *inside = inside
                found |= set().union(*map(names, inside)) - {letter}
            else:
                found |= set().union(*map(names, inside))
    return frozenset(found - NOT_NAMES)


def application(tex: str) -> tuple[str, tuple[str, ...]] | None:
    r"""Return name and parameters, if TeX is a name alone or a function of names.

    Examples
    --------
    >>> application(r"\hat{y}"), application(r"\sigma(z)"), application("2x")
    (('yhat', ()), ('sigma', ('z',)), None)
    """
    name, *rest = tokens(tex) or [Token("", "", 0, 0)]
    inside = rest[1:-1]
    signs = [token.text for token in [*rest[:1], *inside[1::2], *rest[-1:]]]
    if name.kind != "name" or name.text in NOT_NAMES:
        return None
    if rest and (signs[0], signs[-1], {*signs[1:-1]} - {","}) != ("(", ")", set()):
        return None
    if any(token.kind != "name" for token in inside[::2]):
        return None
    return name.text, tuple(token.text for token in inside[::2])
