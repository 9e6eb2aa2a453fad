"""Change the taught package in many small ways and see whether the documents notice.

``pip install -c .ci/constraints.txt -e ".[mutation]"`` installs what it needs.
``python -m tests.mutation`` makes every change that cosmic-ray knows to each module of
`src/firstneuron`, one at a time, and runs the pages of the site (nothing else) on each, the
reference included, which is made of the docstrings. No sentence describes where a figure draws its
lines; changes to `figures.py` are shown to the approved figures of `figures.txt` first.

It shows its progress, lists the changes that nobody noticed and that `mutation_equivalents.toml`
does not excuse, and the excuses that nothing needs. What it found goes into `mutation_result.json`,
which the colophon shows. It takes some minutes; with the names of modules behind it, it tries only
these. Operators on bits are left out: on floats they fail at once.

Each change is tried in a process of its own, forked from one in which numpy, SymPy and the formulas
of the pages are loaded already. So it needs a system that can fork.
"""

import ast
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import unified_diff
from functools import cache
from importlib import import_module
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from matplotlib.figure import Figure
from sybil import Document
from sybil.document import PythonDocStringDocument

from weave import census, equations
from weave.documents import Checker
from weave.latex import Definitions, find_equations

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "firstneuron"
EVERY = sorted(path.stem for path in PACKAGE.glob("*.py"))
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
RESULT = Path(__file__).with_name("mutation_result.json")
EQUIVALENTS = Path(__file__).with_name("mutation_equivalents.toml")
ON_BITS = re.compile(r".*(RShift|LShift|BitOr|BitAnd|BitXor|Invert)")
SECONDS = 300  # after which a change counts as noticed: the reader is still waiting


@dataclass(frozen=True)
class Change:
    """A change to a module: its source then, the line that is different, and its function."""

    module: str
    source: str
    line: str = ""
    function: str = ""

    @property
    def where(self) -> str:
        """The module and the function, as `data.density`."""
        return f"{self.module}.{self.function}".rstrip(".")


@dataclass
class Trial:
    """A change that a process is trying, and the folder with the changed package."""

    change: Change
    folder: Path


def places(module: str) -> list[tuple[str, str, int]]:
    """Return the module, the operator and which of its places, for every change to a module."""
    nodes = list(ast_nodes(get_ast(source_of(module))))
    found = []
    for name in operator_names():
        kind = get_operator(name)
        if ON_BITS.match(name) or kind.arguments():
            continue
        positions = itertools.chain(*map(kind().mutation_positions, nodes))
        found += [(module, name, number) for number, _ in enumerate(positions)]
    return found


def change_at(module: str, operator: str, number: int) -> Change:
    """Make one change to a module."""
    source = source_of(module)
    changed = mutate_code(source, get_operator(operator)(), number)
    line = changed_line(source, changed)
    return Change(module, changed, line, changed_function(source, changed))


def source_of(module: str) -> str:
    """Return a module as it is."""
    return (PACKAGE / f"{module}.py").read_text(encoding="utf-8")


def changed_line(before: str, after: str) -> str:
    """Return the line that a change makes out of another, or the one that it takes away."""
    diff = list(unified_diff(before.splitlines(), after.splitlines(), n=0))[3:]
    made, gone = (
        [line[1:].strip() for line in diff if line.startswith(sign)]
        for sign in "+-"
    )
    return " ".join(made) or f"without {' '.join(gone)}"


