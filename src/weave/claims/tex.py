r"""Find the equations of a page and take them apart, before SymPy is asked what they mean.

Everything in here is about text: where a formula stands, which steps it claims, which names it
uses, and which of them the page has defined above. So a page can be counted without SymPy.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Self

from weave.claims.numbers import (
    CODE,
    MARK,
    definitions_below,
    line_at,
    outside_fences,
    refuse_constant,
    when_ready,
)
from weave.errors import WeaveError

FORMULA = re.compile(
    rf"""{CODE.pattern}  # matched first, for a formula in it is none
      | (?<!\\)\$\$(?P<display>.*?)\$\$
      | (?<!\\)\$(?!\s)(?P<inline>(?:[^$\n]|\n(?!\s*\n))+?)(?<!\s)\$""",
    re.DOTALL | re.VERBOSE,
)
REASON = re.compile(r"<!--\s*not checked\s*:?\s*(?P<reason>.*?)\s*-->", re.DOTALL)
DOMAINS = re.compile(r"<!--\s*domain:\s*(?P<rules>.*?)\s*-->", re.DOTALL)
DOMAIN = re.compile(
    r"\s*(?:(?P<low>\S+)\s*<\s*)?(?P<name>\S+?)\s*"
    r"(?:<\s*(?P<high>\S+)|>\s*(?P<above>\S+)|in\s*\{(?P<values>.*)\})\s*"
)
REDEFINES = re.compile(r"<!--\s*redefines:\s*(?P<names>.*?)\s*-->")
NOTATION = re.compile(
    r"^\| \$(?P<tex>[^$]+)\$ \| `(?P<code>[A-Za-z]\w*)` \|", re.MULTILINE
)
SYMBOLS = re.compile(r"^\|([^|\n]*\$[^|\n]*)\|", re.MULTILINE)

INDEXED_BY_NUMBER = re.compile(r"[A-Za-z]_(?:\d|\{\d\})")
INDEXED = re.compile(r"(?P<base>.+)_\{(?P<index>\w)\}")
KINDS = {
    "definition": "definition in a formula",
    "case": "formula saying which label is meant",
    "value": "value of a formula taken from the code",
    "check": "step of an equation checked",
}

CLAIMS_NOTHING = (
    "nothing is claimed here that could be checked: write an =, or the code <!-- = … --> behind "
    "the formula, or a reason <!-- not checked: … --> above it"
)
NOTATION_PAGE = "notation.md"
EQUALS, ABOUT, BECOMES, MEANS = "=", r"\approx", r"\leftarrow", r"\iff"
RELATIONS = frozenset({EQUALS, ABOUT, BECOMES})
NOT_NAMES = {"e", "pi", "ln", "exp", "tanh", "sqrt", "frac", "Max", "Min"} | {
    *("cdot", "times", "pm", "sum", "prod", "infty", "Derive")
}
NAME = r"(?:\\[A-Za-z]+|[A-Za-z])(?:_\{\w+\})?"
BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}"
ATOM = (
    rf"(?:\\frac\s*{BRACES}\s*{BRACES}|\\sqrt\s*{BRACES}|{NAME}(?:\([^()]*\))?|\d+(?:\.\d+)?)"
    rf"(?:\^(?:{BRACES}|\w))?"
)
RATE = rf"\\frac\{{(?:d|\\partial)^\s*({NAME})\s*\}}\{{(?:d|\\partial)\s*({NAME})^\s*\}}"
REWRITINGS: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    # what is only looks
    (r"\\(?:left|right|quad|qquad)(?![a-z])|\\[,;!]|&|[.,;]\s*$", " "),
    # what is one name, though not to SymPy: P(…), \hat{y}, \Delta w, w_0, \sigma'
    (r"\bP\(([^()]*)\)", lambda found: rf"\P{as_letters(found[1])} "),
    (r"\\hat\{(\w)\}", r"\\\1hat "),
    (r"\\Delta\s*(\w)", r"\\Delta\1 "),
    (r"\s+(?=[_^'])", ""),
    (r"_(\w)", r"_{\1}"),
    (r"\\?([A-Za-z]+)'(?=\s*\()", r"\\\1prime "),
    # what SymPy would misread: rates, and how far a logarithm reaches
    (RATE.replace("^", r"\^2"), r"\\Derive(\\Derive(\1,\2),\2)"),
    (RATE.replace("^", ""), r"\\Derive(\1,\2)"),
    (rf"\\(ln|exp|tanh)\s*(?!\\(?:sum|prod))({ATOM})", r"\\\1(\2)"),
    (r"\\(max|min)(?![a-z])", lambda found: rf"\{found[1].title()}"),
]


@dataclass(frozen=True)
class Step:
    r"""One claim of an equation: that ``left`` and ``right`` are the same.

    Attributes
    ----------
    line
        The line of the page on which ``right`` stands.
    left, relation, right
        The two sides as TeX, and ``=``, ``\approx``, ``\leftarrow`` or ``\iff`` between them. The
        sides of ``\iff`` are equations themselves.
    end
        The last member of the chain that the step belongs to.
    """

    line: int
    left: str
    relation: str
    right: str
    end: str

    def with_sign(self, sign: str) -> Self:
        r"""Return the step with ``+`` or ``-`` for each ``\pm``."""
        sides = (self.left, self.right, self.end)
        left, right, end = (tex.replace(r"\pm", sign) for tex in sides)
        return replace(self, left=left, right=right, end=end)


@dataclass(frozen=True)
class Equation:
    """A formula that claims something: where it stands and what it says.

    Attributes
    ----------
    path, line
        The page and the line of its first mark, from 1.
    start, end
        Offsets in the page of the formula and of the end of the comment that belongs to it.
    tex
        What stands between the dollars.
    code
        The Python expression that computes the same, from a comment ``<!-- = … -->`` behind it.
    ready
        The offset at which ``code`` can run: where the formula ends, or behind the block that
        defines what it calls, if that is further down.
    reason
        Why it is shown without being checked, from ``<!-- not checked: … -->`` on the line above,
        or right behind an inline formula.
    """

    path: Path
    line: int
    start: int
    end: int
    tex: str
    code: str | None
    ready: int
    reason: str | None

    @property
    def chains(self) -> list[list[tuple[int, str, str]]]:
        r"""The members of each chain: line, relation before it, TeX.

        Examples
        --------
        >>> page = "\n".join(["$$", r"\begin{aligned}", r"a &= b \\", r"&= c \\", "d &= e",
        ...                   r"\end{aligned}", "$$"])
        >>> (found,) = find_equations(page, Path("a.md"))
        >>> found.chains
        [[(3, '', 'a'), (3, '=', 'b'), (4, '=', 'c')], [(5, '', 'd'), (5, '=', 'e')]]
        """
        chains: list[list[tuple[int, str, str]]] = []
        at = frozenset({MEANS}) if MEANS in self.tex else RELATIONS
        for line, row in rows(self):
            try:
                members = [
                    (line, relation, tex) for relation, tex in split(row, at)
                ]
            except ValueError as error:
                raise WeaveError(self.path, line, str(error)) from None
            if members[0][2] or not chains:
                chains.append(members)
            else:  # a row that begins with a relation goes on with the chain above
                chains[-1] += members[1:]
        return chains

    @property
    def steps(self) -> list[Step]:
        """The steps of all chains, from top to bottom.

        Raises
        ------
        WeaveError
            If a row claims nothing and there is no code to compare it with.
        """
        for (line, _, _), *others in self.chains:
            if not others and not self.code:
                raise WeaveError(self.path, line, CLAIMS_NOTHING)
        return [
            Step(line, left, relation, right, end=chain[-1][2])
            for chain in self.chains
            for (_, _, left), (line, relation, right) in pairwise(chain)
        ]


def find_equations(text: str, path: Path) -> Iterator[Equation]:
    """Yield the displayed formulas, and the inline ones that claim something, top to bottom.

    Examples
    --------
    >>> page = "With $a = b$ and $c$, not `$d = e$`."
    >>> [(found.line, found.tex) for found in find_equations(page, Path("a.md"))]
    [(1, 'a = b')]
    """
    defined = definitions_below(text, path)
    text = outside_fences(text, path)
    for found in FORMULA.finditer(text):
        tex = found["display"] or found["inline"] or ""
        outside = re.sub(rf"{BRACES}|\([^()]*\)", "", tex)
        claims = any(relation in outside for relation in RELATIONS)
        start, end = found.span()
        behind = end + len(text[end:]) - len(text[end:].lstrip())
        code = MARK.match(text, behind if found["display"] else end)
        if not tex or not (found["display"] or claims or code):
            continue
        reason = reason_of(text, start, end, display=bool(found["display"]))
        end = code.end() if code else end
        yield Equation(
            path=path,
            line=line_at(text, start),
            start=start,
            end=end,
            tex=tex,
            code=code["expression"] if code else None,
            ready=when_ready(code["expression"], end, defined) if code else end,
            reason=reason,
        )
        if code:
            refuse_constant(code["expression"], path, line_at(text, start))


def reason_of(text: str, start: int, end: int, *, display: bool) -> str | None:
    """Return why a formula is not checked: from the line above, or right behind an inline one."""
    if display:
        above = text[:start].rstrip().rpartition("\n")[2].strip()
        found = REASON.fullmatch(above)
    else:
        found = REASON.match(text, end)
    return found["reason"] if found else None


def rows(equation: Equation) -> Iterator[tuple[int, str]]:
    """Yield the rows of an equation, each with the line of the page where it begins."""
    tex = equation.tex
    for mark in (r"\begin{aligned}", r"\end{aligned}"):
        tex = tex.replace(mark, " " * len(mark))
    offset = 0
    for row in tex.split(r"\\"):
        begin = offset + len(row) - len(row.lstrip())
        if row.strip():
            yield equation.line + tex.count("\n", 0, begin), row
        offset += len(row) + 2


def split(tex: str, at: frozenset[str]) -> list[tuple[str, str]]:
    r"""Split TeX at the relations ``at`` outside brackets; give each with what follows it.

    Raises
    ------
    ValueError
        If there are more opening brackets than closing ones, or fewer.

    Examples
    --------
    >>> split(r"a &= \sum_{i=1}^{n} b_i", RELATIONS) == [("", "a"), ("=", r"\sum_{i=1}^{n} b_i")]
    True
    """
    parts, depth = [("", "")], 0
    for token in re.findall(r"\\[A-Za-z]+|\\.|.", tex.replace("&", " "), re.DOTALL):
        depth += (token in "{([") - (token in "})]")
        if token in at and depth == 0:
            parts.append((token, ""))
        else:
            parts[-1] = (parts[-1][0], parts[-1][1] + token)
    if depth:
        raise ValueError(f"the brackets of {' '.join(tex.split())} do not match")
    return [(relation, " ".join(part.split())) for relation, part in parts]


@cache
def plain(tex: str) -> str:
    r"""Rewrite TeX so that SymPy reads it as people do.

    Examples
    --------
    >>> print(plain(r"\frac{dE}{d\hat{y}} \ln w_0"))
    \Derive(E,\yhat) \ln(w_{0})
    """
    for pattern, replacement in REWRITINGS:
        tex = re.sub(pattern, replacement, tex)
    return " ".join(tex.split())


def as_letters(text: str) -> str:
    """Spell any text in letters, so that it can be a name."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in text.encode().hex())


