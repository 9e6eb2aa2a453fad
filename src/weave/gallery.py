"""Draw the figures in a process of their own, once for each state of the sources."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from weave.keep import made_once


class DrawingError(RuntimeError):
    """A figure could not be drawn; the message is Python's own."""


@dataclass(frozen=True)
class Drawn:
    """What was drawn: figures, what stands for the book, and what live figures start from.

    Attributes
    ----------
    figures
        The SVG of each figure, by its name.
    mark
        The SVG of the mark of the book.
    card
        The PNG that is shown where somebody shares the address of the book.
    palette
        For each colour its light and its dark value.
    data
        The content of each file of numbers, by its name.
    """

    figures: dict[str, str]
    mark: str
    card: bytes
    palette: dict[str, tuple[str, str]]
    data: dict[str, str]


def draw(module: str, source_root: Path, cache: Path) -> Drawn:
    """Return the figures that ``module`` draws.

    The process is fresh, so an edit in the sources counts at once; the cache is keyed on every
    file that could change a figure, so an edit elsewhere costs nothing. A failed drawing leaves
    no trace in the cache.

    Raises
    ------
    DrawingError
        If drawing fails.
    """

    def draw_into(folder: Path) -> None:
        command = [sys.executable, "-B", "-m", "weave.svg", module, str(folder)]
        result = subprocess.run(
            command, capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise DrawingError(
                f"{module} draws no figures:\n{result.stderr.strip()}"
            )

    folder = made_once(cache, state_of(module, source_root), draw_into)
    drawings = sorted(folder.glob("*.svg"))
    palette = json.loads(
        folder.joinpath("palette.json").read_text(encoding="utf-8")
    )
    return Drawn(
        figures={path.stem: path.read_text(encoding="utf-8") for path in drawings},
        mark=folder.joinpath("mark").read_text(encoding="utf-8"),
        card=folder.joinpath("card").read_bytes(),
        palette={name: (light, dark) for name, (light, dark) in palette.items()},
        data={
            path.name: path.read_text(encoding="utf-8")
            for path in sorted(folder.joinpath("data").iterdir())
        },
    )


def state_of(module: str, source_root: Path) -> str:
    """Return a name for the state of everything that the figures depend on."""
    state = hashlib.sha256()
    package = source_root / module.partition(".")[0]
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        state.update(name.encode() + b"\0" + path.read_bytes())
    state.update(Path(__file__).with_name("svg.py").read_bytes())
    for library in ("matplotlib", "numpy"):
        state.update(f"{library} {version(library)}".encode())
    return state.hexdigest()[:20]
