"""The figures of the chapter on the sigmoid."""

from collections.abc import Callable

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.evaluation import decision_boundary
from firstneuron.figures.style import (
    GRID,
    INK,
    MUTED,
    NEURON,
    STYLE,
    Picture,
    book_run,
    dot,
    minus,
)
from firstneuron.training import History


@rc_context(STYLE)
def sigmoid_and_slope() -> Picture:
    """Draw the sigmoid, its slope, and the tangent where it is steepest."""
    z = np.linspace(-6, 6, 241)
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
    return Picture(
        figure,
        "The sigmoid and its slope",
        f"The sigmoid rises from 0 to 1 in an S and passes {sigmoid(0):.1f} at z = 0. Its "
        f"slope is a bell: {sigmoid_derivative(0):.2f} at z = 0, where the S is steepest, and "
        f"{sigmoid_derivative(6):.4f} at z = ±6.",
    )


@rc_context(STYLE)
def squashing(history: History) -> Picture:
    """Draw the straight line z of the trained neuron, and below it the sigmoid of that line."""
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
        "A straight line becomes a probability",
        minus(
            f"Above, the straight line z = {weight:.2f} x − {-bias:.2f} leaves the band from 0 to "
            f"1 on both sides. Below, the sigmoid of z stays inside that band: z = {bias:.2f} "
            f"at x = 0 becomes ŷ = {sigmoid(bias):.3f}. Where z = 0, at x = {boundary:.2f}, "
            "ŷ is one half."
        ),
    )


FIGURES: dict[str, Callable[[], Picture]] = {
    "sigmoid": sigmoid_and_slope,
    "squashing": lambda: squashing(book_run()[2]),
}
