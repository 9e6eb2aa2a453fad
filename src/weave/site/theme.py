"""Patches to the theme's files, where no template can override them.

Each is a piece of somebody's own text and what replaces it. A piece that is not there fails the
build: a new version of the theme then says it otherwise, and somebody has to look.
"""

import re
from collections.abc import Mapping
from fnmatch import fnmatch

from mkdocs.structure.files import Files
from rjsmin import jsmin

from weave.site.figures import LIVE

# the search and its index were loaded with every page; now when a reader begins to search
SCRIPT = {
    # the index, as the theme does it in an offline copy
    'location.protocol!=="file:"),': "!1),",
    # the script that searches
    "t=new Worker(e)){": (
        "t=Object.assign(new EventTarget,{postMessage(m){if(!t.w){t.w=new Worker(e);"
        't.w.addEventListener("message",'
        'n=>t.dispatchEvent(new MessageEvent("message",{data:n.data})))}'
        "t.w.postMessage(m)}})){"
    ),
    # book.css says which scheme is dark; said here, too, all styles were worked out twice more
    'x("meta",{name:"color-scheme"})': 'x("meta",{})',
    # without a mouse, wide code could not be scrolled from a keyboard
    'd&&r?e.setAttribute("tabindex","0")': 'd?e.setAttribute("tabindex","0")',
}
# what a reader has typed or pasted, as words to search for
QUERY = (
    # a quote asked for its stop words, which no index has; a minus sign took pages out
    'e.replace(/["+−~^:*-]/g," ").trimEnd()'
    # The theme lets each word be the beginning of a longer one. That is right for the last, which
    # is being typed; elsewhere "not" found Notation. "^1" asks for the very word.
    r".replace(/\d[\d.]*|[\p{L}\p{M}\d_]+/gu,(w,i,all)=>"
    r'/^\d/.test(w)||w.length<4&&i+w.length<all.length?w+"^1 ":'
    # either spelling finds what is written with an s; and a word finds its other forms
    'w.replace(/i[sz](?=e[srd]?$|ing$|ation)/,"is")'
    '.replace(/^(.{4,}?)(ations?|ions?|ing|ed|es|s|e)$/,"$1"))'
)
SEARCH = {
    "search(e){if(e=": f"search(e){{e={QUERY};if(e=",
    # the top of a page came before all its sections, and hid them
    "let g=+!c.parent+": "let g=",
}
PALETTE = {
    # nothing was to fade while the colours change; so all styles were worked out twice more, on
    # each page, before it could be used
    "[data-md-color-switching] *,[data-md-color-switching] :after,"
    "[data-md-color-switching] :before{transition-duration:0s!important}": "",
}
COLOURS = "assets/stylesheets/palette.*.css"
# the theme's files that are changed, and how
CHANGES = {
    "assets/javascripts/bundle.*.js": SCRIPT,
    "assets/javascripts/workers/search.*.js": SEARCH,
    COLOURS: PALETTE,
}
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# what a lexer tells apart and book.css gives the colour of all code: names, operators, spaces
PLAIN = re.compile(r'<span class="(?:n|o|ow|p|w)">([^<]*)</span>')
# the name of each line of code, to which nothing links
LINE_NAME = re.compile(r' id="__span-[^"]*"')
CODE = "<pre><span></span><code>"
# the theme's script would take a landmark for it; it finds the code to copy by its data
BUTTON = (
    '<div class="md-code__nav"><button class="md-code__button" title="Copy to clipboard" '
    'data-clipboard-target="#code-{number}" data-md-type="copy"></button></div>'
)


def adapt(files: Files) -> None:
    """Change what the theme brings, and leave out of our own what only people need.

    Raises
    ------
    ValueError
        If something that is to be replaced is not there.
    """
    for file in files:
        if fnmatch(file.src_uri, f"{LIVE}/*.js"):
            file.content_string = jsmin(file.content_string)
        for pattern, changes in CHANGES.items():
            if fnmatch(file.src_uri, pattern):
                file.content_string = changed(file.content_string, changes)


def merge_styles(files: Files, own: str) -> str:
    """Put the theme's colours in front of our ``own`` styles, and return the name they had.

    A page asks for one file less then, which on a phone shows it 0.15 s earlier.

    Raises
    ------
    ValueError
        If the theme has no such file.
    """
    found = [file for file in files if fnmatch(file.src_uri, COLOURS)]
    if len(found) != 1:
        message = f"the theme has {len(found)} files {COLOURS}; expected 1"
        raise ValueError(f"{message}; see weave/site/theme.py")
    (colours,) = found
    styles = files.src_uris[own]
    text = colours.content_string + styles.content_string
    styles.content_string = CSS_COMMENT.sub(" ", text)
    files.remove(colours)
    return colours.src_uri


def changed(text: str, changes: Mapping[str, str]) -> str:
    """Return what the theme says with each of the changes made; templates use it as a filter.

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


def without_plain_spans(html: str) -> str:
    """Return a rendered page without what nobody sees in its code, more than half of it.

    Examples
    --------
    >>> without_plain_spans('<span id="__span-0-1"><span class="n">x</span></span>')
    '<span>x</span>'
    """
    return LINE_NAME.sub("", PLAIN.sub(r"\1", html))


def with_copy_buttons(html: str) -> str:
    """Return a rendered page whose blocks of code can be copied, and scrolled by keyboard.

    The theme's script would make the buttons when a reader comes near, which from the keyboard is
    too late.

    Examples
    --------
    >>> block = '<div class="highlight"><pre><span></span><code>1</code></pre></div>'
    >>> 'data-clipboard-target="#code-1"' in with_copy_buttons(block)
    True
    >>> "button" in with_copy_buttons(block.replace("highlight", "no-copy highlight"))
    False
    """
    done, *blocks = html.split(CODE)
    for number, block in enumerate(blocks, start=1):
        box = done[done.rindex("<div") :]
        button = "" if "no-copy" in box else BUTTON.format(number=number)
        code = f'<code id="code-{number}" tabindex="0">'
        done += CODE.replace("<code>", button + code) + block
    return done
