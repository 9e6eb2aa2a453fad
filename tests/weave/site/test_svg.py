"""Figures become files that speak, follow light and dark, and never change by themselves."""

from dataclasses import dataclass

import pytest
from matplotlib.figure import Figure

from weave.site.svg import refinish, render, size_and_words

PALETTE = {"ink": ("#1c2128", "#e7eaee"), "class_0": ("#1d5fb8", "#7fb4ff")}


@dataclass
class Sketch:
    """A picture of one line."""

    figure: Figure
    title: str = "A line"
    description: str = "It rises from 0 to 1 & <stays>."


def sketch(colour: str = "#1d5fb8") -> Sketch:
    figure = Figure(figsize=(5, 2), facecolor="none")
    axes = figure.add_axes((0, 0, 1, 1), facecolor="none")
    axes.set_axis_off()
    axes.plot([0, 1], color=colour)
    return Sketch(figure)


def test_a_colour_of_no_palette_is_refused() -> None:
    with pytest.raises(
        ValueError, match="'A line' uses #123456; expected palette colours"
    ):
        render(sketch("#123456"), PALETTE)


@pytest.mark.parametrize("words", [("", "It rises."), ("A line", " ")])
def test_a_picture_without_words_is_refused(words: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="needs a title and a description"):
        render(Sketch(sketch().figure, *words), PALETTE)


def test_what_a_notebook_displays_can_be_finished_in_the_same_way() -> None:
    raw = (
        '<svg width="72pt" height="36pt" viewBox="0 0 72 36"><title>A line</title>'
        "<metadata><dc:description>It rises &amp; stays.</dc:description></metadata>"
        '<path style="stroke: #1d5fb8"/></svg>'
    )
    svg = refinish(raw, PALETTE)
    assert size_and_words(svg) == (72, 36, "A line", "It rises & stays.")
    assert svg.endswith('<path style="stroke: var(--class-0)"/></svg>')
    with pytest.raises(ValueError, match="no title or no description"):
        refinish(raw.replace("title>", "desc>"), PALETTE)
