"""Change the taught package in many small ways and see whether the documents notice.

``pip install -c .ci/constraints.txt -e ".[mutation]"`` installs what it needs.
``python -m tests.mutation`` makes every change that cosmic-ray knows to each module of
`src/firstneuron`, one at a time, and runs the pages of the site (nothing else) on each, the
reference included, which is made of the docstrings. No sentence describes where a figure draws its
lines; changes to `figures/` are shown to the approved figures of `figures.txt`, too.

It shows its progress, lists the changes that nobody noticed and that `mutation_equivalents.toml`
does not excuse, and the excuses that nothing needs. What it found goes into `mutation_result.json`,
which the colophon shows. It takes some minutes; with the names of modules behind it, it tries only
these. Operators on bits are left out: on floats they fail at once.

Each change is tried in a process of its own, forked from one in which numpy and the formulas
of the pages are loaded already. So it needs a system that can fork. Code that asks for frameworks
is left out, because to load them takes as long as to read all else.
"""

import json
import re
import shutil
import sys
import tempfile
import tomllib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from functools import partial
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from matplotlib.figure import Figure
from parso.tree import NodeOrLeaf

from weave.claims import algebra, known_kinds
from weave.claims.equations import find_equations
from weave.claims.libraries import first_extra
from weave.claims.sessions import module_session, page_session

from .building import ROOT, date_and_commit
from .reading import embedded, every_page
from .trials import begin_to_look, outcomes

PACKAGE = ROOT / "src" / "firstneuron"
EVERY = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
)
PAGES = every_page()
EMBEDDED = embedded(PAGES)
RESULT = Path(__file__).with_name("mutation_result.json")
EQUIVALENTS = Path(__file__).with_name("mutation_equivalents.toml")
ON_BITS = re.compile(r".*(RShift|LShift|BitOr|BitAnd|BitXor|Invert)")


@dataclass(frozen=True)
class Change:
    """A change: to which module and function, by which operator, and at which of its places."""

    module: str
    function: str
    operator: str
    place: int

    def source(self) -> str:
        """Return the module with the change."""
        operator = get_operator(self.operator)()
        return str(mutate_code(source_of(self.module), operator, self.place))

    def shown(self) -> tuple[str, str]:
        """Return where it is, as `data.density`, and the line that it makes or takes away."""
        before, after = source_of(self.module), self.source()
        diff = list(unified_diff(before.splitlines(), after.splitlines(), n=0))[3:]
        made, gone = (
            [line[1:].strip() for line in diff if line.startswith(sign)]
            for sign in "+-"
        )
        where = f"{self.module}.{self.function}".rstrip(".")
        return where, " ".join(made) or f"without {' '.join(gone)}"


def changes(module: str) -> Iterator[Change]:
    """Yield every change to a module."""
    nodes = list(ast_nodes(get_ast(source_of(module))))
    for name in operator_names():
        kind = get_operator(name)
        if ON_BITS.match(name) or kind.arguments():
            continue
        places = (node for node in nodes for _ in kind().mutation_positions(node))
        for place, node in enumerate(places):
            yield Change(module, function_around(node), name, place)


def function_around(node: NodeOrLeaf) -> str:
    """Return the function or class to which a part of a module, or a decorator, belongs, if any."""
    around: Any = node.search_ancestor("funcdef", "classdef", "decorated")
    if around is None:
        return ""
    definition = around.children[-1] if around.type == "decorated" else around
    return str(definition.name.value)


def source_of(module: str) -> str:
    """Return a module as it is."""
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    return path.read_text(encoding="utf-8")


def read_documents(root: Path, module: str) -> None:
    """Run every example of the copy of the book in a folder; stop where one fails.

    The docstrings of the module come first, then the pages that show most of it.
    """
    warnings.simplefilter("error")
    modules = sorted(
        (root / "src" / PACKAGE.name).rglob("*.py"),
        key=lambda p: p.stem != module.rpartition(".")[2],
    )
    for path in modules:
        begin_to_look()
        for example in module_session(path, root).document:
            example.evaluate()
    for page in sorted(PAGES, key=lambda p: -p.text.count(f"n.{module}.")):
        begin_to_look()
        copied = replace(page, root=root)
        known_kinds.of_page(copied)
        for example in page_session(copied).document:
            if example.start < first_extra(page):
                example.evaluate()


