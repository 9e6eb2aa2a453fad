"""What a reader's browser does with the built site: the copied bytes are code that runs."""

import ast
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

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


@pytest.mark.filterwarnings("ignore:Proactor event loop")  # of Windows; it works
@pytest.mark.parametrize("name", running(PAGES))
def test_what_is_copied_is_the_source_and_runs_in_a_fresh_interpreter(
    visits: Visits, wheel: Path, reader: NotebookClient, name: str
) -> None:
    if name != "program":
        assert [text.strip("\n") for text in copied_from(visits, name)] == [
            source_of(fence).strip("\n") for fence in fences_of(name)
        ]
    errors = errors_of(reader, wheel, code_from(visits, name))
    assert errors == expected_errors(name)


def errors_of(reader: NotebookClient, wheel: Path, blocks: list[str]) -> list[str]:
    """Run the statements of blocks one by one, as if pasted, and return their errors."""
    statements = [each for block in blocks for each in ast.parse(block).body]
    sources = [*map(ast.unparse, statements)]
    fresh = f"%reset -f\nimport sys\nsys.path.insert(0, {str(wheel)!r})\ndel sys"
    # one cell, because a cell for each would take a while
    pasted = f"[get_ipython().run_cell(source) for source in {sources}];"
    cells = [*map(nbformat.v4.new_code_cell, (fresh, pasted))]
    reader.nb = nbformat.v4.new_notebook(cells=cells)
    reader.execute(cleanup_kc=False)
    outputs = [each for cell in cells for each in cell.outputs]
    return [f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"]


def test_the_wheel_holds_the_taught_package_and_nothing_else(wheel: Path) -> None:
    names = {path.name.partition("-")[0] for path in wheel.iterdir()}
    assert names == {"firstneuron"}
    assert (wheel / "firstneuron" / "py.typed").is_file()
