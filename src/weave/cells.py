"""Run the cells of notebooks as Jupyter's kernel does: in IPython, one namespace a notebook.

``python -m weave.cells FILE`` runs the notebooks that a JSON file holds, a list of cells for each
name, and writes their outputs in its place. `execution` starts it; a process that imports this
module belongs to IPython.
"""

import json
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

Output = dict[str, Any]


class Silent(DisplayHook):
    """Notes the value of a cell, as a kernel does, instead of printing it."""

    def write_output_prompt(self) -> None:
        """Print no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Print no value."""


class Shell(InteractiveShell):
    """A shell that keeps no history and says nothing of its own."""

    displayhook_class = Silent

    def showtraceback(self, *_: object, **__: object) -> None:
        """Leave an error to who reads the result."""


def run(cells: list[str]) -> list[list[Output]]:
    """Return the outputs of cells, run one after the other in one fresh namespace."""
    shell: Any = Shell()  # type: ignore[no-untyped-call]
    shell.history_manager.enabled = False
    # a value as Python writes it, and as the pages show it, however long
    shell.display_formatter.formatters["text/plain"].pprint = False
    return [list(outputs(shell, cell)) for cell in cells]


def outputs(shell: Any, cell: str) -> Iterator[Output]:
    """Yield what a cell prints, returns and raises, as a notebook keeps it."""
    with capture_output(display=False) as captured:
        result = shell.run_cell(cell)
    for name, text in (("stdout", captured.stdout), ("stderr", captured.stderr)):
        if text:
            yield {"output_type": "stream", "name": name, "text": text}
    if result.result is not None:
        data, metadata = shell.display_formatter.format(result.result)
        yield {"output_type": "execute_result", "data": data, "metadata": metadata}
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        yield failure(error)


def failure(error: BaseException) -> Output:
    """Return an error as a notebook keeps it: its last line, as a page shows it, and no paths."""
    told = "".join(traceback.format_exception_only(error)).strip()
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": ["Traceback (most recent call last):", told],
    }


if __name__ == "__main__":
    file = Path(sys.argv[1])
    notebooks: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    found = {name: run(cells) for name, cells in notebooks.items()}
    file.write_text(json.dumps(found), encoding="utf-8")