def look_at_figures(module: str, function: str) -> None:
    """Compare the figures with the approved ones, those first that a change should show in."""
    geometry = import_module("tests.geometry")
    drawn = geometry.drawings(module.rpartition(".")[2], function)
    seen = geometry.all_seen(drawn)
    if module == "figures.live":
        seen = chain(geometry.all_seen([]), seen)  # what live figures start from
    if next(geometry.changes(geometry.approved(), seen), None):
        raise AssertionError("a figure has changed")


def prepare() -> None:
    """Load what every reader needs, but nothing of the package, before processes part."""
    Figure().subplots().set_title("and the fonts")
    for page in PAGES:
        for equation in find_equations(page):
            algebra.check(equation)


def is_noticed(
    module: str, function: str, source: Callable[[], str], around: str
) -> bool:
    """Tell, in a new process, whether a document notices what is different in a function."""
    with tempfile.TemporaryDirectory(dir=around) as name:
        folder = Path(name)
        package = shutil.copytree(PACKAGE, folder / "src" / PACKAGE.name)
        folder.joinpath("docs").symlink_to(ROOT / "docs")
        path = package.joinpath(*module.split(".")).with_suffix(".py")
        path.write_text(source(), encoding="utf-8")
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(folder / "src"))
        try:
            looks = [partial(read_documents, folder, module)]
            if module.startswith("figures."):
                looks.append(partial(look_at_figures, module, function))
                if f"{PACKAGE.name}.{module}.{function}" not in EMBEDDED:
                    looks.reverse()
            for look in looks:
                look()
        except BaseException:  # whatever goes wrong, somebody has seen it
            return True
        return False


def main(modules: list[str]) -> int:
    """Try every change to the modules; return how many nobody noticed."""
    prepare()
    with tempfile.TemporaryDirectory() as around:

        def trial(change: Change, source: Callable[[], str]) -> Callable[[], bool]:
            return partial(
                is_noticed, change.module, change.function, source, around
            )

        some = [next(changes(module), None) for module in modules]
        # one of what pages say and one of what figures show
        each_way = {"." in one.module: one for one in some if one}.values()
        as_it_is = (
            (one, trial(one, partial(source_of, one.module))) for one in each_way
        )
        if any(noticed for _, noticed in outcomes(as_it_is)):
            print("the documents fail on the package as it is; mend that first")
            return 1
        missed = 0
        for module in modules:
            trials = ((each, trial(each, each.source)) for each in changes(module))
            missed += report(module, list(outcomes(trials)))
        return missed


def report(module: str, tried: list[tuple[Change, bool]]) -> int:
    """Print and store what was found; return how many changes nobody noticed or excused."""
    mutants = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))["mutant"]
    excused = {(each["where"], line) for each in mutants for line in each["lines"]}
    survivors = [each.shown() for each, noticed in tried if not noticed]
    missed = sorted(each for each in survivors if each not in excused)
    needless = sorted(
        (where, line)
        for where, line in excused - {*survivors}
        if f"{where}.".startswith(f"{module}.")
    )
    for where, line in missed:
        print(f"nobody noticed in {where}: {line}")
    for where, line in needless:
        print(f"excused, but noticed or never made in {where}: {line}")
    found = {
        "changes tried": len(tried),
        "noticed": len(tried) - len(survivors),
        "change nothing": len(survivors) - len(missed),
        "missed": len(missed),
    }
    print(f"{module}: {found}")
    rows = {row["module"]: row for row in json.loads(RESULT.read_text("utf-8"))}
    name = f"`{module}`"
    rows[name] = {"module": name} | found | date_and_commit()
    known = [rows[name] for name in sorted(rows) if name.strip("`") in EVERY]
    RESULT.write_text(f"{json.dumps(known, indent=2)}\n", encoding="utf-8")
    return len(missed) + len(needless)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:] or EVERY), 1))
