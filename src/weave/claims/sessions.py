"""Run what holds claims from top to bottom, as if a reader pasted it, and check each claim.

A page has one namespace. A claim is checked once all that stands above it has run, in whatever
order claims are asked for. Embedded code is compiled under its own file and line, so that a
failure points into `src`.
"""

import doctest
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sybil import Document, Example, Region
from sybil.document import PythonDocStringDocument
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser

from weave import loop
from weave.claims import algebra, numbers, predictions
from weave.claims.definitions import Definitions
from weave.claims.equations import Equation, find_equations
from weave.claims.numbers import Number, find_numbers
from weave.claims.predictions import Prediction, find_predictions
from weave.claims.running import (
    InOrder,
    Recorder,
    find_prompts,
    refuse_options,
    with_blank_lines,
)
from weave.embed import Definition, code_of, definitions_of
from weave.errors import ACCEPT, WeaveError, compared, indented, pointed_at
from weave.fences import Fence
from weave.page import Page


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
    book
        What the formulas have defined so far.
    embedded, failed
        The definitions of `src` that have run, and the line of the block that raised.
    recorder, order
        Run the prompts, and whatever is above an example before it.
    """

    root: Path
    path: Path
    document: Document
    accept: bool = False
    book: Definitions = field(default_factory=Definitions)
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    embedded: list[Definition] = field(default_factory=list)
    failed: int | None = None
    recorder: Recorder = field(default_factory=lambda: Recorder(0))
    order: InOrder = field(init=False)

    @property
    def complete(self) -> bool:
        """Whether every example has run and none was wrong."""
        return self.order.results == [None] * len(self.order.examples)

    def add(
        self,
        start: int,
        end: int,
        claim: object,
        check: Callable[[Example], str | None],
    ) -> None:
        """Add an example; nothing that needs the code is checked once a block has failed."""

        def unless_blocked(example: Example) -> str | None:
            if self.failed is None or check == self.check_equation:
                return check(example)
            message = f"not run, because the block at line {self.failed} failed"
            return self.place(getattr(claim, "line", example.line), message)

        self.document.add(Region(start, end, claim, unless_blocked))

    def place(self, line: int, message: str) -> str:
        """Return a message with the line that it is about."""
        return f"{self.path.as_posix()}:{line}: {message}"

    def run_block(self, source_root: Path, example: Example) -> str | None:
        """Run a block of code, its own or what it embeds."""
        fence: Fence = example.parsed
        found = definitions_of(fence, source_root)
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
            message = self.place(fence.line, f"this block raises {raised}")
            return "\n".join([message, *self.frames(error)])
        return None

    def frames(self, error: BaseException) -> list[str]:
        """Return the way through the project's own files to where an error was raised."""
        found = traceback.extract_tb(error.__traceback__)
        paths = [self.relative(frame.filename) for frame in found]
        return [
            f"  {path}:{frame.lineno}: {frame.line or ''}".rstrip()
            for path, frame in zip(paths, found, strict=True)
            if not path.is_absolute()
            and frame.filename != __file__
            and ".venv" not in path.parts
        ]

    def relative(self, path: str | Path) -> Path:
        """Return a path from the project's root, if it is in the project."""
        path = Path(path)
        return (
            path.relative_to(self.root) if path.is_relative_to(self.root) else path
        )

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
            lines = [f"{shown} raises", *indented(got), *self.frames(error)]
            return self.explained(example.line, "\n".join(lines), prompt.source)
        indent = " " * prompt.indent
        old, new = (
            "".join(indent + line for line in text.splitlines(keepends=True))
            for text in (prompt.want, with_blank_lines(got))
        )
        start = example.end - len(old)
        if self.accept and example.document.text[start : example.end] == old:
            self.edits.append((start, example.end, new))
            return None
        told = f"the output of {shown} has changed\n{compared(prompt.want, got)}"
        return self.explained(example.line, told, prompt.source, ACCEPT)

    def check_number(self, example: Example) -> str | None:
        """Compare a number in prose with its source."""
        number: Number = example.parsed
        actual, wrong = numbers.check(number, example.namespace)
        if actual is not None and wrong and self.accept:
            self.edits.append(
                (number.start, number.start + len(number.text), actual)
            )
            return None
        if not wrong:
            return None
        told = "\n".join(
            [wrong, *pointed_at(self.document.text, number.line, number.text)]
        )
        hint = ACCEPT if actual is not None else ""
        return self.explained(number.line, told, number.expression, hint)

    def check_prediction(self, example: Example) -> str | None:
        """Compare the answer that a prediction marks as true with the run."""
        prediction: Prediction = example.parsed
        wrong = predictions.check(prediction, example.namespace)
        if wrong is None:
            return None
        shown = pointed_at(self.document.text, prediction.line, prediction.title)
        conditions = " ".join(answer.condition for answer in prediction.answers)
        return self.explained(
            prediction.line, "\n".join([wrong, *shown]), conditions
        )

    def check_equation(self, example: Example) -> str | None:
        """Check the steps of a formula."""
        return self.with_line(algebra.check(example.parsed, self.book))

    def check_formula_code(self, example: Example) -> str | None:
        """Compare a formula with the code beside it."""
        equation: Equation = example.parsed
        return self.with_line(
            algebra.check_code(equation, self.book, example.namespace)
        )

    def with_line(self, wrong: str | None) -> str | None:
        """Put the line of the page below a message that begins with its place."""
        if wrong is None:
            return None
        line = int(wrong.split(":")[1])
        return "\n".join([wrong, *pointed_at(self.document.text, line, "")])

    def explained(self, line: int, message: str, code: str, hint: str = "") -> str:
        """Return a message with its place, the definitions of `src` that ``code`` runs, a hint."""
        lines = [self.place(line, message)]
        for definition in involved(code, self.embedded) or self.embedded:
            path = self.relative(definition.path)
            lines.append(f"  runs {definition.name} from {path}:{definition.line}")
        return "\n".join([*lines, *filter(None, [hint])])


