"""Every picture of the book, one module a chapter, drawn from the same code and run as the text.

Each module lists its figures in ``FIGURES``, by the names that pages give them.
"""

from collections.abc import Callable
from difflib import get_close_matches

from firstneuron.figures import (
    chain,
    cross_entropy,
    data,
    derivatives,
    floating_point,
    frameworks,
    home,
    house,
    more_inputs,
    no_best_answer,
    sigmoid,
    training,
    verdict,
)
from firstneuron.figures.home import draw_card, draw_mark
from firstneuron.figures.live import export_all
from firstneuron.figures.style import PALETTE, Picture
from firstneuron.figures.training import save_figures

__all__ = [
    "DRAWN_WITH_DATA",
    "FIGURES",
    "PALETTE",
    "Picture",
    "draw",
    "draw_card",
    "draw_mark",
    "export_all",
    "save_figures",
]

FIGURES: dict[str, Callable[[], Picture]] = {
    **home.FIGURES,
    **chain.FIGURES,
    **sigmoid.FIGURES,
    **cross_entropy.FIGURES,
    **derivatives.FIGURES,
    **data.FIGURES,
    **training.FIGURES,
    **verdict.FIGURES,
    **more_inputs.FIGURES,
    **no_best_answer.FIGURES,
    **floating_point.FIGURES,
    **frameworks.FIGURES,
    **house.FIGURES,
}

# figures of the runs that the live figures start from, too, which are the longest
DRAWN_WITH_DATA = ("separable-growth",)


def draw(name: str) -> Picture:
    """Draw one figure of the book, by the name that its pages give it.

    Raises
    ------
    ValueError
        If there is no such figure.

    Examples
    --------
    >>> draw("chain").title
    'The chain rule, one factor a step'
    >>> draw("chart")
    Traceback (most recent call last):
    ValueError: name is 'chart'; expected a figure of the book, as 'chain'
    >>> draw("banana")
    Traceback (most recent call last):
    ValueError: name is 'banana'; expected a figure of the book, as 'points'
    """
    if name not in FIGURES:
        close = get_close_matches(name, FIGURES, n=1) or list(FIGURES)
        raise ValueError(
            f"name is {name!r}; expected a figure of the book, as {close[0]!r}"
        )
    return FIGURES[name]()
