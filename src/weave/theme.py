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
    # a label that stands for a button was pressed by one of the two keys that press a button
    'case"Enter":let o=Ne();o instanceof HTMLLabelElement&&o.click()': (
        'case" ":case"Enter":let o=Ne();o instanceof HTMLLabelElement&&(e.claim(),o.click())'
    ),
    # the index of the search was loaded with every page; now when a reader begins to search, as
    # the theme does it in an offline copy
    'location.protocol!=="file:"),': "!1),",
    # and so was the script that searches; now it comes with the first question to it
    "t=new Worker(e)){": (
        "t=Object.assign(new EventTarget,{postMessage(m){if(!t.w){t.w=new Worker(e);"
        't.w.addEventListener("message",'
        'n=>t.dispatchEvent(new MessageEvent("message",{data:n.data})))}'
        "t.w.postMessage(m)}})){"
    ),
    # a browser that is told late which colours its own parts have works out all styles of the page
    # anew; here the style sheet tells it
    '{name:"color-scheme"});document.head.appendChild(o)': '{name:"color-scheme"})',
    # a block of code was made ready when it was seen; from the keyboard that is too late
    "{threshold:0}": '{threshold:0,rootMargin:"100%"}',
}
PAGE = {
    # what opens the drawer on a narrow screen had no name and could not be reached by keyboard
    '<label class="md-header__button md-icon" for="__drawer">': (
        '<label class="md-header__button md-icon" for="__drawer" '
        'tabindex="0" title="Chapters">'
    ),
    '<div class="md-search" data-md-component="search" role="dialog">': (
        '<div class="md-search" data-md-component="search" role="dialog" aria-label="Search">'
    ),
}
PALETTE = {
    # nothing was to fade while the colours change; so all styles were worked out twice more, on
    # each page, before it could be used
    "[data-md-color-switching] *,[data-md-color-switching] :after,"
    "[data-md-color-switching] :before{transition-duration:0s!important}": "",
}
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]*)assets/stylesheets/main')
FONT = "assets/first-neuron-text.woff2"
FORMULAS = "assets/stix-two-math.woff2"
OBJECT_NAME = re.compile(r'(?<=doc-object-name )([\w-]+">)(\w+)')
DEFAULT = re.compile(r"(default:\s*<code>[^\n]*</code>)\s+\)")
BUNDLE = re.compile(r'(<script src="[^"]*/bundle\.[^"]*")>')
REFERENCE_STYLES = re.compile(
    r'\s*<link rel="stylesheet" href="[^"]*_mkdocstrings\.css">'
)


def adapt(site: Path) -> None:
    """Change the pages, the script and the style sheets of a finished site."""
    for path in site.rglob("*.html"):
        page = replaced(path.read_text(encoding="utf-8"), PAGE)
        page = tidy_reference(page)
        # what a page is read with comes before what it is operated with
        page = BUNDLE.sub(r"\1 defer>", page)
        path.write_text(with_early_font(page), encoding="utf-8")
    for path in site.glob("assets/javascripts/bundle.*.js"):
        script = replaced(path.read_text(encoding="utf-8"), SCRIPT)
        path.write_text(script, encoding="utf-8")
    for path in site.glob("assets/stylesheets/palette.*.css"):
        palette = replaced(path.read_text(encoding="utf-8"), PALETTE)
        path.write_text(palette, encoding="utf-8")


def tidy_reference(page: str) -> str:
    r"""Return a page of the reference with names that break well, and no space before a bracket.

    Any other page comes back without the styles of a reference.

    Examples
    --------
    >>> tidy_reference('<span class="doc doc-object-name doc-function-name">best_line</span>')
    '<span class="doc doc-object-name doc-function-name">best_<wbr>line</span>'
    >>> tidy_reference('<p class="doc ">(default:\n  <code>1</code>\n)</p>')
    '<p class="doc ">(default:\n  <code>1</code>)</p>'
    >>> tidy_reference('<link rel="stylesheet" href="assets/_mkdocstrings.css"><p></p>')
    '<p></p>'
    """
    if 'class="doc ' not in page:
        return REFERENCE_STYLES.sub("", page)
    page = OBJECT_NAME.sub(
        lambda found: found[1] + found[2].replace("_", "_<wbr>"), page
    )
    return DEFAULT.sub(r"\1)", page)


def replaced(text: str, changes: dict[str, str]) -> str:
    """Return a text with each of the changes made."""
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def with_early_font(html: str) -> str:
    r"""Return a page that asks for its fonts together with the style sheets, not after them.

    So no formula jumps into its final shape under a reader's eyes. A page without formulas fetches
    their font when there is nothing else to do: the next page will want it.

    Examples
    --------
    >>> page = '<link rel="stylesheet" href="../assets/stylesheets/main.min.css">'
    >>> print(with_early_font(page).replace("><", ">\n<"))
    <link rel="preload" href="../assets/first-neuron-text.woff2" as="font" crossorigin>
    <link rel="prefetch" href="../assets/stix-two-math.woff2" as="font" crossorigin>
    <link rel="stylesheet" href="../assets/stylesheets/main.min.css">
    """
    fonts = {
        FONT: "preload",
        FORMULAS: "preload" if "<math" in html else "prefetch",
    }
    links = "".join(
        rf'<link rel="{when}" href="\1{font}" as="font" crossorigin>'
        for font, when in fonts.items()
    )
    return STYLES.sub(rf"{links}\g<0>", html)
