"""Numbers in prose: found where they are, computed, and written as people write them."""

from pathlib import Path

import pytest

from weave.claims.numbers import find_numbers, render
from weave.errors import WeaveError
from weave.page import Page

PATH = Path("docs/page.md")


@pytest.mark.parametrize(
    ("value", "like", "shown"),
    [
        (2.44571, "0.000", "2.446"),
        (2.44571, "0", "2"),
        (0.125, "0.00", "0.12"),  # a tie goes to the even digit
        (0.375, "0.00", "0.38"),
        (2.675, "0.00", "2.67"),  # the float is a little below the tie
        (-1.5, "0.0", "−1.5"),
        (-0.001, "0.0", "0.0"),
        (1234567, "0,000", "1,234,567"),
        (1234.5, "1,000.0", "1,234.5"),
        (0.9966, "0%", "100%"),
        (0.9966, "0.0%", "99.7%"),
        (6.02e23, "1.0 × 10²³", "6.0 × 10²³"),
        (4.248354e-18, "0.00 × 10⁻¹⁸", "4.25 × 10⁻¹⁸"),
        (5e-324, "5 × 10⁻³²⁴", "5 × 10⁻³²⁴"),
        (True + 0, "1", "1"),
    ],
)
def test_a_value_takes_the_form_of_the_number_in_the_text(
    value: float, like: str, shown: str
) -> None:
    assert render(value, like) == shown


@pytest.mark.parametrize(
    "value", ["1", None, True, 1j, float("nan"), float("inf"), [1.0]]
)
def test_only_a_real_finite_number_can_be_a_source(value: object) -> None:
    with pytest.raises(TypeError, match="expected a"):
        render(value, "1.0")


NAMES = "<!-- names: class 1; 0 or 1; float64 -->"


def page(text: str) -> Page:
    return Page(PATH, text, NAMES)


@pytest.mark.parametrize(
    "text",
    ["$0.5$", "$$\n0.5\n$$", "```python\n0.5\n```", "<!-- 0.5 -->", "[a](b/0.5.md)",
     "# A {#v0.5}", "``a ` 0.5``", "---\ntitle: 5\n---\n", "class 1's", "Class\n1.", "0 or 1",
     "float64", "1. a\n2. b\n\nc\n\n1. d", "1. a\n    1. c\n    2. d\n2. b",
     "## Task 1: a {#task-1}\n\n## Task 2: b"],
)  # fmt: skip
def test_what_is_not_a_number_in_prose_needs_no_source(text: str) -> None:
    assert list(find_numbers(page(text))) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [("It is 0.5.", "0.5"), ("| 0.5 |", "0.5"), ("![A 0.5 caption](figures/a.svg)", "0.5"),
     ("**0.5**", "0.5"), ("(0.5)", "0.5"), ("−0.5", "−0.5"), ("0.5%", "0.5%"), ("In 1990", "1990"),
     ("1,000 points", "1,000"), ("½ of it", "½"), ("x² is", "x²"), ("v0.5", "v0.5"),
     ("class 2", "2"), ("class 1.5", "1.5"), ("class 10", "10"), ("0 or 2", "0"),
     ("float63", "float63"), ("`b` 1. c", "1"), ("https://example.org/5", "5")],
)  # fmt: skip
def test_a_number_in_prose_needs_a_source(text: str, shown: str) -> None:
    with pytest.raises(
        WeaveError, match=r"docs/page\.md:3: nothing says where"
    ) as caught:
        list(find_numbers(page(f"# A\n\n{text}\n")))
    assert f"where {shown} comes from" in str(caught.value)
    assert f"write {shown}<!-- = … -->" in caught.value.hint
