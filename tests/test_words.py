"""The six chapters stay short, and say honestly how long they take."""

import re
from pathlib import Path

import pytest

from weave.page import Page

from .building import ROOT

CHAPTERS = [
    "sigmoid",
    "cross-entropy",
    "derivatives",
    "data",
    "training",
    "verdict",
]


def words(name: str) -> int:
    """Return how many words of prose a chapter has, folds and captions among them."""
    return len(Page.read(ROOT, Path("docs") / f"{name}.md").prose.split())


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_short(name: str) -> None:
    assert 500 < words(name) <= 1300


def test_the_six_chapters_together_are_short() -> None:
    assert sum(map(words, CHAPTERS)) <= 8000


def test_the_six_chapters_claim_an_afternoon_at_most(site: Path) -> None:
    claimed = {}
    for name in CHAPTERS:
        page = (site / name / "index.html").read_text("utf-8")
        sign = re.search(r"(\d+) minutes to read", page)
        assert sign, name
        claimed[name] = int(sign[1])
    assert all(minutes >= words(name) / 100 for name, minutes in claimed.items())
    assert sum(claimed.values()) <= 110, claimed
