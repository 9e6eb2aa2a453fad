"""The program page shows what its notebook put out, in the book's own markup."""

import json
from pathlib import Path

import pytest

from weave.page import Page
from weave.site import program
from weave.site.program import outputs_in

PAGE = Page(Path("docs/page.md"), "# Title\n\n```python\nx = 1\n```\n")


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
