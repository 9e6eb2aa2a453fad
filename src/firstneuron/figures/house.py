"""The picture of how this book is made."""

from collections.abc import Callable

from matplotlib import rc_context
from matplotlib.patches import FancyBboxPatch

from firstneuron.figures.style import (
    MUTED,
    STYLE,
    Picture,
    arrow,
    canvas,
    write,
)

# what a box says, in its two lines, and where its centre is
BOXES = (
    ("the code", "src/firstneuron", 1.15, 2.0),
    ("the pages", "docs/*.md", 3.95, 2.0),
    ("the claims", "weave/claims", 6.4, 3.2),
    ("tests", "pytest", 8.85, 3.2),
    ("Markdown", "weave/site", 6.4, 0.8),
    ("the site", "MkDocs", 8.85, 0.8),
)
ARROWS = (
    ((2.25, 2.0), (2.85, 2.0)),
    ((4.5, 2.6), (5.3, 3.2)),
    ((4.5, 1.4), (5.3, 0.8)),
    ((7.5, 3.2), (7.75, 3.2)),
    ((7.5, 0.8), (7.75, 0.8)),
)


@rc_context(STYLE)
def flow() -> Picture:
    """Draw what flows where: from the code into the pages, from both into tests and site."""
    figure, axes = canvas(4.0)
    for name, place, x, y in BOXES:
        corner = (x - 1.1, y - 0.6)
        shape = "round,pad=0,rounding_size=.15"
        box = FancyBboxPatch(corner, 2.2, 1.2, boxstyle=shape, fc="none", ec=MUTED)
        axes.add_patch(box)
        write(axes, x, y + 0.2, name, size=19)
        write(axes, x, y - 0.25, place, color=MUTED, size=16)
    for start, end in ARROWS:
        arrow(axes, start, end)
    return Picture(
        figure,
        "What flows where",
        "The code in src/firstneuron goes into the pages in docs, from which 2 ways lead on. One "
        "goes through the claims in weave/claims to the tests, which pytest runs. The other goes "
        "through plain Markdown, made in weave/site, to the site that MkDocs builds.",
    )


FIGURES: dict[str, Callable[[], Picture]] = {"flow": flow}
