"""Turn a page into examples that sybil runs: code, sessions, numbers, top to bottom.

A page has one namespace, as if a reader pasted it into a fresh interpreter. Embedded code is
compiled under its own file and line, so that a failure points into `src`.
"""

import doctest
import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser

from weave import loop
from weave.claims import algebra, census, numbers, predictions
from weave.claims.numbers import Number, find_numbers
from weave.claims.predictions import Prediction, find_predictions
from weave.claims.tex import Definitions, find_equations
from weave.embed import Definition, definitions_of, expand
from weave.errors import ACCEPT, WeaveError, compared, indented, pointed_at
from weave.fences import Fence, find_fences
from weave.page import Page

BLOCK_FAILED = "__weave_block_failed__"
EMBEDDED = "__weave_embedded__"
DEFINITIONS = "__weave_definitions__"


@dataclass(frozen=True)
class Edit:
    """A piece of a file that an author may want to replace: ``text`` from ``start`` to ``end``."""

    path: Path
    start: int
    end: int
    text: str


@dataclass
class Checker:
    """The parsers and evaluators of one test run, and what they found.

    Attributes
    ----------
    root, source_root
        Where pages are named from, and where embedded code lives.
    accept
        Whether an output or number that changed is noted in ``edits`` instead of failing.
    found
        How much of each kind was found.
    """

    root: Path
    source_root: Path
    accept: bool = False
    found: Counter[str] = field(default_factory=Counter)
    edits: list[Edit] = field(default_factory=list)

    def parse_page(self, document: Document) -> Iterator[Region]:
        """Yield the examples of a Markdown page.

        Raises
        ------
        WeaveError
            If something on the page is not recognised.
        """
        document.namespace |= {"__name__": "__main__", EMBEDDED: []}
        path = self.relative(document.path)
        loop.check(Page(path, document.text), self.root)
        notation = census.notation_for(self.root, path)
        self.found += census.of_page(document.text, path, notation)
        woven = expand(document.text, path, self.source_root)
        numbers.refuse_strange_code(document.text, path, woven)
        for fence in find_fences(document.text, path):
            if fence.kind == "code":
                yield self.code_region(fence)
            elif fence.kind == "session":
                yield from self.session_regions(fence, document.text)
        names = numbers.read_names(notation + document.text)
        for number in find_numbers(document.text, path, names):
            check = unless_blocked(self.check_number)
            yield Region(number.ready, number.ready, number, check)
        for prediction in find_predictions(document.text, path):
            check = unless_blocked(self.check_prediction)
            yield Region(prediction.ready, prediction.ready, prediction, check)
        book = Definitions.for_page(document.text, notation, path)
        document.namespace[DEFINITIONS] = book
        yield from self.equation_regions(document.text, path, book)

    def parse_docstring(self, document: Document) -> Iterator[Region]:
        """Yield the examples of a docstring."""
        for region in self.prompts()(document.text, document.path):
            refuse_options(region.parsed, Path(document.path))
            self.found["example in a docstring run"] += 1
            yield region

    def code_region(self, fence: Fence) -> Region:
        """Return a block of code, its own or what it embeds, as one example."""
        found = definitions_of(fence, self.source_root)
        pieces = [(definition.runnable, definition.path) for definition in found]
        own = ("\n" * fence.line + fence.body, self.root / fence.path)

        def run(example: Example) -> str | None:
            example.namespace[EMBEDDED] += found
            try:
                for source, path in pieces or [own]:
                    code = compile(source, str(path), "exec", dont_inherit=True)
                    exec(code, example.namespace)
            except BaseException:
                example.namespace[BLOCK_FAILED] = fence.line
                raise
            return None

        return Region(fence.start, fence.end, fence, unless_blocked(run))

    def equation_regions(
        self, text: str, path: Path, book: Definitions
    ) -> Iterator[Region]:
        """Yield each formula, and its comparison with the code that is named beside it."""

        def check(example: Example) -> str | None:
            return with_line(algebra.check(example.parsed, book), text)

        def check_code(example: Example) -> str | None:
            wrong = algebra.check_code(example.parsed, book, example.namespace)
            return with_line(wrong, text)

        for equation in find_equations(text, path):
            yield Region(equation.start, equation.end, equation, check)
            if equation.code is not None:
                ready = equation.ready
                yield Region(ready, ready, equation, unless_blocked(check_code))

    def session_regions(self, fence: Fence, text: str) -> Iterator[Region]:
        """Yield each prompt of a session with the output below it as one example."""
        if fence.embeds:
            raise WeaveError(
                fence.path, fence.line, "a session cannot embed code; use `python`"
            )
        starts = line_starts(text)
        covered = 0
        for region in self.prompts()(fence.body, str(fence.path)):
            refuse_gap(fence, covered, region.start)
            covered = region.end
            refuse_options(region.parsed, fence.path, fence.line)
            first = fence.line + fence.body.count("\n", 0, region.start)
            last = fence.line + fence.body.count("\n", 0, region.end)
            region.start, region.end = starts[first], starts[last]
            region.parsed.indent = len(fence.indent)
            yield region
        refuse_gap(fence, covered, len(fence.body))

    def prompts(self) -> DocTestStringParser:
        """Return sybil's parser of prompts, with our own comparison behind it."""
        return DocTestStringParser(
            cast(DocTestEvaluator, unless_blocked(self.check_output))
        )

    def check_output(self, example: Example) -> str | None:
        """Run one prompt and compare what it prints, character by character."""
        difference = DocTestEvaluator()(example)
        if not difference:
            return None
        raised = difference.partition("Exception raised:\n")[2]
        got = raised or difference.partition("Got:\n")[2]
        got = "".join(f"{line[4:]}\n" for line in got.splitlines())
        if self.accept and not raised:
            self.accept_output(example, got)
            return None
        parsed: doctest.Example = example.parsed
        prompt = parsed.source.splitlines()[0]
        if raised:
            told = "\n".join(
                [f"{prompt} raises", *indented(without_machinery(got)), ""]
            )
            return self.located(
                example, told, example.line, parsed.source, accept=False
            )
        told = f"the output of {prompt} has changed\n{compared(parsed.want, got)}"
        return self.located(example, told, example.line, parsed.source)

    def accept_output(self, example: Example, got: str) -> None:
        """Note the new output of a prompt."""
        parsed: doctest.Example = example.parsed
        indent = " " * parsed.indent
        start = example.start + sum(
            len(line) + len(indent)
            for line in parsed.source.splitlines(keepends=True)
        )
        start += 4 * parsed.source.count("\n")
        new = "".join(indent + line for line in got.splitlines(keepends=True))
        self.edits.append(Edit(Path(example.path), start, example.end, new))

    def check_number(self, example: Example) -> str | None:
        """Compare a number in prose with its source."""
        number: Number = example.parsed
        difference = numbers.check(number, example.namespace)
        if difference and self.accept and "raises" not in difference:
            value = numbers.compute(number.expression, example.namespace)
            new = numbers.render(value, like=number.text)
            end = number.start + len(number.text)
            self.edits.append(Edit(Path(example.path), number.start, end, new))
            return None
        if not difference:
            return None
        text = example.document.text
        told = "\n".join([difference, *pointed_at(text, number.line, number.text)])
        accept = "raises" not in difference
        return self.located(
            example, told, number.line, number.expression, accept=accept
        )

    def check_prediction(self, example: Example) -> str | None:
        """Compare the answer that a prediction marks as true with the run."""
        prediction: Prediction = example.parsed
        wrong = predictions.check(prediction, example.namespace)
        if wrong is None:
            return None
        text = example.document.text
        told = "\n".join(
            [wrong, *pointed_at(text, prediction.line, prediction.title)]
        )
        conditions = " ".join(answer.condition for answer in prediction.answers)
        return self.located(
            example, told, prediction.line, conditions, accept=False
        )

    def located(
        self,
        example: Example,
        difference: str,
        line: int,
        shown: str,
        *,
        accept: bool = True,
    ) -> str:
        """Add to a message where to look and how to accept a change that is meant."""
        message = f"{self.relative(example.path)}:{line}: {difference}"
        embedded = example.namespace.get(EMBEDDED, [])
        for definition in involved(shown, embedded) or embedded:
            place = f"{self.relative(definition.path)}:{definition.line}"
            message += f"\n  runs {definition.name} from {place}"
        if not accept:
            return message
        return f"{message}\n{ACCEPT}"

    def told(self, example: Example, error: BaseException) -> str:
        """Say what a block of code raised, and the way there through the page and `src`."""
        frames = [
            (self.relative(frame.filename), frame)
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename != __file__
        ]
        ours = [
            f"  {path}:{frame.lineno}: {frame.line or ''}".rstrip()
            for path, frame in frames
            if not path.is_absolute() and ".venv" not in path.parts
        ]
        place = f"{self.relative(example.path)}:{example.line}"
        raised = f"{type(error).__name__}: {error}".removesuffix(": ")
        return "\n".join([f"{place}: this block raises {raised}", *ours])

    def relative(self, path: str | Path) -> Path:
        """Return a path as it reads from the project's root."""
        path = Path(path)
        return (
            path.relative_to(self.root) if path.is_relative_to(self.root) else path
        )


