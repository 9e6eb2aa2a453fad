"""What happens while somebody reads: nothing is asked of anybody else, and nothing goes wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsing import needs_chromium, paths_of
from .hosting import Host

pytestmark = needs_chromium


class Visit:
    """A page of a browser, and all that it asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.context.on(
            "request", lambda request: self.requests.append(request.url)
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )

    def elsewhere(self, address: str) -> list[str]:
        """Return the requests that left ``address``."""
        ours = (address, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A visit by somebody new, with nothing stored."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield Visit(context.new_page())
    context.close()


def search(page: Page, words: str) -> list[str]:
    """Return the addresses that the search of a page finds, the best first."""
    field = page.locator("[data-md-component=search-query]")
    answer = page.locator(".md-search-result__meta")
    for text in (
        "",
        words,
    ):  # without the first, the last answer could pass for this one
        field.fill(text)
        field.press("Shift")  # the theme listens for keys
        if not text:
            expect(answer).to_have_text("Type to start searching")
    expect(answer).to_contain_text("matching document")
    links = page.locator(".md-search-result__link")
    return [str(link.get_attribute("href")) for link in links.all()]


def test_a_visit_of_every_page_asks_nobody_else_and_meets_no_error(
    site: Path, host: Host, visit: Visit
) -> None:
    for path in paths_of(site):
        visit.page.goto(f"{host.address}/{path}")
        visit.page.evaluate(
            "Promise.all([...document.images].map(image => {"
            " image.loading = 'eager'; return image.decode(); }))"
        )
    assert visit.complaints == []
    assert visit.elsewhere(host.address) == []


def test_searching_copying_and_changing_colours_ask_nobody_else_and_meet_no_error(
    host: Host, visit: Visit
) -> None:
    page = visit.page
    page.goto(f"{host.address}/sigmoid/")
    assert search(page, "overflow")
    page.keyboard.press("Escape")
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator(".md-header__option label:visible").click()
    page.locator(".md-header__option label:visible").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") != scheme
    page.locator("article pre button[data-md-type=copy]").first.click()
    page.locator(".md-footer__link--next").click()
    page.wait_for_url("**/cross-entropy/")
    assert page.locator("body").get_attribute("data-md-color-scheme") != scheme
    assert visit.complaints == []
    assert visit.elsewhere(host.address) == []


def test_the_policy_stops_what_it_should(host: Host, visit: Visit) -> None:
    visit.page.goto(f"{host.address}/sigmoid/")
    visit.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.intruder = true";
            document.body.append(script);
            new Image().src = "https://example.org/pixel.png";
        }"""
    )
    assert visit.page.evaluate("window.intruder") is None
    assert len(visit.complaints) == 2
    assert all("Content Security Policy" in text for text in visit.complaints)
