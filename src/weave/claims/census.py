"""Count what a page asks readers to believe, by the way in which it is checked."""

import json
import re
from collections import Counter
from doctest import DocTestParser
from pathlib import Path

from weave.claims import tex
from weave.claims.console import commands
from weave.claims.numbers import (
    find_counted,
    find_names,
    find_numbers,
    find_quotes,
    line_at,
    outside_fences,
    prose,
    read_names,
    without_code,
)
from weave.claims.predictions import find_predictions
from weave.claims.strays import refuse_strays
from weave.errors import WeaveError
from weave.fences import find_fences
from weave.site.mathml import check_formulas

NOTATION = tex.NOTATION_PAGE
MODULE = re.compile(r"^::: [\w.]+$", re.MULTILINE)
ANY_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
ASIDE = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w-]+)", re.MULTILINE)
ASIDES = {
    "note": "note",
    "question": "question to predict",
    "success": "solution of an exercise",
}
LINK = re.compile(r"(?<!!)\[[^\]\n]*(?:\n[^\]\n]+)?\]\([^)\s]+\)")
IMAGE = re.compile(
    r'^!\[(?P<caption>[^\]]+)\]\(figures/(?P<name>[\w-]+)\.svg "(?P<title>[^"]+)"\)'
    r"(?:\{ live=(?P<live>[\w-]+) \})?$",
    re.MULTILINE,
)


def of_page(text: str, path: Path, notation: str = "") -> Counter[str]:
    r"""Return how many claims of each kind a page makes.

    Raises
    ------
    WeaveError
        If something on the page is of no kind.

    Examples
    --------
    >>> page = "Half is 0.5<!-- = half -->.\n\n```pycon\n>>> 1 + 1\n2\n>>> x = 1\n```\n"
    >>> in_words(of_page(page, Path("a.md")))
    '1 session, 1 output compared, 1 number in prose computed'
    """
    found: Counter[str] = Counter()
    for fence in find_fences(text, path):
        if fence.kind == "code":
            found[
                "block of code run"
                if not fence.embeds
                else "block embedded from src"
            ] += 1
        elif fence.kind == "session":
            found["session"] += 1
            examples = DocTestParser().get_examples(fence.body)
            found["output compared"] += sum(
                bool(example.want) for example in examples
            )
        elif fence.kind == "console":
            found["command run in a copy of the book"] += len(commands(fence))
        elif fence.kind == "file":
            found["file written in a copy of the book"] += 1
        else:
            found["block shown without running, with a reason"] += 1
    refuse_strays(text, path)
    found["formula set"] += check_formulas(text, path)
    found += tex.count(text, path, notation)
    names = read_names(notation + text)
    words = prose(text, path)
    found["number in prose computed"] += sum(
        1 for _ in find_numbers(text, path, names)
    )
    found["number of an exercise or step counted"] += len(
        list(find_counted(words, path))
    )
    found.update(f"name “{name}”" for _, _, name in find_names(words, names))
    found["piece of code quoted from a block"] += len(list(find_quotes(text, path)))
    found["module described in the reference"] += len(
        MODULE.findall(outside_fences(text, path))
    )
    for aside in ASIDE.finditer(outside_fences(text, path)):
        if aside["kind"] not in ASIDES:
            line = line_at(text, aside.start())
            known = ", ".join(sorted(ASIDES))
            raise WeaveError(
                path, line, f"nobody knows an aside {aside['kind']!r}, only {known}"
            )
        found[ASIDES[aside["kind"]]] += 1
    predictions = list(find_predictions(text, path))
    if predictions:
        found["prediction decided"] += len(predictions)
        found[ASIDES["question"]] -= len(predictions)
        found[ASIDES["success"]] -= len(predictions)
    found["link resolved"] += len(LINK.findall(without_code(text, path)))
    figures = find_figures(text, path)
    images = list(ANY_IMAGE.finditer(without_code(text, path)))
    if len(images) != len(figures):
        stray = next(
            image for image in images if not IMAGE.match(text, image.start())
        )
        line = line_at(text, stray.start())
        raise WeaveError(
            path, line, 'write a figure as ![Caption](figures/name.svg "Its title")'
        )
    found["figure drawn from the run"] += len(figures)
    live = sum(figure["live"] is not None for figure in figures)
    found["figure to push on, compared with the code"] += live
    return found


