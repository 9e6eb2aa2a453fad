"""The tool that changes the pages finds nothing on a right page, and can find something."""

import os
import re
import subprocess
import sys

import pytest

from .building import ROOT, run

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="it needs a system that can fork"
)
# tries the first slips of some kinds on a page; in a process without threads, to be forked
TRY = """
import re, sys
from itertools import islice
from tests import perturbation
from weave.claims import numbers
page, kinds, most, check = sys.argv[1:]
if check == "off":
    numbers.check = lambda *_: (None, None)
slips = perturbation.slips_of
perturbation.slips_of = lambda page: islice(
    (slip for slip in slips(page) if re.search(kinds, slip.kind)), int(most)
)
sys.exit(perturbation.main([page]))
"""


def tried(
    page: str, kinds: str, most: int, check: str = "on"
) -> subprocess.CompletedProcess[str]:
    """Return how many of the first ``most`` slips nobody noticed, and what was printed."""
    return run([sys.executable, "-c", TRY, page, kinds, str(most), check], ROOT)


def test_no_changed_digit_of_the_first_page_goes_unnoticed() -> None:
    # nobody has to notice a slip of another kind
    result = tried("index", "in a sentence|output|elsewhere", 1000)
    assert result.returncode == 0, result.stdout + result.stderr
    found = r"(in a sentence|output|elsewhere): [1-9]\d+ tried, 0 not"
    assert len(re.findall(found, result.stdout)) == 3


@pytest.mark.parametrize(
    ("page", "kind", "most"),
    [("sigmoid", "prediction", 9), ("sigmoid", "sign", 9), ("notation", "sign", 3)],
)
def test_no_turned_sign_or_prediction_goes_unnoticed(
    page: str, kind: str, most: int
) -> None:
    result = tried(page, kind, most)
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(rf"{kind}.*: [1-9] tried, 0 not", result.stdout)


def test_a_digit_that_no_check_looks_at_is_found() -> None:
    result = tried("index", "in a sentence", 3, "off")
    assert result.returncode == 3, result.stdout + result.stderr
    unnoticed = r"nobody noticed \d → \d \(number in a sentence\)"
    assert len(re.findall(unnoticed, result.stdout)) == 3
    assert "in a sentence: 3 tried, 3 not noticed" in result.stdout
