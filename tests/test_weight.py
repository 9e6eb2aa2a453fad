"""A page stays light: what a reader's first visit loads, and how much more the next page does."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from .browsing import needs_chromium, open_and_read
from .hosting import Host
from .visiting import PATHS, Visits

pytestmark = needs_chromium

FIRST_VISIT, NEXT_PAGE = 200_000, 60_000  # bytes

# the address behind the link to the next page, in the head of a page
NEXT = re.compile(r'<link rel="next" href="([^"]+)"')


@pytest.mark.parametrize("path", [path for path in PATHS if path != "404.html"])
def test_a_page_and_the_one_behind_it_are_light(
    visits: Visits, site: Path, path: str
) -> None:
    first = visits(path, "large").sent
    assert 50_000 < sum(first.values()) <= FIRST_VISIT
    html = (site / path / "index.html").read_text(encoding="utf-8")
    following = NEXT.search(html)
    if following:
        behind = visits(urljoin(path, following[1]), "large").sent
        # what the first page loaded is in the browser's cache
        more = sum(size for name, size in behind.items() if name not in first)
        assert 1_000 < more <= NEXT_PAGE


def test_who_does_not_search_loads_nothing_for_it(
    browser: Browser, host: Host
) -> None:
    page = browser.new_page()
    host.sent.clear()
    open_and_read(page, f"{host.address}/sigmoid/")
    assert [path for path, _ in host.sent if "search" in path] == []
    page.keyboard.press("/")
    page.keyboard.type("overflow")
    page.locator(".md-search-result__link").first.wait_for()
    assert len([path for path, _ in host.sent if "search" in path]) == 2
    page.close()
