"""The loop of the first page: each line belongs to one chapter, and each chapter shows it."""

from collections import Counter
from pathlib import Path

import pytest

from weave.errors import WeaveError
from weave.loop import check
from weave.page import Page
from weave.site.prepare import in_place_of_comments

from ..reading import read_pages

INDEX = """\
# Home

<!-- loop: one two one -->
```python
for i in range(3):
    total = i * [2][0]
print(total)
```

<!-- loop -->
"""
PAGES = {
    "index": INDEX,
    "one": "---\ndescription: One\n---\n# Chapter one\n\n<!-- loop -->\n\nText.\n",
    "two": "---\ndescription: Two\n# no heading\n---\n# Chapter `two`\n",
}


def book(root: Path, **pages: str) -> Path:
    folder = root / "docs"
    folder.mkdir(exist_ok=True)
    for name, text in (PAGES | pages).items():
        folder.joinpath(f"{name}.md").write_text(text, encoding="utf-8")
    return root


def with_loop(page: Page, *, plain: bool = False) -> Page:
    return page.edited(in_place_of_comments(page, Counter(), plain=plain))


def test_a_chapter_shows_the_loop_and_its_own_lines_current(tmp_path: Path) -> None:
    page = Page(Path("docs/one.md"), PAGES["one"], root=book(tmp_path))
    shown = with_loop(page).text
    assert "\n# Chapter one\n\n<nav " in shown
    assert shown.endswith("</nav>\n\nText.\n")
    current = [line[:9] for line in shown.splitlines() if "aria-current" in line]
    assert current == ["1. [`for ", "1. [`prin"]


def test_the_first_page_keeps_its_block_and_shows_the_list_where_it_asks_for_it(
    tmp_path: Path,
) -> None:
    shown = with_loop(Page(Path("docs/index.md"), INDEX, root=book(tmp_path))).text
    assert INDEX.partition("-->")[2].rpartition("<!-- loop -->")[0] in shown
    assert shown.count("<nav") == 1
    assert "aria-current" not in shown


def test_the_loop_follows_an_edit_of_another_page(tmp_path: Path) -> None:
    root = book(tmp_path)
    page = Page(Path("docs/one.md"), PAGES["one"], root=root)
    assert "Chapter `two`" in with_loop(page).text
    book(tmp_path, two=PAGES["two"].replace("two", "three"))
    assert "Chapter `three`" in with_loop(page).text


def test_readers_take_the_loop_away_as_a_block_that_does_not_run(
    tmp_path: Path,
) -> None:
    text = PAGES["two"] + "\n<!-- loop -->\n"
    page = Page(Path("docs/two.md"), text, root=book(tmp_path))
    (fence,) = with_loop(page, plain=True).fences
    assert fence.kind == "unrun"
    assert "\n    total = i * [2][0]  # this chapter\n" in fence.body


LOOP = "<!-- loop: one two one -->"


@pytest.mark.parametrize(
    ("right", "wrong", "place", "message"),
    [
        (LOOP, "<!-- loop: one two -->", 3, "these are 2 chapters for 3 lines"),
        (LOOP, "<!-- loop: one two three -->", 3, "there is no page docs/three.md"),
        (LOOP, "", 1, "names the chapters of 0 blocks"),
        (LOOP, LOOP + "\n" + LOOP, 1, "names the chapters of 2 blocks"),
        ("```", "", 3, "these are 3 chapters for 0 lines"),
        (LOOP, LOOP + "\nSo:", 3, "these are 3 chapters for 0 lines"),
    ],
)
def test_each_line_belongs_to_one_chapter(
    tmp_path: Path, right: str, wrong: str, place: int, message: str
) -> None:
    root = book(tmp_path, index=INDEX.replace(right, wrong))
    page = Page.read(root, Path("docs/one.md"))
    with pytest.raises(WeaveError, match=message) as told:
        check(page)
    assert (told.value.path, told.value.line) == (Path("docs/index.md"), place)
    assert "loop: data training" in told.value.hint
    check(Page(Path("docs/other.md"), "# Other\n", root=root))


@pytest.mark.parametrize("mark", ["<!--loop-->", "<!-- loop -->  "])
def test_the_mark_of_the_loop_may_have_any_white_space(
    tmp_path: Path, mark: str
) -> None:
    page = Page(Path("docs/two.md"), f"# Two\n\n{mark}\n", root=book(tmp_path))
    check(page)
    assert "<nav" in with_loop(page).text


@pytest.mark.parametrize(
    ("two", "message"),
    [
        ("# Two\n\nSee <!-- loop -->\n", r":3: .* alone on its line"),
        ("# Two\n\n    <!-- loop -->\n", r":3: .* alone on its line"),
        ("Words.\n", ":1: this page has no title"),
    ],
)
def test_a_chapter_has_a_title_and_the_loop_inside_nothing_else(
    tmp_path: Path, two: str, message: str
) -> None:
    book(tmp_path, two=two)
    with pytest.raises(WeaveError, match=rf"^docs/two\.md{message}"):
        list(map(check, read_pages(tmp_path)))


def test_a_loop_has_its_first_page(tmp_path: Path) -> None:
    page = Page.read(book(tmp_path), Path("docs/one.md"))
    (tmp_path / "docs" / "index.md").unlink()
    with pytest.raises(
        WeaveError, match=r"^docs/index\.md:1: there is no such page"
    ):
        check(page)
