"""Change the pages in many small ways, one digit or one sign at a time: does a check notice?

``python -m tests.perturbation`` does it to every page and README.md; with the names of pages behind
it, to these. Each digit that a reader sees becomes its neighbours, be it in a sentence, an output,
a formula or the code; each sign of a formula that is checked is turned, and another answer is
marked as true. A page runs once. Each change is tried in a process of its own, forked where the
page has run as far as to what changes, which goes on from there. Code that asks for frameworks is
left out: where one has run, a process that is forked may wait for ever.

It shows its progress and lists what nobody noticed. Three kinds of change nobody can notice, and
they are counted apart. A name with a digit in it may become another such name: class 0 for class 1.
A program may change without a change in what it prints: a tolerance, a digit that rounding hides.
And the words of an answer to predict are the author's: the condition behind them is checked.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import cast

from sybil import Example

from weave.claims import algebra, known_kinds
from weave.claims.equations import find_equations
from weave.claims.libraries import first_extra
from weave.claims.numbers import find_names, find_numbers
from weave.claims.predictions import find_predictions
from weave.claims.sessions import Session, page_session
from weave.errors import WeaveError
from weave.page import NOTATION_PAGE, Page
from weave.text import blanked, line_starts

from .building import ROOT
from .reading import every_page, read_pages
from .trials import Trial, outcomes

SIGNS = [("+", "-"), ("-", "+"), (r"\cdot", "+"), (r"\ln", r"\exp"), (r"\sum", r"\prod"),
         (r"\max", r"\min"), (r"\approx", "=")]  # fmt: skip
# a line of code in a session
PROMPT = re.compile(r"^ *(?:>>>|\.\.\.).*$", re.MULTILINE)
INDEX = re.compile(r"_\d")  # in a formula: the 0 of w_0 is in a name
CANNOT = {"name with a digit", "code", "answer to predict"}


@dataclass(frozen=True, order=True)
class Slip:
    """A change to a page.

    It is tried when all above ``when`` has run: where it stands, or where its claim is checked.
    """

    when: int
    start: int
    before: str
    after: str
    kind: str

    @property
    def shown(self) -> str:
        """The change in a few signs."""
        return f"{self.before} → {self.after} ({self.kind})"

    def made_in(self, page: Page) -> Page:
        """Return the page with the change made."""
        edit = self.start, self.start + len(self.before), self.after
        return replace(page, text=page.replaced([edit]))


def slips_of(page: Page) -> Iterator[Slip]:
    """Yield every slip of a page."""
    yield from digit_slips(page)
    yield from sign_slips(page)
    yield from turned_predictions(page)


def digit_slips(page: Page) -> Iterator[Slip]:
    """Yield each digit that a reader sees with each of its neighbours."""
    unseen = [(0, page.body), *(each.span for each in page.comments)]
    unseen += [
        (each.start, each.start + 1 + len(each.text))  # a title stays
        for each in page.of_kind("target", "attributes")
    ]
    unseen += [
        fence.span for fence in page.fences if fence.kind not in ("code", "session")
    ]
    kinds = list(kinds_of_text(page))
    numbers = list(find_numbers(page))
    for digit in re.finditer(r"\d", blanked(page.text, unseen)):
        start = digit.start()
        kind = next((k for s, e, k in kinds if s <= start < e), "elsewhere")
        ready = (
            n.ready for n in numbers if n.start <= start < n.start + len(n.text)
        )
        when = next(ready, start)
        for step in (1, 9):
            after = str((int(digit[0]) + step) % 10)
            yield Slip(when, start, digit[0], after, kind)


def kinds_of_text(page: Page) -> Iterator[tuple[int, int, str]]:
    """Yield where which kind of text stands; the first counts that holds a digit."""
    yield from kinds_in_blocks(page)
    for formula in page.formulas:
        for index in INDEX.finditer(page.text, *formula.span):
            yield *index.span(), "name with a digit"
        yield *formula.span, "digit of a formula"
    lines = line_starts(page.text)
    for prediction in find_predictions(page):
        for answer in prediction.answers:
            start, end = lines[answer.line - 1 : answer.line + 1]
            yield start, end, "answer to predict"
    for number in find_numbers(page):
        yield number.start, number.start + len(number.text), "number in a sentence"
    for start, end, _ in find_names(page):
        yield start, end, "name with a digit"


def kinds_in_blocks(page: Page) -> Iterator[tuple[int, int, str]]:
    """Yield where in the blocks of a page code stands, and where outputs."""
    for fence in page.fences:
        for prompt in PROMPT.finditer(page.text, *fence.span):
            yield *prompt.span(), "code"
        yield *fence.span, "output" if fence.kind == "session" else "code"


def sign_slips(page: Page) -> Iterator[Slip]:
    """Yield each sign of each formula that is checked with another in its place."""
    for equation in find_equations(page):
        first = page.text.index(equation.tex, equation.start)
        for before, after in SIGNS:
            letters = r"(?![a-z])" if before.startswith("\\") else ""
            for found in re.finditer(re.escape(before) + letters, equation.tex):
                start = first + found.start()
                yield Slip(start, start, before, after, "sign of a formula")


def turned_predictions(page: Page) -> Iterator[Slip]:
    """Yield each prediction with another answer marked as true."""
    for found in find_predictions(page):
        end = page.text.index('"Answer"', found.start)
        before = page.text[found.start : end]
        unmarked = before.replace("<!-- true if", "<!-- if")
        for answer in found.answers:
            if not answer.true:
                condition = f"if {answer.condition} -->"
                assert condition in unmarked, condition  # else nothing changes
                after = unmarked.replace(condition, f"true {condition}")
                yield Slip(found.start, found.start, before, after, "prediction")


def trials(page: Page) -> Iterator[tuple[tuple[Page, Slip], Trial]]:
    """Run a page from top to bottom; yield each slip on the way, with how to try it."""
    session = page_session(page)
    examples = session.order.examples
    done = 0
    for slip in sorted(slips_of(page)):
        if slip.when >= first_extra(page):
            return
        for example in examples[done:]:
            if example.end > slip.when or example.start == slip.when:
                break
            wrong = check(example)
            assert not wrong, wrong
            done += 1
        yield (page, slip), partial(is_noticed, slip, page, session, done)


def is_noticed(slip: Slip, page: Page, before: Session, done: int) -> bool:
    """Tell whether a page is refused or fails with a slip, of which ``done`` examples have run."""
    changed = slip.made_in(page)
    try:
        known_kinds.of_page(changed)
        session = page_session(changed)
        end = first_extra(changed)
        rest = [each for each in session.order.examples[done:] if each.start < end]
        for example in rest:
            example.namespace = before.document.namespace
        if fails(rest):
            return True
    except WeaveError:
        return True
    return page.path == NOTATION_PAGE and any(
        some_formula_fails(replace(other, notation=changed.text))
        for other in read_pages(ROOT)
        if other.path != NOTATION_PAGE
    )


def some_formula_fails(page: Page) -> bool:
    """Tell whether a formula of a page is wrong or refused."""
    try:
        known_kinds.of_page(page)
        return any(map(algebra.check, find_equations(page)))
    except ValueError:
        return True


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


def main(names: list[str]) -> int:
    """Try every slip on the pages; print what nobody noticed, and return how much that is."""
    tried, missed = Counter[str](), Counter[str]()
    pages = [page for page in every_page() if not names or page.path.stem in names]
    for (page, slip), noticed in outcomes(chain(*map(trials, pages))):
        tried[slip.kind] += 1
        missed[slip.kind] += not noticed
        if not noticed and slip.kind not in CANNOT:
            line = page.line_at(slip.start)
            print(f"\r{page.path}:{line}: nobody noticed {slip.shown}")
    for kind, count in tried.items():
        print(f"\r{kind}: {count} tried, {missed[kind]} not noticed")
    return sum(count for kind, count in missed.items() if kind not in CANNOT)


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
