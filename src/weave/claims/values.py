"""Compute what the sources of claims say, and write it as the page writes numbers."""

import ast
import builtins
import inspect
import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from numbers import Integral, Real
from typing import Any

from weave.page import Page

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# a number as people write it: −1,234.5, 4.2 × 10⁻¹⁸, 99.7 %
NUMBER = re.compile(
    r"(?<![\w.])(?P<text>[−-]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?"
    r"(?:\s×\s10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?P<percent>\s?%)?)"
)


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
        exact = Decimal(int(value) if isinstance(value, Integral) else float(value))
        power = int((form["power"] or "⁰").translate(SUPERSCRIPTS))
        exact = exact.scaleb(-power + (2 if form["percent"] else 0))
        if not exact.is_finite():
            raise TypeError(f"the source gives {value!r}; expected a finite number")
        last = Decimal(1).scaleb(-len(form["decimals"] or ""))
        rounded = exact.quantize(last, rounding=ROUND_HALF_EVEN)
    digits = f"{abs(rounded):,f}" if "," in form["whole"] else f"{abs(rounded):f}"
    sign = ("-" if like.startswith("-") else "−") if rounded < 0 else ""
    tail = f" × 10{form['power']}" if form["power"] else ""
    return f"{sign}{digits}{tail}{form['percent'] or ''}"


def compute(expression: str, namespace: dict[str, Any]) -> Any:
    """Return the value of an expression, which may span lines and may ask for a ``default``."""
    return eval(" ".join(expression.split()), {"default": default, **namespace})


def default(function: Callable[..., Any], argument: str) -> Any:
    """Return what a function takes for an argument that a caller leaves out.

    Examples
    --------
    >>> default(int.from_bytes, "byteorder")
    'big'
    """
    return inspect.signature(function).parameters[argument].default


def when_ready(expression: str, page: Page, start: int, end: int) -> int:
    r"""Return the offset at which an expression can run that stands from ``start`` to ``end``.

    That is its end, or behind the block further down that defines what it names.

    Raises
    ------
    WeaveError
        If it is no expression, or names nothing of the page: it could not go wrong.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), "2<!-- = x -->\n\n```python\nx = 2\n```\n")
    >>> when_ready("x", page, 0, 13)
    34
    >>> when_ready("1 / 20", page, 0, 13)
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: the expression 1 / 20 names nothing of the page
    """
    hint = "compute it from what the page's code defines, or take a default with "
    hint += 'default(function, "argument"); anything else could not go wrong'
    try:
        tree = ast.parse(" ".join(expression.split()), mode="eval")
    except SyntaxError as error:
        message = f"{expression} is no Python expression: {error.msg}"
        raise page.error(start, message, hint=hint, shown=expression) from None
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if not used - set(dir(builtins)):
        message = f"the expression {expression} names nothing of the page"
        raise page.error(start, message, hint=hint, shown=expression)
    found = page.definitions
    return max([end, *(found[name] for name in used & found.keys())])
