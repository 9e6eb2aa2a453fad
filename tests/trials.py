"""Try changes in processes of their own, which leave no trace in this one; show the progress."""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

Change = TypeVar("Change")
Trial = Callable[[], bool]  # whether somebody notices the change
BROKEN = 2
# of processor time for one look, three times what all figures take
SECONDS = 60


def outcomes(
    trials: Iterable[tuple[Change, Trial]],
) -> Iterator[tuple[Change, bool]]:
    """Try as many changes at a time as there are processors; yield each, and if it was noticed.

    A process begins with what this one is when its change comes.
    """
    began, waiting, missed = time.monotonic(), iter(trials), 0
    running: dict[int, Change] = {}
    try:
        for tried in count(1):
            free = (os.cpu_count() or 1) - len(running)
            for change, trial in islice(waiting, free):
                running[start(trial)] = change
            if not running:
                return
            process, status = os.wait()
            noticed = outcome(status)
            yield running.pop(process), noticed
            missed += not noticed
            if sys.stdout.isatty():
                minutes = (time.monotonic() - began) / 60
                progress = f"{tried} tried, {missed} not noticed"
                print(f"\r{progress}, {minutes:.1f} minutes", end="", flush=True)
    finally:
        for process in running:
            os.kill(process, signal.SIGKILL)


def start(trial: Trial) -> int:
    """Begin a trial in a new process; return the number of the process."""
    process = os.fork()
    if process == 0:
        os._exit(tried_in_silence(trial))
    return process


def tried_in_silence(trial: Trial) -> int:
    """Try where nobody hears what is printed; say if that cannot be done."""
    begin_to_look()
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
        ):
            return trial()
    except BaseException:
        traceback.print_exc()
        return BROKEN


def begin_to_look() -> None:
    """Let the process end if what follows takes long: who still waits has noticed the change."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)


def outcome(status: int) -> bool:
    """Return the outcome of a process that ended so."""
    code = os.waitstatus_to_exitcode(status)
    if code == BROKEN:
        raise RuntimeError("a change could not be tried; see above")
    return code != 0
