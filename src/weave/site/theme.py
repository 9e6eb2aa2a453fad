"""What the theme writes otherwise than this book needs it, where a template cannot say so.

Each is a piece of somebody's own text and what replaces it. A piece that is not there fails the
build: a new version of the theme then says it otherwise, and somebody has to look.
"""

import re

from mkdocs.structure.files import Files
from rjsmin import jsmin

from weave.site.figures import LIVE

SCRIPT = {
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
    # each copy button came as a landmark of its own, all with the same name
    '"nav",{class:"md-code__nav"}': '"div",{class:"md-code__nav"}',
    # a table that is wider than a phone could not be scrolled by keyboard
    '{class:"md-typeset__scrollwrap"}': '{class:"md-typeset__scrollwrap",tabindex:"0"}',
    # a label that stands for a button was pressed by one of the two keys that press a button
    'case"Enter":let o=Ne();o instanceof HTMLLabelElement&&o.click()': (
        'case" ":case"Enter":let o=Ne();o instanceof HTMLLabelElement&&(e.claim(),o.click())'
    ),
    # a browser that is told late which colours its own parts have works out all styles of the page
    # anew; here the style sheet tells it
    '{name:"color-scheme"});document.head.appendChild(o)': '{name:"color-scheme"})',
    # a block of code was made ready when it was seen; from the keyboard that is too late
    "{threshold:0}": '{threshold:0,rootMargin:"100%"}',
}
PALETTE = {
    # nothing was to fade while the colours change; so all styles were worked out twice more, on
    # each page, before it could be used
    "[data-md-color-switching] *,[data-md-color-switching] :after,"
    "[data-md-color-switching] :before{transition-duration:0s!important}": "",
}
# the name of a function in the heading of its entry, of which long ones should break at a "_"
OBJECT_NAME = re.compile(r'(?<=doc-object-name )([\w-]+">)(\w+)')
# the end of a default value, behind which mkdocstrings puts a space
DEFAULT = re.compile(r"(default:\s*<code>[^\n]*</code>)\s+\)")
CODE = "<pre><span></span><code>"


def adapt(files: Files) -> None:
    """Change what the theme brings, and leave out of scripts what only people need.

    Raises
    ------
    ValueError
        If something that is to be replaced is not there.
    """
    for file in files:
        name = file.src_uri
        if name.startswith(LIVE) and name.endswith(".js"):
            file.content_string = jsmin(file.content_string)
        elif name.startswith("assets/javascripts/bundle.") and name.endswith(".js"):
            file.content_string = replaced(file.content_string, SCRIPT, name)
        elif name.startswith("assets/stylesheets/palette.") and name.endswith(
            ".css"
        ):
            file.content_string = replaced(file.content_string, PALETTE, name)


def replaced(text: str, changes: dict[str, str], name: str) -> str:
    """Return a text with each of the changes made.

    Examples
    --------
    >>> replaced("one", {"two": "three"}, "count.js")
    Traceback (most recent call last):
    ValueError: count.js has no 'two' to replace; see weave/site/theme.py
    """
    for old, new in changes.items():
        if old not in text:
            raise ValueError(
                f"{name} has no {old!r} to replace; see weave/site/theme.py"
            )
        text = text.replace(old, new)
    return text


def with_focusable_code(html: str) -> str:
    """Return a rendered page whose blocks of code the keyboard reaches, as they may scroll.

    The theme takes that back from those that don't, when they come near.
    """
    return html.replace(CODE, CODE.replace("<code>", '<code tabindex="0">'))


def tidy_reference(html: str) -> str:
    r"""Return a rendered reference with names that break well, and no space before a bracket.

    Examples
    --------
    >>> tidy_reference('<span class="doc doc-object-name doc-function-name">best_line</span>')
    '<span class="doc doc-object-name doc-function-name">best_<wbr>line</span>'
    >>> tidy_reference('<p class="doc ">(default:\n  <code>1</code>\n)</p>')
    '<p class="doc ">(default:\n  <code>1</code>)</p>'
    """
    html = OBJECT_NAME.sub(
        lambda found: found[1] + found[2].replace("_", "_<wbr>"), html
    )
    return DEFAULT.sub(r"\1)", html)
