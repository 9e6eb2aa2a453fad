"""The figures of the page on more inputs and more classes."""

from collections.abc import Callable

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron.bayes import bayes_boundaries, best_line, log_odds, posterior
from firstneuron.data import two_gaussians
from firstneuron.evaluation import decision_boundary, predict_probability
from firstneuron.figures.style import (
    BEST_LINE,
    CLASS_0,
    CLASS_1,
    INK,
    MUTED,
    STYLE,
    TRUTH,
    Picture,
    dot,
    minus,
)
from firstneuron.inputs import FloatArray


@rc_context(STYLE)
def parabola() -> Picture:
    """Draw the true log-odds and the best line's, and what the sigmoid makes of both."""
    x = np.linspace(-0.5, 13, 500)
    weight, bias = best_line()
    near, far = bayes_boundaries()
    line = decision_boundary(weight, bias)
    figure = Figure(figsize=(10, 7.2))
    above, below = figure.subplots(2, 1, sharex=True)
    above.axhline(0, color=MUTED, linewidth=1.2)
    above.plot(x, weight * x + bias, "--", color=BEST_LINE)
    above.plot(x, log_odds(x), "--", color=TRUTH, linewidth=4)
    below.plot(x, posterior(x), color=TRUTH, linewidth=6, alpha=0.6)
    below.plot(x, predict_probability(x, weight, bias), color=BEST_LINE)
    for axes, height in ((above, 0.0), (below, 0.5)):
        for boundary in (near, far):
            dot(axes, boundary, height, TRUTH)
    above.text(8.2, 50, "the best line", color=BEST_LINE, ha="right")
    above.text(7.6, 24, "the truth", color=TRUTH, ha="center")
    below.text(near + 0.25, 0.42, f"x = {near:.2f}", color=TRUTH)
    below.text(far + 0.25, 0.42, f"x = {far:.2f}", color=TRUTH)
    above.set(xlim=(x[0], x[-1]), ylim=(-42, 62), yticks=[-40, -20, 0, 20, 40, 60])
    below.set(ylim=(-0.06, 1.1), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    below.set(xlabel="hum x", xticks=range(0, 14, 2))
    above.set_title("log-odds that the pump is worn", loc="left")
    below.set_title("probability that it is worn", loc="left")
    return Picture(
        figure,
        "What a line leaves out",
        minus(
            f"Above, the true log-odds that a pump is worn are a parabola with its top at "
            f"{max(log_odds(x)):.1f}; the best line crosses zero beside it, near x = {line:.2f}, "
            f"and goes on rising to {weight * 13 + bias:.0f} at x = 13. Below, both probabilities "
            f"pass one half near {near:.1f}; the true one falls back through one half at "
            f"x = {far:.2f}, the best line's stays at 1."
        ),
    )


def three_scores() -> tuple[FloatArray, FloatArray]:
    """Return the weights and biases of three scores, learnt from x alone as on the page."""
    x, y = two_gaussians()
    dry = np.random.default_rng(1).normal(-4.0, 0.5, 500)
    x, state = np.concatenate([x, dry]), np.concatenate([y, np.full(500, 2.0)])
    centre, spread = x.mean(), x.std()
    column, one_hot = (x - centre)[:, None] / spread, np.eye(3)[state.astype(int)]
    weights, biases = np.zeros((1, 3)), np.zeros(3)
    for _ in range(1000):
        error = softmax(column @ weights + biases) - one_hot
        weights = weights - column.T @ error / len(x)
        biases = biases - error.mean(axis=0)
    return weights[0] / spread, biases - weights[0] * centre / spread


def softmax(scores: FloatArray) -> FloatArray:
    """Return the probabilities of the classes, from a row of scores for each sample."""
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


@rc_context(STYLE)
def three_classes() -> Picture:
    """Draw three straight scores and the probabilities that softmax makes of them."""
    weights, biases = three_scores()
    x = np.linspace(-6, 7.5, 400)
    scores = x[:, None] * weights + biases
    p = softmax(scores)
    first, second = x[np.flatnonzero(np.diff(p.argmax(axis=1)))]
    figure = Figure(figsize=(10, 7.2))
    above, below = figure.subplots(2, 1, sharex=True)
    for axes in (above, below):
        for change in (first, second):
            axes.axvline(change, linestyle=":", color=INK, linewidth=1.8)
    for k, (name, colour, at) in enumerate(
        (("healthy", CLASS_0, 0.2), ("worn", CLASS_1, 5.3), ("dry", INK, -4.4))
    ):
        above.plot(x, scores[:, k], "--", color=colour)
        below.plot(x, p[:, k], color=colour, linewidth=4)
        below.text(at, 1.05, name, color=colour, ha="center")
    above.set(xlim=(x[0], x[-1]))
    below.set(ylim=(-0.06, 1.2), yticks=[0, 0.5, 1], yticklabels=["0", "½", "1"])
    below.set(xlabel="hum x", xticks=range(-6, 8, 2))
    above.set_title("scores", loc="left")
    below.set_title("probabilities", loc="left")
    return Picture(
        figure,
        "Three scores, three probabilities",
        minus(
            f"Above, three straight scores against x: that of dry falls by {-weights[2]:.1f} per "
            f"unit, that of worn rises by {weights[1]:.1f}, and that of healthy is nearly flat, "
            f"{weights[0]:.1f}. Below, the probability of dry is largest up to "
            f"x = {first:.1f}, that of healthy from there to {second:.1f}, and that of worn beyond."
        ),
    )


FIGURES: dict[str, Callable[[], Picture]] = {
    "parabola": parabola,
    "softmax": three_classes,
}
