"""What the theme says and no template can override, and what only people need in our own files."""

import base64
import hashlib
import re
from collections.abc import Mapping
from fnmatch import fnmatch

from mkdocs.structure.files import Files
from rjsmin import jsmin

from weave.site.figures import LIVE

BUNDLE = "assets/javascripts/bundle.*.js"  # the theme's own script
# the theme's colours, of which our own styles take the place
COLOURS = "assets/stylesheets/palette.*"
BUNDLE_CHANGES = {
    # the search's index was fetched with every page; now when a reader begins to search
    'location.protocol!=="file:"),': "!1),",
    # book.css says which scheme is dark; said here, too, all styles were worked out twice more
    'x("meta",{name:"color-scheme"})': 'x("meta",{})',
}
OWN_SCRIPTS = ("assets/keyboard.js", "assets/search.js", f"{LIVE}/*.js")
# the link to the theme's colours
COLOURS_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*/palette\.[^"]*">')
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# a script that stands in a page
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# what a lexer tells apart and book.css gives the colour of all code: names, operators, spaces
PLAIN = re.compile(r'<span class="(?:n|o|ow|p|w)">([^<]*)</span>')
# the name of each line of code, to which nothing links
LINE_NAME = re.compile(r' id="__span-[^"]*"')


def adapt(files: Files, styles: str) -> None:
    """Change what the theme brings, and leave out of our own what only people need.

    Parameters
    ----------
    styles
        The name of our own style sheet.

    Raises
    ------
    ValueError
        If something that is to be replaced is not there.
    """
    for file in list(files):
        if fnmatch(file.src_uri, COLOURS):
            files.remove(file)
        elif fnmatch(file.src_uri, BUNDLE):
            file.content_string = changed(file.content_string, BUNDLE_CHANGES)
        elif any(fnmatch(file.src_uri, pattern) for pattern in OWN_SCRIPTS):
            file.content_string = jsmin(file.content_string)
        elif file.src_uri == styles:
            file.content_string = CSS_COMMENT.sub(" ", file.content_string)


def changed(text: str, changes: Mapping[str, str]) -> str:
    """Return what the theme says with pieces of it replaced; templates use it as a filter.

    A piece that is not there fails the build: a new version of the theme then says it otherwise,
    and somebody has to look.

    Examples
    --------
    >>> changed("one", {"two": "three"})
    Traceback (most recent call last):
    ValueError: the theme has no 'two' to change; see weave/site/theme.py and its templates
    """
    for old, new in changes.items():
        if old not in text:
            raise ValueError(
                f"the theme has no {old!r} to change; see weave/site/theme.py and its templates"
            )
        text = text.replace(old, new)
    return text


def without_colours(links: str) -> str:
    """Return the theme's links to its style sheets without that to its colours.

    Examples
    --------
    >>> without_colours('<link rel="stylesheet" href="../a/palette.1.css">')
    ''
    >>> without_colours('<link rel="stylesheet" href="../a/main.css">')
    Traceback (most recent call last):
    ValueError: the theme has no 'colours' to change; see weave/site/theme.py and its templates
    """
    link = COLOURS_LINK.search(links)
    return changed(links, {link[0] if link else "colours": ""})


def script_hashes(html: str) -> str:
    """Return the hash of each script in some HTML, as a Content-Security-Policy allows them.

    Examples
    --------
    >>> script_hashes("<script>go()</script>")
    "'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"
    """
    digests = (
        hashlib.sha256(code.encode()).digest() for code in SCRIPT.findall(html)
    )
    return " ".join(
        f"'sha256-{base64.b64encode(each).decode()}'" for each in digests
    )


def tidy_code(html: str) -> str:
    """Return a rendered page whose code the keyboard reaches, without what nobody sees of it.

    That is more than half of what is sent.

    Examples
    --------
    >>> line = '<span id="__span-0-1"><span class="n">x</span></span>'
    >>> tidy_code(f"<pre><span></span><code>{line}</code></pre>")
    '<pre><span></span><code tabindex="0"><span>x</span></code></pre>'
    """
    html = LINE_NAME.sub("", PLAIN.sub(r"\1", html))
    return html.replace("<span></span><code>", '<span></span><code tabindex="0">')
