"""Change the pages in many small ways, one digit or one sign at a time: does a check notice?

``python -m tests.perturbation`` does it to every page and README.md; with the names of pages behind
it, to these. Each digit that a reader sees becomes its neighbours, be it in a sentence, an output,
a formula or the code; each sign of a formula that is checked is turned. A page runs once. After
each step only what holds the digit is checked again, and a digit in code is tried in a process of
its own, forked at that place, which goes on from there.

A prediction is marked the other way round.

It shows its progress and lists what nobody noticed. Three kinds of change nobody can notice, and
they are counted apart. A name with a digit in it may become another such name: class 0 for class 1.
A program may change without a change in what it prints: a tolerance, a digit that rounding hides.
And the words of an answer to predict are the author's: the condition behind them is checked.
"""

import doctest
import os
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast

from sybil import Example

from weave.claims import algebra, known_kinds, numbers, predictions
from weave.claims.definitions import Definitions
from weave.claims.equations import Equation, find_equations
from weave.claims.numbers import Number
from weave.claims.predictions import Prediction
from weave.claims.sessions import Session, page_session
from weave.errors import WeaveError
from weave.fences import Fence
from weave.page import NOTATION_PAGE, Page, read_pages
from weave.text import blanked

ROOT = Path(__file__).parents[1]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
SIGNS = [("+", "-"), ("-", "+"), (r"\cdot", "+"), (r"\ln", r"\exp"), (r"\sum", r"\prod"),
         (r"\max", r"\min"), (r"\approx", "=")]  # fmt: skip
SECONDS = 60
BROKEN = 2
CANNOT = {"name with a digit", "code", "answer to predict"}


@dataclass(frozen=True)
class Slip:
    """A change to a page: where, what stands there instead of what, and in what kind of text."""

    start: int
    before: str
    after: str
    kind: str

    @property
    def shown(self) -> str:
        """The change in a few signs."""
        return f"{self.before} → {self.after} ({self.kind})"

    def made_in(self, text: str, offset: int = 0) -> str:
        """Return a text that begins at ``offset`` of the page with the change made."""
        at = self.start - offset
        return text[:at] + self.after + text[at + len(self.before) :]


def digit_slips(text: str, start: int, end: int, kind: str) -> Iterator[Slip]:
    """Yield each digit of a part of a page with each of its neighbours."""
    for found in re.finditer(r"\d", text[start:end]):
        for step in (1, 9):
            after = str((int(found[0]) + step) % 10)
            yield Slip(start + found.start(), found[0], after, kind)


def kind_in_formula(text: str, start: int) -> str:
    """Return the kind of a slip in a formula: the 0 of w_0 is in a name."""
    return "name with a digit" if text[start - 1] == "_" else "digit of a formula"


def sign_slips(equation: Equation, text: str) -> Iterator[Slip]:
    """Yield each sign of a formula with another in its place."""
    start = text.index(equation.tex, equation.start)
    for before, after in SIGNS:
        letters = r"(?![a-z])" if before.startswith("\\") else ""
        for found in re.finditer(re.escape(before) + letters, equation.tex):
            yield Slip(start + found.start(), before, after, "sign of a formula")


