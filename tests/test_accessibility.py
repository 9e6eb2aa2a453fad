"""The built site for everybody: axe-core's rules, small screens, slow lines, keyboards, paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .browsing import needs_chromium, open_and_read, paths_of
from .hosting import Host
from .measure_site import FIRST_VISIT, NEXT_PAGE, WATCH_SHIFTS

pytestmark = needs_chromium

SMALL: ViewportSize = {"width": 320, "height": 640}
LARGE: ViewportSize = {"width": 1440, "height": 900}
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
both_schemes = pytest.mark.parametrize("scheme", SCHEMES)
both_screens = pytest.mark.parametrize("width", [320, 1440])

# One token of each colour is enough: on a page that is all code the others take seconds.
OPEN_BOXES_AND_THIN_CODE = """async () => {
  document.querySelectorAll("details").forEach(box => box.open = true);
  // the theme lets wide code be scrolled by keyboard when it has been seen
  for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
  const seen = new Set();
  for (const token of document.querySelectorAll("code span[class]:not(.gr)"))
    if (seen.has(token.className)) token.replaceWith(...token.childNodes);
    else seen.add(token.className);
  document.querySelectorAll("code").forEach(code => code.normalize());
}"""


@dataclass(frozen=True)
class Reading:
    """What was found on one page by a new reader with one scheme and one width."""

    path: str
    scheme: str
    width: int
    violations: list[str]
    needed_width: int
    shift: float
    sent: dict[str, int]
    following: str | None


@pytest.fixture(scope="module")
def readings(browser: Browser, host: Host, site: Path) -> list[Reading]:
    """Every page of the site, read to its end with every box open, in both schemes and widths."""
    return [
        reading(browser, host, path, scheme, screen)
        for scheme, screen in product(SCHEMES, [SMALL, LARGE])
        for path in paths_of(site)
    ]


def reading(
    browser: Browser,
    host: Host,
    path: str,
    scheme: Literal["light", "dark"],
    screen: ViewportSize,
) -> Reading:
    """Read one page with nothing in the cache."""
    host.sent.clear()
    with browser.new_context(color_scheme=scheme, viewport=screen) as context:
        context.add_init_script(WATCH_SHIFTS)
        page = context.new_page()
        open_and_read(page, f"{host.address}/{path}")
        shift = page.evaluate("shift")
        page.evaluate(OPEN_BOXES_AND_THIN_CODE)
        return Reading(
            path,
            scheme,
            screen["width"],
            [
                f"{violation['id']}: {node['html']}"
                for violation in Axe().run(page).response["violations"]
                for node in violation["nodes"]
            ],
            page.evaluate("document.documentElement.scrollWidth"),
            shift,
            dict(host.sent),
            page.evaluate("document.querySelector('link[rel=next]')?.href"),
        )


@both_schemes
@both_screens
def test_axe_finds_no_violation_on_any_page(
    readings: list[Reading], scheme: str, width: int
) -> None:
    pages = [r for r in readings if (r.scheme, r.width) == (scheme, width)]
    assert len(pages) > 12
    assert {r.path: r.violations for r in pages if r.violations} == {}


@both_screens
def test_no_page_scrolls_sideways(readings: list[Reading], width: int) -> None:
    pages = [r for r in readings if r.width == width]
    assert {r.path: r.needed_width for r in pages if r.needed_width > width} == {}


@both_screens
def test_nothing_jumps_while_a_page_loads(
    readings: list[Reading], width: int
) -> None:
    pages = [r for r in readings if r.width == width]
    assert {r.path: r.shift for r in pages if round(r.shift, 3)} == {}


@pytest.fixture(scope="module")
def loads(readings: list[Reading], host: Host) -> dict[str, dict[str, int]]:
    """What each page makes the host send, by the page's address and the file's."""
    return {
        f"{host.address}/{r.path}": r.sent
        for r in readings
        if (r.scheme, r.width) == ("light", 1440)
    }


def test_a_first_visit_is_light(loads: dict[str, dict[str, int]]) -> None:
    weights = {address: sum(sent.values()) for address, sent in loads.items()}
    assert min(weights.values()) > 50_000
    assert {a: w for a, w in weights.items() if w > FIRST_VISIT} == {}


def test_the_next_page_adds_little(
    readings: list[Reading], host: Host, loads: dict[str, dict[str, int]]
) -> None:
    added = {
        r.path: sum(
            size
            for file, size in loads[r.following].items()
            if file not in loads[f"{host.address}/{r.path}"]
        )
        for r in readings
        if r.following
    }
    assert len(added) > 9
    assert {path: more for path, more in added.items() if more > NEXT_PAGE} == {}


# the keyboard

CHAPTER = "sigmoid/"

FOCUS = """() => {
  const on = document.activeElement;
  if (on === document.body) return null;
  const shown = [on, on.nextElementSibling].filter(Boolean).map(e => getComputedStyle(e));
  const ringed = shown.some(
    style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
  );
  return {
    what: on.getAttribute("data-md-type"),
    text: on.innerText?.trim().slice(0, 40) ?? "",
    tag: on.tagName,
    ringed,
  };
}"""


@pytest.fixture
def chapter(browser: Browser, host: Host) -> Iterator[Page]:
    """A chapter on a desktop screen, for somebody who has no mouse and no taste for motion."""
    with browser.new_context(
        viewport=LARGE,
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    ) as context:
        page = context.new_page()
        open_and_read(page, f"{host.address}/{CHAPTER}")
        page.evaluate("scrollTo(0, 0)")
        yield page


def test_the_tab_key_reaches_everything_and_shows_where_it_is(
    chapter: Page,
) -> None:
    stops = []
    for _ in range(400):
        chapter.keyboard.press("Tab")
        stop = chapter.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert stops[0]["text"] == "Skip to content"
    assert [stop for stop in stops if not stop["ringed"]] == []
    kinds = [stop["what"] for stop in stops]
    copies = chapter.locator("article pre button[data-md-type=copy]").count()
    closed = chapter.locator(
        "details:not([open]) pre button[data-md-type=copy]"
    ).count()
    assert kinds.count("copy") == copies - closed
    assert (
        sum(stop["tag"] == "SUMMARY" for stop in stops)
        == chapter.locator("summary").count()
    )


def test_the_skip_link_leads_to_the_text(chapter: Page) -> None:
    chapter.keyboard.press("Tab")
    chapter.keyboard.press("Enter")
    chapter.keyboard.press("Tab")
    assert chapter.evaluate("document.activeElement.closest('article') !== null")


def test_a_solution_opens_by_key(chapter: Page) -> None:
    chapter.locator("summary").first.focus()
    chapter.keyboard.press("Enter")
    assert chapter.locator("details").first.get_attribute("open") is not None


def test_code_is_copied_by_key(chapter: Page) -> None:
    chapter.locator("article pre button[data-md-type=copy]").first.focus()
    chapter.keyboard.press("Enter")
    chapter.wait_for_function(
        "navigator.clipboard.readText().then(text => text !== '')"
    )


def test_the_search_opens_and_closes_by_key(chapter: Page) -> None:
    chapter.keyboard.press("/")
    field = chapter.locator("[data-md-component=search-query]")
    expect(field).to_be_focused()
    field.press_sequentially("sigmoid")
    expect(chapter.locator(".md-search-result__item").first).to_be_visible()
    chapter.keyboard.press("Escape")
    expect(field).not_to_be_focused()


def test_the_palette_changes_by_key(chapter: Page) -> None:
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    seen = set()
    chapter.locator("input[name=__palette]").first.focus()
    for _ in range(3):
        chapter.keyboard.press("ArrowRight")
        seen.add(chapter.evaluate(scheme))
    assert seen == {"default", "slate"}


def test_who_wants_less_motion_gets_none(chapter: Page) -> None:
    moving = chapter.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
          const style = getComputedStyle(element);
          return style.animationName !== "none" || style.scrollBehavior === "smooth"
            || (style.transitionProperty !== "none" && parseFloat(style.transitionDuration) > 0);
        }).map(element => element.className)"""
    )
    assert moving == []


# paper

BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_chapter_prints_whole_and_alone(
    browser: Browser, host: Host, paper: str
) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{host.address}/{CHAPTER}")
        assert len(page.pdf(format=paper, print_background=True)) > 100_000
        page.emulate_media(media="print")
        assert page.evaluate(
            "[...document.images].every(i => i.complete && i.naturalWidth)"
        )
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        hidden = ".md-header, .md-sidebar, .md-footer, .headerlink, .md-code__nav, .md-top"
        assert page.locator(hidden).count() > 10
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
        solutions = page.locator("details > *")
        assert solutions.count() > 5
        for element in solutions.all():
            expect(element).to_be_visible()
        link = page.locator("article a[href^=http]")
        if link.count():
            shown = link.first.evaluate(
                "a => getComputedStyle(a, '::after').content"
            )
            assert "attr(href)" in shown or "http" in shown
