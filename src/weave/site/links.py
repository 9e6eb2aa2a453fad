"""Help readers to find their way: what to know first, how long it takes, where a function is told.

Each function yields edits of a page, ``(start, end, new)``, made before the page is rendered; so
its links are checked like those that an author wrote.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from weave.page import Page

Edits = Iterator[tuple[int, int, str]]

# A speed at which people learn, as readers of the six chapters said. A displayed formula is read
# term by term; a short one in a sentence takes as long as a word.
WORDS_A_MINUTE, LINES_A_MINUTE, FORMULAS_A_MINUTE = 100, 30, 2.5
# the minutes that each fold takes whose answer a reader first finds alone
MINUTES = {"Answer": 1, "Solution": 6}
MINUTES_A_FIGURE = 1
# the bold question below the title of a page
QUESTION = re.compile(r"^\*\*[^\n]+\*\*\n", re.MULTILINE)
# what an image or a link says
BRACKETS = re.compile(r"!?\[[^\]]*\](?=\()")
# code in a sentence that names a function, or calls one
CALL = re.compile(r"(?P<name>[a-zA-Z]\w*)(?:\([^\n]*\))?")


def below_question(page: Page, offers: Sequence[tuple[str, str]]) -> Edits:
    r"""Yield the lines below a page's question: how long it takes, what it needs, what it offers.

    Parameters
    ----------
    offers
        What can be taken home or run elsewhere: what it is called, and where it lies.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("docs/a.md"), "---\nneeds: patience\n---\n# A\n\n**Why?**\n\nSo.\n")
    >>> print(page.replaced(below_question(page, [("source", "source/a.md")]))[page.body :], end="")
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
        minutes = reading_time(page)
        unit = "minute" if minutes == 1 else "minutes"
        lines += f"\n{minutes} {unit} to read, and about {working_time(page)} for its questions, "
        lines += f"exercises and pictures. You need {needs}.\n{{ .signpost }}\n"
    if offers:
        links = " ".join(
            f"[{what}]({where}){{ {'rel=external' if ':' in where else 'download'} }}"
            for what, where in offers
        )
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
    minutes = sum(MINUTES.get(aside.title, 0) for aside in page.asides)
    return minutes + MINUTES_A_FIGURE * len(page.figures)


def to_reference(page: Page, names: Mapping[str, str], reference: str) -> Edits:
    """Yield a link for each function, where a section first names it, to its entry.

    Headings, titles, captions and links stay as they are.

    Parameters
    ----------
    names
        The anchor of each function on the reference page, by the name in a sentence.
    reference
        The reference page.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), "`train` and `train(x)` and `x`")
    >>> page.replaced(to_reference(page, {"train": "a.train"}, "reference.md"))
    '[`train`](reference.md#a.train) and `train(x)` and `x`'
    """
    taken = [found.span() for found in BRACKETS.finditer(page.outside_fences)]
    taken += [(heading.start, heading.end) for heading in page.headings]
    taken += [(aside.start, aside.body) for aside in page.asides]
    sections = [heading.start for heading in page.headings if heading.anchor]
    linked = set[tuple[int, str]]()
    for piece in page.of_kind("code"):
        call = CALL.fullmatch(piece.text)
        if call is None or call["name"] not in names:
            continue
        section = sum(start < piece.start for start in sections)
        inside = any(start <= piece.start < end for start, end in taken)
        if inside or (section, call["name"]) in linked:
            continue
        linked.add((section, call["name"]))
        code = page.text[piece.start : piece.end]
        target = f"{reference}#{names[call['name']]}"
        yield piece.start, piece.end, f"[{code}]({target})"


def with_block_sources(html: str, sources: Iterable[tuple[str, str]]) -> str:
    """Return a rendered page whose embedded blocks link the file in their title.

    Parameters
    ----------
    sources
        The title and the address of each, in their order.

    Raises
    ------
    ValueError
        If a block has another title.

    Examples
    --------
    >>> with_block_sources('<span class="filename">a.py</span>', [("a.py", "https://b/a.py#L1")])
    '<span class="filename"><a href="https://b/a.py#L1">a.py</a></span>'
    """
    done = ""
    for file, address in sources:
        before, title, html = html.partition(
            f'<span class="filename">{escape(file)}<'
        )
        if not title:
            raise ValueError(f"no block has the title {file!r}")
        link = f'<a href="{escape(address)}">{escape(file)}</a>'
        done += f'{before}<span class="filename">{link}<'
    return done + html
