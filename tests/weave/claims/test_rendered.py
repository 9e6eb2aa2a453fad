"""What Markdown can say and no check would look at is refused, before or after it is HTML.

Once a page is HTML, each block of code has to be one that is written with fences, each formula one
between dollars, each image a figure that the build draws, and each number one that a claim binds.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import markdown
from mkdocs.config import load_config

from weave.claims import known_kinds
from weave.claims.numbers import find_counted, find_names, find_numbers, find_quotes
from weave.claims.predictions import find_predictions
from weave.embed import code_of, expand
from weave.errors import WeaveError
from weave.page import Page

from ...reading import read_pages

PATH = Path("page.md")
ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src"
CONFIG = load_config(str(ROOT / "mkdocs.yml"))
# digits as one number, with points and commas inside it
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")

# Markdown that became no HTML: what begins a list, a table or an admonition, a dollar, and what
# stands between the two halves of a link
LIKE_A_BLOCK = re.compile(
    r"^(?:[-*] |1\. |\||!!!|\?\?\?|===).*|\$.*|\]\s?\(.*", re.MULTILINE
)


def check_html(page: Page, html: str) -> None:
    """Refuse a block of code, a formula, an image or a number on a page that no claim binds."""
    shown = BeautifulSoup(html, "html.parser")
    for hidden in shown(["script", "style"]):
        hidden.extract()
    formulas = [formula.extract() for formula in shown("math")]
    ran = Counter(code_of(each, SOURCE).strip("\n") for each in page.fences)
    blocks = Counter(
        block.extract().get_text().strip("\n") for block in shown("pre")
    )
    for block in blocks - ran:
        raise found_at(page, block, "nothing runs this code; write a fenced block")
    for paragraph in shown("p"):
        words = "".join(s for s in paragraph.strings if s.parent.name != "code")
        if found := LIKE_A_BLOCK.search(words):
            raise found_at(page, found[0], "this is shown as it is written")
    if len(formulas) != len(page.formulas):
        message = f"the page shows {len(formulas)} formulas, but {len(page.formulas)} stand in $"
        raise WeaveError(page.path, 1, message)
    names = {figure.name for figure in page.figures}
    for image in shown("img"):
        address = str(image.get("src"))
        if Path(address.partition("#")[0]).stem not in names:
            raise found_at(
                page, address, "nothing draws this image; write a figure"
            )
    claimed = Counter(
        digits for text in claims(page) for digits in numbers_in(text)
    )
    for digits in Counter(numbers_in(shown.get_text())) - claimed:
        raise found_at(page, digits, f"nothing says where {digits} comes from")


def claims(page: Page) -> Iterator[str]:
    """Yield the texts of a page that claims bind."""
    for number in find_numbers(page):
        yield number.text
    for _, _, name in find_names(page):
        yield name
    for start, end in find_counted(page):
        yield page.text[start:end]
    for quote in find_quotes(page):
        yield quote.text
    for prediction in find_predictions(page):
        yield from (answer.words for answer in prediction.answers)
    for fence in page.fences:
        yield fence.info


def numbers_in(text: str) -> list[str]:
    """Return the numbers in a text, and the signs that are a number by themselves: ½, ²."""
    rest = DIGITS.sub("", text)
    return DIGITS.findall(text) + [sign for sign in rest if sign.isnumeric()]


def found_at(page: Page, shown: str, message: str) -> WeaveError:
    """Return the error for what a reader sees, at the first line that has it."""
    first = next(iter(shown.strip().splitlines()), "")
    return page.error(
        max(page.text.find(first, page.body), 0), message, shown=first
    )


def check(page: Page) -> None:
    known_kinds.of_page(page)
    html = markdown(
        page.replaced(expand(page))[page.body :],
        extensions=CONFIG.markdown_extensions,
        extension_configs=CONFIG.mdx_configs,
    )
    check_html(page, html)


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
        ("So:\n- a\n- b\n", ":2: this is shown as it is written"),
        ("So:\n| a |\n|---|\n", ":2: this is shown as it is written"),
        ('- a\n\n  !!! note "B"\n      C.\n', ":3: this is shown as it is written"),
        ("[a] (b.md)", ":1: this is shown as it is written"),
        ("So\n$$\nz = y\n$$\nand", ":2: this is shown as it is written"),
        ("$ z = y $", ":1: this is shown as it is written"),
        (
            "| a |\n|---|\n| $|z|$ |\n",
            ":1: the page shows 0 formulas, but 1 stand in",
        ),
        ("a &#48; b", ":1: nothing says where 48 comes from"),
        ("a &frac12; b", ":1: nothing says where &frac12 comes from"),
        ("a &frac; &half; b", ":1: nothing says where ½ comes from"),
        ("a &sup2; &#x32; b", ":1: nothing says where &sup2 comes from"),
        ('!!! note "a"\n    ??? note "b"\n    c\n', ":2: this admonition is empty"),
        ('![a](figures/a.svg "The 3 of us")', ":1: no source fits into a title"),
        ("---\ndescription: 3 of us\n---\n", ":2: no source fits in here"),
    ],
)
def test_what_nothing_binds_is_refused_at_its_line(text: str, message: str) -> None:
    with pytest.raises(WeaveError, match=rf"page\.md{message}"):
        check(Page(PATH, text))
