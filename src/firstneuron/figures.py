"""Every picture of the book, one function each, drawn from the same code and run as the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from math import log
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
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
from firstneuron.evaluation import decision_boundary, predict_probability
from firstneuron.inputs import FloatArray
from firstneuron.loss import binary_cross_entropy, binary_cross_entropy_derivative
from firstneuron.training import History, Snapshot, mean_loss, train

# What each colour stands for, on paper and in the dark. Figures are drawn in the first of each pair.
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

STYLE: Any = {
    "axes.edgecolor": MUTED,
    "axes.facecolor": "none",
    "axes.labelcolor": INK,
    "axes.labelsize": 16,
    "axes.linewidth": 1.2,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlesize": 16,
    "axes.unicode_minus": True,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 16,
    "lines.linewidth": 3,
    "lines.markeredgewidth": 0,
    "lines.markersize": 8,
    "lines.solid_capstyle": "round",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelsize": 15,
    "xtick.major.size": 5,
    "xtick.minor.size": 0,
    "ytick.color": MUTED,
    "ytick.labelsize": 15,
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
    figure = Figure(figsize=(10, 6.2))
    axes = figure.subplots()
    axes.set(xlim=(-4.2, 7.4), ylim=(-0.46, 1.66), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    boundary = decision_boundary(history.weight, history.bias)
    grid = np.linspace(-4.2, 7.4, 300)
    for level in (0.0, 1.0):
        axes.axhline(level, color=GRID, linewidth=1.2, zorder=0)
    for epoch in (0, 1, 2, 4, 8, 16, 32, 64, len(history.running_loss)):
        last = epoch == len(history.running_loss)
        _, weight, bias, _ = history.snapshots[epoch]
        y_hat = predict_probability(grid, weight, bias)
        axes.plot(grid, y_hat, color=NEURON, alpha=1 if last else 0.3, linewidth=5 if last else 1.6)
    for values, colour, marker, edge, up in (
        (x[y == 0], CLASS_0, "o", -0.05, -1),
        (x[y == 1], CLASS_1, "^", 1.05, 1),
    ):
        column, row = pile(thin(values, 100), 0.155)
        axes.plot(column, edge + up * 0.043 * (row + 0.5), marker, color=colour, markersize=8)
    axes.plot([boundary, boundary], [-0.05, 1.05], ":", color=INK, linewidth=1.8, zorder=1)
    axes.plot(boundary, 0.5, "o", color=INK, markersize=11, markeredgecolor=PAPER, mew=2)
    axes.text(boundary + 0.25, 0.46, f"boundary\nx = {number(boundary, 2)}", va="top")
    axes.text(-4.1, 0.53, "before training", color=NEURON)
    axes.text(-4.1, 0.05, "ŷ = 0", color=MUTED)
    axes.text(7.3, 0.95, "ŷ = 1", color=MUTED, ha="right", va="top")
    axes.text(2.2, -0.24, "class 0", color=CLASS_0, weight="bold")
    axes.text(3.6, 1.3, "class 1", color=CLASS_1, weight="bold", ha="right")
    first, last_snapshot = history.snapshots[0], history.snapshots[-1]
    return Picture(
        figure,
        "One neuron learns to tell two classes apart",
        f"Two piles of points on one line: class 0 on the left, class 1 on the right. An untrained "
        f"neuron is a flat line at one half (loss {number(first.loss, 3)}); over "
        f"{last_snapshot.epoch} epochs it bends into an S that runs from 0 under class 0 to 1 "
        f"under class 1 (loss {number(last_snapshot.loss, 3)}) and changes its mind at "
        f"x = {number(boundary, 2)}.",
    )


@rc_context(STYLE)
def neuron(history: History, x: float = 3.0) -> Picture:
    """Draw what happens to one input on its way through the trained neuron."""
    weight, bias = history.weight, history.bias
    z = weight * x + bias
    y_hat = sigmoid(z)
    figure, axes = canvas(4.0)
    axes.add_patch(
        FancyBboxPatch(
            (1.75, 0.95), 6.15, 2.85, boxstyle="round,rounding_size=.3", fc="none", ec=GRID
        )
    )
    for left, right in ((0.75, 2.05), (2.95, 4.15), (5.05, 6.45), (7.35, 8.75)):
        arrow(axes, (left, 2.0), (right, 2.0))
    for centre, symbol in ((2.5, "×"), (4.6, "+"), (6.9, "")):
        axes.add_patch(Circle((centre, 2.0), 0.42, fc="none", ec=NEURON, lw=2.5))
        axes.text(centre, 1.98, symbol, color=NEURON, size=26, ha="center", va="center")
    curve = np.linspace(-1, 1, 60)
    axes.plot(6.9 + 0.28 * curve, 1.78 + 0.44 * sigmoid(6 * curve), color=NEURON)
    for centre, name, value in ((2.5, "w", weight), (4.6, "w₀", bias)):
        arrow(axes, (centre, 3.05), (centre, 2.45))
        axes.text(centre, 3.15, f"{name} = {number(value, 2)}", ha="center", va="bottom")
    axes.text(6.9, 2.55, "σ", color=NEURON, size=20, ha="center", va="bottom")
    for at, name, value in (
        (0.45, "x", number(x, 0)),
        (3.55, "w x", number(weight * x, 2)),
        (5.72, "z", number(z, 2)),
        (9.15, "ŷ", number(y_hat, 2)),
    ):
        axes.text(at, 1.45, name, color=NEURON, size=18, ha="center", va="top")
        axes.text(at, 0.9, value, ha="center", va="top", weight="bold")
    return Picture(
        figure,
        "What one neuron computes",
        f"An input passes through the trained neuron from left to right: x = {number(x, 0)} is "
        f"multiplied by the weight {number(weight, 2)}, which gives {number(weight * x, 2)}; adding "
        f"the bias {number(bias, 2)} gives z = {number(z, 2)}; the sigmoid turns it into the "
        f"probability ŷ = {number(y_hat, 2)}.",
    )


@rc_context(STYLE)
def chain(weight: float = 0.3, bias: float = -0.7, x: float = 2.0, y: float = 1.0) -> Picture:
    """Draw the forward pass of one sample and the factors of the chain rule on the way back."""
    z = weight * x + bias
    y_hat = sigmoid(z)
    factors = (
        ("∂z/∂w", "x", x),
        ("∂ŷ/∂z", "ŷ(1 − ŷ)", sigmoid_derivative(z)),
        ("∂E/∂ŷ", "−y/ŷ + (1−y)/(1−ŷ)", binary_cross_entropy_derivative(y_hat, y)),
    )
    slope_z = factors[1][2] * factors[2][2]
    loss = binary_cross_entropy(y_hat, y)
    figure, axes = canvas(5.2)
    nodes = ((1.1, "w", weight), (3.7, "z", z), (6.3, "ŷ", y_hat), (8.9, "E", loss))
    for centre, name, value in nodes:
        axes.text(centre, 4.55, name, color=NEURON, size=22, ha="center", va="center")
        axes.text(centre, 4.05, number(value, 3), ha="center", va="center", weight="bold")
    for k, (name, formula, value) in enumerate(factors):
        left, right = nodes[k][0], nodes[k + 1][0]
        arrow(axes, (left + 0.55, 4.3), (right - 0.55, 4.3))
        arrow(axes, (right, 3.65), (left, 3.65), colour=CLASS_1, curve=-0.35)
        middle = (left + right) / 2
        axes.text(
            middle, 2.75, f"{name} = {number(value, 3)}", color=CLASS_1, ha="center", va="top"
        )
        axes.text(middle, 2.32, formula, color=MUTED, size=14, ha="center", va="top")
    for left, right, height, text in (
        (3.9, 8.9, 1.75, f"ŷ − y = {number(slope_z, 3)}"),
        (1.1, 8.9, 0.85, f"∂E/∂w = (ŷ − y) x = {number(slope_z * x, 3)}"),
    ):
        axes.plot(
            [left, left, right, right],
            [height + 0.12, height, height, height + 0.12],
            color=INK,
            lw=1.6,
        )
        axes.text((left + right) / 2, height - 0.12, text, ha="center", va="top", weight="bold")
    return Picture(
        figure,
        "The chain rule, one factor a step",
        f"Forward: w = {number(weight, 1)} gives z = {number(z, 1)}, ŷ = {number(y_hat, 3)} and the "
        f"loss E = {number(loss, 3)} at x = {number(x, 0)}, y = {number(y, 0)}. Backward, the "
        f"factors are ∂E/∂ŷ = {number(factors[2][2], 3)}, ∂ŷ/∂z = {number(factors[1][2], 3)} and "
        f"∂z/∂w = {number(x, 0)}: the first two multiply to ŷ − y = {number(slope_z, 3)}, all three "
        f"to ∂E/∂w = {number(slope_z * x, 3)}.",
    )


@rc_context(STYLE)
def sigmoid_and_slope() -> Picture:
    """Draw the sigmoid, its slope, and the tangent where it is steepest."""
    figure = Figure(figsize=(10, 5.4))
    axes = figure.subplots()
    axes.set(xticks=[-6, -4, -2, 0, 2, 4, 6], yticks=[0, 0.25, 0.5, 1])
    axes.set(xlabel="z", xlim=(-6.2, 6.2), ylim=(-0.03, 1.05), yticklabels=["0", "¼", "½", "1"])
    z = np.linspace(-6, 6, 241)
    half = 2 * log(1 + 2**0.5)
    axes.axhline(1, color=GRID, linewidth=1.2)
    axes.plot([-2, 2], [0, 1], color=INK, linewidth=1.4)
    axes.plot(z, sigmoid(z), color=NEURON, linewidth=4)
    axes.plot(z, sigmoid_derivative(z), color=TRUTH)
    for at in (-half, half):
        axes.plot([at, at], [0, sigmoid_derivative(at)], ":", color=MUTED, linewidth=1.8)
        axes.plot(at, sigmoid_derivative(at), "o", color=TRUTH)
    axes.plot(0, 0.5, "o", color=NEURON, markersize=11)
    axes.plot(0, sigmoid_derivative(0), "o", color=TRUTH, markersize=11)
    axes.text(3.0, 0.87, "σ(z)", color=NEURON, size=20)
    axes.text(0.25, 0.46, f"σ(0) = {number(sigmoid(0), 1)}", color=NEURON)
    axes.text(-2.1, 0.85, f"tangent at 0,\nslope {number(sigmoid_derivative(0), 2)}", ha="right")
    axes.text(-2.6, 0.27, "slope σ′(z)", color=TRUTH, ha="right")
    axes.text(half + 0.2, 0.14, f"half as steep\nat z = ±{number(half, 2)}", color=TRUTH)
    return Picture(
        figure,
        "The sigmoid and its slope",
        f"The sigmoid rises from 0 to 1 in an S and passes z = 0 at {number(sigmoid(0), 1)}. Its slope "
        f"is a bell: {number(sigmoid_derivative(0), 2)} at z = 0, where it is steepest, half of that "
        f"at z = ±{number(half, 3)}, and {number(sigmoid_derivative(6), 4)} at z = 6.",
    )


@rc_context(STYLE)
def squashing(history: History) -> Picture:
    """Draw the straight line z of the trained neuron and below it the same line squashed."""
    weight, bias = history.weight, history.bias
    boundary = decision_boundary(weight, bias)
    x = np.linspace(-1.2, 6.2, 200)
    figure = Figure(figsize=(10, 7))
    above, below = figure.subplots(2, 1, sharex=True)
    above.set(xlim=(-1.2, 6.2), ylim=(-7.5, 7.5), yticks=[-6, 0, 6], ylabel="z")
    below.set(ylim=(-0.08, 1.08), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"], ylabel="ŷ")
    below.set(xlabel="x", xticks=range(-1, 7))
    above.axhspan(0, 1, color=NEURON, alpha=0.15, linewidth=0)
    above.text(-1.1, 1.3, "only 0 to 1 is a probability", color=NEURON, size=14)
    above.plot(x, weight * x + bias, "--", color=NEURON)
    below.plot(x, sigmoid(weight * x + bias), color=NEURON, linewidth=4)
    for axes in (above, below):
        axes.axvline(boundary, linestyle=":", color=INK, linewidth=1.8)
    for at in (0.0, 2.0, 3.0, 5.0):
        z = weight * at + bias
        above.plot(at, z, "o", color=NEURON)
        below.plot(at, sigmoid(z), "o", color=NEURON)
        side = "right" if at < boundary else "left"
        shift = -0.12 if at < boundary else 0.12
        above.text(at + shift, z, number(z, 2), ha=side, va="bottom" if at < boundary else "top")
        below.text(
            at + shift,
            sigmoid(z),
            number(sigmoid(z), 3),
            ha=side,
            va="bottom" if at < boundary else "top",
        )
    above.text(boundary + 0.1, -7, f"boundary x = {number(boundary, 2)}")
    return Picture(
        figure,
        "A straight line, squashed from both ends",
        f"Above, the straight line z = {number(weight, 2)} x − {number(-bias, 2)} leaves the band from "
        f"0 to 1 on both sides. Below, the sigmoid has squashed it into that band: z = "
        f"{number(bias, 2)} at x = 0 becomes ŷ = {number(sigmoid(bias), 3)}. Where z = 0, at x = "
        f"{number(boundary, 2)}, ŷ is one half.",
    )


@rc_context(STYLE)
def losses() -> Picture:
    """Draw what a probability costs, for either label, beside the squared error."""
    figure = Figure(figsize=(10, 5.6))
    axes = figure.subplots()
    axes.set(xticks=[0, 0.5, 1], yticks=[0, 1, 2, 3, 4], xticklabels=["0", "½", "1"])
    axes.set(xlim=(-0.01, 1.01), ylim=(-0.05, 4.4), xlabel="ŷ", ylabel="E")
    y_hat = np.linspace(0.005, 0.995, 400)
    for label, colour in ((0, CLASS_0), (1, CLASS_1)):
        axes.plot(y_hat, binary_cross_entropy(y_hat, label), color=colour, linewidth=4)
        axes.plot(y_hat, 0.5 * (y_hat - label) ** 2, "--", color=colour, linewidth=2)
    axes.plot(0.5, log(2), "o", color=INK, markersize=11)
    axes.annotate(f"ln 2 = {number(log(2), 3)}", (0.5, log(2) + 0.2), ha="center")
    axes.text(0.07, 3.3, "the label is 1:\n−ln ŷ", color=CLASS_1)
    axes.text(0.93, 3.3, "the label is 0:\n−ln(1 − ŷ)", color=CLASS_0, ha="right")
    axes.text(0.5, 0.2, "squared error ½(ŷ − y)²", color=MUTED, ha="center")
    worst = binary_cross_entropy(0.99, 0)
    return Picture(
        figure,
        "What a probability costs",
        f"Cross-entropy against the prediction ŷ: it falls from infinity to 0 if the label is 1 and "
        f"rises from 0 to infinity if the label is 0; the two meet at ŷ = ½ with "
        f"ln 2 = {number(log(2), 3)}. A prediction of 0.99 for a point of class 0 costs "
        f"{number(worst, 2)}; half the squared error, dashed, never costs more than {number(0.5, 1)}.",
    )


@rc_context(STYLE)
def gradient_saturation() -> Picture:
    """Draw how strongly each loss pulls at z when the label is 0."""
    z = np.linspace(-6, 8, 281)
    pull = sigmoid(z)  # dE/dz = ŷ − y with y = 0
    squared_pull = sigmoid(z) * sigmoid_derivative(z)  # of ½(ŷ − y)²
    figure = Figure(figsize=(10, 5.4))
    axes = figure.subplots()
    axes.set(xticks=[-6, -4, -2, 0, 2, 4, 6, 8], yticks=[0, 0.5, 1])
    axes.set(xlim=(-6, 8), ylim=(-0.03, 1.1), xlabel="z", ylabel="dE/dz")
    axes.plot(z, pull, color=CLASS_0, linewidth=4)
    axes.plot(z, squared_pull, "--", color=CLASS_0)
    ends = sigmoid(4), sigmoid(4) * sigmoid_derivative(4)
    axes.plot([4, 4], ends, ":", color=MUTED, linewidth=1.8)
    for value, text_height in zip(ends, (0.87, 0.08), strict=True):
        axes.plot(4, value, "o", color=CLASS_0, markersize=11)
        axes.text(4.2, text_height, number(value, 3), weight="bold", color=CLASS_0)
    axes.text(0.6, 0.9, "cross-entropy:\nŷ − y", color=CLASS_0, ha="right", va="center")
    axes.text(1.6, 0.21, "squared error:\n(ŷ − y) ŷ (1 − ŷ)", color=CLASS_0)
    axes.text(-5.8, 0.1, "right", color=MUTED)
    axes.text(7.9, 0.5, "confident\nand wrong", color=MUTED, ha="right", va="center")
    return Picture(
        figure,
        "Which loss still pulls when the neuron is wrong?",
        f"The slope dE/dz against z for a point of class 0. With cross-entropy it grows towards 1 the "
        f"more wrong the neuron is: {number(ends[0], 3)} at z = 4. With half the squared error it "
        f"rises to {number(float(squared_pull.max()), 3)} and then falls back towards 0: "
        f"{number(ends[1], 3)} at z = 4.",
    )


@rc_context(STYLE)
def gradient_check() -> Picture:
    """Draw how far the central difference is off, against its step."""
    weight, bias, x, y = 0.3, -0.7, [2.0], [1]
    exact, _ = gradient(weight, bias, x, y)

    def error(h: float) -> float:
        return abs(numerical_gradient(weight, bias, x, y, h=h)[0] / exact - 1)

    steps = np.logspace(-12, -1, 56)
    errors = np.array([error(h) for h in steps])
    figure = Figure(figsize=(10, 5.6))
    axes = figure.subplots()
    axes.set(xscale="log", yscale="log", xlabel="step h", ylabel="relative error")
    axes.set(xticks=[1e-12, 1e-9, 1e-6, 1e-3], yticks=[1e-12, 1e-9, 1e-6, 1e-3])
    axes.minorticks_off()
    axes.plot(steps, errors, "o-", color=NEURON, linewidth=1.5, markersize=6)
    chosen = 1e-5
    axes.plot(chosen, error(chosen), "o", color=INK, markersize=12)
    axes.text(chosen, error(chosen), f"h = {power(chosen)}", va="top", ha="center")
    axes.text(1e-9, 1e-5, "rounding:\ngrows with 1/h", color=MUTED)
    axes.text(1e-3, 1e-5, "the formula:\ngrows with h²", color=MUTED, ha="right")
    return Picture(
        figure,
        "How small a step? The error of the central difference",
        f"On log axes the relative error of the numerical slope is a V. From right to left it falls "
        f"with h², from {power(error(1e-2))} at h = {power(1e-2)} to {power(error(chosen))} at "
        f"h = {power(chosen)}; then rounding takes over and it grows with 1/h, to "
        f"{power(float(errors[0]))} at h = {power(1e-12)}.",
    )


@rc_context(STYLE)
def data(x: FloatArray, y: FloatArray) -> Picture:
    """Draw the samples of both classes piled up on their line."""
    figure = Figure(figsize=(10, 4.8))
    axes = figure.subplots()
    axes.set(xlim=(-4.2, 7.2), ylim=(-5, 17.5), xticks=range(-4, 8), yticks=[], xlabel="x")
    axes.spines["left"].set_visible(False)
    for label, (colour, marker) in enumerate(((CLASS_0, "o"), (CLASS_1, "^"))):
        values = x[y == label]
        mean, std = float(values.mean()), float(values.std())
        column, row = pile(thin(values, 100), 0.15)
        axes.plot(column, row + 0.5, marker, color=colour)
        axes.plot([mean - std, mean + std], [-1.2, -1.2], color=colour, linewidth=5)
        axes.plot(mean, -1.2, marker, color=colour, markersize=13, markeredgecolor=PAPER, mew=2)
        axes.text(
            mean, -2.2, f"{number(mean, 2)} ± {number(std, 2)}", color=colour, ha="center", va="top"
        )
    axes.text(-1.2, 8.5, "class 0", color=CLASS_0, weight="bold", ha="right")
    axes.text(4.2, 13, "class 1", color=CLASS_1, weight="bold", ha="right")
    left, right = float(x[y == 0].max()), float(x[y == 1].min())
    axes.plot([left, left, right, right], [1.4, 2.2, 2.2, 1.4], color=INK, linewidth=1.5)
    axes.text((left + right) / 2, 2.6, f"gap {number(right - left, 2)}", ha="center")
    means = [number(float(x[y == label].mean()), 2) for label in (0, 1)]
    stds = [number(float(x[y == label].std()), 2) for label in (0, 1)]
    return Picture(
        figure,
        "Two classes on one line",
        f"{len(x)} points on a line, every fifth drawn, piled up where they crowd. Class 0 lies around "
        f"{means[0]} with a spread of {stds[0]}, class 1 around {means[1]} with a spread of {stds[1]}. "
        f"Nothing lies between {number(left, 2)} and {number(right, 2)}.",
    )


@rc_context(STYLE)
def true_posterior() -> Picture:
    """Draw where samples come from, the true probability of class 1, and the best neuron."""
    population = Population()
    left, right = bayes_boundaries(population)
    weight, bias = best_line(population)
    x = np.linspace(-4, 12, 641)
    figure = Figure(figsize=(10, 7))
    above, below = figure.subplots(2, 1, sharex=True)
    above.set(xlim=(-4, 12), ylim=(0, 0.88), yticks=[], ylabel="density")
    below.set(ylim=(-0.05, 1.08), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    below.set(xlabel="x", ylabel="P(class 1)", xticks=range(-4, 13, 2))
    for label, colour in ((0, CLASS_0), (1, CLASS_1)):
        curve = density(x, population.means[label], population.stds[label])
        above.plot(x, curve, color=colour)
        above.fill_between(x, curve, color=colour, alpha=0.15, linewidth=0)
    above.text(-1, 0.4, "class 0", color=CLASS_0, weight="bold", ha="right")
    above.text(5.8, 0.65, "class 1", color=CLASS_1, weight="bold")
    below.plot(x, posterior(x, population), color=TRUTH, linewidth=4)
    below.plot(x, predict_probability(x, weight, bias), "--", color=NEURON)
    for boundary, side in ((left, "left"), (right, "right")):
        for axes in (above, below):
            axes.axvline(boundary, linestyle=":", color=INK, linewidth=1.8)
        below.text(boundary, 0.5, number(boundary, 2), ha=side)
    below.text(2.9, 0.8, "the truth", color=TRUTH, ha="right")
    below.text(11.9, 0.85, "the best neuron", color=NEURON, ha="right")
    return Picture(
        figure,
        "The best possible answer",
        f"Above, the two bell curves that the points come from. Below, the true probability of class "
        f"1 rises through one half at x = {number(left, 2)}, and falls through it again at "
        f"x = {number(right, 2)}, where the wider class 0 takes over. The best neuron, dashed, "
        f"follows the rise, with boundary {number(decision_boundary(weight, bias), 2)}, and cannot "
        f"follow the fall.",
    )


@rc_context(STYLE)
def training_panels(
    x: FloatArray, y: FloatArray, history: History, epochs: tuple[int, ...] = (0, 1, 5, 20, 60, 120)
) -> Picture:
    """Draw six moments of the training, each with the loss of the very curve that is drawn."""
    figure = Figure(figsize=(10, 7.4))
    panels = figure.subplots(2, 3, sharex=True, sharey=True)
    for axes, epoch in zip(panels.flat, epochs, strict=True):
        axes.set(xlim=(-4.2, 7.2), ylim=(-0.3, 1.3), xticks=[0, 5], yticks=[0, 1])
        axes.set_title(f"epoch {epoch}\nloss {number(history.loss[epoch], 3)}")
        draw_samples(axes, x, y)
        draw_neuron(axes, history.snapshots[epoch])
    return Picture(
        figure,
        "Six moments of the training",
        "Six panels with the data, the line z, dashed, and the curve ŷ. "
        + ", ".join(f"epoch {k}: loss {number(history.loss[k], 3)}" for k in epochs)
        + ". The curve starts flat and ends as an S.",
    )


def draw_samples(axes: Axes, x: FloatArray, y: FloatArray) -> None:
    """Draw some of the samples at the height of their label, a little apart."""
    for label, colour, marker, up in ((0, CLASS_0, "o", -1), (1, CLASS_1, "^", 1)):
        column, row = pile(thin(x[y == label], 50), 0.4)
        axes.plot(column, label + up * (0.05 + 0.035 * row), marker, color=colour, markersize=4)


def draw_neuron(axes: Axes, snapshot: Snapshot) -> None:
    """Draw the line z, the curve ŷ and the boundary of one neuron."""
    x = np.linspace(*axes.get_xlim(), 200)
    z = snapshot.weight * x + snapshot.bias
    axes.plot(x, z, "--", color=NEURON, linewidth=1.8)
    axes.plot(x, sigmoid(z), color=NEURON)
    axes.axvline(decision_boundary(snapshot.weight, snapshot.bias), ls=":", color=INK, lw=1.5)


@rc_context(STYLE)
def loss_curve(history: History, population: Population = Population()) -> Picture:
    """Draw the loss by epoch, as it was met and as it was afterwards."""
    epochs = np.arange(len(history.loss))
    best = bayes_cross_entropy(population)
    figure = Figure(figsize=(10, 5.6))
    axes = figure.subplots()
    axes.set(yscale="log", xticks=[0, 20, 40, 60, 80, 100, 120], xlabel="epoch", ylabel="mean loss")
    axes.set(yticks=[0.001, 0.01, 0.1, 1], yticklabels=["0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    axes.axhline(log(2), linestyle=":", color=MUTED, linewidth=1.8)
    axes.axhline(best, color=TRUTH)
    axes.plot(epochs, history.loss, color=NEURON, linewidth=4)
    axes.plot(epochs[1:], history.running_loss, "o", color=INK, markersize=3)
    axes.text(120, log(2), f"ln 2 = {number(log(2), 3)}", color=MUTED, ha="right", va="bottom")
    axes.text(
        120, best * 1.1, f"best possible {number(best, 4)}", color=TRUTH, ha="right", va="bottom"
    )
    return Picture(
        figure,
        "The loss, epoch by epoch",
        f"The mean loss falls steeply, then slowly, from {number(history.loss[0], 3)} before training "
        f"to {number(history.loss[-1], 3)} after {len(history.running_loss)} epochs, "
        f"{number(history.loss[-1] / best, 0)} times the best possible {number(best, 4)}. The running "
        f"mean of the first epoch is {number(history.running_loss[0], 3)}, but the neuron at its end "
        f"has {number(history.loss[1], 3)}.",
    )


@rc_context(STYLE)
def path(x: FloatArray, y: FloatArray, history: History) -> Picture:
    """Draw the way of weight and bias over the landscape of the mean loss."""
    weights, biases = np.linspace(-0.4, 2.9, 50), np.linspace(-7, 0.8, 50)
    landscape = [[mean_loss(weight * x + bias, y) for weight in weights] for bias in biases]
    figure = Figure(figsize=(10, 6.4))
    axes = figure.subplots()
    axes.set(xticks=[0, 1, 2], yticks=[-6, -4, -2, 0], xlabel="weight w", ylabel="bias w₀")
    levels = [0.02, 0.03, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6]
    lines = axes.contour(
        weights, biases, landscape, levels, colors=[MUTED], linewidths=1.2, alpha=0.6
    )
    axes.clabel(lines, fontsize=14, fmt="%g")
    way = np.array([(snapshot.weight, snapshot.bias) for snapshot in history.snapshots])
    axes.plot(*way.T, color=NEURON, linewidth=4)
    for epoch in (0, 1, 5, 20, 60, 120):
        axes.plot(*way[epoch], "o", color=NEURON, markersize=11, markeredgecolor=PAPER, mew=2)
        axes.annotate(f"epoch {epoch}", tuple(way[epoch]), (12, 4), textcoords="offset points")
    best = best_line()
    return Picture(
        figure,
        "The way downhill",
        f"Contours of the mean loss over weight and bias, and the way that training took: from "
        f"({number(way[0, 0], 2)}, {number(way[0, 1], 2)}) to ({number(way[-1, 0], 2)}, "
        f"{number(way[-1, 1], 2)}), ever slower, along a valley that leads on to the best line at "
        f"({number(best[0], 1)}, {number(best[1], 1)}), far outside the picture.",
    )


@rc_context(STYLE)
def separable_growth() -> Picture:
    """Draw the weight over thousands of epochs, with and without a gap between the classes."""
    epochs = 4000
    figure = Figure(figsize=(10, 5.6))
    axes = figure.subplots()
    axes.set(xscale="log", xlabel="epoch", ylabel="weight w")
    ends = []
    for mean, colour in ((5.0, NEURON), (1.0, TRUTH)):
        x, y = two_gaussians(20, means=(0.0, mean))
        history = train(x, y, epochs=epochs, learning_rate=0.1)
        weights = np.array([snapshot.weight for snapshot in history.snapshots])
        shown = np.unique(np.logspace(0, np.log10(epochs), 150).astype(int))
        axes.plot(shown, weights[shown], color=colour)
        ends.append(weights[-1])
    axes.set(xticks=[1, 10, 100, 1000])
    axes.minorticks_off()
    return Picture(
        figure,
        "A gap lets the weight grow for ever",
        f"{number(ends[0], 2)} {number(ends[1], 2)}",
    )


def canvas(height: float) -> tuple[Figure, Axes]:
    """Return a figure 10 wide for a diagram, without axes, one unit an inch."""
    figure = Figure(figsize=(10, height), layout="none")
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


def thin(values: FloatArray, count: int) -> FloatArray:
    """Return ``count`` of the values, evenly spread over their ranks, both ends included."""
    ranks = np.linspace(0, len(values) - 1, min(count, len(values)))
    return np.sort(values)[ranks.round().astype(int)]


def pile(values: FloatArray, width: float) -> tuple[FloatArray, FloatArray]:
    """Return where sorted values stand if they are piled up in columns: centre and row."""
    column = np.round(values / width)
    row = np.arange(len(values)) - np.searchsorted(column, column)
    return column * width, row.astype(float)


def number(value: float, digits: int) -> str:
    """Return a number as the book prints it, with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


def power(value: float) -> str:
    """Return a number as a multiple of a power of ten."""
    factor, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}" if factor == "1" else f"{factor} × 10{raised}"