def name_of(tex: str) -> str:
    """Return the one name that TeX is, as SymPy will spell it."""
    return plain(tex).lstrip("\\")


def names(tex: str) -> set[str]:
    r"""Return the names that TeX uses; e, π and operators are none.

    Examples
    --------
    >>> sorted(names(r"\hat{y} - w_0 e^{-2\pi}"))
    ['w_{0}', 'yhat']
    """
    return {name_of(name) for name in re.findall(NAME, plain(tex))} - NOT_NAMES


def application(tex: str) -> tuple[str, tuple[str, ...]] | None:
    r"""Return name and parameters, if TeX is a name alone or a function of names.

    Examples
    --------
    >>> application(r"\hat{y}"), application(r"\sigma(z)"), application("2x")
    (('yhat', ()), ('sigma', ('z',)), None)
    """
    listed = rf"\s*{NAME}(?:\s*,\s*{NAME})*\s*"
    found = re.fullmatch(rf"({NAME})(?:\(({listed})\))?", plain(tex))
    if not found or name_of(found[1]) in NOT_NAMES:
        return None
    return name_of(found[1]), tuple(map(name_of, re.findall(NAME, found[2] or "")))


@dataclass(frozen=True)
class Domain:
    """Where the values of a name lie: between two numbers, or among a few."""

    low: Fraction = Fraction(-4)
    high: Fraction = Fraction(4)
    values: tuple[Fraction, ...] = ()

    def draw(self, random: Random) -> Fraction:
        """Return a random value."""
        if self.values:
            return random.choice(self.values)
        share = Fraction(random.randrange(1, 128), 128)
        return self.low + (self.high - self.low) * share


