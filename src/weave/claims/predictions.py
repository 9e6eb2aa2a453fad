"""Predictions that a page asks for, each with the conditions that decide it.

The author marks which answer is true, so that a page can be built without running it, and the tests
prove the mark. A question for yes or no::

    <!-- predict no: history.loss[-1] < 0.01 -->
    !!! question "Will the mean loss fall below one hundredth?"
        What the reader should know before the answer.

        ??? success "Answer"
            What happens, and why.

A question with two to four answers has ``<!-- predict -->`` above it and a list inside, each answer
with its own condition::

        - at 1.6<!-- if boundary < 2 -->
        - near 2.4<!-- true if 2 < boundary < 3 -->
"""

import builtins
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from weave.claims.numbers import used_names, when_ready
from weave.claims.values import compute
from weave.errors import WeaveError
from weave.page import Aside, Page, Piece

# where the comment <!-- calibration --> stands, the script sums up the reader's own forecasts
CALIBRATION_PLACE = """\
<div class="calibration" markdown>

Here stand the forecasts that you committed to, if your browser runs the scripts of this page.

</div>"""
ABOUT_FORMS = (
    "write <!-- predict yes: condition --> or <!-- predict no: condition --> above a question "
    "for yes or no, and <!-- predict --> above one with a list of answers"
)
ABOUT_ANSWERS = (
    "write each answer as - words<!-- if condition -->, and the true one as "
    "- words<!-- true if condition -->"
)


@dataclass(frozen=True)
class Answer:
    """What a reader may predict: yes, or one of a list; ``condition`` decides whether it is true.

    ``true`` says what the author takes for true; ``line`` is where it stands, from 1, and ``words``
    are what the reader sees.
    """

    line: int
    words: str
    condition: str
    true: bool


@dataclass(frozen=True)
class Prediction:
    """A question that the reader answers before the page does.

    ``line`` is that of the question, from 1; ``start`` and ``end`` are the offsets in the page of
    the comment that marks it and of its end; ``answers`` is one for a question of yes or no, else
    two to four; at ``ready``, all conditions can run.
    """

    path: Path
    line: int
    start: int
    end: int
    title: str
    answers: tuple[Answer, ...]
    ready: int

    @property
    def truth(self) -> str:
        """The right answer: ``yes``, ``no``, or its place in the list, from 1."""
        if len(self.answers) == 1:
            return "yes" if self.answers[0].true else "no"
        return str(1 + [answer.true for answer in self.answers].index(True))


def find_predictions(page: Page) -> Iterator[Prediction]:
    """Yield the predictions of a page from top to bottom.

    Raises
    ------
    WeaveError
        If one is of no known form, has no fold with its answer, or could not go wrong.

    Examples
    --------
    >>> page = Page(Path("a.md"), '''
    ... <!-- predict no: share > 0.9 -->
    ... !!! question "More than nine in ten?"
    ...     ??? success "Answer"
    ...         Fewer.
    ... ''')
    >>> [(found.title, found.truth) for found in find_predictions(page)]
    [('More than nine in ten?', 'no')]
    """
    titles = Counter[str]()
    end = 0
    for comment in page.comments:
        if is_condition(comment) and comment.start > end:
            message = "this condition belongs to no prediction"
            raise page.error(comment.start, message, hint=ABOUT_FORMS)
        if not comment.text.startswith("predict"):
            continue
        found = read_prediction(page, comment)
        titles[found.title] += 1
        if titles[found.title] > 1:
            raise WeaveError(
                page.path,
                found.line,
                "this page asks this question twice",
                hint="a reader's forecast is kept under the question's title; word one anew",
                shown=found.title,
            )
        yield found
        end = found.end


def is_condition(comment: Piece) -> bool:
    """Tell whether a comment decides an answer in a list."""
    return comment.text.startswith(("if ", "true if "))


def read_prediction(page: Page, mark: Piece) -> Prediction:
    """Return the prediction whose comment is ``mark``."""
    below = page.text[mark.end :]
    start = mark.end + len(below) - len(below.lstrip())
    asides = {aside.start: aside for aside in page.asides}
    question = asides.get(start)
    if question is None or question.kind != "question":
        message = "no question stands below this mark of a prediction"
        hint = 'write !!! question "What will happen?" on the next line'
        raise page.error(mark.start, message, hint=hint)
    folds = [
        aside
        for aside in page.asides
        if question.start < aside.start < question.end
        and (aside.kind, aside.title, aside.folded) == ("success", "Answer", True)
    ]
    if not folds:
        raise page.error(
            question.start,
            "this prediction has no fold with its answer",
            hint='write ??? success "Answer" as the last thing inside the question',
            shown=question.title,
        )
    answers = read_answers(page, mark, question, folds[0].start)
    for answer in answers:
        refuse_constant(answer, page.path)
    end = question.start + len(page.text[question.start : question.end].rstrip())
    return Prediction(
        path=page.path,
        line=page.line_at(question.start),
        start=mark.start,
        end=end,
        title=question.title,
        answers=tuple(answers),
        ready=max(when_ready(answer.condition, end, page) for answer in answers),
    )


