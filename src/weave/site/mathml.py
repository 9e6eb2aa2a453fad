"""A Markdown extension that turns TeX into MathML while the site is built.

It takes over where ``pymdownx.arithmatex`` (with ``generic: true``) has found the formulas. The
reader's browser needs no script for them, and a formula with a mistake fails the build.
"""

import re
from functools import cache
from html import unescape
from unicodedata import normalize
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML

from weave.page import Page

CONVERTER = LatexToMathML(annotation=True, fancy_error=False)
# a letter below an accent of its own, which WebKit draws far above it
HAT = re.compile(
    r'<mover accent="true"><mi>(.)</mi><mo stretchy="false">ˆ</mo></mover>'
)
# what may not stand alone in the line behind a formula
BEHIND = re.compile(r"^[.,;:?!)\]”’]+")


class FormulaError(ValueError):
    """A formula that is not the TeX it should be."""


@cache
def to_mathml(tex: str, *, display: bool) -> str:
    r"""Return the MathML of a formula, with its TeX as annotation.

    Raises
    ------
    FormulaError
        If the TeX has a mistake or an unknown command.

    Examples
    --------
    >>> to_mathml("z", display=False)[:27]
    '<math><semantics><mi>z</mi>'
    >>> to_mathml(r"\hat{y}", display=False)[:27]
    '<math><semantics><mi>ŷ</mi>'
    >>> to_mathml(r"\sigmoid", display=False)
    Traceback (most recent call last):
    weave.site.mathml.FormulaError: \sigmoid: 0: Unknown command "\sigmoid".
    """
    try:
        mathml = CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise FormulaError(f"{tex}: {error.args[0]}") from None
    mathml = HAT.sub(with_hat, mathml)
    return mathml.replace("<annotation ", '<annotation data-search-exclude="TeX" ')


def with_hat(accented: re.Match[str]) -> str:
    """Return a letter and its hat as the one character that readers type, if there is one."""
    letter = normalize("NFC", f"{accented[1]}\u0302")
    return f"<mi>{letter}</mi>" if len(letter) == 1 else accented[0]


def check_formulas(page: Page) -> int:
    r"""Return how many formulas a page has.

    Raises
    ------
    WeaveError
        If one of them has a mistake.

    Examples
    --------
    >>> from pathlib import Path
    >>> check_formulas(Page(Path("a.md"), "Here $z$ is a logit."))
    1
    >>> check_formulas(Page(Path("a.md"), r"Here $\zed$ is a logit."))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: \zed: 0: Unknown command "\zed".
    """
    for formula in page.formulas:
        try:
            to_mathml(formula.text.strip(), display=formula.kind == "display")
        except FormulaError as error:
            raise page.error(
                formula.start, str(error), shown=formula.text
            ) from None
    return len(page.formulas)


class Formulas(Treeprocessor):
    """Replace what arithmatex marked by MathML."""

    def run(self, root: Element) -> None:
        """Convert each marked element of a page."""
        for parent in root.iter():
            for element in parent:
                if element.get("class") == "arithmatex" and element.text:
                    self.convert(element)
                    if element.tag == "span":
                        keep_punctuation(element)

    def convert(self, element: Element) -> None:
        """Put the MathML of a formula into its element."""
        display = element.tag == "div"
        tex = unescape(element.text or "") if display else element.text or ""
        tex = re.sub(r"^\\[(\[]|\\[)\]]$", "", tex.strip()).strip()
        mathml = to_mathml(tex, display=display)
        element.text = self.md.htmlStash.store(mathml)
        element.set("class", "formula")
        if display:
            element.set("tabindex", "0")
            element.set("role", "group")
            element.set("aria-label", "formula")


def keep_punctuation(formula: Element) -> None:
    """Take the punctuation behind a formula into its element, in which no line breaks."""
    behind = formula.tail or ""
    if closing := BEHIND.match(behind):
        formula.text = f"{formula.text}{closing[0]}"
        formula.tail = behind[closing.end() :]


class MathExtension(Extension):
    """Register the conversion after arithmatex and the inline patterns have run."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the conversion to ``md``."""
        md.treeprocessors.register(Formulas(md), "formulas", 15)
