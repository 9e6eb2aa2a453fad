"""Numbers in prose: found where they are, computed, and written as people write them."""

from pathlib import Path

import pytest

from weave.errors import WeaveError
from weave.numbers import check, find_numbers, prose, render, without_marks

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
        (0.9966, "0.0 %", "99.7 %"),
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


@pytest.mark.parametrize(
    "text",
    ["`0.5`", "$0.5$", "$$\n0.5\n$$", "```python\n0.5\n```", "<!-- 0.5 -->", "[a](b/0.5.md)",
     "# A {#v0.5}", "``a ` 0.5``", '<img width="0.5">', "https://example.org/0.5", "v0.5", "1990"],
)  # fmt: skip
def test_what_is_not_a_decimal_in_prose_needs_no_source(text: str) -> None:
    assert list(find_numbers(text, PATH)) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is 0.5.",
        "| 0.5 |",
        "![A 0.5 caption](figures/a.svg)",
        "**0.5**",
        "−0.5",
        "0.5%",
    ],
)
def test_a_decimal_in_prose_needs_a_source(text: str) -> None:
    with pytest.raises(
        WeaveError, match=r"docs/page\.md:3: .*0\.5%? has no source"
    ):
        list(find_numbers(f"# A\n\n{text}\n", PATH))


def test_a_source_needs_a_number() -> None:
    with pytest.raises(WeaveError, match=r":2: this source has no number in front"):
        list(find_numbers("a\nhalf<!-- = 0.5 -->\n", PATH))


@pytest.mark.parametrize(
    ("text", "said"),
    [("0.6<!-- = 1 / 2 -->", "the page says 0.6, the run says 0.5"),
     ("0.50<!-- = 0.504 -->", None), ("0.50<!-- = 0.506 -->", "the run says 0.51"),
     ("12<!-- = count -->", "raises NameError"), ("0.5<!-- = 'a' -->", "raises TypeError")],
)  # fmt: skip
def test_each_digit_that_is_shown_counts(text: str, said: str | None) -> None:
    (number,) = find_numbers(text, PATH)
    message = check(number, {})
    assert (
        message is None if said is None else message is not None and said in message
    )


def test_prose_keeps_the_length_and_the_lines_of_the_page() -> None:
    text = "a `b`\n$c$\n\n```python\nd\n```\n<!-- e -->f\n"
    assert len(prose(text, PATH)) == len(text)
    assert prose(text, PATH).split() == ["a", "f"]


def test_readers_see_no_sources() -> None:
    assert without_marks("0.5<!-- = 1 / 2 --> and 1<!--=\n1 -->.") == "0.5 and 1."
