"""Check pages, docstrings, functions and figures as older processors compute them.

``python -m tests.instruction_sets [FILE ...]`` runs what has numbers in it once with AVX2 at most
and once with nothing beyond what numpy asks of every processor, both at the same time. numpy, its
linear algebra and, on Linux, the C library then take other code, whose rounding errors are
others. The newest instructions of this machine are what ``pytest`` itself uses. A processor that
has fewer, or is no x86, gets the runs that it can do, and the first line says which.
"""

import platform
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from .building import ROOT, run

COMPUTED = ["docs", "README.md", "src/firstneuron", "tests/firstneuron"]


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
    # what computes with the frameworks instead of numpy is left out
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-k", "not frameworks"]
    command += sys.argv[1:] or COMPUTED
    with ThreadPoolExecutor() as pool:
        runs = pool.map(lambda name: run(command, ROOT, **sets[name]), sets)
    failed = 0
    for name, result in zip(sets, runs, strict=True):
        if result.returncode:
            failed += 1
            print(f"{name}:\n{result.stdout}{result.stderr}")
        else:
            print(f"{name}: {result.stdout.splitlines()[-1]}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
