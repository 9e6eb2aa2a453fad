"""The program page shows what its notebook put out, in the book's own markup."""

import json
from pathlib import Path

import pytest

from weave.page import Page
from weave.site import program
from weave.site.program import Outputs, drawings, outputs_in, with_outputs

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


OUTPUTS: Outputs = {
    "cell-2": {"text": ["1"], "drawings": []},
    "cell-3": {"text": ["0\n", "1 < 2\n"], "drawings": []},
    "cell-4": {"text": [], "drawings": [SVG]},
}


def test_outputs_and_drawings_stand_below_their_code() -> None:
    figures = dict(drawings(OUTPUTS, "page", PALETTE))
    assert with_outputs(PAGE, OUTPUTS, figures).splitlines()[2:-1] == [
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
    drawn = Page(PAGE.path, text)
    assert program.start_executing(drawn) == program.start_executing(PAGE)


@pytest.mark.parametrize("kind", ["text/html", "image/png"])
def test_an_output_of_another_kind_is_refused(kind: str) -> None:
    output = {"data": {kind: "AAAA", "text/plain": ""}}
    executed = json.dumps({"cells": [{"id": "one", "outputs": [output]}]})
    with pytest.raises(ValueError, match=f"is {kind} and .* expected text or SVG"):
        outputs_in(executed)
