"""The figures of the chapter on derivatives."""

from collections.abc import Callable

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.derivatives import gradient, numerical_gradient
from firstneuron.figures.style import (
    EXAMPLE,
    INK,
    MUTED,
    NEURON,
    STYLE,
    Picture,
    arrow,
    canvas,
    dot,
    minus,
    power,
    write,
)
from firstneuron.loss import binary_cross_entropy, binary_cross_entropy_derivative


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
            f"ŷ = {y_hat:.4f} and the loss E = {loss:.4f}. Backward, the factors are ∂z/∂w = "
            f"{x:.0f}, dŷ/dz = {slope_y_hat:.4f} and dE/dŷ = {slope_loss:.4f}: the last two "
            f"multiply to ŷ − y = {y_hat - y:.4f}, all three to ∂E/∂w = {(y_hat - y) * x:.4f}."
        ),
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
    axes.text(2e-10, 1e-5, "rounding", color=MUTED)
    axes.text(1e-3, 1e-5, "the bend changes", color=MUTED, ha="right")
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


FIGURES: dict[str, Callable[[], Picture]] = {
    "chain": lambda: chain(**EXAMPLE),
    "gradient-check": lambda: gradient_check(**EXAMPLE),
}
