"""What MkDocs would show and no checker would look at is refused, at its line."""

from pathlib import Path

import pytest

from weave.claims.strays import refuse_strays
from weave.errors import WeaveError

PATH = Path("docs/page.md")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Words.\n\n    x = 1\n", ":3: indented code"),
        ("Words.\n\n\tx = 1\n", ":3: indented code"),
        ("- item\n\n        x = 1\n", ":3: indented code"),
        ("!!! note\n    Words.\n\n        x = 1\n", ":4: indented code"),
        ("    x = 1\n", ":1: indented code"),
        ("<b>1</b>\n", ":1: raw HTML"),
        ('a\n\n<img src="a.png">\n', ":3: raw HTML"),
        ("a <https://example.org>\n", ":1: raw HTML"),
        ("[a][b]\n", ":1: a link or note that stands apart"),
        ("a\n\n[b]: c.md\n", ":3: a link or note that stands apart"),
        ("a[^1]\n", ":1: a link or note that stands apart"),
        ("Title\n=====\n", ":2: a rule or an underlined heading"),
        ("Title\n---\n", ":2: a rule or an underlined heading"),
        ("a\n\n* * *\n", ":3: a rule or an underlined heading"),
        (r"a \(z = 1\)", ":1: a formula stands between"),
        (r"a \[z = 1\]", ":1: a formula stands between"),
        ("a\n\\begin{align}\n", ":2: a formula stands between"),
        ("a &#48; b", ":1: a character by number"),
        ("a &frac12; b", ":1: a character by number"),
        (
            "> ```python\n> 1\n> ```\n",
            ":1: begin a fenced block on a line of its own",
        ),
        ('![a](figures/a.svg "The 3 of us")', ":1: no source fits into a title"),
        (
            "---\ntitle: A\ndescription: 3 of us\n---\n",
            ":3: no source fits in here",
        ),
    ],
)
def test_a_stray_is_refused_at_its_line(text: str, message: str) -> None:
    with pytest.raises(WeaveError, match=rf"docs/page\.md{message}"):
        refuse_strays(text, PATH)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\n---\n\n# A\n",
        "- item\n\n    more of it\n\n    ```python\n    1\n    ```\n",
        "1. item\n\n    more of it\n",
        '??? success "Solution"\n    Words.\n\n    - item\n\n        more of it\n',
        "| a | b |\n|---|---:|\n| 1 | 2 |\n",
        "a\n    a line that goes on\n",
        "`<b>` and `[a][b]` and `&amp;`",
        "$a < b$ and $b > c$, $$\n\\begin{aligned}\na\n\\end{aligned}\n$$\n",
        "```python\nx[1][2]\n    y\n```\n",
        '![a](figures/a.svg "Title") and [b](c.md#d-1)',
        "<!-- a comment -->\nx",
    ],
)
def test_what_is_looked_at_elsewhere_is_no_stray(text: str) -> None:
    refuse_strays(text, PATH)
