"""How sybil runs the examples of a page: in order, and remembering what prompts print."""

import doctest
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestRunner
from sybil.example import SybilFailure
from sybil.parsers.abstract.doctest import DocTestStringParser

from weave.errors import WeaveError
from weave.fences import Fence
from weave.page import Page


class InOrder:
    """The evaluator of all examples of a document: each runs once, and what is above it before.

    Attributes
    ----------
    results
        What was wrong with each example that has run, from the top.
    """

    def __init__(self, document: Document) -> None:
        self.examples, self.results = list(document), list[str | None]()
        self.places = {id(each.region): at for at, each in enumerate(self.examples)}
        document.push_evaluator(self)

    def __call__(self, example: Example) -> str | None:
        """Return what is wrong with an example."""
        at = self.places[id(example.region)]
        while len(self.results) <= at:
            self.results.append(self.run(self.examples[len(self.results)]))
        return self.results[at]

    def run(self, example: Example) -> str | None:
        """Run an example by its own evaluator."""
        example.document.pop_evaluator(self)
        try:
            example.evaluate()
        except SybilFailure as failure:
            return failure.result
        finally:
            example.document.push_evaluator(self)
        return None


class Recorder(DocTestRunner):
    """Runs prompts, and remembers of the last one what it printed or raised."""

    got: str = ""
    error: BaseException | None = None

    def report_success(
        self, _out: Any, _test: Any, _example: Any, got: str
    ) -> None:
        """Remember what was printed."""
        self.got, self.error = got, None

    def report_failure(self, out: Any, _test: Any, example: Any, got: str) -> None:
        """Remember what was printed, of an error only header and message."""
        raised = example.exc_msg is not None and got.startswith("Traceback")
        lines = got.splitlines(keepends=True)
        kept = [line for line in lines if not (raised and line.startswith(" "))]
        self.got, self.error = "".join(kept), None
        out("different")

    def report_unexpected_exception(
        self, out: Any, _test: Any, _example: Any, exc_info: Any
    ) -> None:
        """Remember what was raised."""
        self.got = "".join(traceback.format_exception_only(exc_info[1]))
        self.error = exc_info[1]
        out("raised")


def find_prompts(fence: Fence, page: Page) -> Iterator[Region]:
    """Yield each prompt of a block, with the output below it, at its place on the page.

    Raises
    ------
    WeaveError
        If the block embeds code, has text that no prompt prints, or a directive.
    """
    if fence.embeds:
        raise fence.error("a session cannot embed code; use `python`")
    starts = [0]
    for text in page.text.splitlines(keepends=True):
        starts.append(starts[-1] + len(text))
    covered = 0
    for region in DocTestStringParser()(fence.body, str(page.path)):
        refuse_gap(fence, covered, region.start)
        covered = region.end
        first, last = (
            fence.line + fence.body.count("\n", 0, at)
            for at in (region.start, region.end)
        )
        refuse_options(region.parsed, page.path, first + 1)
        region.parsed.indent = len(fence.indent)
        region.start, region.end = starts[first], starts[last]
        yield region
    refuse_gap(fence, covered, len(fence.body))


def refuse_gap(fence: Fence, start: int, end: int) -> None:
    """Refuse text in a session that belongs to no prompt: nothing would compare it."""
    gap = fence.body[start:end]
    if gap.strip():
        line = fence.line + 1 + fence.body.count("\n", 0, start)
        message = f"no prompt prints {gap.strip().splitlines()[0]!r}"
        raise WeaveError(fence.path, line, message)


def refuse_options(example: doctest.Example, path: Path, line: int) -> None:
    """Refuse directives that skip an example or blur its comparison."""
    if example.options:
        message = "doctest directives are not allowed: compare it all"
        raise WeaveError(path, line, message)


def with_blank_lines(output: str) -> str:
    """Return what is printed as a session shows it, where an empty line would end the output."""
    lines = output.splitlines(keepends=True)
    return "".join(line if line.strip() else "<BLANKLINE>\n" for line in lines)
