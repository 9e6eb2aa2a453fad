"""Figures become files that speak, follow light and dark, and never change by themselves."""

import pytest

from weave.site.svg import finish, size_and_words

PALETTE = {"ink": ("#1c2128", "#e7eaee"), "class_0": ("#1d5fb8", "#7fb4ff")}
DRAWN = (
    '<svg width="72pt" height="36pt" viewBox="0 0 72 36"><title>A line</title>'
    "<metadata><dc:description>It rises &amp; stays.</dc:description></metadata>"
    '<path style="stroke: #1d5fb8"/></svg>'
)


def test_what_is_drawn_gets_its_words_its_size_and_two_sets_of_colours() -> None:
    svg = finish(DRAWN, PALETTE)
    assert size_and_words(svg) == (72, 36, "A line", "It rises & stays.")
    assert svg.endswith('<path style="stroke: var(--class-0)"/></svg>')


def test_a_colour_of_no_palette_is_refused() -> None:
    with pytest.raises(
        ValueError, match="'A line' uses #123456; expected palette colours"
    ):
        finish(DRAWN.replace("#1d5fb8", "#123456"), PALETTE)


@pytest.mark.parametrize("words", ["A line", "It rises &amp; stays."])
def test_a_picture_without_words_is_refused(words: str) -> None:
    with pytest.raises(
        ValueError, match=r"title '.*' and description '.*'; expected"
    ):
        finish(DRAWN.replace(words, " "), PALETTE)
