"""Tables that the build makes: what the pages claim, and what was measured."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from weave.claims import known_kinds


def of_census(found: Counter[str]) -> str:
    """Return a census as a Markdown table, the names at its end.

    Examples
    --------
    >>> print(of_census(Counter({"name “float64”": 1, "session": 2})))
    | how many | of what |
    |---:|---|
    | 2 | sessions |
    | 1 | name “float64” |
    """
    kinds = sorted(found, key=lambda kind: kind.startswith("name "))
    rows = [
        f"| {found[kind]} | {known_kinds.plural(kind, found[kind])} |"
        for kind in kinds
    ]
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
    >>> row |= {"date": "2026-01-31", "commit": "abc"}
    >>> print(of_benchmark(json.dumps([row])))
    | this | takes as many times as long | as this | rounds | date | commit |
    |---|---:|---|---:|---|---|
    | a walk | **2** (1.9 to 12) | a run | 3 | 2026-01-31 | `abc` |
    """
    rows = [
        f"| {row['what']} | **{row['median']:g}** ({row['lowest']:g} to {row['highest']:g}) "
        f"| {row['against']} | {row['rounds']} | {row['date']} | `{row['commit']}` |"
        for row in json.loads(stored)
    ]
    head = (
        "| this | takes as many times as long | as this | rounds | date | commit |"
    )
    return "\n".join([head, "|---|---:|---|---:|---|---|", *rows])


# the words of the comments in whose place tables of stored results stand, and what makes them
STORED: dict[str, tuple[str, Callable[[str], str]]] = {
    "mutation": ("mutation_result.json", of_mutation),
    "benchmark": ("benchmark_result.json", of_benchmark),
}


def of_results(word: str, root: Path) -> str:
    """Return the table of stored results that a word in a comment asks for."""
    stored, as_table = STORED[word]
    return as_table((root / "tests" / stored).read_text("utf-8"))
