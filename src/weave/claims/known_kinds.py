"""The kinds of things a page may hold, how each is checked, and how many there are."""

import re
from collections import Counter
from functools import lru_cache

from weave import loop
from weave.claims import formulas, libraries
from weave.claims.console import commands
from weave.claims.numbers import (
    check_inline_code,
    find_counted,
    find_names,
    find_numbers,
    find_quotes,
)
from weave.claims.predictions import find_predictions
from weave.errors import WeaveError
from weave.fences import TITLE, Fence
from weave.page import Page
from weave.site import reference
from weave.site.mathml import check_formulas

ADMONITIONS = {
    "note": "note",
    "question": "prediction decided",
    "success": "solution of an exercise",
}
FENCES = {
    "embedded": "block embedded from src",
    "code": "block of code run",
    "session": "session",
    "console": "command run in a copy of the book",
    "file": "file written in a copy of the book",
    "unrun": "block shown without running, with a reason",
}
# what a comment may be: one word for what the build makes there, or a keyword and what it says
PLACES = ("predict", "loop", "calibration", "census", "mutation", "benchmark")
KEYWORDS = (
    *("=", "if ", "true if ", "loop:", "names:"),
    *("domain:", "redefines:", "libraries:", "not run:"),
)


def of_page(page: Page, versions: str = "") -> Counter[str]:
    r"""Return how many claims of each kind a page makes.

    Parameters
    ----------
    versions
        The versions of the libraries with which the page's optional code ran.

    Raises
    ------
    WeaveError
        If something on the page is wrong before anything on it has run.

    Examples
    --------
    >>> from pathlib import Path
    >>> text = "Half is 0.5<!-- = half -->.\n\n```pycon\n>>> 1 + 1\n2\n>>> x = 1\n```\n"
    >>> in_words(of_page(Page(Path("a.md"), text)))
    '1 session, 1 output compared, 1 number in prose computed'
    """
    found = of_text(page, versions)
    check_inline_code(page)
    loop.check(page)
    reference.check(page)
    if page.path.parts[0] == "docs":
        _ = page.description, page.title
    return found


@lru_cache(maxsize=64)  # `mkdocs serve` asks again for every page after each edit
def of_text(page: Page, versions: str) -> Counter[str]:
    """Return what `of_page` finds on the page itself, and neither in `src` nor on other pages."""
    found: Counter[str] = Counter()
    versions = versions or ", ".join(libraries.asked_by(page))
    first_extra = libraries.first_extra(page)
    for fence in page.fences:
        for kind, count in of_fence(fence).items():
            own = fence.start > first_extra
            found[f"{kind} ({versions})" if own else kind] += count
    refuse_unknown_comments(page)
    refuse_digits_without_place(page)
    found["formula set"] += check_formulas(page)
    found += formulas.count(page)
    found["number in prose computed"] += len(list(find_numbers(page)))
    found["number of an exercise or step counted"] += len(list(find_counted(page)))
    found.update(f"name “{name}”" for _, _, name in find_names(page))
    found["piece of code quoted from a block"] += len(list(find_quotes(page)))
    modules = reference.MODULE.findall(page.outside_fences)
    found["module described in the reference"] += len(modules)
    refuse_broken_admonitions(page)
    for admonition in page.admonitions:
        if admonition.kind not in ADMONITIONS:
            message = f"unknown admonition {admonition.kind!r}; use {' or '.join(ADMONITIONS)}"
            raise page.error(admonition.start, message)
        if not page.text[admonition.body : admonition.end].strip():
            message = "this admonition is empty; indent its text by four spaces"
            raise page.error(admonition.start, message)
        found[ADMONITIONS[admonition.kind]] += 1
    # the fold with the answer to a prediction is no solution
    found[ADMONITIONS["success"]] -= len(list(find_predictions(page)))
    found += of_links(page)  # adding drops the kinds of which none are left
    return found


def of_fence(fence: Fence) -> Counter[str]:
    """Return how many claims of each kind a block makes."""
    kind = "embedded" if fence.embeds else fence.kind
    if kind == "code":
        refuse_no_python(fence)
    found = Counter({FENCES[kind]: 1})
    if kind == "session":
        found["output compared"] += sum(bool(each.want) for each in fence.prompts)
    elif kind == "console":
        found[FENCES[kind]] = len(commands(fence))
    return found


