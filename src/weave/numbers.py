"""Numbers in prose that carry their source: ``2.446<!-- = -bias / weight -->``.

The comment holds a Python expression. It is evaluated in the page's namespace at that place, and
the number in front of it has to be its value, correctly rounded to the digits shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from weave.errors import WeaveError
from weave.fences import find_fences

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = re.compile(
    r"(?<![\w.])(?P<text>−?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?"
    r"(?:\s×\s10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?P<percent>\s?%)?)"
)
MARK = re.compile(r"<!--\s*=\s*(?P<expression>.*?)\s*-->", re.DOTALL)
CODE = re.compile(
    r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->", re.DOTALL
)
NOT_PROSE = re.compile(
    r"""\$\$.*?\$\$                      # displayed mathematics
      | \$(?!\s)(?:[^$\n]|\n(?!\s*\n))+?(?<!\s)\$  # inline mathematics
      | <[a-zA-Z/][^>\n]*>               # tags
      | (?<=\])\([^)\s]*(?:\s"[^"]*")?\)  # link targets and titles
      | (?<=\])\[[^\]\n]*\]
      | \{[^}\n]*\}                      # attributes
      | https?://\S+""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True)
class Number:
    """A number in prose and where it comes from.

    Attributes
    ----------
    path, line
        The page and the line, from 1.
    start, end
        Offsets in the page of the number's first character and of the end of its comment.
    text
        The number as the reader sees it.
    expression
        The Python expression that gives it.
    """

    path: Path
    line: int
    start: int
    end: int
    text: str
    expression: str


def find_numbers(text: str, path: Path) -> Iterator[Number]:
    """Yield the numbers with a source, from top to bottom.

    Raises
    ------
    WeaveError
        If a decimal number in prose has no source, or a source has no number in front of it.

    Examples
    --------
    >>> [number.text for number in find_numbers("About 0.69<!-- = ln_2 --> nats.", Path("a.md"))]
    ['0.69']
    >>> list(find_numbers("About 0.69 nats.", Path("a.md")))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: 0.69 has no source; write 0.69<!-- = expression -->
    """
    words = prose(text, path)
    page = outside_fences(text, path)
    # a mark behind a formula is the source of the formula
    marks = {
        mark.start(): mark
        for mark in MARK.finditer(page)
        if not page[: mark.start()].rstrip().endswith("$")
    }
    for found in NUMBER.finditer(words):
        line = text.count("\n", 0, found.start()) + 1
        mark = marks.pop(found.end(), None)
        if mark:
            yield Number(
                path,
                line,
                found.start(),
                mark.end(),
                found["text"],
                mark["expression"],
            )
        elif found["decimals"]:
            shown = found["text"]
            raise WeaveError(
                path,
                line,
                f"{shown} has no source; write {shown}<!-- = expression -->",
            )
    for start in marks:
        line = text.count("\n", 0, start) + 1
        raise WeaveError(path, line, "this source has no number in front of it")


@lru_cache  # every checker of a page asks for it
def outside_fences(text: str, path: Path) -> str:
    """Return a page of the same length with its fenced blocks blanked."""
    for fence in find_fences(text, path):
        text = (
            text[: fence.start]
            + blank(text[fence.start : fence.end])
            + text[fence.end :]
        )
    return text


def without_code(text: str, path: Path) -> str:
    """Return a page of the same length with blocks, code in sentences and comments blanked."""
    return CODE.sub(lambda found: blank(found[0]), outside_fences(text, path))


def prose(text: str, path: Path) -> str:
    """Return a page of the same length with everything blanked that is not prose."""
    return NOT_PROSE.sub(lambda found: blank(found[0]), without_code(text, path))


def blank(text: str) -> str:
    """Return as many spaces, with the newlines kept."""
    return re.sub(r"[^\n]", " ", text)


def without_marks(text: str) -> str:
    """Return the page without the sources of its numbers, as a reader sees it.

    Examples
    --------
    >>> without_marks("About 0.69<!-- = log(2) --> nats.")
    'About 0.69 nats.'
    """
    return MARK.sub("", text)


def render(value: Any, like: str) -> str:
    """Write ``value`` in the form of the number ``like``: its decimals, percent sign or power.

    Raises
    ------
    TypeError
        If ``value`` is not a real number.

    Examples
    --------
    >>> render(0.9966, like="99.0%")
    '99.7%'
    >>> render(-1234.5678, like="1,000.00")
    '−1,234.57'
    >>> render(4.248354e-18, like="4.2 × 10⁻¹⁸")
    '4.2 × 10⁻¹⁸'
    """
    form = NUMBER.fullmatch(like)
    if form is None:
        raise ValueError(f"like is {like!r}; expected a number")
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"the source gives {value!r}; expected a real number")
    with localcontext(prec=400):
        exact = (
            Decimal(int(value))
            if isinstance(value, Integral)
            else Decimal(float(value))
        )
        power = int((form["power"] or "⁰").translate(SUPERSCRIPTS))
        exact = exact.scaleb(-power + (2 if form["percent"] else 0))
        if not exact.is_finite():
            raise TypeError(f"the source gives {value!r}; expected a finite number")
        decimals = len(form["decimals"] or "")
        rounded = exact.quantize(
            Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN
        )
    digits = f"{abs(rounded):,f}" if "," in form["whole"] else f"{abs(rounded):f}"
    sign = "−" if rounded < 0 else ""
    tail = f" × 10{form['power']}" if form["power"] else ""
    return f"{sign}{digits}{tail}{form['percent'] or ''}"


def check(number: Number, namespace: dict[str, Any]) -> str | None:
    """Return None if the number is what its source gives, else what is wrong."""
    try:
        actual = render(eval(number.expression, namespace), like=number.text)
    except Exception as error:
        return f"the source of {number.text}, {number.expression}, raises {error!r}"
    if actual == number.text:
        return None
    return (
        f"the page says {number.text}, the run says {actual}: {number.expression}"
    )
