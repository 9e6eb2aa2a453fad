"""Numbers in prose that carry their source: ``2.446<!-- = -bias / weight -->``.

The comment holds a Python expression. It is evaluated in the page's namespace at that place, or
behind the block further down that defines what it names, and the number in front of it has to be
its value, correctly rounded to the digits shown. A number without a source is refused, unless it is
part of a name that the page of notation lists, or counts exercises or the steps of a list.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from numbers import Integral, Real
from typing import Any

from weave.claims.expressions import compute, when_ready
from weave.claims.predictions import is_condition
from weave.embed import code_of
from weave.page import Page
from weave.parts import Piece
from weave.text import blanked

# what changes the number behind it, unless it stands between the ends of a range
SIGNS = ("–", "—", "±", "&minus;")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# a number as people write it: −1,234.5, 4.2 × 10⁻¹⁸, 99.7%
NUMBER = re.compile(
    r"(?<![\w.])(?P<text>[−-]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?"
    r"(?:\s×\s10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?P<percent>%)?)"
)
# a word in front of a source
UNREADABLE = re.compile(r"(\S+?)\s?<!-- =")
# a heading that counts, "## Exercise 2: …", or a step of a list, "2. …"
COUNTED = re.compile(
    r"^(?:#+ (?P<word>[A-Z][a-z]+) |(?P<indent> *))(?P<number>\d+)(?(word):|\.) ",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Number:
    """A number in prose and where it comes from.

    Attributes
    ----------
    line
        The line of the page, from 1.
    start
        Offset in the page of the number's first character.
    text
        The number as the reader sees it.
    expression
        The Python expression that gives it.
    ready
        The offset at which the expression can run.
    """

    line: int
    start: int
    text: str
    expression: str
    ready: int


def find_numbers(page: Page) -> Iterator[Number]:
    """Yield the numbers with a source, from top to bottom.

    Raises
    ------
    WeaveError
        If a number in prose has no source and is part of no name, if a source has no number in
        front of it, or if it would give the same number whatever the code does.

    Examples
    --------
    >>> from pathlib import Path
    >>> [number.text for number in find_numbers(Page(Path("a.md"), "0.69<!-- = ln_2 --> nats."))]
    ['0.69']
    >>> list(find_numbers(Page(Path("a.md"), "About 0.69 nats.")))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: nothing says where 0.69 comes from
    """
    words = without_answers(page)
    # a source behind a formula is the source of the formula
    sources = {
        source.start: source
        for source in page.sources
        if not page.text[: source.start].rstrip().endswith("$")
    }
    sourced = [
        (found, sources.pop(found.end()))
        for found in NUMBER.finditer(words)
        if found.end() in sources
    ]
    bound = [(start, end) for start, end, _ in find_names(page)]
    bound += [found.span() for found, _ in sourced]
    bound += find_counted(page)
    refuse_unbound(blanked(words, bound), page)
    for start in sources:
        raise page.error(start, "this source has no number in front of it")
    for found, source in sourced:
        start, expression = found.start(), source.expression or ""
        refuse_signs(page, found["text"], start, source.end)
        ready = when_ready(expression, page, start, source.end)
        yield Number(page.line_at(start), start, found["text"], expression, ready)


def without_answers(page: Page) -> str:
    """Return the prose of a page without answers to predict: a condition decides their digits."""
    answers = [
        (page.text.rfind("\n", 0, condition.start) + 1, condition.end)
        for condition in page.comments
        if is_condition(condition)
    ]
    return blanked(page.prose, answers)


def refuse_unbound(rest: str, page: Page) -> None:
    """Refuse the first number that nothing binds."""
    for word in re.finditer(r"\S+", rest):  # what stands between spaces
        if any(character.isnumeric() for character in word[0]):
            found = NUMBER.search(word[0])
            shown = found["text"] if found else word[0].strip(".,;:!?()*")
            message = f"nothing says where {shown} comes from"
            hint = f"write {shown}<!-- = … -->, with an expression in place of the dots that "
            hint += "computes it from the page's code; or write the number in words"
            if typed := UNREADABLE.match(page.text, word.start()):
                message = (
                    f"cannot read the number {typed[1]} in front of this source"
                )
                hint = "write it like 0.5, 1,234, 4.2 × 10⁻¹⁸ or 99%, right before the comment"
            raise page.error(word.start(), message, hint=hint, shown=word[0])


def refuse_signs(page: Page, number: str, start: int, end: int) -> None:
    """Refuse a sign at a number or behind its source that would give it another value."""
    before, behind = page.text[:start], page.text[end:]
    signed = before.endswith(SIGNS) and not before[:-1].endswith("-->")
    if signed or behind.startswith("%"):
        hint = "write a minus as −, and % in front of the source"
        message = f"a sign beside {number} changes what it says"
        raise page.error(start, message, hint=hint, shown=number)


def find_names(page: Page) -> Iterator[tuple[int, int, str]]:
    """Yield where names with digits stand, and which; a line may end inside one."""
    words = without_answers(page)
    for name in page.names:
        spelled = r"\s+".join(map(re.escape, name.split()))
        # the name alone, not as the beginning of a longer word or number
        whole = rf"(?<![\w.]){spelled}(?![\w%]|[.,]\d)"
        for found in re.finditer(whole, words, re.IGNORECASE):
            yield *found.span(), name


def find_counted(page: Page) -> Iterator[tuple[int, int]]:
    """Yield where a number counts headings or the steps of a list.

    Raises
    ------
    WeaveError
        If one does not come after the one before.
    """
    before = Counter[str]()
    for found in COUNTED.finditer(page.prose):
        if page.text[slice(*found.span())] != found[0]:
            continue  # it begins with code or a formula, which is blank here
        word, number = found["word"], int(found["number"])
        counter = word or found["indent"]
        expected = before[counter] + 1
        if number != expected and (word or number != 1):  # a list may begin anew
            message = f"this is number {expected}, not {number}"
            raise page.error(found.start(), message)
        before[counter] = number
        yield found.span("number")


def find_quotes(page: Page) -> Iterator[Piece]:
    """Yield the code in sentences that has digits."""
    for code in page.of_kind("code"):
        if any(character.isdigit() for character in code.text):
            yield code


def check_inline_code(page: Page) -> None:
    r"""Refuse code in a sentence whose digits stand in no block of the page and in no source.

    Examples
    --------
    >>> from pathlib import Path
    >>> page = Page(Path("a.md"), "Try `f(2)`.\n\n```python\nf(3)\n```\n")
    >>> check_inline_code(page)
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: no block of this page has `f(2)`
    """
    blocks = [code_of(fence, page.source_root) for fence in page.fences]
    code = "\n".join([*blocks, *(each.expression or "" for each in page.sources)])
    for quote in find_quotes(page):
        quoted = quote.text.strip()
        # the quote alone, not as a part of a longer name or number
        whole = rf"(?<!\w)(?<!\d\.){re.escape(quoted)}(?![\w.])"
        if NUMBER.fullmatch(quoted) or not re.search(whole, code):
            raise page.error(
                quote.start,
                f"no block of this page has `{quoted}`",
                hint="code in a sentence that has digits quotes a block: let one run it, or say it "
                "without the digits; a number alone stands without backticks",
                shown=quoted,
            )


def render(value: Any, like: str) -> str:
    """Write ``value`` in the form of the number ``like``: its decimals, percent sign or power.

    Raises
    ------
    TypeError
        If ``value`` is not a real number.

    Examples
    --------
    >>> render(0.9966, like="99.0%")
    '99.7%'
    >>> render(-1234.5678, like="1,000.00")
    '−1,234.57'
    >>> render(4.248354e-18, like="4.2 × 10⁻¹⁸")
    '4.2 × 10⁻¹⁸'
    """
    form = NUMBER.fullmatch(like)
    if form is None:
        raise ValueError(f"like is {like!r}; expected a number")
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"the source gives {value!r}; expected a real number")
    with localcontext(prec=400):
        exact = Decimal(int(value) if isinstance(value, Integral) else float(value))
        power = int((form["power"] or "⁰").translate(SUPERSCRIPTS))
        exact = exact.scaleb(-power + (2 if form["percent"] else 0))
        if not exact.is_finite():
            raise TypeError(f"the source gives {value!r}; expected a finite number")
        last = Decimal(1).scaleb(-len(form["decimals"] or ""))
        rounded = exact.quantize(last, rounding=ROUND_HALF_EVEN)
    digits = f"{abs(rounded):,f}" if "," in form["whole"] else f"{abs(rounded):f}"
    sign = "−" if rounded < 0 else ""
    tail = f" × 10{form['power']}" if form["power"] else ""
    return f"{sign}{digits}{tail}{form['percent'] or ''}"


def check(
    number: Number, namespace: dict[str, Any]
) -> tuple[str | None, str | None]:
    """Return the number that the run gives, if it gives one, and what is wrong, if anything."""
    try:
        actual = render(compute(number.expression, namespace), like=number.text)
    except Exception as error:
        source = f"the source of {number.text}, {number.expression}"
        return None, f"{source}, raises {error!r}"
    if actual == number.text:
        return actual, None
    said = f"the page says {number.text}, the run says {actual}"
    return actual, f"{said}: {number.expression}"
