"""The figures of the chapter on the verdict."""

from collections.abc import Callable
from functools import cache

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.bayes import best_line, posterior
from firstneuron.data import Population, two_gaussians
from firstneuron.evaluation import decision_boundary, predict_probability
from firstneuron.figures.style import (
    BEST_LINE,
    GRID,
    INK,
    MUTED,
    NEURON,
    STYLE,
    TRUTH,
    Picture,
    book_run,
    dot,
)
from firstneuron.inputs import FloatArray
from firstneuron.training import History, train


@rc_context(STYLE)
def calibration(history: History) -> Picture:
    """Draw what the trained neuron says between the classes, and what is true there."""
    trained, best = (history.weight, history.bias), best_line()
    x = np.linspace(0.6, 5.2, 300)
    figure = Figure(figsize=(10, 6))
    axes = figure.subplots()
    axes.plot(x, posterior(x), color=TRUTH, linewidth=6, alpha=0.5)
    axes.plot(x, predict_probability(x, *best), color=BEST_LINE, linewidth=2)
    axes.plot(x, predict_probability(x, *trained), color=NEURON, linewidth=4)
    axes.axhline(0.5, color=GRID, linewidth=1.2, zorder=0)
    for line, colour, side, offset in (
        (trained, NEURON, "right", -0.08),
        (best, BEST_LINE, "left", 0.1),
    ):
        boundary = decision_boundary(*line)
        axes.plot(
            [boundary, boundary], [-0.05, 0.5], ":", color=colour, linewidth=1.8
        )
        dot(axes, boundary, 0.5, colour)
        axes.text(boundary + offset, 0.04, f"{boundary:.2f}", color=colour, ha=side)
    loud = 3.0
    for share, colour in (
        (predict_probability(loud, *trained), NEURON),
        (posterior(loud), TRUTH),
    ):
        dot(axes, loud, share, colour)
        axes.text(
            loud - 0.1, share + 0.02, f"{share:.0%}", color=colour, ha="right"
        )
    axes.text(1.75, 0.33, "our neuron", color=NEURON, ha="right")
    axes.text(3.5, 0.55, "the best line", color=BEST_LINE)
    axes.text(3.85, 0.72, "the truth", color=TRUTH)
    axes.set(
        xlim=(0.6, 5.2), ylim=(-0.05, 1.05), xlabel="hum x", xticks=range(1, 6)
    )
    axes.set(yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    axes.set_title("probability that the pump is worn", loc="left")
    at_own = float(posterior(decision_boundary(*trained)))
    return Picture(
        figure,
        "What the neuron says, and what is true",
        f"The probability that a pump is worn, by its hum. The trained neuron passes one half at "
        f"x = {decision_boundary(*trained):.2f}, where the true probability is {at_own:.4f}; the "
        f"truth and the best line pass it near {decision_boundary(*best):.2f} and are far steeper. "
        f"A pump at {loud:.1f} is worn with probability {predict_probability(loud, *trained):.0%}, "
        f"says the neuron, and with {posterior(loud):.0%} in truth.",
    )


GROWTH = {"epochs": 10_000, "learning_rate": 0.05, "n_per_class": 20, "mean": 0.5}


LongRun = tuple[Population, FloatArray, FloatArray, History]


@cache  # the figure and the live one show the same runs, which take seconds
def long_runs() -> tuple[LongRun, ...]:
    """Return two long runs on few samples: with a gap between the classes, and without."""
    n, rate = int(GROWTH["n_per_class"]), GROWTH["learning_rate"]
    runs = []
    for population in (Population(), Population(means=(0.0, GROWTH["mean"]))):
        x, y = two_gaussians(n, means=population.means, stds=population.stds)
        history = train(x, y, epochs=int(GROWTH["epochs"]), learning_rate=rate)
        runs.append((population, x, y, history))
    return tuple(runs)


def moments() -> list[int]:
    """Return epochs of the long runs, dense on a log scale; a quarter of a decade is among them."""
    decades = int(np.log10(GROWTH["epochs"]))
    steps = np.linspace(0, decades, 30 * decades + 1)
    quarters = np.linspace(0, decades, 4 * decades + 1)
    return [
        int(k) for k in np.unique((10 ** np.concatenate([steps, quarters])).round())
    ]


@rc_context(STYLE)
def separable_growth() -> Picture:
    """Draw the weight over thousands of epochs, with and without a gap between the classes."""
    epochs, learning_rate = int(GROWTH["epochs"]), GROWTH["learning_rate"]
    n, mean_1 = int(GROWTH["n_per_class"]), GROWTH["mean"]
    figure = Figure(figsize=(10, 6))
    axes = figure.subplots()
    shown, runs, weights = moments(), long_runs(), []
    for (_, _, _, history), colour in zip(runs, (NEURON, INK), strict=True):
        weights.append([history.snapshots[epoch].weight for epoch in shown])
        axes.plot(shown, weights[-1], color=colour, linewidth=4)
    _, (_, x, y, _) = runs
    limit, _ = maximum_likelihood(x, y)
    tenfold = [runs[0][3].snapshots[10**k].weight for k in range(5)]
    gains = ", ".join(f"{gain:.2f}" for gain in np.diff(tenfold))
    axes.axhline(limit, linestyle=":", color=MUTED, linewidth=2.5)
    axes.text(
        1, limit + 0.08, f"the best for these samples, {limit:.2f}", color=MUTED
    )
    axes.text(
        900,
        3.6,
        "a gap:\nit grows and grows",
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
        f"rate {learning_rate} on {n} samples a class. With the bells of the book there is a gap, "
        f"and each tenfold of epochs adds more to the weight ({gains}), up to "
        f"{weights[0][-1]:.2f} with no end in sight. With the mean of class 1 at {mean_1} instead "
        f"of 5 the classes overlap, and the weight levels off around {limit:.2f}, the best for "
        f"these samples.",
    )


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


FIGURES: dict[str, Callable[[], Picture]] = {
    "calibration": lambda: calibration(book_run()[2]),
    "separable-growth": separable_growth,
}
