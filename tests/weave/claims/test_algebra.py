"""Equations: what is wrong is found on its line and step; that right ones pass, the pages show."""

from pathlib import Path
from typing import Any

import pytest

from weave.claims.algebra import check, check_code
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

<!-- domain: y in {0, 1}; 0 < p < 1; 0 < h < 1e-9; n in {3, 4}; c in {1}; k in {2} -->
"""


def complaints(text: str, **namespace: Any) -> list[str]:
    found = []
    try:
        for equation in find_equations(Page(PATH, text, NOTATION)):
            found.append(check(equation))
            if equation.code:
                found.append(check_code(equation, namespace))
    except WeaveError as error:
        found.append(error)
    return [str(message) for message in found if message]


def display(*rows: str) -> str:
    return "\n".join(
        ["$$", r"\begin{aligned}", " \\\\\n".join(rows), r"\end{aligned}", "$$", ""]
    )


WRONG = [
    (r"$\hat{y} = \sigma(w x - w_0)$", r"\hat{y} is not \sigma(w x - w_0)"),
    ("$z = w x - w_0$", "z is not w x - w_0; "),
    (r"$\frac{d\hat{y}}{dz} = \hat{y} (1+\hat{y})$", r"\frac{d\hat{y}}{dz} is not"),
    (r"$\frac{d\sigma}{dz} = \sigma(z) (1+\sigma(z))$", r"\frac{d\sigma}{dz} is not"),
    (r"$\frac{\partial E}{\partial w} = (\hat{y}+y) x$", "against"),
    (r"$\frac{\partial E}{\partial w} \approx \frac{E(w+h)-E(w-h)}{h}$", "is not"),
    (r"$E = \ln (1+e^{z})$", "y = 1"),
    (r"$E = -(y \ln \hat{y} + (1-y) \ln (1-a^y))$", "y = 0"),  # infinite there
    (r"$\sum_{i=1}^{n} i = \frac{n (n+3)}{3}$", "10.0 against"),  # true for n = 3
    (r"$m = \frac{1}{n} \sum_{i=1}^{n} x_i$, so $\sum_{i=2}^{n} (x_i - m) = 0$", "x_1 = "),
    (r"$p_k = 2 z_k$, so $p_c = 2 z_k$", "p_c is not 2 z_k"),
    (r"$w x + w_0 = 0 \iff x = \frac{w_0}{w}$", "w x + w_0 is not 0; "),
    (r"$2 x = 2 \iff x - 1 = 1 \iff x = 2$", "2 x is not 2; 4.0 against 2.0"),
    (r"$0 x = 0 \iff x = 2$", "0 x is 0 for every x"),
    (r"$w_{new} = w - x$, so $w_{new} = w$", "w_{new} is not w"),
    (r"$a = 2 b$, $a = c$", "a is not c"),
    (r"$\hat{y}(1-\hat{y}) = \frac{1}{8}$", "0.125"),
    (r"$\ln x^2 = 2 \ln x$", "x = -"),  # false for negative numbers
    (r"$1 = 0 \cdot \ln 0$", "1.0 against nan"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_false_is_found(text: str, said: str) -> None:
    (message,) = complaints(text)
    assert "docs/page.md:" in message
    assert " is wrong: " in message
    assert said in message


UNCHECKED = [
    (r"$z = w x +$", "cannot read the end of 'w x +'"),
    (r"$2 z = \Phi(x)$", "Phi(x) is not defined above"),
    (r"$E(x, w) = 2 x$", "cannot read"),
    (r"$\frac{\partial J}{\partial w} = 2$", "nothing above says how J depends on w"),
    (r"$J = \ln v$, so $\frac{dJ}{dV} = 0$", "nothing above says how J depends on V"),
    (r"$\frac{dz}{dz} = 0$", "nothing above says how z depends on z"),
    (r"$\frac{\partial z}{\partial w_7} = 0$", "nothing above says how z depends on w_7"),
    (r"$2 x_j = x_j + x_j$", "nothing says which number j is; write <!-- domain: j in {1} -->"),
    (r"$2 x = \frac{x^2}{1 - 1}$", "is not finite"),
    ("$2 x = w − 3 z$", "cannot read '−' in"),
    (r"$\frac{d}{dx} x^2 = x$", r"write a derivative as \frac{dE}{dw}"),
    (r"$\frac{d(w^2 x)}{dw} = w x$", r"write a derivative as \frac{dE}{dw}"),
    ("$dz/dw = x$", r"write a derivative as \frac{dE}{dw}"),
    ("$x(-v) = -x(v)$", "x is no function; write a product"),
    (r"$\ln 2 x = x \ln 2$", "cannot read 'x' in"),
    (r"$\infty = x$", r"cannot read '\\infty' in"),
    (r"$\int x dx = \frac{x^2}{2}$", r"cannot read '\\int' in '\\int x dx'"),
    (r"$2 x = 3 \le 4$", "cannot read"),
    (r"$2 x = \ln(x)^2$", "cannot read"),
    (r"$2 x = x^12$", "cannot read"),
    ("$2 x = " + "(x +\n" * 450 + "x" + ")" * 450 + "$", "recursion"),
    (r"$2 x = " + "\\frac{\n" * 450 + "x" + "}{2}" * 450 + "$", "recursion"),
    (r"$\sum_{i=1}^{m} x_i = 3 x$", "are no numbers"),
    ("$2 x = (3 x$", "cannot read the end of '(3 x'"),
    (r"$w x + w_0 = 0 \iff 2 x = -2 w_0/w$", "is not solved"),
    (r"$z = 0 \iff x = y = 2$", "is not solved"),
    ("<!-- redefines: v -->", "the notation does not define v"),
    ("<!-- domain: x is large -->", "cannot read the domain"),
    ("<!-- domain: 0 << x -->", "cannot read the domain"),
    ("<!-- domain: i in {1}; j in {1} --> $z_i$, $z_{j}$", "i and j would be the same index"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), UNCHECKED)
def test_what_cannot_be_checked_is_told_apart(text: str, said: str) -> None:
    (message,) = complaints(f"First\n\n{text}")
    assert message.startswith("docs/page.md:3: ")
    assert " is wrong: " not in message
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
    assert " at bias = " in message
    (message,) = complaints("$$\nx + x = 2 x\n= 3 x\n$$")
    assert message.startswith("docs/page.md:3: step 2 of 2 is wrong: ")


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


SOLVED = r"$w x + w_0 = 0 \iff x = -\frac{w_0}{w}$"
CHAINS = display("2 x &= x + x", "-x &= x - 2 x")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("$x^2$", "x**2", ""),
        ("$x^2$", "2 * x", "the formula gives"),
        ("$x^2$", "square(x)", "raises NameError"),
        (r"$\int u$", "x", "docs/page.md:1: this formula has no value: cannot"),
        (SOLVED, "-bias / weight", ""),
        (SOLVED, "bias / weight", "the formula gives"),
        (CHAINS, "(2 * x, -x)", ""),
        (CHAINS, "(2 * x, x)", "but (2 * x, x) gives"),
        (CHAINS, "(2 * x, -x, 0)", "raises ValueError"),
    ],
)
def test_a_formula_is_compared_with_the_code_behind_it(
    text: str, code: str, said: str
) -> None:
    found = complaints(f"{text} <!-- = {code} -->")
    assert len(found) == bool(said)
    assert all(said in message for message in found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n$$\nx^2\n$$\n", 3),
        (display("2 x &= x + x", "3 x"), 4),
        (r"$z > 99 \iff x = -\frac{w_0}{w}$<!-- = -bias / weight -->", 1),
    ],
)
def test_a_row_that_claims_nothing_is_refused(text: str, line: int) -> None:
    with pytest.raises(WeaveError, match=rf"docs/page\.md:{line}: nothing is"):
        count(Page(PATH, text, NOTATION))


@pytest.mark.parametrize("notation", ["", f"{NOTATION}\nNot $w_7$."])
def test_a_name_with_a_number_stands_in_the_table_or_is_checked(
    notation: str,
) -> None:
    assert count(Page(PATH, f"{NOTATION}\nThe bias is $w_0$.", notation))
    with pytest.raises(WeaveError, match=r"nothing checks what \$w_7\$ says"):
        count(Page(PATH, f"{NOTATION}\nThe bias is $w_7$.", notation))


@pytest.mark.parametrize(
    "text",
    [
        "<!-- domain: i in {1, 2}; j in {1, 2} --> Take $z_i$ and $z_j$.",
        "<!-- domain: y in {1}; k in {1} --> Take $z_k$.",
    ],
)
def test_letters_may_have_the_same_number_unless_each_is_one_index(
    text: str,
) -> None:
    assert complaints(text) == []


def test_what_the_notation_cannot_define_is_told_at_its_line() -> None:
    with pytest.raises(WeaveError, match=r"docs/notation\.md:2: this would define"):
        list(find_equations(Page(PATH, "", "\n$v = 2 v$")))


def test_a_page_may_redefine_a_name_of_the_notation() -> None:
    text = "$z = w_0 + 2 x$, so $z - 2 x = w_0$"
    assert complaints(text) != []
    assert complaints(f"<!-- redefines: z -->\n{text}") == []
