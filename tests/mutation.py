"""Change the taught package in many small ways and see whether the documents notice.

``pip install -c .ci/constraints.txt -e ".[mutation]"`` installs what it needs.
``python -m tests.mutation`` makes every change that cosmic-ray knows to each module of
`src/firstneuron`, one at a time, and runs the pages of the site (nothing else) on each, the
reference included, which is made of the docstrings. No sentence describes where a figure draws its
lines; changes to `figures/` are shown to the approved figures of `figures.txt` first.

It shows its progress, lists the changes that nobody noticed and that `mutation_equivalents.toml`
does not excuse, and the excuses that nothing needs. What it found goes into `mutation_result.json`,
which the colophon shows. It takes some minutes; with the names of modules behind it, it tries only
these. Operators on bits are left out: on floats they fail at once.

Each change is tried in a process of its own, forked from one in which numpy and the formulas
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
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import unified_diff
from functools import cache, partial
from importlib import import_module
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator, operator_names
from matplotlib.figure import Figure
from parso.tree import NodeOrLeaf

from weave.claims import algebra, known_kinds
from weave.claims.equations import find_equations
from weave.claims.sessions import Session, module_session, page_session
from weave.page import Page

from . import forks

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "firstneuron"
EVERY = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
)
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
RESULT = Path(__file__).with_name("mutation_result.json")
EQUIVALENTS = Path(__file__).with_name("mutation_equivalents.toml")
ON_BITS = re.compile(r".*(RShift|LShift|BitOr|BitAnd|BitXor|Invert)")
NOWHERE = -1
SECONDS = 300  # after which a change counts as noticed: the reader is still waiting


@dataclass(frozen=True)
class Place:
    """Where a module can be changed: by which operator, and at which of its places."""

    module: str
    operator: str
    number: int


@dataclass(frozen=True)
class Change:
    """A change, told by its module and function, as `data.density`, and the line that it makes."""

    where: str
    line: str


def places(module: str) -> Iterator[Place]:
    """Yield a place for every change to a module."""
    nodes = list(ast_nodes(tree_of(module)))
    for name in operator_names():
        kind = get_operator(name)
        if ON_BITS.match(name) or kind.arguments():
            continue
        positions = itertools.chain(*map(kind().mutation_positions, nodes))
        yield from (
            Place(module, name, number) for number, _ in enumerate(positions)
        )


@cache
def tree_of(module: str) -> NodeOrLeaf:
    """Return a module as the tree that operators work on; it is read once, for that takes time."""
    tree: NodeOrLeaf = get_ast(source_of(module))
    return tree


def changed_source(place: Place, tree: NodeOrLeaf) -> str:
    """Make a change to the tree of a module, which it spoils; return the source then."""
    operator = get_operator(place.operator)()
    changed = MutationVisitor(place.number, operator).walk(tree)
    return str(changed.get_code())


def change_at(place: Place) -> Change:
    """Return what is different after a change."""
    before = source_of(place.module)
    after = changed_source(place, get_ast(before))
    function = changed_function(before, after)
    return Change(
        f"{place.module}.{function}".rstrip("."), changed_line(before, after)
    )


def source_of(module: str) -> str:
    """Return a module as it is."""
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    return path.read_text(encoding="utf-8")


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
    line = next(changed, 0)
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
    modules = sorted(
        (source_root / "firstneuron").rglob("*.py"),
        key=lambda p: p.stem != module.rpartition(".")[2],
    )
    pages = sorted(PAGES, key=lambda p: -p.read_text("utf-8").count(f"n.{module}."))
    for path in modules:
        refuse_wrong(module_session(path, ROOT))
    for path in pages:
        page = Page.read(ROOT, path.relative_to(ROOT))
        known_kinds.of_page(page)
        refuse_wrong(page_session(page, ROOT, source_root))


def refuse_wrong(session: Session) -> None:
    """Stop at the first claim that does not hold."""
    for example in session.document:
        example.evaluate()


def look_at_figures(function: str) -> None:
    """Compare the figures with the approved ones, first the one that a function draws."""
    geometry = import_module("tests.geometry")
    seen = geometry.all_seen(geometry.drawings(function))
    if next(geometry.changes(geometry.approved(), seen), None):
        raise AssertionError("a figure has changed")


def prepare() -> None:
    """Load what every reader needs, but nothing of the package, before processes part."""
    for module in EVERY:
        tree_of(module), functions(source_of(module))
    Figure().subplots().set_title("and the fonts")
    for page in PAGES:
        read = Page.read(ROOT, page.relative_to(ROOT))
        for equation in find_equations(read):
            algebra.check(equation)


def change_copy(place: Place, folder: Path) -> str:
    """Put a changed copy of the package into a folder; return the function that is different."""
    before = source_of(place.module)
    after = changed_source(place, tree_of(place.module))
    shutil.copytree(PACKAGE, folder / PACKAGE.name, dirs_exist_ok=True)
    module = (
        (folder / PACKAGE.name)
        .joinpath(*place.module.split("."))
        .with_suffix(".py")
    )
    module.write_text(after, encoding="utf-8")
    return changed_function(before, after)


def is_noticed(place: Place, folder: Path) -> bool:
    """Tell, in a new process, whether a document notices a change."""
    function = change_copy(place, folder)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    try:
        if place.module.startswith("figures."):
            look_at_figures(function)
        read_documents(folder, place.module)
    except BaseException:  # whatever goes wrong, somebody has seen it
        return True
    return False


def try_all(wanted: Iterable[Place]) -> Iterator[tuple[Place, bool]]:
    """Try changes, as many at a time as there are processors; yield each with its outcome."""
    running: dict[int, tuple[Place, Path]] = {}
    with tempfile.TemporaryDirectory() as name:
        free = [Path(name, str(number)) for number in range(os.cpu_count() or 1)]
        waiting = iter(wanted)
        try:
            while True:
                for place in itertools.islice(waiting, len(free)):
                    folder = free.pop()
                    question = partial(is_noticed, place, folder)
                    running[forks.start(question, SECONDS)] = place, folder
                if not running:
                    return
                process, status = os.wait()
                place, folder = running.pop(process)
                free.append(folder)
                yield place, forks.answer_of(status)
        finally:
            for process in running:
                os.kill(process, signal.SIGKILL)


def main(modules: list[str]) -> int:
    """Try every change to the modules; return how many nobody noticed."""
    prepare()
    wanted = [place for module in modules for place in places(module)]
    as_it_is = [
        Place(module, next(iter(operator_names())), NOWHERE) for module in modules
    ]
    if any(seen for _, seen in try_all(as_it_is[:1])):
        print("the documents fail on the package as it is; mend that first")
        return 1
    began, outcomes = time.monotonic(), list[tuple[Place, bool]]()
    for outcome in try_all(wanted):
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


def report(modules: list[str], outcomes: list[tuple[Place, bool]]) -> int:
    """Print and store what was found; return how many changes nobody noticed or excused."""
    mutants = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))["mutant"]
    excused = {
        Change(each["where"], line) for each in mutants for line in each["lines"]
    }
    survivors = [change_at(place) for place, seen in outcomes if not seen]
    missed = [each for each in survivors if each not in excused]
    needless = [
        each
        for each in excused
        if module_of(each) in modules and each not in survivors
    ]
    for each in sorted(missed, key=str):
        print(f"nobody noticed in {each.where}: {each.line}")
    for each in sorted(needless, key=str):
        print(f"excused, but noticed or never made in {each.where}: {each.line}")
    store(modules, outcomes, missed)
    return len(missed) + len(needless)


def module_of(change: Change) -> str:
    """Return the module of a change."""
    return change.where.partition(".")[0]


def store(
    modules: list[str], outcomes: list[tuple[Place, bool]], missed: list[Change]
) -> None:
    """Write what was found beside what was found in other modules."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.check_output(command, cwd=ROOT, text=True).strip()
    stored = json.loads(RESULT.read_text(encoding="utf-8"))
    results = {module: each for module, each in stored.items() if module in EVERY}
    for module in modules:
        seen = [each for place, each in outcomes if place.module == module]
        unexcused = sum(module_of(each) == module for each in missed)
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
