"""Every picture of the book, one function each, drawn from the same code and run as the text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from inspect import signature
from io import StringIO
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.data import (
    Population,
    bayes_boundaries,
    bayes_cross_entropy,
    best_line,
    density,
    posterior,
    two_gaussians,
)
from firstneuron.derivatives import gradient, numerical_gradient
from firstneuron.evaluation import (
    decision_boundary,
    population_cross_entropy,
    predict_probability,
)
from firstneuron.inputs import FloatArray, Numbers
from firstneuron.loss import binary_cross_entropy, binary_cross_entropy_derivative
from firstneuron.training import History, Snapshot, mean_loss, train

# What each colour stands for: on light paper, in which figures are drawn, and in the dark. For
# eyes that tell few hues apart, the classes and the neuron differ in lightness too.
PALETTE: dict[str, tuple[str, str]] = {
    "class_0": ("#0f2f86", "#5c86e6"),
    "class_1": ("#b4470c", "#ffa552"),
    # the line z, dashed, and the probability ŷ, solid
    "neuron": ("#9a33d6", "#d8a2f5"),
    "truth": ("#23795c", "#5fc09a"),  # the best possible
    "ink": ("#1b1e24", "#ece7dd"),
    "muted": ("#5f6670", "#a8a9ad"),
    "grid": ("#ddd8ce", "#3a3e48"),
    "paper": ("#fdfbf7", "#171a21"),
}
CLASS_0, CLASS_1, NEURON, TRUTH, INK, MUTED, GRID, PAPER = (
    light for light, _ in PALETTE.values()
)

# The one sample on which the chapter on derivatives works its numbers out.
EXAMPLE = {"weight": 0.3, "bias": -0.7, "x": 2.0, "y": 1.0}

STYLE: dict[Any, Any] = {
    "axes.edgecolor": MUTED,
    "axes.facecolor": "none",
    "axes.labelcolor": INK,
    "axes.labelsize": 18,
    "axes.linewidth": 1.2,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlesize": 18,
    "axes.unicode_minus": True,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 18,
    "lines.linewidth": 3,
    "lines.markeredgewidth": 0,
    "lines.markersize": 8,
    "lines.solid_capstyle": "round",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelsize": 16,
    "xtick.major.size": 5,
    "xtick.minor.size": 0,
    "ytick.color": MUTED,
    "ytick.labelsize": 16,
    "ytick.major.size": 5,
    "ytick.minor.size": 0,
}


@dataclass(frozen=True)
class Picture:
    """A figure, its title, and what there is to see for who cannot see it.

    Examples
    --------
    >>> draw("chain").title = "Another"
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'title'
    """

    figure: Figure
    title: str
    description: str

    def _repr_svg_(self) -> str:
        """Return the figure as SVG, which is what a notebook shows."""
        with (
            rc_context({"svg.fonttype": "path", "svg.hashsalt": self.title}),
            StringIO() as file,
        ):
            self.figure.savefig(
                file,
                format="svg",
                metadata={
                    "Title": self.title,
                    "Description": self.description,
                    "Date": None,
                },
            )
            return file.getvalue()


def draw(name: str) -> Picture:
    """Draw one figure of the book, by the name that its pages give it.

    Raises
    ------
    ValueError
        If there is no such figure.

    Examples
    --------
    >>> draw("chain").title
    'The chain rule, one factor a step'
    >>> draw("chart")
    Traceback (most recent call last):
    ValueError: name is 'chart'; expected a figure of the book, as 'chain'
    >>> draw("banana")
    Traceback (most recent call last):
    ValueError: name is 'banana'; expected a figure of the book, as 'hero'
    """
    known = drawings()
    if name not in known:
        close = get_close_matches(name, known, n=1) or list(known)
        raise ValueError(
            f"name is {name!r}; expected a figure of the book, as {close[0]!r}"
        )
    return known[name]()


def draw_all() -> Iterator[tuple[str, Picture]]:
    """Yield the name and the picture of every figure of the book, all from one run."""
    for name, drawing in drawings().items():
        yield name, drawing()


def drawings() -> dict[str, Callable[[], Picture]]:
    """Return what draws each figure of the book, by name, all from one run."""
    x, y = two_gaussians()
    history = train(x, y)
    return {
        "hero": lambda: hero(x, y, history),
        "neuron": lambda: neuron(history),
        "chain": lambda: chain(**EXAMPLE),
        "sigmoid": sigmoid_and_slope,
        "squashing": lambda: squashing(history),
        "losses": losses,
        "gradient-saturation": gradient_saturation,
        "gradient-check": lambda: gradient_check(**EXAMPLE),
        "data": lambda: data(x, y),
        "posterior": true_posterior,
        "training-panels": lambda: training_panels(x, y, history),
        "loss-curve": lambda: loss_curve(history),
        "path": lambda: path(x, y, history),
        "calibration": lambda: calibration(history),
        "separable-growth": separable_growth,
    }


def export_all() -> Iterator[tuple[str, object]]:
    """Yield the file name and the content of what the live figures start from, from that run."""
    x, y = two_gaussians()
    history = train(x, y)
    settings = signature(train).parameters
    run = {
        "weight": history.weight,
        "bias": history.bias,
        "learning_rate": settings["learning_rate"].default,
        "population": asdict(Population()),
        "example": EXAMPLE,
    }
    yield "run.json", run
    samples = {"x": x.tolist(), "y": y.tolist()}
    order = {"seed": settings["rng"].default, "snapshots": history.snapshots}
    marks = {
        "contours": contours(x, y),
        "best_line": best_line(),
        "best_loss": bayes_cross_entropy(),
    }
    yield "training.json", run | samples | order | marks
    gap, overlap = (long_run(*each) for each in long_runs())
    yield "long.json", {"gap": gap, "overlap": overlap}


def contours(x: FloatArray, y: FloatArray) -> list[tuple[float, list[list[float]]]]:
    """Return the lines of equal mean loss: its height, and the weight and bias along each."""
    axes = Figure().subplots()
    drawn = draw_contours(axes, x, y)
    return [
        (float(level), np.round(thinned(line), 3).tolist())
        for level, lines in zip(drawn.levels, drawn.allsegs, strict=True)
        for line in lines
    ]


def thinned(line: FloatArray) -> FloatArray:
    """Return a line without every second of the points where it is nearly straight."""
    (across, up), (a, b) = (line[2:] - line[:-2]).T, (line[1:-1] - line[:-2]).T
    aside = np.abs(across * b - up * a) / np.hypot(across, up)
    straight = np.zeros(len(line), dtype=bool)
    straight[1:-1] = aside < 0.005  # a fifth of a pixel in the live figure
    straight[::2] = False
    return line[~straight]


def draw_contours(axes: Axes, x: FloatArray, y: FloatArray) -> ContourSet:
    """Draw lines of equal mean loss over weight and bias."""
    weights, biases = np.linspace(-0.3, 2.9, 50), np.linspace(-7.3, 0.8, 50)
    landscape = [
        [mean_loss(weight * x + bias, y) for weight in weights] for bias in biases
    ]
    levels = [0.02, 0.03, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6]
    return axes.contour(
        weights, biases, landscape, levels, colors=[MUTED], linewidths=0.8
    )


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
    x, y = two_gaussians()
    picture = hero(x, y, train(x, y))
    figure = picture.figure
    figure.set_size_inches(12, 6.3)
    for text, height, size in (
        ("First Neuron", 0.95, 46),
        ("How does a machine learn?", 0.82, 24),
    ):
        figure.text(0.05, height, text, va="top", size=size, family="DejaVu Serif")
    return Picture(figure, "First Neuron", picture.description)


@rc_context(STYLE)
def hero(x: FloatArray, y: FloatArray, history: History) -> Picture:
    """Draw how the flat line of an untrained neuron becomes the curve between two classes."""
    first, last = history.snapshots[0], history.snapshots[-1]
    boundary = decision_boundary(last.weight, last.bias)
    grid = np.linspace(-4.3, 7.4, 300)
    figure = Figure(figsize=(10, 6.8))
    axes = figure.subplots()
    axes.set(xticks=[], yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    axes.set(xlim=(grid[0], grid[-1]), ylim=(-0.46, 1.8))
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    for level in (0, 1):
        axes.axhline(level, color=GRID, linewidth=1.2, zorder=0)
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
    for label, colour, marker, up in ((0, CLASS_0, "o", -1), (1, CLASS_1, "^", 1)):
        column, row = pile(thin(x[y == label], 100), 0.155)
        axes.plot(column, label + up * (0.07 + 0.043 * row), marker, color=colour)
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
    axes.text(2.1, -0.27, "class 0", color=CLASS_0, weight="bold")
    axes.text(3.7, 1.3, "class 1", color=CLASS_1, weight="bold", ha="right")
    return Picture(
        figure,
        "One neuron learns to tell two classes apart",
        f"Two piles of points on one line, class 0 on the left, class 1 on the right. The "
        f"untrained neuron is a flat line at one half (loss {first.loss:.3f}); over "
        f"{last.epoch} epochs it bends into an S from 0 at class 0 to 1 at class 1 (loss "
        f"{last.loss:.3f}), which passes one half at the boundary x = {boundary:.2f}.",
    )


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


@rc_context(STYLE)
def chain(weight: float, bias: float, x: float, y: float) -> Picture:
    """Draw the forward pass of one sample and the factors of the chain rule on the way back.

    Examples
    --------
    >>> chain(weight=1.0, bias=1.0, x=2.0, y=1.0).description.split(", ")[1]
    'at x = 2 and y = 1: w = 1.0 gives z = 3.0'
    """
    z = weight * x + bias
    y_hat = sigmoid(z)
    loss = binary_cross_entropy(y_hat, y)
    slope_loss, slope_y_hat = (
        binary_cross_entropy_derivative(y_hat, y),
        sigmoid_derivative(z),
    )
    figure, axes = canvas(6.1)
    sample = f"one sample: x = {x:.0f}, y = {y:.0f}, with w₀ = {bias:.1f}"
    write(axes, 5, 5.8, sample, color=MUTED)
    for centre, name, value in (
        (1.1, "w", f"{weight:.1f}"),
        (3.7, "z", f"{z:.1f}"),
        (6.3, "ŷ", f"{y_hat:.4f}"),
        (8.9, "E", f"{loss:.4f}"),
    ):
        write(axes, centre, 5.25, name, color=NEURON, size=24)
        write(axes, centre, 4.7, value, weight="bold")
    for left, rate, formula, value in (
        (1.1, "∂z/∂w", "x", f"{x:.0f}"),
        (3.7, "dŷ/dz", "ŷ(1 − ŷ)", f"{slope_y_hat:.4f}"),
        (6.3, "dE/dŷ", "(ŷ − y) / (ŷ(1 − ŷ))", f"{slope_loss:.4f}"),
    ):
        arrow(axes, (left + 0.6, 5.0), (left + 2.0, 5.0))
        arrow(axes, (left + 2.5, 4.3), (left + 0.1, 4.3), colour=INK, curve=-0.3)
        write(axes, left + 1.3, 3.45, rate)
        write(axes, left + 1.3, 3.0, formula, color=MUTED, size=16)
        write(axes, left + 1.3, 2.5, value, weight="bold")
    for centre in (3.7, 6.3):
        write(axes, centre, 2.5, "×")
    for left, height, product in (
        (3.8, 1.85, f"dE/dz = ŷ − y = {y_hat - y:.4f}"),
        (1.2, 0.75, f"∂E/∂w = (ŷ − y) x = {(y_hat - y) * x:.4f}"),
    ):
        ends = [height + 0.2, height, height, height + 0.2]
        axes.plot([left, left, 8.8, 8.8], ends, color=INK, linewidth=1.6)
        write(axes, (left + 8.8) / 2, height - 0.3, product, weight="bold")
    return Picture(
        figure,
        "The chain rule, one factor a step",
        minus(
            f"Forward, at x = {x:.0f} and y = {y:.0f}: w = {weight:.1f} gives z = {z:.1f}, "
            f"ŷ = {y_hat:.4f} and the loss E = {loss:.4f}. Backward, the factors are dE/dŷ = "
            f"{slope_loss:.4f}, dŷ/dz = {slope_y_hat:.4f} and ∂z/∂w = {x:.0f}: the first two "
            f"multiply to ŷ − y = {y_hat - y:.4f}, all three to ∂E/∂w = {(y_hat - y) * x:.4f}."
        ),
    )


@rc_context(STYLE)
def sigmoid_and_slope() -> Picture:
    """Draw the sigmoid, its slope, and the tangent where it is steepest."""
    z = np.linspace(-6, 6, 241)
    half = 2 * log(1 + 2**0.5)  # where the slope is an eighth
    slope = sigmoid_derivative(half)
    figure = Figure(figsize=(10, 5.6))
    axes = figure.subplots()
    axes.set(xticks=[-6, -4, -2, 0, 2, 4, 6], yticks=[0, 0.25, 0.5, 1])
    axes.set(
        xlabel="z",
        xlim=(-6.1, 6.1),
        ylim=(-0.02, 1.05),
        yticklabels=["0", "¼", "½", "1"],
    )
    axes.axhline(1, color=GRID, linewidth=1.2)
    axes.plot([-2, 2], [0, 1], color=MUTED, linewidth=1.5)
    axes.plot(z, sigmoid(z), color=NEURON, linewidth=4)
    axes.plot(z, sigmoid_derivative(z), color=INK)
    axes.vlines([-half, half], 0, slope, color=MUTED, linestyle=":", linewidth=1.8)
    axes.plot([-half, half], [slope, slope], "o", color=INK)
    dot(axes, 0, 0.5, NEURON)
    dot(axes, 0, 0.25, INK)
    axes.text(2.5, 0.83, "σ(z)", color=NEURON, size=24)
    axes.text(0.3, 0.46, f"σ(0) = {sigmoid(0):.1f}", color=NEURON)
    axes.text(
        1.3,
        0.89,
        f"tangent, slope {sigmoid_derivative(0):.2f}",
        color=MUTED,
        ha="right",
    )
    axes.text(-2.2, 0.24, "slope σ′(z)", ha="right")
    axes.text(half + 0.2, 0.14, f"half as steep\nat z = ±{half:.3f}")
    return Picture(
        figure,
        "The sigmoid and its slope",
        f"The sigmoid rises from 0 to 1 in an S and passes {sigmoid(0):.1f} at z = 0. Its "
        f"slope is a bell: {sigmoid_derivative(0):.2f} at z = 0, where the S is steepest, half "
        f"of that at z = ±{half:.3f}, and {sigmoid_derivative(6):.4f} at z = ±6.",
    )


@rc_context(STYLE)
def squashing(history: History) -> Picture:
    """Draw the straight line z of the trained neuron and below it the same line squashed."""
    weight, bias = history.weight, history.bias
    boundary = decision_boundary(weight, bias)
    x = np.linspace(-1.2, 6.2, 200)
    figure = Figure(figsize=(10, 7.4))
    above, below = figure.subplots(2, 1, sharex=True)
    above.set(xlim=(x[0], x[-1]), ylim=(-7.5, 7.5), yticks=[-6, 0, 6])
    below.set(ylim=(-0.1, 1.1), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    below.set(xlabel="x", xticks=range(-1, 7))
    above.set_title(f"z = {weight:.2f} x − {-bias:.2f}", color=NEURON, loc="left")
    below.set_title("ŷ = σ(z)", color=NEURON, loc="left")
    above.axhspan(0, 1, color=NEURON, alpha=0.15, linewidth=0)
    above.text(-1.1, 1.4, "a probability is from 0 to 1", color=MUTED, size=16)
    above.plot(x, weight * x + bias, "--", color=NEURON)
    below.plot(x, sigmoid(weight * x + bias), color=NEURON, linewidth=4)
    for at in (0.0, 1.0, 4.0, 5.5):
        z = weight * at + bias
        offset, corner = (
            ((-8, 7), ("right", "bottom")) if z < 0 else ((8, -7), ("left", "top"))
        )
        for axes, height, text in (
            (above, z, f"{z:.2f}"),
            (below, sigmoid(z), f"{sigmoid(z):.3f}"),
        ):
            axes.plot(at, height, "o", color=NEURON, markersize=10)
            note = axes.annotate(
                minus(text), (at, height), offset, textcoords="offset points"
            )
            note.set(ha=corner[0], va=corner[1])
    for axes in (above, below):
        axes.axvline(boundary, linestyle=":", color=INK, linewidth=1.8)
    above.text(boundary + 0.1, -6.9, f"boundary x = {boundary:.2f}")
    return Picture(
        figure,
        "A straight line, squashed from both ends",
        minus(
            f"Above, the straight line z = {weight:.2f} x − {-bias:.2f} leaves the band from 0 to "
            f"1 on both sides. Below, the sigmoid has squashed it into that band: z = {bias:.2f} "
            f"at x = 0 becomes ŷ = {sigmoid(bias):.3f}. Where z = 0, at x = {boundary:.2f}, "
            "ŷ is one half."
        ),
    )


@rc_context(STYLE)
def losses() -> Picture:
    """Draw what a probability costs, for either label, beside the squared error."""
    y_hat = np.linspace(0.005, 0.995, 400)
    figure = Figure(figsize=(10, 5.9))
    axes = figure.subplots()
    axes.set(
        xticks=[0, 0.5, 1], yticks=[0, 1, 2, 3, 4], xticklabels=["0", "½", "1"]
    )
    axes.set(xlim=(-0.01, 1.01), ylim=(-0.05, 4.4), xlabel="ŷ")
    axes.set_title("loss E", loc="left")
    for label, colour in ((0, CLASS_0), (1, CLASS_1)):
        axes.plot(
            y_hat, binary_cross_entropy(y_hat, label), color=colour, linewidth=4
        )
        axes.plot(
            y_hat, 0.5 * (y_hat - label) ** 2, "--", color=colour, linewidth=2
        )
    dot(axes, 0.5, log(2), INK)
    axes.text(0.5, log(2) + 0.35, f"ln 2 = {log(2):.3f}", ha="center")
    axes.text(0.08, 3.2, "the label is 1:\n−ln ŷ", color=CLASS_1)
    axes.text(0.92, 3.2, "the label is 0:\n−ln(1 − ŷ)", color=CLASS_0, ha="right")
    axes.text(0.015, 0.6, "½(ŷ − y)²", color=CLASS_1, size=16)
    axes.text(0.985, 0.6, "½(ŷ − y)²", color=CLASS_0, size=16, ha="right")
    return Picture(
        figure,
        "What a probability costs",
        f"Cross-entropy against the prediction ŷ: it falls from infinity to 0 if the label is 1 "
        f"and rises from 0 to infinity if the label is 0; the two meet at ŷ = ½ with "
        f"ln 2 = {log(2):.3f}. A prediction of 0.99 for a point of class 0 costs "
        f"{binary_cross_entropy(0.99, 0):.3f}; half the squared error, dashed, charges "
        f"{0.5 * 0.99**2:.3f}.",
    )


@rc_context(STYLE)
def gradient_saturation() -> Picture:
    """Draw how strongly each loss pulls at z when the label is 0."""
    z = np.linspace(-6, 8, 281)
    pull = sigmoid(z)  # dE/dz = ŷ − y with y = 0
    squared_pull = np.asarray(
        pull * sigmoid_derivative(z)
    )  # dE/dz for E = ½(ŷ − y)²
    at_4 = sigmoid(4), sigmoid(4) * sigmoid_derivative(4)
    figure = Figure(figsize=(10, 5.7))
    axes = figure.subplots()
    axes.set(
        xticks=[-6, -4, -2, 0, 2, 4, 6, 8],
        yticks=[0, 0.5, 1],
        yticklabels=["0", "½", "1"],
    )
    axes.set(xlim=(-6.1, 8.1), ylim=(-0.03, 1.08), xlabel="z")
    axes.set_title("dE/dz", loc="left")
    axes.plot(z, pull, color=CLASS_0, linewidth=4)
    axes.plot(z, squared_pull, "--", color=CLASS_0)
    axes.vlines(4, *at_4, color=INK, linestyle=":", linewidth=1.8)
    for slope, text_height in zip(at_4, (0.84, 0.07), strict=True):
        dot(axes, 4, slope, CLASS_0)
        axes.text(4.25, text_height, f"{slope:.3f}", weight="bold")
    axes.text(
        0.5, 0.86, "cross-entropy:\nŷ − y", color=CLASS_0, ha="right", va="center"
    )
    axes.text(
        3.8, 0.21, "squared error:\n(ŷ − y) ŷ(1 − ŷ)", color=CLASS_0, ha="right"
    )
    axes.text(-5.9, 0.08, "sure and right", color=MUTED)
    axes.text(8, 0.45, "sure and wrong", color=MUTED, ha="right")
    return Picture(
        figure,
        "Which loss still pulls when the neuron is wrong?",
        f"The slope dE/dz against z for a point of class 0. With cross-entropy it grows towards 1 "
        f"the more wrong the neuron is: {at_4[0]:.3f} at z = 4. With half the squared error it "
        f"rises to {squared_pull.max():.3f} and then falls back towards 0: {at_4[1]:.3f} at z = 4.",
    )


@rc_context(STYLE)
def gradient_check(weight: float, bias: float, x: float, y: float) -> Picture:
    """Draw how far the central difference is off, against its step."""
    exact, _ = gradient(weight, bias, [x], [y])

    def error(h: float) -> float:
        return abs(numerical_gradient(weight, bias, [x], [y], h=h)[0] / exact - 1)

    steps, usual = np.logspace(-12, -1, 56), 1e-5
    figure = Figure(figsize=(10, 5.9))
    axes = figure.subplots()
    axes.set(xscale="log", yscale="log", xlabel="step h")
    axes.set_title("relative error", loc="left")
    axes.plot(
        steps,
        [error(h) for h in steps],
        "o-",
        color=NEURON,
        linewidth=1.5,
        markersize=6,
    )
    dot(axes, usual, error(usual), INK)
    axes.text(usual, 4e-13, f"h = {power(usual)}", va="top", ha="center")
    axes.text(2e-10, 1e-5, "rounding\ngrows with 1/h", color=MUTED)
    axes.text(
        1e-3, 1e-5, "the formula’s error\ngrows with h²", color=MUTED, ha="right"
    )
    axes.set(xticks=[1e-12, 1e-9, 1e-6, 1e-3], yticks=[1e-12, 1e-9, 1e-6, 1e-3])
    axes.set(ylim=(2e-14, 2e-3))
    axes.minorticks_off()
    return Picture(
        figure,
        "How small a step? The error of the central difference",
        f"On log axes the relative error of the numerical slope is a V. From right to left it "
        f"falls with h², from {power(error(1e-2))} at h = {power(1e-2)} to {power(error(usual))} "
        f"at h = {power(usual)}; then rounding takes over and the error grows with 1/h, to "
        f"{power(error(1e-12))} at h = {power(1e-12)}.",
    )


@rc_context(STYLE)
def data(x: FloatArray, y: FloatArray) -> Picture:
    """Draw the samples of both classes piled up on their line."""
    figure = Figure(figsize=(10, 5))
    axes = figure.subplots()
    axes.set(
        xticks=range(-4, 8),
        yticks=[],
        xlabel="x",
        xlim=(-4.2, 7.2),
        ylim=(-4.6, 16.5),
    )
    axes.spines["left"].set_visible(False)
    drawn, facts = 100, []
    for label, colour, marker in ((0, CLASS_0, "o"), (1, CLASS_1, "^")):
        values = x[y == label]
        mean, std = float(values.mean()), float(values.std())
        column, row = pile(thin(values, drawn), 0.15)
        axes.plot(column, row + 0.5, marker, color=colour)
        axes.plot([mean - std, mean + std], [-1.2, -1.2], color=colour, linewidth=5)
        axes.plot(
            mean,
            -1.2,
            marker,
            color=colour,
            markersize=14,
            markeredgecolor=PAPER,
            mew=2,
        )
        facts.append(minus(f"mean {mean:.2f}, spread {std:.2f}"))
        axes.text(mean, -2.2, facts[-1], color=colour, ha="center", va="top")
    axes.text(-1.2, 8, "class 0", color=CLASS_0, weight="bold", ha="right")
    axes.text(4.1, 13, "class 1", color=CLASS_1, weight="bold", ha="right")
    return Picture(
        figure,
        "Two classes on one line",
        f"Points on a line, piled up where they crowd; {2 * drawn} of {len(x):,} are drawn. Class "
        f"0, the wide one, has {facts[0]}; class 1 has {facts[1]}. Few points lie between them.",
    )


@rc_context(STYLE)
def true_posterior() -> Picture:
    """Draw where samples come from, the true probability of class 1, and the best neuron."""
    population = Population()
    boundaries = bayes_boundaries(population)
    best = best_line(population)
    x = np.linspace(-4, 12, 321)
    figure = Figure(figsize=(10, 9))
    top, middle, bottom = figure.subplots(3, 1, sharex=True)
    for label, colour in ((0, CLASS_0), (1, CLASS_1)):
        curve = density(x, population.means[label], population.stds[label])
        near = curve > 1e-4
        top.plot(x[near], curve[near], color=colour)
        top.fill_between(
            x[near], curve[near], color=colour, alpha=0.15, linewidth=0
        )
        middle.plot(x, curve, color=colour)
    bottom.plot(x, posterior(x, population=population), color=TRUTH, linewidth=4)
    bottom.plot(x, predict_probability(x, *best), "--", color=NEURON)
    for axes in (top, middle, bottom):
        for boundary in boundaries:
            axes.axvline(boundary, linestyle=":", color=INK, linewidth=1.8)
    top.set(ylim=(0, 0.88), yticks=[])
    middle.set(yscale="log", ylim=(1e-28, 10), yticks=[1, 1e-10, 1e-20])
    middle.set(yticklabels=["1", power(1e-10), power(1e-20)])
    middle.minorticks_off()
    bottom.set(ylim=(-0.06, 1.1), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    bottom.set(xlabel="x", xticks=[-4, -2, 0, 2, 4, 6, 8, 10, 12])
    bottom.set_xlim(-4, 12)
    top.set_title("density", loc="left")
    middle.set_title("density, log scale", loc="left")
    bottom.set_title("probability of class 1", loc="left")
    top.text(-1.1, 0.38, "class 0", color=CLASS_0, weight="bold", ha="right")
    top.text(5.8, 0.62, "class 1", color=CLASS_1, weight="bold")
    bottom.text(boundaries[0] + 0.3, 0.43, f"{boundaries[0]:.2f}")
    bottom.text(boundaries[1] - 0.3, 0.43, f"{boundaries[1]:.2f}", ha="right")
    bottom.text(2.8, 0.8, "the truth", color=TRUTH, ha="right")
    bottom.text(10.5, 0.92, "the best\nline", color=NEURON, va="top")
    return Picture(
        figure,
        "The best possible answer",
        f"Above, the two bell curves that the points come from, then the same on a log scale, "
        f"where they cross twice. Below, the true probability of class 1 rises through one half at "
        f"x = {boundaries[0]:.2f} and falls through it again at {boundaries[1]:.2f}, "
        f"where the wider class 0 wins. The best line, dashed, has its boundary at "
        f"{decision_boundary(*best):.2f} and cannot follow the fall.",
    )


@rc_context(STYLE)
def training_panels(
    x: FloatArray,
    y: FloatArray,
    history: History,
    epochs: tuple[int, ...] = (0, 1, 5, 20, 60, 120),
) -> Picture:
    """Draw six moments of the training, each with the loss of the very curve that is drawn.

    Examples
    --------
    >>> x, y = two_gaussians(10)
    >>> training_panels(x, y, train(x, y, epochs=2), epochs=(0, 1, 2))
    Traceback (most recent call last):
    ValueError: zip() argument 2 is shorter than argument 1
    """
    figure = Figure(figsize=(10, 8))
    panels = figure.subplots(2, 3, sharex=True, sharey=True)
    for axes, epoch in zip(panels.flat, epochs, strict=True):
        axes.set(xticks=[0, 5], yticks=[0, 1], xlim=(-4.2, 7.2), ylim=(-0.45, 1.7))
        axes.set_title(f"epoch {epoch}\nloss {history.loss[epoch]:.3f}")
        draw_samples(axes, x, y)
        draw_neuron(axes, history.snapshots[epoch])
    panels[1, 1].set_xlabel("x")
    panels[0, 0].text(-4, 0.55, "ŷ", color=NEURON)
    panels[0, 0].text(-4, 0.05, "z", color=NEURON)
    by_epoch = ", ".join(f"{history.loss[k]:.3f} after {k}" for k in epochs)
    return Picture(
        figure,
        "Six moments of the training",
        f"Six panels, each with the data, the line z, dashed, the curve ŷ and the boundary. The "
        f"curve is flat at first and an S at the end; its loss is {by_epoch} epochs.",
    )


def draw_samples(axes: Axes, x: FloatArray, y: FloatArray) -> None:
    """Pile up some of the samples, class 0 below the height of its label and class 1 above."""
    for label, colour, marker, up in ((0, CLASS_0, "o", -1), (1, CLASS_1, "^", 1)):
        column, row = pile(thin(x[y == label], 40), 0.35)
        axes.plot(
            column,
            label + up * (0.07 + 0.045 * row),
            marker,
            color=colour,
            markersize=5,
        )


def draw_neuron(axes: Axes, snapshot: Snapshot) -> None:
    """Draw the line z, the curve ŷ and the boundary of one neuron."""
    x = np.linspace(*axes.get_xlim(), 200)
    z = snapshot.weight * x + snapshot.bias
    axes.plot(x, z, "--", color=NEURON, linewidth=1.8)
    axes.plot(x, sigmoid(z), color=NEURON)
    if snapshot.weight:
        axes.axvline(
            decision_boundary(snapshot.weight, snapshot.bias),
            ls=":",
            color=INK,
            lw=1.8,
        )


@rc_context(STYLE)
def loss_curve(history: History) -> Picture:
    """Draw the loss by epoch: of the neuron at its end, and as it was met on the way.

    Examples
    --------
    >>> x, y = two_gaussians(10)
    >>> picture = loss_curve(train(x, y, epochs=2))
    >>> axes, _ = picture.figure.axes
    >>> [int(tick) for tick in axes.get_xticks()], axes.texts[-1].get_text()
    ([0, 1, 2], '0.641')
    >>> picture.description.split(", ")[3].partition(";")[0]
    'from 0.690 before training to 0.641 after 2 epochs'
    """
    epochs = np.arange(len(history.loss))
    best = bayes_cross_entropy()
    figure = Figure(figsize=(10, 6))
    whole, start = figure.subplots(1, 2, width_ratios=(3, 2))
    whole.plot(epochs, history.loss, color=NEURON, linewidth=4)
    whole.axhline(log(2), linestyle=":", color=MUTED, linewidth=1.8)
    whole.axhline(best, color=TRUTH)
    whole.text(
        epochs[-1], 0.5, f"ln 2 = {log(2):.3f}", color=MUTED, ha="right", va="top"
    )
    whole.text(
        epochs[-1],
        0.0015,
        f"perfect knowledge,\nendless data: {best:.4f}",
        color=TRUTH,
        ha="right",
    )
    whole.text(
        epochs[-1],
        1.4 * history.loss[-1],
        f"{history.loss[-1]:.3f}",
        color=NEURON,
        ha="right",
    )
    whole.set(
        yscale="log", xlabel="epoch", xticks=epochs[:: max(len(epochs) // 6, 1)]
    )
    whole.set(
        yticks=[0.001, 0.01, 0.1, 1], yticklabels=["0.001", "0.01", "0.1", "1"]
    )
    whole.set_ylim(0.001, 1)
    whole.set_title("mean loss", loc="left")
    start.plot(epochs[:7], history.loss[:7], "o-", color=NEURON)
    start.plot(
        epochs[1:7], history.running_loss[:6], "s--", color=INK, linewidth=1.8
    )
    start.text(1.3, 0.47, "met during\nthe epoch")
    start.text(0.5, 0.2, "at its end", color=NEURON)
    start.set(
        xlabel="epoch", xticks=[0, 2, 4, 6], yticks=[0.2, 0.4, 0.6], ylim=(0, 0.75)
    )
    start.set_title("the first epochs", loc="left")
    return Picture(
        figure,
        "The loss, epoch by epoch",
        f"Left, the mean loss on a log scale falls steeply, then ever more slowly, from "
        f"{history.loss[0]:.3f} before training to {history.loss[-1]:.3f} after "
        f"{epochs[-1]} epochs; perfect knowledge pays {best:.4f} on endless data. Right, the "
        f"first epochs: the mean of the losses met during epoch 1 is "
        f"{history.running_loss[0]:.3f}, but the neuron at its end has {history.loss[1]:.3f}.",
    )


@rc_context(STYLE)
def path(x: FloatArray, y: FloatArray, history: History) -> Picture:
    """Draw the way of weight and bias over the landscape of the mean loss."""
    way = np.array(
        [(snapshot.weight, snapshot.bias) for snapshot in history.snapshots]
    )
    best = np.array(best_line())
    figure = Figure(figsize=(10, 6.8))
    axes = figure.subplots()
    axes.set(xticks=[0, 1, 2], yticks=[-6, -4, -2, 0], xlabel="weight w")
    axes.set_title("bias w₀", loc="left")
    lines = draw_contours(axes, x, y)
    beside = [
        (2.6, -5.8),
        (1.77, -5.4),
        *((weight, -5.2) for weight in (1.6, 1.4, 1.2, 1, 0.8, 0.4)),
    ]
    axes.clabel(lines, fontsize=16, fmt="%g", manual=beside)
    axes.plot(*way.T, color=NEURON, linewidth=4)
    plate = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
    for epoch in (0, 1, 5, 20, 60, 120):
        weight, bias = way[epoch]
        dot(axes, weight, bias, NEURON)
        axes.text(weight + 0.07, bias + 0.15, f"epoch {epoch}", bbox=plate)
    ahead = (best - way[-1]) / (best - way[-1])[0]
    arrow(
        axes,
        tuple(way[-1] + 0.1 * ahead),
        tuple(way[-1] + 0.42 * ahead),
        colour=TRUTH,
    )
    aim = minus(f"to the best line:\nw = {best[0]:.1f}, w₀ = {best[1]:.1f}")
    axes.text(2.15, -6.2, aim, color=TRUTH, ha="center", va="top", bbox=plate)
    return Picture(
        figure,
        "The way downhill",
        minus(
            f"Contours of the mean loss over weight and bias, and the way that training took: from "
            f"({way[0, 0]:.3f}, {way[0, 1]:.3f}) to ({way[-1, 0]:.2f}, {way[-1, 1]:.2f}), in ever "
            f"smaller steps, down a valley. An arrow points on to the best line at "
            f"({best[0]:.1f}, {best[1]:.1f}), far outside the picture."
        ),
    )


@rc_context(STYLE)
def calibration(history: History) -> Picture:
    """Draw what the trained neuron says between the classes, and what is true there."""
    trained, best = (history.weight, history.bias), best_line()
    x = np.linspace(0.6, 5.2, 300)
    figure = Figure(figsize=(10, 6))
    axes = figure.subplots()
    axes.plot(x, posterior(x), color=TRUTH, linewidth=6, alpha=0.5)
    axes.plot(x, predict_probability(x, *best), "--", color=INK, linewidth=2)
    axes.plot(x, predict_probability(x, *trained), color=NEURON, linewidth=4)
    axes.axhline(0.5, color=GRID, linewidth=1.2, zorder=0)
    for line, colour, side, offset in (
        (trained, NEURON, "right", -0.08),
        (best, INK, "left", 0.1),
    ):
        boundary = decision_boundary(*line)
        axes.plot(
            [boundary, boundary], [-0.05, 0.5], ":", color=colour, linewidth=1.8
        )
        dot(axes, boundary, 0.5, colour)
        axes.text(boundary + offset, 0.04, f"{boundary:.2f}", color=colour, ha=side)
    axes.text(1.75, 0.33, "our neuron", color=NEURON, ha="right")
    axes.text(3.5, 0.55, "the best line", color=INK)
    axes.text(3.85, 0.72, "the truth", color=TRUTH)
    axes.set(xlim=(0.6, 5.2), ylim=(-0.05, 1.05), xlabel="x", xticks=range(1, 6))
    axes.set(yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    axes.set_title("probability of class 1", loc="left")
    at_own = float(posterior(decision_boundary(*trained)))
    return Picture(
        figure,
        "What the neuron says, and what is true",
        f"The probability of class 1 between the classes. The trained neuron passes one half at "
        f"x = {decision_boundary(*trained):.2f}, where the true probability is {at_own:.4f}; the "
        f"truth and the best line pass it near {decision_boundary(*best):.2f} and are far steeper.",
    )


GROWTH = {"epochs": 10_000, "learning_rate": 0.05, "n_per_class": 20, "mean": 0.5}


def long_runs() -> Iterator[tuple[Population, FloatArray, FloatArray, History]]:
    """Yield two long runs on few points: with a gap between the classes, and without."""
    for population in (Population(), Population(means=(0.0, GROWTH["mean"]))):
        n = int(GROWTH["n_per_class"])
        x, y = two_gaussians(n, means=population.means, stds=population.stds)
        epochs, rate = int(GROWTH["epochs"]), GROWTH["learning_rate"]
        yield population, x, y, train(x, y, epochs=epochs, learning_rate=rate)


def moments() -> list[int]:
    """Return epochs of the long runs, dense on a log scale; a quarter of a decade is among them."""
    decades = int(np.log10(GROWTH["epochs"]))
    steps = np.linspace(0, decades, 30 * decades + 1)
    quarters = np.linspace(0, decades, 4 * decades + 1)
    return [
        int(k) for k in np.unique((10 ** np.concatenate([steps, quarters])).round())
    ]


def long_run(
    population: Population, x: FloatArray, y: FloatArray, history: History
) -> dict[str, object]:
    """Return what a live figure shows of a long run; last is the loss on endless data."""
    snapshots = (history.snapshots[epoch] for epoch in moments())
    shown = [
        (*snapshot, population_cross_entropy(*snapshot[1:3], population))
        for snapshot in snapshots
    ]
    return {"x": x.tolist(), "y": y.tolist(), "snapshots": shown}


@rc_context(STYLE)
def separable_growth() -> Picture:
    """Draw the weight over thousands of epochs, with and without a gap between the classes."""
    epochs, learning_rate = int(GROWTH["epochs"]), GROWTH["learning_rate"]
    n, mean_1 = int(GROWTH["n_per_class"]), GROWTH["mean"]
    figure = Figure(figsize=(10, 6))
    axes = figure.subplots()
    shown, runs, weights = moments(), list(long_runs()), []
    for (_, _, _, history), colour in zip(runs, (NEURON, INK), strict=True):
        weights.append([history.snapshots[epoch].weight for epoch in shown])
        axes.plot(shown, weights[-1], color=colour, linewidth=4)
    _, (_, x, y, _) = runs
    limit, _ = maximum_likelihood(x, y)
    axes.axhline(limit, linestyle=":", color=TRUTH, linewidth=2.5)
    axes.text(1, limit + 0.08, f"maximum likelihood {limit:.2f}", color=TRUTH)
    axes.text(
        900,
        3.6,
        "a gap:\nit grows like log(epoch)",
        color=NEURON,
        ha="right",
        va="center",
    )
    axes.text(epochs, 1.5, "no gap:\nit levels off", ha="right", va="center")
    axes.set(xscale="log", xlabel="epoch", yticks=range(5))
    axes.set(xticks=[1, 10, 100, 1000, epochs])
    axes.set_xticklabels(["1", "10", "100", "1,000", "10,000"])
    axes.set_title("weight w", loc="left")
    axes.minorticks_off()
    return Picture(
        figure,
        "A gap lets the weight grow for ever",
        f"Weight against epoch, on a log axis, for two runs of {epochs:,} epochs with learning "
        f"rate {learning_rate} on {n} points a class. With the classes of the book there is a gap, "
        f"and the weight rises along an almost straight line to {weights[0][-1]:.2f}, with no end "
        f"in sight. With the centre of class 1 at {mean_1} instead of 5 the classes overlap, and "
        f"it levels off around the maximum-likelihood weight {limit:.2f}.",
    )


def save_figures(
    folder: Path, x: FloatArray, y: FloatArray, history: History
) -> list[Path]:
    r"""Write two figures about a training into a folder as SVG, and return their paths.

    The panels show the moments that the book shows, or as many parts of another training.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> x, y = two_gaussians(10)
    >>> with TemporaryDirectory() as folder:
    ...     paths = save_figures(Path(folder), x, y, train(x, y, epochs=200))
    ...     panels, curve = (path.read_text("utf-8") for path in paths)
    >>> [path.name for path in paths]
    ['training-panels.svg', 'loss-curve.svg']
    >>> re.findall(r"after (\d+)", panels)
    ['0', '2', '8', '33', '100', '200']
    >>> "The loss, epoch by epoch" in curve
    True
    """
    last = history.snapshots[-1].epoch
    moments = tuple(round(k * last / 120) for k in (0, 1, 5, 20, 60, 120))
    pictures = {
        "training-panels": training_panels(x, y, history, moments),
        "loss-curve": loss_curve(history),
    }
    for name, picture in pictures.items():
        folder.joinpath(f"{name}.svg").write_text(
            picture._repr_svg_(), encoding="utf-8"
        )
    return [folder / f"{name}.svg" for name in pictures]


def maximum_likelihood(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Return the weight and bias with the smallest mean loss on overlapping data, by Newton.

    Examples
    --------
    >>> weight, bias = maximum_likelihood(np.arange(4.0), np.array([0.0, 1.0, 0.0, 1.0]))
    >>> round(weight, 6), round(bias, 6)
    (0.908184, -1.362276)
    """
    features, line = np.stack([x, np.ones_like(x)]), np.zeros(2)
    for _ in range(20):
        z = line @ features
        curvature = features * sigmoid_derivative(z) @ features.T
        line -= np.linalg.solve(curvature, features @ (sigmoid(z) - y))
    return float(line[0]), float(line[1])


