"""What readers take with them: notebooks, the script, the wheel, and the pages as written.

All of it lies in the finished site, so a copy of the site is complete, and needs no address.
"""

import re
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path

from weave import execution, handout, wheel
from weave.embed import expand
from weave.gallery import Drawn
from weave.handout import Cell
from weave.reading import read_page
from weave.script import to_script

HEAD = re.compile(r'.*?</h1>.*?</p>(?:\s*<p class="signpost">.*?</p>)?', re.DOTALL)
ENDING = """\
if __name__ == "__main__":
    sys.exit(main(save_figures=save_figures, output="figures"))
"""


@dataclass(frozen=True)
class Book:
    """What the downloads of a book are made from.

    Attributes
    ----------
    root
        The project's root.
    title
        What the book is called.
    address
        Where the site will be, if that is known.
    pages
        The names of the pages that become notebooks.
    figures
        The module of the taught package that draws the figures.
    program
        The page that becomes the script.
    """

    root: Path
    title: str
    address: str | None
    pages: tuple[str, ...]
    figures: str
    program: str

    @property
    def package(self) -> str:
        """The name of the taught package."""
        return self.figures.partition(".")[0]

    @property
    def script(self) -> str:
        """The file name of the script."""
        return f"{self.title.lower().replace(' ', '_')}.py"


@dataclass(frozen=True)
class Downloads:
    """Downloads in the making.

    Attributes
    ----------
    book
        What they are made from.
    cells
        The cells of each notebook.
    outputs
        What they put out, when they have run; nothing if they do not run.
    wheel
        The wheel, when it is built.
    """

    book: Book
    cells: dict[str, list[Cell]]
    outputs: Future[dict[str, execution.Outputs]] | None
    wheel: Future[Path]

    @classmethod
    def begin(cls, book: Book, *, run: bool) -> "Downloads":
        """Begin to run the notebooks and to build the wheel.

        Raises
        ------
        WeaveError
            If a page cannot be woven.
        """
        cells = handout.prepare(
            book.pages, book.root, book.figures, book.title, book.address
        )
        cache = book.root / ".cache"
        code = {name: handout.to_run(found) for name, found in cells.items()}
        with_threads = ThreadPoolExecutor(max_workers=2)
        made = cls(
            book,
            cells,
            with_threads.submit(execution.run_all, code, cache / "outputs")
            if run
            else None,
            with_threads.submit(
                wheel.build, book.root, book.package, cache / "wheel"
            ),
        )
        with_threads.shutdown(wait=False)
        return made

    def write(self, site: Path, drawn: Drawn) -> None:
        """Write the downloads into a finished site.

        Raises
        ------
        WeaveError
            If a notebook puts out something else than its page shows.
        ExecutionError, WheelError
            If something could not be run or built.
        """
        book = self.book
        folders = [site / name for name in ("notebooks", "source", "downloads")]
        for folder in folders:
            folder.mkdir(exist_ok=True)
        notebooks, sources, others = folders
        outputs = self.outputs.result() if self.outputs else {}
        for name, cells in self.cells.items():
            path = Path("docs") / f"{name}.md"
            found = handout.to_json(cells, outputs.get(name), drawn, path)
            notebooks.joinpath(f"{name}.ipynb").write_text(found, encoding="utf-8")
            shutil.copyfile(book.root / path, sources / path.name)
        page = Path("docs") / f"{book.program}.md"
        text = expand(read_page(book.root, page), page, book.root / "src")
        script = to_script(text, page, book.title, ENDING)
        others.joinpath(book.script).write_text(script, encoding="utf-8")
        shutil.copyfile(self.wheel.result(), others / self.wheel.result().name)

    def links(self, name: str) -> list[tuple[str, str]]:
        """Return what a page offers: what each thing is called, and where in the site it lies."""
        if name not in self.cells:
            return []
        found = [("notebook", f"notebooks/{name}.ipynb")]
        if name == self.book.program:
            found.append(("script", f"downloads/{self.book.script}"))
            found.append(("wheel", f"downloads/{self.wheel.result().name}"))
        return [*found, ("source", f"source/{name}.md")]


def with_links(html: str, links: list[tuple[str, str]]) -> str:
    """Return a page that offers links below its question, and what it says of how to read it.

    Examples
    --------
    >>> print(with_links("<h1>Data</h1><p>Why?</p>", [("source", "../data.md")]))
    <h1>Data</h1><p>Why?</p>
    <p class="take-away"><a href="../data.md" download>source</a></p>
    """
    head = HEAD.match(html)
    if not links or not head:
        return html
    offered = " ".join(
        f'<a href="{escape(address)}" download>{escape(what)}</a>'
        for what, address in links
    )
    offer = f'\n<p class="take-away">{offered}</p>'
    return head[0] + offer + html[head.end() :]
