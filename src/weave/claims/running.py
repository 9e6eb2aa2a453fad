"""How sybil runs the examples of a page: in order, and remembering what prompts print."""

import traceback
from collections.abc import Iterator
from doctest import DONT_ACCEPT_TRUE_FOR_1
from typing import Any

from sybil import Document, Example, Region
from sybil.evaluators.doctest import KEEP_TRAILING_WHITESPACE, DocTestRunner
from sybil.example import SybilFailure

from weave.page import Page
from weave.text import line_starts


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
    """Runs prompts, and remembers what the last one that failed printed or raised.

    Spaces at the end of a line count, and True is not 1.
    """

    got: str = ""
    error: BaseException | None = None

    def __init__(self) -> None:
        super().__init__(KEEP_TRAILING_WHITESPACE | DONT_ACCEPT_TRUE_FOR_1)

    def report_success(self, out: Any, _test: Any, example: Any, got: str) -> None:
        """Refuse an error if something was printed before it, which doctest passes over."""
        if example.exc_msg is not None and not got.startswith("Traceback"):
            self.got = "after it has printed; let a prompt of its own print that"
            self.error = ValueError(self.got)
            out("printed")

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


def find_prompts(page: Page) -> Iterator[Region]:
    """Yield each prompt of the sessions of a page, with the output below it."""
    lines = line_starts(page.text)
    for fence in page.fences:
        if fence.kind == "session":
            for prompt in fence.prompts:
                first = fence.line + prompt.lineno
                count = (prompt.source + prompt.want).count("\n")
                yield Region(lines[first], lines[first + count], prompt)


def with_blank_lines(output: str) -> str:
    """Return what is printed as a session shows it, where an empty line would end the output."""
    lines = output.splitlines(keepends=True)
    return "".join(line if line.strip() else "<BLANKLINE>\n" for line in lines)
