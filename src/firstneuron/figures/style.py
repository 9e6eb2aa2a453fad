"""The palette, the style and the parts that every figure is made of."""

import re
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from firstneuron.data import two_gaussians
from firstneuron.inputs import FloatArray, Numbers
from firstneuron.loss import binary_cross_entropy_with_logits
from firstneuron.training import History, train

# What each colour stands for: on light paper, in which figures are drawn, and in the dark. For
# eyes that tell few hues apart, the classes and the neuron differ in lightness too.
PALETTE: dict[str, tuple[str, str]] = {
    "class_0": ("#0f2f86", "#5c86e6"),
    "class_1": ("#b4470c", "#ffa552"),
    # the line z, dashed, and the probability ŷ, solid
    "neuron": ("#9a33d6", "#d8a2f5"),
    "truth": ("#23795c", "#5fc09a"),  # the best possible
    "best_line": (
        "#7d0016",
        "#f04a50",
    ),  # the neuron with the smallest loss on endless data
    "ink": ("#1b1e24", "#ece7dd"),
    "muted": ("#5f6670", "#a8a9ad"),
    "grid": ("#ddd8ce", "#3a3e48"),
    "paper": ("#fdfbf7", "#171a21"),
}


CLASS_0, CLASS_1, NEURON, TRUTH, BEST_LINE, INK, MUTED, GRID, PAPER = (
    light for light, _ in PALETTE.values()
)


# The one sample on which the chapter on derivatives works its numbers out.
EXAMPLE = {"weight": 0.3, "bias": -0.7, "x": 2.0, "y": 1.0}


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
    """A figure, its title, and what there is to see for who cannot see it.

    Examples
    --------
    >>> Picture(Figure(), "A dot", "One dot.").title = "Another"
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'title'
    """

    figure: Figure
    title: str
    description: str

    def _repr_svg_(self) -> str:
        """Return the figure as SVG, which is what a notebook shows."""
        with (
            rc_context({"svg.fonttype": "path", "svg.hashsalt": self.title}),
            StringIO() as file,
        ):
            self.figure.savefig(
                file,
                format="svg",
                metadata={
                    "Title": self.title,
                    "Description": self.description,
                    "Date": None,
                },
            )
            return file.getvalue()


@cache
def book_run() -> tuple[FloatArray, FloatArray, History]:
    """Return the samples of the book and the training on them that its figures show."""
    x, y = two_gaussians()
    return x, y, train(x, y)


def landscape(
    weights: FloatArray, biases: FloatArray, x: FloatArray, y: FloatArray
) -> FloatArray:
    """Return the mean loss of each neuron on the samples, a row for each bias.

    Examples
    --------
    >>> landscape(np.zeros(2), np.zeros(3), np.ones(4), np.ones(4)).round(3)
    array([[0.693, 0.693],
           [0.693, 0.693],
           [0.693, 0.693]])
    """
    z = weights[:, None] * x + biases[:, None, None]
    return np.asarray(np.mean(binary_cross_entropy_with_logits(z, y), axis=-1))


def canvas(height: float) -> tuple[Figure, Axes]:
    """Return a figure 10 wide for a diagram, without axes, one unit an inch."""
    figure = Figure(figsize=(10, height))
    figure.set_layout_engine("none")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, 10), ylim=(0, height))
    axes.set_axis_off()
    return figure, axes


def write(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write a text centred on a point."""
    axes.text(x, y, minus(text), ha="center", va="center", **style)


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


def dot(axes: Axes, x: float, y: Numbers, colour: str) -> None:
    """Draw a dot that stands out from the curve below it."""
    axes.plot(
        x,
        y,
        "o",
        color=colour,
        markersize=12,
        markeredgecolor=PAPER,
        markeredgewidth=2,
    )


def thin(values: FloatArray, count: int) -> FloatArray:
    """Return ``count`` of the values, evenly spread over their ranks, both ends included."""
    ranks = np.linspace(0, len(values) - 1, min(count, len(values)))
    return np.asarray(np.sort(values)[ranks.round().astype(int)])


def pile(values: FloatArray, width: float) -> tuple[FloatArray, FloatArray]:
    """Return where sorted values stand if they are piled up in columns: centre and row."""
    column = np.round(values / width)
    row = np.arange(len(values)) - np.searchsorted(column, column)
    return column * width, np.asarray(row, dtype=np.float64)


def minus(text: str) -> str:
    """Return the text with a true minus sign before its negative numbers."""
    return re.sub(r"-(?=\d)", "−", text)


def power(value: float) -> str:
    """Return a number as a multiple of a power of ten.

    Examples
    --------
    >>> power(1e-5), power(2e-5)
    ('10⁻⁵', '2 × 10⁻⁵')
    """
    factor, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(
        str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    )
    return f"10{raised}" if factor == "1" else f"{factor} × 10{raised}"