def with_line(wrong: str | None, text: str) -> str | None:
    """Put the line of the page below a complaint that begins with its number."""
    found = re.match(r"[^:]*:(\d+): ", wrong or "")
    if wrong is None or found is None:
        return wrong
    return "\n".join([wrong, *pointed_at(text, int(found[1]), "")])


def without_machinery(trace: str) -> str:
    """Return a traceback without the frames of doctest, which ran the prompt."""
    frame = r'  File "[^"]*doctest\.py".*\n(?:    .*\n)*'
    return re.sub(frame, "", trace)


def involved(text: str, embedded: list[Definition]) -> list[Definition]:
    """Return the embedded definitions that ``text`` names, and those that they name in turn."""
    found: list[Definition] = []
    texts = [text]
    while texts:
        words = set(re.findall(r"\w+", texts.pop()))
        new = [
            d
            for d in embedded
            if d not in found and d.name.rpartition(".")[2] in words
        ]
        found += new
        texts += [definition.shown for definition in new]
    return found


def unless_blocked(
    evaluate: Callable[[Example], str | None],
) -> Callable[[Example], str | None]:
    """Let an example run only if no block above it failed, else say which to mend first."""

    def evaluate_unless_blocked(example: Example) -> str | None:
        failed = example.namespace.get(BLOCK_FAILED)
        if failed is not None:
            return f"not run, because the block at line {failed} failed"
        return evaluate(example)

    return evaluate_unless_blocked


def line_starts(text: str) -> list[int]:
    r"""Return the offset of each line of ``text``, and of the end.

    Examples
    --------
    >>> line_starts("ab\nc\n")
    [0, 3, 5]
    """
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def refuse_gap(fence: Fence, start: int, end: int) -> None:
    """Refuse text in a session that belongs to no prompt: nothing would compare it."""
    gap = fence.body[start:end]
    if gap.strip():
        line = fence.line + 1 + fence.body.count("\n", 0, start)
        raise WeaveError(
            fence.path, line, f"no prompt prints {gap.strip().splitlines()[0]!r}"
        )


def refuse_options(example: doctest.Example, path: Path, line: int = 0) -> None:
    """Refuse directives that skip an example or blur its comparison."""
    if example.options:
        raise WeaveError(
            path,
            line + example.lineno + 1,
            "doctest directives are not allowed: compare it all",
        )


def apply(edits: list[Edit]) -> None:
    """Write accepted changes into their files."""
    for path in {edit.path for edit in edits}:
        text = path.read_text(encoding="utf-8")
        for edit in sorted(
            (e for e in edits if e.path == path), key=lambda e: -e.start
        ):
            text = text[: edit.start] + edit.text + text[edit.end :]
        path.write_text(text, encoding="utf-8")
