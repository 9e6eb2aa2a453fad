"""The built site for everybody: the rules of axe-core, small screens, the keyboard, less motion."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize

from .browsing import needs_chromium, open_and_read, paths_of
from .hosting import Host
from .measure_site import WATCH_SHIFTS

pytestmark = needs_chromium

SMALL: ViewportSize = {"width": 320, "height": 640}
LARGE: ViewportSize = {"width": 1440, "height": 900}
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
both_schemes = pytest.mark.parametrize("scheme", SCHEMES)
both_screens = pytest.mark.parametrize("width", [320, 1440])

# One token of each colour is enough: on a page that is all code the others take seconds.
OPEN_BOXES_AND_THIN_CODE = """async () => {
  document.querySelectorAll("details").forEach(box => box.open = true);
  // the theme lets wide code be scrolled by keyboard when a reader has come near
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo({top: y, behavior: "instant"});
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  }
  for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
  const seen = new Set();
  for (const token of document.querySelectorAll("code span[class]:not(.gr)"))
    if (seen.has(token.className)) token.replaceWith(...token.childNodes);
    else seen.add(token.className);
  document.querySelectorAll("code").forEach(code => code.normalize());
}"""


@dataclass(frozen=True)
class Reading:
    """What was found on one page in one scheme and at one width."""

    path: str
    scheme: str
    width: int
    violations: list[str]
    needed_width: int
    shift: float


@pytest.fixture(scope="module")
def readings(browser: Browser, host: Host, site: Path) -> list[Reading]:
    """Every page of the site, read to its end with every box open, in both schemes and widths."""
    found = []
    for scheme, screen in product(SCHEMES, [SMALL, LARGE]):
        with browser.new_context(color_scheme=scheme, viewport=screen) as context:
            context.add_init_script(WATCH_SHIFTS)
            page = context.new_page()
            for path in paths_of(site):
                open_and_read(page, f"{host.address}/{path}")
                shift = page.evaluate("shift")
                page.evaluate(OPEN_BOXES_AND_THIN_CODE)
                found.append(
                    Reading(
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
                    )
                )
    return found


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
