"""The pages are tests: each claim is one, in any selection and order, and `--accept` is safe."""

import numpy as np  # pytester forgets what it loads, and numpy loads only once
import pytest

from .small_book import PAGE, SOURCE, write_book

STALE = [
    ("4.0<", "5.5<"),
    ("−4<", "7<"),
    ("12<", "1<"),
    ("is 3<", "is 8<"),
    ("\n4.0\n", "\n0.25\n"),
    ("Half is 4<", "Half is 9<"),
    ("'str' and 'int'", "'int' and 'str'"),
]


@pytest.fixture
def book(pytester: pytest.Pytester) -> pytest.Pytester:
    """A book in which all is right."""
    pytester.makepyprojecttoml(
        "[tool.pytest.ini_options]\naddopts = "
        '"-p weave.claims.pytest_plugin -p no:doctest -p no:hypothesispytest"\n'
        'pythonpath = "src"'
    )
    write_book(pytester.path)
    return pytester


def rewrite(book: pytest.Pytester, *changes: tuple[str, str]) -> str:
    """Make changes to the page, each of which has to be one."""
    page = PAGE
    for right, wrong in changes:
        assert page.count(right) == 1
        page = page.replace(right, wrong)
    write_book(book.path, page)
    return page


def page_of(book: pytest.Pytester) -> str:
    return (book.path / "docs" / "page.md").read_bytes().decode()


def test_a_right_book_passes_and_is_counted(book: pytest.Pytester) -> None:
    result = book.runpytest("docs", "src")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "*1 session, 2 outputs compared, *5 numbers in prose computed, "
            "*2 predictions decided, *"
        ]
    )


IN_SOURCE = PAGE.replace("start = 8\n", "start = half(16)\n")
NO_SOURCE = PAGE.replace("12<!-- = times(half(start)) -->", "12")


@pytest.mark.parametrize(
    ("page", "source", "told"),
    [
        # a wrong line of source is noticed by the page alone
        (PAGE, SOURCE.replace("number / 2", "number / 4"), [
            "docs/page.md:33: *",
            "*runs taught.half from src/taught.py:2*",
        ]),
        (IN_SOURCE, SOURCE.replace("number / 2", "number / zero"), [
            "docs/page.md:24: this block raises NameError: name 'zero' is not defined",
            "  docs/page.md:25: start = half(16)",
            "  src/taught.py:9: return number / zero",
            "*not run, because the block at line 24 failed*",
        ]),
        # in the same words as by the build
        (NO_SOURCE, SOURCE, [
            "docs/page.md:14: nothing says where 12 comes from",
            "    12, for $n$ is 3<!-- = default(times, ?n?) -->.",
            "    ^^^",
            "write 12<!-- = … -->, with an expression in place of the dots *",
        ]),
    ],
    ids=["a line of source", "a name in the source", "no source"],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_is_and_nothing_else(
    book: pytest.Pytester, page: str, source: str, told: list[str]
) -> None:
    write_book(book.path, page, source)
    result = book.runpytest("docs")
    assert result.ret != 0
    result.stdout.fnmatch_lines(told)
    assert "Traceback" not in result.stdout.str()
    assert "weave/" not in result.stdout.str()


def test_docstrings_and_pages_in_folders_are_checked(book: pytest.Pytester) -> None:
    write_book(book.path, source=SOURCE.replace("    1.5", "    1.6"))
    (book.path / "docs" / "part").mkdir()
    page = PAGE.replace("−4<", "−5<")
    (book.path / "docs" / "part" / "more.md").write_text(page, encoding="utf-8")
    result = book.runpytest("docs/part", "src")
    result.stdout.fnmatch_lines(
        [
            "docs/part/more.md:11: the page says −5, *",
            "src/taught.py:5: the output of half(3) *",
        ]
    )


def test_what_stands_above_a_selected_claim_runs_first(
    book: pytest.Pytester,
) -> None:
    rewrite(book, (">>> half(8)\n4.0", ">>> half(8) + half(start)\n9.0"))
    result = book.runpytest("docs/page.md", "-k", "line:33")
    result.stdout.fnmatch_lines(["*  9.0", "*  8.0"])
    rewrite(book, (">>> half(8)\n4.0", ">>> half(8) + half(start)\n8.0"))
    book.runpytest("docs/page.md::line:33,column:1").assert_outcomes(passed=1)


def test_claims_may_be_checked_in_any_order(book: pytest.Pytester) -> None:
    book.makeconftest(
        "def pytest_collection_modifyitems(items):\n    items.reverse()\n"
    )
    assert book.runpytest("docs").ret == 0


def test_accept_mends_every_number_and_output_and_not_one_other_byte(
    book: pytest.Pytester,
) -> None:
    fold = '\n??? note "More"\n    ```pycon\n    >>> print(half(6), "a", sep=chr(10))\n'
    fold += "    {}\n    a\n    ```\n"
    prompt = "    >>> print('a', '', 'b', sep=chr(10))\n    "
    right = SOURCE.replace(  # with empty lines as doctest reads them
        "    1.5", f"    1.5\n\n{prompt}a\n    <BLANKLINE>\n    b"
    )
    wrong = SOURCE.replace("    1.5", f"    1.6\n\n{prompt}c")
    page = rewrite(book, *STALE) + fold.format("2.0")
    write_book(book.path, page, wrong)
    file = book.path / "docs" / "page.md"
    file.write_text(page, encoding="utf-8-sig", newline="\r\n")
    result = book.runpytest("docs", "src", "--accept")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        ["*5 numbers in prose computed*", "accepted in docs/page.md: *"]
    )
    mended = (PAGE + fold.format("3.0")).replace("\n", "\r\n")
    assert file.read_bytes() == mended.encode("utf-8-sig")
    assert (book.path / "src" / "taught.py").read_text(encoding="utf-8") == right
    assert book.runpytest("docs", "src").ret == 0


