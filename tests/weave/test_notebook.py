"""A page becomes a notebook with the same code, and comes back in the book's own markup."""

import json
import re
from pathlib import Path

import pytest

from weave.notebook import drawing, prompts, to_notebook, to_page

PAGE = """\
---
description: hidden
---

# Title

It is 0.5<!-- = 1 / 2 -->, see [data](data.md#draw) and [home](index.md).

```python
x = 1
```

```pycon
>>> x
1
>>> for i in range(2):
...     print(i)
0
1
```
"""
CELL = """\
<style>.jp-Cell { color: red }</style>
<div class="jp-Notebook">
<div class="jp-Cell"><div class="jp-RenderedMarkdown"><h2 id="A-Title">A title<a
 class="anchor-link" href="#A-Title">¶</a></h2></div></div>
<div class="jp-Cell"><div class="jp-Cell"><div class="jp-InputArea"><div class="highlight-ipynb">
<pre>x &lt; 1</pre></div></div><div class="jp-OutputArea-output">OUTPUT</div></div></div>
</div>
"""


def test_code_becomes_cells_cut_after_each_output() -> None:
    cells = json.loads(to_notebook(PAGE, Path("docs/page.md")))["cells"]
    assert [cell["source"] for cell in cells if cell["cell_type"] == "code"] == [
        "x = 1",
        "x",
        "for i in range(2):\n    print(i)",
    ]


def test_prose_loses_front_matter_and_sources_and_links_to_pages() -> None:
    cells = json.loads(to_notebook(PAGE, Path("docs/page.md")))["cells"]
    assert cells[0]["source"] == (
        "# Title\n\nIt is 0.5, see [data](../data/#draw) and [home](../)."
    )


def test_one_page_gives_one_notebook() -> None:
    path = Path("docs/page.md")
    assert to_notebook(PAGE, path) == to_notebook(PAGE, path)
    ids = [cell["id"] for cell in json.loads(to_notebook(PAGE, path))["cells"]]
    assert len(ids) == len(set(ids))


def test_comments_stay_in_the_cells() -> None:
    assert prompts(">>> x  # what\n1\n") == ["x  # what\n"]


def test_a_cell_comes_back_once_without_jupyters_wrapping() -> None:
    page, drawings = to_page(CELL.replace("OUTPUT", "<pre>True</pre>"), "page")
    assert "jp-" not in page
    assert "<style" not in page
    assert page.count("&lt;") == 1
    assert '<h2 id="a-title">' in page
    assert "<code>True\n</code>" in page
    assert drawings == ()


PIECE = '<div class="jp-OutputArea-output"><pre>{}</pre></div>'
VALUE = f'<div class="jp-OutputArea-executeResult">{PIECE}</div>'


@pytest.mark.parametrize(
    "pieces", [["one\ntwo\n"], ["one\n", "two\n"], ["one", "\n", "two\n"]]
)
def test_what_is_printed_is_one_block_however_it_was_sent(
    pieces: list[str],
) -> None:
    sent = "".join(map(PIECE.format, pieces)) + VALUE.format("2")
    cell = f'<div class="jp-Notebook"><div class="jp-Cell">{sent}</div></div>'
    page, _ = to_page(cell, "page")
    blocks = re.findall(r"<code>(.*?)\n</code>", page, re.DOTALL)
    assert blocks == ["one\ntwo", "2"]


def test_a_drawing_leaves_a_place_for_its_figure() -> None:
    image = '<img src="data:image/svg+xml;base64,PHN2Zy8+">'
    page, drawings = to_page(CELL.replace("OUTPUT", image), "page")
    assert '<img data-figure="page-1">' in page
    assert drawings == ("<svg/>",)


def test_an_output_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="expected text or SVG"):
        to_page(CELL.replace("OUTPUT", "<video></video>"), "page")
    with pytest.raises(ValueError, match="expected SVG"):
        drawing("data:image/png;base64,AAAA")
