"""The program page shows what its notebook put out, in the book's own markup."""

import json
from pathlib import Path
from typing import Any

import pytest

from weave.page import Page
from weave.site import program
from weave.site.program import (
    Outputs,
    drawings,
    outputs_in,
    with_outputs,
)

PALETTE = {"ink": ("#1c2128", "#e7eaee")}
PAGE = Page(
    Path("docs/page.md"),
    """# Title

```python
x = 1
```

```pycon
>>> y = x
>>> y
1
>>> for i in range(2):
...     print(i)
0
1
```

```python
draw(y)
```

End.
""",
)
SVG = """<svg width="72pt" height="36pt" viewBox="0 0 72 36"><title>A line</title>
<metadata><dc:description>It rises.</dc:description></metadata></svg>"""


def shown(kind: str, content: str) -> dict[str, Any]:
    """Return an output of a cell, as a notebook keeps it."""
    return {
        "output_type": "display_data",
        "data": {kind: content, "text/plain": ""},
    }


def value(content: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": content}}


def printed(*lines: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": [*lines]}


def outputs_of(*outputs: list[dict[str, Any]]) -> Outputs:
    """Return what is found in the notebook whose cells put these out."""
    cells = [
        {"id": f"cell-{number}", "outputs": each}
        for number, each in enumerate(outputs, start=1)
    ]
    return outputs_in(json.dumps({"cells": cells}))


def test_outputs_and_drawings_stand_below_their_code() -> None:
    in_two_pieces = [printed("0\n"), printed("1 < 2\n")]
    drawing = [shown("image/svg+xml", SVG)]
    outputs = outputs_of([], [value("1")], in_two_pieces, drawing)
    figures = dict(drawings(outputs, "page", PALETTE))
    assert with_outputs(PAGE, outputs, figures).splitlines()[2:-1] == [
        *("```python", "x = 1", "```", ""),
        *("```python", "y = x", "y", "```", ""),
        *("``` { .text .output .no-copy }", "1", "```", ""),
        *("```python", "for i in range(2):", "    print(i)", "```", ""),
        *("``` { .text .output .no-copy }", "0", "1 < 2", "```", ""),
        *("```python", "draw(y)", "```", ""),
        '<figure markdown="span">',
        "![It rises.](figures/page-1.svg#only-light){ width=72 height=36 loading=lazy }"
        "![It rises.](figures/page-1.svg#only-dark){ width=72 height=36 loading=lazy }",
        "</figure>",
        "",
    ]


def test_a_figure_that_the_build_draws_is_no_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(program, "Job", lambda *arguments: arguments)
    figure = '![Bent.](figures/bend.svg "Bend")\n\n```python\nx = 1\n'
    text = PAGE.text.replace("```python\nx = 1\n", figure)
    assert program.start_executing(
        Page(PAGE.path, text), Path()
    ) == program.start_executing(PAGE, Path())


@pytest.mark.parametrize("kind", ["text/html", "image/png"])
def test_an_output_of_another_kind_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=f"is {kind} and .* expected text or SVG"):
        outputs_of([shown(kind, "AAAA")])
