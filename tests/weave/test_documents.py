"""A wrong claim of each kind turns the tests red, at its line, and only that one does."""

from pathlib import Path

import pytest

SOURCE = '''
def half(number: float) -> float:
    """Return half of a number.

    >>> half(3)
    1.5
    """
    # a comment that belongs to the code
    return number / 2
'''
PAGE = """\
# A page

```python embed=taught.half
```

```pycon
>>> half(1)
0.5
```

It is $x$ of half the size, so $h = \\frac{x}{2}$, and twice that is

$$
\\begin{aligned}
h + h &= \\frac{x}{2} + \\frac{x}{2} \\\\
&= x
\\end{aligned}
$$
<!-- = 2 * half(x) -->

??? success "Folded"
    It is 0.25<!-- = half(half(1)) -->.

    ```pycon
    >>> half("a")
    Traceback (most recent call last):
    TypeError: unsupported operand type(s) for /: 'str' and 'int'
    ```
"""


@pytest.fixture
def book(pytester: pytest.Pytester) -> pytest.Pytester:
    """A book with one page and one module, both right."""
    pytester.makepyprojecttoml(
        '[tool.pytest.ini_options]\naddopts = "-p weave.plugin -p no:doctest"'
    )
    write(pytester, "src/taught.py", SOURCE)
    write(pytester, "docs/page.md", PAGE)
    pytester.syspathinsert(pytester.path / "src")
    return pytester


def write(book: pytest.Pytester, name: str, text: str) -> None:
    path = book.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_right_book_passes_and_is_counted(book: pytest.Pytester) -> None:
    result = book.runpytest("docs", "src")
    result.assert_outcomes(passed=8)
    result.stdout.fnmatch_lines(
        [
            "1 block embedded from src, 2 sessions, 2 outputs compared, 3 formulas set, "
            "1 definition in a formula, 1 formula compared with code, "
            "2 steps of an equation checked, 1 number in prose computed, *"
        ]
    )


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        pytest.param(
            "\n0.5\n",
            "\n0.6\n",
            "docs/page.md:7: the output of half(1) *",
            id="output",
        ),
        pytest.param(
            "0.25<!",
            "0.24<!",
            "docs/page.md:22: the page says 0.24, the run says 0.25*",
            id="number",
        ),
        pytest.param(
            "'str' and",
            "'int' and",
            "docs/page.md:25: the output of half(?a?) *",
            id="error",
        ),
        pytest.param(
            "taught.half",
            "taught.hlf",
            "docs/page.md:3: *did you mean 'half'?",
            id="embedded name",
        ),
        pytest.param(
            ">>> half(1)\n",
            ">>> half(1)  # doctest: +SKIP\n",
            "docs/page.md:7: *",
            id="skip",
        ),
        pytest.param(
            "```pycon\n>>> half(1)",
            "```text\n>>> half(1)",
            "docs/page.md:6: *",
            id="kind",
        ),
        pytest.param(
            "0.5\n```", "0.5\n", "docs/page.md:6: *never closed", id="unclosed"
        ),
        pytest.param(
            "0.5\n```",
            "0.5\n\n0.7\n```",
            "docs/page.md:*no prompt*",
            id="stray output",
        ),
        pytest.param(
            "It is 0.25<!-- = half(half(1)) -->",
            "It is 0.25",
            "docs/page.md:22: nothing says where 0.25 comes from*",
            id="bare",
        ),
        pytest.param(
            "half(half(1)) -->",
            "hlf(1) -->",
            "*:22: *raises NameError*",
            id="expression",
        ),
    ],
)
def test_a_wrong_claim_on_a_page_fails_at_its_line(
    book: pytest.Pytester, right: str, wrong: str, message: str
) -> None:
    assert PAGE.count(right) == 1
    write(book, "docs/page.md", PAGE.replace(right, wrong))
    result = book.runpytest("docs", "src")
    assert result.ret != 0
    result.stdout.fnmatch_lines([f"*{message}*"])


def test_a_wrong_line_of_source_is_noticed_by_the_page_alone_and_named(
    book: pytest.Pytester,
) -> None:
    write(book, "src/taught.py", SOURCE.replace("number / 2", "number / 4"))
    result = book.runpytest("docs")
    assert result.ret != 0
    result.stdout.fnmatch_lines(
        ["docs/page.md:7: *", "*runs taught.half from src/taught.py:2*"]
    )


def test_an_exception_in_embedded_code_points_into_the_source(
    book: pytest.Pytester,
) -> None:
    write(book, "src/taught.py", SOURCE.replace("number / 2", "number / zero"))
    write(
        book,
        "docs/page.md",
        PAGE.replace("```pycon\n>>> half(1)\n0.5", "```python\nhalf(1)"),
    )
    result = book.runpytest("docs")
    result.stdout.fnmatch_lines(
        [
            "docs/page.md:6: this block raises NameError: name 'zero' is not defined",
            "  docs/page.md:7: half(1)",
            "  src/taught.py:9: return number / zero",
        ]
    )


def test_after_a_broken_block_the_rest_says_which_to_mend(
    book: pytest.Pytester,
) -> None:
    write(
        book,
        "docs/page.md",
        PAGE.replace("```pycon\n>>> half(1)\n0.5", "```python\n1 / 0"),
    )
    result = book.runpytest("docs")
    result.assert_outcomes(passed=3, failed=4)
    result.stdout.fnmatch_lines(["*not run, because the block at line 6 failed*"])


def test_a_wrong_docstring_fails(book: pytest.Pytester) -> None:
    write(book, "src/taught.py", SOURCE.replace("    1.5", "    1.6"))
    result = book.runpytest("src")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*src/taught.py:5: the output of half(3) *"])


def test_accept_rewrites_outputs_and_numbers_and_nothing_else(
    book: pytest.Pytester,
) -> None:
    wrong = PAGE.replace("\n0.5\n", "\n9.9\n").replace("0.25<!", "0.99<!")
    write(book, "docs/page.md", wrong)
    assert book.runpytest("docs", "--accept").ret == 0
    assert Path("docs/page.md").read_text(encoding="utf-8") == PAGE


def test_accept_leaves_a_right_page_alone(book: pytest.Pytester) -> None:
    before = Path("docs/page.md").stat().st_mtime_ns
    assert book.runpytest("docs", "src", "--accept").ret == 0
    assert Path("docs/page.md").stat().st_mtime_ns == before


def test_accept_does_not_accept_an_exception(book: pytest.Pytester) -> None:
    write(book, "docs/page.md", PAGE.replace(">>> half(1)\n", ">>> half('a')\n"))
    assert book.runpytest("docs", "--accept").ret != 0
