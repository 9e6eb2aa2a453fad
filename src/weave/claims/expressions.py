"""Compute the expressions that stand in comments behind claims, once the page has their names."""

import ast
import builtins
import inspect
from collections.abc import Callable
from typing import Any

from weave.page import Page


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
    nodes = list(ast.walk(tree))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    used = {name.id for name in names}
    own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    if not used - own - {"default", *dir(builtins)}:
        message = f"the expression {expression} names nothing of the page"
        raise page.error(start, message, hint=hint, shown=expression)
    found = page.definitions
    return max([end, *(found[name] for name in used & found.keys())])
