"""Turn matplotlib figures into SVG files that follow the reader's light or dark.

``python -m weave.svg MODULE FOLDER`` draws what ``MODULE.draw_all()`` yields. The module also has
a ``PALETTE``: for each colour name the light and the dark value. Figures are drawn in the light
ones; here each becomes a CSS variable that knows both. A figure follows the reader's system; at
``figure.svg#only-dark`` it is dark whatever the system is. (A page may have colours of its own, and
in WebKit an image knows nothing of a dark system.) ``MODULE.draw_mark()`` and ``draw_card()`` draw
what stands for the book elsewhere. What ``MODULE.export_all()`` yields, the numbers that live
figures start from, is stored beside them.
"""

import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from html import escape, unescape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LETTER = re.compile(r'( d="[^"]*") transform="scale\(0\.015625\)"')
NUMBER = re.compile(
    r"(?P<factor>scale\([^)]*\))|(?<![\w.#-])-?\d+\.\d{3,}(?![\w.])"
)

PATH, SPACES = re.compile(r'( d=")([^"]*)'), re.compile(r"\s*([A-Za-z])\s*")

# the fragments by which the theme shows an image in one of its schemes alone
LIGHT, DARK = "only-light", "only-dark"

Palette = Mapping[str, tuple[str, str]]


class Picture(Protocol):
    """A figure with the words that stand for it."""

    @property
    def figure(self) -> "Figure":
        """What to draw."""

    @property
    def title(self) -> str:
        """What it is, in a few words."""

    @property
    def description(self) -> str:
        """What it shows, with the numbers of the run it was drawn from."""


class Gallery(Protocol):
    """A module that draws pictures."""

    PALETTE: Palette

    def draw_all(self) -> Iterator[tuple[str, Picture]]:
        """Yield the name and the picture of each figure."""

    def draw_mark(self) -> Picture:
        """Draw what stands for the book in a corner of its pages and in a browser's tab."""

    def draw_card(self) -> Picture:
        """Draw what stands for it where somebody shares its address."""

    def export_all(self) -> Iterator[tuple[str, object]]:
        """Yield the file name and the content, for JSON, of what live figures start from."""


def render(picture: Picture, palette: Palette) -> str:
    """Return the SVG of a picture, the same bytes every time.

    Raises
    ------
    ValueError
        If the figure uses a colour that is not in the palette, or has no words.
    """
    if not (picture.title.strip() and picture.description.strip()):
        raise ValueError(
            f"picture {picture.title!r} needs a title and a description"
        )
    import matplotlib as mpl  # noqa: PLC0415 - the site build finishes figures, but draws none

    drawn = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "first-neuron", "svg.fonttype": "path"}):
        picture.figure.savefig(
            drawn, format="svg", transparent=True, metadata={"Date": None}
        )
    return finish(drawn.getvalue(), picture.title, picture.description, palette)


def as_png(picture: Picture, palette: Palette) -> bytes:
    """Return a picture for places that take no SVG, a hundred pixels an inch, on light paper.

    Nothing in it says when and with what it was made, so the bytes are the same every time.
    """
    drawn = io.BytesIO()
    paper, _ = palette["paper"]
    picture.figure.savefig(
        drawn, format="png", dpi=100, facecolor=paper, metadata={"Software": None}
    )
    return drawn.getvalue()


def finish(svg: str, title: str, description: str, palette: Palette) -> str:
    """Return what matplotlib wrote with words, a size in pixels, and colours for light and dark.

    Raises
    ------
    ValueError
        If the SVG has no view box, or uses a colour that is not in the palette.
    """
    body = re.sub(
        r"<metadata>.*?</metadata>\s*|<title>.*?</title>\s*",
        "",
        svg,
        flags=re.DOTALL,
    )
    opening = re.search(r"<svg [^>]*?viewBox=\"0 0 ([\d.]+) ([\d.]+)\"[^>]*>", body)
    if opening is None:
        raise ValueError(f"picture {title!r} has no viewBox")
    width, height = (round(float(points)) for points in opening.groups())
    head = (
        f'<svg id="{DARK}" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {opening[1]} {opening[2]}" role="img" '
        'aria-labelledby="title desc">'
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>'
    )
    drawing = themed(shortened(body[opening.end() :]), title, palette)
    return f"{head}<style>{colours(palette)}</style>{drawing}"


def shortened(svg: str) -> str:
    """Take out of a drawing what nobody sees, a sixth of what is sent.

    Numbers are rounded to a hundredth of a pixel (but not factors: what they stretch is large), and
    names of groups and spaces in paths go. Letters are drawn on a grid ten times as coarse as the
    font's own, which is still forty lines to a pixel.

    Examples
    --------
    >>> shortened('<g id="a"><path d="M 0.126 -7.004 L 20.5 8" transform="scale(0.125)"/></g>')
    '<g><path d="M0.13 -7L20.5 8" transform="scale(0.125)"/></g>'
    >>> shortened('<path d="M 1525 4666 L 9 -21" transform="scale(0.015625)"/>')
    '<path d="M152 467L1 -2" transform="scale(0.15625)"/>'
    """

    def rounded(number: re.Match[str]) -> str:
        if number["factor"]:
            return number[0]
        return f"{round(float(number[0]), 2):g}"

    svg = re.sub(r'<g id="[^"]*"', "<g", NUMBER.sub(rounded, svg))
    svg = PATH.sub(lambda path: path[1] + SPACES.sub(r"\1", path[2].strip()), svg)
    return LETTER.sub(
        lambda letter: coarse(letter[1]) + ' transform="scale(0.15625)"', svg
    )


