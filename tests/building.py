"""Build copies of the book, for the tests that look at the site."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_of_the_book(folder: Path) -> Path:
    """Return a copy of all that the site is made from."""
    for name in ("docs", "src"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "mutation_result.json", folder / "tests")
    return folder


def start_build(book: Path) -> subprocess.Popen[str]:
    """Start a strict build of a copy."""
    return start_mkdocs(book, "build", "--strict", output=subprocess.PIPE)


def start_mkdocs(book: Path, *arguments: str, output: int) -> subprocess.Popen[str]:
    """Start MkDocs on a copy, with the copy's own code."""
    settings = {"PYTHONPATH": str(book / "src"), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=book,
        env=os.environ | settings,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )
