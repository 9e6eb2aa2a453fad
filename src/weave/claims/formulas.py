r"""Count what the formulas of a page claim, and refuse those that claim what nothing checks."""

import re
from collections import Counter

from weave.claims.equations import find_equations
from weave.claims.tex_tokens import tokens
from weave.errors import WeaveError
from weave.page import Page

# what begins a row of the table of symbols: | $p_0$, $p_1$ |
SYMBOLS = re.compile(r"^\| (\$[^|]+\$) \|", re.MULTILINE)
# a sign of a formula that claims nothing
OPERATION = re.compile(
    r"[-+/^_:,'|(){}\[\]]|\\(?:cdot|frac|ln|sqrt|max|sum|Delta|partial)"
)
KINDS = {
    "definition": "definition in a formula",
    "value": "value of a formula taken from the code",
    "check": "step of an equation checked",
}


def count(page: Page) -> Counter[str]:
    r"""Return how many claims of each kind the formulas of a page make.

    Raises
    ------
    WeaveError
        If one claims nothing that can be checked, if nothing checks what it claims, or if its
        brackets do not match.

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
    notation = page.notation_page if page.notation else page
    equations = {each.start: each for each in find_equations(page)}
    for equation in equations.values():
        found.update(KINDS[step.kind] for step in equation.steps)
        found["formula compared with code"] += equation.code is not None
        if not equation.code and any(s.kind == "value" for s in equation.steps):
            raise unbound(page, equation.start, equation.tex)
    checked = [
        each.tex for each in (*find_equations(notation), *equations.values())
    ]
    listed = [*checked, *SYMBOLS.findall(notation.text)]
    known = set[str]().union(*map(numbered_names, listed))
    for formula in page.formulas:
        if not balanced(formula.text):
            message = f"the brackets of ${formula.text}$ do not match"
            hint = r"write an interval as a \le x < b"
            raise page.error(formula.start, message, hint=hint)
        if formula.start in equations:
            continue
        # digits that are not the index of a name, and relations
        if any(
            token.kind == "number"
            or (token.kind == "sign" and not OPERATION.fullmatch(token.text))
            for token in tokens(formula.text)
        ):
            if not any(quotes(texts(formula.text), texts(tex)) for tex in checked):
                raise unbound(page, formula.start, formula.text)
            found["formula quoted from a checked one"] += 1
        elif numbered_names(formula.text) - known:
            raise unbound(page, formula.start, formula.text)
    return +found


def balanced(tex: str) -> bool:
    r"""Tell whether each round or square bracket of TeX has its partner.

    Examples
    --------
    >>> balanced("f([x] + y)"), balanced("f([x)]")
    (True, False)
    """
    left, before = re.sub(r"[^()\[\]]", "", tex), None
    while left != before:
        left, before = left.replace("()", "").replace("[]", ""), left
    return not left


def numbered_names(tex: str) -> set[str]:
    r"""Return the names in TeX whose index is a number.

    Examples
    --------
    >>> numbered_names("w_0 + w_k x")
    {'w_0'}
    """
    named = set[str]().union(*(token.names for token in tokens(tex)))
    return {name for name in named if name[-1].isdigit()}


def texts(tex: str) -> list[str]:
    """Return the texts of the tokens of TeX: how a formula is written, but for looks."""
    return [token.text for token in tokens(tex)]


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
    """Return the error that nothing checks what a formula claims."""
    return page.error(
        offset,
        f"nothing checks what ${tex}$ says",
        hint=f"write ${tex}$<!-- = … --> with what the page's code calls it in place of the dots, "
        "or a part of a formula that is checked, or words",
        shown=f"${tex}$",
    )