def refuse_unknown_comments(page: Page) -> None:
    """Refuse a comment that nothing reads; of one around a block, nothing is left."""
    for comment in page.comments:
        if comment.text not in PLACES and not comment.text.startswith(KEYWORDS):
            message = f"nothing reads the comment {comment.text[:40]!r}"
            hint = (
                f"begin it with one of {', '.join(map(str.strip, KEYWORDS))}, write one of "
                f"{', '.join(PLACES)} alone, or take it out, with any block in it"
            )
            raise page.error(comment.start, message, hint=hint)


def refuse_broken_admonitions(page: Page) -> None:
    """Refuse a line that begins like an admonition and is none: it would be shown as it is."""
    known = {admonition.start for admonition in page.admonitions}
    marks = re.finditer(r"^[ \t]*(?:!!!|\?\?\?)", page.outside_fences, re.MULTILINE)
    for mark in marks:
        if mark.start() not in known:
            message = 'write an admonition as !!! note "Its title"'
            raise page.error(mark.start(), message)


def refuse_no_python(fence: Fence) -> None:
    """Refuse a block of code that Python cannot read, at its line."""
    try:
        compile(fence.body, str(fence.path), "exec")
    except SyntaxError as error:
        line = fence.line + (error.lineno or 1)
        message = f"this is not Python: {error.msg}"
        raise WeaveError(fence.path, line, message) from None


def of_links(page: Page) -> Counter[str]:
    """Return how many links and figures a page has.

    Raises
    ------
    WeaveError
        If an image is no figure, an anchor is given twice, or a link of README.md leads nowhere.
    """
    figures = {figure.start: figure for figure in page.figures}
    for image in re.finditer(r"!\[", page.prose):
        if image.start() not in figures:
            message = 'write a figure as ![Caption](figures/name.svg "Its title")'
            raise page.error(image.start(), message)
    if page.path.parts[0] != "docs":  # else MkDocs resolves them
        for target in page.of_kind("target"):
            file = page.path.parent / target.text.partition("#")[0]
            if ":" not in target.text and not (page.root / file).exists():
                raise page.error(
                    target.start, f"there is no file {file.as_posix()}"
                )
    anchors = set[str]()
    for heading in page.headings:
        if heading.anchor in anchors:
            message = f"this page has the anchor #{heading.anchor} twice"
            raise page.error(heading.start, message)
        anchors |= {heading.anchor} if heading.anchor else set()
    live = sum(figure.live is not None for figure in figures.values())
    return Counter(
        {
            "link resolved": len(page.of_kind("target")) - len(figures),
            "figure drawn from the run": len(figures),
            "figure to push on, compared with the code": live,
        }
    )


def refuse_digits_without_place(page: Page) -> None:
    """Refuse a digit in the front matter or in a title, where no source has a place.

    ``search`` says how much a page weighs there.
    """
    offset = 0
    for line in page.text[: page.body].splitlines(keepends=True):
        if any(map(str.isdigit, line)) and not line.startswith("search:"):
            message = f"no source fits in here; write the numbers in words: {line.strip()}"
            raise page.error(offset, message)
        offset += len(line)
    titles = [(target.start, target.title) for target in page.of_kind("target")]
    titles += [
        (fence.start, "".join(TITLE.findall(fence.info))) for fence in page.fences
    ]
    for start, title in titles:
        if any(map(str.isdigit, title)):
            message = "no source fits into a title; write its numbers in words"
            raise page.error(start, message, shown=title)


def in_words(found: Counter[str]) -> str:
    """Return a count of kinds as one line.

    Examples
    --------
    >>> in_words(Counter({"session": 2, "number in prose computed": 1}))
    '2 sessions, 1 number in prose computed'
    """
    return ", ".join(
        f"{count} {plural(kind, count)}" for kind, count in found.items() if count
    )


def plural(kind: str, count: int) -> str:
    """Return the kind with its first noun in the number that ``count`` asks for."""
    noun, *rest = kind.split(" ", 1)
    return " ".join([noun if count == 1 else f"{noun}s", *rest])
