"""The ordinary mistakes of an author: each is told at its line, with what to do."""

from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from weave.claims import known_kinds
from weave.claims.sessions import module_session
from weave.errors import WeaveError
from weave.page import Page
from weave.page_file import page_paths

from .small_book import PAGE, SOURCE, mistakes, refused, session_of, write_book

# what is right, what an author may write in its place, what is said about that line, and how far
# from it this is told if elsewhere: at the block, the prompt, the formula, the question
MISTAKES = [
    # the front matter and the plain text
    ("description: A claim of every kind.\n", "title: A\n", "this page has no description*", -1),
    ("description: A", "description: A: b", "the front matter is not YAML*"),
    ("claim of every kind.", "claim\nb: [", "the front matter is not YAML*", 1),
    ("description: A claim of", "A claim of", "expected names and values between*"),
    ("claim of every", "claim 1 of every", "no source fits in here; *"),
    ("It is never", "<!-- domian: x > 0 --> It is never", "nothing reads the comment 'domian: *"),
    ("It is never", "It is\0 never", "'?x00' is no character for a page"),
    ("<!-- = -half", "<!-- = <!-- -half", "this comment is never closed"),
    ("2. two", "3. two", "this is number 2, not 3"),
    ("Task 1:", "Task 2:", "this is number 1, not 2"),
    ("{#task-1}", "{ #everything }", "this page has the anchor #everything twice"),
    ('!!! question "Is', '!!! tip "Is', "unknown admonition 'tip'; use note or question *"),
    ('!!! question "Is', '!!!  question "Is', "write an admonition as *"),
    ('!!! question "Is it large?"', '!!!question "Is it large?', "write an admonition as *"),
    ("even, and\n", 'even, and\n\n!!! note "Empty"\nWords.\n', "this admonition is empty; *"),
    # numbers
    ("is 4.0", "is 4.1", "the page says 4.1, the run says 4.0: half(start)"),
    ("−4<", "−5<", "the page says −5, the run says −4: -half(start)"),
    ("−4<", "4<", "the page says 4, the run says −4: -half(start)"),
    ("−4<", "-4<", "the page says -4, the run says −4: -half(start)"),
    ("12<", "13<", "the page says 13, the run says 12: times(half(start))"),
    ("12<!-- = times(half(start)) -->", "12", "nothing says where 12 comes from"),
    ("12<!-- = times(half(start)) -->", "12<!-- = 24 / 2 -->", "the expression 24 / 2 names*"),
    ("times(half(start))", "max(i for i in [12])", "the expression max*names nothing of the page"),
    ("times(half(start))", "(lambda a: a)(12)", "the expression * names nothing of the page"),
    ("times(half(start))", 'default(lambda a=12: 0, "a")', "*names nothing of the page"),
    ("12<!-- = times(", "12<!-- = tims(", "the source of 12, *raises NameError*"),
    ("12<!-- = times(half", "twelve<!-- = times(half", "this source has no number in front*"),
    ("12<!-- = times(half(start))", "12<!-- = times(half(start)", "times(half(start) is no P*"),
    ("is 3<", "is 4<", "the page says 4, the run says 3: default(times, ?n?)"),
    ("Half is 4", "Half is 5", "the page says 5, the run says 4: half(start)"),
    ("is 4.0", "is –4.0", "a sign beside 4.0 changes what it says"),
    ("half(start) -->.\n", "half(start) -->%.\n", "a sign beside 4.0 changes what it says"),
    ("is 4.0", "is 4,0", "cannot read the number 4,0 in front of this source"),
    ("class 1,", "class 2,", "nothing says where 2 comes from"),
    ("0 or 1,", "0 or 2,", "nothing says where 0 comes from"),
    ("is even,", "is even. <b>1</b>", "nothing says where 1 comes from"),
    ("`half(8)`", "`half(9)`", "no block of this page has `half(9)`"),
    ("`half(8)`", "`alf(8)`", "no block of this page has `alf(8)`"),
    ("`half(8)`", "`8`", "no block of this page has `8`"),
    # code
    ("embed=taught.half", "embed=taught.hlf", "taught has no 'hlf'; did you mean 'half'?"),
    ("embed=taught.half", "embed=tought.half", "there is no module 'tought' in src/"),
    ("taught.half\n", "taught.half\nx = 1\n", "a block with embed= has to be empty"),
    ("```python\nstart", "```pyhton\nstart", "nothing checks a block marked 'pyhton'; *"),
    ("```python\nstart", "```\nstart", "nothing checks a block marked ''; *"),
    ("```python\nstart", "```python embd=taught.half\nstart", "nothing checks a block marked *"),
    ("```python\nstart", "```python file=x after='a'\nstart", "nothing checks a block marked *"),
    ("```pycon\n", "<!--\n```pycon\n```\n-->\n```pycon\n", "nothing reads the comment ''"),
    ("```python\nstart", "~~~python\nstart", "open and close a block with ```, not ~~~"),
    ("```pycon", "```python", "this is not Python: invalid syntax", 1),
    ("start = 8\n", "start = 8 / 0\n", "this block raises ZeroDivisionError: division by zero", -1),
    ("start = 8\n", "start = = 8\n", "this is not Python: invalid syntax"),
    (">>> half(8)\n4.0", ">>> half(8)\n4.1", "the output of half(8) has changed"),
    (">>> half(8)\n4.0", ">>> half(8)\n4.0 ", "the output of half(8) has changed"),
    (">>> half(8)\n4.0", ">>> half(8) > 3\n1", "the output of half(8) > 3 has changed"),
    (">>> half(8)\n4.0", ">>> half(8) + hlf(8)\n4.0", "half(8) + hlf(8) raises"),
    (">>> half(8)\n4.0", ">>> half(8)  # doctest: +SKIP\n4.0", "doctest directives are not*"),
    ("```pycon\n", "```pycon\nhalf(8)\n", "no prompt prints 'half(8)'"),
    ("4.0\n>>>", "4.0\n>>> # so\n>>> if start:\n...     0\n...\n0\n1\n>>>", "*has changed", 2),
    ("half(8)\n4.0\n", "half(8)\n4.0\n\nSo.\n", "no prompt prints 'So.'"),
    (">>> half(8)", ">>>half(8)", "this prompt lacks blank after >>>: '>>>half(8)'"),
    (">>> half(8)\n4.0", "  >>> half(8)\n4.0", "this prompt has inconsistent leading white*"),
    ("last):\n", 'last):\n  File "a.py", line 9\n', "nothing compares the lines below *", -1),
    ('half("a")\n', '[print(1), half("a")]\n', '[[]print(1), half("a")] raises'),
    ("'str' and", "'int' and", 'the output of half("a") has changed', -2),
    ("even, and\n", "even, and\n\n::: tought\n", "there is no module 'tought' in src/"),
    ("        There.\n", "        There.\n```python\n", "this block is never closed"),
    # formulas
    ("z_1 = 8", "z_1 = 9", "the formula gives 9, but start gives 8"),
    ("where $2 u$", "where $z_2$", "nothing checks what $z_2$ says"),
    ("$<!-- = start -->", "$<!-- = 8 -->", "the expression 8 names nothing of the page"),
    ("$<!-- = start -->", "$", "nothing checks what $z_1 = 8$ says"),
    ("where $2 u$", "where $y = 2$", "nothing checks what $y = 2$ says"),
    ("v - 1", "v - 2", "step 1 of 1 is wrong: v - 2 is not 2 u; *"),
    ("v - 1", "v + 1", "step 1 of 1 is wrong: v + 1 is not 2 u; *"),
    ("where $2 u$", "where $u = -r$", "u is a variable of a definition above, and this would *"),
    ("where $2 u$", "where $w = w + 1$", "this would define w in terms of itself; *"),
    ("where $2 u$", "where $f(w) = g(w)$ and $g(w) = f(w)$", "this would define g(w) in *"),
    ("where $2 u$", "where $3 u$", "nothing checks what $3 u$ says"),
    ("where $2 u$", "where $u < w < u$", "nothing checks what $u < w < u$ says"),
    ("where $2 u$", r"where $w \leftarrow -w$", r"nothing checks what $w \leftarrow -w$ says"),
    ("where $2 u$", r"where $\frac{2 u$", "*{*"),
    ("where $2 u$", "where $f(w + u$", "the brackets of $f(w + u$ do not match"),
    ("where $2 u$", "where $f)w + u($", "the brackets of $f)w + u($ do not match"),
    ("where $2 u$", "where $f([w) + u]$", "the brackets of $f(* do not match"),
    ("where $2 u$", r"where $\squareroot u$", '\\squareroot u: *Unknown command "\\squareroot".'),
    ("&= p\n", "&= \\squareroot p\n", r"\begin{aligned}", -3),  # the first line of what is quoted
    ("&= p\n", "&= -p\n", "step 2 of 2 is wrong: *"),
    ("2 * half(p)", "3 * half(p)", "the formula gives *, but 3 [*] half(p) gives *", -6),
    # figures and predictions
    ('"A half"', '"A 2nd half"', "no source fits into a title; *"),
    ("figures/half.svg", "half.png", "write a figure as *"),
    ("![Half is 4<!-- = half", "![Half is 5<!-- = [4][0] + 0 * half", "the page says 5, *"),
    ("```python\nstart", '```python title="The 2nd"\nstart', "no source fits into a title; *"),
    (' "A half")', ' "A half"){ .bend }', "write a figure as *"),
    ("<!-- if start > 9", "<!-- if 8 > 9", "the expression 8 > 9 names nothing*"),
    ("<!-- if start > 9", "<!-- if start >", "start > is no Python expression: *"),
    ("<!-- if start > 9", "<!-- if tart > 9", "the condition tart > 9 raises NameError*", -3),
    ("<!-- if start > 9", "<!-- if start", "the condition start gives 8; expected True *", -3),
    ('predict -->\n!!! question "Is', 'predict it -->\n!!! question "Is', "nothing reads the *"),
    ('!!! question "Is', '!!! note "Is', "no question stands below this mark of a prediction", -1),
    ('"Answer"\n        It', '"Solution"\n        It', "this prediction has no fold with *", -6),
    ('??? success "Answer"\n        It', '??? note "Answer"\n        It', "*no fold with its*", -6),
    ('!!! question "Is', '??? question "Is', "no question stands below this mark *", -1),
    ('"Where is half of it?"', '"Is it large?"', "this page asks this question twice", -1),
    ("even, and\n", 'even, and\n\n!!! question "So?"\n    Think.\n', "nothing decides this *"),
    ("even, and\n", 'even, and\n\n!!! question "Is it large?"\n    Think.\n', "nothing decides *"),
    ("is even,", "is even<!-- if start -->,", "this condition belongs to no prediction"),
    ("Guess.\n\n    - at", "Guess.\n    - at", "these answers are no list without *", -1),
    ("true if half", "if half", "0 of these answers are marked as true; expected 1", -4),
    ("at 3<!-- if half", "at 3<!-- true if half", "2 of these answers are marked as true; *", -3),
    ("    - at 3<!-- if half(start) == 3 -->\n", "", "* has 1 answers; expected 2 *", -3),
    ("at 3<!-- if half(start) == 3 -->", "at three", "nothing decides this answer"),
    ("half(start) == 4", "half(start) == 5", "the page says “at 4”, the run says none of the*", -4),
    ("half(start) == 3", "half(start) > 3", "*“at 4”, the run says “at 3” and “at 4”", -3),
]  # fmt: skip


