"""A wrong claim of each kind turns the tests red, at its line, and only that one does."""

from fnmatch import fnmatch
from pathlib import Path

import numpy as np  # noqa: F401 (pytester forgets what it loads, and numpy loads only once)
import pytest
from sybil import Document
from sybil.example import SybilFailure

from weave.claims.sessions import Checker
from weave.errors import WeaveError

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
        '[tool.pytest.ini_options]\naddopts = "-p weave.claims.pytest_plugin -p no:doctest"\n'
        'pythonpath = "src"'
    )
    write(pytester, "src/taught.py", SOURCE)
    write(pytester, "docs/page.md", PAGE)
    return pytester


def write(book: pytest.Pytester, name: str, text: str) -> None:
    path = book.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_right_book_passes_and_is_counted(
    book: pytest.Pytester, workers: str
) -> None:
    result = book.runpytest("docs", "src", "-n", workers)
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
            "&= x\n",
            "&= -x\n",
            "docs/page.md:16: step 2 of 2 is wrong: *",
            id="sign of a step",
        ),
        pytest.param(
            "2 * half(x)",
            "3 * half(x)",
            "docs/page.md:13: the formula gives *, but 3 [*] half(x) gives *",
            id="code beside a formula",
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


NOTATION = """\
# Notation

| symbol | in the code | what it is |
|---|---|---|
| $z_1$ | `start` | a number |

<!-- domain: y in {0, 1} -->
<!-- names: class 1; 0 or 1 -->
"""
EVERYTHING = """\
---
description: A claim of every kind.
---

# Everything

Take $z_1 = 8$<!-- = start -->, and half of it is `4.0`<!-- = half(start) -->.

| what | how much |
|---|---|
| minus half | −4<!-- = -half(start) --> |

For $y = 1$, which is class 1, write `half(8)`. It is never 0 or 1, and three times as much is
12<!-- = times(half(start)) -->, for $n$ is 3<!-- = default(times, "n") -->.

1. one
2. two

## Task 1: draw {#task-1}

```python embed=taught.half
```

```python
start = 8
bell = (0, 2)


def times(a, n=3):
    return a * n
```

```pycon
>>> half(8)
4.0
```

It comes from $N(0, 2)$<!-- = bell -->, so $v = 2 u + 1$ and $v - 1 = 2 u$, where $2 u$ is even.

![Half is 4<!-- = half(start) -->.](figures/half.svg "A half")
"""


@pytest.fixture
def full_book(book: pytest.Pytester) -> pytest.Pytester:
    """A book with a page that has a claim of every kind."""
    write(book, "docs/notation.md", NOTATION)
    write(book, "docs/page.md", EVERYTHING)
    return book


def test_a_page_with_every_kind_of_claim_passes(full_book: pytest.Pytester) -> None:
    assert complaint(full_book) == ""
    assert full_book.runpytest("docs").ret == 0


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("claim of every", "claim 1 of every", "no source fits in here; *"),
        ("z_1 = 8", "z_1 = 9", "the formula gives 9, but start gives 8*"),
        ("z_1 = 8", "z_2 = 8", "nothing checks the digits of $z_2$*"),
        (
            "$<!-- = start -->",
            "$<!-- = 8 -->",
            "the source 8 names nothing of the page",
        ),
        ("$<!-- = start -->", "$", "nothing checks the digits of $z_1 = 8$"),
        ("`4.0`", "`4.1`", "the page says 4.1, the run says 4.0: half(start)"),
        ("−4<", "−5<", "the page says −5, the run says −4: -half(start)"),
        ("−4<", "4<", "the page says 4, the run says −4: -half(start)"),
        ("y = 1", "y = 2", "nothing checks the digits of $y = 2$"),
        ("class 1", "class 2", "nothing says where 2 comes from"),
        ("`half(8)`", "`half(9)`", "no block of this page has `half(9)`"),
        ("0 or 1", "0 or 2", "nothing says where 0 comes from"),
        ("12<", "13<", "the page says 13, the run says 12: times(half(start))"),
        (
            "12<!-- = times(half(start)) -->",
            "12",
            "nothing says where 12 comes from",
        ),
        ("is 3<", "is 4<", "the page says 4, the run says 3: default(times, ?n?)"),
        ("2. two", "3. two", "this is number 2, not 3"),
        ("Task 1:", "Task 2:", "this is number 1, not 2"),
        ("N(0, 2)", "N(1, 2)", "the formula gives 1, but bell gives 0"),
        ("v - 1", "v - 2", "step 1 of 1 is wrong: v - 2 is not 2 u; *"),
        ("v - 1", "v + 1", "step 1 of 1 is wrong: v + 1 is not 2 u; *"),
        ("where $2 u$", "where $3 u$", "nothing checks the digits of $3 u$"),
        ("is even.", "is even. <b>1</b>", "raw HTML; *"),
        ("Half is 4", "Half is 5", "the page says 5, the run says 4: half(start)"),
        ('"A half"', '"A 2nd half"', "no source fits into a title; *"),
        ("figures/half.svg", "half.png", "write a figure as *"),
        (
            "```pycon",
            "```pycon hl_lines=1",
            "a highlight by line number goes stale",
        ),
    ],
)
def test_a_wrong_claim_of_every_kind_is_told_at_its_line(
    full_book: pytest.Pytester, right: str, wrong: str, message: str
) -> None:
    assert EVERYTHING.count(right) == 1
    write(full_book, "docs/page.md", EVERYTHING.replace(right, wrong))
    line = EVERYTHING.count("\n", 0, EVERYTHING.index(right)) + 1
    assert fnmatch(complaint(full_book), f"docs/page.md:{line}: {message}")


