"""The tool that changes the pages runs, finds nothing on a right page, and can find something."""

import os
import re
import subprocess
import sys

import pytest

from weave.claims import numbers

from . import perturbation
from .building import ROOT


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="it needs a system that can fork"
)
def test_no_changed_digit_of_the_first_page_goes_unnoticed() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tests.perturbation", "index"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"in a sentence: [1-9]\d+ tried, 0 not", result.stdout)


def test_a_digit_that_no_check_looks_at_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(numbers, "check", lambda *_: (None, None))
    slips = perturbation.slips_of
    monkeypatch.setattr(
        perturbation,
        "slips_of",
        lambda page: (slip for slip in slips(page) if "sentence" in slip.kind),
    )
    missed = perturbation.main(["index"])
    printed = capsys.readouterr().out
    assert "nobody noticed 7 → 8 (number in a sentence)" in printed
    assert f"in a sentence: {missed} tried, {missed} not noticed" in printed
    assert missed > 9