@pytest.fixture(autouse=True)
def taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "src")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[1])
def test_a_mistake_is_told_at_its_line(tmp_path: Path, mistake: Any) -> None:
    right, wrong, message, *away = mistake
    assert PAGE.count(right) == 1
    write_book(tmp_path, PAGE.replace(right, wrong))
    said = mistakes(tmp_path)[0].partition("\n")[0]
    path, line, words = said.split(":", 2)
    assert path == "docs/page.md"
    assert fnmatch(words.strip(), message)
    # the build says the same, unless only a run can tell
    assert refused(tmp_path, known_kinds.of_page) == refused(tmp_path, session_of)
    first = PAGE.count("\n", 0, PAGE.index(right)) + 1 + sum(away)
    assert first <= int(line) <= first + wrong.count("\n")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (SOURCE.replace("number / 2", "number / / 2"), "src/taught.py:9 is not Python: *"),
        (SOURCE.replace("def half", "def halve"), "taught has no 'half'; did you mean 'halve'?"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_source_is_told_where_a_page_shows_it(
    tmp_path: Path, wrong: str, message: str
) -> None:
    write_book(tmp_path, source=wrong)
    (said,) = mistakes(tmp_path)
    assert fnmatch(said.partition("\n")[0], f"docs/page.md:21: {message}")


def test_a_prompt_of_a_docstring_that_nobody_can_read_is_told_at_its_line(
    tmp_path: Path,
) -> None:
    write_book(tmp_path, source=SOURCE.replace(">>> half", ">>>half"))
    with pytest.raises(
        WeaveError, match=r"^src/taught\.py:5: this prompt lacks blank after >>>"
    ):
        module_session(Path("src/taught.py"), tmp_path)


def test_a_link_of_the_readme_that_leads_nowhere_is_refused() -> None:
    page = Page(Path("README.md"), "# A\n\n[b](https://example.org), [c](d.md#e)\n")
    with pytest.raises(WeaveError, match=r"README\.md:3: there is no file d\.md"):
        known_kinds.of_page(page)


def test_a_page_that_only_mkdocs_would_read_is_refused(tmp_path: Path) -> None:
    write_book(tmp_path)
    (tmp_path / "docs" / "more.markdown").touch()
    with pytest.raises(
        WeaveError, match=r"docs/more\.markdown:1: .* call it more\.md"
    ):
        page_paths(tmp_path)


def test_a_page_without_a_title_is_refused() -> None:
    page = Page(Path("docs/a.md"), "---\ndescription: A page\n---\n\nWords.\n")
    with pytest.raises(WeaveError, match=r"docs/a\.md:1: this page has no title"):
        known_kinds.of_page(page)
