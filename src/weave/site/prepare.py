"""From the project to all that a site is made of: pages as plain Markdown, and files beside them.

Code is filled in, the sources of numbers are gone, figures have their size and words, and every
link stands in the text. Any engine that reads Markdown can take it from here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from weave import loop
from weave.book import Book
from weave.cache import ProcessError
from weave.claims import known_kinds, predictions
from weave.embed import expand
from weave.errors import WeaveError
from weave.page import Page
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
from weave.text import Edit


@dataclass(frozen=True)
class Prepared:
    """All that a site is made of.

    Attributes
    ----------
    texts
        What an engine renders of each page, as Markdown, by its path below ``docs``.
    copies
        Each page as Markdown that needs no engine at all.
    files
        What lies beside the pages, by its path in the site.
    """

    texts: dict[str, str]
    copies: dict[str, str]
    files: dict[str, str | bytes]


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
    written: dict[str, Page] = {}
    checked: list[str] = []
    count: Counter[str] = Counter()
    paths = page_paths(book.root)
    for path in paths:
        name = path.relative_to("docs").as_posix()
        with collected(mistakes):
            written[name] = Page.read(book.root, path)
            count += known_kinds.of_page(written[name])
            checked.append(name)
    pages = {
        name: written[name].edited(filled_in(written[name], count))
        for name in checked
    }
    last = f"{book.program}.md"
    if last in pages:
        executing = program.start_executing(pages[last])
    with collected(mistakes):
        drawn = figures.wait_for(drawing)
        for page in written.values():
            with collected(mistakes):
                figures.check_figures(page, drawn.figures)
        if len(written) == len(paths):
            figures.refuse_unseen(written.values(), drawn.figures, book.figures)
    if last in pages:
        with collected(mistakes):
            outputs = program.wait_for(executing, written[last])
    if mistakes:
        raise ExceptionGroup("the book cannot be built", mistakes)
    (wheel,) = building.result().glob("*.whl")
    texts = {
        name: page.replaced(figures.with_figures(page, drawn.figures))
        for name, page in shown_on_site(written, pages, count, book, wheel).items()
    }
    drawings = dict(program.drawings(outputs, book.program, drawn.palette))
    executed = Page(written[last].path, texts[last])
    texts[last] = program.with_outputs(executed, outputs, drawings)
    every = {**drawn.figures, **drawings}
    copies = {}
    for name, page in pages.items():
        copy = replace(page, text=markdown_copy.as_plain_page(page, every))
        copies[name] = copy.replaced(reference.with_docstrings(copy))
    return Prepared(texts, copies, dict(files_of(pages, book, drawn, every, wheel)))


@contextmanager
def collected(mistakes: list[Exception]) -> Iterator[None]:
    """Add what is wrong to the mistakes that are told together, and go on behind the block."""
    try:
        yield
    except (WeaveError, ProcessError) as error:
        mistakes.append(error)


def filled_in(page: Page, count: Counter[str]) -> Iterator[Edit]:
    """Yield the edits that fill in what a page leaves to the build, as readers take it away."""
    yield from expand(page)
    yield from in_place_of_comments(page, count, plain=True)


def in_place_of_comments(
    page: Page, count: Counter[str], *, plain: bool
) -> Iterator[Edit]:
    """Yield what stands in the place of comments: on the site nothing, if not what they ask for.

    Parameters
    ----------
    plain
        Whether it is for readers who take the page away: the loop is a block of code.
    """
    for comment in page.comments:
        if comment.text == "loop":
            shown = loop.shown(page, plain=plain)
        elif comment.text == "census":
            shown = tables.of_census(count)
        elif comment.text in tables.STORED:
            shown = tables.of_results(comment.text, page.root)
        elif plain:
            continue
        else:
            calibration = comment.text == "calibration"
            shown = predictions.CALIBRATION_PLACE if calibration else ""
        yield *comment.span, shown


def shown_on_site(
    written: Mapping[str, Page],
    pages: Mapping[str, Page],
    count: Counter[str],
    book: Book,
    wheel: Path,
) -> dict[str, Page]:
    """Return each page as the site shows it, but for its figures, whose captions have links too.

    Parameters
    ----------
    written, pages
        The pages as their authors wrote them, and as readers take them away.
    """
    described = f"{book.reference}.md"
    functions = reference.documented(written[described])
    origins = reference.origins(written.values(), book)
    titled = partial(links.source_title, book=book)
    found = {}
    for name, page in written.items():
        found[name] = page.edited(
            [
                *expand(page, titled),
                *in_place_of_comments(page, count, plain=False),
                *predictions.for_the_site(page),
                *links.to_reference(page, functions, described),
                *reference.with_origins(page, origins),
                *reading_time.below_question(
                    page, pages[name], files.take_aways(page, book, wheel)
                ),
            ]
        )
    return found


def files_of(
    pages: Mapping[str, Page],
    book: Book,
    drawn: Drawn,
    every: Mapping[str, str],
    wheel: Path,
) -> Iterator[tuple[str, str | bytes]]:
    """Yield the name and the content of each file beside the pages."""
    yield from drawn.files
    for name, svg in every.items():
        yield f"figures/{name}.svg", svg
    for name in book.notebooks:
        cells = files.notebook_cells(pages[f"{name}.md"], book)
        content = notebook.to_json(cells, every, drawn.palette)
        yield f"notebooks/{name}.ipynb", content
        source = book.root.joinpath("docs", f"{name}.md")
        yield f"source/{name}.md", source.read_bytes()
    script = files.to_script(pages[f"{book.program}.md"], book.title)
    yield f"downloads/{book.script}", script
    yield f"downloads/{wheel.name}", wheel.read_bytes()
