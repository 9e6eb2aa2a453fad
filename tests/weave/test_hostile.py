"""Whatever a page holds, it is woven or refused at a line, soon, and nothing leaves the project.

``python -m tests.weave.test_hostile 100000`` tries as many pages, and says how far it is.
"""

import contextlib
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weave import embed
from weave.claims import census
from weave.errors import WeaveError
from weave.page import Page
from weave.reading import MAX_BYTES, MAX_LINE, read_text, refuse_garbage
from weave.takeaway.cells import cells_of

PATH = Path("docs/page.md")
SOURCES = Path(__file__).parents[2] / "src"
PATIENCE = 20  # seconds of computing for the largest page; a hang takes for ever
# what means something to a page, and what only looks as if it did
PIECES = [
    *(
        "`",
        "``",
        "```\n",
        "```python\n",
        "```pycon\n>>> 1\n",
        "~~~\n",
        "    ",
        "\t",
    ),
    *(
        "$",
        "$$",
        "$a = ",
        r"\frac{",
        r"\left(",
        r"\begin{aligned}",
        r"\\",
        "w_",
        "^",
    ),
    *(
        "<!-- = ",
        "-->",
        "<!--",
        "<!-- domain: ",
        "<!-- not checked: ",
        "<!-- not run: ",
    ),
    *(
        "[",
        "](",
        "![",
        "{",
        "}",
        "(",
        ")",
        "{#a}",
        "](figures/../../x.svg)",
        "](b.md)",
    ),
    *(
        '!!! note "a"\n',
        '??? success "',
        "> ",
        "- ",
        "# ",
        "**",
        "|",
        "---\n",
        "\n\n",
    ),
    *(
        "1",
        "1,",
        "0.5",
        "1 × 10⁻",
        "%",
        "a",
        "ŷ",
        "“",
        "http://",
        "<a ",
        " embed=..x.y",
    ),
    *(
        "embed=weave.embed.expand",
        "embed=/etc/passwd",
        "\n",
        " ",
        "\0",
        "\u2028",
        "\r",
    ),
]
PAGES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40)


def nowhere(*_: str) -> None:
    """Lead no link anywhere."""


def weave(text: str) -> None:
    """Do with a page what building and testing do before any tool of others sees it."""
    refuse_garbage(text, PATH)
    steps: list[Callable[[], object]] = [
        lambda: census.of_page(Page(PATH, text)),
        lambda: embed.expand(Page(PATH, text), SOURCES),
        lambda: cells_of(Page(PATH, text), nowhere),
    ]
    for step in steps:
        try:
            step()
        except WeaveError as error:
            refused_at_a_line(error, text)


def refused_at_a_line(error: WeaveError, text: str) -> None:
    """Make sure that an error names the page and a line that it has."""
    assert 1 <= error.line <= text.count("\n") + 1
    assert str(error).startswith(f"docs/page.md:{error.line}: ")


@given(PAGES.map("".join))
@settings(max_examples=150)
def test_a_page_is_woven_or_refused_at_a_line(text: str) -> None:
    try:
        weave(text)
    except WeaveError as error:
        refused_at_a_line(error, text)


@pytest.mark.parametrize(
    "piece",
    [
        *("[", "![", "`a", "$a ", "$$\n", "<!-- = a -->", "1,", '!!! note "a"\n\n'),
        *(
            "{",
            "```python\n1\n```\n",
            r"$\frac{",
            "w_",
            "](",
            "$a = b$ ",
            "> ",
            "\n",
        ),
    ],
)
def test_the_largest_page_of_one_piece_is_no_hang(piece: str) -> None:
    line = piece * (MAX_LINE // len(piece) - 1)
    line = piece if "\n" in piece else line + "\n"
    text = line * (MAX_BYTES // len(line.encode()))
    begun = time.process_time()
    with contextlib.suppress(WeaveError):
        weave(text)
    assert time.process_time() - begun < PATIENCE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"# A\n\n\xff\xfe", r"docs/page\.md:3: byte 0xff is not UTF-8"),
        (b"# A\n\x00", r"docs/page\.md:2: '\\x00' is no character for a page"),
        (b"\x89PNG\r\n\x1a\n\x00", r"docs/page\.md:1: byte 0x89 is not UTF-8"),
        (b"a\n" * MAX_BYTES, r"docs/page\.md:1: this page has 100,000 bytes"),
        (b"\n" + b"a" * (MAX_LINE + 1), r"docs/page\.md:2: this line has 1,001"),
        (b"\n<!-- a\n<!-- b -->", r"docs/page\.md:2: this comment is never closed"),
    ],
)
def test_what_is_no_page_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / PATH).write_bytes(content)
    with pytest.raises(WeaveError, match=message):
        read_text(tmp_path, PATH)


@pytest.mark.skipif(os.name == "nt", reason="needs the right to make a link")
def test_a_page_that_leads_out_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "docs").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (root / PATH).symlink_to(tmp_path / "secret.md")
    for path in (PATH, Path("docs/../../secret.md"), Path("docs/none.md")):
        with pytest.raises(WeaveError, match="no such page in the project"):
            read_text(root, path)


@pytest.mark.skipif(os.name == "nt", reason="needs the right to make a link")
def test_what_is_embedded_lies_below_the_sources(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "secret.py").write_text("KEY = 1\n", encoding="utf-8")
    (tmp_path / "src" / "link.py").symlink_to(tmp_path / "secret.py")
    for name in ("...secret.KEY", "..secret.KEY", "link.KEY"):
        with pytest.raises(WeaveError, match=r"page\.md:1: there is no module"):
            embed.expand(
                Page(PATH, f"```python embed={name}\n```\n"), tmp_path / "src"
            )


if __name__ == "__main__":
    chance, times = random.Random(0), int(sys.argv[1])
    for number in range(times):
        page = "".join(chance.choices(PIECES, k=chance.randrange(1, 60)))
        begun = time.monotonic()
        try:
            weave(page)
        except WeaveError:
            pass
        except Exception:
            sys.stderr.write(f"\n{page!r}\n")
            raise
        if time.monotonic() - begun > 1:
            sys.stderr.write(f"\nslow: {page!r}\n")
        if number % 100 == 99:
            sys.stderr.write(f"\r{number + 1} of {times} pages")
    sys.stderr.write("\n")
