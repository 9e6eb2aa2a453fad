"""The entries of the reference lead to the page that explains them, and to their source."""

from dataclasses import replace
from pathlib import Path

from weave.book import Book
from weave.page import Page
from weave.site.reference import documented, origins, with_docstrings, with_origins


def test_an_entry_leads_to_the_section_that_shows_it_before_the_program_does(
    tmp_path: Path,
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("X = 1\nY = 2\n", encoding="utf-8")
    book = Book(tmp_path, "A", "", "https://b", (), "a.figures", "all", "r")
    pages = [
        Page(
            Path("docs/all.md"),
            "# All\n\n```python embed=a.X,Y\n```\n",
            root=tmp_path,
        ),
        Page(
            Path("docs/one.md"),
            "# One\n\n## B {#b}\n\n```python embed=a.X\n```\n",
            root=tmp_path,
        ),
    ]
    source = "https://b/blob/HEAD/src/a.py"
    assert origins(pages, book) == {
        "a.X": f"[Shown in “One”](one.md#b) · [Source]({source}#L1)",
        "a.Y": f"[Shown in “All”](all.md) · [Source]({source}#L2)",
    }
    nowhere = origins(pages, replace(book, repository=""))
    assert nowhere["a.Y"] == "[Shown in “All”](all.md)"


def test_a_module_in_a_block_is_only_shown() -> None:
    text, root = "```text\n::: weave.errors\n```\n", Path(__file__).parents[3]
    page = Page(Path("docs/a.md"), text, root=root)
    assert list(with_origins(page, {})) == []
    assert list(with_docstrings(page)) == []
    assert documented(page) == {}
