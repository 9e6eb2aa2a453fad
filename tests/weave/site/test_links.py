"""The build's own links lead where a reader would look, and nowhere twice."""

from pathlib import Path

import pytest

from weave.page import Page
from weave.site import links


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        (
            "`f`, `f(x)`\n\n## B {#b}\n\n`f`",
            "[`f`](r.md#p.f), `f(x)`\n\n## B {#b}\n\n[`f`](r.md#p.f)",
        ),
        ("## `f` {#f}\n", "## `f` {#f}\n"),
        ("[`f`](a.md)", "[`f`](a.md)"),
        ("```python\nf(1)\n```\n", "```python\nf(1)\n```\n"),
        ("`f.x` and `ff`", "`f.x` and `ff`"),
    ],
)
def test_a_function_is_linked_where_a_section_first_names_it(
    text: str, linked: str
) -> None:
    page = Page(Path("docs/a.md"), text)
    assert page.replaced(links.to_reference(page, {"f": "p.f"}, "r.md")) == linked


def test_a_block_with_another_title_is_refused() -> None:
    html = '<span class="filename">b.py</span>'
    with pytest.raises(ValueError, match=r"no block has the title 'a\.py'"):
        links.with_block_sources(html, [("a.py", "https://b/a.py#L1")])
