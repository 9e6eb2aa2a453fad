"""The tool that changes the pages finds nothing on a right page, and can find something."""

import os
import re
from collections.abc import Iterator
from itertools import islice

import pytest

from weave.claims import numbers
from weave.page import Page

from . import perturbation

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="it needs a system that can fork"
)


def missed(
    monkeypatch: pytest.MonkeyPatch, kind: str, most: int | None = None
) -> int:
    """Return how many of the first slips of a kind nobody notices on the first page."""
    slips = perturbation.slips_of

    def few(page: Page) -> Iterator[perturbation.Slip]:
        found = (slip for slip in slips(page) if re.search(kind, slip.kind))
        return islice(found, most)

    monkeypatch.setattr(perturbation, "slips_of", few)
    return perturbation.main(["index"])


def test_no_changed_digit_of_the_first_page_goes_unnoticed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # nobody has to notice a slip of another kind
    assert missed(monkeypatch, "in a sentence|output|elsewhere") == 0
    tried = r"(in a sentence|output|elsewhere): [1-9]\d+ tried, 0 not"
    assert len(re.findall(tried, capsys.readouterr().out)) == 3


def test_a_digit_that_no_check_looks_at_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(numbers, "check", lambda *_: (None, None))
    count = missed(monkeypatch, "in a sentence", 3)
    printed = capsys.readouterr().out
    assert re.search(r"nobody noticed \d → \d \(number in a sentence\)", printed)
    assert "in a sentence: 3 tried, 3 not noticed" in printed
    assert count == 3
