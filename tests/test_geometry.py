"""What `figures.txt` holds about a figure would notice a change to it, and no rounding error."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import geometry


def test_a_figure_that_changed_or_is_missing_is_named() -> None:
    hero, neuron = geometry.Seen("a", 10.0), geometry.Seen("b", 20.0)
    known = {"hero": hero, "neuron": neuron, "nobody": hero}
    for changed in (neuron, geometry.Seen("a", 10.1)):
        drawn = [("hero", changed), ("neuron", geometry.Seen("b", 20.001))]
        message, missing = geometry.changes(known, drawn)
        assert re.fullmatch(
            r"hero, drawn by hero in src/firstneuron/figures/home\.py:\d+", message
        )
        assert missing == "nobody"


def drawn() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(4, 3))
    left, right = figure.subplots(1, 2, width_ratios=(1, 2))
    left.plot([0, 1], [2.0, 3.0], "o--", color="C0")
    left.text(0.5, 2.5, "here")
    left.annotate("", (0, 2), (1, 3), arrowprops={"arrowstyle": "-|>"})
    right.fill_between([0, 1], [1, 2])
    return figure, left


CHANGES: list[Callable[[Axes], object]] = [
    lambda axes: axes.lines[0].set_ydata([2.0, 3.01]),
    lambda axes: axes.lines[0].set_color("C1"),
    lambda axes: axes.lines[0].set_linewidth(9),
    lambda axes: axes.texts[0].set_text("there"),
    lambda axes: axes.texts[0].set_position((0.5, 2.6)),
    lambda axes: axes.texts[1].arrow_patch.set_connectionstyle("arc3", rad=0.3),  # type: ignore[attr-defined]
    lambda axes: axes.set_ylim(0, 9),
    lambda axes: axes.set_xticks([0, 0.3]),
    lambda axes: axes.figure.set_size_inches(4, 4),  # type: ignore[union-attr]
    lambda axes: axes.plot([0], [0]),
]


def test_it_is_seen_what_was_drawn_where_and_how() -> None:
    before = geometry.seen_in_figure(drawn()[0])
    assert before == geometry.seen_in_figure(drawn()[0])
    for change in CHANGES:
        figure, axes = drawn()
        change(axes)
        assert not geometry.seen_in_figure(figure).is_like(before), change


def test_rounding_errors_are_not_seen_in_a_sum_and_a_moved_point_is() -> None:
    places = np.random.default_rng(0).uniform(0, 720, 20_000)
    before = geometry.total(places)
    for error in (1e-11, -1e-11):
        after = geometry.total(places * (1 + error))
        assert abs(after - before) < geometry.UNSEEN / 10
    places[[7, 9]] += [0.5, -0.5]
    assert abs(geometry.total(places) - before) > geometry.UNSEEN


@pytest.mark.parametrize(
    "content",
    [{"y": [1, 2.0, 0.01]}, {"x": [1, 2.1, 0.01]}, {"x": [1, 2.0, 0.012]}],
)
def test_what_a_live_figure_starts_from_is_seen(content: object) -> None:
    before = geometry.seen_in_data({"x": [1, 2.0, 0.01]})
    assert not geometry.seen_in_data(content).is_like(before)
