"""The figures of the chapter on cross-entropy."""

from collections.abc import Callable
from math import log

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.figures.style import (
    CLASS_0,
    CLASS_1,
    INK,
    MUTED,
    STYLE,
    Picture,
    dot,
)
from firstneuron.loss import binary_cross_entropy


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
    axes.set_title("loss E, and Q dashed", loc="left")
    for label, colour in ((0, CLASS_0), (1, CLASS_1)):
        axes.plot(
            y_hat, binary_cross_entropy(y_hat, label), color=colour, linewidth=4
        )
        axes.plot(
            y_hat, 0.5 * (y_hat - label) ** 2, "--", color=colour, linewidth=2
        )
    dot(axes, 0.5, log(2), INK)
    axes.text(0.5, log(2) + 0.35, f"ln 2 = {log(2):.3f}", ha="center")
    axes.text(0.08, 3.2, "a worn pump:\n−ln ŷ", color=CLASS_1)
    axes.text(0.92, 3.2, "a healthy pump:\n−ln(1 − ŷ)", color=CLASS_0, ha="right")
    axes.text(0.015, 0.6, "½(ŷ − y)²", color=CLASS_1, size=16)
    axes.text(0.985, 0.6, "½(ŷ − y)²", color=CLASS_0, size=16, ha="right")
    return Picture(
        figure,
        "What a probability costs",
        f"Cross-entropy against the prediction ŷ: it falls from infinity to 0 if the label is 1 "
        f"and rises from 0 to infinity if the label is 0; the two meet at ŷ = ½ with "
        f"ln 2 = {log(2):.3f}. A prediction of 0.99 for a healthy pump costs "
        f"{binary_cross_entropy(0.99, 0):.3f}; half the squared error, dashed, charges "
        f"{0.5 * 0.99**2:.3f}.",
    )


@rc_context(STYLE)
def gradient_saturation() -> Picture:
    """Draw the slope of each loss in z if the label is 0."""
    z = np.linspace(-6, 8, 281)
    slope = sigmoid(z)  # dE/dz = ŷ − y with y = 0
    squared_slope = np.asarray(
        slope * sigmoid_derivative(z)
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
    axes.set_title("slope in z", loc="left")
    axes.plot(z, slope, color=CLASS_0, linewidth=4)
    axes.plot(z, squared_slope, "--", color=CLASS_0)
    axes.vlines(4, *at_4, color=INK, linestyle=":", linewidth=1.8)
    for height, text_height in zip(at_4, (0.84, 0.07), strict=True):
        dot(axes, 4, height, CLASS_0)
        axes.text(4.25, text_height, f"{height:.3f}", weight="bold")
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
        "Which loss is steep where the neuron is wrong?",
        f"The slope of the loss in z, against z, for a healthy pump. With cross-entropy it grows "
        f"towards 1 the more wrong the neuron is: {at_4[0]:.3f} at z = 4. With half the squared "
        f"error it rises "
        f"to {squared_slope.max():.3f} and then falls back towards 0: {at_4[1]:.3f} at z = 4.",
    )


FIGURES: dict[str, Callable[[], Picture]] = {
    "losses": losses,
    "gradient-saturation": gradient_saturation,
}