def complaint(book: pytest.Pytester) -> str:
    """Return the first line of what is wrong with the page, read without pytest: it is quicker."""
    checker = Checker(book.path, book.path / "src")
    try:
        document = Document.parse(
            str(book.path / "docs" / "page.md"), checker.parse_page
        )
        for example in document:
            example.evaluate()
    except WeaveError as error:
        return str(error)
    except SybilFailure as failure:
        return str(failure.result).splitlines()[0]
    return ""


def test_a_complaint_shows_the_line_points_at_the_place_and_says_what_to_do(
    full_book: pytest.Pytester,
) -> None:
    write(
        full_book,
        "docs/page.md",
        EVERYTHING.replace("12<!-- = times(half(start)) -->", "12"),
    )
    result = full_book.runpytest("docs")
    result.stdout.fnmatch_lines(
        [
            "docs/page.md:14: nothing says where 12 comes from",
            "    12, for $n$ is 3<!-- = default(times, ?n?) -->.",
            "    ^^^",
            "write 12<!-- = … -->, with an expression in place of the dots *",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "weave/" not in result.stdout.str()


def test_accept_mends_every_number_and_output_and_not_one_other_byte(
    full_book: pytest.Pytester,
) -> None:
    wrong = EVERYTHING
    for right, stale in (
        ("`4.0`<", "`5.5`<"), ("−4<", "7<"), ("12<", "1<"), ("is 3<", "is 8<"),
        ("\n4.0\n", "\n0.25\n"), ("Half is 4<", "Half is 9<"),
    ):  # fmt: skip
        assert wrong.count(right) == 1
        wrong = wrong.replace(right, stale)
    write(full_book, "docs/page.md", wrong)
    assert full_book.runpytest("docs", "--accept").ret == 0
    assert Path("docs/page.md").read_text(encoding="utf-8") == EVERYTHING
    assert full_book.runpytest("docs").ret == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("v - 1", "v + 1"),
        ("z_1 = 8", "z_1 = 9"),
        ("start = 8\n", "start = 8 / 0\n"),
    ],
)
def test_accept_never_touches_prose_equations_or_code(
    full_book: pytest.Pytester, right: str, wrong: str
) -> None:
    page = EVERYTHING.replace(right, wrong)
    write(full_book, "docs/page.md", page)
    assert full_book.runpytest("docs", "--accept").ret != 0
    assert Path("docs/page.md").read_text(encoding="utf-8") == page
