"""Draw the figures of a module: ``python -m weave.site.draw MODULE PART FOLDER``.

The module has a ``PALETTE``, the function of each figure by its name in ``FIGURES``,
``draw_mark()`` and ``draw_card()`` for what stands for the book elsewhere, and ``export_all()``,
which yields the name and the content of what live figures start from. What takes long for them may
be what a figure needs too; such figures are named in ``DRAWN_WITH_DATA``.

Two such processes share the work and take about as long: the one for the part "data" makes the data
and these figures, the one for the part "figures" all else.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

from matplotlib import rcdefaults
from matplotlib.figure import Figure

from weave.cache import end_with_parent
from weave.site.svg import finish


class Picture(Protocol):
    """A figure that says as SVG what it shows, as notebooks ask for it."""

    figure: Figure

    def _repr_svg_(self) -> str: ...


def tasks(gallery: ModuleType, folder: Path) -> dict[str, Callable[[], None]]:
    """Return what there is to do, by name, each writing its files into ``folder``."""

    def write(path: str, picture: Callable[[], Picture]) -> None:
        svg = finish(picture()._repr_svg_(), gallery.PALETTE)
        folder.joinpath(path).write_text(svg, encoding="utf-8")

    def write_card() -> None:
        # for places that take no SVG; nothing in it says when and with what it was made
        paper, _ = gallery.PALETTE["paper"]
        gallery.draw_card().figure.savefig(
            folder / "card",
            format="png",
            dpi=100,
            facecolor=paper,
            metadata={"Software": None},
        )

    def write_data() -> None:
        palette = json.dumps(gallery.PALETTE)
        folder.joinpath("palette.json").write_text(palette, encoding="utf-8")
        folder.joinpath("data").mkdir()
        for name, content in gallery.export_all():
            data = json.dumps(content, allow_nan=False, separators=(",", ":"))
            folder.joinpath("data", name).write_text(data, encoding="utf-8")

    figures = {
        name: lambda name=name, draw=draw: write(f"{name}.svg", draw)
        for name, draw in gallery.FIGURES.items()
    }
    others = {
        "the mark": lambda: write("mark", gallery.draw_mark),
        "the card": write_card,
        "live data": write_data,
    }
    return figures | others


def work(gallery: ModuleType, folder: Path, part: str) -> None:
    """Do what belongs to a part, and note of each thing how many seconds it took."""
    found = tasks(gallery, folder)
    folder.joinpath("tasks").write_text(str(len(found)), encoding="utf-8")
    with_data = {"live data", *gallery.DRAWN_WITH_DATA}
    for name, do in found.items():
        if (name in with_data) == (part == "data"):
            began = time.monotonic()
            do()
            seconds = f"{time.monotonic() - began:.1f}"
            folder.joinpath(f"{name}.seconds").write_text(seconds, encoding="utf-8")


if __name__ == "__main__":
    end_with_parent()
    rcdefaults()  # what the author's own settings say changes no figure
    work(import_module(sys.argv[1]), Path(sys.argv[3]), sys.argv[2])
