import re
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib import rc_context, rcParams
from matplotlib.axes import Axes
from matplotlib.text import Text

from firstneuron import History, decision_boundary, mean_loss, train, two_gaussians
from firstneuron.figures import PALETTE, Picture, draw_all
from firstneuron.figures.data import data
from firstneuron.figures.floating_point import digits_left
from firstneuron.figures.home import hero, neuron, points
from firstneuron.figures.sigmoid import squashing
from firstneuron.figures.style import minus, pile, power, thin
from firstneuron.figures.training import (
    loss_curve,
    path,
    save_figures,
    training_panels,
)
from firstneuron.inputs import FloatArray

NAMES = [
    "points",
    "hero",
    "neuron",
    *(f"chain-{lit}" for lit in range(1, 7)),
    "chain",
    "sigmoid",
    "squashing",
    "losses",
    "gradient-saturation",
    "gradient-check",
    "data",
    "posterior",
    "training-panels",
    "loss-curve",
    "path",
    "calibration",
    "separable-growth",
    "parabola",
    "softmax",
    "two-losses",
    "newton",
    "floats",
    "digits-left",
    "recorded",
    "flow",
]
every_picture = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def run() -> tuple[FloatArray, FloatArray, History]:
    x, y = two_gaussians()
    return x, y, train(x, y)


@pytest.fixture(scope="module")
def other_run() -> tuple[FloatArray, FloatArray, History]:
    x, y = two_gaussians(rng=2)
    return x, y, train(x, y, learning_rate=0.003)


@pytest.fixture(scope="module")
def drawn() -> list[tuple[str, Picture]]:
    return list(draw_all())


@pytest.fixture(scope="module")
def pictures(drawn: list[tuple[str, Picture]]) -> dict[str, Picture]:
    return dict(drawn)


@pytest.fixture(scope="module")
def svgs(pictures: dict[str, Picture]) -> dict[str, str]:
    return {name: picture._repr_svg_() for name, picture in pictures.items()}


def test_every_name_is_drawn_once(drawn: list[tuple[str, Picture]]) -> None:
    assert sorted(name for name, _ in drawn) == sorted(NAMES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+|-\d)*", name) for name in NAMES)


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


RUN_PICTURES: dict[str, Callable[[FloatArray, FloatArray, History], Picture]] = {
    "points": lambda x, y, _history: points(x, y),
    "hero": hero,
    "neuron": lambda _x, _y, history: neuron(history),
    "squashing": lambda _x, _y, history: squashing(history),
    "data": lambda x, y, _history: data(x, y),
    "training-panels": training_panels,
    "loss-curve": lambda _x, _y, history: loss_curve(history),
    "path": path,
}


@pytest.mark.parametrize("name", RUN_PICTURES)
def test_description_follows_the_run(
    pictures: dict[str, Picture],
    other_run: tuple[FloatArray, FloatArray, History],
    name: str,
) -> None:
    assert RUN_PICTURES[name](*other_run).description != pictures[name].description


def test_descriptions_hold_the_numbers_of_the_run(
    pictures: dict[str, Picture], run: tuple[FloatArray, FloatArray, History]
) -> None:
    x, y, history = run
    boundary = f"x = {decision_boundary(history.weight, history.bias):.2f}"
    assert boundary in pictures["hero"].description
    assert boundary in pictures["squashing"].description
    assert f"weight {history.weight:.4f}" in pictures["neuron"].description
    assert minus(f"bias {history.bias:.4f}") in pictures["neuron"].description
    assert f"({history.weight:.2f}, " in pictures["path"].description
    assert (
        f"{history.loss[-1]:.3f} after 120 epochs"
        in pictures["loss-curve"].description
    )
    assert f"{history.running_loss[0]:.3f}" in pictures["loss-curve"].description
    assert f"mean {x[y == 1].mean():.2f}" in pictures["data"].description
    assert boundary in pictures["calibration"].description


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


def test_each_panel_shows_the_loss_of_its_own_curve(
    pictures: dict[str, Picture], run: tuple[FloatArray, FloatArray, History]
) -> None:
    x, y, _ = run
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


