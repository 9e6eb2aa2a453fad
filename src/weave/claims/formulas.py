r"""Count what the formulas of a page claim, and refuse digits in them that nothing binds."""

import re
from collections import Counter
from collections.abc import Iterator

from weave.claims.definitions import Definitions
from weave.claims.equations import find_equations
from weave.claims.tex import tokens
from weave.errors import WeaveError
from weave.page import NOTATION_PAGE, Page

KINDS = {
    "definition": "definition in a formula",
    "case": "formula saying which label is meant",
    "value": "value of a formula taken from the code",
    "check": "step of an equation checked",
}
NUMBERED = re.compile(r"_\d+$")  # a name whose index is a number: w_0


def count(page: Page) -> Counter[str]:
    r"""Return how many claims of each kind the formulas of a page make.

    Raises
    ------
    WeaveError
        If one claims nothing that can be checked, or if its digits are bound to nothing.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), "$a = 2 b$, so $3 a = 6 b$ and $2 b$ is $a$")
    >>> print(*count(page), sep="\n")
    definition in a formula
    step of an equation checked
    formula quoted from a checked one
    """
    found: Counter[str] = Counter()
    book = Definitions.for_page(page)
    notation = Page(NOTATION_PAGE, page.notation)
    checked = [texts(equation.tex) for equation in find_equations(notation)]
    equations = {each.start: each for each in find_equations(page)}
    for equation in equations.values():
        for step in equation.steps:
            try:
                kind = book.kind(step)
            except ValueError as error:
                raise equation.error(step.line, str(error)) from None
            if kind == "value" and not equation.code:
                raise unbound(page, equation.start, equation.tex)
            found[KINDS[kind]] += 1
        checked.append(texts(equation.tex))
        found["formula compared with code"] += equation.code is not None
    for formula in page.formulas:
        if formula.start in equations or not has_digits(formula.text):
            continue
        if not any(quotes(texts(formula.text), each) for each in checked):
            raise unbound(page, formula.start, formula.text)
        found["formula quoted from a checked one"] += 1
    refuse_unknown_indices(page)
    return +found


def refuse_unknown_indices(page: Page) -> None:
    """Refuse a name like p_2 that the notation does not have and that occurs only once.

    Examples
    --------
    >>> from pathlib import Path
    >>> refuse_unknown_indices(Page(Path("a.md"), "$p_1$ and $p_1$ and $p_2$"))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: nothing checks the digits of $p_2$
    """
    known = {*symbols(Page(NOTATION_PAGE, page.notation)), *symbols(page)}
    used: dict[str, list[int]] = {}
    for formula in page.formulas:
        for name in (
            name for token in tokens(formula.text) for name in token.names
        ):
            if NUMBERED.search(name):
                used.setdefault(name, []).append(formula.start)
    for name, places in used.items():
        if name.removeprefix(r"\Delta") not in known and len(places) == 1:
            raise unbound(page, places[0], name)


def symbols(page: Page) -> Iterator[str]:
    """Yield what stands in formulas in the first column of the page's tables."""
    for formula in page.formulas:
        line = page.text.rfind("\n", 0, formula.start) + 1
        before = page.text[line : formula.start]
        if before.startswith("|") and before.count("|") == 1:
            yield from texts(formula.text)


def texts(tex: str) -> list[str]:
    """Return the texts of the tokens of TeX: how a formula is written, but for looks."""
    return [token.text for token in tokens(tex) if token.text != r"\cdot"]


def has_digits(tex: str) -> bool:
    r"""Tell whether TeX has digits that are not the index of a name.

    Examples
    --------
    >>> has_digits("w_0 x"), has_digits("2 w_0")
    (False, True)
    """
    return any(token.kind == "number" for token in tokens(tex))


def quotes(part: list[str], whole: list[str]) -> bool:
    r"""Tell whether a formula stands in another, and does not end in the middle of a product.

    Examples
    --------
    >>> [quotes(texts("1/v"), texts(tex)) for tex in ("y=1/v^2", "y=11/v", "y=1/vx")]
    [True, False, False]
    """
    size = len(part)
    return any(
        whole[at : at + size] == part
        and not "".join(whole[at + size : at + size + 1]).isalnum()
        for at in range(len(whole) - size + 1)
    )


def unbound(page: Page, offset: int, tex: str) -> WeaveError:
    """Return the error that nothing checks the digits of a formula."""
    return page.error(
        offset,
        f"nothing checks the digits of ${tex}$",
        hint=f"write ${tex}$<!-- = … --> with what the page's code calls it in place of the dots, "
        "or a part of a formula that is checked, or words",
        shown=f"${tex}$",
    )