def changed_function(before: str, after: str) -> str:
    """Return in which function or method of a module a change is; "" if in none."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    changed = (
        n for n, (old, new) in enumerate(pairs, 1) if old != new and old.strip()
    )
    line = next(changed)
    return ".".join(name for name, lines in functions(before) if line in lines)


@cache
def functions(source: str) -> list[tuple[str, range]]:
    """Return the functions and classes of a module, outer before inner, each with its lines."""
    return [
        (node.name, range(first, (node.end_lineno or first) + 1))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for first in [min(each.lineno for each in [node, *node.decorator_list])]
    ]


def read_documents(source_root: Path, module: str) -> None:
    """Run every example of the site on the package in a folder; stop where one fails.

    The docstrings of the module come first, then the pages that show most of it.
    """
    warnings.simplefilter("error")
    checker = Checker(ROOT, source_root)
    modules = sorted(
        (source_root / "firstneuron").glob("*.py"), key=lambda p: p.stem != module
    )
    pages = sorted(PAGES, key=lambda p: -p.read_text("utf-8").count(f"n.{module}."))
    examples = [
        *((PythonDocStringDocument, p, checker.parse_docstring) for p in modules),
        *((Document, page, checker.parse_page) for page in pages),
    ]
    for kind, path, parse in examples:
        for example in kind.parse(str(path), parse):
            example.evaluate()


def look_at_figures(change: Change) -> None:
    """Compare the figures with the approved ones, if the module is the one that draws them."""
    if change.module == "figures":
        geometry = import_module("tests.geometry")
        if next(geometry.changed_figures(first=change.function), None):
            raise AssertionError("a figure has changed")


def prepare() -> None:
    """Load what every reader needs, but nothing of the package, before processes part."""
    Figure().subplots().set_title("and the fonts")
    for page in PAGES:
        text, notation = page.read_text("utf-8"), census.notation_for(ROOT, page)
        book = Definitions.for_page(text, notation)
        for equation in find_equations(text, page):
            equations.check(equation, book)


def start(trial: Trial) -> int:
    """Begin to try a change in a process of its own; return its number."""
    shutil.copytree(PACKAGE, trial.folder / "firstneuron", dirs_exist_ok=True)
    (trial.folder / "firstneuron" / f"{trial.change.module}.py").write_text(
        trial.change.source, encoding="utf-8"
    )
    process = os.fork()
    if process == 0:
        os._exit(noticed(trial))
    return process


def noticed(trial: Trial) -> bool:
    """Tell, in a new process, whether a document notices a change."""
    signal.alarm(SECONDS)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(trial.folder))
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 2)
            with redirect_stdout(nowhere):
                look_at_figures(trial.change)
                read_documents(trial.folder, trial.change.module)
    except BaseException:  # whatever goes wrong, somebody has seen it
        return True
    return False


def try_all(wanted: Iterable[Change]) -> Iterator[tuple[Change, bool]]:
    """Try changes, as many at a time as there are processors; yield each with its outcome."""
    running: dict[int, Trial] = {}
    with tempfile.TemporaryDirectory() as folder:
        free = [Path(folder, str(number)) for number in range(os.cpu_count() or 1)]
        waiting = iter(wanted)
        try:
            while True:
                for change in itertools.islice(waiting, len(free)):
                    trial = Trial(change, free.pop())
                    running[start(trial)] = trial
                if not running:
                    return
                process, status = os.wait()
                trial = running.pop(process)
                free.append(trial.folder)
                yield trial.change, status != 0
        finally:
            for process in running:
                os.kill(process, signal.SIGKILL)


def main(modules: list[str]) -> int:
    """Try every change to the modules; return how many nobody noticed."""
    prepare()
    wanted = [place for module in modules for place in places(module)]
    as_it_is = [Change(module, source_of(module)) for module in modules[:1]]
    if any(seen for _, seen in try_all(as_it_is)):
        print("the documents fail on the package as it is; mend that first")
        return 1
    began, outcomes = time.monotonic(), list[tuple[Change, bool]]()
    for outcome in try_all(itertools.starmap(change_at, wanted)):
        outcomes.append(outcome)
        minutes = (time.monotonic() - began) / 60
        missed = sum(not seen for _, seen in outcomes)
        progress = (
            f"{len(outcomes)} of {len(wanted)} changes tried, {missed} not noticed"
        )
        if sys.stdout.isatty():
            print(f"\r{progress}, {minutes:.1f} minutes", end="", flush=True)
    print()
    return report(modules, outcomes)


def report(modules: list[str], outcomes: list[tuple[Change, bool]]) -> int:
    """Print and store what was found; return how many changes nobody noticed or excused."""
    mutants = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))["mutant"]
    excused = {(each["where"], line) for each in mutants for line in each["lines"]}
    survivors = [(c.where, c.line) for c, seen in outcomes if not seen]
    missed = [each for each in survivors if each not in excused]
    needless = [
        (where, line)
        for where, line in excused
        if module_of(where) in modules and (where, line) not in survivors
    ]
    for where, line in sorted(missed):
        print(f"nobody noticed in {where}: {line}")
    for where, line in sorted(needless):
        print(f"excused, but noticed or never made in {where}: {line}")
    store(modules, outcomes, missed)
    return len(missed) + len(needless)


def module_of(where: str) -> str:
    """Return the module of a place in it."""
    return where.partition(".")[0]


def store(
    modules: list[str],
    outcomes: list[tuple[Change, bool]],
    missed: list[tuple[str, str]],
) -> None:
    """Write what was found beside what was found in other modules."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.check_output(command, cwd=ROOT, text=True).strip()
    stored = json.loads(RESULT.read_text(encoding="utf-8"))
    results = {module: each for module, each in stored.items() if module in EVERY}
    for module in modules:
        seen = [each for change, each in outcomes if change.module == module]
        unexcused = sum(module_of(where) == module for where, _ in missed)
        results[module] = {
            "tried": len(seen),
            "noticed": sum(seen),
            "equivalent": len(seen) - sum(seen) - unexcused,
            "date": datetime.now(UTC).date().isoformat(),
            "commit": commit,
        }
        print(f"{module}: {results[module]}")
    text = json.dumps(results, indent=2, sort_keys=True)
    RESULT.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:] or EVERY), 1))
