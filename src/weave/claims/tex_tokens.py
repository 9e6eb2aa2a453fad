r"""Take the TeX of formulas apart: names, numbers, rates such as dE/dz, and signs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

EQUALS, ABOUT, MEANS = "=", r"\approx", r"\iff"
CONSTANTS = {"e", r"\pi"}
# a name with its hat, its index and a \Delta before it
NAME = (
    r"(?:\\Delta\s*)?(?:\\hat\{\w\}|\\(?:alpha|beta|gamma|epsilon|eta|theta|lambda|mu|pi|rho|sigma"
    r"|tau|phi|Phi|chi|psi|omega)(?![A-Za-z])|[A-Za-z])(?:\s*_\s*(?:\{\w+\}|\w))?"
)
# a token of TeX
TOKEN = re.compile(
    rf"""(?P<look>\\(?:left|right|quad|qquad)(?![A-Za-z])|\\[,;:!]|[&\s]+|[.,;]\s*\Z)
      | (?P<rate>\\frac\{{(?:d|\\partial)\s*(?P<of>{NAME})\}}
          \{{(?:d|\\partial)\s*(?P<by>{NAME})\}})
      | (?P<name>{NAME})
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<sign>\\[A-Za-z]+|\\.|.)""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A name, a number, a rate or a sign of TeX.

    Attributes
    ----------
    kind
        One of ``name``, ``number``, ``rate`` and ``sign``.
    text
        How it is written, without spaces; but for a sign, without braces too.
    start, end
        Where it stands.
    names
        The names in it: one in a name, two in a rate.
    """

    kind: str
    text: str
    start: int
    end: int
    names: tuple[str, ...] = ()


@cache
def tokens(tex: str) -> tuple[Token, ...]:
    r"""Return the tokens of TeX without what is only looks.

    Examples
    --------
    >>> [token.text for token in tokens(r"\hat{y} - w_{0} \Delta w,")]
    ['\\haty', '-', 'w_0', '\\Deltaw']
    """
    found = []
    for match in TOKEN.finditer(tex):
        kind = match.lastgroup or ""
        if kind == "look":
            continue
        text = match[0] if kind == "sign" else plain(match[0])
        listed = {"name": (text,), "rate": (match["of"], match["by"])}
        inside = tuple(map(plain, listed.get(kind, ())))
        found.append(Token(kind, text, *match.span(), inside))
    return tuple(found)


def plain(tex: str) -> str:
    """Return TeX without spaces and braces."""
    return re.sub(r"[\s{}]", "", tex)


def is_letter(index: str) -> bool:
    """Tell whether an index stands for a number, as in x_i; a word, as in x_max, is a name."""
    return len(index) == 1 and index.isalpha()


def split(tex: str) -> list[tuple[int, str, str]]:
    r"""Split TeX at its relations; give each side with its offset and the relation before it.

    Examples
    --------
    >>> split(r"a &= \sum_{i=1}^{n} b_i")
    [(0, '', 'a'), (5, '=', '\\sum_{i=1}^{n} b_i')]
    """
    parts, depth, relation, begin = [], 0, "", 0
    for token in (*tokens(tex), Token("end", "", len(tex), len(tex))):
        depth += (token.text == "{") - (token.text == "}")
        relates = token.text in {EQUALS, ABOUT} and depth == 0
        if relates or token.kind == "end":
            begin = len(tex) - len(tex[begin:].lstrip())
            side = tex[begin : token.start].replace("&", " ")
            parts.append((begin, relation, " ".join(side.split())))
            relation, begin = token.text, token.end
    return parts


def names(found: Iterable[Token]) -> frozenset[str]:
    r"""Return the names in tokens; e, π and the letters of sums are none.

    Examples
    --------
    >>> sorted(names(tokens(r"\frac{dE}{dz} - \sum_{k=1}^{n} w_k e^{-2\pi}")))
    ['E', 'n', 'w_k', 'z']
    """
    listed = list(found)
    letters = {
        letter.text
        for token, letter in zip(listed, listed[3:], strict=False)
        if token.text == r"\sum"
    }
    inside = set[str]().union(*(token.names for token in listed))
    return frozenset(inside - CONSTANTS - letters)


def application(tex: str) -> tuple[str, str]:
    r"""Return name and parameter, if TeX is a name alone or a function of a name.

    Examples
    --------
    >>> application(r"\hat{y}"), application(r"\sigma(z)"), application("2x")
    (('\\haty', ''), ('\\sigma', 'z'), ('', ''))
    """
    match [(token.kind, token.text) for token in tokens(tex)]:
        case [(_, name), *_] if name in CONSTANTS:
            return "", ""
        case [("name", name)]:
            return name, ""
        case [("name", name), (_, "("), ("name", parameter), (_, ")")]:
            return name, parameter
    return "", ""