def test_the_way_downhill_is_made_of_ever_smaller_steps(
    run: tuple[FloatArray, FloatArray, History],
) -> None:
    way = np.array(
        [(snapshot.weight, snapshot.bias) for snapshot in run[2].snapshots]
    )
    steps = np.linalg.norm(np.diff(way, axis=0), axis=1)
    assert np.all(np.diff(steps[[0, 2, 5, 10, 20, 40, 60, 80, 100, 119]]) < 0)


def test_a_neuron_without_a_boundary_can_be_drawn() -> None:
    x, y = two_gaussians(10)
    history = train(x, y, start=(0.0, 0.0))
    assert "0.693 after 0" in training_panels(x, y, history).description


# how it looks


@every_picture
def test_every_colour_is_in_the_palette(svgs: dict[str, str], name: str) -> None:
    light = {light for light, _ in PALETTE.values()}
    drawing = svgs[name].partition("<g ")[2]
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}(?=[;\"])", drawing)) <= light
    assert not re.search(r"rgb|<image|<text|gradient\b", drawing)
    # what names no colour is black
    painted = re.findall(r'<(?:use|path)[^>]*style="([^"]*)"', drawing)
    painted += re.findall(r'<g style="([^"]*)" transform="[^"]*scale', drawing)
    assert painted
    assert all("fill:" in style or "stroke:" in style for style in painted)


@every_picture
def test_text_is_large_inside_and_apart(
    pictures: dict[str, Picture], name: str
) -> None:
    figure = pictures[name].figure
    figure.draw_without_rendering()
    assert figure.get_size_inches()[0] == 10
    texts = list(visible_texts(pictures[name]))
    assert min(float(text.get_fontsize()) for text in texts) >= 16
    boxes = [text.get_window_extent().padded(-1) for text in texts]
    for text, box in zip(texts, boxes, strict=True):
        assert figure.bbox.x0 <= box.x0 <= box.x1 <= figure.bbox.x1, text
        assert figure.bbox.y0 <= box.y0 <= box.y1 <= figure.bbox.y1, text
    for (one, box), (other, other_box) in combinations(
        zip(texts, boxes, strict=True), 2
    ):
        assert (
            one.get_rotation()
            or other.get_rotation()
            or not box.overlaps(other_box)
        ), (
            one,
            other,
        )


def visible_texts(picture: Picture) -> Iterator[Text]:
    for artist in picture.figure.findobj(Text):
        assert isinstance(artist, Text)
        axes = artist.axes
        hidden = (
            isinstance(axes, Axes)
            and not axes.axison
            and artist in axis_texts(axes)
        )
        if (
            artist.get_visible()
            and artist.get_text().strip()
            and not hidden
            and in_view(artist)
        ):
            yield artist


def axis_texts(axes: Axes) -> list[Text]:
    return [
        text for axis in (axes.xaxis, axes.yaxis) for text in axis.findobj(Text)
    ]


def in_view(text: Text) -> bool:
    """Tell whether a label belongs to a tick that is drawn."""
    axes = text.axes
    if not isinstance(axes, Axes) or text not in axis_texts(axes):
        return True
    sides: list[Any] = [axes.xaxis, axes.yaxis]
    drawn = [side.label for side in sides]
    drawn += [tick.label1 for side in sides for tick in side._update_ticks()]
    return text in drawn


def test_the_same_run_gives_the_same_bytes_whatever_the_reader_configured(
    svgs: dict[str, str],
) -> None:
    before = dict(rcParams)
    with rc_context(
        {"font.family": "serif", "text.color": "red", "axes.edgecolor": "red"}
    ):
        again = {name: picture._repr_svg_() for name, picture in draw_all()}
    assert again == svgs
    assert dict(rcParams) == before


# the helpers


def test_thin_keeps_both_ends() -> None:
    assert thin(np.arange(10.0)[::-1], 4).tolist() == [0, 3, 6, 9]
    assert thin(np.arange(3.0), 100).tolist() == [0, 1, 2]


def test_pile_stacks_neighbours() -> None:
    column, row = pile(np.array([0.0, 0.1, 0.9, 1.0, 1.1]), 1.0)
    assert column.tolist() == [0, 0, 1, 1, 1]
    assert row.tolist() == [0, 1, 0, 1, 2]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-5, "10⁻⁵"), (3.2e-12, "3 × 10⁻¹²"), (9.7e-3, "10⁻²"), (20.0, "2 × 10¹")],
)
def test_power(value: float, text: str) -> None:
    assert power(value) == text


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
