"""The chain of one step of learning, one more link lit at the end of each chapter."""

from collections.abc import Callable

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from firstneuron.figures.style import (
    GRID,
    INK,
    MUTED,
    NEURON,
    STYLE,
    Picture,
    canvas,
    write,
)

# For each chapter, in their order: the title of its picture, and what the chapter adds.
LINKS = (
    (
        "The chain so far: the neuron",
        "x becomes z = w x + w₀, and z becomes ŷ = σ(z)",
    ),
    ("The chain so far: the loss", "ŷ and the truth y become the loss E"),
    ("The chain so far: the slope", "the loss E has the slope (ŷ − y) x in w"),
    ("The chain so far: the data", "two bells give x and the truth y"),
    ("The chain so far: the step", "a step of −η times the slope changes w and w₀"),
    ("The whole chain", "ŷ is one half at the boundary −w₀/w"),
)
# Which link each part belongs to, and where it stands; an arrow may go round corners.
NODES = (
    (1, 0.75, 2.3, "x", ""),
    (1, 2.45, 2.3, "z", "w x + w₀"),
    (1, 4.15, 2.3, "ŷ", "σ(z)"),
    (2, 5.85, 2.3, "E", "loss"),
    (2, 5.85, 0.55, "y", ""),
    (3, 7.55, 2.3, "slope", "(ŷ − y) x"),
    (4, 0.85, 0.55, "two bells", ""),
    (5, 9.25, 2.3, "step", "−η · slope"),
    (5, 7.0, 4.0, "new w and w₀", ""),
    (6, 4.15, 3.6, "boundary −w₀/w", ""),
)
ARROWS = (
    (1, (1.1, 2.3), (2.1, 2.3)),
    (1, (2.8, 2.3), (3.8, 2.3)),
    (2, (4.5, 2.3), (5.5, 2.3)),
    (2, (5.85, 0.9), (5.85, 1.45)),
    (3, (6.2, 2.3), (7.0, 2.3)),
    (4, (0.75, 0.9), (0.75, 1.9)),
    (4, (1.65, 0.55), (5.5, 0.55)),
    (5, (8.1, 2.3), (8.75, 2.3)),
    (5, (9.25, 2.65), (9.25, 4.3), (2.45, 4.3), (2.45, 2.65)),
    (6, (4.15, 2.65), (4.15, 3.25)),
)


@rc_context(STYLE)
def links(lit: int) -> Picture:
    """Draw the chain with its first ``lit`` links, from 1 to 6, lit, and the last of them strongly.

    Examples
    --------
    >>> links(2).title
    'The chain so far: the loss'
    """
    figure, axes = canvas(4.7)
    for link, x, y, name, formula in NODES:
        colour = MUTED if link > lit else NEURON if name in ("z", "ŷ") else INK
        size = 24 if len(name) == 1 else 18
        write(axes, x, y, name, color=colour, size=size)
        if link <= lit:  # no chapter has explained the others yet
            write(axes, x, y - 0.55, formula, size=16)
    for link, *corners in ARROWS:
        lead(axes, corners, GRID if link > lit else INK, 4 if link == lit else 2)
    title, _ = LINKS[lit - 1]
    known = "; ".join(words for _, words in LINKS[:lit])
    return Picture(figure, title, f"{lit} of {len(LINKS)} links are lit: {known}.")


def lead(
    axes: Axes, corners: list[tuple[float, float]], colour: str, width: float
) -> None:
    """Draw an arrow through the corners."""
    x, y = zip(*corners[:-1], strict=True)
    axes.plot(x, y, color=colour, linewidth=width)
    head = FancyArrowPatch(
        corners[-2],
        corners[-1],
        arrowstyle="-|>,head_length=.5,head_width=.25",
        color=colour,
        linewidth=width,
        mutation_scale=16,
        shrinkA=0,
        shrinkB=0,
    )
    axes.add_patch(head)


FIGURES: dict[str, Callable[[], Picture]] = {
    "chain-1": lambda: links(1),
    "chain-2": lambda: links(2),
    "chain-3": lambda: links(3),
    "chain-4": lambda: links(4),
    "chain-5": lambda: links(5),
    "chain-6": lambda: links(6),
}
