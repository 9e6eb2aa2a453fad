"""What a reader's browser does with the built site: the copied bytes are code that runs."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from weave.fences import Fence
from weave.page import Page

from .building import ROOT
from .frameworks import running
from .reading import source_of
from .visiting import Visits

PAGES = sorted(
    path.stem for path in (ROOT / "docs").glob("*.md") if path.stem != "reference"
)


@pytest.fixture(scope="module")
def wheel(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel."""
    (built,) = (site / "downloads").glob("*.whl")
    folder = tmp_path_factory.mktemp("wheel")
    shutil.unpack_archive(built, folder, "zip")
    return folder


def fences_of(name: str) -> tuple[Fence, ...]:
    return Page.read(ROOT, Path("docs") / f"{name}.md").fences


def expected_errors(name: str) -> list[str]:
    """Return the errors that a page's sessions show."""
    sessions = [fence for fence in fences_of(name) if fence.kind == "session"]
    prompts = [prompt for fence in sessions for prompt in fence.prompts]
    return [prompt.exc_msg.strip() for prompt in prompts if prompt.exc_msg]


def copied_from(visits: Visits, name: str) -> list[str]:
    """Return what the copy buttons of a page copy."""
    return visits("" if name == "index" else f"{name}/", "large").copied


def code_from(visits: Visits, name: str) -> list[str]:
    """Return what of that is code to run."""
    copied = copied_from(visits, name)
    if name == "program":  # whose sessions are cut into cells
        return copied
    blocks = zip(copied, fences_of(name), strict=False)
    return [text for text, fence in blocks if fence.kind in ("code", "session")]


@pytest.fixture(scope="module")
def errors(visits: Visits, wheel: Path) -> dict[str, list[str]]:
    """The errors that the code of the pages raises, once it is pasted into one interpreter."""
    alone = set(PAGES) - {"frameworks"}  # which may be missing, and load for long
    return run_as_pasted({name: code_from(visits, name) for name in alone}, wheel)


@pytest.mark.parametrize("name", running(PAGES))
def test_what_is_copied_is_the_source_and_runs_in_a_fresh_interpreter(
    visits: Visits, wheel: Path, errors: dict[str, list[str]], name: str
) -> None:
    if name != "program":
        assert [text.strip("\n") for text in copied_from(visits, name)] == [
            source_of(fence).strip("\n") for fence in fences_of(name)
        ]
    if name not in errors:
        errors |= run_as_pasted({name: code_from(visits, name)}, wheel)
    assert errors[name] == expected_errors(name)


PASTE = """
import ast, json, sys
errors = {}
for name, blocks in json.load(sys.stdin).items():
    namespace = {"__name__": "__main__"}
    errors[name] = []
    for block in blocks:
        for statement in ast.parse(block).body:
            try:
                exec(compile(ast.Module([statement], []), "<pasted>", "exec"), namespace)
            except Exception as error:
                errors[name].append(f"{type(error).__name__}: {error}")
print("\\n" + json.dumps(errors))
"""


def run_as_pasted(pages: dict[str, list[str]], wheel: Path) -> dict[str, list[str]]:
    """Run blocks like someone who pastes them one by one; return the errors of each page.

    Without `site` no .pth file is read, so nothing of this project but the wheel can be imported.
    """
    libraries = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    paths = os.pathsep.join([str(wheel), *sorted(libraries)])
    result = subprocess.run(
        [sys.executable, "-S", "-P", "-c", PASTE],
        input=json.dumps(pages),
        env=os.environ | {"PYTHONPATH": paths, "MPLBACKEND": "agg"},
        cwd=wheel,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(result.stdout.splitlines()[-1])
    return found


def test_the_wheel_holds_the_taught_package_and_nothing_else(wheel: Path) -> None:
    names = {path.name.partition("-")[0] for path in wheel.iterdir()}
    assert names == {"firstneuron"}
    assert (wheel / "firstneuron" / "py.typed").is_file()
