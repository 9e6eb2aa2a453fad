r"""Count what the formulas of a page claim, and refuse digits in them that nothing binds."""

from collections import Counter
from collections.abc import Iterator

from weave.claims.definitions import Definitions
from weave.claims.equations import find_equations
from weave.claims.tex import tokens
from weave.errors import WeaveError
from weave.page import Page

KINDS = {
    "definition": "definition in a formula",
    "case": "formula saying which label is meant",
    "value": "value of a formula taken from the code",
    "check": "step of an equation checked",
}


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
    definitions = Definitions.for_page(page)
    notation = page.notation_page
    equations = {each.start: each for each in find_equations(page)}
    checked = [
        each.tex for each in (*find_equations(notation), *equations.values())
    ]
    for equation in equations.values():
        for kind in definitions.kinds(equation):
            if kind == "value" and not equation.code:
                raise unbound(page, equation.start, equation.tex)
            found[KINDS[kind]] += 1
        found["formula compared with code"] += equation.code is not None
    listed = (*checked, *symbols(notation), *symbols(page))
    known = {name for tex in listed for name in names_in(tex)}
    for formula in page.formulas:
        if formula.start in equations:
            continue
        if has_digits(formula.text):
            if not any(quotes(texts(formula.text), texts(tex)) for tex in checked):
                raise unbound(page, formula.start, formula.text)
            found["formula quoted from a checked one"] += 1
        elif {
            name for name in names_in(formula.text) if name[-1].isdigit()
        } - known:
            raise unbound(page, formula.start, formula.text)
    return +found


def names_in(tex: str) -> Iterator[str]:
    """Yield the names in TeX."""
    for token in tokens(tex):
        yield from token.names


def symbols(page: Page) -> Iterator[str]:
    """Yield the formulas in the first column of the page's tables."""
    for formula in page.formulas:
        line = page.text.rfind("\n", 0, formula.start) + 1
        before = page.text[line : formula.start]
        if before.startswith("|") and before.count("|") == 1:
            yield formula.text


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