@pytest.mark.parametrize(
    ("mistakes", "options", "told"),
    [
        ([("v - 1", "v + 1")], [], "*step 1 of 1 is wrong*"),
        ([("start = 8\n", "start = 8 / 0\n")], [], "*raises ZeroDivisionError*"),
        ([], ["-k", "line:30"], "nothing accepted *: not all of it ran*"),
    ],
)
def test_accept_writes_nothing_into_a_page_with_another_mistake_or_that_ran_in_part(
    book: pytest.Pytester,
    mistakes: list[tuple[str, str]],
    options: list[str],
    told: str,
) -> None:
    page = rewrite(book, ("−4<", "−5<"), *mistakes)
    result = book.runpytest("docs", "--accept", *options)
    result.stdout.fnmatch_lines([told])
    assert page_of(book) == page


def test_accept_writes_nothing_into_a_page_that_has_changed_meanwhile(
    book: pytest.Pytester,
) -> None:
    page = rewrite(book, ("−4<", "−5<"))
    (book.path / "later.md").write_bytes((page + "\nMore.\n").encode())
    book.makeconftest(
        "from pathlib import Path\n"
        "def pytest_runtest_logfinish():\n"
        "    Path('docs/page.md').write_bytes(Path('later.md').read_bytes())\n"
    )
    result = book.runpytest("docs", "--accept")
    result.stdout.fnmatch_lines(
        ["nothing accepted in docs/page.md: it has changed*"]
    )
    assert page_of(book) == page + "\nMore.\n"


def test_what_needs_a_library_that_is_not_installed_is_skipped_but_not_in_ci(
    book: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = "\n<!-- libraries: numpy; banana-framework -->\n\n```pycon\n>>> half(6)\n3.0\n```\n"
    write_book(book.path, PAGE + asking)
    for name in ("CI", "FRAMEWORKS"):
        monkeypatch.delenv(name, raising=False)
    result = book.runpytest("docs/page.md", "-rs")
    assert result.parseoutcomes()["skipped"] == 1
    result.stdout.fnmatch_lines(
        [
            "*1 session (not run without banana-framework)*",
            "SKIPPED * needs banana-framework",
        ]
    )
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv("FRAMEWORKS", raising=False)
    result = book.runpytest("docs/page.md")
    assert "skipped" not in result.parseoutcomes()
    result.stdout.fnmatch_lines([f"*1 session (numpy {np.__version__}, *"])
    monkeypatch.setenv("FRAMEWORKS", "no")
    assert book.runpytest("docs/page.md").parseoutcomes()["skipped"] == 1


@pytest.mark.parametrize(
    ("arguments", "alone"),
    [
        (["docs/page.md", "src/taught.py"], True),
        (["docs/page.md", "test_a.py"], False),
        (["test_a.py::test_b"], True),
        (["docs"], False),
        (["docs", "--accept"], True),
    ],
)
def test_what_is_soon_read_waits_for_no_workers(
    book: pytest.Pytester, arguments: list[str], *, alone: bool
) -> None:
    book.makepyfile(test_a="")
    # the plugin collects all garbage in the end, which takes a second
    quick = "-p", "no:unraisableexception"
    config = book.parseconfigure("-n", "auto", *quick, *arguments)
    count = config.hook.pytest_xdist_auto_num_workers(config=config)
    assert (count == 0) == alone
