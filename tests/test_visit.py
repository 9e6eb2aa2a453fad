"""What happens while somebody reads: nothing is asked of anybody else, and nothing goes wrong."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .browsing import needs_chromium, open_and_read, paths_of
from .hosting import Host
from .test_predictions import forecast, opened
from .visiting import PATHS, WINDOWS, Visit, Visits, Window

pytestmark = needs_chromium


# as a browser does that blocks cookies
REFUSE_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {
    configurable: true,
    get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
  });"""


@dataclass(frozen=True)
class Place:
    """Where a reader has the book: the address of its home, and those of its pages."""

    home: str
    pages: list[str]

    def page(self, name: str) -> str:
        """Return the address of the page with that name."""
        (found,) = [page for page in self.pages if f"/{name}/" in page]
        return found


@pytest.fixture(scope="module", params=["on a host", "on a disk"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Place:
    """The built site on a host, and the archive that it offers, unpacked."""
    site: Path = request.getfixturevalue("site")
    if request.param == "on a host":
        host: Host = request.getfixturevalue("host")
        home = f"{host.address}/"
        return Place(home, [home + path for path in paths_of(site)])
    folder = tmp_path_factory.mktemp("disk")
    shutil.unpack_archive(site / "first-neuron.zip", folder)
    pages = sorted(folder.rglob("*.html"))
    return Place(folder.as_uri(), [page.as_uri() for page in pages])


def search(page: Page, words: str) -> list[str]:
    """Return the addresses that the search of a page finds, the best first."""
    field = page.locator("[data-md-component=search-query]")
    answer = page.locator(".md-search-result__meta")
    ask(field, "")  # or the answer to the last question could pass for this one
    expect(answer).to_have_text("Type to start searching")
    ask(field, words)
    expect(answer).to_contain_text("matching document")
    links = page.locator(".md-search-result__link")
    found: list[str] = links.evaluate_all("links => links.map(link => link.href)")
    return found


def ask(field: Locator, words: str) -> None:
    """Type into the search, which listens for keys."""
    field.fill(words)
    field.press("Shift")


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_nobody_else_and_shows_everything_without_an_error(
    visits: Visits, path: str, window: Window
) -> None:
    seen = visits(path, window)
    assert seen.complaints == []
    assert seen.elsewhere == []


@pytest.mark.parametrize("place", ["on a disk"], indirect=True)
def test_every_page_on_a_disk_asks_nobody_and_shows_everything(
    place: Place, visit: Visit
) -> None:
    for address in place.pages:
        open_and_read(visit.page, address)
    assert visit.complaints == []
    assert visit.elsewhere(place.home) == []


def test_one_can_search_copy_change_colours_and_turn_the_page(
    place: Place, visit: Visit
) -> None:
    page = visit.page
    page.goto(place.page("cross-entropy"))
    search(page, "forecaster")
    page.locator(".md-search-result__link[href*=score-a-forecaster]").click()
    page.wait_for_url(
        re.compile(f"^{re.escape(place.page('cross-entropy'))}.*#score-a")
    )
    expect(page.locator("article mark").first).to_have_text("forecaster")
    page.goto(place.page("sigmoid"))
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
    page.wait_for_url(place.page("cross-entropy"))
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    assert visit.complaints == []
    assert visit.elsewhere(place.home) == []


def test_the_search_finds_symbols_and_functions(host: Host, visit: Visit) -> None:
    visit.page.goto(f"{host.address}/")
    for words, *entries in (
        ("sigmoid_derivative", "reference/#firstneuron.activation.sigmoid_derivative"),
        ("two_gaussians()", "reference/#firstneuron.data.two_gaussians"),
        ("train", "reference/#firstneuron.training.train"),
        ("σ", "notation/"),
        ("ŷ", "notation/", "derivatives/#the-product-cancels"),
        ("logit", "notation/#words", "cross-entropy/#ask-the-logit-not-the-probability"),
    ):  # fmt: skip
        found = [
            re.sub(r"\?h=[^#]*", "", address)
            for address in search(visit.page, words)
        ]
        assert {f"{host.address}/{entry}" for entry in entries} <= set(found)


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
    assert search(page, "overflow")
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
    assert search(page, "overflow")
    page.keyboard.press("Escape")
    page.locator("article").get_by_role("link", name="Verdict").click()
    page.wait_for_url(f"{host.address}/verdict/")


def test_formulas_are_set_in_the_font_that_comes_with_the_book(
    place: Place, visit: Visit
) -> None:
    visit.page.goto(place.page("sigmoid"))
    fonts = "document.fonts.ready.then(all => [...all]"
    fonts += ".filter(font => !font.family.includes('Fallback'))"  # lies on the reader's disk
    fonts += ".map(font => font.status))"
    assert set(visit.page.evaluate(fonts)) == {"loaded"}
    families = "[...document.fonts].map(font => font.family.replaceAll('\"', ''))"
    assert "STIX Two Math" in visit.page.evaluate(families)


def test_without_scripts_one_can_read_unfold_and_turn_the_page(
    place: Place, browser: Browser
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(place.page("sigmoid"))
    expect(page.locator("figure[data-live] > img:visible")).to_have_count(1)
    expect(page.locator(".live-panel")).to_be_hidden()  # for which no room is kept
    expect(page.locator("article math").first).to_be_visible()
    solution = page.locator("details").last
    expect(solution.locator("pre")).to_be_hidden()
    solution.locator("summary").click()
    expect(solution.locator("pre")).to_be_visible()
    page.locator("label[for=__drawer].md-header__button").click()
    page.locator(".md-nav--primary").get_by_text("Verdict").click()
    page.wait_for_url(place.page("verdict"))
    page.locator(".md-footer__link--prev").click()
    page.wait_for_url(place.page("training"))
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
