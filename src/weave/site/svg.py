"""Turn what matplotlib drew into SVG files that speak, and that follow light and dark.

Figures are drawn in the light colours of a palette. Here each becomes a CSS variable that knows
both. A figure follows the reader's system; at ``figure.svg#only-dark`` it is dark whatever the
system is. (A page may have colours of its own, and in WebKit an image knows nothing of a dark
system.)
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree as ET

# the fragments by which the theme shows an image in one of its schemes alone
LIGHT, DARK = "only-light", "only-dark"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")  # as CSS writes it, #1c2128
# a number with more digits than anybody sees, or a factor as it stands
NUMBER = re.compile(
    r"(?P<factor>scale\([^)]*\))|(?<![\w.#-])-?\d+\.\d{3,}(?![\w.])"
)
# the outline of a letter, in units of the font
LETTER = re.compile(r'(?P<path> d="[^"]*") transform="scale\(0\.015625\)"')
DIGITS = re.compile(r"-?\d+(?:\.\d+)?")
NAMESPACE = "{http://www.w3.org/2000/svg}"

# for each colour its light and its dark value
Palette = Mapping[str, tuple[str, str]]


def finish(svg: str, palette: Palette) -> str:
    """Return what matplotlib wrote with its words, its size in pixels, and two sets of colours.

    Parameters
    ----------
    svg
        A figure saved with a ``Title`` and a ``Description`` in its metadata.
    palette
        The colours that it may use.

    Raises
    ------
    ValueError
        If the figure has no words, or uses a colour that is not in the palette.
    """
    _, box, rest = cut(svg, 'viewBox="', '"')
    _, title, rest = cut(rest, "<title>", "</title>")
    _, description, rest = cut(rest, "<dc:description>", "</dc:description>")
    if not (title.strip() and description.strip()):
        words = f"title {title!r} and description {description!r}"
        raise ValueError(f"a figure has the {words}; expected words")
    drawing = rounded(rest.partition("</metadata>")[2])
    _, _, width, height = (round(float(points)) for points in box.split())
    return (
        f'<svg id="{DARK}" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="{box}" role="img" '
        'aria-labelledby="title desc">'
        f'<title id="title">{title}</title><desc id="desc">{description}</desc>'
        f"<style>{colours(palette)}</style>{themed(drawing, title, palette)}"
    )


def rounded(svg: str) -> str:
    """Round the numbers of a drawing to what can be seen, a fifth of what is sent.

    That is a hundredth of a pixel; but not for factors, because what they stretch is large. Letters
    are drawn on a grid ten times as coarse as the font's own, which is still forty lines to a
    pixel.

    Examples
    --------
    >>> rounded('<path d="M 0.126 -7.004 L 20.5 8" transform="scale(0.125)"/>')
    '<path d="M 0.13 -7 L 20.5 8" transform="scale(0.125)"/>'
    >>> rounded('<path d="M 1525 4666 L 9 -21" transform="scale(0.015625)"/>')
    '<path d="M 152 467 L 1 -2" transform="scale(0.15625)"/>'
    """

    def shorter(number: re.Match[str]) -> str:
        return number["factor"] or f"{round(float(number[0]), 2):g}"

    def coarse(letter: re.Match[str]) -> str:
        path = DIGITS.sub(lambda it: f"{round(float(it[0]) / 10)}", letter["path"])
        return f'{path} transform="scale(0.15625)"'

    return LETTER.sub(coarse, NUMBER.sub(shorter, svg))


def on_paper(svg: str, name: str, palette: Palette) -> str:
    """Return a finished SVG in its light colours on white, and so that several fit in one document.

    A notebook may be light or dark whatever the reader's system is, so there is nothing to follow.
    """
    before, _, after = cut(svg, "<style>:root", "</style>")
    svg = before + after
    for colour, (light, _) in palette.items():
        svg = svg.replace(f"var({variable(colour)})", light)
    for old, new in (
        (f'<svg id="{DARK}" ', '<svg style="background: white" '),
        ('aria-labelledby="title desc"', f'aria-labelledby="{name} {name}-desc"'),
        ('<title id="title">', f'<title id="{name}">'),
        ('<desc id="desc">', f'<desc id="{name}-desc">'),
    ):
        svg = svg.replace(old, new, 1)
    return svg


@lru_cache  # four functions ask for those of each figure
def size_and_words(svg: str) -> tuple[int, int, str, str]:
    """Return the width, the height, the title and the description of a finished SVG."""
    root = ET.fromstring(svg)
    title, description = (
        root.findtext(NAMESPACE + tag, "") for tag in ("title", "desc")
    )
    return int(root.attrib["width"]), int(root.attrib["height"]), title, description


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
    for colour, (light, _) in palette.items():
        svg = svg.replace(light, f"var({variable(colour)})")
    stray = sorted(set(COLOUR.findall(svg)))
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
    light, dark = (
        ";".join(f"{variable(name)}:{pair[i]}" for name, pair in palette.items())
        for i in (0, 1)
    )
    follow = (
        f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    return f"{follow}:root:target{{{dark}}}"


def variable(colour: str) -> str:
    """Return the name of the CSS variable of a colour."""
    return f"--{colour.replace('_', '-')}"


def cut(text: str, start: str, end: str) -> tuple[str, str, str]:
    """Return what stands before, between and after two marks; all is before if they are not there.

    Examples
    --------
    >>> cut("<p>one</p>", "<p>", "</p>"), cut("one", "<p>", "</p>")
    (('', 'one', ''), ('one', '', ''))
    """
    before, _, rest = text.partition(start)
    inside, _, after = rest.partition(end)
    return before, inside, after
