"""Formulas become MathML while the site is built, and a wrong one does not get that far."""

import re
from pathlib import Path

import pytest
from markdown import markdown

from weave.page import Page
from weave.site.mathml import check_formulas

PATH = Path("docs/page.md")
EXTENSIONS = [
    "pymdownx.arithmatex",
    "weave.site.mathml:MathExtension",
    "admonition",
]
SETTINGS = {"pymdownx.arithmatex": {"generic": True}}


def woven(text: str) -> str:
    return markdown(text, extensions=EXTENSIONS, extension_configs=SETTINGS)


def test_a_formula_in_a_sentence_keeps_its_tex_as_annotation() -> None:
    html = woven(r"So $\hat{y} < 1$ & more.")
    assert '<span class="formula"><math>' in html
    assert r">\hat{y} &lt; 1</annotation>" in html
    assert html.endswith("&amp; more.</p>")


def test_a_displayed_formula_can_be_scrolled_by_keyboard() -> None:
    html = woven("$$\n\\begin{aligned}\nz &= w x \\\\\n&= 1\n\\end{aligned}\n$$")
    assert 'class="formula"' in html
    assert 'tabindex="0"' in html
    assert html.count("<mtr>") == 2


def test_a_formula_inside_an_admonition_is_one_too() -> None:
    assert "<math" in woven("!!! note\n    $$\n    z\n    $$\n")


@pytest.mark.parametrize(
    "text", ["`$z$`", r"\$z\$", "a price of 5$ or 6$", "<!-- $\\zed$ -->"]
)
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    assert check_formulas(Page(PATH, text)) == 0
    assert "<math" not in woven(text)


def test_no_punctuation_is_left_alone_behind_a_formula() -> None:
    html = woven("*So* $z$, then (“$w$”): $b$. And $z$-values, 1")
    outside = re.sub(r'<span class="formula">.*?</span>', "F", html)
    assert outside == "<p><em>So</em> F then (“F F And F-values, 1</p>"
    kept = re.findall(r"</math>(.*?)</span>", html)
    assert kept == [",", "”):", ".", ""]
