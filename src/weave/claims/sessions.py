"""Run what holds claims from top to bottom, as if a reader pasted it, and check each claim.

A page has one namespace. A claim is checked once all that stands above it has run, in whatever
order claims are asked for. Embedded code is compiled under its own file and line, so that a
failure points into `src`.
"""

import doctest
import re
import traceback
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sybil import Document, Example, Region
from sybil.document import PythonDocStringDocument
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser

from weave.claims import algebra, numbers, predictions
from weave.claims.equations import find_equations
from weave.claims.numbers import Number, find_numbers
from weave.claims.predictions import Prediction, find_predictions
from weave.claims.running import (
    InOrder,
    Recorder,
    find_prompts,
    with_blank_lines,
)
from weave.embed import Definition, definitions_of
from weave.errors import ACCEPT, WeaveError, compared, indented
from weave.fences import Fence, as_prompt_error, refuse_uncompared
from weave.page import Page
from weave.page_file import read_text
from weave.text import line_at, replaced

Check = Callable[[Example], str | None]  # what is wrong with an example


@dataclass
class Session:
    """A page or module, and the evaluators of its examples.

    Attributes
    ----------
    root, path
        The project's root, and the file from there.
    document
        Its examples, as sybil runs them.
    accept, edits
        Whether an output or number that changed is noted as ``(start, end, new)``, not wrong.
    embedded, failed
        The definitions of `src` that have run, and the line of the block that raised.
    recorder, order
        Run the prompts, and whatever is above an example before it.
    """

    root: Path
    path: Path
    document: Document
    accept: bool = False
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    embedded: list[Definition] = field(default_factory=list)
    failed: int | None = None
    recorder: Recorder = field(default_factory=Recorder)
    order: InOrder = field(init=False)

    @property
    def complete(self) -> bool:
        """Whether every example has run and none was wrong."""
        return self.order.results == [None] * len(self.order.examples)

    def add(self, start: int, end: int, claim: object, check: Check) -> None:
        """Add an example; nothing that needs the code is checked once a block has failed."""

        def unless_blocked(example: Example) -> str | None:
            if self.failed is None or check == self.check_equation:
                return check(example)
            message = f"not run, because the block at line {self.failed} failed"
            line = getattr(claim, "line", example.line)
            return self.explained(WeaveError(self.path, line, message))

        self.document.add(Region(start, end, claim, unless_blocked))

    def run_block(self, example: Example) -> str | None:
        """Run a block of code, its own or what it embeds."""
        fence: Fence = example.parsed
        found = definitions_of(fence, self.root / "src")
        self.embedded += found
        pieces = [(definition.runnable, definition.path) for definition in found]
        own = ("\n" * fence.line + fence.body, self.root / fence.path)
        try:
            for source, path in pieces or [own]:
                code = compile(source, str(path), "exec", dont_inherit=True)
                exec(code, example.namespace)
        except (Exception, SystemExit) as error:
            self.failed = fence.line
            raised = f"{type(error).__name__}: {error}".removesuffix(": ")
            told = fence.error(f"this block raises {raised}")
            return "\n".join([str(told), *self.frames(error)])
        return None

    def frames(self, error: BaseException) -> list[str]:
        """Return the way through the project's own files to where an error was raised."""
        own = Path(__file__)
        return [
            f"  {self.relative(path)}:{frame.lineno}: {frame.line or ''}".rstrip()
            for frame in traceback.extract_tb(error.__traceback__)
            if (path := Path(frame.filename)).is_relative_to(self.root)
            and path != own
            and ".venv" not in path.parts
        ]

    def relative(self, path: Path) -> Path:
        """Return a path from the project's root, if it is in the project."""
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root) if inside else path

    def check_output(self, example: Example) -> str | None:
        """Run a prompt and compare what it prints, character by character."""
        run = DocTestEvaluator()
        run.runner = self.recorder
        if not run(example):
            return None
        prompt: doctest.Example = example.parsed
        got, error = self.recorder.got, self.recorder.error
        shown = prompt.source.splitlines()[0]
        if error is not None:
            message = "\n".join(
                [f"{shown} raises", *indented(got), *self.frames(error)]
            )
            told = WeaveError(self.path, example.line, message)
            return self.explained(told, prompt.source)
        indent = " " * prompt.indent
        old, new = (
            "".join(indent + line for line in text.splitlines(keepends=True))
            for text in (prompt.want, with_blank_lines(got))
        )
        start = example.end - len(old)
        if self.accept and example.document.text[start : example.end] == old:
            self.edits.append((start, example.end, new))
            return None
        message = f"the output of {shown} has changed\n{compared(prompt.want, got)}"
        told = WeaveError(self.path, example.line, message, hint=ACCEPT)
        return self.explained(told, prompt.source)

    def check_number(self, example: Example) -> str | None:
        """Compare a number in prose with its source."""
        number: Number = example.parsed
        actual, wrong = numbers.check(number, example.namespace)
        if not wrong:
            return None
        if actual is not None and self.accept:
            end = number.start + len(number.text)
            self.edits.append((number.start, end, actual))
            return None
        hint = ACCEPT if actual is not None else ""
        told = WeaveError(
            self.path, number.line, wrong, hint=hint, shown=number.text
        )
        return self.explained(told, number.expression)

    def check_prediction(self, example: Example) -> str | None:
        """Compare the answer that a prediction marks as true with the run."""
        found: Prediction = example.parsed
        wrong = predictions.check(found, example.namespace)
        if not wrong:
            return None
        told = WeaveError(self.path, found.line, wrong, shown=found.title)
        conditions = " ".join(answer.condition for answer in found.answers)
        return self.explained(told, conditions)

    def check_equation(self, example: Example) -> str | None:
        """Check the steps of a formula."""
        wrong = algebra.check(example.parsed)
        return wrong.explained(self.root) if wrong else None

    def check_formula_code(self, example: Example) -> str | None:
        """Compare a formula with the code beside it."""
        wrong = algebra.check_code(example.parsed, example.namespace)
        return wrong.explained(self.root) if wrong else None

    def explained(self, error: WeaveError, code: str = "") -> str:
        """Return what is wrong in full, with the definitions of `src` that ``code`` runs."""
        lines = [error.explained(self.root)]
        for definition in involved(code, self.embedded) or self.embedded:
            path = self.relative(definition.path)
            lines.append(f"  runs {definition.name} from {path}:{definition.line}")
        return "\n".join(lines)

    def write_edits(self) -> list[str]:
        """Write what was accepted into the file, all or nothing; return what to tell about it."""
        if not self.edits:
            return []
        if not self.complete:
            why = "not all of it ran, or something else is wrong"
        elif read_text(self.root, self.path) != self.document.text:
            why = "it has changed since it was read"
        else:
            text = replaced(self.document.text, self.edits)
            file = self.root / self.path
            before = file.read_bytes()
            encoding = "utf-8-sig" if before.startswith(BOM_UTF8) else "utf-8"
            newline = "\r\n" if b"\r\n" in before else "\n"
            file.write_text(text, encoding, newline=newline)
            edits = sorted(self.edits)
            return [
                f"accepted in {self.path}: {new.strip()}" for _, _, new in edits
            ]
        return [f"nothing accepted in {self.path}: {why}"]