def read_domains(text: str, path: Path = Path("page")) -> dict[str, Domain]:
    r"""Return what the comments of a page say about the values of names.

    Raises
    ------
    WeaveError
        If a rule is none of ``0 < x < 1``, ``x > 0``, ``x < 0`` and ``x in {0, 1}``.

    Examples
    --------
    >>> found = read_domains(r"<!-- domain: y in {0, 1}; 0 < \hat{y} < 1 -->")
    >>> found["y"].values == (0, 1), found["yhat"].high == 1
    (True, True)
    """
    found = {}
    for comment in DOMAINS.finditer(text):
        for rule in filter(None, comment["rules"].split(";")):
            try:
                name, domain = read_domain(rule)
            except (ValueError, ZeroDivisionError):
                line = line_at(text, comment.start())
                message = f"cannot read the domain {rule!r}; write 0 < x < 1"
                raise WeaveError(path, line, message) from None
            found[name] = domain
    return found


def read_domain(rule: str) -> tuple[str, Domain]:
    """Return the name of a rule and where its values lie.

    Raises
    ------
    ValueError, ZeroDivisionError
        If it cannot be read.
    """
    read = DOMAIN.fullmatch(rule)
    if not read:
        raise ValueError(rule)
    listed = re.findall(r"[^,\s]+", read["values"] or "")
    low = Fraction(read["low"] or read["above"] or -4)
    high = Fraction(read["high"] or low + 8)
    return name_of(read["name"]), Domain(low, high, tuple(map(Fraction, listed)))


