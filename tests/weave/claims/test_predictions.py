"""Predictions: they bind their digits, wait for the code, and the site learns the truth."""

from pathlib import Path

import numpy as np
import pytest

from weave.claims.known_kinds import of_page
from weave.claims.numbers import find_numbers
from weave.claims.predictions import check, find_predictions, with_classes
from weave.errors import WeaveError
from weave.page import Page

PATH = Path("docs/page.md")
TEXT = """\
Text.

<!-- predict -->
!!! question "Where does it end?"
    Set-up.

    - at 1.6<!-- if x < 2 -->
    - near `2.4`<!-- true if 2 <= x < 3 -->

    ??? success "Answer"
        Near it.

```python
x = 2.4
```
"""


def test_a_prediction_is_decided_by_the_run() -> None:
    (found,) = find_predictions(Page(PATH, TEXT))
    assert (found.line, found.truth) == (4, "2")
    assert TEXT[: found.ready].endswith("x = 2.4\n```")
    assert check(found, {"x": np.float64(2)}) is None
    assert "the run says “at 1.6”" in (check(found, {"x": 1}) or "")


def test_digits_of_an_answer_are_bound_by_its_condition_alone() -> None:
    assert list(find_numbers(Page(PATH, TEXT))) == []
    with pytest.raises(WeaveError, match="nothing says where 2 comes from"):
        list(find_numbers(Page(PATH, TEXT.replace("Near it.", "At 2."))))


def test_a_prediction_is_counted_as_one() -> None:
    found = of_page(Page(PATH, TEXT))
    assert +found == {"prediction decided": 1, "block of code run": 1}


def test_the_page_carries_the_truth_for_the_script_and_loses_the_conditions() -> (
    None
):
    made = with_classes(TEXT, PATH)
    assert '!!! question predict truth-2 "Where does it end?"' in made
    assert "    - near `2.4`\n" in made
    assert "<!--" not in made
    assert made.startswith("Text.\n\n!!!")
    assert made.endswith("x = 2.4\n```\n")
