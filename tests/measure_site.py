"""Let Lighthouse judge the built site: `python -m tests.measure_site`.

It serves `site/` compressed on a port of this machine and prints a table with a row for each page:
Lighthouse's four scores on a phone and on a desktop computer, how long the page keeps a phone from
answering, the same for the page of a bare Material site with the same text, and the ratio.
The bare site has mkdocstrings, with the settings of this one, or its reference would be empty.
`mkdocs build` comes first, and `npm install --prefix .ci`, which brings Lighthouse. With paths
behind it (`sigmoid/`) it measures these alone.

Speed depends on the machine and on what else it does, so a page has to be as fast as the bare one
that is timed beside it. If it isn't, both are timed twice more, and the medians count. It ends with
what missed a target, and with an error if anything did.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from mkdocs.utils.yaml import yaml_load

from .browsing import CHROMIUM, FLAGS, paths_of
from .building import ROOT, bare_book, build
from .hosting import Host, hosted

LIGHTHOUSE = ROOT / ".ci" / "node_modules" / "lighthouse" / "cli" / "index.js"
PERFORMANCE = "performance"
PERFECT = ("accessibility", "best-practices", "seo")
SCREENS = ("phone", "desktop")


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
    report = json.loads(subprocess.check_output(command, env=environment))
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


def row_of(host: Host, bare: Host, path: str) -> tuple[list[str], list[str]]:
    """Measure a page; return the cells of its row, and the targets that it misses."""
    cells, missed, blocking = [path or "home"], [], []
    for screen in SCREENS:
        report, beside = reports(
            f"{host.address}/{path}", f"{bare.address}/{path}", screen
        )
        scores = [report.scores[name] for name in (PERFORMANCE, *PERFECT)]
        cells.append(" ".join(f"{score:3.0f}" for score in scores))
        goals = dict.fromkeys(PERFECT, 100.0)
        goals[PERFORMANCE] = beside.scores[PERFORMANCE]
        missed += [
            f"{path}: {name} {report.scores[name]:.0f} on a {screen}, less than "
            f"{goal:.0f} ({'; '.join(report.faults)})"
            for name, goal in goals.items()
            if report.scores[name] < goal
        ]
        if screen == "phone":
            ratio = report.blocking / max(beside.blocking, 1)
            blocking += [f"{each.blocking:.0f}" for each in (report, beside)]
            blocking.append(f"{ratio:.2f}")
    return cells + blocking, missed


def bare_book_with_reference(folder: Path) -> Path:
    """Return what a bare site is made from that takes the reference from docstrings, too."""
    plugins = yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))[
        "plugins"
    ]
    needed = [plugin for plugin in plugins if "mkdocstrings" in plugin]
    for plugin in needed:  # our templates are no part of a bare site
        del plugin["mkdocstrings"]["custom_templates"]
    shutil.copytree(ROOT / "src" / "firstneuron", folder / "src" / "firstneuron")
    with (bare_book(folder) / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(yaml.dump({"plugins": ["search", *needed]}))
    return folder


def main(paths: list[str]) -> int:
    """Measure the pages, print the table, and return how many targets were missed."""
    site, every_miss = ROOT / "site", []
    line = "{:16} {:>16} {:>16} {:>5} {:>5} {:>6}"
    print("Lighthouse: performance, accessibility, best practices, SEO\n")
    print(line.format("page", *SCREENS, "busy", "bare", "ratio"), flush=True)
    with TemporaryDirectory() as folder:
        beside = bare_book_with_reference(Path(folder, "bare"))
        build(beside)
        with hosted(site) as host, hosted(beside / "site") as bare:
            for path in paths or paths_of(site):
                cells, missed = row_of(host, bare, path)
                every_miss += missed
                print(line.format(*cells), flush=True)
    print("", *(every_miss or ["Every target is met."]), sep="\n")
    return len(every_miss)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
