"""The program page: executed by mkdocs-jupyter while the site is built, shown like every other.

Of what mkdocs-jupyter renders, only the outputs are taken; they go into the page's own Markdown.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from weave.page import Figure, Page
from weave.site.figures import as_markdown
from weave.site.svg import Palette, refinish
from weave.takeaway.notebook import cells_of, parts, to_json

LIBRARIES = (
    "ipykernel ipython matplotlib mkdocs-jupyter numpy"  # what outputs depend on
)
IMAGE = "data:image/svg+xml;base64,"
Outputs = Mapping[
    str, Mapping[str, list[str]]
]  # text and drawings of each cell, by its name


def to_execute(page: Page) -> str:
    """Return the notebook with the code of a page, whose code has to be all there."""
    cells = cells_of(page, lambda *_: None)
    return to_json([cell for cell in cells if cell.code], {}, {})


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


def as_page_error(error: Exception, page: Page) -> Exception:
    """Return the error that a cell raised as one of the page, or another error as it is.

    Parameters
    ----------
    page
        The page as its author wrote it.
    """
    name, value = (getattr(error, word, None) for word in ("ename", "evalue"))
    if name is None:  # not what nbclient raises for a cell
        return error
    told = str(error)  # which quotes the cell below a line of dashes
    for fence in page.fences:
        for source in [part.source for part in parts(fence.body)] or [fence.body]:
            if source.strip() and f"---\n{source.strip()}\n---" in told:
                message = f"this cell raises {name}: {value}"
                return page.error(fence.start, message)
    return ValueError(f"{page.path}: a cell raises {name}: {value}")


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
