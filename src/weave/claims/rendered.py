"""Check a page once it is HTML: what a reader sees is what was claimed, whatever syntax made it.

Each block of code has to be one that is written with fences, each formula one between dollars, each
image a figure that the build draws, and each number one that a claim binds.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from weave.claims.numbers import find_counted, find_names, find_numbers, find_quotes
from weave.claims.predictions import find_predictions
from weave.embed import code_of
from weave.errors import WeaveError
from weave.page import Page

# digits as one number, with points and commas inside it
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class Shown(HTMLParser):
    """What a reader sees of a page.

    Attributes
    ----------
    text
        The words, without code in blocks and without formulas.
    blocks
        The text of each block of code.
    formulas
        How many formulas there are.
    images
        The addresses of images.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.blocks, self.formulas = "", list[str](), 0
        self.images, self.inside = list[str](), list[str]()
        self.feed(html)

    def handle_starttag(
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        """Enter an element."""
        self.images += [dict(attrs).get("src") or ""] if tag == "img" else []
        self.formulas += tag == "math"
        if tag in {"pre", "math", "script", "style"}:
            self.inside.append(tag)
            self.blocks += [""] if tag == "pre" else []

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        if "pre" in self.inside:
            self.blocks[-1] += data
        elif not self.inside:
            self.text += data


def check(page: Page, html: str, source_root: Path, generated: str = "") -> None:
    """Refuse what a reader sees on a page and no claim binds.

    Parameters
    ----------
    page
        The page.
    html
        What was made of it.
    source_root
        Where embedded code lives.
    generated
        Text that the build has put into the page.

    Raises
    ------
    WeaveError
        If there is a block of code, a formula, an image or a number that nothing binds.
    """
    shown = Shown(html)
    blocks = Counter(
        code_of(fence, source_root).strip("\n") for fence in page.fences
    )
    blocks += Counter([generated.strip("\n")])
    for block in Counter(text.strip("\n") for text in shown.blocks) - blocks:
        raise found_at(page, block, "nothing runs this code; write a fenced block")
    if shown.formulas > len(page.formulas):
        message = f"the page shows {shown.formulas} formulas, but {len(page.formulas)} stand in $"
        raise WeaveError(page.path, 1, message)
    names = {figure.name for figure in page.figures}
    for image in shown.images:
        if Path(image.partition("#")[0]).stem not in names:
            raise found_at(page, image, "nothing draws this image; write a figure")
    claimed = Counter(
        digits for text in (*claims(page), generated) for digits in numbers_in(text)
    )
    for digits in Counter(numbers_in(shown.text)) - claimed:
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
