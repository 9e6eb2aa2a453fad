"""Check pages, docstrings, functions and figures as older processors compute them.

``python -m tests.instruction_sets [FILE ...]`` runs what has numbers in it once with AVX2 at most
and once with nothing beyond what numpy asks of every processor, both at the same time. numpy, its
linear algebra and, on Linux, the C library then take other code, whose rounding errors are
others. The newest instructions of this machine are what ``pytest`` itself uses. A processor that
has fewer, or is no x86, gets the runs that it can do, and the first line says which.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator

import numpy as np

from .building import ROOT

COMPUTED = ["docs", "README.md", "src/firstneuron", "tests/firstneuron"]
# what computes with the frameworks instead of numpy, or with colours, and what does not hang on
# how a number is rounded: errors, types, room for letters, one computation beside the same again
LEFT_OUT = [
    "docs/frameworks.md",
    "tests/firstneuron/test_autodiff.py::test_frameworks",
    "tests/firstneuron/test_command.py::test_a",
    "tests/firstneuron/test_command.py::test_rows",
    "tests/firstneuron/test_figures.py::test_a_description_has",
    "tests/firstneuron/test_figures.py::test_a_picture_has",
    "tests/firstneuron/test_figures.py::test_text_is_large",
    "tests/firstneuron/test_figures.py::test_the_saved_panels",
    "tests/firstneuron/test_inputs.py::test_bad_input",
    "tests/firstneuron/test_inputs.py::test_the_calls",
    "tests/firstneuron/test_palette.py",
]


def instruction_sets() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name of each set, and the environment in which libraries use no other."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    present = list(map(str, found))
    newest = [name for name in present if "512" in name or name == "X86_V4"]
    x86 = platform.machine().lower() in ("x86_64", "amd64")
    if newest:
        yield (
            "AVX2",
            {"NPY_DISABLE_CPU_FEATURES": " ".join(newest)}
            | {"OPENBLAS_CORETYPE": "Haswell"},
        )
    if present:
        older = {
            "OPENBLAS_CORETYPE": "Nehalem",
            "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX,-FMA",
        }
        yield (
            "the least",
            {"NPY_DISABLE_CPU_FEATURES": " ".join(present)}
            | (older if x86 else {}),
        )


def main() -> int:
    """Run the tests under each set; show what failed, and return how many sets did."""
    sets = dict(instruction_sets())
    print(
        f"Instruction sets: {', '.join(sets) or 'no other than this machine’s own'}"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-n0"]
    for left_out in LEFT_OUT:
        option = "--deselect" if "::" in left_out else "--ignore"
        command.append(f"{option}={left_out}")
    command += sys.argv[1:] or COMPUTED
    runs = {
        name: subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, environment in sets.items()
    }
    for name, run in runs.items():
        output, _ = run.communicate()
        lines = output.splitlines()
        print(
            f"{name}: {lines[-1]}" if not run.returncode else f"{name}:\n{output}"
        )
    return sum(bool(run.returncode) for run in runs.values())


if __name__ == "__main__":
    sys.exit(main())
