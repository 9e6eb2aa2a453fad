"""Draw the figures in a process of their own, once for each state of the sources."""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


class DrawingError(RuntimeError):
    """A figure could not be drawn; the message is Python's own."""


@dataclass(frozen=True)
class Drawn:
    """The SVG of each figure by name, the palette they share, and data files for live figures."""

    figures: dict[str, str]
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
    folder = cache / state_of(module, source_root)
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as unfinished:
            command = [sys.executable, "-B", "-m", "weave.svg", module, unfinished]
            result = subprocess.run(
                command, capture_output=True, text=True, check=False
            )
            if result.returncode:
                raise DrawingError(
                    f"{module} draws no figures:\n{result.stderr.strip()}"
                )
            for stale in cache.iterdir():
                if stale != Path(unfinished):
                    shutil.rmtree(stale, ignore_errors=True)
            shutil.copytree(unfinished, folder.with_suffix(".new"))
        folder.with_suffix(".new").rename(folder)
    drawings = sorted(folder.glob("*.svg"))
    palette = json.loads(
        folder.joinpath("palette.json").read_text(encoding="utf-8")
    )
    return Drawn(
        figures={path.stem: path.read_text(encoding="utf-8") for path in drawings},
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
    for path in sorted(
        [*package.rglob("*.py"), Path(__file__).with_name("svg.py")]
    ):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    for library in ("matplotlib", "numpy"):
        state.update(f"{library} {version(library)}".encode())
    return state.hexdigest()[:20]