@dataclass(frozen=True)
class Body:
    """What a name stands for: TeX, its parameters, and the index to put for the one it is for."""

    parameters: tuple[str, ...]
    tex: str
    index: tuple[str, str] | None = None


@dataclass
class Definitions:
    """What the formulas of a page have defined so far.

    Attributes
    ----------
    bodies
        What each name with a definition stands for.
    domains
        Where the values of the others lie.
    code_names
        What the code calls a name.
    indices
        The number that each letter of an index stands for.
    redefined
        The names of the page of notation to which this page gives a definition of its own.
    """

    bodies: dict[str, Body] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    code_names: dict[str, str] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    redefined: set[str] = field(default_factory=set)

    @classmethod
    def for_page(
        cls, text: str, notation: str = "", path: Path = Path("page")
    ) -> Self:
        """Begin a page: with its own domains, and with all that the page of notation says.

        Examples
        --------
        >>> notation, page = "$z = w x$ and $v = 2 z$", "<!-- redefines: z -->"
        >>> sorted(Definitions.for_page(page, notation).bodies)
        ['v']
        """
        book = cls(domains=read_domains(notation) | read_domains(text, path))
        for row in NOTATION.finditer(f"{notation}\n{text}"):
            book.code_names[name_of(row["tex"])] = row["code"]
        for equation in find_equations(notation, Path(NOTATION_PAGE)):
            for step in equation.steps:
                book.kind(step)
        for comment in REDEFINES.finditer(text):
            for tex in comment["names"].split(";"):
                book.redefined.add(name_of(tex.strip()))
                book.bodies.pop(name_of(tex.strip()), None)
        return book

    def find(self, name: str) -> Body | None:
        r"""Return what a name stands for; the definition of one :math:`p_k` serves for all.

        Examples
        --------
        >>> book = Definitions({"p_{k}": Body((), "2 k")})
        >>> book.find("p_{3}")
        Body(parameters=(), tex='2 k', index=('k', '3'))
        """
        if name in self.bodies:
            return self.bodies[name]
        indexed = INDEXED.fullmatch(name)
        for other, body in self.bodies.items():
            general = INDEXED.fullmatch(other)
            if not indexed or not general or general["base"] != indexed["base"]:
                continue
            if general["index"].isalpha():
                return replace(body, index=(general["index"], indexed["index"]))
        return None

    def domain(self, name: str) -> Domain:
        """Return where the values of a name lie; what is said of y holds for each y_i."""
        indexed = INDEXED.fullmatch(name)
        general = self.domains.get(indexed["base"] if indexed else "", Domain())
        return self.domains.get(name, general)

    def reach(self, texts: Iterable[str]) -> set[str]:
        """Return the names that TeX uses, and those that their definitions use in turn."""
        found: set[str] = set()
        new = set().union(*map(names, texts))
        while new:
            found |= new
            bodies = [body for body in map(self.find, new) if body]
            inside = [names(body.tex) - {*body.parameters} for body in bodies]
            new = set().union(*inside) - found
        return {n for n in found if not getattr(self.find(n), "parameters", ())}

    def variables(self) -> set[str]:
        """Return the names that definitions use, with a definition of their own or without."""
        bodies = self.bodies.values()
        return {
            name for body in bodies for name in names(body.tex) - {*body.parameters}
        }

    def spell(self, name: str) -> str:
        """Return what the code calls a name."""
        return self.code_names.get(name, re.sub(r"[{}]", "", name))

    def is_case(self, step: Step) -> bool:
        r"""Tell whether a value is one of the few that a name can have, as in "for y = 0".

        Examples
        --------
        >>> book = Definitions(domains=read_domains("<!-- domain: y in {0, 1} -->"))
        >>> [book.is_case(Step(1, "y", "=", end, end)) for end in ("1", "2")]
        [True, False]
        """
        return step.right in map(str, self.domain(name_of(step.left)).values)

    def kind(self, step: Step) -> str:
        """Tell if a step is a ``definition``, ``value``, ``case`` or ``check``; note a definition.

        Raises
        ------
        ValueError
            If it defines a name that a definition above uses as a variable.
        """
        name, parameters = application(step.left) or ("", ())
        number = not names(step.end)
        chosen = number and (step.right == step.end or application(step.right))
        if name and not parameters and step.relation == EQUALS and chosen:
            return "case" if self.is_case(step) else "value"
        if step.relation == BECOMES:
            return "definition"
        if step.relation != EQUALS or not name or name.endswith("prime"):
            return "check"
        if self.find(name):
            return "check"
        if not parameters and name in self.variables() - self.redefined:
            raise ValueError(
                f"{step.left} is a variable of a definition above, and this would fix it for the "
                rf"rest of the page; write `condition \iff {step.left} = {step.right}`"
            )
        self.bodies[name] = Body(parameters, step.right)
        return "definition"