def coarse(path: str) -> str:
    """Return the outline of a letter in units ten times as large."""
    return re.sub(
        r"-?\d+(?:\.\d+)?", lambda number: f"{round(float(number[0]) / 10)}", path
    )


def refinish(svg: str, palette: Palette) -> str:
    """Return the SVG that a notebook displayed, finished like every other figure.

    Raises
    ------
    ValueError
        If the SVG does not carry a title and a description.
    """
    title = re.search(r"<title>(.*?)</title>", svg, re.DOTALL)
    description = re.search(
        r"<dc:description>(.*?)</dc:description>", svg, re.DOTALL
    )
    if title is None or description is None:
        raise ValueError("a figure in the notebook has no title or no description")
    return finish(svg, unescape(title[1]), unescape(description[1]), palette)


def on_paper(svg: str, name: str, palette: Palette) -> str:
    """Return a finished SVG in its light colours on white, and so that several fit in one document.

    A notebook may be light or dark whatever the reader's system is, so there is nothing to follow.
    """
    svg = re.sub(r"<style>:root.*?</style>", "", svg, count=1, flags=re.DOTALL)
    for colour, (light, _) in palette.items():
        svg = svg.replace(f"var(--{colour.replace('_', '-')})", light)
    svg = svg.replace(f' id="{DARK}"', "", 1)
    svg = svg.replace("<svg ", '<svg style="background: white" ', 1)
    svg = svg.replace(
        'aria-labelledby="title desc"', f'aria-labelledby="{name} {name}-desc"'
    )
    svg = svg.replace('<title id="title">', f'<title id="{name}">', 1)
    return svg.replace('<desc id="desc">', f'<desc id="{name}-desc">', 1)


def size_and_words(svg: str) -> tuple[int, int, str, str]:
    """Return the width, the height, the title and the description of a finished SVG.

    Raises
    ------
    ValueError
        If it is not one of ours.
    """
    found = re.search(
        r'width="(\d+)" height="(\d+)".*?<title id="title">(.*?)</title>'
        r'<desc id="desc">(.*?)</desc>',
        svg,
        re.DOTALL,
    )
    if found is None:
        raise ValueError("this SVG has no size, no title or no description")
    return int(found[1]), int(found[2]), unescape(found[3]), unescape(found[4])


def themed(svg: str, title: str, palette: Palette) -> str:
    """Replace each light colour by its CSS variable.

    Raises
    ------
    ValueError
        If a colour is left that the palette does not have.

    Examples
    --------
    >>> themed('<path style="fill: #1c2128"/>', "dot", {"ink": ("#1c2128", "#e7eaee")})
    '<path style="fill: var(--ink)"/>'
    """
    for name, (light, _) in palette.items():
        svg = re.sub(
            light, f"var(--{name.replace('_', '-')})", svg, flags=re.IGNORECASE
        )
    stray = sorted(set(re.findall(r"#[0-9a-fA-F]{6}\b", svg)))
    if stray:
        raise ValueError(
            f"picture {title!r} uses {', '.join(stray)}; expected palette colours"
        )
    return svg


def colours(palette: Palette) -> str:
    """Return the style rules that set the palette for light and for dark.

    Examples
    --------
    >>> print(colours({"ink": ("#111", "#eee")}))
    :root{--ink:#111}@media (prefers-color-scheme:dark){:root{--ink:#eee}}:root:target{--ink:#eee}
    """
    names = [name.replace("_", "-") for name in palette]
    light, dark = (
        ";".join(
            f"--{name}:{pair[i]}"
            for name, pair in zip(names, palette.values(), strict=True)
        )
        for i in (0, 1)
    )
    follow = (
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    return f"{follow}:root:target{{{dark}}}"


def draw_all(gallery: Gallery, folder: Path) -> None:
    """Draw every picture of a module into ``folder``, one file each, beside palette and data."""
    folder.joinpath("palette.json").write_text(
        json.dumps(gallery.PALETTE), encoding="utf-8"
    )
    for name, picture in gallery.draw_all():
        svg = render(picture, gallery.PALETTE)
        folder.joinpath(f"{name}.svg").write_text(svg, encoding="utf-8")
    mark, card = gallery.draw_mark(), gallery.draw_card()
    svg = render(mark, gallery.PALETTE)
    folder.joinpath("mark").write_text(svg, encoding="utf-8")
    folder.joinpath("card").write_bytes(as_png(card, gallery.PALETTE))
    folder.joinpath("data").mkdir()
    for name, content in gallery.export_all():
        folder.joinpath("data", name).write_text(
            json.dumps(content, allow_nan=False, separators=(",", ":")),
            encoding="utf-8",
        )


if __name__ == "__main__":
    draw_all(cast(Gallery, import_module(sys.argv[1])), Path(sys.argv[2]))
