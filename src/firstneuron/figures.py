"""Every picture of the book, one function each, drawn from the same code and run as the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle, Circle, FancyBboxPatch
from matplotlib.patheffects import withStroke

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
from firstneuron.evaluation import decision_boundary, predict_probability
from firstneuron.inputs import FloatArray, Numbers
from firstneuron.loss import binary_cross_entropy, binary_cross_entropy_derivative
from firstneuron.training import History, Snapshot, mean_loss, train

# What each colour stands for: on white paper, in which figures are drawn, and in the dark.
PALETTE: dict[str, tuple[str, str]] = {
    "class_0": ("#1d5fb8", "#7fb4ff"),
    "class_1": ("#b8430a", "#ffa163"),
    "neuron": ("#6b2fc9", "#c5aaff"),  # the line z, dashed, and the probability ŷ, solid
    "truth": ("#0b6e65", "#58d6c4"),  # the best possible
    "ink": ("#1c2128", "#e7eaee"),
    "muted": ("#5c6773", "#a3adb8"),
    "grid": ("#d5dbe3", "#3b434d"),
    "paper": ("#ffffff", "#1e2129"),
}
CLASS_0, CLASS_1, NEURON, TRUTH, INK, MUTED, GRID, PAPER = (light for light, _ in PALETTE.values())

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
    """A figure, its title, and what there is to see for who cannot see it."""

    figure: Figure
    title: str
    description: str

    def _repr_svg_(self) -> str:
        """Return the figure as SVG, which is what a notebook shows."""
        with rc_context({"svg.fonttype": "path", "svg.hashsalt": self.title}), StringIO() as file:
            self.figure.savefig(
                file,
                format="svg",
                metadata={"Title": self.title, "Description": self.description, "Date": None},
            )
            return file.getvalue()


def draw_all() -> Iterator[tuple[str, Picture]]:
    """Yield the name and the picture of every figure of the book, all from one run."""
    x, y = two_gaussians()
    history = train(x, y)
    yield "hero", hero(x, y, history)
    yield "neuron", neuron(history)
    yield "chain", chain()
    yield "sigmoid", sigmoid_and_slope()
    yield "squashing", squashing(history)
    yield "losses", losses()
    yield "gradient-saturation", gradient_saturation()
    yield "gradient-check", gradient_check()
    yield "data", data(x, y)
    yield "posterior", true_posterior()
    yield "training-panels", training_panels(x, y, history)
    yield "loss-curve", loss_curve(history)
    yield "path", path(x, y, history)
    yield "separable-growth", separable_growth()


@rc_context(STYLE)
def hero(x: FloatArray, y: FloatArray, history: History) -> Picture:
    """Draw how the flat line of an untrained neuron becomes the curve between two classes."""
    first, last = history.snapshots[0], history.snapshots[-1]
    boundary = decision_boundary(last.weight, last.bias)
    grid = np.linspace(-4.3, 7.4, 300)
    figure = Figure(figsize=(10, 6.4))
    axes = figure.subplots()
    axes.set(xticks=[], yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    axes.set(xlim=(grid[0], grid[-1]), ylim=(-0.46, 1.66))
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    for level in (0, 1):
        axes.axhline(level, color=GRID, linewidth=1.2, zorder=0)
    for epoch in (0, 1, 2, 4, 8, 16, 32, 64):
        _, weight, bias, _ = history.snapshots[epoch]
        curve = predict_probability(grid, weight, bias)
        axes.plot(grid, curve, color=NEURON, alpha=0.4, linewidth=1.5)
    axes.plot(grid, predict_probability(grid, last.weight, last.bias), color=NEURON, linewidth=5)
    for label, colour, marker, up in ((0, CLASS_0, "o", -1), (1, CLASS_1, "^", 1)):
        column, row = pile(thin(x[y == label], 100), 0.155)
        axes.plot(column, label + up * (0.07 + 0.043 * row), marker, color=colour)
    axes.plot([boundary, boundary], [-0.05, 1.05], ":", color=INK, linewidth=1.8, zorder=1)
    mark(axes, boundary, 0.5, INK)
    axes.text(boundary + 0.25, 0.45, f"boundary\nx = {number(boundary, 2)}", va="top")
    axes.text(-4.2, 0.53, "before training", color=NEURON)
    axes.text(3.35, 0.7, f"after {last.epoch} epochs", color=NEURON, weight="bold", va="top")
    axes.text(2.1, -0.27, "class 0", color=CLASS_0, weight="bold")
    axes.text(3.7, 1.3, "class 1", color=CLASS_1, weight="bold", ha="right")
    return Picture(
        figure,
        "One neuron learns to tell two classes apart",
        f"Two piles of points on one line, class 0 on the left, class 1 on the right. The "
        f"untrained neuron is a flat line at one half (loss {number(first.loss, 3)}); over "
        f"{last.epoch} epochs it bends into an S from 0 at class 0 to 1 at class 1 (loss "
        f"{number(last.loss, 3)}), which passes one half at the boundary x = {number(boundary, 2)}.",
    )


@rc_context(STYLE)
def neuron(history: History, x: float = 3.0) -> Picture:
    """Draw what happens to one input on its way through the trained neuron."""
    weight, bias = history.weight, history.bias
    z = weight * x + bias
    y_hat = sigmoid(z)
    figure, axes = canvas(4.1)
    shape = BoxStyle("round", pad=0, rounding_size=0.3)
    axes.add_patch(FancyBboxPatch((1.65, 0.8), 6.25, 2.9, shape, facecolor="none", edgecolor=MUTED))
    for left, right in ((0.8, 2.0), (2.9, 4.3), (5.2, 6.6), (7.5, 8.75)):
        arrow(axes, (left, 1.8), (right, 1.8))
    for centre, symbol in ((2.45, "×"), (4.75, "+"), (7.05, "")):
        axes.add_patch(Circle((centre, 1.8), 0.42, facecolor="none", edgecolor=NEURON, linewidth=3))
        axes.text(centre, 1.78, symbol, color=NEURON, size=28, ha="center", va="center")
    curve = np.linspace(-1, 1, 60)
    axes.plot(7.05 + 0.27 * curve, 1.58 + 0.44 * sigmoid(6 * curve), color=NEURON)
    axes.text(7.05, 2.35, "σ", color=NEURON, size=22, ha="center", va="bottom")
    for centre, name, value in ((2.45, "w", weight), (4.75, "w₀", bias)):
        arrow(axes, (centre, 2.85), (centre, 2.28))
        axes.text(centre, 2.95, f"{name} = {number(value, 4)}", ha="center", va="bottom")
    for at, height, name, value in (
        (0.45, 1.8, "x", number(x, 0)),
        (3.55, 2.1, "w x", number(weight * x, 3)),
        (5.85, 2.1, "z", number(z, 3)),
        (9.25, 1.8, "ŷ", number(y_hat, 3)),
    ):
        axes.text(at, height, name, color=NEURON, size=22, ha="center", va="center")
        axes.text(at, 1.35, value, ha="center", va="center", weight="bold")
    return Picture(
        figure,
        "What one neuron computes",
        f"One input on its way through the trained neuron, from left to right: x = {number(x, 0)} "
        f"times the weight {number(weight, 4)} is {number(weight * x, 3)}; plus the bias "
        f"{number(bias, 4)} it is z = {number(z, 3)}; the sigmoid makes it the probability "
        f"ŷ = {number(y_hat, 3)}.",
    )


@rc_context(STYLE)
def chain(weight: float = 0.3, bias: float = -0.7, x: float = 2.0, y: float = 1.0) -> Picture:
    """Draw the forward pass of one sample and the factors of the chain rule on the way back."""
    z = weight * x + bias
    y_hat = sigmoid(z)
    loss = binary_cross_entropy(y_hat, y)
    slopes = (x, sigmoid_derivative(z), binary_cross_entropy_derivative(y_hat, y))
    names = ("∂z/∂w", "∂ŷ/∂z", "∂E/∂ŷ")
    formulas = ("x", "ŷ(1 − ŷ)", "(ŷ − y) / ŷ(1 − ŷ)")
    centres = (1.1, 3.7, 6.3, 8.9)
    figure, axes = canvas(5.4)
    for centre, name, value in zip(
        centres, ("w", "z", "ŷ", "E"), (weight, z, y_hat, loss), strict=True
    ):
        axes.text(centre, 4.95, name, color=NEURON, size=24, ha="center", va="center")
        axes.text(centre, 4.4, number(value, 3), ha="center", va="center", weight="bold")
    for (left, right), *factor in zip(pairwise(centres), names, slopes, formulas, strict=True):
        name, value, formula = factor
        arrow(axes, (left + 0.6, 4.7), (right - 0.6, 4.7))
        arrow(axes, (right - 0.1, 4.0), (left + 0.1, 4.0), colour=INK, curve=-0.3)
        middle = (left + right) / 2
        axes.text(middle, 3.1, f"{name} = {number(value, 3)}", ha="center", va="center")
        axes.text(middle, 2.62, formula, color=MUTED, size=16, ha="center", va="center")
    for left, height, text in (
        (3.8, 1.9, f"∂E/∂z = ŷ − y = {number(y_hat - y, 3)}"),
        (1.2, 0.85, f"∂E/∂w = (ŷ − y) x = {number((y_hat - y) * x, 3)}"),
    ):
        axes.plot(
            [left, left, 8.8, 8.8], height + np.array([0.2, 0, 0, 0.2]), color=INK, linewidth=1.6
        )
        axes.text((left + 8.8) / 2, height - 0.12, text, ha="center", va="top", weight="bold")
    return Picture(
        figure,
        "The chain rule, one factor a step",
        f"Forward, at x = {number(x, 0)} and y = {number(y, 0)}: w = {number(weight, 1)} gives "
        f"z = {number(z, 1)}, ŷ = {number(y_hat, 3)} and the loss E = {number(loss, 3)}. Backward, "
        f"the factors are ∂E/∂ŷ = {number(slopes[2], 3)}, ∂ŷ/∂z = {number(slopes[1], 3)} and "
        f"∂z/∂w = {number(x, 0)}: the first two multiply to ŷ − y = {number(y_hat - y, 3)}, all "
        f"three to ∂E/∂w = {number((y_hat - y) * x, 3)}.",
    )


@rc_context(STYLE)
def sigmoid_and_slope() -> Picture:
    """Draw the sigmoid, its slope, and the tangent where it is steepest."""
    z = np.linspace(-6, 6, 241)
    half = 2 * log(1 + 2**0.5)  # where ŷ(1 − ŷ) is an eighth
    figure = Figure(figsize=(10, 5.6))
    axes = figure.subplots()
    axes.set(xticks=[-6, -4, -2, 0, 2, 4, 6], yticks=[0, 0.25, 0.5, 1])
    axes.set(xlabel="z", xlim=(-6.1, 6.1), ylim=(-0.02, 1.05), yticklabels=["0", "¼", "½", "1"])
    axes.axhline(1, color=GRID, linewidth=1.2)
    axes.plot([-2, 2], [0, 1], color=MUTED, linewidth=1.5)
    axes.plot(z, sigmoid(z), color=NEURON, linewidth=4)
    axes.plot(z, sigmoid_derivative(z), color=INK)
    for at in (-half, half):
        axes.plot([at, at], [0, sigmoid_derivative(at)], ":", color=MUTED, linewidth=1.8)
        axes.plot(at, sigmoid_derivative(at), "o", color=INK)
    mark(axes, 0, 0.5, NEURON)
    mark(axes, 0, 0.25, INK)
    axes.text(2.5, 0.83, "σ(z)", color=NEURON, size=24)
    axes.text(0.3, 0.46, f"σ(0) = {number(sigmoid(0), 1)}", color=NEURON)
    axes.text(
        1.3,
        0.89,
        f"tangent at 0, slope {number(sigmoid_derivative(0), 2)}",
        color=MUTED,
        ha="right",
    )
    axes.text(-2.2, 0.24, "slope σ′(z)", ha="right")
    axes.text(half + 0.2, 0.14, f"half as steep\nat z = ±{number(half, 3)}")
    return Picture(
        figure,
        "The sigmoid and its slope",
        f"The sigmoid rises from 0 to 1 in an S and passes {number(sigmoid(0), 1)} at z = 0. Its "
        f"slope is a bell: {number(sigmoid_derivative(0), 2)} at z = 0, where the S is steepest, half "
        f"of that at z = ±{number(half, 3)}, and {number(sigmoid_derivative(6), 4)} at z = ±6.",
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
    above.set_title(f"z = {number(weight, 2)} x − {number(-bias, 2)}", color=NEURON, loc="left")
    below.set_title("ŷ = σ(z)", color=NEURON, loc="left")
    above.axhspan(0, 1, color=NEURON, alpha=0.15, linewidth=0)
    above.text(-1.1, 1.4, "a probability is from 0 to 1", color=MUTED, size=16)
    above.plot(x, weight * x + bias, "--", color=NEURON)
    below.plot(x, sigmoid(weight * x + bias), color=NEURON, linewidth=4)
    for at in (0.0, 2.0, 3.0, 5.0):
        z = weight * at + bias
        offset, corner = ((-8, 7), ("right", "bottom")) if z < 0 else ((8, -7), ("left", "top"))
        for axes, height, digits in ((above, z, 2), (below, sigmoid(z), 3)):
            axes.plot(at, height, "o", color=NEURON, markersize=10)
            label = axes.annotate(
                number(height, digits), (at, height), offset, textcoords="offset points"
            )
            label.set(ha=corner[0], va=corner[1])
    for axes in (above, below):
        axes.axvline(boundary, linestyle=":", color=INK, linewidth=1.8)
    above.text(boundary + 0.1, -6.9, f"boundary x = {number(boundary, 2)}")
    return Picture(
        figure,
        "A straight line, squashed from both ends",
        f"Above, the straight line z = {number(weight, 2)} x − {number(-bias, 2)} leaves the band "
        f"from 0 to 1 on both sides. Below, the sigmoid has squashed it into that band: z = "
        f"{number(bias, 2)} at x = 0 becomes ŷ = {number(sigmoid(bias), 3)}. Where z = 0, at x = "
        f"{number(boundary, 2)}, ŷ is one half.",
    )


@rc_context(STYLE)
def losses() -> Picture:
    """Draw what a probability costs, for either label, beside the squared error."""
    y_hat = np.linspace(0.005, 0.995, 400)
    figure = Figure(figsize=(10, 5.9))
    axes = figure.subplots()
    axes.set(xticks=[0, 0.5, 1], yticks=[0, 1, 2, 3, 4], xticklabels=["0", "½", "1"])
    axes.set(xlim=(-0.01, 1.01), ylim=(-0.05, 4.4), xlabel="ŷ")
    axes.set_title("loss E", loc="left")
    for label, colour in ((0, CLASS_0), (1, CLASS_1)):
        axes.plot(y_hat, binary_cross_entropy(y_hat, label), color=colour, linewidth=4)
        axes.plot(y_hat, 0.5 * (y_hat - label) ** 2, "--", color=colour, linewidth=2)
    mark(axes, 0.5, log(2), INK)
    axes.text(0.5, log(2) + 0.35, f"ln 2 = {number(log(2), 3)}", ha="center")
    axes.text(0.08, 3.2, "the label is 1:\n−ln ŷ", color=CLASS_1)
    axes.text(0.92, 3.2, "the label is 0:\n−ln(1 − ŷ)", color=CLASS_0, ha="right")
    axes.text(0.015, 0.6, "½(ŷ − y)²", color=CLASS_1, size=16)
    axes.text(0.985, 0.6, "½(ŷ − y)²", color=CLASS_0, size=16, ha="right")
    return Picture(
        figure,
        "What a probability costs",
        f"Cross-entropy against the prediction ŷ: it falls from infinity to 0 if the label is 1 "
        f"and rises from 0 to infinity if the label is 0; the two meet at ŷ = ½ with "
        f"ln 2 = {number(log(2), 3)}. A prediction of 0.99 for a point of class 0 costs "
        f"{number(binary_cross_entropy(0.99, 0), 2)}; half the squared error, dashed, charges "
        f"{number(0.5 * 0.99**2, 2)}.",
    )


@rc_context(STYLE)
def gradient_saturation() -> Picture:
    """Draw how strongly each loss pulls at z when the label is 0."""
    z = np.linspace(-6, 8, 281)
    pull = sigmoid(z)  # dE/dz = ŷ − y with y = 0
    squared_pull = np.asarray(pull * sigmoid_derivative(z))  # dE/dz for E = ½(ŷ − y)²
    at_4 = sigmoid(4), sigmoid(4) * sigmoid_derivative(4)
    figure = Figure(figsize=(10, 5.7))
    axes = figure.subplots()
    axes.set(xticks=[-6, -4, -2, 0, 2, 4, 6, 8], yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    axes.set(xlim=(-6.1, 8.1), ylim=(-0.03, 1.08), xlabel="z")
    axes.set_title("dE/dz", loc="left")
    axes.plot(z, pull, color=CLASS_0, linewidth=4)
    axes.plot(z, squared_pull, "--", color=CLASS_0)
    axes.plot([4, 4], at_4, ":", color=INK, linewidth=1.8)
    for value, text_height in zip(at_4, (0.84, 0.07), strict=True):
        mark(axes, 4, value, CLASS_0)
        axes.text(4.25, text_height, number(value, 3), weight="bold")
    axes.text(0.5, 0.86, "cross-entropy:\nŷ − y", color=CLASS_0, ha="right", va="center")
    axes.text(3.8, 0.21, "squared error:\n(ŷ − y) ŷ(1 − ŷ)", color=CLASS_0, ha="right")
    axes.text(-5.9, 0.08, "sure and right", color=MUTED)
    axes.text(8, 0.45, "sure and wrong", color=MUTED, ha="right")
    return Picture(
        figure,
        "Which loss still pulls when the neuron is wrong?",
        f"The slope dE/dz against z for a point of class 0. With cross-entropy it grows towards 1 "
        f"the more wrong the neuron is: {number(at_4[0], 3)} at z = 4. With half the squared error it "
        f"rises to {number(float(squared_pull.max()), 3)} and then falls back towards 0: "
        f"{number(at_4[1], 3)} at z = 4.",
    )


@rc_context(STYLE)
def gradient_check() -> Picture:
    """Draw how far the central difference is off, against its step."""
    weight, bias, x, y = 0.3, -0.7, [2.0], [1]
    exact, _ = gradient(weight, bias, x, y)

    def error(h: float) -> float:
        return abs(numerical_gradient(weight, bias, x, y, h=h)[0] / exact - 1)

    steps, usual = np.logspace(-12, -1, 56), 1e-5
    figure = Figure(figsize=(10, 5.9))
    axes = figure.subplots()
    axes.set(xscale="log", yscale="log", xlabel="step h")
    axes.set_title("relative error", loc="left")
    axes.plot(steps, [error(h) for h in steps], "o-", color=NEURON, linewidth=1.5, markersize=6)
    mark(axes, usual, error(usual), INK)
    axes.text(usual, error(usual) / 8, f"h = {power(usual)}", va="top", ha="center")
    axes.text(2e-10, 1e-5, "rounding\ngrows with 1/h", color=MUTED)
    axes.text(1e-3, 1e-5, "the formula’s error\ngrows with h²", color=MUTED, ha="right")
    axes.set(xticks=[1e-12, 1e-9, 1e-6, 1e-3], yticks=[1e-12, 1e-9, 1e-6, 1e-3])
    axes.set(ylim=(2e-14, 2e-3))
    axes.minorticks_off()
    return Picture(
        figure,
        "How small a step? The error of the central difference",
        f"On log axes the relative error of the numerical slope is a V. From right to left it "
        f"falls with h², from {power(error(1e-2))} at h = {power(1e-2)} to {power(error(usual))} at "
        f"h = {power(usual)}; then rounding takes over and the error grows with 1/h, to "
        f"{power(error(1e-12))} at h = {power(1e-12)}.",
    )


@rc_context(STYLE)
def data(x: FloatArray, y: FloatArray) -> Picture:
    """Draw the samples of both classes piled up on their line."""
    figure = Figure(figsize=(10, 5))
    axes = figure.subplots()
    axes.set(xticks=range(-4, 8), yticks=[], xlabel="x", xlim=(-4.2, 7.2), ylim=(-4.6, 16.5))
    axes.spines["left"].set_visible(False)
    facts = []
    for label, colour, marker in ((0, CLASS_0, "o"), (1, CLASS_1, "^")):
        values = x[y == label]
        mean, std = float(values.mean()), float(values.std())
        column, row = pile(thin(values, 100), 0.15)
        axes.plot(column, row + 0.5, marker, color=colour)
        axes.plot([mean - std, mean + std], [-1.2, -1.2], color=colour, linewidth=5)
        axes.plot(mean, -1.2, marker, color=colour, markersize=14, markeredgecolor=PAPER, mew=2)
        facts.append(f"mean {number(mean, 2)}, spread {number(std, 2)}")
        axes.text(mean, -2.2, facts[-1], color=colour, ha="center", va="top")
    axes.text(-1.2, 8, "class 0", color=CLASS_0, weight="bold", ha="right")
    axes.text(4.1, 13, "class 1", color=CLASS_1, weight="bold", ha="right")
    left, right = float(x[y == 0].max()), float(x[y == 1].min())
    axes.plot([left, left, right, right], [1.4, 2.1, 2.1, 1.4], color=INK, linewidth=1.6)
    axes.text((left + right) / 2, 2.6, f"gap {number(right - left, 2)}", ha="center")
    return Picture(
        figure,
        "Two classes on one line",
        f"Points on a line, piled up where they crowd; {2 * 100} of {len(x):,} are drawn. Class 0: "
        f"{facts[0]}. Class 1: {facts[1]}. Between the two, from {number(left, 2)} to "
        f"{number(right, 2)}, lies no point at all.",
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
        top.fill_between(x[near], curve[near], color=colour, alpha=0.15, linewidth=0)
        middle.plot(x, curve, color=colour)
    bottom.plot(x, posterior(x, population), color=TRUTH, linewidth=4)
    bottom.plot(x, predict_probability(x, *best), "--", color=NEURON)
    for axes in (top, middle, bottom):
        for boundary in boundaries:
            axes.axvline(boundary, linestyle=":", color=INK, linewidth=1.8)
    top.set(xlim=(-4, 12), ylim=(0, 0.88), yticks=[])
    middle.set(
        yscale="log",
        ylim=(1e-28, 10),
        yticks=[1, 1e-10, 1e-20],
        yticklabels=["1", "10⁻¹⁰", "10⁻²⁰"],
    )
    middle.minorticks_off()
    bottom.set(ylim=(-0.06, 1.1), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    bottom.set(xlabel="x", xticks=range(-4, 13, 2))
    top.set_title("density", loc="left")
    middle.set_title("density, log scale", loc="left")
    bottom.set_title("probability of class 1", loc="left")
    top.text(-1.1, 0.38, "class 0", color=CLASS_0, weight="bold", ha="right")
    top.text(5.8, 0.62, "class 1", color=CLASS_1, weight="bold")
    bottom.text(boundaries[0] + 0.3, 0.43, number(boundaries[0], 2))
    bottom.text(boundaries[1] - 0.3, 0.43, number(boundaries[1], 2), ha="right")
    bottom.text(2.8, 0.8, "the truth", color=TRUTH, ha="right")
    bottom.text(10.5, 0.92, "the best\nneuron", color=NEURON, va="top")
    return Picture(
        figure,
        "The best possible answer",
        f"Above, the two bell curves that the points come from, then the same on a log scale, "
        f"where they cross twice. Below, the true probability of class 1 rises through one half at "
        f"x = {number(boundaries[0], 2)} and falls through it again at {number(boundaries[1], 2)}, "
        f"where the wider class 0 wins. The best neuron, dashed, has its boundary at "
        f"{number(decision_boundary(*best), 2)} and cannot follow the fall.",
    )


@rc_context(STYLE)
def training_panels(
    x: FloatArray, y: FloatArray, history: History, epochs: tuple[int, ...] = (0, 1, 5, 20, 60, 120)
) -> Picture:
    """Draw six moments of the training, each with the loss of the very curve that is drawn."""
    figure = Figure(figsize=(10, 8))
    panels = figure.subplots(2, 3, sharex=True, sharey=True)
    for axes, epoch in zip(panels.flat, epochs, strict=True):
        axes.set(xticks=[0, 5], yticks=[0, 1], xlim=(-4.2, 7.2), ylim=(-0.45, 1.7))
        axes.set_title(f"epoch {epoch}\nloss {number(history.loss[epoch], 3)}")
        draw_samples(axes, x, y)
        draw_neuron(axes, history.snapshots[epoch])
    panels[0, 0].text(-4, 0.55, "ŷ", color=NEURON)
    panels[0, 0].text(-4, 0.05, "z", color=NEURON)
    losses = ", ".join(f"{number(history.loss[k], 3)} after {k}" for k in epochs)
    return Picture(
        figure,
        "Six moments of the training",
        f"Six panels, each with the data, the line z, dashed, the curve ŷ and the boundary. The "
        f"curve is flat at first and an S at the end, and its loss falls: {losses} epochs.",
    )


def draw_samples(axes: Axes, x: FloatArray, y: FloatArray) -> None:
    """Pile up some of the samples, class 0 below the height of its label and class 1 above."""
    for label, colour, marker, up in ((0, CLASS_0, "o", -1), (1, CLASS_1, "^", 1)):
        column, row = pile(thin(x[y == label], 40), 0.35)
        axes.plot(column, label + up * (0.07 + 0.045 * row), marker, color=colour, markersize=5)


def draw_neuron(axes: Axes, neuron: Snapshot) -> None:
    """Draw the line z, the curve ŷ and the boundary of one neuron."""
    x = np.linspace(*axes.get_xlim(), 200)
    z = neuron.weight * x + neuron.bias
    axes.plot(x, z, "--", color=NEURON, linewidth=1.8)
    axes.plot(x, sigmoid(z), color=NEURON)
    if neuron.weight:
        axes.axvline(decision_boundary(neuron.weight, neuron.bias), ls=":", color=INK, lw=1.8)


@rc_context(STYLE)
def loss_curve(history: History) -> Picture:
    """Draw the loss by epoch: of the neuron at its end, and as it was met on the way."""
    epochs = np.arange(len(history.loss))
    best = bayes_cross_entropy()
    figure = Figure(figsize=(10, 6))
    whole, start = figure.subplots(1, 2, width_ratios=(3, 2))
    whole.plot(epochs, history.loss, color=NEURON, linewidth=4)
    whole.axhline(log(2), linestyle=":", color=MUTED, linewidth=1.8)
    whole.axhline(best, color=TRUTH)
    whole.text(epochs[-1], 0.5, f"ln 2 = {number(log(2), 3)}", color=MUTED, ha="right", va="top")
    whole.text(epochs[-1], 0.0015, f"best possible {number(best, 4)}", color=TRUTH, ha="right")
    whole.text(epochs[-1], 0.04, number(history.loss[-1], 3), color=NEURON, ha="right")
    whole.set(yscale="log", xlabel="epoch", yticks=[0.001, 0.01, 0.1, 1])
    whole.set(yticklabels=["0.001", "0.01", "0.1", "1"], ylim=(0.001, 1))
    whole.set_title("mean loss", loc="left")
    start.plot(epochs[:7], history.loss[:7], "o-", color=NEURON)
    start.plot(epochs[1:7], history.running_loss[:6], "s--", color=INK, linewidth=1.8)
    start.text(1.3, 0.47, "met during\nthe epoch")
    start.text(0.5, 0.2, "at its end", color=NEURON)
    start.set(xlabel="epoch", xticks=[0, 2, 4, 6], yticks=[0.2, 0.4, 0.6], ylim=(0, 0.75))
    start.set_title("the first epochs", loc="left")
    return Picture(
        figure,
        "The loss, epoch by epoch",
        f"Left, the mean loss on a log scale falls steeply, then ever more slowly, from "
        f"{number(history.loss[0], 3)} before training to {number(history.loss[-1], 3)} after "
        f"{epochs[-1]} epochs; the best possible is {number(best, 4)}. Right, the first epochs: "
        f"the mean of the losses met during epoch 1 is {number(history.running_loss[0], 3)}, but the "
        f"neuron at its end has {number(history.loss[1], 3)}.",
    )


@rc_context(STYLE)
def path(x: FloatArray, y: FloatArray, history: History) -> Picture:
    """Draw the way of weight and bias over the landscape of the mean loss."""
    weights, biases = np.linspace(-0.3, 2.9, 50), np.linspace(-7, 0.8, 50)
    landscape = [[mean_loss(weight * x + bias, y) for weight in weights] for bias in biases]
    way = np.array([(snapshot.weight, snapshot.bias) for snapshot in history.snapshots])
    best = np.array(best_line())
    figure = Figure(figsize=(10, 6.8))
    axes = figure.subplots()
    axes.set(xticks=[0, 1, 2], yticks=[-6, -4, -2, 0], xlabel="weight w")
    axes.set_title("bias w₀", loc="left")
    levels = [0.02, 0.03, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6]
    lines = axes.contour(weights, biases, landscape, levels, colors=[MUTED], linewidths=0.8)
    axes.clabel(lines, fontsize=16, fmt="%g")
    axes.plot(*way.T, color=NEURON, linewidth=4)
    halo = [withStroke(linewidth=5, foreground=PAPER)]
    for epoch in (0, 1, 5, 20, 60, 120):
        mark(axes, *way[epoch], NEURON)
        axes.annotate(
            f"epoch {epoch}",
            tuple(way[epoch]),
            (12, 6),
            textcoords="offset points",
            path_effects=halo,
        )
    ahead = (best - way[-1]) / (best - way[-1])[0]
    arrow(axes, tuple(way[-1] + 0.1 * ahead), tuple(way[-1] + 0.6 * ahead), colour=TRUTH)
    best_text = f"on to the best line:\nw = {number(best[0], 1)}, w₀ = {number(best[1], 1)}"
    axes.text(2.35, -5.6, best_text, color=TRUTH, path_effects=halo)
    return Picture(
        figure,
        "The way downhill",
        f"Contours of the mean loss over weight and bias, and the way that training took: from "
        f"({number(way[0, 0], 3)}, {number(way[0, 1], 3)}) to ({number(way[-1, 0], 2)}, "
        f"{number(way[-1, 1], 2)}), in ever smaller steps, down a valley. An arrow points on to "
        f"the best line at ({number(best[0], 1)}, {number(best[1], 1)}), far outside the picture.",
    )


@rc_context(STYLE)
def separable_growth() -> Picture:
    """Draw the weight over thousands of epochs, with and without a gap between the classes."""
    epochs, learning_rate, n = 4000, 0.05, 20
    shown = np.unique(np.logspace(0, np.log10(epochs), 120).round().astype(int))
    figure = Figure(figsize=(10, 6))
    axes = figure.subplots()
    weights = []
    for mean_1, colour in ((5.0, NEURON), (0.5, INK)):
        x, y = two_gaussians(n, means=(0.0, mean_1))
        history = train(x, y, epochs=epochs, learning_rate=learning_rate)
        weights.append(np.array([history.snapshots[epoch].weight for epoch in shown]))
        axes.plot(shown, weights[-1], color=colour, linewidth=4)
    limit, _ = maximum_likelihood(x, y)
    axes.axhline(limit, linestyle=":", color=TRUTH, linewidth=2.5)
    axes.text(1, limit + 0.08, f"maximum likelihood {number(limit, 2)}", color=TRUTH)
    axes.text(900, 3.6, "a gap:\nit grows like log t", color=NEURON, ha="right", va="center")
    axes.text(4000, 1.5, "no gap:\nit levels off", ha="right", va="center")
    axes.set(xscale="log", xlabel="epoch", yticks=range(5))
    axes.set(xticks=[1, 10, 100, 1000], xticklabels=["1", "10", "100", "1,000"])
    axes.set_title("weight w", loc="left")
    axes.minorticks_off()
    return Picture(
        figure,
        "A gap lets the weight grow for ever",
        f"Weight against epoch, on a log axis, for two runs of {epochs:,} epochs with learning rate "
        f"{learning_rate} on {n} points a class. With the classes of the book there is a gap, and the "
        f"weight rises along an almost straight line to {number(weights[0][-1], 2)}, with no end in "
        f"sight. With the centre of class 1 at {mean_1} instead of 5 the classes overlap, and it "
        f"levels off around the maximum-likelihood weight {number(limit, 2)}.",
    )


def maximum_likelihood(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Return the weight and bias with the smallest mean loss on overlapping data, by Newton."""
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


def mark(axes: Axes, x: float, y: Numbers, colour: str) -> None:
    """Draw a dot that stands out from the curve below it."""
    axes.plot(x, y, "o", color=colour, markersize=12, markeredgecolor=PAPER, markeredgewidth=2)


def thin(values: FloatArray, count: int) -> FloatArray:
    """Return ``count`` of the values, evenly spread over their ranks, both ends included."""
    ranks = np.linspace(0, len(values) - 1, min(count, len(values)))
    return np.sort(values)[ranks.round().astype(int)]


def pile(values: FloatArray, width: float) -> tuple[FloatArray, FloatArray]:
    """Return where sorted values stand if they are piled up in columns: centre and row."""
    column = np.round(values / width)
    row = np.arange(len(values)) - np.searchsorted(column, column)
    return column * width, np.asarray(row, dtype=np.float64)


def number(value: Numbers, digits: int) -> str:
    """Return a number as the book prints it, with a true minus sign."""
    return f"{float(value):.{digits}f}".replace("-", "−")


def power(value: float) -> str:
    """Return a number as a multiple of a power of ten."""
    factor, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}" if factor == "1" else f"{factor} × 10{raised}"
