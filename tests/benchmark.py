"""Time the book against what it could be: `python -m tests.benchmark`.

Everything is timed in one run, the two sides of a comparison taking turns, and what counts is the
ratio of each turn: a machine that is slow today is slow for both. It shows its progress, prints the
ratios, and writes them into `benchmark_result.json`, from which the build makes a table for the
page. It takes about five minutes; with names behind it, such as ``frameworks``, it measures only
these. A comparison that this machine has no tools for is left out, and
the last line says so.
"""

import ast
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stdout, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from timeit import timeit

import numpy as np

from firstneuron import train, two_gaussians
from weave.claims.libraries import missing

from .benchmark_frameworks import jax, keras, pytorch, pytorch_step
from .benchmark_rivals import compiled, library, tutorial_loop
from .building import ROOT, bare_book, build, copy_of_the_book, date_and_commit
from .frameworks import FRAMEWORKS
from .reading import every_page, source_of

RESULT = Path(__file__).with_name("benchmark_result.json")


@dataclass(frozen=True)
class Comparison:
    """Two things that cost something, in seconds or any other unit, and how often to measure."""

    what: str
    against: str
    costs: tuple[Callable[[], float], Callable[[], float]]
    rounds: int


def seconds(function: Callable[[], object]) -> Callable[[], float]:
    """Return a function that says how long one call takes."""
    return partial(timeit, function, number=1)


def of_training(folder: Path) -> Iterator[Comparison]:
    """Compare `train` with other ways to make the same 120,000 updates."""
    x, y = two_gaussians()
    history = train(x, y)
    neuron = history.weight, history.bias
    np.testing.assert_allclose(tutorial_loop(x, y)[0][-1], neuron, rtol=1e-9)
    np.testing.assert_allclose(library(x, y), neuron, rtol=0.05)  # in another order
    ours = seconds(lambda: train(x, y))
    tutorial = seconds(lambda: tutorial_loop(x, y))
    yield Comparison("the tutorial's loop", "`train`", (tutorial, ours), 7)
    theirs = seconds(lambda: library(x, y))
    yield Comparison(
        "`train`", "scikit-learn's `SGDClassifier`", (ours, theirs), 15
    )
    loop = compiled(folder)
    np.testing.assert_allclose(loop(x, y), neuron, rtol=1e-9)
    in_c = seconds(lambda: loop(x, y))
    yield Comparison("`train`", "its updates alone, in C", (ours, in_c), 15)


def of_frameworks(_: Path) -> Iterator[Comparison]:
    """Compare an epoch of each framework with one of `train`, and PyTorch's steps by their size."""
    lacking = missing(FRAMEWORKS)
    if lacking:
        raise LookupError(f"no {', '.join(lacking)}")
    x, y = two_gaussians()
    run = train(x, y, epochs=1)
    rng = np.random.default_rng(0)
    weight, bias = rng.uniform(-0.01, 0.01, size=2).tolist()
    order = rng.permutation(len(x))
    epochs = {"PyTorch": pytorch, "JAX": jax, "Keras with JAX": keras}
    ours = seconds(lambda: train(x, y, epochs=20))
    for name, rival in epochs.items():
        epoch = rival(x, y, (weight, bias), order)
        np.testing.assert_allclose(epoch(), (run.weight, run.bias), rtol=1e-9)
        theirs = seconds(epoch)
        costs = theirs, lambda: ours() / 20
        yield Comparison(
            f"an epoch of single samples in {name}", "one of `train`", costs, 7
        )
    # or some rounds wait for a second processor
    import_module("torch").set_num_threads(1)
    many, one = pytorch_step(x, y), pytorch_step(x[:1], y[:1])
    many(), one()
    what = "a step for a thousand samples in PyTorch"
    yield Comparison(what, "its step for one", (seconds(many), seconds(one)), 7)


def of_building(folder: Path) -> Iterator[Comparison]:
    """Compare the build of this site with one of the same text and nothing else."""
    book, bare = copy_of_the_book(folder / "book"), bare_book(folder / "bare")

    def from_nothing() -> None:
        shutil.rmtree(book / ".cache", ignore_errors=True)
        build(book)

    theirs = seconds(lambda: build(bare))
    what = "building this site from nothing", "building it again"
    against = "a bare Material site with the same text"
    yield Comparison(what[0], against, (seconds(from_nothing), theirs), 3)
    yield Comparison(what[1], against, (seconds(lambda: build(book)), theirs), 5)


def of_documents(_: Path) -> Iterator[Comparison]:
    """Compare the tests of the documents with a run of their code that checks nothing."""
    pytest = ["pytest", "-q", "-n0", "-p", "no:cacheprovider", "docs", "README.md"]
    checked = seconds(lambda: python(*pytest))
    plain = seconds(lambda: python("tests.benchmark", "--plain"))
    what = "running every page with all its checks"
    yield Comparison(what, "running its code alone", (checked, plain), 3)


def python(module: str, *arguments: str) -> None:
    """Run a module in a process of its own, at the top of the project."""
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def run_plainly() -> None:
    """Run the code of every page, and look at nothing that it does."""
    for page in every_page():
        namespace = {"__name__": "__main__"}
        for fence in page.fences:
            if fence.kind not in ("code", "session"):
                continue
            for statement in ast.parse(source_of(fence)).body:
                code = compile(ast.Module([statement], []), str(page.path), "exec")
                with suppress(Exception), redirect_stdout(None):
                    exec(code, namespace)


def ratios(comparison: Comparison) -> list[float]:
    """Return, for each round, how many times as much the one costs as the other."""
    found = []
    for number in range(1, comparison.rounds + 1):
        title = f"{comparison.what} against {comparison.against}"
        print(
            f"\r\x1b[K{title}: round {number} of {comparison.rounds}",
            end="",
            flush=True,
        )
        slow, fast = (cost() for cost in comparison.costs)
        found.append(slow / fast)
    print(f"\r\x1b[K{title}: {summary(found)}")
    return found


def summary(found: list[float]) -> str:
    """Return the median and the extremes of some ratios, to two digits, in Markdown."""
    values = statistics.median(found), min(found), max(found)
    median, lowest, highest = (f"{float(f'{value:.2g}'):g}" for value in values)
    return f"**{median}** ({lowest} to {highest})"


KINDS = {
    "training": of_training,
    "frameworks": of_frameworks,
    "building": of_building,
    "documents": of_documents,
}


def main(names: list[str]) -> None:
    """Measure everything, or what is named; print it, and store it in place of what was there."""
    rows, left_out = {}, []
    for row in json.loads(RESULT.read_text(encoding="utf-8")):
        rows[row["this"], row["as this"]] = row
    with ExitStack() as stack:
        for name in names or KINDS:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            try:
                for comparison in KINDS[name](folder):
                    row = {
                        "this": comparison.what,
                        "takes as many times as long": summary(ratios(comparison)),
                        "as this": comparison.against,
                        "rounds": comparison.rounds,
                    }
                    row |= date_and_commit()
                    rows[comparison.what, comparison.against] = row
            except LookupError as error:
                left_out.append(str(error))
    stored = json.dumps(list(rows.values()), indent=2)
    RESULT.write_text(stored + "\n", encoding="utf-8")
    print(f"left out: {'; '.join(left_out) or 'nothing'}")


if __name__ == "__main__":
    run_plainly() if sys.argv[1:] == ["--plain"] else main(sys.argv[1:])