def count(text: str, path: Path, notation: str = "") -> Counter[str]:
    r"""Return how many claims of each kind the formulas of a page make.

    Raises
    ------
    WeaveError
        If one claims nothing that can be checked, and no reason is given; or if its digits are
        bound to nothing.

    Examples
    --------
    >>> found = count("$a = 2 b$, so $3 a = 6 b$ and $2 b$ is $a$", Path("a.md"))
    >>> print(*found, sep="\n")
    definition in a formula
    step of an equation checked
    formula quoted from a checked one
    """
    found: Counter[str] = Counter()
    book = Definitions.for_page(text, notation, path)
    excused = len(REASON.findall(outside_fences(text, path)))
    checked = [
        squash(each.tex) for each in find_equations(notation, Path(NOTATION_PAGE))
    ]
    equations = {each.start: each for each in find_equations(text, path)}
    for equation in equations.values():
        if equation.reason is not None:
            found["formula shown without a check, with a reason"] += 1
            excused -= 1
        if equation.reason == "":
            raise WeaveError(path, equation.line, CLAIMS_NOTHING)
        steps = [] if equation.reason else equation.steps
        try:
            kinds = [book.kind(step) for step in steps]
        except ValueError as error:
            raise WeaveError(path, equation.line, str(error)) from None
        if "value" in kinds and not equation.code:
            raise unbound(equation.tex, path, equation.line)
        checked.append(squash(equation.tex))
        found.update(KINDS[kind] for kind in kinds)
        found["formula compared with code"] += equation.code is not None
    if excused:
        raise WeaveError(
            path, 1, "a comment <!-- not checked: … --> belongs to no formula"
        )
    for formula in FORMULA.finditer(outside_fences(text, path)):
        tex = formula["inline"] or ""
        if formula.start() in equations or not has_digits(tex):
            continue
        if not any(quotes(squash(tex), each) for each in checked):
            raise unbound(tex, path, line_at(text, formula.start()))
        found["formula quoted from a checked one"] += 1
    refuse_unknown_indices(text, path, notation)
    return +found


