"""The figures of the page on floating point."""

from collections.abc import Callable
from math import log, log10

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron.activation import sigmoid
from firstneuron.figures.style import (
    GRID,
    INK,
    MUTED,
    NEURON,
    STYLE,
    Picture,
    canvas,
    dot,
    minus,
)
from firstneuron.inputs import FloatArray


@rc_context(STYLE)
def floats() -> Picture:
    """Draw the numbers that a float of four binary digits can hold, from 0 to 2."""
    steps, lowest = 8, 2.0**-4  # eighths of a power of two, and the smallest power
    powers = lowest * 2.0 ** np.arange(5)
    held = (powers[:, None] * (1 + np.arange(steps) / steps)).ravel()
    below = lowest * np.arange(steps) / steps  # with fewer digits
    figure, axes = canvas(2.2)
    left, width = 0.4, 4.6

    def across(value: float) -> float:
        return left + width * value

    axes.plot([across(0), across(2)], [0.75, 0.75], color=MUTED, linewidth=1.2)
    for value in (*below, *held, 2.0):
        named = value in (0, 0.5, 1, 2)
        axes.plot(
            [across(value)] * 2,
            [0.75, 1.25 if named else 1.05],
            color=INK,
            linewidth=2.5 if named else 1.5,
        )
    for value, name in ((0, "0"), (0.5, "½"), (1, "1"), (2, "2")):
        axes.text(across(value), 0.2, name, ha="center", size=20)
    small = 1 / 32
    for value, name in (
        (small, "1/32 has a tick"),
        (1 + small, "1 + 1/32 has none"),
    ):
        axes.plot([across(value)] * 2, [0.75, 1.65], ":", color=INK, linewidth=2.5)
        axes.text(across(value) - 0.1, 1.8, name)
    held_by_one = len(held[held >= 1])
    return Picture(
        figure,
        "Where the floats are",
        f"The line from 0 to 2 with a tick for each number that a float of four binary digits can "
        f"hold: {held_by_one} from 1 up to 2, as many from ½ up to 1, as many from ¼ up to ½, and "
        f"so on, ever denser towards 0. The number 1/32 has a tick of its own; 1 + 1/32 lies "
        f"between two ticks, which are 1/{steps} apart.",
    )


def digits_left(z: FloatArray, kind: type[np.floating]) -> FloatArray:
    """Return how many decimal digits of the rarer answer's probability are left in σ(z).

    Digits are counted as if floats were evenly dense between powers of two.

    Examples
    --------
    >>> digits_left(np.array([-1.0, 30.0, 40.0]), np.float64).round(1)
    array([15.7,  2.9,  0. ])
    """
    limits = np.finfo(kind)
    rarer = sigmoid(-np.abs(z))
    apart = np.where(
        z > 0,
        float(limits.epsneg),  # below one
        np.maximum(rarer * float(limits.eps), float(limits.smallest_subnormal)),
    )
    return np.log10(np.maximum(rarer / apart, 1.0))


@rc_context(STYLE)
def digits_of_the_rarer() -> Picture:
    """Draw how many digits of the rarer answer are left in ŷ, in float64 and in float32."""
    z = np.linspace(-780, 180, 1921)
    figure = Figure(figsize=(10, 5.4))
    axes = figure.subplots()
    ends = {}
    for kind, width, colour in ((np.float64, 4, NEURON), (np.float32, 2, INK)):
        axes.plot(z, digits_left(z, kind), color=colour, linewidth=width)
        limits = np.finfo(kind)
        ends[kind] = (
            log(float(limits.smallest_normal)),
            log(float(limits.smallest_subnormal)) - log(2),
            -log(float(limits.epsneg)),
        )
    axes.axvline(0, color=GRID, linewidth=1.2, zorder=0)
    axes.text(-400, 14.1, "float64", color=NEURON, ha="center")
    axes.text(-140, 5.4, "float32", ha="right")
    axes.text(-20, 16.4, "ŷ near 0", color=MUTED, ha="right")
    axes.text(20, 16.4, "ŷ near 1", color=MUTED)
    axes.set(
        xlabel="z", xlim=(z[0], z[-1]), ylim=(-0.3, 17.5), yticks=[0, 4, 8, 12, 16]
    )
    axes.set_title("digits left of the rarer answer", loc="left")
    double, single = ends[np.float64], ends[np.float32]
    for (*_, end), colour, height in ((double, NEURON, 3.2), (single, INK, 1.6)):
        dot(axes, end, 0, colour)
        axes.text(50, height, f"1 from {end:.1f}", color=colour, size=16)
    axes.set(xticks=[-700, -600, -500, -400, -300, -200, -100, 0, 100])
    return Picture(
        figure,
        "What ŷ still knows about the rarer answer",
        minus(
            f"Decimal digits left of the smaller of ŷ and 1 − ŷ, against z. In float64 there are "
            f"almost 16 from z = 0 down to {double[0]:.0f}, then they run out by {double[1]:.0f}; "
            f"to the right of 0 they run out in a steep line, by z = {double[2]:.1f}. In float32 "
            f"there are about {-log10(float(np.finfo(np.float32).eps)):.0f} down to "
            f"{single[0]:.0f}, none below {single[1]:.0f}, and none from z = {single[2]:.1f}."
        ),
    )


FIGURES: dict[str, Callable[[], Picture]] = {
    "floats": floats,
    "digits-left": digits_of_the_rarer,
}
