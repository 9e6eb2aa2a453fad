"""A chapter on paper: figures, formulas, links and solutions, light colours, nothing to press."""

from collections.abc import Iterator
from io import BytesIO
from typing import Literal

import numpy as np
import pytest
from matplotlib.image import imread
from playwright.sync_api import Browser, Locator, Page, expect

from .browsing import needs_chromium, open_and_read
from .hosting import Host
from .test_site import CHAPTERS
from .visiting import SHEETS, Visits

pytestmark = needs_chromium

SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as wide as a sheet, of a reader whose screen is dark; pictures are half as wide."""
    with browser.new_page(
        viewport={"width": SHEETS["A4"], "height": 900},
        color_scheme="dark",
        reduced_motion="reduce",
        device_scale_factor=0.5,
    ) as page:
        yield page


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_printed_chapter_has_everything_and_nothing_to_press(
    visits: Visits, name: str
) -> None:
    assert visits(f"{name}/", "large").printed == {sheet: [] for sheet in SHEETS}


def test_what_leads_elsewhere_shows_its_address(host: Host, page: Page) -> None:
    page.goto(f"{host.address}/contributing/")
    page.emulate_media(media="print")
    behind = page.locator("article a[href^=http]").evaluate_all(
        "all => all.map(a => [a.href, getComputedStyle(a, '::after').content])"
    )
    assert len(behind) > 1
    for address, content in behind:
        assert address.rstrip("/") in content


def still(part: Locator) -> bytes:
    """Return a screenshot of what has come to rest."""
    seen: list[bytes] = []
    while len(seen) < 2 or seen[-1] != seen[-2]:
        assert len(seen) < 20, "it doesn't come to rest"
        part.page.wait_for_timeout(200)
        seen.append(part.screenshot())
    return seen[-1]


def farthest(one: bytes, other: bytes) -> float:
    """Return how far the pixels of two pictures are apart, where they are farthest."""
    first, second = (imread(BytesIO(picture)) for picture in (one, other))
    return float(np.abs(first - second).max())


def test_paper_is_light_whatever_the_screen_is(host: Host, page: Page) -> None:
    on_screen, on_paper = [], []
    # live figures come when they like
    page.route("**/assets/live/*", lambda route: route.abort())
    open_and_read(page, f"{host.address}/cross-entropy/")
    for scheme in SCHEMES:
        page.emulate_media(media="screen", color_scheme=scheme)
        image = page.locator(f"article img[src$='#only-{scheme}']").first
        expect(image).to_be_visible()
        on_screen.append(still(image))
        page.emulate_media(media="print", color_scheme=scheme)
        on_paper.append(still(page.locator("article")))
    assert farthest(*on_screen) > 0.5
    # a round corner may be rounded otherwise, if the browser draws less of the page anew
    assert farthest(*on_paper) < 0.01


@pytest.mark.parametrize("paper", SHEETS)
def test_a_chapter_prints(host: Host, page: Page, paper: str) -> None:
    open_and_read(page, f"{host.address}/sigmoid/")
    pdf = page.pdf(format=paper)
    assert pdf.startswith(b"%PDF")
    assert 4 <= pdf.count(b"/Type /Page\n") <= 16
