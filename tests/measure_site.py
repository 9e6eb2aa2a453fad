"""Measure how light, steady and fast the built site is: `python -m tests.measure_site`.

It serves `site/` compressed on a port of this machine and prints a table with a row for each page:
Lighthouse's four scores on a phone and on a desktop computer; the kilobytes that a reader's first
visit loads, read to the end, and how many more the next page of the book; and the layout
shift. `mkdocs build` comes first, and `npm install --prefix .ci`, which brings Lighthouse. With
paths behind it (`sigmoid/`) it measures these alone. Speed depends on what else the machine does,
so a page whose performance misses its target is run twice more and shows the median. It ends with
what missed a target, and with an error if anything did.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from .browsing import CHROMIUM, FLAGS, chromium, open_and_read, paths_of
from .building import ROOT
from .hosting import Host, hosted

LIGHTHOUSE = ROOT / ".ci" / "node_modules" / "lighthouse" / "cli" / "index.js"
TARGETS = {
    "performance": 99,
    "accessibility": 100,
    "best-practices": 100,
    "seo": 100,
}
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
    """What Lighthouse says about a page: scores from 0 to 100, and which audits cost points."""

    scores: dict[str, float]
    faults: list[str]


def lighthouse(address: str, screen: str) -> Report:
    """Run Lighthouse on a page once."""
    command = [
        str(Path(sys.executable).with_name("node")),
        str(LIGHTHOUSE),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(TARGETS)}",
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
        [
            f"{audit['title']} {audit.get('displayValue', '')}".strip()
            for audit in audits
            if audit["score"] is not None and audit["score"] < 0.9
        ],
    )


def steady_report(address: str, screen: str) -> Report:
    """Run Lighthouse on a page, three times if the first run is too slow; keep the median."""
    first = lighthouse(address, screen)
    if first.scores["performance"] >= TARGETS["performance"]:
        return first
    runs = [first, lighthouse(address, screen), lighthouse(address, screen)]
    return sorted(runs, key=lambda run: run.scores["performance"])[1]


def row_of(browser: Browser, host: Host, path: str) -> tuple[list[str], list[str]]:
    """Measure a page; return the cells of its row, and the targets that it misses."""
    cells, missed = [path or "home"], []
    for screen in SCREENS:
        report = steady_report(f"{host.address}/{path}", screen)
        cells.append(" ".join(f"{report.scores[name]:3.0f}" for name in TARGETS))
        for name, target in TARGETS.items():
            if report.scores[name] < target:
                faults = "; ".join(report.faults)
                missed.append(
                    f"{path}: {name} {report.scores[name]:.0f} on a {screen} ({faults})"
                )
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
    line = "{:16} {:>18} {:>18} {:>9} {:>9} {:>7}"
    print("Lighthouse: performance, accessibility, best practices, SEO\n")
    print(
        line.format("page", "phone", "desktop", "first kB", "next kB", "shift"),
        flush=True,
    )
    with hosted(site) as host, chromium() as browser:
        for path in paths or paths_of(site):
            cells, missed = row_of(browser, host, path)
            every_miss += missed
            print(line.format(*cells), flush=True)
    print("", *(every_miss or ["Every target is met."]), sep="\n")
    return len(every_miss)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
