import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from matplotlib import rc_context, rcParams
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from firstneuron import decision_boundary, gradient, mean_loss, train, two_gaussians
from firstneuron.figures import FIGURES, Picture, draw
from firstneuron.figures.data import data
from firstneuron.figures.floating_point import digits_left
from firstneuron.figures.home import hero, neuron, points
from firstneuron.figures.sigmoid import squashing
from firstneuron.figures.style import EXAMPLE, minus
from firstneuron.figures.training import (
    loss_curve,
    path,
    save_figures,
    training_panels,
)

from .. import geometry

every_picture = pytest.mark.parametrize("name", FIGURES)


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    """The figures, drawn for a reader who has settings of their own."""
    before = dict(rcParams)
    with rc_context(
        {"font.family": "serif", "text.color": "red", "axes.edgecolor": "red"}
    ):
        drawn = dict(geometry.drawings())
    assert dict(rcParams) == before
    return drawn


class Drawing(NamedTuple):
    """What there is to see, and of each figure which texts are drawn and where, in points."""

    seen: dict[str, geometry.Seen]
    texts: dict[Figure, dict[Text, Bbox]]


@pytest.fixture(scope="module")
def drawing(pictures: dict[str, Picture]) -> Drawing:
    """The figures as they are written, once for all who look at them."""
    texts = dict[Figure, dict[Text, Bbox]]()
    draw_text = Text.draw

    # which is not asked to draw the texts of hidden axes and of far ticks
    def draw_and_note(text: Text, renderer: RendererBase) -> None:
        draw_text(text, renderer)
        if text.get_visible() and text.get_text().strip():
            figure = text.get_figure(root=True)
            assert figure is not None
            box = text.get_window_extent(renderer)
            texts.setdefault(figure, {})[text] = box

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", draw_and_note)
        return Drawing(dict(geometry.all_seen(pictures.items())), texts)


def test_the_figures_are_the_approved_ones_whatever_the_reader_configured(
    request: pytest.FixtureRequest, drawing: Drawing
) -> None:
    seen = drawing.seen
    if request.config.getoption("--accept"):
        geometry.accept(seen)
    changed = "\n  ".join(geometry.changes(geometry.approved(), seen.items()))
    if changed:
        pytest.fail(
            f"these figures are not the approved ones:\n  {changed}\n"
            "Look at them; if the change is meant, "
            "`pytest tests/firstneuron/test_figures.py --accept` "
            f"approves them in tests/{geometry.APPROVED.name}.",
            pytrace=False,
        )


@every_picture
def test_a_picture_has_a_title_and_a_description_with_numbers(
    pictures: dict[str, Picture], name: str
) -> None:
    picture = pictures[name]
    assert picture.title
    assert "\n" not in picture.title + picture.description
    assert re.search(r"\d", picture.description)
    assert picture.description.endswith(".")
    assert not re.search(r"-\d|nan|inf\b", picture.description)
    assert len(re.split(r"(?<=\.) (?=[A-Z])", picture.description)) <= 3


# what a run changes, in the words of the picture


WHAT_A_RUN_CHANGES: dict[str, tuple[Callable[..., Picture], str]] = {
    "points": (lambda x, y, _: points(x, y), ""),
    "hero": (hero, "x = {boundary:.2f}"),
    "neuron": (lambda _x, _y, history: neuron(history), "bias {bias:.4f}"),
    "squashing": (lambda _x, _y, history: squashing(history), "x = {boundary:.2f}"),
    "data": (lambda x, y, _: data(x, y), "mean {mean:.2f}"),
    "training-panels": (training_panels, "{loss:.3f} after 120"),
    "loss-curve": (
        lambda _x, _y, history: loss_curve(history),
        "{loss:.3f} after 120",
    ),
    "path": (path, "({weight:.2f}, "),
}


