"""The program page: executed by mkdocs-jupyter while the site is built, shown like every other.

That happens in a process of its own, ``python -m weave.site.program FOLDER``. What the cells put
out goes into the page's own Markdown.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from weave.cache import Job, ProcessError, cache_key, end_with_parent
from weave.page import Page
from weave.site.figures import LATER, images_of
from weave.site.progress import tell
from weave.site.svg import Palette, finish
from weave.takeaway.cells import cells_of, parts
from weave.takeaway.notebook import to_json

# what outputs depend on
LIBRARIES = "ipykernel ipython matplotlib mkdocs-jupyter numpy"
NOTEBOOK = "program.ipynb"
TEXT, SVG = "text/plain", "image/svg+xml"
# text and drawings of each cell, by its name
Outputs = Mapping[str, Mapping[str, list[str]]]


def start_executing(page: Page) -> Job:
    """Begin to execute a page, whose code has to be all there, unless the same code ran before."""
    # what the build draws is no output of a cell
    bare = page.edited((*figure.span, "") for figure in page.figures)
    cells = cells_of(bare, lambda *_: None)
    notebook = to_json([cell for cell in cells if cell.code], {}, {})
    key = cache_key(notebook, libraries=LIBRARIES)
    command = ["-m", "weave.site.program"]
    folder = page.root / ".cache" / "program"
    return Job(folder, key, [command], page.root, {NOTEBOOK: notebook})


def execute(folder: Path) -> None:
    """Execute the notebook in a folder, and keep there what its cells put out."""
    from mkdocs_jupyter.convert import get_nbconvert_app  # noqa: PLC0415 - slow to import
    from nbclient.exceptions import CellExecutionError  # noqa: PLC0415
    from nbconvert.exporters import NotebookExporter  # noqa: PLC0415

    settings = get_nbconvert_app(execute=True, allow_errors=False).config
    exporter = NotebookExporter(settings)
    try:
        executed, _ = exporter.from_filename(str(folder / NOTEBOOK))
    except CellExecutionError as error:  # whose own last line is coloured
        sys.exit(f"{error}\n{error.ename}: {error.evalue}")
    text = json.dumps(outputs_in(str(executed)))
    folder.joinpath("outputs.json").write_text(text, encoding="utf-8")


def wait_for(executing: Job, page: Page) -> Outputs:
    """Return what the cells of a page put out, once all of them ran.

    Parameters
    ----------
    page
        The page as its author wrote it.

    Raises
    ------
    WeaveError
        If a cell raises an error.
    ProcessError
        If something else is in the way.
    """
    if executing.processes:
        tell(f"executing {page.path.name}")
    try:
        folder = executing.result()
    except ProcessError as error:
        raise as_page_error(error, page) from None
    outputs: Outputs = json.loads((folder / "outputs.json").read_text("utf-8"))
    return outputs


def with_outputs(page: Page, outputs: Outputs, figures: Mapping[str, str]) -> str:
    """Return the Markdown of an executed page: what each cell put out stands below its code.

    Parameters
    ----------
    page
        The page; a session on it becomes blocks of code.
    outputs
        What the cells of its notebook put out.
    figures
        What they drew, see `drawings`.
    """
    edits = []
    cell, drawn = 0, 0
    for fence in page.fences:
        if fence.indent or fence.kind not in ("code", "session"):
            continue
        cells = [page.text[fence.start : fence.end]]
        if fence.kind == "session":
            sources = (part.source for part in parts(fence.body))
            cells = [f"```python\n{source}\n```" for source in sources]
        pieces = []
        for code in cells:
            pieces.append(code)
            cell += 1
            found = outputs.get(f"cell-{cell}", {})
            text = "".join(found.get("text", [])).strip("\n")
            if text:
                pieces.append(f"``` {{ .text .output .no-copy }}\n{text}\n```")
            for _ in found.get("drawings", []):
                drawn += 1
                name = f"{page.path.stem}-{drawn}"
                images = images_of(name, figures[name], page.path, LATER)
                pieces.append(f'<figure markdown="span">\n{images}\n</figure>')
        edits.append((fence.start, fence.end, "\n\n".join(pieces)))
    return page.replaced(edits)


def drawings(
    outputs: Outputs, name: str, palette: Palette
) -> Iterator[tuple[str, str]]:
    """Yield the name and the finished SVG of each drawing: ``name-1``, ``name-2`` and so on."""
    found = [svg for cell in outputs.values() for svg in cell["drawings"]]
    for number, svg in enumerate(found, start=1):
        yield f"{name}-{number}", finish(svg, palette)


def outputs_in(executed: str) -> Outputs:
    r"""Return what the cells of an executed notebook put out, by the cell's name.

    Raises
    ------
    ValueError
        If that is neither text nor SVG.

    Examples
    --------
    >>> output = {"output_type": "stream", "name": "stdout", "text": ["2\n"]}
    >>> outputs_in(json.dumps({"cells": [{"id": "one", "outputs": [output]}]}))
    {'one': {'text': ['2\n'], 'drawings': []}}
    """
    found: dict[str, dict[str, list[str]]] = {}
    for cell in json.loads(executed)["cells"]:
        kept = found[cell["id"]] = {"text": list[str](), "drawings": list[str]()}
        for output in cell["outputs"]:
            data = output.get("data") or {TEXT: output["text"]}
            if SVG in data:
                kept["drawings"].append("".join(data[SVG]))
            elif set(data) == {TEXT}:
                kept["text"].append("".join(data[TEXT]))
            else:
                what = " and ".join(data)
                raise ValueError(f"an output is {what}; expected text or SVG")
    return found


def as_page_error(error: ProcessError, page: Page) -> Exception:
    """Return the error that a cell raised as one of the page, or another error as it is."""
    # which quotes the cell between lines of dashes, and ends with its error
    told = str(error)
    for fence in page.fences:
        for source in [part.source for part in parts(fence.body)] or [fence.body]:
            if source.strip() and f"---\n{source.strip()}\n---" in told:
                message = f"this cell raises {told.splitlines()[-1]}"
                return page.error(fence.start, message)
    return error


if __name__ == "__main__":
    end_with_parent()
    # the author's own settings change no figure
    os.environ["MATPLOTLIBRC"] = os.devnull
    execute(Path(sys.argv[1]))
