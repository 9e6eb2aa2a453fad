"""Following a page: a wrong output, a failure and a misplaced file are reported at their line."""

import os
from pathlib import Path

import pytest

from weave.claims import console
from weave.claims.console import follow
from weave.embed import expand
from weave.errors import WeaveError
from weave.page import Page

PAGE = Path("a.md")


def page(info: str, body: str) -> str:
    return f"# A\n\n```{info}\n{body}```\n"


def followed(text: str, folder: Path) -> int:
    return follow(Page(PAGE, text), folder, os.environ)


def test_files_are_written_and_commands_run_in_order(tmp_path: Path) -> None:
    text = (
        page("text file=in/b.txt", "one\nfour\n")
        + page('text file=in/b.txt after="one"', "two\nthree\n")
        + page("text file=in/b.txt last", "five\n")
        + page(
            "console", "$ cat in/b.txt\none\ntwo\n…\nfive\n$ wc -l < in/b.txt\n5\n"
        )
    )
    text += page("console", "$ printf 6\n6\n")
    assert followed(text, tmp_path) == 3


@pytest.mark.parametrize(
    ("info", "body", "line", "message"),
    [
        ("console", "$ echo 1\n2\n", 4, "the page says\n2\n\nthe run says\n1\n"),
        ("console", "$ echo 1\n", 4, "the page says\n\nthe run says\n1\n"),
        ("console", "$ true\n$ echo 12\n1\n", 5, "the run says\n12"),
        ("console", "$ false\n", 4, "this fails with 1"),
        ("console", "echo 1\n1\n", 4, "this block does not begin with a command"),
        ("console", "", 4, "this block does not begin with a command"),
        ("console", "$ echo 1; false\n", 4, "this fails with 1 and prints\n1"),
        ('text file=c.txt after="row"', "b\n", 3, "2 lines of c.txt have 'row', not one"),
        ('text file=c.txt after="line"', "b\n", 3, "0 lines of c.txt have 'line', not one"),
    ],
)  # fmt: skip
def test_what_is_not_as_shown_is_reported(
    tmp_path: Path, info: str, body: str, line: int, message: str
) -> None:
    (tmp_path / "c.txt").write_text("row\nrow\n", encoding="utf-8")
    with pytest.raises(WeaveError) as error:
        followed(page(info, body), tmp_path)
    assert message in str(error.value)
    assert error.value.line == line
    assert [path.name for path in tmp_path.iterdir()] == ["c.txt"]


def test_a_command_that_does_not_end_is_told_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "PATIENCE", 0)
    with pytest.raises(WeaveError, match=r"a\.md:4: this runs for more than 0 sec"):
        followed(page("console", "$ exec sleep 9\n"), tmp_path)


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ("python file=b.py", "b.py"),
        ("python file=b.py last", "b.py, at the end"),
        ('python file=b.py after="x = ["', "b.py, below x = ["),
    ],
)
def test_readers_see_where_a_block_belongs(info: str, title: str) -> None:
    written = Page(PAGE, page(info, "1\n"))
    shown = written.edited(expand(written))
    assert shown.text == page(f'python title="{title}"', "1\n")
