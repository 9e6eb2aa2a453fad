"""Measure how light, steady and fast the built site is: `python -m tests.measure_site`.

It serves `site/` compressed on a port of this machine and prints a table with a row for each page:
Lighthouse's four scores on a phone and on a desktop computer; how long the page keeps a phone from
answering, the same for the page of a bare Material site with the same text, and the ratio; the
kilobytes that a reader's first visit loads, read to the end, and how many more the next page
of the book; and the layout shift. `mkdocs build` comes first, and `npm install --prefix .ci`, which
brings Lighthouse. With paths behind it (`sigmoid/`) it measures these alone.

Speed depends on the machine and on what else it does, so a page has to be as fast as the bare one
that is timed beside it. If it isn't, both are timed twice more, and the medians count. It ends with
what missed a target, and with an error if anything did.
"""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize

from .browsing import CHROMIUM, FLAGS, chromium, open_and_read, paths_of
from .building import ROOT, bare_book, build
from .hosting import Host, hosted

LIGHTHOUSE = ROOT / ".ci" / "node_modules" / "lighthouse" / "cli" / "index.js"
PERFORMANCE = "performance"
PERFECT = ("accessibility", "best-practices", "seo")
FIRST_VISIT, NEXT_PAGE = 200_000, 60_000  # bytes
SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1440, "height": 900},
}

WATCH_SHIFTS = """
window.shift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


def weights(browser: Browser, host: Host, path: str) -> tuple[int, int]:
    """Return the bytes that a new reader's page loads, and those that the next page adds."""
    with browser.new_context(viewport=SCREENS["desktop"]) as context:
        page = context.new_page()
        first = bytes_of_visit(page, host, f"{host.address}/{path}")
        following = page.locator("link[rel=next]")
        if not following.count():
            return first, 0
        address = following.evaluate("link => link.href")
        return first, bytes_of_visit(page, host, address)


def bytes_of_visit(page: Page, host: Host, address: str) -> int:
    """Return what the host sends while a page is read from its top to its end."""
    host.sent.clear()
    open_and_read(page, address)
    page.wait_for_load_state("networkidle")
    return sum(size for _, size in host.sent)


def layout_shift(browser: Browser, address: str, screen: str) -> float:
    """Return how much of a page jumps while it loads and is scrolled to its end."""
    with browser.new_context(viewport=SCREENS[screen]) as context:
        context.add_init_script(WATCH_SHIFTS)
        page = context.new_page()
        open_and_read(page, address)
        return float(page.evaluate("shift"))


@dataclass(frozen=True)
class Report:
    """What Lighthouse says about a page.

    Attributes
    ----------
    scores
        From 0 to 100, by category.
    blocking
        For how many milliseconds it is too busy to answer.
    faults
        Which audits cost points.
    """

    scores: dict[str, float]
    blocking: float
    faults: list[str]


def lighthouse(address: str, screen: str) -> Report:
    """Run Lighthouse on a page once."""
    command = [
        str(Path(sys.executable).with_name("node")),
        str(LIGHTHOUSE),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join([PERFORMANCE, *PERFECT])}",
        f"--chrome-flags={' '.join(['--headless', *FLAGS])}",
    ]
    if screen == "desktop":
        command.append("--preset=desktop")
    environment = os.environ | {"CHROME_PATH": str(CHROMIUM)}
    report = json.loads(
        subprocess.run(
            command, env=environment, check=True, stdout=subprocess.PIPE
        ).stdout
    )
    weighed = {
        audit["id"]
        for category in report["categories"].values()
        for audit in category["auditRefs"]
        if audit["weight"]
    }
    audits = (report["audits"][name] for name in sorted(weighed))
    return Report(
        {
            name: 100 * found["score"]
            for name, found in report["categories"].items()
        },
        float(report["audits"]["total-blocking-time"]["numericValue"]),
        [
            f"{audit['title']} {audit.get('displayValue', '')}".strip()
            for audit in audits
            if audit["score"] is not None and audit["score"] < 0.9
        ],
    )


def reports(address: str, bare: str, screen: str) -> tuple[Report, Report]:
    """Run Lighthouse on a page and on the bare one, three times if the page is slower."""
    runs = [(lighthouse(address, screen), lighthouse(bare, screen))]
    ours, theirs = (report.scores[PERFORMANCE] for report in runs[0])
    if ours < theirs:
        runs += [
            (lighthouse(address, screen), lighthouse(bare, screen)) for _ in "23"
        ]
    page, beside = (
        sorted(found, key=lambda report: report.scores[PERFORMANCE])[len(runs) // 2]
        for found in zip(*runs, strict=True)
    )
    return page, beside


def row_of(
    browser: Browser, host: Host, bare: Host, path: str
) -> tuple[list[str], list[str]]:
    """Measure a page; return the cells of its row, and the targets that it misses."""
    cells, missed = [path or "home"], []
    blocking: list[str] = []
    for screen in SCREENS:
        report, beside = reports(
            f"{host.address}/{path}", f"{bare.address}/{path}", screen
        )
        scores = [report.scores[name] for name in (PERFORMANCE, *PERFECT)]
        cells.append(" ".join(f"{score:3.0f}" for score in scores))
        goals = {PERFORMANCE: beside.scores[PERFORMANCE]} | dict.fromkeys(
            PERFECT, 100
        )
        for name, goal in goals.items():
            if report.scores[name] < goal:
                missed.append(
                    f"{path}: {name} {report.scores[name]:.0f} on a {screen}, less than "
                    f"{goal:.0f} ({'; '.join(report.faults)})"
                )
        if not blocking:  # on the phone, which comes first
            ratio = report.blocking / max(beside.blocking, 1)
            blocking = [
                f"{report.blocking:.0f}",
                f"{beside.blocking:.0f}",
                f"{ratio:.2f}",
            ]
    cells += blocking
    first, more = weights(browser, host, path)
    shift = max(
        layout_shift(browser, f"{host.address}/{path}", screen)
        for screen in SCREENS
    )
    cells += [f"{first / 1000:.1f}", f"{more / 1000:.1f}", f"{shift:.3f}"]
    for what, value, limit in (
        ("bytes at the first visit", first, FIRST_VISIT),
        ("bytes more for the next page", more, NEXT_PAGE),
        ("layout shift", shift, 0),
    ):
        if value > limit:
            missed.append(f"{path}: {value:g} {what}, more than {limit:,}")
    return cells, missed


def main(paths: list[str]) -> int:
    """Measure the pages, print the table, and return how many targets were missed."""
    site, every_miss = ROOT / "site", []
    line = "{:16} {:>16} {:>16} {:>5} {:>5} {:>6} {:>9} {:>8} {:>6}"
    heads = ["page", "phone", "desktop", "busy", "bare", "ratio"]
    heads += ["first kB", "next kB", "shift"]
    print("Lighthouse: performance, accessibility, best practices, SEO\n")
    print(line.format(*heads), flush=True)
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        beside = bare_book(Path(folder, "bare"))
        build(beside)
        host = stack.enter_context(hosted(site))
        bare = stack.enter_context(hosted(beside / "site"))
        browser = stack.enter_context(chromium())
        for path in paths or paths_of(site):
            cells, missed = row_of(browser, host, bare, path)
            every_miss += missed
            print(line.format(*cells), flush=True)
    print("", *(every_miss or ["Every target is met."]), sep="\n")
    return len(every_miss)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
