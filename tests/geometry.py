"""What a figure draws, as a short word, so that a change to a picture does not go unseen.

A page checks the words and numbers of a figure. Where its lines run, how thick they are and which
colour they have, no sentence says. So `figures.txt` holds a digest of each figure, approved by
whoever looked at it. ``pytest --accept`` writes it anew after a change that is meant. Nothing of
the site is made from it.

The digest is taken from the data of lines, areas and words, not from pixels, which depend on the
system. Numbers are rounded to four digits, a little off the middle, where the last bit would
decide. What `gradient-check` draws at its left are rounding errors, which are not the same
everywhere; their size is left out. The style that all figures share has a digest, too.
"""

import hashlib
import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getsource, getsourcefile, getsourcelines, unwrap
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import numpy as np
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from firstneuron import figures
from firstneuron.figures import style

APPROVED = Path(__file__).with_name("figures.txt")
SOURCES = Path(__file__).parents[1] / "src"
MODULES = [
    import_module(f"firstneuron.figures.{m.name}")
    for m in iter_modules(figures.__path__)
]
STANDING_FOR_THE_BOOK = {"mark": figures.draw_mark, "card": figures.draw_card}
LIMITS = {"xlim", "ylim", "xticks", "yticks"}
SMALL_ERROR = re.compile(r"(?<= to )(?:\d × )?10⁻(?:[⁴-⁹]|¹.)(?= at )")
PROPERTIES = [
    "xydata",
    "text",
    "position",
    "x",
    "y",
    "width",
    "height",
    "center",
    "radius",
    "color",
    "facecolor",
    "edgecolor",
    "linewidth",
    "linewidths",
    "linestyle",
    "marker",
    "markersize",
    "markeredgecolor",
    "markeredgewidth",
    "alpha",
    "zorder",
    "fontsize",
    "fontweight",
    "ha",
    "va",
    "rotation",
    "linespacing",
    "bbox_patch",
    "visible",
    "size_inches",
    "boxstyle",
    "arrowstyle",
    "connectionstyle",
    "mutation_scale",
    "xlim",
    "ylim",
    "xscale",
    "yscale",
    "xticks",
    "yticks",
    "aspect",
    "offsets",
    "paths",
    "path",
]


def digests(first: str = "") -> Iterator[tuple[str, str]]:
    """Yield a digest of each figure, and of what the live figures start from.

    Who looks for a change in the function ``first`` gets the figure that it draws before others.
    """
    for name, draw in (figures.FIGURES | STANDING_FOR_THE_BOOK).items():
        if place(name).startswith(f"{first} "):
            yield name, of_picture(name, draw())
    for name, picture in figures.draw_all():
        yield name, of_picture(name, picture)
    for name, draw in STANDING_FOR_THE_BOOK.items():
        yield name, of_picture(name, draw())
    for name, content in figures.export_all():
        yield name, digest([content])
    yield "style", digest([style.STYLE])


def of_picture(name: str, picture: figures.Picture) -> str:
    """Return a digest of a figure and its words."""
    values = [
        *facts(picture.figure),
        ("title", picture.title),
        ("words", picture.description),
    ]
    if name == "gradient-check":
        values = [without_rounding_errors(*each) for each in values]
    return digest(values)


def without_rounding_errors(name: str, value: Any) -> tuple[str, Any]:
    """Return a fact about `gradient-check` without what differs from system to system."""
    if name == "xydata" and value is not None:
        # to the right of a thousandth it is the error of the formula
        return name, [(x, f"{y:.1e}" if x > 1e-3 else "") for x, y in value]
    return name, SMALL_ERROR.sub("…", value) if name == "words" else value


def digest(values: list[Any]) -> str:
    """Return twelve letters and digits for a list of values."""
    text = "\n".join(map(rounded, values))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def facts(figure: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a figure says about each of its artists, and how its panels are laid out."""
    artists = figure.findobj()
    arrows = [getattr(artist, "arrow_patch", None) for artist in artists]
    plates = [
        artist.get_bbox_patch() for artist in artists if isinstance(artist, Text)
    ]
    for artist in [*artists, *filter(None, arrows + plates)]:
        yield "kind", type(artist).__name__
        for name in PROPERTIES:
            read = getattr(artist, f"get_{name}", None)
            try:
                value = read() if read else None
            except TypeError:  # it asks for more than the artist itself
                continue
            if value is not None and name in LIMITS and is_log(artist, name[0]):
                value = [f"{each:.4g}" for each in value]
            yield name, value
        yield "xy", getattr(artist, "xy", None)  # where an arrow ends
        if hasattr(artist, "get_subplotspec") and artist.get_subplotspec():
            grid = artist.get_subplotspec().get_gridspec()
            yield "widths", grid.get_width_ratios()
            yield "heights", grid.get_height_ratios()
            yield "panels", grid.get_geometry()


def is_log(axes: Any, axis: str) -> bool:
    """Tell whether small numbers on an axis are not next to nothing."""
    return bool(getattr(axes, f"get_{axis}scale")() == "log")


def rounded(value: Any) -> str:
    """Spell a value with its numbers rounded, whatever it consists of."""
    if isinstance(value, bool | str | None):
        return str(value)
    if isinstance(value, int | float | np.number):
        number = float(value) * (1 + 1e-7)
        return f"{0.0 if abs(number) < 1e-12 else number:.4g}"
    if isinstance(value, np.ndarray | list | tuple):
        return f"[{' '.join(map(rounded, value))}]"
    return f"{type(value).__name__} {rounded(parts(value))}"


def parts(value: Any) -> list[Any]:
    """Return what can be told of an object: the points of a path, the numbers of a style."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, Bbox):
        return list(value.bounds)
    if hasattr(value, "vertices"):
        return [value.vertices, value.codes]
    if type(value).__module__ == "matplotlib.patches":
        return [
            each for each in vars(value).items() if isinstance(each[1], int | float)
        ]
    return []


def approved() -> dict[str, str]:
    """Return the digests that somebody has approved."""
    lines = APPROVED.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines)


def changed_figures(first: str = "") -> Iterator[str]:
    """Yield which figures are not the approved ones, each with the function that draws it."""
    known = approved()
    missing = set(known)
    for name, word in digests(first):
        missing.discard(name)
        if word != known.get(name):
            yield f"{name}, drawn by {place(name)}"
    yield from sorted(missing)


def place(name: str) -> str:
    """Return where the function stands that draws a figure."""
    function = STANDING_FOR_THE_BOOK.get(name, figures.export_all)
    for module in MODULES:
        # the line that lists a figure: its name, and the function that draws it
        listed = re.search(
            rf'"{re.escape(name)}": (?:lambda: )?(\w+)', getsource(module)
        )
        if listed and name in figures.FIGURES:
            function = getattr(module, listed[1])
    path = Path(getsourcefile(unwrap(function)) or "").relative_to(SOURCES)
    return f"{function.__name__} in src/{path.as_posix()}:{getsourcelines(function)[1]}"


def accept() -> None:
    """Approve the figures as they are drawn now."""
    text = "".join(f"{name} {word}\n" for name, word in sorted(digests()))
    APPROVED.write_text(text, encoding="utf-8")