def read_answers(
    page: Page, mark: Piece, question: Aside, stop: int
) -> list[Answer]:
    """Return the answer of a question for yes or no, or those that a question lists."""
    form = mark.text.removeprefix("predict").strip()
    truth, _, condition = form.partition(":")
    line = page.line_at(mark.start)
    inside = [
        comment
        for comment in page.comments
        if question.body <= comment.start < stop and is_condition(comment)
    ]
    if truth in {"yes", "no"} and condition.strip():
        if inside:
            message = "a question for yes or no has no list of answers"
            raise page.error(inside[0].start, message, hint=ABOUT_FORMS)
        return [Answer(line, "yes", condition.strip(), truth == "yes")]
    if form:
        message = "this prediction is of no known form"
        raise page.error(mark.start, message, hint=ABOUT_FORMS, shown=form)
    answers = list(listed_answers(page, question, inside, stop))
    true = sum(answer.true for answer in answers)
    if not 2 <= len(answers) <= 4:
        message = f"this prediction has {len(answers)} answers; expected 2 to 4"
    elif true != 1:
        message = f"{true} of these answers are marked as true; expected 1"
    else:
        return answers
    raise page.error(question.start, message, hint=ABOUT_ANSWERS)


def listed_answers(
    page: Page, question: Aside, conditions: list[Piece], stop: int
) -> Iterator[Answer]:
    """Yield the answers listed in a question: the items of its list, each with its condition."""
    bullet, offset = f"{question.indent}    - ", question.body
    for text in page.text[question.body : stop].splitlines(keepends=True):
        start, offset = offset, offset + len(text)
        if not text.startswith(bullet):
            continue
        found = [each for each in conditions if start < each.start < offset]
        if len(found) != 1 or page.text[found[0].end : offset].strip():
            message = "nothing decides this answer"
            raise page.error(start, message, hint=ABOUT_ANSWERS)
        true, _, condition = found[0].text.partition("if ")
        words = page.text[start + len(bullet) : found[0].start]
        yield Answer(page.line_at(start), words, condition.strip(), bool(true))


def refuse_constant(answer: Answer, path: Path) -> None:
    """Refuse a condition that Python cannot read, or that no run could change."""
    used = used_names(answer.condition)
    if used is None:
        message = f"the condition {answer.condition} is no Python expression"
    elif not used - set(dir(builtins)):
        message = f"the condition {answer.condition} names nothing of the page"
    else:
        return
    raise WeaveError(
        path,
        answer.line,
        message,
        hint="decide the answer by what the page's code defines, such as history.loss[-1] < 0.01",
        shown=answer.condition,
    )


def check(prediction: Prediction, namespace: Mapping[str, Any]) -> str | None:
    """Return None if the run decides as the author marked, else what is wrong."""
    values = []
    for answer in prediction.answers:
        try:
            value = compute(answer.condition, dict(namespace))
        except Exception as error:
            return f"the condition {answer.condition} raises {error!r}"
        if not isinstance(value, bool | np.bool_):
            return f"the condition {answer.condition} gives {value!r}; expected True or False"
        values.append(bool(value))
    wrong = [
        answer
        for answer, value in zip(prediction.answers, values, strict=True)
        if answer.true != value
    ]
    if not wrong:
        return None
    if len(values) == 1:
        run = "yes" if values[0] else "no"
        return f"the page says {prediction.truth}, the run says {run}: {wrong[0].condition}"
    marked = in_quotes(answer.words for answer in prediction.answers if answer.true)
    found = in_quotes(
        answer.words
        for answer, value in zip(prediction.answers, values, strict=True)
        if value
    )
    return f"the page says {marked}, the run says {found}"


def in_quotes(answers: Iterable[str]) -> str:
    """Return answers as they are told."""
    return " and ".join(f"“{words}”" for words in answers) or "none of the answers"


def with_classes(text: str, path: Path) -> str:
    r"""Return a page whose questions carry the truth as a class, for the script of the site.

    Examples
    --------
    >>> page = '<!-- predict no: a > 1 -->\n!!! question "So?"\n    ??? success "Answer"\n'
    >>> print(with_classes(page, Path("a.md")).splitlines()[0])
    !!! question predict truth-no "So?"
    """
    page = Page(path, text)
    edits = [
        (comment.start, comment.end, "")
        for comment in page.comments
        if is_condition(comment)
    ]
    for found in find_predictions(page):
        start = text.index("!!! question", found.start)
        classes = f"!!! question predict truth-{found.truth}"
        edits.append((found.start, start + len("!!! question"), classes))
    edits += [
        (comment.start, comment.end, CALIBRATION_PLACE)
        for comment in page.comments
        if comment.text == "calibration"
    ]
    return page.replaced(edits)
