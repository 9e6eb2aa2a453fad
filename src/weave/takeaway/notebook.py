"""A page as a notebook: its prose, its code, what the code puts out, and its figures.

The outputs are those of the page, which the tests prove; so no notebook runs while the site is
built, and a test runs each as a reader would. A notebook leaves the site, so it carries what it
needs: its first cell of code holds the modules of the taught package. It does not install a wheel
from the site's address. The repository knows no address, a lecture hall may have no network, and
what lies at an address can change, while a saved notebook does not.
"""

import ast
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from weave.site.svg import Palette, on_paper, size_and_words
from weave.takeaway.cells import Cell

METADATA: dict[str, dict[str, Any]] = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
FIRST_LINE = "# @title Run this cell first\n"
# the call of `print` is for tools that make a script of it, and a comment of the line below
INSTALLED = (
    FIRST_LINE
    + """\
from importlib.metadata import distributions

if not all(any(distributions(name=name)) for name in "{libraries}".split()):
    print("Installing {libraries}.")
    %pip install --quiet {libraries}
"""
)
FOLDED = {  # as Colab says it, and as Jupyter does
    "cellView": "form",
    "jupyter": {"source_hidden": True},
}
IMPORTABLE = """
# What makes `{package}` importable: its modules, as this notebook was checked with them, so that
# neither a later version nor a missing network can come between.
import sys
import tempfile
from pathlib import Path

MODULES = {{}}
{modules}
folder = Path(tempfile.mkdtemp(), "{package}")
for name, source in MODULES.items():
    folder.joinpath(name).parent.mkdir(exist_ok=True)
    folder.joinpath(name).write_text(source, encoding="utf-8")
sys.path.insert(0, str(folder.parent))
"""


def independent(
    cells: list[Cell],
    introduction: str,
    package: Path,
    figures: str,
    libraries: Sequence[str] = (),
) -> list[Cell]:
    """Return the cells of a page, and in front of them what makes them work away from the site.

    Parameters
    ----------
    introduction
        What to say above all.
    package
        The folder of the taught package.
    figures
        The module whose function ``draw`` draws a figure by its name.
    libraries
        What the page needs besides.
    """
    found = cells.copy()
    drawing = [
        n for n, cell in enumerate(cells) if cell.source.startswith('draw("')
    ]
    if drawing:
        first = cells[drawing[0]]
        source = f"from {figures} import draw\n\n{first.source}"
        found[drawing[0]] = replace(first, source=source)
    needed = " ".join(["numpy", "matplotlib", *libraries])
    setup = INSTALLED.format(libraries=needed)
    if drawing or any(cell.code and package.name in cell.source for cell in cells):
        modules = ""
        for path in sorted(package.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            name = path.relative_to(package).as_posix()
            modules += f"MODULES[{name!r}] = r'''{text}'''\n"
        setup += IMPORTABLE.format(package=package.name, modules=modules)
    return [Cell(introduction), Cell(setup, code=True), *found]


def to_json(cells: list[Cell], figures: Mapping[str, str], palette: Palette) -> str:
    """Return the notebook with these cells, each with the output that the page shows."""
    made: list[dict[str, Any]] = []
    ran = 0
    for number, cell in enumerate(cells, start=1):
        kind = "code" if cell.code else "markdown"
        one: dict[str, Any] = {
            "cell_type": kind,
            "id": f"cell-{number}",
            "metadata": {},
        }
        if cell.code:
            outputs = outputs_of(cell, figures, palette, ran + 1)
            ran += len(outputs)
            if cell.example and cell.example.exc_msg:
                one["metadata"]["tags"] = ["raises-exception"]
            if cell.source.startswith(FIRST_LINE):
                one["metadata"] |= FOLDED
            one |= {"execution_count": ran if outputs else None, "outputs": outputs}
        made.append(one | {"source": cell.source})
    notebook = {
        "cells": made,
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1)


def outputs_of(
    cell: Cell, figures: Mapping[str, str], palette: Palette, count: int
) -> list[dict[str, Any]]:
    """Return what a cell puts out, as a notebook keeps it; ``count`` is the number of its run."""
    result = {
        "output_type": "execute_result",
        "execution_count": count,
        "metadata": {},
    }
    if cell.figure in figures:
        drawing = figures[cell.figure]
        _, _, title, description = size_and_words(drawing)
        data = {
            "image/svg+xml": on_paper(drawing, cell.figure, palette),
            "text/plain": f"{title}: {description}",
        }
        return [result | {"data": data}]
    if cell.example is None:
        return []
    want = cell.example.want.replace("<BLANKLINE>\n", "\n")
    if cell.example.exc_msg:
        last = cell.example.exc_msg.strip()
        name, _, value = last.partition(": ")
        traceback = ["Traceback (most recent call last):", last]
        error = {"output_type": "error", "ename": name, "evalue": value}
        return [error | {"traceback": traceback}]
    if is_value(cell.example.source):
        return [result | {"data": {"text/plain": want.removesuffix("\n")}}]
    return [{"output_type": "stream", "name": "stdout", "text": want}]


def is_value(source: str) -> bool:
    """Tell whether a statement puts out its value: an expression, and no call of ``print``.

    Examples
    --------
    >>> is_value("f(print(1))"), is_value("print(2)"), is_value("x = 2")
    (True, False, False)
    """
    node = ast.parse(source).body[-1]
    if not isinstance(node, ast.Expr):
        return False
    return not (
        isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "print"
    )
