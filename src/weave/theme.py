"""Small changes to what the theme wrote into a finished site: for readers' ears, and for speed.

Each is a piece of Material's own text and what replaces it. If a new version of the theme says it
otherwise, nothing is replaced, and the tests of accessibility and weight tell.
"""

import re
from pathlib import Path

SCRIPT = {
    # each copy button came as a landmark of its own, all with the same name
    '"nav",{class:"md-code__nav"}': '"div",{class:"md-code__nav"}',
    # a table that is wider than a phone could not be scrolled by keyboard
    '{class:"md-typeset__scrollwrap"}': '{class:"md-typeset__scrollwrap",tabindex:"0"}',
    # the index of the search was loaded with every page; now when a reader begins to search, as
    # the theme does it in an offline copy
    'location.protocol!=="file:"),': "!1),",
}
PAGE = {
    '<div class="md-search" data-md-component="search" role="dialog">': (
        '<div class="md-search" data-md-component="search" role="dialog" aria-label="Search">'
    ),
}
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]*)assets/stylesheets/main')
FONT = "assets/first-neuron-text.woff2"
FORMULAS = "assets/stix-two-math.woff2"


def adapt(site: Path) -> None:
    """Change the pages and the script of a finished site."""
    for path in site.rglob("*.html"):
        page = replaced(path.read_text(encoding="utf-8"), PAGE)
        path.write_text(with_early_font(page), encoding="utf-8")
    for path in site.glob("assets/javascripts/bundle.*.js"):
        script = replaced(path.read_text(encoding="utf-8"), SCRIPT)
        path.write_text(script, encoding="utf-8")


def replaced(text: str, changes: dict[str, str]) -> str:
    """Return a text with each of the changes made."""
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def with_early_font(html: str) -> str:
    """Return a page that asks for its fonts together with the style sheets, not after them.

    So no formula jumps into its final shape under a reader's eyes.

    Examples
    --------
    >>> early, styles = with_early_font(
    ...     '<link rel="stylesheet" href="../assets/stylesheets/main.min.css">'
    ... ).split("><")
    >>> early
    '<link rel="preload" href="../assets/first-neuron-text.woff2" as="font" crossorigin'
    >>> styles
    'link rel="stylesheet" href="../assets/stylesheets/main.min.css">'
    """
    fonts = [FONT, FORMULAS] if "<math" in html else [FONT]
    links = "".join(
        rf'<link rel="preload" href="\1{font}" as="font" crossorigin>'
        for font in fonts
    )
    return STYLES.sub(rf"{links}\g<0>", html)
