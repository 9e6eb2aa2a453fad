"""A page stays light: what a reader's first visit loads, and how much more the next page does."""

import pytest
from playwright.sync_api import Browser

from .browsing import needs_chromium
from .hosting import Host
from .measure_site import FIRST_VISIT, NEXT_PAGE, weights
from .test_site import PAGES

pytestmark = needs_chromium


@pytest.mark.parametrize("page", PAGES)
def test_a_page_and_the_one_behind_it_are_light(
    browser: Browser, host: Host, page: str
) -> None:
    first, more = weights(browser, host, "" if page == "index" else f"{page}/")
    assert 50_000 < first <= FIRST_VISIT
    assert more <= NEXT_PAGE


def test_who_does_not_search_loads_nothing_for_it(
    browser: Browser, host: Host
) -> None:
    page = browser.new_page()
    host.sent.clear()
    page.goto(f"{host.address}/sigmoid/", wait_until="networkidle")
    assert [path for path, _ in host.sent if "search" in path] == []
    page.keyboard.press("/")
    page.keyboard.type("overflow")
    page.locator(".md-search-result__link").first.wait_for()
    assert len([path for path, _ in host.sent if "search" in path]) == 2
    page.close()
