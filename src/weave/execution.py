"""Have notebooks run in processes of their own, once for each state of their cells."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

from weave.keep import write_whole

Output = dict[str, Any]
Outputs = list[list[Output]]  # of each cell
LIBRARIES = ("ipython", "matplotlib", "numpy")


class ExecutionError(RuntimeError):
    """Notebooks could not be run; the message is Python's own."""


def run_all(notebooks: Mapping[str, list[str]], cache: Path) -> dict[str, Outputs]:
    """Return what the cells of each notebook put out, from the cache if they ran before.

    The cells have to hold all their code, so that the cache is keyed on all that counts. There is
    one process for each core, and it runs its notebooks one after the other, each in a namespace of
    its own: starting a process for every one would take as long as running it.

    Raises
    ------
    ExecutionError
        If a process that runs them dies.
    """
    kept = {
        name: cache / f"{state_of(cells)}.json" for name, cells in notebooks.items()
    }
    new = [name for name, path in kept.items() if not path.is_file()]
    workers = min(len(new), os.cpu_count() or 1)
    shares = [
        {name: notebooks[name] for name in new[i::workers]} for i in range(workers)
    ]
    with ThreadPoolExecutor(max_workers=workers or 1) as pool:
        for found in pool.map(run_elsewhere, shares):
            for name, outputs in found.items():
                write_whole(kept[name], json.dumps(outputs))
    for path in cache.glob("*.json"):
        if path not in kept.values():
            path.unlink()
    return {
        name: json.loads(path.read_text(encoding="utf-8"))
        for name, path in kept.items()
    }


def state_of(cells: list[str]) -> str:
    """Return a name for the state of everything that the outputs of cells depend on."""
    libraries = [version(library) for library in LIBRARIES]
    own = Path(__file__).with_name("cells.py").read_text(encoding="utf-8")
    state = json.dumps([cells, libraries, sys.version, own])
    return hashlib.sha256(state.encode()).hexdigest()[:20]


def run_elsewhere(notebooks: Mapping[str, list[str]]) -> dict[str, Outputs]:
    """Run notebooks in a fresh process, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "notebooks.json"
        file.write_text(json.dumps(notebooks), encoding="utf-8")
        settings = {"MPLBACKEND": "agg", "IPYTHONDIR": folder, "TMPDIR": folder}
        result = subprocess.run(
            [sys.executable, "-B", "-m", "weave.cells", str(file)],
            cwd=folder,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            names = ", ".join(notebooks)
            raise ExecutionError(
                f"the notebooks {names} do not run:\n{result.stderr.strip()}"
            )
        found: dict[str, Outputs] = json.loads(file.read_text(encoding="utf-8"))
        return found
