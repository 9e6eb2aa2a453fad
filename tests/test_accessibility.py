"""The built site for everybody: the rules of axe-core, small screens, nothing that jumps."""

from pathlib import Path

import pytest

from .browsing import needs_chromium, paths_of
from .visiting import PATHS, WINDOWS, Visits, Window

pytestmark = needs_chromium


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("path", PATHS)
def test_everybody_can_read_a_page(
    visits: Visits, path: str, window: Window
) -> None:
    seen = visits(path, window)
    assert seen.violations == []
    assert seen.needed_width <= WINDOWS[window][0]
    assert seen.cut == []
    # a tenth of what Web Vitals calls good: on a busy machine the formulas' font comes after the
    # first picture, and a line with a formula may break anew (0.002 seen; on a quiet one it is 0)
    assert seen.shift < 0.01


def test_these_are_all_pages(site: Path) -> None:
    assert sorted(PATHS) == paths_of(site)
