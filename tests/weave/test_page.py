"""A page is taken apart once: what is prose, what is not, and where each part stands."""

from pathlib import Path

import pytest

from weave.errors import WeaveError
from weave.page import Page

from ..reading import read_pages

TEXT = r"""---
description: About 1
# no heading
---

# Title `2` {#title}

Words[^a], [link](b.md#c "Title 3"), `code $4$`, \$y\$, $5 x$ and <!-- = 6 -->.

$$
7
$$

??? success "Folded"
    In it.

        !!! note

    Still in it.

Out of it.

![Caption 8.](figures/nine.svg "Nine"){ live=ten }

```text
# 11 $12$ <!-- = 13 --> ![a](figures/a.svg "a")
```
"""
PAGE = Page(Path("docs/page.md"), TEXT)


def test_what_is_no_prose_is_blank_and_every_offset_stays() -> None:
    for words in (PAGE.prose, PAGE.outside_fences, PAGE.without_code):
        assert len(words) == len(TEXT)
        assert [len(line) for line in words.split("\n")] == [
            len(line) for line in TEXT.split("\n")
        ]
    assert "Words[^a], [link]" in PAGE.prose
    assert not any(digit in PAGE.prose for digit in "12345679")
    assert "8" in PAGE.prose  # a caption is prose


def test_each_part_is_found_where_it_stands_and_not_in_code() -> None:
    assert PAGE.front_matter == {"description": "About 1"}
    assert [(f.text.strip(), f.kind) for f in PAGE.formulas] == [
        ("5 x", "inline"),
        ("7", "display"),
    ]
    assert [c.expression for c in PAGE.comments] == ["6"]
    assert [(f.name, f.live) for f in PAGE.figures] == [("nine", "ten")]
    assert [(h.level, h.title, h.anchor) for h in PAGE.headings] == [
        (1, "Title `2`", "title")
    ]
    assert [(p.text, p.title) for p in PAGE.of_kind("target")] == [
        ("b.md#c", "Title 3"),
        ("figures/nine.svg", "Nine"),
    ]
    spans = [(piece.start, piece.end) for piece in PAGE.pieces]
    assert TEXT[slice(*spans[0])] == "`2`"
    assert TEXT[slice(*spans[-1])] == '(figures/nine.svg "Nine")'
    assert PAGE.line_at(PAGE.figures[0].start) == 23


def test_an_admonition_ends_where_its_indentation_does() -> None:
    folded, inside = PAGE.admonitions
    assert (folded.kind, folded.title, folded.folded) == ("success", "Folded", True)
    assert TEXT[folded.body : folded.end].endswith("Still in it.\n")
    assert (inside.kind, inside.folded) == ("note", False)


def test_a_value_of_the_front_matter_that_is_none_is_told_at_its_line() -> None:
    page = Page(Path("a.md"), "---\ndate: 2026-13-01\n---\n")
    with pytest.raises(WeaveError, match=r":2: a value .*: month must be in"):
        _ = page.front_matter


def test_a_page_is_read_with_the_notation_and_in_folders_too(
    tmp_path: Path,
) -> None:
    (tmp_path / "docs" / "part").mkdir(parents=True)
    (tmp_path / "docs" / "notation.md").write_text("<!-- names: a 1 -->")
    (tmp_path / "docs" / "part" / "page.md").write_bytes(
        b"\xef\xbb\xbfOne\r\n<!-- names: b 2;\nc 3 -->"
    )
    notation, page = read_pages(tmp_path)
    assert (notation.path, notation.notation) == (Path("docs/notation.md"), "")
    assert page.text.startswith("One\n")
    assert page.names == ("a 1", "b 2", "c 3")
