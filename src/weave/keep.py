"""Caches that hold what is whole, whenever a build is killed."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def made_once(cache: Path, state: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that a cache keeps for a state, filled by ``make`` if it is not there yet.

    It is there whole or not at all. Folders for other states go, and what killed builds left.
    """
    folder = cache / state
    if not folder.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as unfinished:
            new = Path(unfinished) / state
            new.mkdir()
            make(new)
            for stale in cache.iterdir():
                # by name: from Python 3.12 on, a temporary folder below a relative one is absolute
                if stale.name != Path(unfinished).name:
                    shutil.rmtree(stale, ignore_errors=True)
            new.rename(folder)
    return folder


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all, whenever the build is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def drop_halves(folder: Path) -> None:
    """Delete each JSON file of a cache that a killed build left half written.

    For caches of tools that write in place, and would trip over the half ever after.
    """
    for path in folder.glob("*.json"):
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            path.unlink()
