"""The figure of the page on frameworks."""

from collections.abc import Callable

from matplotlib import rc_context

from firstneuron.autodiff import Number, backward, graph, ln, sigma
from firstneuron.figures.style import (
    EXAMPLE,
    INK,
    MUTED,
    NEURON,
    STYLE,
    Picture,
    arrow,
    canvas,
    minus,
    write,
)


@rc_context(STYLE)
def recorded() -> Picture:
    """Draw what the loss of one sample was made of, with the values and the slopes."""
    w, b, x = (Number(EXAMPLE[name]) for name in ("weight", "bias", "x"))
    product = w * x
    z = product + b
    y_hat = sigma(z)
    logarithm = ln(y_hat)
    loss = logarithm * -1.0
    backward(loss)
    (sign,) = (part for part, _ in loss.made_of if part is not logarithm)
    drawn = (
        (w, "w", 0.75, 3.6),
        (x, "x", 0.75, 1.2),
        (product, "w x", 2.4, 2.4),
        (b, "w₀", 2.4, 4.2),
        (z, "z", 4.05, 2.4),
        (y_hat, "ŷ", 5.7, 2.4),
        (logarithm, "ln ŷ", 7.35, 2.4),
        (sign, "−1", 7.35, 4.2),
        (loss, "E", 9.2, 2.4),
    )
    figure, axes = canvas(4.9)
    at = {number: (across, up) for number, _, across, up in drawn}
    for number in graph(loss):
        for part, _ in number.made_of:
            (left, low), (right, high) = at[part], at[number]
            reach = 0.62 / max(abs(right - left), abs(high - low))
            step = (right - left) * reach, (high - low) * reach
            arrow(
                axes,
                (left + step[0], low + step[1]),
                (right - step[0], high - step[1]),
            )
    for number, name, across, up in drawn:
        write(axes, across, up + 0.38, name, size=22)
        write(axes, across, up, f"{number.value:.3f}", color=INK, size=16)
        write(axes, across, up - 0.36, f"{number.slope:.3f}", color=NEURON, size=16)
    arrow(axes, (9.6, 0.75), (2.2, 0.75), colour=NEURON)
    write(axes, 5.9, 0.35, "below each value, the slope of E", color=MUTED, size=16)
    told = "; ".join(
        f"{name} has the value {number.value:.3f} and the slope {number.slope:.3f}"
        for number, name, _, _ in drawn
    )
    return Picture(
        figure,
        "What was recorded",
        minus(
            "Arrows lead from w and x to w x, from w x and w₀ to z, from z to ŷ, from ŷ to ln ŷ, "
            f"and from there and −1 to E. {told}."
        ),
    )


FIGURES: dict[str, Callable[[], Picture]] = {"recorded": recorded}
