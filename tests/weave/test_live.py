"""A page asks for a live figure behind its static one, and is told if there is none."""

from pathlib import Path

import pytest

from weave.claims.census import of_page
from weave.errors import WeaveError
from weave.live import check_modules
from weave.page import Page

PAGE = '# A\n\n![How?](figures/bend.svg "Bent"){ live=bend }\n'


def test_a_page_that_names_a_figure_nobody_wrote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeaveError, match=r"a\.md:3: nobody wrote .* 'bend'"):
        check_modules(PAGE, Path("a.md"), tmp_path)
    (tmp_path / "bend.js").touch()
    check_modules(PAGE, Path("a.md"), tmp_path)


def test_a_static_figure_needs_no_module(tmp_path: Path) -> None:
    check_modules(PAGE.replace("{ live=bend }", ""), Path("a.md"), tmp_path)


def test_live_figures_are_counted_beside_the_static_ones() -> None:
    found = of_page(Page(Path("a.md"), PAGE))
    assert found["figure drawn from the run"] == 1
    assert found["figure to push on, compared with the code"] == 1


@pytest.mark.parametrize("asked", ["{live=bend}", "{ .bend }", " { live=bend }"])
def test_another_way_of_asking_is_refused(asked: str) -> None:
    with pytest.raises(WeaveError, match=r"a\.md:3: write a figure as"):
        of_page(Page(Path("a.md"), PAGE.replace("{ live=bend }", asked)))
