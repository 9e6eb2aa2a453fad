"""A chapter on paper: figures, formulas, links and solutions, light colours, nothing to press."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .browsing import open_and_read
from .hosting import Host
from .test_site import CHAPTERS
from .visiting import SHEETS, Visits

SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as wide as a sheet, of a reader whose screen is dark."""
    sheet: ViewportSize = {"width": SHEETS["A4"], "height": 900}
    with browser.new_page(viewport=sheet, color_scheme="dark") as page:
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


# the colours of all that shows in a chapter, and the pictures, which follow their own scheme
LOOKS = """() => {
  for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
  const look = "color colorScheme backgroundColor backgroundImage borderColor fill stroke filter";
  return [...document.querySelectorAll("body, article *")]
    .filter(each => each.checkVisibility())
    .map(each => [each.src, ...look.split(" ").map(name => getComputedStyle(each)[name])]);
}"""


def test_paper_is_light_whatever_the_screen_is(host: Host, page: Page) -> None:
    on_screen, on_paper = [], []
    open_and_read(page, f"{host.address}/cross-entropy/")
    expect(page.locator("[data-live]:not(.is-live)")).to_have_count(0)
    for scheme in SCHEMES:
        page.emulate_media(media="screen", color_scheme=scheme)
        image = page.locator(f"article img[src$='#only-{scheme}']").first
        expect(image).to_be_visible()
        on_screen.append(page.evaluate(LOOKS))
        page.emulate_media(media="print", color_scheme=scheme)
        on_paper.append(page.evaluate(LOOKS))
    assert on_screen[0][0] != on_screen[1][0]
    assert [a for a, b in zip(*on_paper, strict=True) if a != b][:3] == []


@pytest.mark.parametrize("paper", SHEETS)
def test_a_chapter_prints(host: Host, page: Page, paper: str) -> None:
    open_and_read(page, f"{host.address}/sigmoid/")
    pdf = page.pdf(format=paper)
    assert pdf.startswith(b"%PDF")
    assert 4 <= pdf.count(b"/Type /Page\n") <= 16
