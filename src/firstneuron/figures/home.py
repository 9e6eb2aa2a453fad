"""The figures of the first page, and what stands for the book elsewhere."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from firstneuron.activation import sigmoid
from firstneuron.evaluation import decision_boundary, predict_probability
from firstneuron.figures.style import (
    CLASS_0,
    CLASS_1,
    GRID,
    INK,
    MUTED,
    NEURON,
    STYLE,
    Picture,
    arrow,
    book_run,
    canvas,
    dot,
    minus,
    pile,
    thin,
    write,
)
from firstneuron.inputs import FloatArray
from firstneuron.training import History


@rc_context(STYLE)
def draw_mark() -> Picture:
    """Draw what stands for the book where there is little room: in a corner, in a browser's tab.

    Examples
    --------
    >>> draw_mark().title
    'First Neuron'
    """
    figure = Figure(figsize=(32 / 72, 32 / 72))  # a point is a pixel
    figure.set_layout_engine("none")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(-16, 16), ylim=(-16, 16))
    axes.set_axis_off()
    across = np.linspace(-13, 13, 25)
    axes.plot(across, 20 * sigmoid(across / 2.5) - 10, color=NEURON, linewidth=4)
    axes.plot(-8, 6, "o", color=CLASS_0)
    axes.plot(8, -6, "^", color=CLASS_1)
    return Picture(
        figure,
        "First Neuron",
        "A curve rises from 0 to 1; a dot of class 0 is on its left, a triangle of class 1 on "
        "its right.",
    )


@rc_context(STYLE)
def draw_card() -> Picture:
    """Draw what stands for the book where somebody shares its address.

    Examples
    --------
    >>> draw_card().title
    'First Neuron'
    """
    picture = hero(*book_run())
    figure = picture.figure
    figure.set_size_inches(12, 6.3)
    for text, height, size in (
        ("First Neuron", 0.95, 46),
        ("How does a machine learn?", 0.82, 24),
    ):
        figure.text(0.05, height, text, va="top", size=size, family="DejaVu Serif")
    return Picture(figure, "First Neuron", picture.description)


@rc_context(STYLE)
def points(x: FloatArray, y: FloatArray) -> Picture:
    """Draw the samples alone, as the reader meets them before anything has learnt."""
    figure, axes = pumps(x, y, size=(10, 4.6), gap=0.0, height=(-0.4, 0.7))
    axes.set(xticks=[-2, 0, 2, 5], yticks=[])
    axes.set_xlabel("hum x, in standard deviations above the average healthy pump")
    axes.text(1.5, -0.27, "healthy (class 0)", color=CLASS_0, weight="bold")
    axes.text(3.7, 0.4, "worn (class 1)", color=CLASS_1, weight="bold", ha="right")
    healthy, worn = x[y == 0], x[y == 1]
    return Picture(
        figure,
        "What the microphone heard",
        minus(
            f"Marks along one line. The {len(healthy)} healthy pumps, class 0, hum from "
            f"{healthy.min():.1f} to {healthy.max():.1f}; the {len(worn)} worn pumps, class 1, "
            f"hum from {worn.min():.1f} to {worn.max():.1f}."
        ),
    )


@rc_context(STYLE)
def hero(x: FloatArray, y: FloatArray, history: History) -> Picture:
    """Draw how the flat line of an untrained neuron becomes the curve between two classes."""
    first, last = history.snapshots[0], history.snapshots[-1]
    boundary = decision_boundary(last.weight, last.bias)
    figure, axes = pumps(x, y, size=(10, 6.8), gap=1.0, height=(-0.46, 1.8))
    axes.set(xticks=[], yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    grid = np.linspace(*axes.get_xlim(), 300)
    for epoch in (0, 1, 2, 4, 8, 16, 32, 64):
        _, weight, bias, _ = history.snapshots[epoch]
        curve = predict_probability(grid, weight, bias)
        axes.plot(grid, curve, color=NEURON, alpha=0.4, linewidth=1.5)
    axes.plot(
        grid,
        predict_probability(grid, last.weight, last.bias),
        color=NEURON,
        linewidth=5,
    )
    axes.plot(
        [boundary, boundary], [-0.05, 1.05], ":", color=INK, linewidth=1.8, zorder=1
    )
    dot(axes, boundary, 0.5, INK)
    axes.text(boundary + 0.25, 0.45, f"boundary\nx = {boundary:.2f}", va="top")
    axes.text(-4.2, 0.53, "before training", color=NEURON)
    axes.text(
        3.35,
        0.7,
        f"after {last.epoch} epochs",
        color=NEURON,
        weight="bold",
        va="top",
    )
    axes.text(2.1, -0.27, "healthy (class 0)", color=CLASS_0, weight="bold")
    axes.text(3.7, 1.3, "worn (class 1)", color=CLASS_1, weight="bold", ha="right")
    return Picture(
        figure,
        "One neuron learns to tell two classes apart",
        f"Two piles of marks on one line, healthy pumps on the left, worn pumps on the right. The "
        f"untrained neuron is a flat line at one half (loss {first.loss:.3f}); over "
        f"{last.epoch} epochs it bends into an S from 0 at class 0 to 1 at class 1 (loss "
        f"{last.loss:.3f}), which passes one half at the boundary x = {boundary:.2f}.",
    )


def pumps(
    x: FloatArray,
    y: FloatArray,
    *,
    size: tuple[float, float],
    gap: float,
    height: tuple[float, float],
) -> tuple[Figure, Axes]:
    """Pile up every fifth sample, class 0 below a rule, class 1 above one ``gap`` higher."""
    figure = Figure(figsize=size)
    axes = figure.subplots()
    axes.set(xlim=(-4.3, 7.4), ylim=height)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for label, colour, marker, up in ((0, CLASS_0, "o", -1), (1, CLASS_1, "^", 1)):
        axes.axhline(label * gap, color=GRID, linewidth=1.2, zorder=0)
        column, row = pile(thin(x[y == label], 100), 0.155)
        ends = label * gap + up * (0.07 + 0.043 * row)
        axes.plot(column, ends, marker, color=colour)
    return figure, axes


@rc_context(STYLE)
def neuron(history: History, x: float = 3.0) -> Picture:
    """Draw what happens to one input on its way through the trained neuron."""
    weight, bias = history.weight, history.bias
    z = weight * x + bias
    y_hat = sigmoid(z)
    figure, axes = canvas(3.2)
    axes.set_ylim(0.62, 3.82)
    shape: dict[str, Any] = {
        "boxstyle": "round,pad=0,rounding_size=.3",
        "fc": "none",
        "ec": MUTED,
    }
    axes.add_patch(FancyBboxPatch((1.45, 0.75), 6.45, 2.95, **shape))
    for left, right in ((0.8, 2.0), (2.9, 4.3), (5.2, 6.6), (7.5, 8.75)):
        arrow(axes, (left, 1.8), (right, 1.8))
    for centre, symbol in ((2.45, "×"), (4.75, "+"), (7.05, "")):
        axes.add_patch(
            Circle(
                (centre, 1.8), 0.42, facecolor="none", edgecolor=NEURON, linewidth=3
            )
        )
        write(axes, centre, 1.8, symbol, color=NEURON, size=28)
    curve = np.linspace(-1, 1, 60)
    axes.plot(7.05 + 0.27 * curve, 1.58 + 0.44 * sigmoid(6 * curve), color=NEURON)
    write(axes, 7.05, 2.5, "σ", color=NEURON, size=22)
    for centre, text in ((2.45, f"w = {weight:.4f}"), (4.75, f"w₀ = {bias:.4f}")):
        arrow(axes, (centre, 2.85), (centre, 2.28))
        write(axes, centre, 3.1, text)
    for centre, height, name, text in (
        (0.45, 1.8, "x", f"{x:.0f}"),
        (3.6, 2.1, "w x", f"{weight * x:.3f}"),
        (5.9, 2.1, "z", f"{z:.3f}"),
        (9.25, 1.8, "ŷ", f"{y_hat:.3f}"),
    ):
        write(axes, centre, height, name, color=NEURON, size=22)
        write(axes, centre, 1.3, text, weight="bold")
    return Picture(
        figure,
        "What one neuron computes",
        minus(
            f"One input on its way through the trained neuron, from left to right: x = {x:.0f} "
            f"times the weight {weight:.4f} is {weight * x:.3f}; plus the bias {bias:.4f} it is "
            f"z = {z:.3f}; the sigmoid makes it the probability ŷ = {y_hat:.3f}."
        ),
    )


FIGURES: dict[str, Callable[[], Picture]] = {
    "points": lambda: points(*book_run()[:2]),
    "hero": lambda: hero(*book_run()),
    "neuron": lambda: neuron(book_run()[2]),
}
