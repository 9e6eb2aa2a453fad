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
      | (?P<name>{NAME}'?)
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
        How it is written, without spaces and braces.
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
        kind = next(
            k for k in ("look", "rate", "name", "number", "sign") if match[k]
        )
        if kind == "look":
            continue
        text = match[kind] if kind == "sign" else plain(match[kind])
        names = {
            "rate": [match["of"], match["by"]],
            "name": [text.removesuffix("'")],
        }
        inside = tuple(map(plain, names.get(kind, [])))
        found.append(Token(kind, text, *match.span(), inside))
    return tuple(found)


def plain(tex: str) -> str:
    """Return TeX without spaces and braces."""
    return re.sub(r"[\s{}]", "", tex)


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
    for token in (*tokens(tex), Token("end", "", len(tex), len(tex))):
        depth += token.text in {"{", "(", "["}
        depth -= token.text in {"}", ")", "]"}
        if token.kind == "end" or (token.text in at and depth == 0):
            part = tex[begin : token.start].replace("&", " ")
            parts[-1] = (parts[-1][0], " ".join(part.split()))
            parts.append((token.text, ""))
            begin = token.end
    if depth:
        raise ValueError(f"the brackets of {' '.join(tex.split())} do not match")
    return parts[:-1]


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


def application(tex: str) -> tuple[str, tuple[str, ...]] | None:
    r"""Return name and parameters, if TeX is a name alone or a function of names.

    Examples
    --------
    >>> application(r"\hat{y}"), application(r"\sigma(z, n)"), application("2x")
    (('\\haty', ()), ('\\sigma', ('z', 'n')), None)
    """
    name, *rest = tokens(tex) or [Token("end", "", 0, 0)]
    if name.kind != "name" or name.text in CONSTANTS:
        return None
    signs = [token.text for token in [*rest[:1], *rest[2::2]]]
    if rest and signs != ["(", *[","] * (len(signs) - 2), ")"]:
        return None
    if any(token.kind != "name" for token in rest[1::2]):
        return None
    return name.text, tuple(token.text for token in rest[1::2])
