"""What stands below the question of a page: how long it takes, what it needs, what it offers."""

import re
from collections.abc import Iterable, Iterator

from weave.page import Page
from weave.text import Edit

# A speed at which people learn, as readers of the six chapters said. A displayed formula is read
# term by term; a short one in a sentence takes as long as a word.
WORDS_A_MINUTE, LINES_A_MINUTE, FORMULAS_A_MINUTE = 100, 30, 2.5
# the minutes that each fold takes whose answer a reader first finds alone
MINUTES = {"Answer": 1, "Solution": 6}
MINUTES_A_FIGURE = 1
# the bold question below the title of a page
QUESTION = re.compile(r"^\*\*[^\n]+\*\*\n", re.MULTILINE)


def below_question(
    page: Page, whole: Page, offers: Iterable[tuple[str, str]]
) -> Iterator[Edit]:
    r"""Yield the lines below a page's question: how long it takes, what it needs, what it offers.

    Parameters
    ----------
    whole
        The page with its code filled in.
    offers
        What can be taken home or run elsewhere: what it is called, and where it lies.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("docs/a.md"), "---\nneeds: patience\n---\n# A\n\n**Why?**\n\nSo.\n")
    >>> edits = below_question(page, page, [("source", "source/a.md")])
    >>> print(page.replaced(edits)[page.body :], end="")
    # A
    <BLANKLINE>
    **Why?**
    <BLANKLINE>
    1 minute to read, and about 0 for its questions, exercises and pictures. You need patience.
    { .signpost }
    <BLANKLINE>
    [source](source/a.md){ download }
    { .take-away }
    <BLANKLINE>
    So.
    """
    question = QUESTION.search(page.outside_fences)
    if question is None:
        return
    lines = ""
    needs = page.front_matter.get("needs")
    if needs:
        minutes = reading_time(whole)
        unit = "minute" if minutes == 1 else "minutes"
        lines += f"\n{minutes} {unit} to read, and about {working_time(page)} for its questions, "
        lines += f"exercises and pictures. You need {needs}.\n{{ .signpost }}\n"
    links = " ".join(
        f"[{what}]({where}){{ {'rel=external' if ':' in where else 'download'} }}"
        for what, where in offers
    )
    if links:
        lines += f"\n{links}\n{{ .take-away }}\n"
    yield question.end(), question.end(), lines


def reading_time(page: Page) -> int:
    r"""Return how many minutes it takes to learn from a page with its code, at least 1.

    Examples
    --------
    >>> from pathlib import Path
    >>> text = "word " * 500 + "\n```python\n" + "x = 1\n" * 60 + "```\n"
    >>> reading_time(Page(Path("a.md"), text + "\n$$\nx = 1\n$$\n" * 8))
    10
    """
    words = len(page.prose.split()) + len(page.of_kind("inline"))
    lines = sum(fence.body.count("\n") for fence in page.fences)
    minutes = words / WORDS_A_MINUTE + lines / LINES_A_MINUTE
    minutes += len(page.of_kind("display")) / FORMULAS_A_MINUTE
    return max(1, round(minutes))


def working_time(page: Page) -> int:
    r"""Return how many minutes the questions, the exercises and the pictures of a page take.

    Examples
    --------
    >>> from pathlib import Path
    >>> question = '!!! question "So?"\n    ??? success "Answer"\n        No.\n'
    >>> exercise = '??? success "Solution"\n    One.\n'
    >>> working_time(Page(Path("a.md"), question * 2 + exercise + '![A.](figures/a.svg "A")\n'))
    9
    """
    minutes = sum(MINUTES.get(each.title, 0) for each in page.admonitions)
    return minutes + MINUTES_A_FIGURE * len(page.figures)
