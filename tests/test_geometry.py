"""The figures are the approved ones, and the digests of `figures.txt` would notice if not."""

import re
from collections.abc import Callable

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from . import geometry


def test_the_figures_are_the_approved_ones(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--accept"):
        geometry.accept()
    changed = "\n  ".join(geometry.changed_figures())
    if changed:
        pytest.fail(
            f"these figures are not the approved ones:\n  {changed}\n"
            "Look at them; if the change is meant, `pytest tests/test_geometry.py --accept` "
            f"approves them in tests/{geometry.APPROVED.name}.",
            pytrace=False,
        )


def test_a_figure_that_changed_is_named_with_its_function(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    approved = geometry.approved()
    monkeypatch.setattr(geometry, "approved", lambda: approved | {"hero": "0" * 12})
    (message,) = geometry.changed_figures()
    assert re.fullmatch(
        r"hero, drawn by hero in src/firstneuron/figures/home\.py:\d+", message
    )


def drawn() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(4, 3))
    left, right = figure.subplots(1, 2, width_ratios=(1, 2))
    left.plot([0, 1], [2.0, 3.0], "o--", color="C0")
    left.text(0.5, 2.5, "here")
    left.add_patch(FancyBboxPatch((0, 2), 1, 1))
    left.annotate("", (0, 2), (1, 3), arrowprops={"arrowstyle": "-|>"})
    right.fill_between([0, 1], [1, 2])
    right.set(xlim=(0, 2), yscale="log")
    return figure, left


CHANGES: list[Callable[[Axes], object]] = [
    lambda axes: axes.lines[0].set_ydata([2.0, 3.01]),
    lambda axes: axes.lines[0].set_color("C1"),
    lambda axes: axes.lines[0].set_marker("^"),
    lambda axes: axes.lines[0].set_linewidth(9),
    lambda axes: axes.texts[0].set_text("there"),
    lambda axes: axes.texts[0].set_position((0.5, 2.6)),
    lambda axes: axes.texts[0].set_horizontalalignment("right"),
    lambda axes: axes.patches[0].set_width(2),  # type: ignore[attr-defined]
    lambda axes: axes.texts[1].set_position((1, 4)),
    lambda axes: axes.texts[1].__dict__.update(xy=(1, 5)),
    lambda axes: axes.patches[0].set_y(3),  # type: ignore[attr-defined]
    lambda axes: axes.texts[1].arrow_patch.set_connectionstyle("arc3", rad=0.3),  # type: ignore[attr-defined]
    lambda axes: axes.set_ylim(0, 9),
    lambda axes: axes.set_position((0, 0, 0.3, 1)),
    lambda axes: axes.set_xticks([0, 1]),
    lambda axes: axes.figure.axes[1].set_yscale("linear"),
    lambda axes: axes.figure.axes[1].set_facecolor("red"),
    lambda axes: axes.figure.axes[1].collections[0].set_alpha(0.5),
    lambda axes: axes.figure.set_size_inches(4, 4),  # type: ignore[union-attr]
    lambda axes: axes.plot([0], [0]),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_digest_tells_what_was_drawn_where_and_how(
    change: Callable[[Axes], object],
) -> None:
    (figure, axes), (other, _) = drawn(), drawn()
    assert geometry.digest([*geometry.facts(figure)]) == geometry.digest(
        [*geometry.facts(other)]
    )
    change(axes)
    assert geometry.digest([*geometry.facts(figure)]) != geometry.digest(
        [*geometry.facts(other)]
    )


@pytest.mark.parametrize("value", [0.1, 0.25, 0.0625, 1 / 3, 12345.0, -2.5e-5])
def test_the_last_bit_of_a_number_does_not_count(value: float) -> None:
    assert geometry.rounded(value * (1 + 2e-16)) == geometry.rounded(value)
    assert geometry.rounded(value * (1 - 2e-16)) == geometry.rounded(value)
    assert geometry.rounded(value * 1.001) != geometry.rounded(value)
