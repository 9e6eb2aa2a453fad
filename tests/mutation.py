"""Change the taught package in many small ways and see whether the documents alone notice.

``pip install -c .ci/constraints.txt -e ".[mutation]"`` installs what it needs.
``python -m tests.mutation`` makes every change that cosmic-ray knows to `src/firstneuron`, one at a
time, in copies of the book, and runs the pages of the site (nothing else) on each, the reference
included, which is made of the docstrings. It shows its progress, lists the changes that no page
noticed and that `mutation_equivalents.toml` does not excuse, and writes `mutation_result.json`,
which the colophon shows. On two cores it takes half an hour; with the names of modules behind it,
it tries only these.

Left out are the figures, whose pixels no sentence describes (`test_figures.py` looks at them), and
operators that swap arithmetic for bit operations, which fail on floats at once.
"""

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome
from sybil import Document
from sybil.document import PythonDocStringDocument

from weave.documents import Checker

ROOT = Path(__file__).parents[1]
RESULT = Path(__file__).with_name("mutation_result.json")
EQUIVALENTS = Path(__file__).with_name("mutation_equivalents.toml")
# the slowest module first; the page that teaches a module is the first to be asked
MODULES = {
    "data": "data",
    "inputs": "program",
    "training": "training",
    "evaluation": "verdict",
    "derivatives": "derivatives",
    "loss": "cross-entropy",
    "activation": "sigmoid",
}
CONFIG = """
[cosmic-ray]
module-path = "src/firstneuron/{module}.py"
timeout = 90.0
excluded-modules = []
test-command = "{python} -m tests.mutation --read {module}"

[cosmic-ray.distributor]
name = "local"

[cosmic-ray.filters.operators-filter]
exclude-operators = [".*(FloorDiv|Mod|RShift|LShift|BitOr|BitAnd|BitXor|Invert)"]
"""


@dataclass
class Session:
    """The changes of one module, made in a copy of the book."""

    module: str
    copy: Path

    def start(self) -> subprocess.Popen[bytes]:
        """Prepare the copy and begin."""
        for name in ("docs", "src", "tests"):
            shutil.copytree(ROOT / name, self.copy / name)
        shutil.copy(ROOT / "README.md", self.copy)
        config = CONFIG.format(module=self.module, python=sys.executable)
        (self.copy / "config.toml").write_text(config, encoding="utf-8")
        for tool in (["cosmic-ray", "init", "config.toml", "work.sqlite"],
                     ["cr-filter-operators", "work.sqlite", "config.toml"]):  # fmt: skip
            self.run(*tool).wait()
        return self.run("cosmic-ray", "exec", "config.toml", "work.sqlite")

    def run(self, tool: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Run a tool of cosmic-ray on the copy's own code."""
        command = str(Path(sys.executable).with_name(tool))
        environment = os.environ | {"PYTHONPATH": str(self.copy / "src")}
        return subprocess.Popen(
            [command, *arguments], cwd=self.copy, env=environment
        )

    def counts(self) -> tuple[int, int]:
        """Return how many changes are done, and how many there are."""
        with use_db(str(self.copy / "work.sqlite"), WorkDB.Mode.open) as work:
            return work.num_results, work.num_work_items

    def outcomes(self) -> list[tuple[str, bool]]:
        """Return each change, as the line it makes, and whether a document noticed."""
        with use_db(str(self.copy / "work.sqlite"), WorkDB.Mode.open) as work:
            return [
                (
                    changed_line(result.diff or ""),
                    result.test_outcome != TestOutcome.SURVIVED,
                )
                for _, result in work.results
                if result.test_outcome is not None
            ]


def read_documents(module: str) -> None:
    """Run every example of the site; stop where one fails.

    The reference page comes first, which is made of the docstrings, then the page that teaches
    ``module``, then the others.
    """
    warnings.simplefilter("error")
    checker = Checker(ROOT, ROOT / "src")
    taught = sorted(
        (ROOT / "src" / "firstneuron").glob("*.py"), key=lambda p: p.stem != module
    )
    pages = sorted(
        (ROOT / "docs").glob("*.md"), key=lambda p: p.stem != MODULES[module]
    )
    modules = [
        (PythonDocStringDocument, path, checker.parse_docstring) for path in taught
    ]
    written = [
        (Document, path, checker.parse_page)
        for path in [*pages, ROOT / "README.md"]
    ]
    with redirect_stdout(None):
        for kind, path, parse in itertools.chain(modules, written):
            for example in kind.parse(str(path), parse):
                example.evaluate()


def changed_line(diff: str) -> str:
    """Return the line that a change makes out of another, or the one that it takes away."""
    made, gone = (
        [
            line[1:].strip()
            for line in diff.splitlines()
            if line[:1] == sign != line[1:2]
        ]
        for sign in "+-"
    )
    return " ".join(made) or f"without {' '.join(gone)}"


def show(sessions: list[Session], began: float) -> None:
    """Print how far the sessions are, on one line."""
    counts = [session.counts() for session in sessions]
    done, total = (sum(numbers) for numbers in zip(*counts, strict=True))
    minutes = (time.monotonic() - began) / 60
    print(
        f"\r{done} of {total} changes tried, {minutes:.0f} minutes",
        end="",
        flush=True,
    )


def main(modules: list[str]) -> int:
    """Try every change to the modules; return how many nobody noticed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        sessions = [Session(module, Path(folder, module)) for module in modules]
        waiting, running = list(sessions), list[subprocess.Popen[bytes]]()
        started: list[Session] = []
        while waiting or running:
            running = [process for process in running if process.poll() is None]
            while waiting and len(running) < (os.cpu_count() or 1):
                started.append(waiting.pop(0))
                running.append(started[-1].start())
            show(started, began)
            time.sleep(5)
        found = {session.module: session.outcomes() for session in sessions}
    return report(found)


def report(found: dict[str, list[tuple[str, bool]]]) -> int:
    """Print and store what was found; return how many changes nobody noticed or excused."""
    mutants = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))["mutant"]
    excused = {(mutant["module"], mutant["line"]) for mutant in mutants}
    commit = subprocess.check_output(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True
    )
    results = (
        json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    )
    missed = 0
    for module, outcomes in found.items():
        survivors = [line for line, noticed in outcomes if not noticed]
        unexcused = [line for line in survivors if (module, line) not in excused]
        missed += len(unexcused)
        for line in unexcused:
            print(f"\nnobody noticed in {module}.py: {line}", end="")
        results[module] = {
            "tried": len(outcomes),
            "noticed": len(outcomes) - len(survivors),
            "equivalent": len(survivors) - len(unexcused),
            "date": datetime.now(UTC).date().isoformat(),
            "commit": commit.strip(),
        }
        print(f"\n{module}: {results[module]}", end="")
    RESULT.write_text(
        json.dumps(results, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    print()
    return missed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read_documents(sys.argv[2])
        sys.exit()
    sys.exit(min(main(sys.argv[1:] or list(MODULES)), 1))
