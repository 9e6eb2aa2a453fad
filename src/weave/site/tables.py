"""Tables that the build makes: what the pages claim, and what was measured."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from weave.claims import known_kinds

STORED = ("mutation", "benchmark")  # in tests/mutation_result.json and the like


def of_rows(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows as a Markdown table, whole numbers on the right.

    Parameters
    ----------
    rows
        The cells of each row by the heads of their columns, which are the same in all rows.

    Examples
    --------
    >>> print(of_rows([{"this": "a walk", "rounds": 3}, {"this": "a run", "rounds": 12}]))
    | this | rounds |
    |---|---:|
    | a walk | 3 |
    | a run | 12 |
    """
    head = f"| {' | '.join(rows[0])} |"
    sides = (
        "---:" if isinstance(cell, int) else "---" for cell in rows[0].values()
    )
    cells = (" | ".join(map(str, row.values())) for row in rows)
    return "\n".join(
        [head, f"|{'|'.join(sides)}|", *(f"| {row} |" for row in cells)]
    )


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
    return of_rows(
        [
            {
                "how many": found[kind],
                "of what": known_kinds.plural(kind, found[kind]),
            }
            for kind in kinds
        ]
    )


def of_results(word: str, root: Path) -> str:
    """Return the table of stored results that a word in a comment asks for."""
    stored = root / "tests" / f"{word}_result.json"
    return of_rows(json.loads(stored.read_text("utf-8")))
