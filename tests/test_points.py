"""The reader's own points in the playground: read as spreadsheets write them, and trained on."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

from firstneuron.inputs import FloatArray

from .hosting import Host
from .test_live import (
    brought,
    check,
    compare,
    playground_model,
    read_when_drawn,
    settle,
)

READ = """a.map(text => {
    try {
        const {x, y, labels} = n.readPoints(text);
        return [[...x], [...y], labels];
    } catch (error) {
        return error.message;
    }
})"""


@pytest.fixture
def read(modules: Any) -> Any:
    """Return a function that reads texts as the playground does."""
    return lambda *texts: modules("points", READ, texts)


@pytest.mark.parametrize(
    "text",
    [
        "2.5\t1\n-3\t0\n",  # a spreadsheet's columns
        "x\tlabel\r\n2.5\t1\r\n-3\t0\r\n",  # with a heading, from Windows
        "2,5\t1\n−3\t0",  # a decimal comma, a real minus sign
        "2,5;1\n-3;0",
        "x;y\n2.5;1\n\n-3;0\n\n",
        "2.5,1\n-3,0",
        "x,y\n2.5, 1\n-3, 0",
        '"2.5","1"\n"-3","0"',
        "2,5 1\n-3,0 0",
        "  2.5   1.0  \n -3e0  0.0",
        "2.5\t1\n-3\t-1",
        "2.5\tworn\n-3\thealthy",
        "2.5,yes\n-3,no",
    ],
)
def test_points_are_read_as_they_are_copied(read: Any, text: str) -> None:
    (found,) = read(text)
    assert found[:2] == [[2.5, -3], [1, 0]]


def test_the_first_word_in_the_alphabet_is_class_0_in_whatever_order(
    read: Any,
) -> None:
    found = read("1 worn\n2 healthy", "2 healthy\n1 worn", "1 1\n2 -1", "1 B\n2 a")
    assert [each[2] for each in found] == [
        ["healthy", "worn"], ["healthy", "worn"], ["-1", "1"], ["B", "a"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is no point yet: paste two columns, x and a label."),
        ("x\ty\n", "There is no point yet: paste two columns, x and a label."),
        ("1 0\n\n2\n", "Line 3: “2” has 1 columns; expected 2, x and a label."),
        ("1\t0\n2\t1\t7\n", "Line 2: “2 1 7” has 3 columns; expected 2, x and a label."),
        ("1;0\n2;\n", "Line 2: “2 ” has 2 columns; expected 2, x and a label."),
        ("1 0\n2.x 1", "Line 2: “2.x” is no number from −1e9 to 1e9."),
        ("1 0\nNaN 1", "Line 2: “NaN” is no number from −1e9 to 1e9."),
        ("1 0\n1e10 1", "Line 2: “1e10” is no number from −1e9 to 1e9."),
        ("x y\nz w\n", "Line 2: “z” is no number from −1e9 to 1e9."),
        ("1 0\n2 1\n3 2", "Line 3: “2” is a third label; expected two."),
        ("1 0\n2 2", "Line 2: the label is 2; expected 0 and 1, −1 and 1, or two words."),
        ("1 0\n2 worn", "Line 1: the label is 0; expected 0 and 1, −1 and 1, or two words."),
        ("1 a\n2 a", "All labels are “a”; expected two different ones."),
        ("1,234\t0\n5,678\t1",
         "Line 1: “1,234” may be 1.234 or 1234; write it without a comma."),
        ("1.5\t0\n2,5\t1", "Line 2: “2,5” has a comma where other numbers have a point."),
        ("1 0\n" * 2000 + "1 1", "Line 2001: more than 2000 points."),
    ],
)  # fmt: skip
def test_a_bad_line_is_named(read: Any, text: str, message: str) -> None:
    assert read(text) == [message]


def test_as_many_as_promised_are_taken(read: Any) -> None:
    (found,) = read("1 0\n" * 1999 + "1 1")
    assert len(found[0]) == 2000


def years() -> tuple[FloatArray, FloatArray]:
    generator = np.random.default_rng(3)
    x = np.concatenate(
        [generator.normal(2000, 5, 60), generator.normal(2010, 5, 40)]
    )
    return np.round(x, 2), np.repeat([0.0, 1.0], [60, 40])


def paste(figure: Locator, x: FloatArray, y: FloatArray) -> None:
    rows = "\n".join(
        f"{number}\t{int(label)}" for number, label in zip(x, y, strict=True)
    )
    figure.get_by_text("Your own points").click()
    figure.get_by_label("Paste two columns").fill(rows)
    figure.get_by_role("button", name="Use these points").click()
    settle(figure.page)


@pytest.fixture
def figure(browser: Browser, host: Host) -> Iterator[Locator]:
    """The playground of a reader who wants no motion."""
    with browser.new_page(reduced_motion="reduce") as page:
        yield brought(page, host, "playground", "playground")


@pytest.mark.parametrize("scaled", [False, True])
def test_the_neuron_trains_on_the_readers_points_as_python_does(
    figure: Locator, scaled: bool
) -> None:
    paste(figure, *years())
    assert "100 points. Class 0 is “0”, class 1 is “1”." in figure.inner_text()
    if scaled:
        figure.get_by_label("centred, scaled").check()
    for _ in range(3):
        figure.get_by_role("button", name="Epoch").click()
    model = partial(playground_model, own=years())
    state, _ = compare(read_when_drawn(figure), model)
    assert state["seen"] == 300
    assert state["scaled"] == scaled


def test_what_draws_points_rests_while_the_readers_own_are_used(
    figure: Locator,
) -> None:
    first, _ = check(figure, "playground")
    paste(figure, *years())
    for name in ("n", "mean0", "std0", "mean1", "std1"):
        assert figure.locator(f"input[name={name}]").is_disabled()
    assert figure.locator("input[name=rate]").is_enabled()
    figure.get_by_role("button", name="Sample").click()
    figure.get_by_role("button", name="Draw points again").click()
    settle(figure.page)
    assert figure.locator("input[name=mean0]").is_enabled()
    assert check(figure, "playground")[0] == first
    figure.get_by_role("button", name="Use these points").click()
    figure.locator(".live-reset").click()
    settle(figure.page)
    assert figure.locator("input[name=mean0]").is_enabled()


def test_a_link_says_that_it_leaves_the_readers_points_out(figure: Locator) -> None:
    paste(figure, *years())
    figure.get_by_role("button", name="Copy link").click()
    message = figure.locator(".live-message")
    expect(message).to_contain_text("Your own points are not in it.")
    assert "own" not in figure.page.url.partition("#")[2]


@pytest.mark.parametrize("width", [390, 1280])
def test_five_controls_come_first_with_the_results_near_the_buttons(
    figure: Locator, width: int
) -> None:
    figure.page.set_viewport_size({"width": width, "height": 844})
    sliders = figure.locator("input[type=range]:visible")
    names = [slider.get_attribute("name") for slider in sliders.all()]
    assert names == ["seen", "rate", "mean0", "mean1", "seed"]
    assert figure.locator("input[type=radio]:visible").count() == 0
    buttons = figure.locator(".live-buttons").bounding_box()
    results = figure.locator(".live-values").bounding_box()
    assert buttons is not None
    assert results is not None
    assert 0 <= results["y"] - (buttons["y"] + buttons["height"]) < 12
    figure.get_by_text("More settings").click()
    figure.get_by_text("Your own points").click()
    assert figure.locator("input[type=range]:visible").count() == 11
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= width
