"""The figures of the page on data without a best answer."""

from collections.abc import Callable

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.bayes import best_line
from firstneuron.derivatives import gradient
from firstneuron.evaluation import population_cross_entropy
from firstneuron.figures.style import (
    BEST_LINE,
    INK,
    MUTED,
    NEURON,
    STYLE,
    Picture,
    book_run,
    dot,
    landscape,
    minus,
    write,
)
from firstneuron.inputs import FloatArray
from firstneuron.training import mean_loss


def best_biases(weights: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the bias with the smallest mean loss on the samples, for each weight.

    Examples
    --------
    >>> best_biases(np.array([2.0]), np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    array([-1.])
    """
    high = np.abs(weights) * np.ptp(x) + 50.0
    low = -high
    for _ in range(64):  # halvings, to the last digit of the widest interval
        bias = (low + high) / 2
        answers = sigmoid(weights[:, None] * x + bias[:, None])
        falls = np.mean(answers - y, axis=-1) <= 0
        low, high = np.where(falls, bias, low), np.where(falls, high, bias)
    return np.asarray((low + high) / 2)


@rc_context(STYLE)
def two_losses(x: FloatArray, y: FloatArray) -> Picture:
    """Draw the mean loss on the samples and on endless data, against the weight."""
    weights = np.geomspace(1.5, 60, 81)
    lines = list(
        zip(weights.tolist(), best_biases(weights, x, y).tolist(), strict=True)
    )
    here = [mean_loss(weight * x + bias, y) for weight, bias in lines]
    endless = [population_cross_entropy(weight, bias) for weight, bias in lines]
    best = best_line()
    best_weight, best_loss = best[0], population_cross_entropy(*best)
    lowest = int(np.argmin(endless))
    figure = Figure(figsize=(10, 5.8))
    axes = figure.subplots()
    axes.plot(weights, endless, color=INK, linewidth=4)
    axes.plot(weights, here, color=NEURON, linewidth=4)
    dot(axes, best_weight, best_loss, BEST_LINE)
    axes.text(best_weight, 8e-4, "the best line", color=BEST_LINE, va="top")
    axes.text(30, 4.4e-3, "on endless data", ha="right")
    axes.text(21, 2.2e-5, "on our\nthousand pumps", color=NEURON)
    axes.set(xscale="log", yscale="log", xlabel="weight w", ylim=(1e-6, 0.1))
    axes.set(xticks=[2, 5, 10, 20, 50], xticklabels=["2", "5", "10", "20", "50"])
    axes.set(yticks=[1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1])
    axes.set_title("mean loss", loc="left")
    axes.minorticks_off()
    return Picture(
        figure,
        "Two losses that part",
        f"Mean loss against the weight, both axes logarithmic. On the thousand samples it falls "
        f"without end, to {here[lowest]:.5f} at weight {weights[lowest]:.1f} and below a millionth "
        f"at {weights[-1]:.0f}. On endless data it falls to {endless[lowest]:.5f} at weight "
        f"{weights[lowest]:.1f}, where the best line pays {best_loss:.5f}, and rises to "
        f"{endless[-1]:.5f} at {weights[-1]:.0f}.",
    )


def walk_of(
    x: FloatArray, y: FloatArray, steps: int, *, newton: bool
) -> FloatArray:
    """Return weight and bias before and after each step from zero, shape (steps + 1, 2).

    Examples
    --------
    >>> walk_of(np.arange(4.0), np.array([0.0, 1.0, 0.0, 1.0]), 1, newton=True).round(6) + 0.0
    array([[ 0. ,  0. ],
           [ 0.8, -1.2]])
    """
    lines = [np.zeros(2)]
    for _ in range(steps):
        weight, bias = map(float, lines[-1])
        slope = np.array(gradient(weight, bias, x, y))
        step = np.linalg.solve(curvature(lines[-1], x), slope) if newton else slope
        lines.append(lines[-1] - step)
    return np.array(lines)


def curvature(line: FloatArray, x: FloatArray) -> FloatArray:
    """Return how fast the slopes of the mean loss change with weight and bias, a table (2, 2)."""
    inputs = np.stack([x, np.ones_like(x)])
    return np.asarray(
        (inputs * sigmoid_derivative(line @ inputs)) @ inputs.T / len(x)
    )


@rc_context(STYLE)
def newton_step() -> Picture:
    """Draw the walks of Newton's method and of gradient descent, and the first step in numbers."""
    x, y = np.arange(4.0), np.array([0.0, 1.0, 0.0, 1.0])
    newton, descent = (
        walk_of(x, y, steps, newton=newton)
        for steps, newton in ((4, True), (20, False))
    )
    table, slopes = curvature(newton[0], x), np.array(gradient(0.0, 0.0, x, y))
    figure = Figure(figsize=(10, 5.6))
    left, right = figure.subplots(1, 2, width_ratios=[1.15, 1])
    draw_walks(left, x, y, newton, descent)
    draw_table(right, table, {"slopes": slopes, "step": newton[1]})
    return Picture(
        figure,
        "One of Newton's steps, with its table",
        minus(
            f"Left, lines of equal mean loss over weight and bias for samples at 0, 1, 2 and 3 "
            f"with labels 0, 1, 0, 1: Newton's method goes from the origin to ({newton[1, 0]:.1f}, "
            f"{newton[1, 1]:.1f}) and in 4 steps to the lowest point ({newton[-1, 0]:.3f}, "
            f"{newton[-1, 1]:.3f}); gradient descent bends towards it and is at "
            f"({descent[-1, 0]:.2f}, {descent[-1, 1]:.2f}) after {len(descent) - 1}. Right, the "
            f"table at the origin: the slope in w changes by {table[0, 0]:.3f} per unit of w and "
            f"{table[0, 1]:.3f} per unit of w₀, the slope in w₀ by {table[1, 0]:.3f} and "
            f"{table[1, 1]:.3f}. The slopes are {slopes[0]:.2f} and {slopes[1] + 0:.0f}, so the "
            f"step is {newton[1, 0]:.1f} and {newton[1, 1]:.1f}."
        ),
    )


def draw_walks(
    axes: Axes,
    x: FloatArray,
    y: FloatArray,
    newton: FloatArray,
    descent: FloatArray,
) -> None:
    """Draw two walks over the lines of equal mean loss."""
    weights, biases = np.linspace(-0.25, 1.45, 120), np.linspace(-2.1, 0.4, 120)
    losses = landscape(weights, biases, x, y)
    lowest = mean_loss(newton[-1, 0] * x + newton[-1, 1], y)
    levels = lowest + 0.3 * np.linspace(0.06, 1, 9) ** 2
    axes.contour(weights, biases, losses, levels, colors=[MUTED], linewidths=0.8)
    axes.plot(*descent.T, "o-", color=MUTED, linewidth=1.5, markersize=5)
    axes.plot(*newton.T, "o-", color=NEURON)
    dot(axes, newton[-1, 0], newton[-1, 1], INK)
    axes.text(0.33, -1.15, "Newton", color=NEURON, ha="right")
    axes.text(0.62, -0.42, "small steps", color=MUTED)
    axes.set(xlabel="weight w", xticks=[0, 0.5, 1], yticks=[0, -1, -2])
    axes.set_title("bias w₀", loc="left")


def draw_table(axes: Axes, table: FloatArray, pairs: dict[str, FloatArray]) -> None:
    """Write a table of curvatures in brackets, and below it what it turns into what."""
    axes.set(xlim=(0, 10), ylim=(0, 10))
    axes.set_axis_off()
    columns = 5.4, 8.4
    for across, name in zip(columns, ("w", "w₀"), strict=True):
        write(axes, across, 9.2, f"per unit\nof {name}", size=16)
    for across, tip in ((3.9, 4.2), (9.9, 9.6)):
        axes.plot(
            [tip, across, across, tip], [8.2, 8.2, 5.1, 5.1], color=INK, linewidth=2
        )
    rows = [("slope in w", table[0], ".3f"), ("slope in w₀", table[1], ".3f")]
    rows += [(name, pair, ".2f") for name, pair in pairs.items()]
    for height, (name, values, form) in zip(
        (7.4, 5.9, 3.9, 2.4), rows, strict=True
    ):
        axes.text(3.4, height, name, ha="right", va="center", size=16)
        for across, value in zip(columns, values + 0.0, strict=True):
            colour = NEURON if name == "step" else INK
            write(axes, across, height, f"{value:{form}}", size=22, color=colour)


FIGURES: dict[str, Callable[[], Picture]] = {
    "two-losses": lambda: two_losses(*book_run()[:2]),
    "newton": newton_step,
}
