"""A page stays light: what a reader's first visit loads, and how much more the next page does."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from .browsing import open_and_read, search
from .hosting import Host, compressed
from .visiting import PATHS, Visits

FIRST_VISIT, NEXT_PAGE = 200_000, 60_000  # bytes
# what a server sends before it waits for a first acknowledgement, 10 packets of 1,460 bytes, less
# the headers; on a phone, a page that needs more shows itself 0.15 s later
FIRST_ANSWER = 14_300
LISTINGS = {"program/", "reference/"}  # all code on one page

# the address behind the link to the next page, in the head of a page
NEXT = re.compile(r'<link rel="next" href="([^"]+)"')


@pytest.mark.parametrize("path", [path for path in PATHS if path != "404.html"])
def test_a_page_and_the_one_behind_it_are_light(
    visits: Visits, site: Path, path: str
) -> None:
    first = visits(path, "large").sent
    assert 50_000 < sum(first.values()) <= FIRST_VISIT
    file = site / path / "index.html"
    assert len(compressed(file.read_bytes())) <= FIRST_ANSWER or path in LISTINGS
    html = file.read_text(encoding="utf-8")
    following = NEXT.search(html)
    if following:
        behind = visits(urljoin(path, following[1]), "large").sent
        # what the first page loaded is in the browser's cache
        more = sum(size for name, size in behind.items() if name not in first)
        assert 1_000 < more <= NEXT_PAGE


def test_who_does_not_search_loads_neither_worker_nor_index(
    browser: Browser, host: Host
) -> None:
    def loaded() -> list[str]:
        sent = [path for path, _ in host.sent]
        return [path for path in sent if "workers/" in path or "_index" in path]

    page = browser.new_page()
    host.sent.clear()
    open_and_read(page, f"{host.address}/sigmoid/")
    assert loaded() == []
    search(page, "overflow")
    assert len(loaded()) == 2
    page.close()