def page_session(
    page: Page, root: Path, source_root: Path, *, accept: bool = False
) -> Session:
    """Return the session of a page.

    Raises
    ------
    WeaveError
        If something on the page cannot be read.
    """
    loop.check(page, root)
    document = Document(page.text, str(root / page.path))
    document.namespace["__name__"] = "__main__"
    session = Session(root, page.path, document, accept)
    blocks = "\n".join(code_of(fence, source_root) for fence in page.fences)
    numbers.check_inline_code(page, blocks)
    for fence in page.fences:
        if fence.kind == "code":
            refuse_no_python(fence)
            run_block = partial(session.run_block, source_root)
            session.add(fence.start, fence.end, fence, run_block)
        elif fence.kind == "session":
            for region in find_prompts(fence, page):
                session.add(
                    region.start, region.end, region.parsed, session.check_output
                )
    for number in find_numbers(page):
        session.add(number.ready, number.ready, number, session.check_number)
    for each in find_predictions(page):
        session.add(each.ready, each.ready, each, session.check_prediction)
    session.book = Definitions.for_page(page)
    for found in find_equations(page):
        session.add(found.start, found.end, found, session.check_equation)
        if found.code is not None:
            session.add(found.ready, found.ready, found, session.check_formula_code)
    session.order = InOrder(document)
    return session


def refuse_no_python(fence: Fence) -> None:
    """Refuse a block of code that Python cannot read, at its line."""
    try:
        compile(fence.body, str(fence.path), "exec")
    except SyntaxError as error:
        line = fence.line + (error.lineno or 1)
        raise WeaveError(
            fence.path, line, f"this is not Python: {error.msg}"
        ) from None


def module_session(path: Path, root: Path, *, accept: bool = False) -> Session:
    """Return the session of the docstrings of a module."""

    def parse(docstring: Document) -> Iterator[Region]:
        for region in DocTestStringParser()(docstring.text, docstring.path):
            region.evaluator = evaluate
            yield region

    def evaluate(example: Example) -> str | None:
        return session.check_output(example)

    document = PythonDocStringDocument.parse(str(root / path), parse)
    session = Session(root, path, document, accept)
    for example in document:
        refuse_options(example.parsed, path, example.line)
    session.order = InOrder(document)
    return session


def involved(text: str, embedded: list[Definition]) -> list[Definition]:
    """Return the embedded definitions that ``text`` names, and those that they name in turn."""
    found: list[Definition] = []
    texts = [text]
    while texts:
        words = set(
            "".join(
                c if c.isalnum() or c == "_" else " " for c in texts.pop()
            ).split()
        )
        new = [
            d
            for d in embedded
            if d not in found and d.name.rpartition(".")[2] in words
        ]
        found += new
        texts += [definition.shown for definition in new]
    return found