def refuse_unknown_indices(text: str, path: Path, notation: str) -> None:
    """Refuse a name like p_2 that no table of symbols has and that occurs only once.

    Examples
    --------
    >>> refuse_unknown_indices("$p_1$ and $p_1$ and $p_2$", Path("a.md"), "")
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: nothing checks the digits of $p_2$
    """
    table = "".join(SYMBOLS.findall(f"{notation}\n{text}"))
    known = set(INDEXED_BY_NUMBER.findall(table))
    used: dict[str, list[int]] = {}
    for formula in FORMULA.finditer(outside_fences(text, path)):
        for name in INDEXED_BY_NUMBER.findall(
            formula["inline"] or formula["display"] or ""
        ):
            used.setdefault(name, []).append(formula.start())
    for name, places in used.items():
        if name not in known and len(places) == 1:
            raise unbound(name, path, line_at(text, places[0]))


def has_digits(tex: str) -> bool:
    r"""Tell whether TeX has digits that are not the index of a name.

    Examples
    --------
    >>> has_digits("w_0 x"), has_digits("2 w_0")
    (False, True)
    """
    return bool(re.search(r"\d", INDEXED_BY_NUMBER.sub("", tex)))


def squash(tex: str) -> str:
    """Return TeX without what is only looks, to compare how formulas are written."""
    return re.sub(r"[\s&]|\\(?:left|right|cdot)(?![a-z])|\\[,;!\\]", "", tex)


def quotes(part: str, whole: str) -> bool:
    r"""Tell whether a formula stands in another, not inside a longer number or name.

    Examples
    --------
    >>> quotes("1/v", "y=1/v^{2}"), quotes("1/v", "y=11/v"), quotes("1/v", r"y=1/vx")
    (True, False, False)
    """
    before = r"(?<![\w.\\])" if part[:1].isalnum() else ""
    return bool(re.search(rf"{before}{re.escape(part)}(?![A-Za-z\d]|\.\d)", whole))


def unbound(tex: str, path: Path, line: int) -> WeaveError:
    """Return the complaint that nothing checks the digits of a formula."""
    return WeaveError(
        path,
        line,
        f"nothing checks the digits of ${tex}$",
        hint=f"write ${tex}$<!-- = … --> with what the page's code calls it in place of the dots, "
        "or a part of a formula that is checked, or words",
        shown=f"${tex}$",
    )
