"""The six chapters stay short, and say honestly how long they take."""

import re
from pathlib import Path

import pytest

from weave.page import Page

from .building import ROOT
from .test_site import CHAPTERS, content_of

SIX = ["sigmoid", "cross-entropy", "derivatives", "data", "training", "verdict"]


def words(name: str) -> int:
    """Return how many words of prose a chapter has, folds and captions among them."""
    return len(Page.read(ROOT, Path("docs") / f"{name}.md").prose.split())


@pytest.mark.parametrize("name", SIX)
def test_a_chapter_is_short(name: str) -> None:
    assert 500 < words(name) <= 1300


def test_the_six_chapters_together_are_short() -> None:
    assert sum(map(words, SIX)) <= 8000


def test_a_chapter_says_what_it_needs_and_how_long_it_is_an_afternoon_for_all_six(
    site: Path,
) -> None:
    claimed = {}
    for name in CHAPTERS:
        (sign,) = content_of(site, name).select("h1 + p + .signpost")
        said = re.match(
            r"(\d+) minutes to read, and about \d+ for its .*\. You need ",
            sign.get_text(),
        )
        assert said, name
        claimed[name] = int(said[1])
    assert all(minutes >= words(name) / 100 for name, minutes in claimed.items())
    assert sum(claimed[name] for name in SIX) <= 110, claimed
