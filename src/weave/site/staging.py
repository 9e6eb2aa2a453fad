"""Hooks of MkDocs: build in a temporary folder, and touch the site only when all of it is there.

A build that fails, that strict mode refuses, or that is stopped leaves the last good site. Each
build has a folder of its own, so two of them don't meet.
"""

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.utils import CountHandler, clean_directory


class Staging:
    """Whether this is `serve`, and the real site folder if not."""

    serving = True
    site_dir: str


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether the site is built to stay; MkDocs serves from a temporary folder itself."""
    Staging.serving = command == "serve"


@event_priority(100)  # before anything asks where the site goes
def on_config(config: MkDocsConfig) -> None:
    """Build in a temporary folder."""
    if not Staging.serving:
        folder = tempfile.TemporaryDirectory(prefix="site-")
        atexit.register(folder.cleanup)
        Staging.site_dir, config.site_dir = config.site_dir, folder.name


@event_priority(-200)  # after all others have finished their files
def on_post_build(config: MkDocsConfig) -> None:
    """Bring the site up to date, unless strict mode is about to refuse the new one."""
    if Staging.serving:
        return
    if not warned():
        publish(Path(config.site_dir), Path(Staging.site_dir))
    config.site_dir = Staging.site_dir  # `mkdocs gh-deploy` looks there


def warned() -> bool:
    """Return whether a strict build has met a warning; MkDocs itself counts only afterwards.

    Under ProperDocs `mkdocs` is another name for it, and it logs under its own.
    """
    handlers = logging.getLogger(mkdocs.__name__).handlers
    return any(h.get_counts() for h in handlers if isinstance(h, CountHandler))


def publish(new: Path, site: Path) -> None:
    """Bring a site up to date as MkDocs does it: entries that begin with a dot stay, others go."""
    site.mkdir(parents=True, exist_ok=True)
    with alone_in(site):
        new.chmod(site.stat().st_mode)  # a temporary folder is for its owner alone
        clean_directory(str(site))
        shutil.copytree(new, site, dirs_exist_ok=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other build writes into a folder, on systems that can lock one."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)  # which ends the lock