def page_session(page: Page, *, accept: bool = False) -> Session:
    """Return the session of a page.

    Raises
    ------
    WeaveError
        If something on the page cannot be read.
    """
    document = Document(page.text, str(page.root / page.path))
    document.namespace["__name__"] = "__main__"
    session = Session(page.root, page.path, document, accept)
    for fence in page.fences:
        if fence.kind == "code":
            session.add(fence.start, fence.end, fence, session.run_block)
    for prompt in find_prompts(page):
        session.add(prompt.start, prompt.end, prompt.parsed, session.check_output)
    for number in find_numbers(page):
        session.add(number.ready, number.ready, number, session.check_number)
    for each in find_predictions(page):
        session.add(each.ready, each.ready, each, session.check_prediction)
    for found in find_equations(page):
        session.add(found.start, found.end, found, session.check_equation)
        if found.code is not None:
            session.add(found.ready, found.ready, found, session.check_formula_code)
    session.order = InOrder(document)
    return session


def module_session(path: Path, root: Path, *, accept: bool = False) -> Session:
    """Return the session of the docstrings of a module."""

    def parse(docstring: Document) -> Iterator[Region]:
        try:
            regions = list(DocTestStringParser()(docstring.text, docstring.path))
        except ValueError as error:
            source = read_text(root, path)
            first = line_at(source, max(source.find(docstring.text), 0))
            raise as_prompt_error(error, path, first) from None
        for region in regions:
            region.evaluator = evaluate
            yield region

    def evaluate(example: Example) -> str | None:
        return session.check_output(example)

    document = PythonDocStringDocument.parse(str(root / path), parse)
    session = Session(root, path, document, accept)
    for example in document:
        refuse_uncompared(example.parsed, path, example.line)
    session.order = InOrder(document)
    return session


def involved(text: str, embedded: list[Definition]) -> list[Definition]:
    """Return the embedded definitions that ``text`` names, and those that they name in turn."""
    words = set(re.findall(r"\w+", text))
    found = [each for each in embedded if each.name.rpartition(".")[2] in words]
    if not found:
        return []
    rest = [each for each in embedded if each not in found]
    return found + involved(" ".join(each.shown for each in found), rest)
