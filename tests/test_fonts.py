"""The fonts that come with the book have every letter that its pages set in them."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest
from bs4.element import NavigableString, Tag
from fontTools.ttLib import TTFont

from .building import ROOT
from .test_site import PAGES, content_of

ASSETS = ROOT / "docs" / "assets"
# set in the system's fonts by book.css: code, tables, captions, and what names or leads
IN_OTHER_FONTS = (
    "pre, code, math, table, figure, summary, .admonition-title, .filename, .signpost, "
    ".take-away, .origin, .headerlink, .md-button"
)
# the character that a browser takes for a variable of one letter: mathematical italics
ITALICS = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C))
} | {"h": "ℎ"}


@cache
def letters(name: str) -> set[str]:
    """Return the characters of a font."""
    return {chr(code) for code in TTFont(ASSETS / f"{name}.woff2").getBestCmap()}


def formula_letters(article: Tag) -> set[str]:
    """Return the characters of the formulas of a page, as a browser sets them."""
    found = set()
    for token in article.select("math :is(mi, mn, mo, mtext)"):
        text = token.get_text()
        upright = token.get("mathvariant") == "normal"
        single = token.name == "mi" and len(text) == 1 and not upright
        found |= {ITALICS.get(text, text)} if single else set(text)
    return found


def text_letters(article: Tag) -> tuple[set[str], set[str]]:
    """Return the characters of a page's sentences, and of what is set in italics there."""
    others = set(map(id, article.select(IN_OTHER_FONTS)))
    strings = [
        string
        for string in article.descendants
        if type(string) is NavigableString  # and no comment
        and not any(id(each) in others for each in string.parents)
    ]
    italics = [string for string in strings if string.find_parent("em")]
    return letters_in(strings), letters_in(italics)


def letters_in(strings: list[NavigableString]) -> set[str]:
    """Return the characters of strings that are set with ink."""
    text = unicodedata.normalize("NFC", " ".join(strings))
    return {letter for letter in text if letter > " "}


@pytest.mark.parametrize("page", PAGES)
def test_no_letter_is_missing(site: Path, page: str) -> None:
    article = content_of(site, page)
    assert formula_letters(article) - letters("stix-two-math") == set()
    upright, slanted = text_letters(article)
    assert upright - letters("first-neuron-text") == set()
    assert slanted - letters("first-neuron-text-italic") == set()


@pytest.mark.parametrize("page", PAGES)
def test_no_root_is_higher_than_the_radical_sign_of_the_font(
    site: Path, page: str
) -> None:
    high = "msqrt :is(mfrac, msqrt, msup, munderover, mtable)"
    assert [str(part) for part in content_of(site, page).select(high)] == []


def test_variables_are_looked_for_where_a_browser_looks() -> None:
    found = [ITALICS.get(letter, letter) for letter in "aZhσ∂2"]
    assert found == ["𝑎", "𝑍", "ℎ", "𝜎", "𝜕", "2"]
