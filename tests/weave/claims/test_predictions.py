"""Predictions: the mark of the true answer is proved, and what could not go wrong is refused."""

from pathlib import Path

import numpy as np
import pytest

from weave.claims.census import in_words, of_page
from weave.claims.numbers import find_numbers
from weave.claims.predictions import check, find_predictions, with_classes
from weave.errors import WeaveError
from weave.page import Page

PATH = Path("docs/page.md")
FOLD = '\n    ??? success "Answer"\n        At 2.\n'
YES = '<!-- predict yes: x > 1 -->\n!!! question "Is x large?"\n    Think.\n' + FOLD
LIST = f"""\
Text.

<!-- predict -->
!!! question "Where does it end?"
    Set-up.

    - at 1.6<!-- if x < 2 -->
    - near `2.4`<!-- true if 2 <= x < 3 -->
    - beyond 3 $w$<!-- if x >= 3 -->
{FOLD}
Behind.
"""


def test_a_question_for_yes_or_no_is_read_with_its_truth() -> None:
    (found,) = find_predictions(Page(PATH, YES))
    assert (found.line, found.title, found.truth) == (2, "Is x large?", "yes")
    assert [answer.condition for answer in found.answers] == ["x > 1"]
    assert check(found, {"x": 2}) is None
    assert check(found, {"x": np.float64(2)}) is None
    assert check(found, {"x": 1}) == "the page says yes, the run says no: x > 1"


def test_no_means_that_the_condition_is_false() -> None:
    (found,) = find_predictions(Page(PATH, YES.replace("yes:", "no:")))
    assert found.truth == "no"
    assert check(found, {"x": 1}) is None
    assert check(found, {"x": 2}) == "the page says no, the run says yes: x > 1"


def test_exactly_the_marked_answer_of_a_list_is_true() -> None:
    (found,) = find_predictions(Page(PATH, LIST))
    assert (found.line, found.truth) == (4, "2")
    assert [answer.line for answer in found.answers] == [7, 8, 9]
    assert check(found, {"x": 2.4}) is None
    says = "the page says “near `2.4`”, the run says "
    assert check(found, {"x": 1}) == says + "“at 1.6”"
    overlap = LIST.replace("x >= 3", "x > 2")
    (found,) = find_predictions(Page(PATH, overlap))
    assert check(found, {"x": 2.5}) == says + "“near `2.4`” and “beyond 3 $w$”"
    (found,) = find_predictions(Page(PATH, LIST.replace("2 <= x", "2.5 < x")))
    assert check(found, {"x": 2.2}) == says + "none of the answers"


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ({}, "the condition x > 1 raises NameError(\"name 'x' is not defined\")"),
        (
            {"x": np.ones(2)},
            "the condition x > 1 gives array([False, False]); expected True or",
        ),
    ],
)
def test_a_condition_that_decides_nothing_is_told(
    value: dict[str, object], wrong: str
) -> None:
    (found,) = find_predictions(Page(PATH, YES))
    assert str(check(found, value)).startswith(wrong)


def test_a_condition_waits_for_what_it_names() -> None:
    page = YES + "\n```python\nx = 2\n```\n"
    (found,) = find_predictions(Page(PATH, page))
    assert found.ready == len(page) - 1
    assert next(find_predictions(Page(PATH, YES))).ready == len(YES) - 1


@pytest.mark.parametrize(
    ("page", "line", "message"),
    [
        (YES.replace("yes", "maybe"), 1, "is of no known form"),
        (YES.replace(" yes: x > 1", ": x"), 1, "is of no known form"),
        (YES.replace("question", "note"), 1, "no question stands below"),
        (YES.replace("Answer", "Solution"), 2, "has no fold with its answer"),
        (YES.replace("x > 1", "2 > 1"), 1, "2 > 1 names nothing of the page"),
        (YES.replace("x > 1", "max(2, 1)"), 1, "names nothing of the page"),
        (YES.replace("x > 1", "x >"), 1, "x > is no Python expression"),
        (YES + "\n" + YES, 9, "asks this question twice"),
        (YES + "\nOr 3<!-- true if x -->\n", 8, "belongs to no prediction"),
        ("1<!-- if x -->\n\n" + YES, 1, "belongs to no prediction"),
        (LIST.replace(" true if", " if"), 4, "0 of these answers are marked as true"),
        (LIST.replace("<!-- if x >", "<!-- true if x >"), 4, "2 of these answers are"),
        (LIST.replace("<!-- if x < 2 -->", ""), 7, "nothing decides this answer"),
        (LIST.replace("if x < 2", "if 1 < 2"), 7, "1 < 2 names nothing of the page"),
        (LIST.replace("predict", "predict yes: x > 2"), 7, "a question for yes or no has"),
        (LIST.replace("    - at 1.6<!-- if x < 2 -->\n", "").replace("    - near", "    near"),
         4, "has 1 answers; expected 2 to 4"),
        (LIST.replace("    - at", "    - a<!-- if x == 9 -->\n" * 2 + "    - at"),
         4, "has 5 answers; expected 2 to 4"),
    ],
)  # fmt: skip
def test_what_is_no_prediction_is_refused(
    page: str, line: int, message: str
) -> None:
    with pytest.raises(WeaveError, match=message) as told:
        list(find_predictions(Page(PATH, page)))
    assert told.value.line == line
    assert told.value.hint


def test_digits_of_an_answer_are_bound_by_its_condition() -> None:
    page = LIST.replace("At 2.", "Near it.")
    assert list(find_numbers(Page(PATH, page))) == []
    with pytest.raises(WeaveError, match="nothing says where 2 comes from"):
        list(find_numbers(Page(PATH, LIST)))


def test_a_prediction_is_counted_as_one() -> None:
    page = LIST.replace("At 2.", "Near it.")
    told = in_words(of_page(Page(PATH, page)))
    assert "1 prediction decided" in told
    assert "solution" not in told
    assert "question" not in told


def test_what_a_page_shows_of_a_prediction_is_only_code_in_a_block() -> None:
    assert list(find_predictions(Page(PATH, f"```text\n{YES}```\n"))) == []


def test_the_page_carries_the_truth_for_the_script_and_loses_the_conditions() -> (
    None
):
    made = with_classes(LIST, PATH)
    assert '!!! question predict truth-2 "Where does it end?"' in made
    assert "    - near `2.4`\n" in made
    assert "<!--" not in made
    assert made.startswith("Text.\n\n!!!")
    assert made.endswith("\nBehind.\n")


@pytest.mark.parametrize(("x", "passed", "failed"), [(2.4, 2, 0), (1.5, 1, 1)])
def test_the_run_of_the_page_proves_the_mark(
    pytester: pytest.Pytester, x: float, passed: int, failed: int
) -> None:
    options = "-p weave.claims.pytest_plugin -p no:doctest"
    pytester.makepyprojecttoml(f'[tool.pytest.ini_options]\naddopts = "{options}"')
    folder = pytester.mkdir("docs")
    page = "---\ndescription: A\n---\n"
    page += LIST.replace("At 2.", "Near it.") + f"\n```python\nx = {x}\n```\n"
    folder.joinpath("page.md").write_text(page, encoding="utf-8")
    result = pytester.runpytest("docs")
    result.assert_outcomes(passed=passed, failed=failed)
    if failed:
        result.stdout.fnmatch_lines(
            [
                "docs/page.md:7: the page says “near `2.4`”, the run says “at 1.6”",
                '    !!! question "Where does it end?"',
            ]
        )
