"""The figures of the chapter on data."""

from collections.abc import Callable

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron.bayes import bayes_boundaries, best_line, density, posterior
from firstneuron.data import Population
from firstneuron.evaluation import decision_boundary, predict_probability
from firstneuron.figures.style import (
    BEST_LINE,
    CLASS_0,
    CLASS_1,
    INK,
    PAPER,
    STYLE,
    TRUTH,
    Picture,
    book_run,
    minus,
    pile,
    power,
    thin,
)
from firstneuron.inputs import FloatArray


@rc_context(STYLE)
def data(x: FloatArray, y: FloatArray) -> Picture:
    """Draw the samples of both classes piled up on their line."""
    figure = Figure(figsize=(10, 5))
    axes = figure.subplots()
    axes.set(
        xticks=range(-4, 8),
        yticks=[],
        xlabel="hum x",
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
    healthy, worn = "healthy\n(class 0)", "worn\n(class 1)"
    axes.text(-1.2, 8, healthy, color=CLASS_0, weight="bold", ha="right")
    axes.text(4.1, 12, worn, color=CLASS_1, weight="bold", ha="right")
    return Picture(
        figure,
        "A thousand pumps on one line",
        f"Samples on a line, piled up where they crowd; {2 * drawn} of {len(x):,} are drawn. The "
        f"healthy pumps, class 0, have {facts[0]}; the worn ones, class 1, have {facts[1]}. Few "
        f"lie between them.",
    )


@rc_context(STYLE)
def true_posterior() -> Picture:
    """Draw where samples come from, the true probability of class 1, and the best line's."""
    population = Population()
    boundaries = bayes_boundaries(population)
    best = best_line(population)
    x = np.linspace(-4, 12, 1601)  # the truth falls within a tenth beyond 10
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
    truth = posterior(x, population=population)
    bottom.plot(x, truth, color=TRUTH, linewidth=6, alpha=0.5)
    bottom.plot(x, predict_probability(x, *best), color=BEST_LINE, linewidth=2)
    for axes in (top, middle, bottom):
        for boundary in boundaries:
            axes.axvline(boundary, linestyle=":", color=INK, linewidth=1.8)
    top.set(ylim=(0, 0.88), yticks=[])
    middle.set(yscale="log", ylim=(1e-28, 10), yticks=[1, 1e-10, 1e-20])
    middle.set(yticklabels=["1", power(1e-10), power(1e-20)])
    middle.minorticks_off()
    bottom.set(ylim=(-0.06, 1.1), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    bottom.set(xlabel="hum x", xticks=[-4, -2, 0, 2, 4, 6, 8, 10, 12])
    bottom.set_xlim(-4, 12)
    top.set_title("density", loc="left")
    middle.set_title("density, log scale", loc="left")
    bottom.set_title("probability that the pump is worn", loc="left")
    top.text(-1.1, 0.38, "healthy", color=CLASS_0, weight="bold", ha="right")
    top.text(5.8, 0.62, "worn", color=CLASS_1, weight="bold")
    bottom.text(boundaries[0] + 0.3, 0.43, f"{boundaries[0]:.2f}")
    bottom.text(boundaries[1] - 0.3, 0.43, f"{boundaries[1]:.2f}", ha="right")
    bottom.text(2.8, 0.8, "the truth", color=TRUTH, ha="right")
    bottom.text(10.5, 0.92, "the best\nline", color=BEST_LINE, va="top")
    return Picture(
        figure,
        "The best possible answer",
        f"Above, the two bells that the samples come from, then the same on a log scale, where "
        f"they cross twice. Below, the true probability that the pump is worn rises through one "
        f"half at x = {boundaries[0]:.2f} and falls through it again at {boundaries[1]:.2f}, where "
        f"the wider bell of the healthy pumps is on top. The best line has its boundary at "
        f"{decision_boundary(*best):.2f} and cannot follow the fall.",
    )


FIGURES: dict[str, Callable[[], Picture]] = {
    "data": lambda: data(*book_run()[:2]),
    "posterior": true_posterior,
}
