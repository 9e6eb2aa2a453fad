"""Below the question of a page stands how long it takes, if it has one."""

from pathlib import Path

from weave.page import Page
from weave.site import reading_time


def test_a_page_without_a_question_gets_no_lines_below_it() -> None:
    page = Page(Path("docs/a.md"), "---\nneeds: patience\n---\n# A\n\nSo.\n")
    assert list(reading_time.below_question(page, [("source", "a.md")])) == []
