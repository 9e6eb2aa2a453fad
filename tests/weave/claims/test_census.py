"""The census counts each claim by the way in which it is checked, and refuses other kinds."""

from pathlib import Path

import pytest

from weave.claims.census import of_page
from weave.errors import WeaveError
from weave.page import Page

PAGE = '# A\n\n![How?](figures/bend.svg "Bent"){ live=bend }\n'


def test_live_figures_are_counted_beside_the_static_ones() -> None:
    found = of_page(Page(Path("a.md"), PAGE))
    assert found["figure drawn from the run"] == 1
    assert found["figure to push on, compared with the code"] == 1


@pytest.mark.parametrize("asked", ["{live=bend}", "{ .bend }", " { live=bend }"])
def test_another_way_of_asking_is_refused(asked: str) -> None:
    with pytest.raises(WeaveError, match=r"a\.md:3: write a figure as"):
        of_page(Page(Path("a.md"), PAGE.replace("{ live=bend }", asked)))
