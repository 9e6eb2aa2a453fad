"""Check a page once it is HTML: what a reader sees is what was claimed, whatever syntax made it.

Each block of code has to be one that is written with fences, each formula one between dollars, each
image a figure that the build draws, and each number one that a claim binds.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup

from weave.claims.numbers import find_counted, find_names, find_numbers, find_quotes
from weave.claims.predictions import find_predictions
from weave.embed import code_of
from weave.errors import WeaveError
from weave.page import Page

# digits as one number, with points and commas inside it
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


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
    shown = BeautifulSoup(html, "html.parser")
    for hidden in shown(["script", "style"]):
        hidden.extract()
    formulas = [formula.extract() for formula in shown("math")]
    ran = Counter(code_of(each, source_root).strip("\n") for each in page.fences)
    ran += Counter([generated.strip("\n")])
    blocks = Counter(
        block.extract().get_text().strip("\n") for block in shown("pre")
    )
    for block in blocks - ran:
        raise found_at(page, block, "nothing runs this code; write a fenced block")
    if len(formulas) > len(page.formulas):
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
        digits for text in (*claims(page), generated) for digits in numbers_in(text)
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
