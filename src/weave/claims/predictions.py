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
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from weave.claims.numbers import (
    ANSWER,
    compute,
    definitions_below,
    line_at,
    outside_fences,
    used_names,
    when_ready,
)
from weave.errors import WeaveError

# <!-- predict … -->
MARK = re.compile(
    r"^<!--\s*predict\b(?P<form>.*?)-->[ \t]*\n", re.DOTALL | re.MULTILINE
)
# the "yes: condition" inside one
FORM = re.compile(r"\s*(?P<truth>yes|no):\s*(?P<condition>\S.*?)\s*", re.DOTALL)
# the admonition below it, up to the first line that is not indented
QUESTION = re.compile(
    r'\s*^!!! question "(?P<title>[^"\n]+)"[ \t]*\n(?P<body>(?: {4}.*\n?|[ \t]*\n)*)',
    re.MULTILINE,
)
ITEM = re.compile(r"^ {4}[-*] .*$", re.MULTILINE)
FOLD = re.compile(r'^ {4}\?\?\? success "Answer"[ \t]*$', re.MULTILINE)
# a condition that stands in no prediction: "<!-- if …" or "<!-- true if …"
CONDITION = re.compile(r"<!--\s*(?:true )?if\s")
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
    """What a reader may predict: yes, or one of a list.

    Attributes
    ----------
    line, words
        Where it stands, from 1, and what the reader sees.
    condition
        The Python expression that decides it.
    true
        Whether the author says that it is what happens.
    """

    line: int
    words: str
    condition: str
    true: bool


@dataclass(frozen=True)
class Prediction:
    """A question that the reader answers before the page does.

    Attributes
    ----------
    path, line
        The page, and the line of the question, from 1.
    start, end
        Offsets in the page of the comment that marks it and of its end.
    title
        The question.
    answers
        One for a question of yes or no, else two to four.
    ready
        The offset at which all conditions can run.
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


def find_predictions(text: str, path: Path) -> Iterator[Prediction]:
    """Yield the predictions of a page from top to bottom.

    Raises
    ------
    WeaveError
        If one is of no known form, has no fold with its answer, or could not go wrong.

    Examples
    --------
    >>> page = '''
    ... <!-- predict no: share > 0.9 -->
    ... !!! question "More than nine in ten?"
    ...     ??? success "Answer"
    ...         Fewer.
    ... '''
    >>> [(found.title, found.truth) for found in find_predictions(page, Path("a.md"))]
    [('More than nine in ten?', 'no')]
    """
    page = outside_fences(text, path)
    titles = Counter[str]()
    position = 0
    for mark in MARK.finditer(page):
        refuse_condition(page[position : mark.start()], page, position, path)
        found = read_prediction(text, mark, path)
        titles[found.title] += 1
        if titles[found.title] > 1:
            raise WeaveError(
                path,
                found.line,
                "this page asks this question twice",
                hint="a reader's forecast is kept under the question's title; word one anew",
                shown=found.title,
            )
        yield found
        position = found.end
    refuse_condition(page[position:], page, position, path)


def refuse_condition(between: str, page: str, position: int, path: Path) -> None:
    """Refuse a condition in a stretch of the page that holds no prediction."""
    stray = CONDITION.search(between)
    if stray:
        line = line_at(page, position + stray.start())
        raise WeaveError(
            path, line, "this condition belongs to no prediction", hint=ABOUT_FORMS
        )


def read_prediction(text: str, mark: re.Match[str], path: Path) -> Prediction:
    """Return the prediction whose comment is ``mark``."""
    line = line_at(text, mark.start())
    question = QUESTION.match(text, mark.end())
    if question is None:
        message = "no question stands below this mark of a prediction"
        hint = 'write !!! question "What will happen?" on the next line'
        raise WeaveError(path, line, message, hint=hint)
    fold = FOLD.search(question["body"])
    if fold is None:
        raise WeaveError(
            path,
            line_at(text, question.start("title")),
            "this prediction has no fold with its answer",
            hint='write ??? success "Answer" as the last thing inside the question',
            shown=question["title"],
        )
    form = FORM.fullmatch(mark["form"])
    if form:
        item = ANSWER.search(text, *question.span("body"))
        if item:
            message = "a question for yes or no has no list of answers"
            place = line_at(text, item.start())
            raise WeaveError(path, place, message, hint=ABOUT_FORMS, shown=item[0])
        answers = [Answer(line, "yes", form["condition"], form["truth"] == "yes")]
    elif mark["form"].strip():
        message = "this prediction is of no known form"
        raise WeaveError(path, line, message, hint=ABOUT_FORMS, shown=mark["form"])
    else:
        stop = question.start("body") + fold.start()
        answers = list(read_answers(text, question.start("body"), stop, path))
    for answer in answers:
        refuse_constant(answer, path)
    # a blank line below belongs to what follows
    end = question.start("body") + len(question["body"].rstrip())
    defined = definitions_below(text, path)
    return Prediction(
        path=path,
        line=line_at(text, question.start("title")),
        start=mark.start(),
        end=end,
        title=question["title"],
        answers=tuple(answers),
        ready=max(when_ready(answer.condition, end, defined) for answer in answers),
    )


def read_answers(page: str, start: int, stop: int, path: Path) -> Iterator[Answer]:
    """Yield the answers listed in a question."""
    items = list(ITEM.finditer(page, start, stop))
    line = line_at(page, start) - 1
    if not 2 <= len(items) <= 4:
        message = f"this prediction has {len(items)} answers; expected 2 to 4"
        raise WeaveError(path, line, message, hint=ABOUT_ANSWERS)
    found = [ANSWER.fullmatch(item[0]) for item in items]
    true = sum(bool(answer and answer["true"]) for answer in found)
    for item, answer in zip(items, found, strict=True):
        place = line_at(page, item.start())
        if answer is None:
            message = "nothing decides this answer"
            raise WeaveError(path, place, message, hint=ABOUT_ANSWERS)
        yield Answer(
            place, answer["words"], answer["condition"], bool(answer["true"])
        )
    if true != 1:
        message = f"{true} of these answers are marked as true; expected 1"
        raise WeaveError(path, line, message, hint=ABOUT_ANSWERS)


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
    true = [
        answer.words
        for answer, value in zip(prediction.answers, values, strict=True)
        if value
    ]
    found = " and ".join(f"“{words}”" for words in true) or "none of the answers"
    marked = prediction.answers[int(prediction.truth) - 1].words
    return f"the page says “{marked}”, the run says {found}"


def with_classes(text: str, path: Path) -> str:
    r"""Return a page whose questions carry the truth as a class, for the script of the site.

    Examples
    --------
    >>> page = '<!-- predict no: a > 1 -->\n!!! question "So?"\n    ??? success "Answer"\n'
    >>> print(with_classes(page, Path("a.md")).splitlines()[0])
    !!! question predict truth-no "So?"
    """
    pieces, position = [], 0
    for found in find_predictions(text, path):
        aside = text[found.start : found.end]
        aside = aside.partition("-->")[2].lstrip()
        aside = aside.replace(
            "!!! question", f"!!! question predict truth-{found.truth}", 1
        )
        pieces += [
            text[position : found.start],
            ANSWER.sub(r"    - \g<words>", aside),
        ]
        position = found.end
    return "".join([*pieces, text[position:]])
