"""Build the wheel of the taught package, the same bytes every time."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from weave.keep import made_once

MADE_FROM = ("pyproject.toml", "README.md", "LICENSE")


class WheelError(RuntimeError):
    """The wheel could not be built; the message is the builder's own."""


def build(root: Path, package: str, cache: Path) -> Path:
    """Return the wheel, from the cache if nothing that it is made from has changed.

    Parameters
    ----------
    root
        The project's root, with ``pyproject.toml``.
    package
        The package in ``src`` that goes into it.

    Raises
    ------
    WheelError
        If it cannot be built.
    """
    date = os.environ.get("SOURCE_DATE_EPOCH", "")  # of each file in the wheel
    state = hashlib.sha256(f"{version('hatchling')} {date}".encode())
    files = (path for path in (root / "src" / package).rglob("*") if path.is_file())
    sources = sorted(path for path in files if path.suffix != ".pyc")
    for path in [*(root / name for name in MADE_FROM), *sources]:
        state.update(path.name.encode() + b"\0" + path.read_bytes())

    def build_into(folder: Path) -> None:
        result = subprocess.run(
            [
                sys.executable,
                "-m",
                "hatchling",
                "build",
                "-t",
                "wheel",
                "-d",
                folder,
            ],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise WheelError(f"there is no wheel:\n{result.stderr.strip()}")

    folder = made_once(cache, state.hexdigest()[:20], build_into)
    (wheel,) = folder.glob("*.whl")
    return wheel