@pytest.mark.parametrize("name", WHAT_A_RUN_CHANGES)
def test_a_description_has_the_numbers_of_its_run(
    pictures: dict[str, Picture], name: str
) -> None:
    draw, words = WHAT_A_RUN_CHANGES[name]
    x, y = two_gaussians(rng=2)
    history = train(x, y, learning_rate=0.003)
    weight, bias = history.weight, history.bias
    numbers = {
        "weight": weight,
        "bias": bias,
        "boundary": decision_boundary(weight, bias),
        "mean": x[y == 1].mean(),
        "loss": history.loss[-1],
    }
    description = draw(x, y, history).description
    assert minus(words.format(**numbers)) in description
    assert description != pictures[name].description


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_no_digit_is_left_where_the_sigmoid_in_floats_is_0_or_1(
    kind: type[np.floating[Any]],
) -> None:
    z = np.arange(-800, 60, 0.25)
    with np.errstate(over="ignore", under="ignore"):
        e = np.exp(-np.abs(z.astype(kind)))
        y_hat = np.where(z >= 0, kind(1), e) / (kind(1) + e)
    certain = (y_hat == 0) | (y_hat == 1)
    none_left = digits_left(z, kind) == 0
    for ends in zip(
        *(z[1:][np.diff(each)] for each in (certain, none_left)), strict=True
    ):
        assert np.ptp(ends) <= 1


def test_the_left_arm_of_the_v_is_as_high_as_rounding_makes_it() -> None:
    weight, bias, x, y = (EXAMPLE[name] for name in ("weight", "bias", "x", "y"))
    loss = mean_loss(np.array([weight * x + bias]), np.array([y]))
    slope, _ = gradient(weight, bias, [x], [y])
    line = draw("gradient-check").figure.axes[0].lines[0]
    steps, errors = np.asarray(line.get_data())
    # two losses, each off by a few units in its last place, are divided by twice the step
    unit = np.finfo(float).eps * loss / abs(slope)
    scaled = (errors * steps / unit)[steps < 1e-6]
    for decade in scaled.reshape(-1, 5):
        assert 0.05 < decade.max() < 3


def test_each_panel_shows_the_loss_of_its_own_curve(
    pictures: dict[str, Picture],
) -> None:
    x, y = two_gaussians()
    panels = pictures["training-panels"].figure.axes
    assert len(panels) == 6
    for axes in panels:
        (line,) = (line for line in axes.lines if line.get_linestyle() == "--")
        points = np.asarray(line.get_xydata(), dtype=np.float64)
        weight, bias = np.polyfit(points[:, 0], points[:, 1], 1)
        loss = f"{mean_loss(weight * x + bias, y):.3f}"
        assert axes.get_title().endswith(f"loss {loss}")
        assert loss in pictures["training-panels"].description


@pytest.mark.parametrize(("mean", "gap"), [(5.0, True), (0.5, False)])
def test_the_two_runs_of_the_growing_weight_are_what_they_are_called(
    mean: float, gap: bool
) -> None:
    x, y = two_gaussians(20, means=(0.0, mean))
    assert (x[y == 0].max() < x[y == 1].min()) == gap


def test_the_way_downhill_is_made_of_ever_smaller_steps() -> None:
    way = np.array(train(*two_gaussians()).snapshots)[:, 1:3]
    steps = np.linalg.norm(np.diff(way, axis=0), axis=1)
    assert np.all(np.diff(steps[[0, 2, 5, 10, 20, 40, 60, 80, 100, 119]]) < 0)


def test_a_neuron_without_a_boundary_can_be_drawn() -> None:
    x, y = two_gaussians(10)
    history = train(x, y, start=(0.0, 0.0))
    assert "0.693 after 0" in training_panels(x, y, history).description


# how it looks


@every_picture
def test_text_is_large_inside_and_apart(
    pictures: dict[str, Picture], drawing: Drawing, name: str
) -> None:
    figure = pictures[name].figure
    width, height = figure.get_size_inches() * 72
    assert width == 720
    boxes = {text: box.padded(-0.7) for text, box in drawing.texts[figure].items()}
    assert min(float(text.get_fontsize()) for text in boxes) >= 16
    for text, box in boxes.items():
        assert 0 <= box.x0 <= box.x1 <= width, text
        assert 0 <= box.y0 <= box.y1 <= height, text
    level = [item for item in boxes.items() if not item[0].get_rotation()]
    for (one, box), (other, other_box) in combinations(level, 2):
        assert not box.overlaps(other_box), (one, other)


# the helpers


def test_minus_is_for_numbers_only() -> None:
    assert minus("cross-entropy at -0.5, x = -2") == "cross-entropy at −0.5, x = −2"


def test_the_saved_panels_show_the_same_parts_of_any_training(
    tmp_path: Path,
) -> None:
    x, y = two_gaussians(10)
    panels, curve = save_figures(tmp_path, x, y, train(x, y, epochs=200))
    epochs = re.findall(r"after (\d+)", panels.read_text("utf-8"))
    assert epochs == ["0", "2", "8", "33", "100", "200"]
    assert "The loss, epoch by epoch" in curve.read_text("utf-8")
