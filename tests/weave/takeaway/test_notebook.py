"""A page becomes a notebook that needs nothing else and says what the page says."""

import json
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
from nbconvert import ScriptExporter

from weave.page import Page
from weave.takeaway.cells import Cell, as_plain_markdown, cells_of
from weave.takeaway.notebook import independent, to_json

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
FIGURES, PALETTE = {"line": SVG}, {"ink": ("#111111", "#eeeeee")}


def cells(text: str = PAGE) -> list[Cell]:
    page = Page(PATH, text)
    return cells_of(page, lambda name, anchor: f"{name}.ipynb{anchor}")


def test_prose_code_figures_and_admonitions_become_cells() -> None:
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


def test_a_block_that_is_only_shown_is_no_cell_of_code() -> None:
    (shown,) = cells("<!-- not run: it is long -->\n```python\n1 / 0\n```\n")
    assert shown == Cell("```python\n1 / 0\n```")


def test_a_drawing_in_a_notebook_has_words_and_its_colours_on_paper() -> None:
    notebook = nbformat.reads(to_json(cells(), FIGURES, PALETTE), as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    (drawing,) = code[0]["outputs"]
    assert drawing["data"]["text/plain"] == "A line: It rises."
    assert "var(" not in drawing["data"]["image/svg+xml"]
    assert 'stroke: #111111"' in drawing["data"]["image/svg+xml"]
    assert [c["execution_count"] for c in code] == [1, None, 2, 3, 4]


def test_the_package_is_in_the_first_cell_of_code_if_it_is_needed(
    tmp_path: Path,
) -> None:
    package = tmp_path / "taught"
    (package / "more").mkdir(parents=True)
    source = '"""Half."""\n\nHALF = "\\\\0.5"\n'
    (package / "__init__.py").write_text(source, encoding="utf-8")
    (package / "more" / "__init__.py").write_text(source, encoding="utf-8")
    code = [Cell("from taught.more import HALF\n\nprint(HALF)", code=True)]
    _, first, _ = made = independent(code, "Hello.", package, "taught.figures")
    assert source in first.source
    notebook = nbformat.reads(to_json(made, {}, {}), as_version=4)
    script, about = ScriptExporter().from_notebook_node(notebook)
    assert about["output_extension"] == ".py"
    # which makes a comment of what installs libraries
    commented = jupytext.writes(notebook, fmt="py:percent")
    for each in (script, commented):
        ran = subprocess.check_output([sys.executable, "-c", each], text=True)
        assert ran == "\\0.5\n"
    words, setup, rest = json.loads(to_json(made, {}, {}))["cells"]
    assert setup["metadata"]["jupyter"] == {"source_hidden": True}
    assert words["metadata"] == rest["metadata"] == {}
    _, first, _ = independent([Cell("1", code=True)], "", package, "taught.figures")
    assert "taught" not in first.source
    assert "banana" not in first.source
    _, first, _ = independent(
        code, "", package, "taught.figures", ["banana", "kiwi"]
    )
    assert "%pip install --quiet numpy matplotlib banana kiwi\n" in first.source


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    page = Page(PATH, "[`x` and $y$](b.md), so")
    plain = page.replaced(as_plain_markdown(page, lambda *_: None))
    assert plain == "`x` and $y$, so"