def canvas(height: float) -> tuple[Figure, Axes]:
    """Return a figure 10 wide for a diagram, without axes, one unit an inch."""
    figure = Figure(figsize=(10, height))
    figure.set_layout_engine("none")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, 10), ylim=(0, height))
    axes.set_axis_off()
    return figure, axes


def write(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write a text centred on a point."""
    axes.text(x, y, minus(text), ha="center", va="center", **style)


def arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    colour: str = MUTED,
    curve: float = 0.0,
) -> None:
    """Draw an arrow, bent by ``curve`` times its length."""
    style = {
        "arrowstyle": "-|>,head_length=.5,head_width=.25",
        "connectionstyle": f"arc3,rad={curve}",
        "color": colour,
        "linewidth": 2,
        "mutation_scale": 16,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axes.annotate("", end, start, arrowprops=style)


def dot(axes: Axes, x: float, y: Numbers, colour: str) -> None:
    """Draw a dot that stands out from the curve below it."""
    axes.plot(
        x,
        y,
        "o",
        color=colour,
        markersize=12,
        markeredgecolor=PAPER,
        markeredgewidth=2,
    )


def thin(values: FloatArray, count: int) -> FloatArray:
    """Return ``count`` of the values, evenly spread over their ranks, both ends included."""
    ranks = np.linspace(0, len(values) - 1, min(count, len(values)))
    return np.asarray(np.sort(values)[ranks.round().astype(int)])


def pile(values: FloatArray, width: float) -> tuple[FloatArray, FloatArray]:
    """Return where sorted values stand if they are piled up in columns: centre and row."""
    column = np.round(values / width)
    row = np.arange(len(values)) - np.searchsorted(column, column)
    return column * width, np.asarray(row, dtype=np.float64)


def minus(text: str) -> str:
    """Return the text with a true minus sign before its negative numbers."""
    return re.sub(r"-(?=\d)", "−", text)


def power(value: float) -> str:
    """Return a number as a multiple of a power of ten.

    Examples
    --------
    >>> power(1e-5), power(2e-5)
    ('10⁻⁵', '2 × 10⁻⁵')
    """
    factor, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(
        str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    )
    return f"10{raised}" if factor == "1" else f"{factor} × 10{raised}"
