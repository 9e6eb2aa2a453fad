"""The build's own links lead where a reader would look, and nowhere twice."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from weave.book import Book
from weave.embed import expand
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


def test_the_title_of_an_embedded_block_leads_to_its_source(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("\nX = 1\nY = 2\n", encoding="utf-8")
    text = "```python\n1\n```\n\n```python embed=a.Y,X\n```\n"
    page = Page(Path("docs/a.md"), text, root=tmp_path)
    book = Book(tmp_path, "A", "", "https://b", (), "a.figures", "p", "r")
    link = "<a href='https://b/blob/HEAD/src/a.py#L3'>a.py</a>"
    for repository, title in (
        ("https://b", f'title="{link}" title_mode="html"'),
        ("", 'title="a.py"'),
    ):
        titled = partial(
            links.source_title, book=replace(book, repository=repository)
        )
        linked = page.edited(expand(page, titled))
        assert linked.fences[1].info == f"python {title}"
        assert linked.fences[1].kind == "code"
