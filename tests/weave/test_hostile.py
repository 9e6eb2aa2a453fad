"""Whatever a page holds, it is woven or refused at a line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weave import embed
from weave.claims import known_kinds
from weave.errors import WeaveError
from weave.page import Page
from weave.page_file import MAX_BYTES, MAX_LINE, read_text, refuse_garbage
from weave.takeaway.cells import cells_of

PATH = Path("docs/page.md")
ROOT = Path(__file__).parents[2]
# what means something to a page, and what only looks as if it did
PIECES = [
    "`", "``", "```\n", "```python\n", "```pycon\n>>> 1\n", "~~~\n", "    ", "\t", "$", "$$",
    "$a = ", r"\frac{", r"\left(", r"\begin{aligned}", r"\\", "w_", "^", "<!-- = ", "-->", "<!--",
    "[", "](", "<!-- domain: ", "<!-- predict ", "<!-- if ", "<!-- not run: ", "![", "{", "}",
    "(", ")", "{#a}", "](figures/../../x.svg)", "](b.md)", '!!! note "a"\n', '??? success "',
    "> ", "- ", "# ", "**", "|", "---\n", "\n\n", "1", "1,", "0.5", "1 × 10⁻", "%", "a", "ŷ", "“",
    "http://", "<a ", " embed=..x.y", "embed=weave.embed.expand", "embed=/etc/passwd", "\n", " ",
    "\0", "\u2028", "\r",
]  # fmt: skip
PAGES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40)


def weave(text: str) -> None:
    """Do with a page what building and testing do before any tool of others sees it."""
    refuse_garbage(text, PATH)
    page = Page(PATH, text, root=ROOT)
    steps: list[Callable[[], object]] = [
        lambda: known_kinds.of_page(page),
        lambda: list(embed.expand(page)),
        lambda: cells_of(page, lambda *_: None),
    ]
    for step in steps:
        try:
            step()
        except WeaveError as error:
            refused_at_a_line(error, text)


def refused_at_a_line(error: WeaveError, text: str) -> None:
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
    ("content", "message"),
    [
        (b"# A\n\n\xff\xfe", r"docs/page\.md:3: byte 0xff is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", r"docs/page\.md:1: byte 0x89 is not UTF-8"),
        (b"a\n" * MAX_BYTES, r"docs/page\.md:1: this page has 100,000 bytes"),
        (b"\n" + b"a" * (MAX_LINE + 1), r"docs/page\.md:2: this line has 1,001"),
        (b"\n" + b"( [" * 50, r"docs/page\.md:2: 100 brackets open here in a row"),
    ],
)
def test_what_is_no_page_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / PATH).write_bytes(content)
    with pytest.raises(WeaveError, match=message):
        read_text(tmp_path, PATH)
