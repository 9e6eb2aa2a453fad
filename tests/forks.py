"""Answer a question in a process of its own, which leaves no trace in this one."""

import os
import signal
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

BROKEN = 2


def start(question: Callable[[], bool], seconds: int) -> int:
    """Begin to answer a question in a new process; return the number of the process."""
    process = os.fork()
    if process == 0:
        os._exit(answered(question, seconds))
    return process


def answered(question: Callable[[], bool], seconds: int) -> int:
    """Answer where nobody hears what is printed; say if the question cannot be asked."""
    signal.alarm(seconds)
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
        ):
            return question()
    except BaseException:
        traceback.print_exc()
        return BROKEN


def answer_of(status: int) -> bool:
    """Return the answer of a process that ended so; one that found none in its time says yes."""
    code = os.waitstatus_to_exitcode(status)
    if code == BROKEN:
        raise RuntimeError("the question could not be asked; see above")
    return code != 0
