"""The files that readers take with them: notebooks, the script, the wheel, and the pages' sources.

All of it lies in the finished site, so a copy of the site is complete, and needs no address.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from weave.book import Book
from weave.cache import Job, cache_key
from weave.claims import libraries
from weave.page import Page
from weave.takeaway.cells import Cell, cells_of, shows
from weave.takeaway.notebook import independent

# a public site of JupyterLite that opens what `fromURL` names, and runs it in the reader's browser
JUPYTERLITE = "https://jupyter.org/try-jupyter/lab/index.html"
WHEEL_FILES = ("pyproject.toml", "README.md", "LICENSE")  # beside the package
ENDING = """\
if __name__ == "__main__":
    sys.exit(main(save_figures=save_figures, output="figures"))
"""


def start_wheel(book: Book) -> Job:
    """Begin to build the wheel of the taught package, the same bytes every time."""
    package = book.root / "src" / book.package
    files = [path for path in package.rglob("*") if path.suffix not in (".pyc", "")]
    date = os.environ.get("SOURCE_DATE_EPOCH", "")  # of each file in the wheel
    files += [book.root / name for name in WHEEL_FILES]
    key = cache_key(date, files=files, libraries="hatchling")
    command = ["-m", "hatchling", "build", "-t", "wheel", "-d"]
    return Job(book.root / ".cache" / "wheel", key, [command], book.root)


def notebook_cells(page: Page, book: Book) -> list[Cell]:
    """Return the cells of the notebook of a page, ready to leave the site."""
    here = book.leads_to(page.path.stem, "") if book.address else None
    origin = f"[{book.title}]({here})" if here else book.title
    introduction = (
        f"*From {origin}, as a notebook. Run it from the top: the first cell of code, folded "
        "below, gets the rest what it needs.*"
    )
    package = book.root / "src" / book.package
    cells = cells_of(page, book.leads_to)
    return independent(
        cells, introduction, package, book.figures, libraries.asked_by(page)
    )


def take_aways(page: Page, book: Book, wheel: Path) -> Iterator[tuple[str, str]]:
    """Yield what a page offers: what each thing is called, and where it lies."""
    name = page.path.stem
    if name in book.notebooks:
        notebook = f"notebooks/{name}.ipynb"
        yield "notebook", notebook
        # else the other site may not fetch it, or has no such libraries
        if book.address.startswith("https:") and not libraries.asked_by(page):
            there = quote(f"{book.address.rstrip('/')}/{notebook}", safe="")
            yield "run it at jupyter.org", f"{JUPYTERLITE}?fromURL={there}"
        if name == book.program:
            yield "script", f"downloads/{book.script}"
            yield "wheel", f"downloads/{wheel.name}"
        yield "source", f"source/{name}.md"


def to_script(page: Page, name: str) -> str:
    r'''Return the program page as one file that runs: its definitions, under its headings.

    Sessions stay on the page, and so do blocks that show something instead of defining it.

    Parameters
    ----------
    page
        The page, whose code has to be all there.
    name
        What the program is called.

    Examples
    --------
    >>> text = "# Dots\n\n```python\nDOT = '.'\n```\n\n```python\nDOT * 3\n```\n"
    >>> print(to_script(Page(Path("a.md"), text), "Dots"), end="")
    """Dots."""
    <BLANKLINE>
    <BLANKLINE>
    # Dots
    <BLANKLINE>
    DOT = '.'
    <BLANKLINE>
    <BLANKLINE>
    if __name__ == "__main__":
        sys.exit(main(save_figures=save_figures, output="figures"))
    '''
    about = page.front_matter.get("description")
    pieces = [f'"""{name}. {about}"""' if about else f'"""{name}."""']
    position = 0
    for fence in page.fences:
        if fence.kind != "code" or shows(fence.body):
            continue
        titles = [
            h.title for h in page.headings if position <= h.start < fence.start
        ]
        above = f"# {titles[-1]}\n\n" if titles else ""
        pieces.append(above + fence.body.strip("\n"))
        position = fence.end
    return "\n\n\n".join([*pieces, ENDING.strip("\n")]) + "\n"
