"""Numbers in prose that carry their source: ``2.446<!-- = -bias / weight -->``.

The comment holds a Python expression. It is evaluated in the page's namespace at that place, or
behind the block further down that defines what it names, and the number in front of it has to be
its value, correctly rounded to the digits shown. A number without a source is refused, unless it is
part of a name that the page of notation lists, or counts exercises or the steps of a list.
"""

import ast
import builtins
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path
from typing import Any

from weave.errors import WeaveError
from weave.fences import defined_names, find_fences

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = re.compile(
    r"(?<![\w.])(?P<text>[−-]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?"
    r"(?:\s×\s10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?P<percent>\s?%)?)"
)
MARK = re.compile(r"<!--\s*=\s*(?P<expression>.*?)\s*-->", re.DOTALL)
CODE = re.compile(
    r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|<!--.*?-->", re.DOTALL
)
NOT_PROSE = re.compile(
    r"""\A---\n.*?\n---\n                 # front matter
      | \$\$.*?\$\$                      # displayed mathematics
      | \$(?!\s)(?:[^$\n]|\n(?!\s*\n))+?(?<!\s)\$  # inline mathematics
      | (?<=\])\([^)\s]*(?:\s"[^"]*")?\)  # link targets and titles
      | \{\s*[\#.:][^}\n]*\}             # attributes""",
    re.DOTALL | re.VERBOSE,
)
NAMES = re.compile(r"<!--\s*names:\s*(?P<names>.*?)\s*-->", re.DOTALL)
# an answer to predict, bound by its condition: "- near 2.4<!-- true if 2 < boundary < 3 -->"
ANSWER = re.compile(
    r"^ {4}[-*] (?P<words>\S.*?)<!--\s*(?P<true>true )?if\s+(?P<condition>\S.*?)\s*-->[ \t]*$",
    re.MULTILINE,
)
COUNTED = re.compile(
    r"^#+[ ](?P<word>[A-Z][a-z]+)[ ](?P<heading>\d+):"
    r"|^(?P<indent>[ ]*)(?P<step>\d+)\.[ ]",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Number:
    """A number in prose and where it comes from.

    Attributes
    ----------
    path, line
        The page and the line, from 1.
    start, end
        Offsets in the page of the number's first character and of the end of its comment.
    text
        The number as the reader sees it.
    expression
        The Python expression that gives it.
    ready
        The offset at which the expression can run: ``end``, or behind the block that defines what
        it names, if that is further down.
    """

    path: Path
    line: int
    start: int
    end: int
    text: str
    expression: str
    ready: int


def find_numbers(
    text: str, path: Path, names: tuple[str, ...] = ()
) -> Iterator[Number]:
    """Yield the numbers with a source, from top to bottom.

    Raises
    ------
    WeaveError
        If a number in prose has no source and is part of none of ``names``, if a source has no
        number in front of it, or if it would give the same number whatever the code does.

    Examples
    --------
    >>> [number.text for number in find_numbers("About 0.69<!-- = ln_2 --> nats.", Path("a.md"))]
    ['0.69']
    >>> list(find_numbers("About 0.69 nats.", Path("a.md")))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: nothing says where 0.69 comes from
    """
    words = prose(text, path)
    # a mark behind a formula is the source of the formula
    marks = {
        mark.start(): mark
        for mark in find_marks(text, path)
        if not text[: mark.start()].rstrip().endswith("$")
    }
    sourced, rest = [], without_names(words, path, names)
    for found in NUMBER.finditer(words):
        ticks = re.match("`*", text[found.end() :])
        mark = marks.pop(found.end() + (ticks.end() if ticks else 0), None)
        if mark:
            sourced.append((found, mark))
            rest = blanked(rest, *found.span())
    refuse_numbers(rest, path)
    for start in marks:
        raise WeaveError(
            path, line_at(text, start), "this source has no number in front of it"
        )
    defined = definitions_below(text, path)
    for found, mark in sourced:
        expression, line = mark["expression"], line_at(text, found.start())
        refuse_constant(expression, path, line)
        yield Number(
            path=path,
            line=line,
            start=found.start(),
            end=mark.end(),
            text=found["text"],
            expression=expression,
            ready=when_ready(expression, mark.end(), defined),
        )


def refuse_numbers(rest: str, path: Path) -> None:
    """Refuse the first number that nothing binds."""
    for word in re.finditer(r"\S+", rest):
        if any(character.isnumeric() for character in word[0]):
            found = NUMBER.search(word[0])
            shown = found["text"] if found else word[0].strip(".,;:!?()*")
            raise WeaveError(
                path,
                line_at(rest, word.start()),
                f"nothing says where {shown} comes from",
                hint=f"write {shown}<!-- = … -->, with an expression in place of the dots that "
                "computes it from the page's code; or write the number in words",
                shown=word[0],
            )


def refuse_constant(expression: str, path: Path, line: int) -> None:
    """Refuse a source that names nothing of the page: it could not go wrong.

    Examples
    --------
    >>> refuse_constant("1 / 20", Path("a.md"), 3)
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:3: the source 1 / 20 names nothing of the page
    """
    used = used_names(expression)
    if used is not None and not used - set(dir(builtins)):
        raise WeaveError(
            path,
            line,
            f"the source {expression} names nothing of the page",
            hint="such a source cannot go wrong; compute the number from what the page's code "
            'defines, or take a default with default(function, "argument")',
            shown=expression,
        )


def used_names(expression: str) -> set[str] | None:
    """Return the names in an expression; None if Python cannot read it."""
    try:
        tree = ast.parse(" ".join(expression.split()), mode="eval")
    except SyntaxError:
        return None
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def when_ready(expression: str, end: int, defined: dict[str, int]) -> int:
    """Return the offset at which an expression can run that stands at ``end``."""
    used = used_names(expression) or set()
    return max([end, *(defined[name] for name in used & defined.keys())])


@lru_cache
def definitions_below(text: str, path: Path) -> dict[str, int]:
    """Return the names that the code of a page defines, with where each is there."""
    return defined_names(find_fences(text, path))


def read_names(text: str) -> tuple[str, ...]:
    """Return the names with digits that a page of notation lists.

    Examples
    --------
    >>> read_names("<!-- names: class 0; 0 or 1 -->")
    ('class 0', '0 or 1')
    """
    listed = ";".join(found["names"] for found in NAMES.finditer(text))
    return tuple(
        " ".join(name.split()) for name in listed.split(";") if name.strip()
    )


def find_names(
    words: str, names: tuple[str, ...]
) -> Iterator[tuple[int, int, str]]:
    """Yield where names with digits stand, and which; a line may end inside one."""
    for name in names:
        spelled = r"\s+".join(map(re.escape, name.split()))
        for found in re.finditer(
            rf"(?<![\w.]){spelled}(?![\w%]|[.,]\d)", words, re.IGNORECASE
        ):
            yield *found.span(), name


def without_names(words: str, path: Path, names: tuple[str, ...]) -> str:
    """Return the words of a page without its names, and without what counts in order."""
    for start, end, _ in list(find_names(words, names)):
        words = blanked(words, start, end)
    for start, end in find_counted(words, path):
        words = blanked(words, start, end)
    return words


def find_counted(words: str, path: Path) -> Iterator[tuple[int, int]]:
    """Yield where a number counts headings or the steps of a list.

    Raises
    ------
    WeaveError
        If one does not come after the one before.
    """
    before: dict[str, int] = {}
    for found in COUNTED.finditer(words):
        group = "step" if found["step"] else "heading"
        counter = found["word"] or f"list {len(found['indent'])}"
        number, expected = int(found[group]), before.get(counter, 0) + 1
        if number != expected and not (group == "step" and number == 1):
            raise WeaveError(
                path,
                line_at(words, found.start()),
                f"this is number {expected}, not {number}",
            )
        before[counter] = number
        yield found.span(group)


@lru_cache  # every checker of a page asks for it
def outside_fences(text: str, path: Path) -> str:
    """Return a page of the same length with its fenced blocks blanked."""
    for fence in find_fences(text, path):
        text = blanked(text, fence.start, fence.end)
    return text


def without_code(text: str, path: Path) -> str:
    """Return a page of the same length with blocks, code in sentences and comments blanked."""
    return CODE.sub(lambda found: blank(found[0]), outside_fences(text, path))


def prose(text: str, path: Path) -> str:
    """Return a page of the same length with everything blanked that is not prose.

    A bare number in the type of code is one in prose all the same. An answer to predict is decided
    by its condition, digits and all.
    """

    def unless_number(found: re.Match[str]) -> str:
        inside = found[0].strip("`")
        return (
            found[0].replace("`", " ")
            if NUMBER.fullmatch(inside)
            else blank(found[0])
        )

    words = ANSWER.sub(lambda found: blank(found[0]), outside_fences(text, path))
    words = CODE.sub(unless_number, words)
    return NOT_PROSE.sub(lambda found: blank(found[0]), words)


def find_quotes(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Yield the code in sentences that has digits, each with where it stands."""
    for found in CODE.finditer(outside_fences(text, path)):
        inside = found[0].strip("`").strip()
        if (
            found["ticks"]
            and re.search(r"\d", inside)
            and not NUMBER.fullmatch(inside)
        ):
            yield found.start(), inside


def refuse_strange_code(text: str, path: Path, woven: str) -> None:
    r"""Refuse code in a sentence whose digits stand in no block of the page and in no source.

    Parameters
    ----------
    text, path
        The page.
    woven
        The page with its embedded code filled in.

    Examples
    --------
    >>> page = "Try `f(2)`.\n\n```python\nf(3)\n```\n"
    >>> refuse_strange_code(page, Path("a.md"), page)
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: no block of this page has `f(2)`
    """
    run = [fence.body for fence in find_fences(woven, path)]
    run += [mark["expression"] for mark in find_marks(text, path)]
    code = "\n".join(run)
    for start, quoted in find_quotes(text, path):
        if not re.search(rf"(?<!\w)(?<!\d\.){re.escape(quoted)}(?![\w.])", code):
            raise WeaveError(
                path,
                line_at(text, start),
                f"no block of this page has `{quoted}`",
                hint="code in a sentence that has digits quotes a block: let one run it, or say it "
                "without the digits",
                shown=quoted,
            )


def blank(text: str) -> str:
    """Return as many spaces, with the newlines kept."""
    return re.sub(r"[^\n]", " ", text)


def blanked(text: str, start: int, end: int) -> str:
    """Return a text of the same length without what stands from ``start`` to ``end``."""
    return text[:start] + blank(text[start:end]) + text[end:]


def line_at(text: str, offset: int) -> int:
    """Return the line of an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def find_marks(text: str, path: Path) -> Iterator[re.Match[str]]:
    """Yield the sources on a page; what stands in code is none."""
    page = outside_fences(text, path)
    for found in CODE.finditer(page):
        mark = MARK.match(page, found.start())
        if mark:
            yield mark


def without_marks(text: str) -> str:
    """Return the page without the sources of its numbers, as a reader sees it.

    Examples
    --------
    >>> without_marks("About 0.69<!-- = log(2) --> nats, from `<!-- = log(2) -->`.")
    'About 0.69 nats, from `<!-- = log(2) -->`.'
    """
    pieces, position = [], 0
    for mark in find_marks(text, Path()):
        pieces.append(text[position : mark.start()])
        position = mark.end()
    return "".join([*pieces, text[position:]])


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
        exact = (
            Decimal(int(value))
            if isinstance(value, Integral)
            else Decimal(float(value))
        )
        power = int((form["power"] or "⁰").translate(SUPERSCRIPTS))
        exact = exact.scaleb(-power + (2 if form["percent"] else 0))
        if not exact.is_finite():
            raise TypeError(f"the source gives {value!r}; expected a finite number")
        decimals = len(form["decimals"] or "")
        rounded = exact.quantize(
            Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN
        )
    digits = f"{abs(rounded):,f}" if "," in form["whole"] else f"{abs(rounded):f}"
    sign = ("-" if like.startswith("-") else "−") if rounded < 0 else ""
    tail = f" × 10{form['power']}" if form["power"] else ""
    return f"{sign}{digits}{tail}{form['percent'] or ''}"


def check(number: Number, namespace: dict[str, Any]) -> str | None:
    """Return None if the number is what its source gives, else what is wrong."""
    try:
        actual = render(compute(number.expression, namespace), like=number.text)
    except Exception as error:
        return f"the source of {number.text}, {number.expression}, raises {error!r}"
    if actual == number.text:
        return None
    return (
        f"the page says {number.text}, the run says {actual}: {number.expression}"
    )


def compute(expression: str, namespace: dict[str, Any]) -> Any:
    """Return the value of an expression, which may span lines and may ask for a ``default``."""
    return eval(" ".join(expression.split()), {"default": default, **namespace})


def default(function: Callable[..., Any], argument: str) -> Any:
    """Return what a function takes for an argument that a caller leaves out.

    Examples
    --------
    >>> default(int.from_bytes, "byteorder")
    'big'
    """
    return inspect.signature(function).parameters[argument].default
