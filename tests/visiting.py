"""One visit a page and kind of window, and all there was to see, for every test that asks.

The first test that asks about a page makes the visit, and all workers of the run read its record.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect

from .browsing import open_and_read
from .building import ROOT
from .hosting import Host

PATHS = [
    "" if page.stem == "index" else f"{page.stem}/"
    for page in sorted((ROOT / "docs").glob("*.md"))
] + ["404.html"]
Window = Literal["small", "large"]
WINDOWS: dict[Window, tuple[int, int, Literal["light", "dark"]]] = {
    "small": (320, 640, "light"),
    "large": (1440, 900, "dark"),
}

# what is left of the sheet between the margins of book.css, in pixels of 1/96 inch
SHEETS = {"A4": 665, "Letter": 687}
SCREEN_ONLY = (
    ".md-header, .md-sidebar, .md-footer, .md-search, .md-skip, .md-top, .md-overlay, "
    ".headerlink, .take-away, .live-panel, .md-code__nav, .md-button"
)
ON_PAPER = (
    ":is(img[src$='#only-light'], .live-stage svg)",
    "math",
    "pre",
    "details > :not(summary)",
    "figcaption",
)
PRINTED = """async ([screenOnly, onPaper]) => {
  const seen = {visibilityProperty: true, opacityProperty: true};
  const shown = each => each.checkVisibility(seen);
  const all = what => [...document.querySelectorAll(what)];
  const hidden = () => onPaper.flatMap(what => all("article " + what))
    .filter(each => !shown(each)).map(each => each.outerHTML.slice(0, 80));
  for (let i = 0; i < 50 && hidden().length; i++)  // an image may still come
    await new Promise(resolve => setTimeout(resolve, 100));
  return [
    ...onPaper.filter(what => !all("article " + what).length).map(what => "none: " + what),
    ...hidden().map(each => "missing: " + each),
    ...all(screenOnly).filter(shown)
      .map(each => "useless: " + each.outerHTML.slice(0, 80)),
    ...all("article *").filter(each => !each.closest("math, svg"))
      .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
      .map(each => "too wide: " + each.outerHTML.slice(0, 80)),
  ];
}"""

WATCH_SHIFTS = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""

# Makes a forecast of each question; tells how many answers it offers, and what shows before and
# after.
FORECAST = """() => [...document.querySelectorAll(".predict")].map(question => {
  const shown = () => ["details", "details > :last-child", "form button"].filter(
    what => [...question.querySelectorAll(what)].some(each => each.checkVisibility()));
  const choices = question.querySelectorAll("input[type=radio]");
  const before = shown();
  choices[0]?.click();
  question.querySelector("form").requestSubmit();
  return [choices.length, before, shown()];
})"""

OPEN_BOXES = """async () => {
  document.querySelectorAll("details").forEach(box => box.open = true);
  // the theme now sees which code in the boxes is wide, and has to be reached by keyboard
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}"""

# Contrast is three quarters of what axe-core does on a long page. It depends on how a text is set
# and on what lies behind it: so the first of the texts that axe-core would judge is judged of those
# that look the same. What lies behind a text without being around it is not told apart.
CONTRAST_OF_EACH_LOOK = """;(() => {
  const below = style => [
    style.opacity, style.filter, style.mixBlendMode, style.position, style.zIndex, style.float,
    style.backgroundColor, style.backgroundImage, style.clipPath,
  ].join();
  const nothing = below(getComputedStyle(document.head));
  const backgrounds = new Map([[null, ""]]);
  const background = element => {
    if (!backgrounds.has(element)) {
      const own = below(getComputedStyle(element));
      const rest = background(element.parentElement);
      backgrounds.set(element, own === nothing ? rest : own + " in " + rest);
    }
    return backgrounds.get(element);
  };
  const look = element => {
    const style = getComputedStyle(element);
    return [
      style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke,
      style.fill, background(element),
    ].join();
  };
  const rule = axe._audit.rules.find(({id}) => id === "color-contrast");
  const {matches} = rule;
  const judged = new Set();
  rule.matches = (element, ...rest) =>
    !judged.has(look(element)) && matches(element, ...rest) && judged.add(look(element));
})()"""

# to list what passes, too, takes axe-core most of its time
AXE_OPTIONS: dict[Window, dict[str, object]] = {
    # on a phone, what one touches is large enough (WCAG 2.5.8): axe-core looks only if it is asked
    "small": {
        "resultTypes": ["violations"],
        "rules": {"target-size": {"enabled": True}},
    },
    "large": {"resultTypes": ["violations"]},
}

# a browser lets a script copy for five seconds after a key or a click
COPY_SOME = """async () => {
  const copied = [];
  const blocks = document.querySelectorAll("article pre:not(.no-copy *, .copied)");
  for (const block of [...blocks].slice(0, 20)) {
    block.classList.add("copied");
    await navigator.clipboard.writeText("");
    block.querySelector("button[data-md-type=copy]").click();
    let text = "";
    for (let i = 0; i < 50 && !text; i++) text = await navigator.clipboard.readText();
    copied.push(text);
  }
  return copied;
}"""

# the formulas of a document that do not fit into what they stand in
CUT = """page => {
  const isCut = formula => {
    const box = formula.closest("details, .admonition, td, article");
    return formula.getBoundingClientRect().right > box.getBoundingClientRect().right + 1;
  };
  return [...page.querySelectorAll("span.formula")].filter(isCut).map(each => each.textContent);
}"""


class Visit:
    """A page of a browser, and all that it asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.network = page.context.new_cdp_session(page)
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

    def forget(self) -> None:
        """Leave the page, and clear what the browser stored and what was noted."""
        if self.page.url != "about:blank":
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
            self.page.goto("about:blank")
        self.network.send("Network.clearBrowserCache")
        self.requests, self.complaints = [], []

    def elsewhere(self, address: str) -> list[str]:
        """Return the requests that left ``address``."""
        ours = (address, "data:", "blob:")
        return [url for url in self.requests if not url.startswith(ours)]


