"""A Markdown extension that turns TeX into MathML while the site is built.

It takes over where ``pymdownx.arithmatex`` (with ``generic: true``) has found the formulas. The
reader's browser needs no script for them, and a formula with a mistake fails the build.
"""

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML

from weave.claims.numbers import line_at, outside_fences
from weave.claims.tex import FORMULA
from weave.errors import WeaveError

CONVERTER = LatexToMathML(annotation=True, fancy_error=False)


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
    >>> to_mathml(r"\sigmoid", display=False)
    Traceback (most recent call last):
    weave.site.mathml.FormulaError: \sigmoid: 0: Unknown command "\sigmoid".
    """
    try:
        mathml = CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise FormulaError(f"{tex}: {error.args[0]}") from None
    return mathml.replace("<annotation ", '<annotation data-search-exclude="TeX" ')


def check_formulas(text: str, path: Path) -> int:
    r"""Return how many formulas a page has.

    Raises
    ------
    WeaveError
        If one of them has a mistake.

    Examples
    --------
    >>> check_formulas("Here $z$ is a logit.", Path("a.md"))
    1
    >>> check_formulas(r"Here $\zed$ is a logit.", Path("a.md"))
    Traceback (most recent call last):
    weave.errors.WeaveError: a.md:1: \zed: 0: Unknown command "\zed".
    """
    number = 0
    for found in FORMULA.finditer(outside_fences(text, path)):
        tex = found["display"] or found["inline"]
        if tex is None:
            continue
        number += 1
        try:
            to_mathml(tex.strip(), display=bool(found["display"]))
        except FormulaError as error:
            line = line_at(text, found.start())
            raise WeaveError(path, line, str(error), shown=tex) from None
    return number


class Formulas(Treeprocessor):
    """Replace what arithmatex marked by MathML."""

    def run(self, root: Element) -> None:
        """Convert each marked element of a page."""
        for element in root.iter():
            if element.get("class") == "arithmatex" and element.text:
                display = element.tag == "div"
                tex = unescape(element.text) if display else element.text
                tex = re.sub(r"^\\[(\[]|\\[)\]]$", "", tex.strip()).strip()
                mathml = to_mathml(tex, display=display)
                element.text = self.md.htmlStash.store(mathml)
                element.set("class", "formula")
                if display:
                    element.set("tabindex", "0")
                    element.set("role", "group")
                    element.set("aria-label", "formula")


class MathExtension(Extension):
    """Register the conversion after arithmatex and the inline patterns have run."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add the conversion to ``md``."""
        md.treeprocessors.register(Formulas(md), "formulas", 15)


def makeExtension(**settings: Any) -> MathExtension:  # noqa: N802
    """Return the extension, under the name that Markdown looks for."""
    return MathExtension(**settings)