def find_figures(text: str, path: Path) -> list[re.Match[str]]:
    """Return the figures that a page names; those in a block are only shown."""
    return list(IMAGE.finditer(outside_fences(text, path)))


def notation_for(root: Path, path: Path) -> str:
    """Return the page whose formulas hold on every other page, if this is another one."""
    notation = root / "docs" / NOTATION
    if path.name == NOTATION or not notation.is_file():
        return ""
    return notation.read_text("utf-8")


def in_words(found: Counter[str]) -> str:
    """Return a census as one line.

    Examples
    --------
    >>> in_words(Counter({"session": 2, "number in prose computed": 1}))
    '2 sessions, 1 number in prose computed'
    """
    return ", ".join(
        f"{count} {plural(kind, count)}" for kind, count in found.items() if count
    )


def as_table(found: Counter[str]) -> str:
    """Return a census as a Markdown table, the names at its end.

    Examples
    --------
    >>> print(as_table(Counter({"name “float64”": 1, "session": 2})))
    | how many | of what |
    |---:|---|
    | 2 | sessions |
    | 1 | name “float64” |
    """
    kinds = sorted(found, key=lambda kind: kind.startswith("name "))
    rows = [f"| {found[kind]} | {plural(kind, found[kind])} |" for kind in kinds]
    return "\n".join(["| how many | of what |", "|---:|---|", *rows])


def of_mutation(stored: str) -> str:
    """Return what mutation testing found, from the JSON it stored, as a Markdown table.

    Examples
    --------
    >>> result = {"tried": 9, "noticed": 8, "equivalent": 1, "date": "2026-01-31", "commit": "abc"}
    >>> print(of_mutation(json.dumps({"loss": result})))
    | module | changes tried | noticed | change nothing | missed | date | commit |
    |---|---:|---:|---:|---:|---|---|
    | `loss` | 9 | 8 | 1 | 0 | 2026-01-31 | `abc` |
    """
    rows = [
        f"| `{module}` | {found['tried']} | {found['noticed']} | {found['equivalent']} "
        f"| {found['tried'] - found['noticed'] - found['equivalent']} "
        f"| {found['date']} | `{found['commit']}` |"
        for module, found in json.loads(stored).items()
    ]
    head = "| module | changes tried | noticed | change nothing | missed | date | commit |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---|---|", *rows])


def of_benchmark(stored: str) -> str:
    """Return what the benchmarks found, from the JSON they stored, as a Markdown table.

    Examples
    --------
    >>> row = {"what": "a walk", "against": "a run", "rounds": 3}
    >>> row |= {"lowest": 1.9, "median": 2.0, "highest": 12.0}
    >>> stored = {"date": "2026-01-31", "commit": "abc", "comparisons": [row]}
    >>> print(of_benchmark(json.dumps(stored)))
    | this | takes as many times as long | as this | rounds |
    |---|---:|---|---:|
    | a walk | **2** (1.9 to 12) | a run | 3 |
    <BLANKLINE>
    Measured on 2026-01-31 at commit `abc`.
    """
    found = json.loads(stored)
    rows = [
        f"| {row['what']} | **{row['median']:g}** ({row['lowest']:g} to {row['highest']:g}) "
        f"| {row['against']} | {row['rounds']} |"
        for row in found["comparisons"]
    ]
    head = [
        "| this | takes as many times as long | as this | rounds |",
        "|---|---:|---|---:|",
    ]
    measured = f"Measured on {found['date']} at commit `{found['commit']}`."
    return "\n".join([*head, *rows, "", measured])


def plural(kind: str, count: int) -> str:
    """Return the kind with its first noun in the number that ``count`` asks for."""
    noun, *rest = kind.split(" ", 1)
    return " ".join([noun if count == 1 else f"{noun}s", *rest])