@dataclass(frozen=True)
class Record:
    """What was found on a visit by somebody new.

    Attributes
    ----------
    elsewhere
        Every address off the host that was asked for.
    complaints
        Errors and warnings of the console, violations of the policy too.
    sent
        The bytes of each answer of the host, by its path.
    shift
        How much of the page jumped while it was loaded and read.
    needed_width
        How wide the page is, in pixels.
    cut
        The formulas of which a part is cut off.
    violations
        The rules of axe-core that it breaks.
    forecasts
        Of each question, how many answers it offers, and which of its answer and its button show
        before and after a forecast.
    printed
        What is wrong with a chapter on each kind of sheet; none in a small window.
    copied
        What each copy button copies, from top to bottom; none in a small window.
    """

    elsewhere: list[str]
    complaints: list[str]
    sent: dict[str, int]
    shift: float
    needed_width: int
    cut: list[str]
    violations: list[str]
    forecasts: list[list[object]]
    printed: dict[str, list[str]]
    copied: list[str]


Visits = Callable[[str, Window], Record]


def recorded(folder: Path, browser: Browser, host: Host) -> Visits:
    """Return what gives the record of a page below the host, by its path and the window."""
    visitor = cache(partial(new_visitor, browser))

    def record(path: str, window: Window) -> Record:
        file = folder / f"{path.replace('/', '-')}{window}.json"
        with FileLock(file.with_suffix(".lock")):
            if not file.exists():
                try:
                    found = visited(visitor(window), host, path, window)
                    visitor(window).forget()
                except Exception:
                    visitor.cache_clear()  # its window may still be a sheet of paper
                    raise
                file.write_text(json.dumps(asdict(found)), encoding="utf-8")
        return Record(**json.loads(file.read_text(encoding="utf-8")))

    return record


def new_visitor(browser: Browser, window: Window) -> Visit:
    """Open a window for all pages: a process of the browser that has run before begins sooner."""
    width, height, scheme = WINDOWS[window]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(WATCH_SHIFTS)
    return Visit(context.new_page())


def visited(visit: Visit, host: Host, path: str, window: Window) -> Record:
    """Read a page to its end, print it, copy all of its code, and look for violations."""
    page = visit.page
    host.sent.clear()
    open_and_read(page, f"{host.address}/{path}")
    # "networkidle" never comes if a page was idle for half a second before it was loaded
    expect(page.locator("[data-live]:not(.is-live)")).to_have_count(0)
    sent: Counter[str] = Counter()
    for name, size in host.sent:
        # other pages of this worker may be open
        if f"http://{urlsplit(host.address).netloc}{name}" in visit.requests:
            sent[name] += size
    shift = float(page.evaluate("shift"))
    large = window == "large"
    chapter = large and page.locator(".signpost").count()
    printed = {sheet: on_paper(page, SHEETS[sheet]) for sheet in SHEETS if chapter}
    width, height, _ = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})
    forecasts = page.evaluate(FORECAST)
    page.evaluate(OPEN_BOXES)
    copied = copied_blocks(page) if large else []
    violations = [
        f"{violation['id']}: {node['html']}"
        for violation in Axe(AXE_SCRIPT + CONTRAST_OF_EACH_LOOK)
        .run(page, options=AXE_OPTIONS[window])
        .response["violations"]
        for node in violation["nodes"]
    ]
    return Record(
        visit.elsewhere(host.address),
        visit.complaints,
        dict(sent),
        shift,
        int(page.evaluate("document.documentElement.scrollWidth")),
        page.evaluate(f"({CUT})(document)"),
        violations,
        forecasts,
        printed,
        copied,
    )


def on_paper(page: Page, width: int) -> list[str]:
    """Return what is wrong with a page on a sheet: missing, useless or too wide."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(PRINTED, [SCREEN_ONLY, ON_PAPER])
    page.emulate_media(media="screen")
    return found


def copied_blocks(page: Page) -> list[str]:
    """Press every copy button of a page, from top to bottom, and read the clipboard each time."""
    copied: list[str] = []
    some = None
    while some != []:
        page.keyboard.press("Shift")
        some = page.evaluate(COPY_SOME)
        copied += some
    # its "Copied to clipboard" would go by itself, in two seconds
    page.evaluate("document.querySelector('.md-dialog').remove()")
    return copied
