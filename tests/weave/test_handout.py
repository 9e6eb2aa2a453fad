"""A page becomes a notebook that needs nothing else and says what the page says."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from weave.errors import WeaveError
from weave.execution import ExecutionError, run_all
from weave.gallery import Drawn
from weave.handout import (
    Cell,
    Handout,
    as_words,
    compare,
    importable,
    independent,
    to_json,
    to_run,
)

PATH = Path("docs/page.md")
PAGE = """\
---
description: hidden
---

# Title {#top}

Half is 0.5<!-- = 1 / 2 -->, see [data](data.md#draw), [home](index.md) and `{.code}`.

![What to *see*.](figures/line.svg "A line")

!!! question "Predict"
    Is $x^2$ more?

```python
x = 3
```

```pycon
>>> x
3
>>> for i in range(2):
...     print(i)
0
1
>>> x / 0
Traceback (most recent call last):
ZeroDivisionError: division by zero
```

??? success "Solution"
    It is:

    ```pycon
    >>> x ** 2
    9
    ```

    More.

End.
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9" role="img" '
    'aria-labelledby="title desc"><title id="title">A line</title><desc id="desc">It rises.</desc>'
    "<style>:root{--ink:#111111}@media (prefers-color-scheme:dark){:root{--ink:#eeeeee}}</style>"
    '<path style="stroke: var(--ink)"/></svg>'
)
DRAWN = Drawn(
    figures={"line": SVG},
    mark=SVG,
    card=b"",
    palette={"ink": ("#111111", "#eeeeee")},
    data={},
)


def cells(page: str = PAGE) -> list[Cell]:
    found = Handout(page, PATH, lambda name, anchor: f"{name}.ipynb{anchor}")
    return found.cells


def outputs_of(tmp_path: Path, page: str = PAGE) -> list[list[dict[str, Any]]]:
    return run_all({"page": to_run(cells(page))}, tmp_path)["page"]


def test_prose_code_figures_and_asides_become_cells() -> None:
    assert [cell.source for cell in cells()] == [
        '<a id="top"></a>\n\n# Title\n\n'
        "Half is 0.5, see [data](data.ipynb#draw), [home](index.ipynb) and `{.code}`.",
        'draw("line")',
        "**A line.** What to *see*.",
        "> **Predict**\n>\n> Is $x^2$ more?",
        "x = 3",
        "x",
        "for i in range(2):\n    print(i)",
        "x / 0",
        "<details>\n<summary>Solution</summary>\n\nIt is:\n\n```pycon\n>>> x ** 2\n9\n```\n\n"
        "More.\n\n</details>",
        "End.",
    ]


def test_a_notebook_has_the_outputs_of_its_cells_and_is_valid(
    tmp_path: Path,
) -> None:
    text = to_json(cells(), outputs_of(tmp_path), DRAWN, PATH)
    found = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(found)
    code = [c for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    assert [
        output["output_type"] for cell in code for output in cell["outputs"]
    ] == [
        "execute_result",
        "execute_result",
        "stream",
        "error",
    ]
    assert code[-1]["metadata"]["tags"] == ["raises-exception"]
    assert "/" not in code[-1]["outputs"][0]["traceback"][-1]
    drawing = code[0]["outputs"][0]["data"]
    assert drawing["text/plain"] == "A line: It rises."
    assert "var(" not in drawing["image/svg+xml"]
    assert 'stroke: #111111"' in drawing["image/svg+xml"]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (
            "3\n>>> for",
            "4\n>>> for",
            r"page\.md:19: .*\n.*\n    4\n.*\n    3\nIf the change is",
        ),
        ("0\n1\n", "0\n2\n", r"page\.md:21: .*\n  the page says\n    0\n    2\n"),
        ("by zero", "by nothing", r"page\.md:25: the notebook raises ZeroDiv"),
        ("x = 3", "y = 3", r"page\.md:19: the notebook raises NameError"),
        (
            "x = 3",
            "x = 3\nprint(x)",
            r"page\.md:14: .*\n  the page says\n    \(nothing\)\n",
        ),
        (
            "x = 3",
            "x = 3\nimport sys; print(x, file=sys.stderr)",
            r"page\.md:14: .*\n  the page says\n    \(nothing\)\n",
        ),
    ],
)
def test_an_output_that_is_not_the_pages_is_refused_at_its_line(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    page = PAGE.replace(right, wrong, 1)
    with pytest.raises(WeaveError) as refused:
        to_json(cells(page), outputs_of(tmp_path, page), DRAWN, PATH)
    assert re.search(message, refused.value.explained(tmp_path))


def test_a_drawing_needs_no_words_on_the_page() -> None:
    drawn = {"output_type": "execute_result", "data": {"image/svg+xml": "<svg/>"}}
    compare(Cell("draw()", 1, code=True), [drawn], PATH)


def test_what_ran_before_is_not_run_again(tmp_path: Path) -> None:
    first = run_all({"page": ["import time", "time.time_ns()"]}, tmp_path)
    assert run_all({"page": ["import time", "time.time_ns()"]}, tmp_path) == first
    assert run_all({"page": ["import time", "time.time_ns() "]}, tmp_path) != first
    assert len(list(tmp_path.iterdir())) == 1


def test_a_process_that_dies_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ExecutionError, match="the notebooks page do not run"):
        run_all({"page": ["import os; os._exit(3)"]}, tmp_path)


def test_the_package_is_in_the_first_cell_of_code_if_it_is_needed(
    tmp_path: Path,
) -> None:
    package = tmp_path / "taught"
    package.mkdir()
    source = '"""Half."""\n\nHALF = "\\\\0.5"\n'
    (package / "__init__.py").write_text(source, encoding="utf-8")
    found = [Cell("from taught import HALF\nHALF", 1, code=True)]
    _, first, *_ = made = independent(found, "Hello.", package, "taught.figures")
    assert source in first.source
    (_, [shown]) = run_all({"page": to_run(made)}, tmp_path / "cache")["page"]
    assert shown["data"]["text/plain"] == r"'\\0.5'"
    words, setup, rest = json.loads(to_json(made, None, DRAWN, PATH))["cells"]
    assert setup["metadata"]["jupyter"] == {"source_hidden": True}
    assert words["metadata"] == rest["metadata"] == {}
    _, first, _ = independent(
        [Cell("1", 1, code=True)], "", package, "taught.figures"
    )
    assert "taught" not in first.source


def test_a_module_that_could_not_be_quoted_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = '''a'''\n", encoding="utf-8")
    with pytest.raises(ValueError, match="holds '''"):
        importable(tmp_path)


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    nowhere: dict[tuple[str, str], str] = {}
    words = as_words("[`x` and $y$](b.md), so", lambda *target: nowhere.get(target))
    assert words == "`x` and $y$, so"
