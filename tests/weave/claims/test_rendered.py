"""What Markdown can say and no check would look at is refused, before or after it is HTML."""

from pathlib import Path

import pytest
from markdown import markdown
from mkdocs.config import load_config

from weave.claims import census, rendered
from weave.embed import expand
from weave.errors import WeaveError
from weave.page import Page, read_pages

PATH = Path("docs/page.md")
ROOT = Path(__file__).parents[3]
CONFIG = load_config(str(ROOT / "mkdocs.yml"))


def check(page: Page) -> None:
    census.of_page(page)
    html = markdown(
        expand(page, ROOT / "src")[page.body :],
        extensions=CONFIG.markdown_extensions,
        extension_configs=CONFIG.mdx_configs,
    )
    rendered.check(page, html, ROOT / "src")


@pytest.mark.parametrize(
    "page", list(read_pages(ROOT)), ids=lambda page: page.path.stem
)
def test_claims_bind_all_that_a_page_shows(page: Page) -> None:
    check(page)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Words.\n\n    x = y\n", ":3: nothing runs this code"),
        ("Words.\n\n\tx = y\n", ":3: nothing runs this code"),
        ("- item\n\n        x = y\n", ":3: nothing runs this code"),
        ("    x = y\n", ":1: nothing runs this code"),
        ("> ```python\n> y\n> ```\n", ":1: nothing runs this code"),
        ("<pre>x = y</pre>\n", ":1: nothing runs this code"),
        ("<b>1</b>\n", ":1: nothing says where 1 comes from"),
        ('a\n\n<img src="a.png">\n', ":3: nothing draws this image"),
        ("a\n\n![b][c]\n\n[c]: d.png\n", ":3: write a figure as"),
        ("a[^1]\n\n[^1]: b\n", ":1: nothing says where 1 comes from"),
        (r"a \(z = y\)", ":1: the page shows 1 formulas, but 0 stand in"),
        (r"a \[z = 1\]", ":1: nothing says where 1 comes from"),
        ("a &#48; b", ":1: nothing says where 48 comes from"),
        ("a &frac12; b", ":1: nothing says where &frac12 comes from"),
        ("a &frac; &half; b", ":1: nothing says where ½ comes from"),
        ("a &sup2; &#x32; b", ":1: nothing says where &sup2 comes from"),
        ('![a](figures/a.svg "The 3 of us")', ":1: no source fits into a title"),
        ("---\ndescription: 3 of us\n---\n", ":2: no source fits in here"),
    ],
)
def test_what_nothing_binds_is_refused_at_its_line(text: str, message: str) -> None:
    with pytest.raises(WeaveError, match=rf"docs/page\.md{message}"):
        check(Page(PATH, text))


@pytest.mark.parametrize(
    "text",
    [
        "---\ndescription: A\n---\n\n# A\n",
        "- item\n\n    more of it\n\n    ```python\n    1\n    ```\n",
        "1. item\n\n    more of it\n",
        '??? success "Solution"\n    Words.\n\n    - item\n\n        more of it\n',
        "| a | b |\n|---|---:|\n| 1<!-- = x --> | 2.50<!-- = y --> |\n",
        "a\n    a line that goes on\n",
        "`<b>` and `[a][b]` and `&amp;`",
        "$a < b$ and $b > c$, $$\n\\begin{aligned}\na &= b\n\\end{aligned}\n$$\n",
        "```python\nx[1][2] = [\n    y]\n```\n",
        "`f(2)` of\n\n```pycon\n>>> f(2)\n2\n```\n",
        "and [b](c.md#d-1)",
        "<!-- a comment -->\nx",
        "## Task 1: a {#task-1}\n",
        "[a][b]\n\n[b]: c.md\n",
        "Title\n=====\n",
    ],
)
def test_what_claims_bind_is_not(text: str) -> None:
    check(Page(PATH, text))
