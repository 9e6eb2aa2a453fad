"""What a reader's browser does with the built site: the copied bytes are code that runs."""

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from doctest import DocTestParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from weave.fences import Fence, find_fences
from weave.wheel import build

from .browsing import needs_chromium
from .building import ROOT
from .hosting import Host
from .reading import source_of

PAGES = sorted(
    path.stem for path in (ROOT / "docs").glob("*.md") if path.stem != "reference"
)

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page that may use the clipboard."""
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    built = build(ROOT, "firstneuron", folder / "built")
    shutil.unpack_archive(built, folder / "unpacked", "zip")
    return folder / "unpacked"


def copied_blocks(page: Page, url: str) -> list[str]:
    """Click every copy button of a page, from top to bottom, and read the clipboard each time."""
    page.goto(url)
    page.evaluate(
        "document.querySelectorAll('details').forEach(box => box.open = true)"
    )
    copied = []
    for block in page.locator("article pre:not(.no-copy *)").all():
        page.evaluate("navigator.clipboard.writeText('')")
        block.scroll_into_view_if_needed()
        block.locator("button[data-md-type=copy]").click()
        page.wait_for_function(
            "navigator.clipboard.readText().then(text => text !== '')"
        )
        copied.append(str(page.evaluate("navigator.clipboard.readText()")))
    return copied


def fences_of(name: str) -> list[Fence]:
    path = ROOT / "docs" / f"{name}.md"
    return list(find_fences(path.read_text(encoding="utf-8"), path))


def expected_errors(name: str) -> list[str]:
    """Return the errors that a page's sessions show."""
    sessions = [fence.body for fence in fences_of(name) if fence.kind == "session"]
    examples = [e for body in sessions for e in DocTestParser().get_examples(body)]
    return [example.exc_msg.strip() for example in examples if example.exc_msg]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_copied_is_the_source_and_runs_in_a_fresh_interpreter(
    host: Host, browser_page: Page, wheel: Path, name: str
) -> None:
    errors: list[str] = []
    browser_page.on("pageerror", lambda error: errors.append(str(error)))
    copied = copied_blocks(
        browser_page, f"{host.address}/{'' if name == 'index' else name + '/'}"
    )
    assert errors == []
    if name != "program":  # whose sessions are cut into cells
        fences = fences_of(name)
        assert [text.strip("\n") for text in copied] == [
            source_of(fence).strip("\n") for fence in fences
        ]
        kinds = [fence.kind for fence in fences]
        copied = [
            text
            for text, kind in zip(copied, kinds, strict=True)
            if kind in ("code", "session")
        ]
    assert run_as_pasted(copied, wheel) == expected_errors(name)


PASTE = """
import ast, json, sys
namespace = {"__name__": "__main__"}
errors = []
for block in json.load(sys.stdin):
    for statement in ast.parse(block).body:
        try:
            exec(compile(ast.Module([statement], []), "<pasted>", "exec"), namespace)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
print("\\n" + json.dumps(errors))
"""


def run_as_pasted(blocks: list[str], wheel: Path) -> list[str]:
    """Run blocks like someone who pastes them one by one; return the errors they raise.

    Without `site` no .pth file is read, so nothing of this project but the wheel can be imported.
    """
    for block in blocks:
        ast.parse(block)
    libraries = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    paths = os.pathsep.join([str(wheel), *sorted(libraries)])
    result = subprocess.run(
        [sys.executable, "-S", "-P", "-c", PASTE],
        input=json.dumps(blocks),
        env=os.environ | {"PYTHONPATH": paths, "MPLBACKEND": "agg"},
        cwd=wheel,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(result.stdout.rstrip().rpartition("\n")[2])
    return found


def test_the_wheel_holds_the_taught_package_and_nothing_else(wheel: Path) -> None:
    names = {path.name.partition("-")[0] for path in wheel.iterdir()}
    assert names == {"firstneuron"}
    assert (wheel / "firstneuron" / "py.typed").is_file()
