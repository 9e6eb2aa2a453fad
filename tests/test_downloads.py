"""What readers take away works away from here: without the repository, the site or a network."""

import os
import re
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
import yaml
from nbclient import NotebookClient

from firstneuron.figures import PALETTE
from weave.page import Page
from weave.site import svg

from .building import ALONE, LIBRARIES, ROOT, run
from .frameworks import running
from .test_words import SIX

SETTINGS = yaml.safe_load(
    re.sub(r"!ENV .*", "''", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
)
OFFERED = SETTINGS["extra"]["notebooks"]


def notebook_of(site: Path, page: str) -> Any:
    """Return a notebook of the site."""
    path = site / "notebooks" / f"{page}.ipynb"
    return nbformat.read(path, as_version=4)


def lines_of_the_training_chapter() -> str:
    """Return the last four lines of six: the chapter shows no others."""
    page = Page.read(ROOT, Path("docs/training.md"))
    (shown,) = (each.body for each in page.fences if "  5: w" in each.body)
    return shown[shown.index("  5: w") :]


def test_the_script_runs_alone_and_writes_its_figures(
    site: Path, tmp_path: Path
) -> None:
    script = str(site / "downloads" / "first_neuron.py")
    result = run([*ALONE, script], tmp_path, PYTHONPATH=LIBRARIES)
    assert result.stderr == ""
    wrote = [
        Path("figures", f"{name}.svg") for name in ("training-panels", "loss-curve")
    ]
    told = "".join(f"wrote {path}\n" for path in wrote)
    assert result.stdout.endswith(lines_of_the_training_chapter() + told)
    for path in wrote:
        assert (tmp_path / path).read_text(encoding="utf-8").endswith("</svg>\n")


@pytest.fixture(scope="module")
def python(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter of an environment with nothing but the wheel and numpy."""
    if os.name == "nt":
        pytest.skip("puts numpy there by a symbolic link")
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = str(home / "bin" / "python")
    (wheel,) = (site / "downloads").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    (libraries,) = home.glob("lib/python*/site-packages")
    for path in Path(np.__file__).parents[1].glob("numpy*"):
        (libraries / path.name).symlink_to(path)
    return python


@pytest.mark.parametrize("what", ["wheel", "script"])
def test_it_trains_where_there_is_only_numpy(
    site: Path, python: str, tmp_path: Path, what: str
) -> None:
    script = str(site / "downloads" / "first_neuron.py")
    command = [python, *(["-m", "firstneuron"] if what == "wheel" else [script])]
    result = run(command, tmp_path, PYTHONPATH="")
    assert result.stdout.endswith(lines_of_the_training_chapter())
    assert (result.returncode, result.stderr) == (0, "")
    result = run([*command, "--output", "x"], tmp_path, PYTHONPATH="")
    assert (result.returncode, result.stdout) == (2, "")  # before it trains
    assert result.stderr.endswith(
        "--output needs matplotlib, which is not installed\n"
    )


def test_every_chapter_is_offered_as_a_notebook() -> None:
    assert set(SIX) <= set(OFFERED)


@pytest.mark.parametrize("page", OFFERED)
def test_a_page_offers_itself_and_its_notebook_is_clean(
    site: Path, page: str
) -> None:
    index = page == "index"
    path = site / "index.html" if index else site / page / "index.html"
    html, up = path.read_text(encoding="utf-8"), "" if index else "../"
    assert f'href="{up}notebooks/{page}.ipynb"' in html
    assert f'href="{up}source/{page}.md"' in html
    source = (ROOT / "docs" / f"{page}.md").read_bytes()
    assert (site / "source" / f"{page}.md").read_bytes() == source
    found = notebook_of(site, page)
    nbformat.validate(found)
    words = "\n".join(c.source for c in found.cells if c.cell_type == "markdown")
    # what only our Markdown has, and links to what is no notebook
    assert not re.search(r"<!--|\{#|\?\?\?|!!!|embed=|\(figures/|\.md[)#]", words)
    assert words.count("<details>") == len(re.findall(rb"\n *\?\?\? ", source))


@pytest.mark.filterwarnings("ignore:Proactor event loop")  # of Windows; it works
@pytest.mark.parametrize("page", running(OFFERED))
def test_a_notebook_runs_where_only_the_libraries_are_and_puts_out_what_it_says(
    site: Path, reader: NotebookClient, page: str
) -> None:
    kept, ran = (notebook_of(site, page) for _ in range(2))
    ran.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    reader.nb = ran
    reader.execute(cleanup_kc=False)
    del ran.cells[0]
    drawn = []
    for before, after in zip(kept.cells, ran.cells, strict=True):
        if before.cell_type == "code":
            # else a plain block, of whose output the page says nothing
            if before.outputs:
                assert told(after.outputs) == told(before.outputs)
            drawn += drawings(after.outputs)
    source = (site / "source" / f"{page}.md").read_text(encoding="utf-8")
    names = re.findall(r"\(figures/([\w-]+)\.svg", source)
    view: Callable[[str], object] = strokes
    if page == "program":  # which draws with the functions on the page, to the byte
        names, view = ["program-1", "program-2"], str
    shown = [
        (site / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        for name in names
    ]
    assert [*map(view, drawn)] == [*map(view, shown)]


def told(outputs: list[Any]) -> list[str]:
    """Return what outputs say; a kernel prints in pieces, and breaks long values into lines."""
    found = []
    for output in outputs:
        if output.output_type == "error":
            found.append(f"{output.ename}: {output.evalue}")
        elif output.output_type == "stream":
            found.append(output.text)
        elif "image/svg+xml" in output.data:
            found.append("a drawing")
        else:
            found.append(output.data["text/plain"])
    return "".join(found).split()


def drawings(outputs: list[Any]) -> list[str]:
    """Return the drawings among outputs, with their words and colours as on a page."""
    found = [output.get("data", {}).get("image/svg+xml") for output in outputs]
    return [svg.finish(drawing, PALETTE) for drawing in found if drawing]


def strokes(drawing: str) -> list[str]:
    """Return what a drawing says and draws; the names of its parts may differ."""
    _, _, title, description = svg.size_and_words(drawing)
    _, _, drawn = drawing.partition("</style>")
    paths = re.findall(r' d="([^"]*)"', drawn)
    places = re.findall(r' (?:style|transform|[xy])="([^"]*)"', drawn)
    return [title, description, *paths, *places]
