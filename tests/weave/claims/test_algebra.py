"""Equations: what is wrong is found on its line and step; that right ones pass, the pages show."""

from pathlib import Path
from typing import Any

import pytest

from weave.claims.algebra import check, check_code
from weave.claims.definitions import Definitions
from weave.claims.equations import find_equations
from weave.claims.formulas import count
from weave.errors import WeaveError
from weave.page import Page

PATH = Path("docs/page.md")
NOTATION = r"""
| in formulas | in code | meaning |
|---|---|---|
| $x$ | `x` | the input |
| $w_0$ | `bias` | the bias |
| $w$ | `weight` | the weight |
| $z$ | `z` | the logit, $z = w x + w_0$ |
| $\sigma$ | `sigmoid` | the sigmoid, $\sigma(z) = \frac{1}{1+e^{-z}}$ |
| $\hat{y}$ | `y_hat` | the prediction, $\hat{y} = \sigma(z)$ |
| $E$ | `loss` | the loss, $E = -(y \ln \hat{y} + (1-y) \ln (1-\hat{y}))$ |

<!-- domain: y in {0, 1}; 0 < p < 1; 0 < h < 1e-9 -->
"""


def complaints(text: str, notation: str = NOTATION, **namespace: Any) -> list[str]:
    page = Page(PATH, text, notation)
    definitions = Definitions.for_page(page)
    found = []
    for equation in find_equations(page):
        found.append(check(equation, definitions))
        if equation.code:
            found.append(check_code(equation, definitions, namespace))
    return [str(message) for message in found if message]


def display(*rows: str) -> str:
    return "\n".join(
        ["$$", r"\begin{aligned}", " \\\\\n".join(rows), r"\end{aligned}", "$$", ""]
    )


