"""A real browser and the pages of the built site, for every test that needs both."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

COMMANDS = (  # where Linux, macOS and Windows have one
    "chromium-headless-shell",  # the same engine without the rest: a page opens in half the time
    "chromium",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
CHROMIUM = next(filter(None, map(shutil.which, COMMANDS)), None)
NETWORK_OFF = ["background-networking", "component-update", "sync"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
FLAGS += [f"--disable-{service}" for service in NETWORK_OFF]
# For each new window it would load the suggestions below its address bar, a page of 400 scripts,
# which is a quarter of all that it does. The list takes the place of playwright's, so its
# entries are repeated here.
UNUSED = """
WebUIOmniboxPopup WebUIOmniboxAimPopup WebUIOmniboxFullPopup AimEnabled
AvoidCorsURLLoaderRestartOnRedirect AvoidUnnecessaryBeforeUnloadCheckSync
DestroyProfileOnBrowserClose HttpsFirstBalancedModeAutoEnable HttpsUpgrades LensOverlay MediaRouter
NetworkTimeServiceQuerying OptimizationHints PaintHolding PreconnectToSearch TcpPortRandomizationWin
ThirdPartyStoragePartitioning
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of the system, without a window, for as long as the context lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*FLAGS, f"--disable-features={','.join(UNUSED.split())}"],
        )
        yield browser
        browser.close()


def paths_of(site: Path) -> list[str]:
    """Return the address of every page below the root, home first: ``sigmoid/`` and so on."""
    pages = [page.relative_to(site).as_posix() for page in site.rglob("*.html")]
    return sorted(page.removesuffix("index.html") for page in pages)


def open_and_read(page: Page, address: str) -> None:
    """Open a page and scroll to its end, so that it loads what waits to be seen."""
    page.goto(address)
    page.evaluate(
        """async () => {
          await document.fonts.ready;
          for (let y = 0; y < document.body.scrollHeight; y += 2 * innerHeight) {
            scrollTo({top: y, behavior: "instant"});
            await new Promise(requestAnimationFrame);
          }
          scrollTo({top: document.body.scrollHeight, behavior: "instant"});
          const images = [...document.images].filter(image => image.checkVisibility());
          await Promise.all(images.map(image => image.decode()));
          await document.fonts.ready;
        }"""
    )


def search(page: Page, words: str) -> None:
    """Type into the search of a page, which listens for keys, and wait for its answer."""
    field = page.locator("[data-md-component=search-query]")
    field.fill(words)
    field.press("Shift")
    page.locator(".md-search-result__link").first.wait_for()
