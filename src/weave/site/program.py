"""The program page: executed by mkdocs-jupyter while the site is built, shown like every other.

That happens in a process of its own, ``python -m weave.site.program FOLDER``. Of what it
renders, only the outputs are taken; they go into the page's own Markdown.
"""

import base64
import json
import os
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from weave.cache import Job, ProcessError, end_with_parent, state_of
from weave.page import Figure, Page
from weave.site.figures import as_markdown
from weave.site.progress import tell
from weave.site.svg import Palette, refinish
from weave.takeaway.cells import cells_of, parts
from weave.takeaway.notebook import to_json

LIBRARIES = (
    "ipykernel ipython matplotlib mkdocs-jupyter numpy"  # what outputs depend on
)
NOTEBOOK = "program.ipynb"
IMAGE = "data:image/svg+xml;base64,"
Outputs = Mapping[
    str, Mapping[str, list[str]]
]  # text and drawings of each cell, by its name


def start_executing(page: Page, root: Path) -> Job:
    """Begin to execute a page, whose code has to be all there, unless the same code ran before."""
    cells = cells_of(page, lambda *_: None)
    notebook = to_json([cell for cell in cells if cell.code], {}, {})
    state = state_of(notebook, libraries=LIBRARIES)
    command = ["-m", "weave.site.program"]
    folder = root / ".cache" / "program"
    return Job(folder, state, [command], root, {NOTEBOOK: notebook})


def execute(folder: Path) -> None:
    """Execute the notebook in a folder, and keep there what its cells put out."""
    from mkdocs_jupyter.convert import nb2html  # noqa: PLC0415 - a quarter of a build to import
    from nbclient.exceptions import CellExecutionError  # noqa: PLC0415

    try:
        html = nb2html(str(folder / NOTEBOOK), execute=True, allow_errors=False)
    except CellExecutionError as error:  # whose own last line is coloured
        sys.exit(f"{error}\n{error.ename}: {error.evalue}")
    save_outputs(html, folder)


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
        pieces = []
        session = fence.kind == "session"
        for source in (
            [part.source for part in parts(fence.body)] if session else [""]
        ):
            cell += 1
            code = page.text[fence.start : fence.end]
            pieces.append(f"```python\n{source}\n```" if session else code)
            found = outputs.get(f"cell-{cell}", {})
            text = "".join(found.get("text", [])).strip("\n")
            if text:
                pieces.append(f"``` {{ .text .output .no-copy }}\n{text}\n```")
            for _ in found.get("drawings", []):
                drawn += 1
                figure = Figure(0, 0, f"{page.path.stem}-{drawn}", "", "", None)
                svg = figures[figure.name]
                pieces.append(as_markdown(figure, svg, page.path, "lazy"))
        edits.append((fence.start, fence.end, "\n\n".join(pieces)))
    return page.replaced(edits)


def drawings(
    outputs: Outputs, name: str, palette: Palette
) -> Iterator[tuple[str, str]]:
    """Yield the name and the finished SVG of each drawing: ``name-1``, ``name-2`` and so on."""
    found = [svg for cell in outputs.values() for svg in cell["drawings"]]
    for number, svg in enumerate(found, start=1):
        yield f"{name}-{number}", refinish(svg, palette)


def save_outputs(html: str, folder: Path) -> None:
    """Write what the cells of a rendered notebook put out into a folder of a cache."""
    reader = OutputReader()
    reader.feed(html[html.index('class="jp-Notebook"') :])
    text = json.dumps(reader.outputs)
    folder.joinpath("outputs.json").write_text(text, encoding="utf-8")


def as_page_error(error: ProcessError, page: Page) -> Exception:
    """Return the error that a cell raised as one of the page, or another error as it is."""
    told = str(
        error
    )  # which quotes the cell between lines of dashes, and ends with its error
    for fence in page.fences:
        for source in [part.source for part in parts(fence.body)] or [fence.body]:
            if source.strip() and f"---\n{source.strip()}\n---" in told:
                message = f"this cell raises {told.splitlines()[-1]}"
                return page.error(fence.start, message)
    return error


class OutputReader(HTMLParser):
    """Reads the outputs of cells from what mkdocs-jupyter renders.

    Examples
    --------
    >>> reader = OutputReader()
    >>> reader.feed('<div id="cell-id=one"><pre>1 + 1</pre>')
    >>> reader.feed('<div class="jp-OutputArea-output"><pre>2</pre></div></div>')
    >>> reader.outputs
    {'one': {'text': ['2'], 'drawings': []}}
    """

    def __init__(self) -> None:
        super().__init__()
        self.outputs: dict[str, dict[str, list[str]]] = {}
        self.cell: dict[str, list[str]] = {}
        self.in_output = self.in_text = False

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        """Note where a cell, an output and its text begin, and take a drawing."""
        found = {name: value or "" for name, value in attributes}
        name = found.get("id", "").partition("cell-id=")[2]
        if name:
            self.cell = self.outputs[name] = {"text": [], "drawings": []}
            self.in_output = False
        elif "jp-OutputArea-output" in found.get("class", "").split():
            self.in_output = True
        elif self.in_output and tag == "pre":
            self.in_text = True
        elif self.in_output and tag == "img":
            kind, _, content = found.get("src", "").partition(",")
            if f"{kind}," != IMAGE:
                raise ValueError(f"an output is an image {kind!r}; expected SVG")
            self.cell["drawings"].append(base64.b64decode(content).decode())
        elif self.in_output and tag in (
            "audio",
            "iframe",
            "script",
            "table",
            "video",
        ):
            raise ValueError(f"an output is a {tag!r}; expected text or SVG")

    def handle_endtag(self, tag: str) -> None:
        """Note where the text of an output ends."""
        if tag == "pre":
            self.in_text = False

    def handle_data(self, data: str) -> None:
        """Take the text of an output."""
        if self.in_text:
            self.cell["text"].append(data)


if __name__ == "__main__":
    end_with_parent()
    os.environ["MATPLOTLIBRC"] = (
        os.devnull
    )  # the author's own settings change no figure
    execute(Path(sys.argv[1]))
