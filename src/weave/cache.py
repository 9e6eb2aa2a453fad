"""Folders that are filled once for each state of what they are made from, whole or not at all.

Builds may run at once, and may be stopped at any moment. So a folder grows under a name of its own
and gets its name when it is whole; a folder stays until nobody used it for a week.
"""

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import IO

WEEK = 7 * 24 * 3600  # in seconds
# Several processes share the processors. With more threads in each, numpy's short products cost
# five times as much, and their last digit differs from machine to machine.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}


class ProcessError(RuntimeError):
    """A process failed; the message is its own."""


def cache_key(*values: str, files: Iterable[Path] = (), libraries: str = "") -> str:
    """Return a name for the state of texts, files and installed libraries."""
    state = hashlib.sha256(repr((values, sys.version)).encode())
    for library in libraries.split():
        state.update(f"{library} {version(library)}".encode())
    for path in sorted(files):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()[:20]


class Job:
    """Processes that fill such a folder while something else goes on, unless it is there.

    Parameters
    ----------
    cache, key
        The folder of all states, and the name of this one, see `cache_key`.
    commands
        The arguments of Python for each process; the folder to fill comes last.
    root
        Where they run.
    given
        What the folder holds from the start: files, by name.
    """

    def __init__(
        self,
        cache: Path,
        key: str,
        commands: Sequence[list[str]],
        root: Path,
        given: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.folder = cache / key
        self.processes: list[subprocess.Popen[str]] = []
        self.errors: list[IO[str]] = []
        if self.folder.is_dir():
            os.utime(self.folder)  # used today
            return
        self.new = make_room(cache)
        for name, text in given.items():
            self.new.joinpath(name).write_text(text, encoding="utf-8")
        atexit.register(self.stop)
        for command in commands:
            self.errors.append(tempfile.TemporaryFile("w+"))  # noqa: SIM115 - closed in `stop`
            process = subprocess.Popen(
                [sys.executable, "-B", *command, str(self.new)],
                cwd=root,
                env=os.environ | ONE_THREAD,
                stdin=subprocess.PIPE,  # which ends when we end, see `end_with_parent`
                stdout=subprocess.DEVNULL,
                stderr=self.errors[-1],
                text=True,
            )
            self.processes.append(process)

    def result(self, watch: Callable[[Path], None] = lambda _: None) -> Path:
        """Return the folder, once it is filled.

        Parameters
        ----------
        watch
            Is called with the folder now and then while it is filled.

        Raises
        ------
        ProcessError
            If a process failed.
        """
        try:
            for process, errors in zip(self.processes, self.errors, strict=True):
                while process.poll() is None:
                    watch(self.new)
                    time.sleep(0.05)
                if process.returncode:
                    errors.seek(0)
                    raise ProcessError(errors.read().strip())
            if self.processes:
                put_in_place(self.new, self.folder)
        finally:
            self.stop()
        return self.folder

    def stop(self) -> None:
        """End what still runs, and clear away what is not whole."""
        for process, errors in zip(self.processes, self.errors, strict=True):
            process.kill()
            process.wait()
            errors.close()
            if process.stdin:
                process.stdin.close()
        if self.processes:
            shutil.rmtree(self.new, ignore_errors=True)
        self.processes, self.errors = [], []
        atexit.unregister(self.stop)


def make_room(cache: Path) -> Path:
    """Return a new folder in the cache, and delete entries unused for a week."""
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.iterdir():
        with suppress(FileNotFoundError):  # another build was faster
            if old.stat().st_mtime < time.time() - WEEK:
                shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=cache.resolve()))


def put_in_place(new: Path, folder: Path) -> None:
    """Give a folder that is whole its name, unless another build has just done the same."""
    new.chmod(0o755)  # a temporary folder is for its owner alone
    try:
        new.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def end_with_parent() -> None:
    """End this process when the one that started it ends, however that ends."""

    def wait() -> None:
        sys.stdin.read()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
