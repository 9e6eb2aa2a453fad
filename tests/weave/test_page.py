"""A page is read with its front matter, and with the notation of the book."""

from pathlib import Path

import pytest

from weave.errors import WeaveError
from weave.page import Page

from ..reading import read_pages


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