class Reading:
    """One page, read from top to bottom while slips are tried on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.relative_to(ROOT)
        self.page = Page.read(ROOT, self.name)
        self.session = page_session(self.page, ROOT, ROOT / "src")
        self.text = self.page.text
        self.pending: list[tuple[Equation, Slip]] = []

    def slips(self) -> Iterator[tuple[Slip, bool]]:
        """Yield each slip, and whether a check noticed it."""
        examples = self.session.order.examples
        for index, example in enumerate(examples):
            rest = examples[index + 1 :]
            if isinstance(example.parsed, Number):
                yield from self.in_number(example)
            elif isinstance(example.parsed, Equation):
                yield from self.in_equation(example)
            elif isinstance(example.parsed, doctest.Example):
                yield from self.in_session(example, rest)
                continue  # it has run
            elif isinstance(example.parsed, Prediction):
                yield from self.in_prediction(example.parsed)
            elif isinstance(example.parsed, Fence) and not example.parsed.embeds:
                yield from self.in_code(example, rest)
            check(example)
        yield from self.everywhere_else()
        for _, slip in self.pending:
            yield slip, self.elsewhere(slip)

    def place(self, slip: Slip) -> str:
        """Return the line of a slip, and what stands there."""
        line = self.page.line_at(slip.start)
        around = self.text[max(0, slip.start - 30) : slip.start + 30]
        return f"{self.name}:{line} {' '.join(around.split())!r}"

    def in_number(self, example: Example) -> Iterator[tuple[Slip, bool]]:
        """Try the digits of a number and of its source."""
        number = cast(Number, example.parsed)
        end = number.start + len(number.text)
        for slip in digit_slips(
            self.text, number.start, end, "number in a sentence"
        ):
            changed = replace(number, text=slip.made_in(number.text, number.start))
            _, wrong = numbers.check(changed, self.session.document.namespace)
            yield slip, bool(wrong)

    def in_prediction(self, prediction: Prediction) -> Iterator[tuple[Slip, bool]]:
        """Turn the mark of each answer: what is said to be true becomes untrue, and back."""
        for answer in prediction.answers:
            turned = tuple(
                replace(each, true=each.true != (each is answer))
                for each in prediction.answers
            )
            changed = replace(prediction, answers=turned)
            wrong = predictions.check(changed, self.session.document.namespace)
            said, turn = str(answer.true), str(not answer.true)
            yield Slip(prediction.start, said, turn, "prediction"), bool(wrong)

    def in_equation(self, example: Example) -> Iterator[tuple[Slip, bool]]:
        """Try the digits and signs of a formula, against its steps and against its code."""
        equation = cast(Equation, example.parsed)
        book = self.session.book
        start = self.text.index(equation.tex, equation.start)
        if example.end == example.start:  # the code beside it can run by now
            waiting, self.pending = self.pending, []
            for of, slip in waiting:
                changed = replace(
                    of, tex=slip.made_in(of.tex, of.start + self.shift(of))
                )
                if of == equation and algebra.check_code(
                    changed, book, self.session.document.namespace
                ):
                    yield slip, True
                else:
                    self.pending.append((of, slip))
            return
        end = start + len(equation.tex)
        digits = list(digit_slips(self.text, start, end, "name with a digit"))
        if {book.kind(step) for step in equation.steps} != {"case"}:
            digits = [
                replace(slip, kind=kind_in_formula(self.text, slip.start))
                for slip in digits
            ]
        for slip in [*digits, *sign_slips(equation, self.text)]:
            changed = replace(equation, tex=slip.made_in(equation.tex, start))
            if algebra.check(changed, copied(book)):
                yield slip, True
            else:
                self.pending.append((equation, slip))

    def shift(self, equation: Equation) -> int:
        """Return how far behind its mark the TeX of a formula begins."""
        return self.text.index(equation.tex, equation.start) - equation.start

    def in_session(
        self, example: Example, rest: list[Example]
    ) -> Iterator[tuple[Slip, bool]]:
        """Try the digits of a prompt, then run it, then try those of its output."""
        prompt = cast(doctest.Example, example.parsed)
        yield from self.in_code(example, rest)
        want, message = prompt.want, prompt.exc_msg
        outputs = len(self.text[example.start : example.end]) - len(
            indented(want, prompt.indent)
        )
        slips = [
            *digit_slips(self.text, example.start + outputs, example.end, "output")
        ]
        check(example)
        got = self.session.recorder.got
        compare = doctest.OutputChecker().check_output
        assert message is not None or compare(want, got, 0), (
            f"{self.name}:{example.line} fails as it is"
        )
        for slip in slips:
            changed = slip.made_in(
                indented(want, prompt.indent), example.start + outputs
            )
            if message is None:
                lines = changed.splitlines(keepends=True)
                plain = "".join(line[prompt.indent :] or "\n" for line in lines)
                yield slip, not compare(plain, got, 0)
            else:
                yield slip, self.fails_when_parsed_anew(slip, example)

    def fails_when_parsed_anew(self, slip: Slip, example: Example) -> bool:
        """Tell whether a prompt that raises notices a change to the message."""
        changed = self.parsed(slip.made_in(self.text))
        if changed is None:
            return True
        changed.document.namespace.update(self.session.document.namespace)
        return fails(
            [e for e in changed.order.examples if e.start == example.start]
        )

    def in_code(
        self, example: Example, rest: list[Example]
    ) -> Iterator[tuple[Slip, bool]]:
        """Try the digits of code, each in a process that goes on from here."""
        end = example.end
        if isinstance(example.parsed, doctest.Example):
            end = (
                example.start
                + len(self.text[example.start : end])
                - len(indented(example.parsed.want, example.parsed.indent))
            )
        for slip in digit_slips(self.text, example.start, end, "code"):
            yield slip, in_a_fork(partial(self.goes_wrong, slip, example, rest))

    def goes_wrong(self, slip: Slip, example: Example, rest: list[Example]) -> bool:
        """Tell whether changed code, or what comes after it on the page, fails."""
        changed = self.parsed(slip.made_in(self.text))
        if changed is None:
            return True
        again = [e for e in changed.order.examples if e.start == example.start]
        changed.document.namespace.update(self.session.document.namespace)
        if not again or fails(again):
            return True
        self.session.document.namespace.update(changed.document.namespace)
        return fails(rest)

    def everywhere_else(self) -> Iterator[tuple[Slip, bool]]:
        """Try the digits that no example holds: names, headings, quotes, front matter."""
        bound = [
            (number.start, number.start + len(number.text))
            for number in numbers.find_numbers(self.page)
        ]
        bound += [(each.start, each.end) for each in find_equations(self.page)]
        bound += [(each.start, each.end) for each in self.page.comments]
        bound += [
            (each.start, each.start + 1 + len(each.text))  # a title stays
            for each in self.page.of_kind("target", "attributes")
        ]
        page = blanked(self.page.outside_fences, bound)
        spans = list(numbers.find_names(self.page))
        answers = {
            answer.line
            for prediction in predictions.find_predictions(self.page)
            for answer in prediction.answers
        }
        for slip in digit_slips(page, 0, len(page), "elsewhere"):
            in_name = any(start <= slip.start < end for start, end, _ in spans)
            kind = "name with a digit" if in_name else slip.kind
            if self.page.line_at(slip.start) in answers:
                kind = "answer to predict"
            if self.in_formula(slip.start):
                kind = kind_in_formula(page, slip.start)
            yield (
                replace(slip, kind=kind),
                self.parsed(slip.made_in(self.text)) is None,
            )

    def in_formula(self, offset: int) -> bool:
        """Tell whether an offset lies in a formula."""
        return any(each.start <= offset < each.end for each in self.page.formulas)

    def parsed(self, text: str) -> Session | None:
        """Return the session of another version of the page; None if it is refused."""
        page = replace(self.page, text=text)
        try:
            known_kinds.of_page(page)
            return page_session(page, ROOT, ROOT / "src")
        except WeaveError:
            return None

    def elsewhere(self, slip: Slip) -> bool:
        """Tell whether a formula that stands elsewhere notices a change to this one."""
        text = slip.made_in(self.text)
        if self.name != NOTATION_PAGE:
            return some_formula_fails(replace(self.page, text=text))
        return any(
            some_formula_fails(
                replace(page, text=text)
                if page.path == self.name
                else replace(page, notation=text)
            )
            for page in read_pages(ROOT)
        )


def some_formula_fails(page: Page) -> bool:
    """Tell whether a formula of a page is wrong or refused."""
    try:
        known_kinds.of_page(page)
        book = Definitions.for_page(page)
        return any(algebra.check(each, book) for each in find_equations(page))
    except ValueError:
        return True


def copied(book: Definitions) -> Definitions:
    """Return the same definitions, to be added to."""
    return replace(book, bodies=dict(book.bodies), indices=dict(book.indices))


def indented(text: str, spaces: int) -> str:
    """Return each line that is not empty with spaces before it."""
    lines = text.splitlines(keepends=True)
    return "".join(" " * spaces + line if line.strip() else line for line in lines)


def check(example: Example) -> str | None:
    """Check an example, whatever has run above it."""
    evaluate = cast(Callable[[Example], str | None], example.region.evaluator)
    return evaluate(example)


def fails(examples: list[Example]) -> bool:
    """Tell whether one of some examples fails."""
    try:
        return any(check(example) for example in examples)
    except BaseException:  # whatever it is, a reader of the tests sees it
        return True


def in_a_fork(question: Callable[[], bool]) -> bool:
    """Answer a question in a process of its own, which leaves no trace."""
    process = os.fork()
    if process == 0:
        os._exit(answered(question))
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == BROKEN:
        raise RuntimeError("the question could not be asked; see above")
    return code != 0


def answered(question: Callable[[], bool]) -> int:
    """Ask a question where nobody hears what is printed; say if it cannot be asked."""
    signal.alarm(SECONDS)
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
        ):
            return question()
    except BaseException:
        traceback.print_exc()
        return BROKEN


def main(names: list[str]) -> int:
    """Try every slip on the pages; print what nobody noticed, and return how much that is."""
    began, tried, missed = time.monotonic(), Counter[str](), Counter[str]()
    for path in [page for page in PAGES if not names or page.stem in names]:
        reading = Reading(path)
        for slip, noticed in reading.slips():
            tried[slip.kind] += 1
            missed[slip.kind] += not noticed
            if not noticed and slip.kind not in CANNOT:
                print(f"\r{reading.place(slip)}: nobody noticed {slip.shown}")
            if sys.stdout.isatty():
                seconds = time.monotonic() - began
                print(f"\r{tried.total()} changes tried, {seconds:.0f} s", end="")
    print(f"\r{tried.total()} changes tried in {time.monotonic() - began:.0f} s")
    for kind, count in tried.items():
        print(f"{kind}: {count} tried, {missed[kind]} not noticed")
    return sum(count for kind, count in missed.items() if kind not in CANNOT)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
