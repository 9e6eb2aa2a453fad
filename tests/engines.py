"""Chromium, Firefox and WebKit behind one small interface: what a reader does, and what is seen.

Chromium is driven by Playwright. Its Firefox and WebKit are builds of its own, which readers do not
have; so Firefox is driven over WebDriver BiDi, which it speaks itself, with the BiDi modules of
Selenium, and WebKitGTK by its WebDriver with Selenium.
"""

import json
import os
import re
import shutil
import subprocess
import warnings
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

from PIL import Image
from playwright.sync_api import Page
from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.bidi.browsing_context import BrowsingContext
from selenium.webdriver.common.bidi.input import Input
from selenium.webdriver.common.bidi.script import Script
from selenium.webdriver.common.bidi.session import Session
from selenium.webdriver.remote.websocket_connection import WebSocketConnection
from selenium.webdriver.webkitgtk.service import Service

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
WEBKIT = shutil.which("WebKitWebDriver")
XVFB = shutil.which("Xvfb")
# where Debian has the browser that belongs to WebKitWebDriver, which is not on the path
MINI_BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-*/MiniBrowser"))
WIDE = 1280, 800
PATIENCE = 120  # seconds for an answer, on a busy machine
KEYS = {"Tab": "\ue004", "Escape": "\ue00c", "Enter": "\ue007"}

PREFS = {
    "ui.prefersReducedMotion": "1",
    # a fifth of all that Firefox does before it shows a page: its own first page, and processes
    # for extensions and for the next page
    "browser.startup.page": "0",
    "browser.newtabpage.enabled": "false",
    "extensions.webextensions.remote": "false",
    "dom.ipc.processPrelaunch.enabled": "false",
}


class Chromium:
    """The Chromium of the system, driven by Playwright."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.page.goto(address)

    def run(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page; return what it, or its promise, gives."""
        return self.page.evaluate(f"all => ({function})(...all)", list(arguments))

    def picture(self) -> Image.Image:
        """Return what the window shows."""
        return Image.open(BytesIO(self.page.screenshot())).convert("RGB")


class Firefox:
    """The Firefox of the system without a window, driven over WebDriver BiDi."""

    def __init__(self, connection: WebSocketConnection) -> None:
        self.scripts, self.keyboard = Script(connection), Input(connection)
        self.pages = BrowsingContext(connection)
        # the page that it starts with never takes the focus
        self.page = self.pages.create(type="tab")
        width, height = WIDE
        self.pages.set_viewport(
            context=self.page, viewport={"width": width, "height": height}
        )

    def open(self, address: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.pages.navigate(context=self.page, url=address, wait="complete")

    def run(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page; return what it, or its promise, gives."""
        answer = self.scripts.execute(
            f"async all => JSON.stringify(await ({function})(...JSON.parse(all)))",
            json.dumps(arguments),
            context_id=self.page,
        )
        return json.loads(answer.get("value", "null"))

    def press(self, *keys: str) -> None:
        """Press keys one after the other: a character, or a name in `KEYS`."""
        strokes = [{"value": KEYS.get(key, key)} for key in keys]
        actions = [
            {"type": way} | stroke
            for stroke in strokes
            for way in ("keyDown", "keyUp")
        ]
        device = {"type": "key", "id": "keyboard", "actions": actions}
        self.keyboard.perform_actions(context=self.page, actions=[device])

    def picture(self) -> Image.Image:
        """Return what the window shows."""
        return as_image(self.pages.capture_screenshot(context=self.page))


class WebKit:
    """WebKitGTK, driven by its WebDriver."""

    def __init__(self, driver: WebKitGTK) -> None:
        self.driver = driver
        driver.set_script_timeout(PATIENCE)
        width, height = WIDE
        driver.set_window_size(width, height)
        inside = self.run("() => innerHeight")
        driver.set_window_size(
            width, 2 * height - inside
        )  # its bars have their own

    def open(self, address: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.driver.get(address)

    def run(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page; return what it, or its promise, gives."""
        answer = self.driver.execute_async_script(
            f"""const [all, done] = arguments;
            (async () => ({function})(...JSON.parse(all)))().then(
                value => done([JSON.stringify(value) ?? "null"]),
                error => done(`${{error}}`),
            );""",
            json.dumps(arguments),
        )
        if isinstance(answer, str):
            raise AssertionError(answer)
        return json.loads(answer[0])

    def press(self, *keys: str) -> None:
        """Press keys one after the other: a character, or a name in `KEYS`."""
        actions = ActionChains(self.driver, duration=0)
        for key in keys:
            actions.send_keys(KEYS.get(key, key))
        actions.perform()

    def picture(self) -> Image.Image:
        """Return what the window shows."""
        return as_image(self.driver.get_screenshot_as_base64())


NotChromium = Firefox | WebKit
Engine = Chromium | NotChromium


def as_image(base64: str) -> Image.Image:
    """Return the image of a screenshot."""
    return Image.open(BytesIO(b64decode(base64))).convert("RGB")


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Start Firefox with a new profile in a folder, for as long as the context lasts."""
    prefs = "".join(
        f'user_pref("{name}", {value});\n' for name, value in PREFS.items()
    )
    (folder / "user.js").write_text(prefs)
    command = [str(FIREFOX), "--headless", "--no-remote", "--profile", str(folder)]
    with subprocess.Popen(
        [*command, "--remote-debugging-port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            said = iter(process.stderr.readline, "")
            found = (
                re.search(r"BiDi listening on (ws:\S+)", line) for line in said
            )
            address = next(filter(None, found))[1]
            # what nobody reads would fill up
            Thread(target=process.stderr.read, daemon=True).start()
            connect: Any = WebSocketConnection  # which has no types
            connection = connect(f"{address}/session", PATIENCE, 0.01)
            Session(connection).new(capabilities={})
            yield Firefox(connection)
        finally:
            process.terminate()  # which closes the connection; to ask first may take 10 seconds


@contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """Start WebKitGTK on a screen of its own, for as long as the context lasts."""
    settings = folder / "gtk-3.0" / "settings.ini"
    settings.parent.mkdir()
    settings.write_text("[Settings]\ngtk-enable-animations=0\n")
    options = WebKitGTKOptions()
    options.binary_location = str(MINI_BROWSERS[-1])
    options.add_argument("--automation")
    with a_screen() as display:
        home = {"XDG_CONFIG_HOME": str(folder), "DISPLAY": display}
        service = Service(WEBKIT, env=os.environ | home)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # it warns of its own call
            driver = WebKitGTK(options=options, service=service)
        try:
            yield WebKit(driver)
        finally:
            driver.quit()


@contextmanager
def a_screen() -> Iterator[str]:
    """Start an X server that shows nothing; the name of its display."""
    reading, writing = os.pipe()
    screen = ["-screen", "0", "1400x1200x24"]
    command = [str(XVFB), "-displayfd", str(writing), *screen]
    with subprocess.Popen(
        command, pass_fds=[writing], stderr=subprocess.DEVNULL
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()
