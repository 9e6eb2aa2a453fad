"""From the project to all that a site is made of: pages as plain Markdown, and files beside them.

Code is filled in, the sources of numbers are gone, figures have their size and words, and every
link stands in the text. Any engine that reads Markdown can take it from here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from weave import loop
from weave.book import Book
from weave.cache import ProcessError, cache_key
from weave.claims import known_kinds, numbers, predictions
from weave.embed import expand
from weave.errors import WeaveError
from weave.page import Page, kept
from weave.page_file import page_paths
from weave.site import (
    figures,
    links,
    markdown_copy,
    program,
    reading_time,
    reference,
    tables,
)
from weave.site.figures import Drawn
from weave.takeaway import files, notebook


@dataclass(frozen=True)
class Prepared:
    """All that a site is made of.

    Attributes
    ----------
    book
        What was prepared.
    pages
        Each page with its code filled in, by its path below ``docs``.
    texts
        What an engine renders of each, as Markdown.
    files
        What lies beside the pages, by its path in the site.
    drawn
        What was drawn for the book.
    figures
        The SVG of each figure, those of the program page too, by its name.
    """

    book: Book
    pages: dict[str, Page]
    texts: dict[str, str]
    files: dict[str, str | bytes]
    drawn: Drawn
    figures: dict[str, str]

    def notebook(self, name: str) -> str:
        """Return a page as a notebook."""
        cells = files.notebook_cells(self.pages[f"{name}.md"], self.book)
        return notebook.to_json(cells, self.figures, self.drawn.palette)

    def markdown_copies(self) -> dict[str, str]:
        """Return each page as Markdown that needs no engine at all."""
        source_root = self.book.root / "src"
        return {
            name: reference.with_docstrings(
                markdown_copy.as_plain_page(page, self.figures), source_root
            )
            for name, page in self.pages.items()
        }


def prepare(book: Book) -> Prepared:
    """Return all that the site of a book is made of.

    Raises
    ------
    ExceptionGroup
        With the mistakes of all pages, of the drawing, and of the program that is executed.
    ProcessError
        If the wheel cannot be built.
    """
    drawing = figures.start_drawing(book.figures, book.root)
    building = files.start_wheel(book)
    mistakes: list[Exception] = []
    sources: dict[str, Page] = {}
    pages: dict[str, Page] = {}
    shown: dict[str, Page] = {}  # on the site, where the loop is a list of links
    count: Counter[str] = Counter()
    last = f"{book.program}.md"
    modules = sorted((book.root / "src").rglob("*.py"))
    code = cache_key(*map(str, modules), files=modules)
    paths = page_paths(book.root)
    for path in paths:
        name = path.relative_to("docs").as_posix()
        with collected(mistakes):
            page = sources[name] = Page.read(book.root, path)
            claims, pages[name], shown[name] = filled_in(page, book.root, code)
            count += claims
    if last in pages:
        executing = program.start_executing(pages[last], book.root)
    for found in (pages, shown):
        for name, page in found.items():
            text = tables.with_tables(page.text, count, book.root)
            found[name] = kept(Page(page.path, text, page.notation))
    with collected(mistakes):
        drawn = figures.wait_for(drawing)
        scripts = book.root / "docs" / figures.LIVE
        for page in sources.values():
            with collected(mistakes):
                figures.check_figures(page, drawn.figures, scripts)
        if len(sources) == len(paths):
            figures.refuse_unseen(sources.values(), drawn.figures, book.figures)
    if last in pages:
        with collected(mistakes):
            outputs = program.wait_for(executing, sources[last])
    if mistakes:
        raise ExceptionGroup("the book cannot be built", mistakes)
    (wheel,) = building.result().glob("*.whl")
    texts = texts_of(shown, sources, book, drawn, wheel)
    drawings = dict(program.drawings(outputs, book.program, drawn.palette))
    executed = Page(sources[last].path, texts[last])
    texts[last] = program.with_outputs(executed, outputs, drawings)
    every = {**drawn.figures, **drawings}
    prepared = Prepared(book, pages, texts, {}, drawn, every)
    return replace(prepared, files=dict(files_of(prepared, wheel)))


@contextmanager
def collected(mistakes: list[Exception]) -> Iterator[None]:
    """Add what is wrong to the mistakes that are told together, and go on behind the block."""
    try:
        yield
    except (WeaveError, ProcessError) as error:
        mistakes.append(error)


def filled_in(page: Page, root: Path, code: str) -> tuple[Counter[str], Page, Page]:
    """Return how many claims a page makes, and the page with its code: as text, and on the site.

    Parameters
    ----------
    code
        A name for the state of what pages embed.

    Raises
    ------
    WeaveError
        If something on the page is wrong before anything on it has run.
    """
    # the code first, because a mistake is told at a line of the page as it is written
    count, text = counted_and_expanded(page, root, code)
    loop.check(page, root)
    plain, shown = (
        loop.with_loop(text, page.path, root, plain=plain)
        for plain in (True, False)
    )
    return (
        count,
        Page(page.path, plain, page.notation),
        Page(page.path, shown, page.notation),
    )


@lru_cache(maxsize=64)  # `mkdocs serve` asks again for every page after each edit
def counted_and_expanded(
    page: Page, root: Path, _code: str
) -> tuple[Counter[str], str]:
    """Return what `filled_in` finds in the page itself and in its code, and not in other pages."""
    _ = page.description
    count = known_kinds.of_page(page)
    numbers.check_inline_code(page, root / "src")
    return count, expand(page, root / "src")


def texts_of(
    pages: Mapping[str, Page],
    sources: Mapping[str, Page],
    book: Book,
    drawn: Drawn,
    wheel: Path,
) -> dict[str, str]:
    """Return what an engine renders of each page."""
    described = f"{book.reference}.md"
    functions = reference.documented(pages[described].text, book.root / "src")
    origins = reference.origins(sources.values(), book)
    found = {}
    for name, page in pages.items():
        text = predictions.for_the_site(page)
        whole = kept(Page(page.path, text))
        edits = [
            *((comment.start, comment.end, "") for comment in whole.comments),
            *links.to_reference(whole, functions, described),
            *links.to_sources(whole, sources[name], book),
            *reference.with_origins(whole, origins),
            *reading_time.below_question(
                whole, list(files.take_aways(page, book, wheel))
            ),
        ]
        plain = kept(Page(page.path, whole.replaced(edits)))
        found[name] = plain.replaced(figures.with_figures(plain, drawn.figures))
    return found


def files_of(prepared: Prepared, wheel: Path) -> Iterator[tuple[str, str | bytes]]:
    """Yield the name and the content of each file beside the pages."""
    book = prepared.book
    yield from prepared.drawn.files
    for name, svg in prepared.figures.items():
        yield f"figures/{name}.svg", svg
    for name in book.notebooks:
        yield f"notebooks/{name}.ipynb", prepared.notebook(name)
        yield (
            f"source/{name}.md",
            book.root.joinpath("docs", f"{name}.md").read_bytes(),
        )
    script = files.to_script(prepared.pages[f"{book.program}.md"], book.title)
    yield f"downloads/{book.script}", script
    yield f"downloads/{wheel.name}", wheel.read_bytes()
