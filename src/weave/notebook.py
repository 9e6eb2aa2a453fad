"""A page as a notebook, and an executed notebook as a page.

On the way in, each block of code becomes a cell and the prose between becomes text cells. On the
way out, what Jupyter's converter wraps around a cell is dropped, and its code gets the same markup
as every other block of the book.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from doctest import DocTestParser, Example
from functools import lru_cache
from html import escape
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdown.extensions.toc import slugify
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from weave.claims.numbers import without_marks
from weave.fences import find_fences, front_matter_end

ANCHOR = re.compile(r"^(?P<heading>#+ .*) \{#(?P<name>[\w-]+)\}$", re.MULTILINE)
PAGE_LINK = re.compile(r"\]\((?P<page>[\w-]+)\.md(?P<anchor>#[\w.-]+)?\)")
Cell = dict[str, Any]
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def to_notebook(text: str, path: Path) -> str:
    r"""Return the JSON of a notebook with the code and the prose of a page.

    Front matter is left out. The page's code has to be all there: embed it first.

    Examples
    --------
    >>> notebook = json.loads(to_notebook("# One\n\n```python\n1 + 1\n```\n", Path("a.md")))
    >>> [(cell["cell_type"], cell["source"]) for cell in notebook["cells"]]
    [('markdown', '# One'), ('code', '1 + 1')]
    """
    cells, position = [], front_matter_end(text)
    for fence in find_fences(text, path):
        cells.append(text_cell(on_page(text[position : fence.start])))
        sources = prompts(fence.body) if fence.kind == "session" else [fence.body]
        cells += [code_cell(source.strip("\n")) for source in sources]
        position = fence.end
    cells.append(text_cell(on_page(text[position:])))
    return as_json([cell for cell in cells if cell["source"]])


def as_json(cells: list[Cell]) -> str:
    """Return the notebook with these cells."""
    ran = 0
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
        if cell.get("outputs"):
            cell["execution_count"] = ran = ran + 1
        for output in cell.get("outputs", []):
            if output["output_type"] == "execute_result":
                output["execution_count"] = ran
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def text_cell(source: str) -> Cell:
    """Return a cell of prose."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code_cell(
    source: str,
    outputs: Iterable[Cell] = (),
    metadata: Mapping[str, object] = MappingProxyType({}),
) -> Cell:
    """Return a cell of code, with its outputs if it has run."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": dict(metadata),
        "outputs": list(outputs),
        "source": source,
    }


def on_page(text: str) -> str:
    """Return prose with its links pointing to pages, its anchors as Jupyter knows them."""

    def as_address(link: re.Match[str]) -> str:
        page = "" if link["page"] == "index" else f"{link['page']}/"
        return f"](../{page}{link['anchor'] or ''})"

    source = PAGE_LINK.sub(as_address, without_marks(text))
    return ANCHOR.sub(r'<a id="\g<name>"></a>\n\n\g<heading>', source).strip()


def prompts(session: str) -> list[str]:
    r"""Return the sources of a session, cut after each output: a cell shows its last value only.

    Examples
    --------
    >>> prompts(">>> x = 1\n>>> x\n1\n>>> x + 1\n2\n")
    ['x = 1\nx\n', 'x + 1\n']
    """
    return [source for source, _ in parts(session)]


def parts(session: str) -> list[tuple[str, Example]]:
    """Return the parts of a session, cut after each output: source, and its last example."""
    found: list[tuple[str, Example]] = []
    source = ""
    for example in DocTestParser().get_examples(session):
        source += example.source
        if example.want:
            found.append((source, example))
            source = ""
    return [*found, (source, example)] if source else found


@lru_cache(maxsize=2)
def to_page(html: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the page for a notebook that mkdocs-jupyter has rendered, and what it drew.

    Parameters
    ----------
    html
        What mkdocs-jupyter made of the executed notebook.
    name
        The name of the notebook; its drawings are called ``name-1``, ``name-2`` and so on.

    Returns
    -------
    page, drawings
        The markup, with a place for each drawing, and the SVG of each.

    Raises
    ------
    ValueError
        If an output is neither text nor SVG.
    """
    page: list[str] = []
    drawings: list[str] = []
    for cell in BeautifulSoup(html, "html.parser").select(
        ".jp-Notebook > .jp-Cell"
    ):
        text = cell.select_one(".jp-RenderedMarkdown")
        if text is not None:
            page.append(prose(text))
        code = cell.select_one(".jp-InputArea .highlight-ipynb")
        if code is not None:
            page.append(code_block(code.get_text()))
        for area in in_one_piece(cell.select(".jp-OutputArea-output")):
            image = area.select_one("img")
            if image is None:
                page.append(printed(area))
            else:
                drawings.append(drawing(str(image["src"])))
                place = f'<img data-figure="{name}-{len(drawings)}">'
                page.append(f"<figure>{place}</figure>")
    return "\n".join(page), tuple(drawings)


def prose(text: Tag) -> str:
    """Return a text cell whose headings have anchors as in the rest of the book."""
    for link in text.select("a.anchor-link"):
        link.decompose()
    for heading in text.select("h1, h2, h3, h4"):
        anchor = heading.find_previous_sibling()
        marked = anchor.select_one("a[id]") if isinstance(anchor, Tag) else None
        name = marked["id"] if marked else slugify(heading.get_text(), "-")
        heading["id"] = name
        if isinstance(anchor, Tag) and marked:
            anchor.decompose()
        link = BeautifulSoup(
            f'<a class="headerlink" href="#{name}" title="Permanent link">¶</a>',
            "html.parser",
        )
        heading.append(link)
    return text.decode_contents()


def code_block(source: str) -> str:
    """Return a block of code in the markup of Material's theme."""
    formatter = HtmlFormatter(cssclass="language-python highlight", wrapcode=True)
    return highlight(source.strip("\n") + "\n", PythonLexer(), formatter)


def drawing(address: str) -> str:
    """Return the SVG that an image address holds.

    Raises
    ------
    ValueError
        If the image is of another kind.

    Examples
    --------
    >>> drawing("data:image/svg+xml;base64,PHN2Zy8+")
    '<svg/>'
    """
    kind, _, content = address.partition(",")
    if kind != "data:image/svg+xml;base64":
        raise ValueError(f"an output is an image {kind!r}; expected SVG")
    return base64.b64decode(content).decode()


def in_one_piece(areas: Iterable[Tag]) -> Iterator[Tag]:
    """Yield the outputs of a cell, each stretch of what it prints as one.

    A kernel sends in pieces what is printed, and where it cuts is a matter of time.
    """
    for prints, some in groupby(areas, is_printed):
        first, *others = some
        if prints:
            for other in others:
                first.pre.append(other.pre.get_text())  # type: ignore[union-attr]
            others = []
        yield from [first, *others]


def is_printed(area: Tag) -> bool:
    """Tell whether an output was printed, and is not the value of its cell."""
    valued = area.find_parent(class_="jp-OutputArea-executeResult")
    return area.pre is not None and valued is None


def printed(area: Tag) -> str:
    """Return the markup for what a cell printed."""
    output = area.select_one("pre")
    if output is None:
        raise ValueError(
            f"an output is {area.get_text()[:80]!r}; expected text or SVG"
        )
    text = escape(output.get_text().strip("\n"))
    kind = "language-text highlight output no-copy"
    return f'<div class="{kind}"><pre><code>{text}\n</code></pre></div>'
