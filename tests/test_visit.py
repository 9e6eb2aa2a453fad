"""What happens while somebody reads: nothing is asked of anybody else, and nothing goes wrong."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from .browsing import open_and_read, search
from .hosting import Host
from .test_predictions import forecast, opened
from .visiting import PATHS, WINDOWS, Visit, Visits, Window

# as a browser does that blocks cookies
REFUSE_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {
    configurable: true,
    get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
  });"""


@pytest.fixture(scope="module", params=["on a host", "on a disk"])
def home(request: pytest.FixtureRequest, site: Path, tmp_path_factory: Any) -> str:
    """The folder of the home page: of the site on a host, or of its archive, unpacked."""
    if request.param == "on a host":
        host: Host = request.getfixturevalue("host")
        return f"{host.address}/"
    folder = tmp_path_factory.mktemp("disk")
    shutil.unpack_archive(site / "first-neuron.zip", folder)
    (page,) = folder.glob("*/index.html")
    return f"{page.parent.as_uri()}/"


def address(home: str, path: str) -> str:
    """Return where a page is below the home page; a disk shows no page for a folder."""
    return home + path + ("index.html" if home.startswith("file:") else "")


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_nobody_else_and_shows_everything_without_an_error(
    visits: Visits, path: str, window: Window
) -> None:
    seen = visits(path, window)
    assert seen.complaints == []
    assert seen.elsewhere == []


@pytest.mark.parametrize("home", ["on a disk"], indirect=True)
def test_every_page_on_a_disk_asks_nobody_and_shows_everything(
    home: str, visit: Visit
) -> None:
    for path in PATHS:
        if path != "404.html":
            open_and_read(visit.page, address(home, path))
    assert visit.complaints == []
    assert visit.elsewhere(home) == []


def test_one_can_search_copy_change_colours_and_turn_the_page(
    home: str, visit: Visit
) -> None:
    page = visit.page
    page.goto(address(home, "cross-entropy/"))
    search(page, "forecaster")
    page.locator(".md-search-result__link[href*=score-a-forecaster]").click()
    page.wait_for_url(f"{home}cross-entropy/**#score-a**")
    expect(page.locator("article mark").first).to_have_text("forecaster")
    page.goto(address(home, "sigmoid/"))
    body = page.locator("body")
    toggle = page.locator(".md-header__option label:visible")
    toggle.click()
    toggle.click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    block = page.locator("article pre").first
    block.locator("button[data-md-type=copy]").click()
    expect(page.locator(".md-dialog")).to_contain_text("Copied")
    # by key, which finds the link wherever something that comes late has moved it
    page.locator(".md-footer__link--next").press("Enter")
    page.wait_for_url(address(home, "cross-entropy/"))
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert visit.complaints == []
    assert visit.elsewhere(home) == []


def test_who_lets_nothing_be_stored_can_forecast_search_and_change_colours(
    host: Host, browser: Browser
) -> None:
    page = browser.new_page()
    visit = Visit(page)
    page.add_init_script(REFUSE_STORAGE)
    question, found = opened(page, host)
    forecast(question, found.truth, 70)
    expect(question.locator("details")).to_be_visible()
    question.get_by_role("button", name="Forget this forecast").click()
    search(page, "overflow")
    page.keyboard.press("Escape")
    toggle = page.locator(".md-header__option label:visible")
    toggle.click()
    toggle.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert visit.complaints == []
    page.close()


def test_a_first_visit_is_dark_before_the_script_of_the_theme_has_come(
    browser: Browser, host: Host
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.route("**/bundle.*.js", lambda route: route.abort())
    page.goto(f"{host.address}/sigmoid/")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(body).to_have_attribute("data-md-color-primary", "custom")
    page.close()


def test_who_takes_a_wrong_turn_finds_back(host: Host, visit: Visit) -> None:
    page = visit.page
    answer = page.goto(f"{host.address}/no/such/page/")
    assert answer is not None
    assert answer.status == 404
    search(page, "overflow")
    page.keyboard.press("Escape")
    page.locator("article").get_by_role("link", name="Verdict").click()
    page.wait_for_url(f"{host.address}/verdict/")


def test_formulas_are_set_in_the_font_that_comes_with_the_book(
    home: str, visit: Visit
) -> None:
    visit.page.goto(address(home, "sigmoid/"))
    fonts = visit.page.evaluate(
        """document.fonts.ready.then(all =>
            [...all].map(font => [font.family.replaceAll('"', ''), font.status]))"""
    )
    assert "STIX Two Math" in dict(fonts)
    # a fallback lies on the reader's disk
    assert {how for name, how in fonts if "Fallback" not in name} == {"loaded"}


def test_without_scripts_one_can_read_unfold_and_turn_the_page(
    home: str, browser: Browser
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(address(home, "sigmoid/"))
    expect(page.locator("figure[data-live] > img:visible")).to_have_count(1)
    expect(page.locator(".live-panel")).to_be_hidden()  # for which no room is kept
    expect(page.locator("article math").first).to_be_visible()
    solution = page.locator("details").last
    expect(solution.locator("pre")).to_be_hidden()
    solution.locator("summary").click()
    expect(solution.locator("pre")).to_be_visible()
    page.locator("label[for=__drawer].md-header__button").click()
    page.locator(".md-nav--primary").get_by_text("Verdict").click()
    page.wait_for_url(address(home, "verdict/"))
    page.locator(".md-footer__link--prev").click()
    page.wait_for_url(address(home, "training/"))
    context.close()


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
