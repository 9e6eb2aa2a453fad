"""Give live figures their places: a page names one behind the static figure that it replaces.

``![Caption](figures/squashing.svg "Title"){ live=sigmoid }`` asks for `sigmoid.js`.
"""

import re
from html import escape
from pathlib import Path

from weave.claims.census import find_figures
from weave.claims.numbers import line_at
from weave.errors import WeaveError

FOLDER = "assets/live"


def check_modules(text: str, path: Path, folder: Path) -> None:
    """Refuse a page that asks for a live figure that is not in ``folder``.

    Raises
    ------
    WeaveError
        If there is no module of that name.
    """
    for image in find_figures(text, path):
        if image["live"] and not folder.joinpath(f"{image['live']}.js").is_file():
            line = line_at(text, image.start())
            raise WeaveError(
                path,
                line,
                f"nobody wrote the live figure {image['live']!r}; "
                f"expected docs/{FOLDER}/{image['live']}.js",
            )


def place_all(text: str, path: Path) -> str:
    """Return a page with the HTML of each figure in the place of its Markdown."""
    pieces, position = [], 0
    for image in find_figures(text, path):
        pieces += [text[position : image.start()], place(image)]
        position = image.end()
    return "".join([*pieces, text[position:]])


def place(image: re.Match[str]) -> str:
    """Return the HTML of a figure; a live one has room for its controls.

    Examples
    --------
    >>> from weave.claims.census import IMAGE
    >>> image = IMAGE.match('![How?](figures/bend.svg "Bent"){ live=sigmoid }')
    >>> print(place(image))
    <figure markdown="span" data-live="sigmoid">
    <img data-figure="bend" data-title="Bent">
    <div class="live-panel"></div>
    <figcaption>How?</figcaption>
    </figure>
    """
    live, panel = "", ""
    if image["live"]:
        live = f' data-live="{image["live"]}"'
        panel = '<div class="live-panel"></div>\n'
    return (
        f'<figure markdown="span"{live}>\n'
        f'<img data-figure="{image["name"]}" data-title="{escape(image["title"])}">\n'
        f"{panel}<figcaption>{image['caption']}</figcaption>\n</figure>"
    )
