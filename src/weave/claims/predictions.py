"""Predictions that a page asks for, each with the conditions that decide it.

The author marks which of two to four answers is true, so that a page can be built without running
it, and the tests prove the mark::

    <!-- predict -->
    !!! question "Where is the boundary?"
        What the reader should know before the answer.

        - at 1.6<!-- if boundary < 2 -->
        - near 2.4<!-- true if 2 < boundary < 3 -->

        ??? success "Answer"
            What happens, and why.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from weave.claims.expressions import compute, when_ready
from weave.page import Page
from weave.parts import Admonition, Piece
from weave.text import Edit

# where the comment <!-- calibration --> stands, the script sums up the reader's own forecasts
CALIBRATION_PLACE = """\
<div class="calibration" markdown>

Here stand the forecasts that you committed to, if your browser runs the scripts of this page.

</div>"""
MARK = "predict"  # what a comment says that marks a question
# an item of a list, with the condition that decides it
ITEM = re.compile(
    r"^ +- (?P<words>.*?)(?:<!-- (?P<true>true )?if (?P<condition>.+?) -->)?$",
    re.MULTILINE,
)
ABOUT_ANSWERS = (
    "write each answer as - words<!-- if condition -->, and the true one as "
    "- words<!-- true if condition -->"
)


@dataclass(frozen=True)
class Answer:
    """What a reader may predict.

    ``condition`` decides whether it is true, at ``ready`` or later; ``true`` says what the author
    takes for true; ``line`` is where it stands, from 1, and ``words`` are what the reader sees.
    """

    line: int
    words: str
    condition: str
    true: bool
    ready: int


@dataclass(frozen=True)
class Prediction:
    """A question that the reader answers before the page does.

    ``line`` is that of the question, from 1; ``start`` is the offset in the page of the comment
    that marks it; ``answers`` are two to four.
    """

    line: int
    start: int
    title: str
    answers: tuple[Answer, ...]

    @property
    def ready(self) -> int:
        """The offset at which all conditions can run."""
        return max(answer.ready for answer in self.answers)

    @property
    def truth(self) -> int:
        """The place of the right answer in the list, from 1."""
        return 1 + [answer.true for answer in self.answers].index(True)


def find_predictions(page: Page) -> Iterator[Prediction]:
    """Yield the predictions of a page from top to bottom.

    Raises
    ------
    WeaveError
        If one has no mark, no answers or no fold with its answer, or could not go wrong.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), '''
    ... <!-- predict -->
    ... !!! question "More than nine in ten?"
    ...     - yes<!-- if share > 0.9 -->
    ...     - no<!-- true if share <= 0.9 -->
    ...
    ...     ??? success "Answer"
    ...         Fewer.
    ... ''')
    >>> [(found.title, found.truth) for found in find_predictions(page)]
    [('More than nine in ten?', 2)]
    """
    asked, decided = dict[str, int](), set[int]()
    for comment in page.comments:
        if is_condition(comment) and page.line_at(comment.start) not in decided:
            message = "this condition belongs to no prediction"
            hint = (
                "write it in the list of a question with <!-- predict --> above it"
            )
            raise page.error(comment.start, message, hint=hint)
        if comment.text != MARK:
            continue
        found = read_prediction(page, comment)
        if found.title in asked:
            message = "this page asks this question twice"
            hint = "a reader's forecast is kept under the question's title; word one anew"
            raise page.error(found.start, message, hint=hint)
        asked[found.title] = found.line
        decided |= {answer.line for answer in found.answers}
        yield found
    for question in page.admonitions:
        line = page.line_at(question.start)
        if question.kind == "question" and line not in asked.values():
            message = "nothing decides this question"
            hint = "write <!-- predict --> above it, and let it list its answers"
            raise page.error(question.start, message, hint=hint)


def is_condition(comment: Piece) -> bool:
    """Tell whether a comment decides an answer in a list."""
    return comment.text.startswith(("if ", "true if "))


def read_prediction(page: Page, comment: Piece) -> Prediction:
    """Return the prediction that a comment marks."""
    below = [each for each in page.admonitions if each.start > comment.end]
    question = below[0] if below and below[0].kind == "question" else None
    between = page.text[comment.end : question.start] if question else ""
    if question is None or question.folded or between.strip():
        message = "no question stands below this mark of a prediction"
        hint = 'write !!! question "What will happen?" on the next line'
        raise page.error(comment.start, message, hint=hint)
    for fold in below[1:]:
        named = (fold.kind, fold.title) == ("success", "Answer")
        if fold.folded and named and fold.end <= question.end:
            break
    else:
        message = "this prediction has no fold with its answer"
        hint = 'write ??? success "Answer" as the last thing inside the question'
        raise page.error(question.start, message, hint=hint)
    answers = tuple(listed_answers(page, question, fold.start))
    line = page.line_at(question.start)
    return Prediction(line, comment.start, question.title, answers)


def listed_answers(page: Page, question: Admonition, stop: int) -> Iterator[Answer]:
    """Yield the answers that a question lists."""
    items = list(ITEM.finditer(page.text, question.body, stop))
    true = sum(item["true"] is not None for item in items)
    above = (
        page.text[question.body : items[0].start()].splitlines() if items else []
    )
    message = ""
    if not 2 <= len(items) <= 4:
        message = f"this prediction has {len(items)} answers; expected 2 to 4"
    elif any(map(str.strip, above[-1:])):
        message = "these answers are no list without an empty line above them"
    elif true != 1:
        message = f"{true} of these answers are marked as true; expected 1"
    if message:
        raise page.error(question.start, message, hint=ABOUT_ANSWERS)
    for item in items:
        condition, line = item["condition"], page.line_at(item.start())
        if not condition:
            message = "nothing decides this answer"
            raise page.error(item.start(), message, hint=ABOUT_ANSWERS)
        ready = when_ready(condition, page, item.start(), question.end)
        yield Answer(line, item["words"], condition, bool(item["true"]), ready)


def check(prediction: Prediction, namespace: Mapping[str, Any]) -> str | None:
    """Return None if the run decides as the author marked, else what is wrong."""
    marked, run = [], []
    for answer in prediction.answers:
        try:
            value = compute(answer.condition, dict(namespace))
        except Exception as error:
            return f"the condition {answer.condition} raises {error!r}"
        if not isinstance(value, bool | np.bool_):
            return f"the condition {answer.condition} gives {value!r}; expected True or False"
        marked += [answer.words] if answer.true else []
        run += [answer.words] if value else []
    if marked == run:
        return None
    says, gives = (
        " and ".join(f"“{words}”" for words in found) or "none of the answers"
        for found in (marked, run)
    )
    return f"the page says {says}, the run says {gives}"


def for_the_site(page: Page) -> Iterator[Edit]:
    r"""Yield the edits by which each question carries the truth, for the script of the site.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), '''<!-- predict -->
    ... !!! question "So?"
    ...     - yes<!-- if a > 1 -->
    ...     - no<!-- true if a <= 1 -->
    ...
    ...     ??? success "Answer"
    ... ''')
    >>> print(page.replaced(for_the_site(page)).splitlines()[1])
    !!! question predict truth-2 "So?"
    """
    for found in find_predictions(page):
        kind = "!!! question"
        end = page.text.index(kind, found.start) + len(kind)
        yield end, end, f" predict truth-{found.truth}"
