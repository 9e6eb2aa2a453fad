"""The figures of the chapter on training."""

from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure

from firstneuron.activation import sigmoid
from firstneuron.bayes import bayes_cross_entropy, best_line
from firstneuron.evaluation import decision_boundary
from firstneuron.figures.style import (
    BEST_LINE,
    CLASS_0,
    CLASS_1,
    INK,
    MUTED,
    NEURON,
    PAPER,
    STYLE,
    TRUTH,
    Picture,
    arrow,
    book_run,
    dot,
    landscape,
    minus,
    pile,
    thin,
)
from firstneuron.inputs import FloatArray
from firstneuron.training import History, Snapshot


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
    >>> from firstneuron import train, two_gaussians
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
        column, row = pile(thin(x[y == label], 18), 0.35)
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
    >>> from firstneuron import train, two_gaussians
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
        colour=BEST_LINE,
    )
    aim = minus(f"to the best line:\nw = {best[0]:.1f}, w₀ = {best[1]:.1f}")
    axes.text(2.15, -6.2, aim, color=BEST_LINE, ha="center", va="top", bbox=plate)
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


def draw_contours(axes: Axes, x: FloatArray, y: FloatArray) -> ContourSet:
    """Draw lines of equal mean loss over weight and bias."""
    weights, biases = np.linspace(-0.3, 2.9, 26), np.linspace(-7.3, 0.8, 26)
    losses = landscape(weights, biases, x, y)
    levels = [0.02, 0.03, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6]
    return axes.contour(
        weights, biases, losses, levels, colors=[MUTED], linewidths=0.8
    )


def save_figures(
    folder: Path, x: FloatArray, y: FloatArray, history: History
) -> list[Path]:
    r"""Write two figures about a training into a folder as SVG, and return their paths.

    The panels show the moments that the book shows, or as many parts of another training.

    Examples
    --------
    >>> import re
    >>> from tempfile import TemporaryDirectory
    >>> from firstneuron import train, two_gaussians
    >>> x, y = two_gaussians(10)
    >>> with TemporaryDirectory() as folder:
    ...     panels, curve = save_figures(Path(folder), x, y, train(x, y, epochs=200))
    ...     re.findall(r"after (\d+)", panels.read_text(encoding="utf-8"))
    ['0', '2', '8', '33', '100', '200']
    >>> panels.name, curve.name
    ('training-panels.svg', 'loss-curve.svg')
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


FIGURES: dict[str, Callable[[], Picture]] = {
    "training-panels": lambda: training_panels(*book_run()),
    "loss-curve": lambda: loss_curve(book_run()[2]),
    "path": lambda: path(*book_run()),
}
