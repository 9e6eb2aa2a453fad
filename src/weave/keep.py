"""Keep what is good while something new is made: the last site, and what the caches hold.

A build may be killed at any moment. So what is new grows under another name and takes its place in
one step, and the next build recognises what a killed one left behind.
"""

import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # from Linux's fcntl.h and fs.h


def growing(site: Path) -> Path:
    """Return the folder in which a new site grows."""
    return site.with_name(f".{site.name}.building")


def retired(site: Path) -> Path:
    """Return the folder that holds the last site, for the moment of the change."""
    return site.with_name(f".{site.name}.old")


def make_room(site: Path) -> Path:
    """Clear away what a killed build left, and return the folder for a new site.

    If the build was killed between the two steps of a change, the last good site comes back.
    """
    if not site.exists() and retired(site).exists():
        retired(site).rename(site)
    for left in (retired(site), growing(site)):
        shutil.rmtree(left, ignore_errors=True)
    return growing(site)


def put_in_place(site: Path) -> None:
    """Let the new site take the place of the last one.

    Linux can exchange two folders in one step, so that there is a whole site at every instant.
    Elsewhere it takes two steps, and `make_room` mends what a kill between them leaves.
    """
    new, old = growing(site), retired(site)
    if site.exists() and exchange(new, site):
        new.rename(old)
    else:
        if site.exists():
            site.rename(old)
        new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; return whether this system and its disk can do that."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:  # an old C library
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(
        renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0
    )


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