WRONG = [
    (r"$\hat{y} = \sigma(w x - w_0)$", r"\hat{y} is not \sigma(w x - w_0)"),
    ("$z = w x - w_0$", "z is not w x - w_0; at bias = "),
    (r"$\sigma'(z) = \sigma(z) (1+\sigma(z))$", r"\sigma'(z) is not"),
    (r"$\frac{\partial E}{\partial w} = (\hat{y}+y) x$", "against"),
    (r"$\frac{\partial E}{\partial w} \approx \frac{E(w+h)-E(w-h)}{h}$", "is not"),
    (r"$E = \ln (1+e^{z})$", "y = 1"),
    (r"$E = -(y \ln \hat{y} + (1-y) \ln (1-a^y))$", "y = 0"),  # infinite there
    (r"$\sum_{i=1}^{n} i = \frac{n (n+3)}{3}$", "10.0 against"),  # true for n = 3
    (r"$m = \frac{1}{n} \sum_{i=1}^{n} x_i$, so $\sum_{i=2}^{n} (x_i - m) = 0$", "x_1 = "),
    (r"$p_k = 2 z_k$, so $p_c = 2 z_k$", "p_c is not 2 z_k"),
    (r"$w x + w_0 = 0 \iff x = \frac{w_0}{w}$", r"does not hold where x = \frac{w_0}{w}"),
    (r"$0 x = 0 \iff x = 2$", "0 x = 0 holds for every x"),
    (r"$a = 2 b$, $a = c$", "a is not c"),
    (r"$\hat{y}(1-\hat{y}) = \frac{1}{8}$", "0.125"),
    (r"$\ln x^2 = 2 \ln x$", "x = -"),  # false for negative numbers
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_false_is_found(text: str, said: str) -> None:
    (message,) = complaints(text)
    assert "docs/page.md:" in message
    assert " is wrong: " in message
    assert said in message


UNCHECKED = [
    (r"$z = w x +$", "cannot read 'w x +'"),
    (r"$2 z = \Phi(x)$", "Phi(x) is not defined above"),
    (r"$\frac{\partial J}{\partial w} = 2$", "nothing above says how J depends on w"),
    (r"$x = -\frac{w_0}{w}$", "x is a variable of a definition above"),
    (r"$w x + w_0 = 0 \iff 2 x = -2 w_0/w$", "is not solved"),
    (r"$2 x = \frac{x^2}{1 - 1}$", "is not finite"),
    (r"$\infty = x$", r"cannot read '\\infty'"),
    (r"$\int x dx = \frac{x^2}{2}$", r"cannot read '\\int x dx'"),
    (r"$2 x = 3 \le 4$", "cannot read"),
    (r"$2 x = \ln(x)^2$", "cannot read"),
    (r"$2 x = x^12$", "cannot read"),
    ("$2 x = " + "(x +\n" * 450 + "x" + ")" * 450 + "$", "recursion"),
    (r"$2 x = " + "\\frac{\n" * 450 + "x" + "}{2}" * 450 + "$", "recursion"),
    (r"$\sum_{i=1}^{m} x_i = 3 x$", "are no numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), UNCHECKED)
def test_what_cannot_be_checked_is_told_apart(text: str, said: str) -> None:
    (message,) = complaints(text)
    assert "docs/page.md:1: step 1 of 1 " in message
    assert said in message


def test_the_step_and_its_line_are_named() -> None:
    steps = [
        r"\frac{dE}{d\hat{y}} &= -\frac{y}{\hat{y}} + \frac{1-y}{1-\hat{y}}",
        r"&= \frac{-y (1-\hat{y}) + (1-y) \hat{y}}{\hat{y} (1-\hat{y})}",
        r"&= \frac{-y + y \hat{y} + \hat{y} - y \hat{y}}{\hat{y} (1-\hat{y})}",
        r"&= \frac{\hat{y}-y}{\hat{y} (1-\hat{y})}",
    ]
    assert complaints("First\n\n" + display(*steps)) == []
    steps[2] = steps[2].replace("- y", "+ y")
    (message,) = complaints("First\n\n" + display(*steps))
    assert message.startswith("docs/page.md:7: step 3 of 4 is wrong: ")
    assert "; at bias = " in message


def test_the_names_of_the_code_stand_for_those_of_the_formula() -> None:
    text = (
        "$$\n"
        r"\frac{\partial E}{\partial w} = (\hat{y}-y) x"
        "\n$$\n<!-- = slope(%s) -->\n"
    )

    def slope(
        y_hat: float, y: float, x: float, weight: float, bias: float
    ) -> float:
        assert abs(weight * x + bias) < 30
        return (y_hat - y) * x

    arguments = "y_hat, y, x, weight, bias"
    assert complaints(text % arguments, slope=slope, y_hat=7.0) == []
    (message,) = complaints(
        text % arguments.replace("y_hat, y", "y, y_hat"), slope=slope
    )
    assert "docs/page.md:1: the formula gives" in message
    (message,) = complaints(text % "1")
    assert "raises NameError" in message


def test_several_chains_are_compared_with_several_values() -> None:
    text = display("2 x &= x + x", "-x &= x - 2 x") + "<!-- = CODE -->\n"
    assert complaints(text.replace("CODE", "(2 * x, -x)")) == []
    (message,) = complaints(text.replace("CODE", "(2 * x, x)"))
    assert "but (2 * x, x) gives" in message
    (message,) = complaints(text.replace("CODE", "(2 * x, -x, 0)"))
    assert "raises ValueError" in message


@pytest.mark.parametrize(
    ("text", "line"),
    [("\n$$\nx^2\n$$\n", 3), (display("2 x &= x + x", "3 x"), 4), ("$2 x = (3 x$", 1),
     ("\n$2 x \\iffx = 3$", 2), (display("2 x &= x + x", "3 (x + {x) &= 7"), 4),
     (r"$\frac{x}{2 = 7$", 1)],
)  # fmt: skip
def test_a_row_that_claims_nothing_is_refused(text: str, line: int) -> None:
    with pytest.raises(
        WeaveError, match=rf"docs/page\.md:{line}: (nothing is|the brackets)"
    ):
        count(Page(PATH, text, NOTATION))
    (message,) = complaints(text)
    assert message.startswith(f"docs/page.md:{line}: ")


def test_a_formula_that_code_computes_needs_no_other_side() -> None:
    text = "$$\nx^2\n$$\n<!-- = x**2 -->"
    assert complaints(text) == []
    assert count(Page(PATH, text, NOTATION)) == {"formula compared with code": 1}


def test_the_numbers_of_a_distribution_are_compared_one_by_one() -> None:
    assert complaints("$N(0, 1)$<!-- = bell -->", bell=(0.0, 1.0)) == []
    for wrong in ("N(0, 2)", "N(1, 1)", "N(0, 1, 1)"):
        assert complaints(f"${wrong}$<!-- = bell -->", bell=(0.0, 1.0))


@pytest.mark.parametrize("rule", ["x is large", "0 << x"])
def test_a_domain_that_says_nothing_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="cannot read the domain"):
        Definitions.for_page(Page(PATH, f"<!-- domain: {rule} -->"))


def test_what_the_notation_cannot_define_is_told_at_its_line() -> None:
    with pytest.raises(WeaveError, match=r"docs/notation\.md:2: this would define"):
        Definitions.for_page(Page(PATH, "", "\n$v = 2 v$"))


def test_a_page_may_redefine_a_name_of_the_notation() -> None:
    text = "$z = w_0 + 2 x$, so $z - 2 x = w_0$"
    assert complaints(text) != []
    assert complaints(f"<!-- redefines: z -->\n{text}") == []
    with pytest.raises(WeaveError, match=r":1: the notation does not define v"):
        complaints(f"<!-- redefines: v -->\n{text}")


@pytest.mark.parametrize("values", ["0, 1", "0.0, 1.0"])
def test_a_case_is_a_value_of_its_name_however_it_is_written(values: str) -> None:
    page = Page(PATH, "Take $y = 1$.", NOTATION.replace("0, 1", values))
    (equation,) = find_equations(page)
    definitions = Definitions.for_page(page)
    assert [definitions.kind(step) for step in equation.steps] == ["case"]
