"""What a figure shows, as a few letters and a number, so that no change to a picture goes unseen.

A page checks the words and numbers of a figure. Where its lines run, how thick they are and which
colour they have, no sentence says. So `figures.txt` holds two things about each figure, approved
by whoever looked at it: a digest of all that is exact (its words, its parts, their colours and
styles), and one sum over every coordinate, in points. ``pytest --accept`` writes it anew after a
change that is meant. Nothing of the site is made from it.

A digest of rounded coordinates would always have numbers that lie on the edge between two
roundings, where the last bit decides, and that bit depends on the processor, on numpy and on the
C library. A sum has no edges. Each coordinate has a weight of its own between one and two, so
that one that moves shows in full, and two that move against each other do not cancel. The
rounding errors of a whole figure add up to less than a thousandth of a point; a twentieth, which
is what the sums may differ by, is less than anybody sees.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from inspect import getsource, getsourcefile, getsourcelines, unwrap
from io import StringIO
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from firstneuron import figures
from firstneuron.figures import style
from firstneuron.inputs import Numbers

APPROVED = Path(__file__).with_name("figures.txt")
SOURCES = Path(figures.__file__).parents[2]  # also where a changed copy is imported
MODULES = [
    import_module(f"firstneuron.figures.{m.name}")
    for m in iter_modules(figures.__path__)
]
STANDING_FOR_THE_BOOK = {"mark": figures.draw_mark, "card": figures.draw_card}
UNSEEN = 0.05  # points
EVERY_POINT: Any = {"path.simplify": False}  # which drops some, or doesn't
# a number that is no part of a word
NUMBER = re.compile(r"(?<![\w#.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
# the attributes whose numbers say where something is; others, such as `style`, are exact
PLACES = {"d", "x", "y", "width", "height", "transform", "viewBox"}
# errors of a hundred-thousandth and less in the words of gradient-check, as in "to 2 × 10⁻¹¹ at"
SMALL_ERROR = re.compile(r"(?<= to )(?:\d × )?10⁻(?:[⁴-⁹]|¹.)(?= at )")
LARGEST_NOISY_STEP = (
    1e-3  # below, rounding moves gradient-check by more than can't be seen
)


class Seen(NamedTuple):
    """What there is to see in a figure."""

    exact: str
    places: float

    def is_like(self, other: "Seen") -> bool:
        """Tell whether both look the same."""
        return (
            self.exact == other.exact and abs(self.places - other.places) < UNSEEN
        )


def drawings(
    module: str = "", function: str = ""
) -> Iterator[tuple[str, figures.Picture]]:
    """Yield every figure: first what a function draws, then the others of its module."""

    def distance(name: str) -> tuple[bool, bool]:
        where = place(name)
        return not where.startswith(f"{function} "), f"/{module}.py:" not in where

    every = figures.FIGURES | STANDING_FOR_THE_BOOK
    with rc_context(EVERY_POINT):
        for name in sorted(every, key=distance):
            yield name, every[name]()


def all_seen(
    drawn: Iterable[tuple[str, figures.Picture]],
) -> Iterator[tuple[str, Seen]]:
    """Yield what there is to see in each figure, and in what the live figures start from."""
    for name, picture in drawn:
        yield name, seen_in_picture(name, picture)
    for name, content in figures.export_all():
        yield name, seen_in_data(content)
    yield "style", Seen(digest([str(style.STYLE)]), 0.0)


def seen_in_picture(name: str, picture: figures.Picture) -> Seen:
    """Return what there is to see in a figure, and its words."""
    words = picture.description
    if name == "gradient-check":
        straighten_the_noise(picture.figure)
        words = SMALL_ERROR.sub("…", words)
    drawn = seen_in_figure(picture.figure)
    return Seen(digest([drawn.exact, picture.title, words]), drawn.places)


def straighten_the_noise(figure: Figure) -> None:
    """Put what are rounding errors on the line that they scatter about.

    No two processors make the same. Their size has a test of its own.
    """
    for line in figure.axes[0].lines:
        steps, errors = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
        line.set_ydata(np.where(steps < LARGEST_NOISY_STEP, 1e-16 / steps, errors))


def seen_in_figure(figure: Figure) -> Seen:
    """Return what there is to see in a figure, taken from its SVG with the letters as text."""
    drawn = StringIO()
    with rc_context(EVERY_POINT | {"svg.fonttype": "none"}):
        figure.savefig(
            drawn, format="svg", metadata=dict.fromkeys(["Creator", "Date"])
        )
    exact: list[str] = []
    places: list[float] = []
    named: dict[str, str] = {}
    for element in ET.fromstring(drawn.getvalue()).iter():
        exact += [element.tag, element.text or "", element.tail or ""]
        for name, value in sorted(element.items()):
            if name in PLACES:
                places += map(float, NUMBER.findall(value))
                exact.append(NUMBER.sub("", value))
            elif name == "id" or ("#" in value and name != "style"):
                # names are made from places; what counts is which is meant
                reference = value.removeprefix("url(").strip("#)")
                exact.append(named.setdefault(reference, str(len(named))))
            else:
                exact.append(value)
    return Seen(digest(exact), total(np.array(places)))


def seen_in_data(content: object) -> Seen:
    """Return the shape of what a live figure starts from, and a sum over its numbers.

    Those are no places, so that a change counts by its share: one of a twentieth shows, if the
    number is larger than a thousandth.
    """
    text = json.dumps(content)
    numbers = [float(number) for number in NUMBER.findall(text)]
    return Seen(
        digest([NUMBER.sub("", text)]), total(np.arcsinh(np.multiply(1e3, numbers)))
    )


def digest(values: Iterable[str]) -> str:
    """Return twelve letters and digits for a list of words."""
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


def total(values: Numbers) -> float:
    """Return a sum that each value enters with a weight of its own, between one and two."""
    values = np.asarray(values, dtype=float)
    return float(values @ np.random.default_rng(0).uniform(1, 2, values.size))


def approved() -> dict[str, Seen]:
    """Return what somebody has approved."""
    lines = APPROVED.read_text(encoding="utf-8").splitlines()
    return {
        name: Seen(exact, float(places))
        for name, exact, places in map(str.split, lines)
    }


def changes(
    known: dict[str, Seen], drawn: Iterable[tuple[str, Seen]]
) -> Iterator[str]:
    """Yield which of the figures look unlike those that are known, and which are missing."""
    missing = set(known)
    for name, seen in drawn:
        missing.discard(name)
        if name not in known or not seen.is_like(known[name]):
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


def accept(drawn: dict[str, Seen]) -> None:
    """Approve the figures as they are drawn now."""
    text = "".join(
        f"{name} {seen.exact} {seen.places:.3f}\n"
        for name, seen in sorted(drawn.items())
    )
    APPROVED.write_text(text, encoding="utf-8")
