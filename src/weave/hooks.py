"""The thin layer between MkDocs and the rest of `weave`.

Only this file and `memory.py` know MkDocs. It draws the figures, fills in embedded code, puts
captions and words to figures, and swaps the program page for its notebook.
"""

import itertools
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from html import escape, unescape
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.meta import get_data
from rjsmin import jsmin

from weave import (
    downloads,
    execution,
    feeds,
    finding,
    gallery,
    keep,
    live,
    loop,
    notebook,
    offline,
    policy,
    svg,
    theme,
    wheel,
)
from weave.claims import census, numbers, predictions
from weave.embed import Definition, expand
from weave.errors import WeaveError
from weave.fences import front_matter_end
from weave.memory import remember
from weave.page import Page as Source
from weave.page import read_pages
from weave.reading import read_page
from weave.site import staging
from weave.site.mathml import check_formulas

FIGURES = "firstneuron.figures"
NOTEBOOK = "program"
REFERENCE = "reference.md"
ARCHIVE = "first-neuron"
MARK, CARD = "mark.svg", "card.png"
CENSUS = "<!-- census -->"
STORED = {
    "<!-- mutation -->": ("mutation_result.json", census.of_mutation),
    "<!-- benchmark -->": ("benchmark_result.json", census.of_benchmark),
}
PLACEHOLDER = re.compile(
    r'<img data-figure="([\w-]+)"(?: data-title="([^"]*)")?\s*/?>'
)


class Build:
    """What one build keeps between its events."""

    command: Literal["build", "gh-deploy", "serve"] = "serve"
    drawing: Future[gallery.Drawn]
    downloads: downloads.Downloads
    notebook_drawings: tuple[str, ...]
    figures: Mapping[str, str]
    pages: list[Page]
    texts: dict[str, str]


def on_startup(
    *, command: Literal["build", "gh-deploy", "serve"], dirty: bool
) -> None:
    """Note whether a site is built to stay."""
    Build.command = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Date the site by its last change, and keep what is cached in the project."""
    changed = str(feeds.last_change(root_of(config)))
    os.environ.setdefault("SOURCE_DATE_EPOCH", changed)
    config.plugins["mkdocs-jupyter"].config["cache_dir"] = str(
        root_of(config) / ".cache" / "mkdocs-jupyter"
    )
    return config


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Wait less than MkDocs does for more changes: a rebuild is quick."""
    server.build_delay = 0.1
    return server


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin to draw the figures and to run the notebooks; the pages are made meanwhile."""
    root = root_of(config)
    keep.drop_halves(root / ".cache" / "mkdocs-jupyter")
    with_one_thread = ThreadPoolExecutor(max_workers=1)
    Build.drawing = with_one_thread.submit(
        gallery.draw, FIGURES, root / "src", root / ".cache" / "figures"
    )
    with_one_thread.shutdown(wait=False)
    Build.notebook_drawings = ()
    Build.texts = {}
    book = downloads.Book(
        root=root,
        title=config.site_name,
        address=config.site_url,
        pages=tuple(config.extra["notebooks"]),
        figures=FIGURES,
        program=NOTEBOOK,
    )
    with told(config):
        Build.downloads = downloads.Downloads.begin(
            book, run=Build.command != "serve"
        )


@event_priority(100)  # before mkdocs-jupyter looks for notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what exists in no folder: the notebook in the place of its page, and the archive.

    The live figures are served without their comments and types, a third of a module, and
    without the spaces that only people need.
    """
    root = root_of(config)
    source = files.get_file_from_path(f"{NOTEBOOK}.md")
    if source is None:
        raise PluginError(
            f"there is no page {NOTEBOOK}.md to make the notebook from"
        )
    files.remove(source)
    path = root / ".cache" / "notebooks" / f"{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    with told(config):
        path.write_text(woven_notebook(source, root), encoding="utf-8")
    files.append(
        File(
            f"{NOTEBOOK}.ipynb",
            str(path.parent),
            config.site_dir,
            config.use_directory_urls,
        )
    )
    for script in files.javascript_files():
        if script.src_uri.startswith(live.FOLDER):
            script.content_string = jsmin(script.content_string)
    # so that pages can link to it; it is written when all else is there
    files.append(File.generated(config, f"{ARCHIVE}.zip", content=b""))
    return files


def woven_notebook(source: File, root: Path) -> str:
    """Return the notebook of a page, with its code filled in."""
    path = Path("docs") / source.src_uri
    text = expand(read_page(root, path), path, root / "src")
    Build.texts[f"{NOTEBOOK}.ipynb"] = text[front_matter_end(text) :]
    return notebook.to_notebook(text, path)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Read a page, and refuse what is no text."""
    if not page.file.src_uri.endswith(".md"):
        return None
    with told(config):
        return read_page(root_of(config), Path("docs") / page.file.src_uri)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Note the pages in reading order."""
    Build.pages = nav.pages
    return nav


def on_page_markdown(
    markdown: str,
    page: Page,
    config: MkDocsConfig,
    files: Files,
) -> str:
    """Fill in code and captions, and take the sources of numbers out."""
    root = root_of(config)
    path = Path("docs") / page.file.src_uri
    with told(config):
        if path.suffix == ".md":
            markdown = woven_page(path, root)
        if CENSUS in markdown:
            table = census.as_table(count_claims(root))
            markdown = markdown.replace(CENSUS, table)
    for place, (name, as_table) in STORED.items():
        if place in markdown:
            stored = (root / "tests" / name).read_text("utf-8")
            markdown = markdown.replace(place, as_table(stored))
    markdown = numbers.without_marks(markdown)
    plain = loop.with_plain_loop(markdown, path, root)
    Build.texts.setdefault(page.file.src_uri, plain)  # a notebook has its own
    if "needs" in page.meta:
        markdown = finding.with_signpost(markdown, path, page.meta["needs"])
    reference = (root / "docs" / REFERENCE).read_text("utf-8")
    functions = finding.documented(reference, root / "src")
    markdown = finding.with_links(markdown, path, functions, REFERENCE)
    markdown = markdown.replace(f"]({NOTEBOOK}.md", f"]({NOTEBOOK}.ipynb")
    markdown = live.place_all(markdown, path)
    markdown = predictions.with_classes(markdown, path)
    markdown = loop.with_loop(markdown, path, root)
    if Build.command == "serve":
        state = gallery.state_of(FIGURES, root / "src") if ":::" in markdown else ""
        remember(page, state + markdown)
    return markdown


def woven_page(path: Path, root: Path) -> str:
    """Return a page with its code filled in; mistakes are told at the lines of the whole file."""
    text = read_page(root, path)
    check_formulas(Source(path, text))
    live.check_modules(text, path, root / "docs" / live.FOLDER)
    woven = expand(text, path, root / "src")
    return woven[front_matter_end(woven) :].lstrip("\n")


def count_claims(root: Path) -> Counter[str]:
    """Return the census of all pages."""
    found: Counter[str] = Counter()
    for page in read_pages(root):
        found += census.of_page(page)
    return found


@event_priority(-100)  # after mkdocs-jupyter has rendered
def on_page_content(
    html: str, page: Page, config: MkDocsConfig, files: Files
) -> str:
    """Link code to its source, give the notebook page the looks of the book, offer downloads."""
    source_root = root_of(config) / "src"
    if page.file.src_uri == f"{NOTEBOOK}.ipynb":
        written = root_of(config) / "docs" / f"{NOTEBOOK}.md"
        page.meta.update(get_data(written.read_text("utf-8"))[1])
        # a search should find the chapter, not the copy
        page.meta["search"] = {"exclude": True}
        html, Build.notebook_drawings = notebook.to_page(html, NOTEBOOK)
    elif page.file.src_uri == REFERENCE:
        html = finding.with_origins(html, origins(page, config, files))
    elif config.repo_url:
        path = Path("docs") / page.file.src_uri
        shown = finding.shown_first(page.file.content_string, path, source_root)
        addresses = [source_of(definition, config) for definition in shown]
        if addresses:  # on other pages, a title names a file that the reader writes
            html = finding.with_block_sources(html, addresses)
    with told(config):
        links = [
            (what, get_relative_url(address, page.url))
            for what, address in Build.downloads.links(Path(page.file.src_uri).stem)
        ]
    return downloads.with_links(html, links)


def origins(
    page: Page, config: MkDocsConfig, files: Files
) -> dict[str, dict[str, str]]:
    """Return for each definition that a page shows the links to that page and to its source."""
    root = root_of(config)
    paths = sorted(
        (root / "docs").glob("*.md"), key=lambda path: (path.stem == NOTEBOOK, path)
    )
    found = {}
    for definition, where in finding.shown_in(paths, root / "src"):
        name, _, anchor = where.partition("#")
        file = files.get_file_from_path(
            name.replace(f"{NOTEBOOK}.md", f"{NOTEBOOK}.ipynb")
        )
        if file is None or file.page is None or definition.name in found:
            continue
        address = get_relative_url(f"{file.url}#{anchor}", page.url)
        found[definition.name] = {f"Shown in “{file.page.title}”": address}
        if config.repo_url:
            found[definition.name]["Source"] = source_of(definition, config)
    return found


def source_of(definition: Definition, config: MkDocsConfig) -> str:
    """Return the address of a definition in the repository."""
    path = definition.path.relative_to(root_of(config)).as_posix()
    return f"{config.repo_url}/blob/HEAD/{path}#L{definition.line}"


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Put the figures into their places, now that they are drawn."""
    compiled = root_of(config) / ".cache" / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    with told(config):
        drawn = Build.drawing.result()
    figures = dict(drawn.figures)
    for number, drawing in enumerate(Build.notebook_drawings, start=1):
        figures[f"{NOTEBOOK}-{number}"] = svg.refinish(drawing, drawn.palette)

    Build.figures = figures
    unseen = set(figures)
    for file in files.documentation_pages():
        if file.page is not None and file.page.content is not None:
            unseen -= {name for name, _ in PLACEHOLDER.findall(file.page.content)}
            with told(config):
                file.page.content = with_figures(
                    file.page.content, file.page, figures, root_of(config)
                )
    if unseen:
        raise PluginError(f"no page shows the figures {', '.join(sorted(unseen))}")
    for name, drawing in figures.items():
        files.append(File.generated(config, f"figures/{name}.svg", content=drawing))
    files.append(File.generated(config, f"figures/{MARK}", content=drawn.mark))
    files.append(File.generated(config, f"figures/{CARD}", content=drawn.card))
    for name, data in drawn.data.items():
        files.append(File.generated(config, f"{live.FOLDER}/{name}", content=data))
    return env


def with_figures(html: str, page: Page, figures: dict[str, str], root: Path) -> str:
    """Return a page with the address, size and words of each figure; the first loads at once."""
    loading = itertools.chain(["eager"], itertools.repeat("lazy"))
    schemes = svg.LIGHT, svg.DARK  # one download; the theme hides one of the two
    path = Path("docs") / page.file.src_uri

    def wrong(name: str, message: str) -> WeaveError:
        text = read_page(root, path)
        at = next(
            f.start() for f in census.find_figures(text, path) if f["name"] == name
        )
        return WeaveError(
            path, numbers.line_at(text, at), message, shown=f"{name}.svg"
        )

    def image(placeholder: re.Match[str]) -> str:
        name, called = placeholder[1], unescape(placeholder[2] or "")
        if name not in figures:
            raise wrong(name, f"nobody draws the figure {name!r}")
        width, height, title, description = svg.size_and_words(figures[name])
        if called and called != title:
            raise wrong(
                name, f"the figure {name!r} is called {title!r}, not {called!r}"
            )
        address = get_relative_url(f"figures/{name}.svg", page.url)
        when = next(loading)
        return "".join(
            f'<img src="{address}#{scheme}" alt="{escape(description)}" width="{width}" '
            f'height="{height}" loading="{when}">'
            for scheme in schemes
        )

    return PLACEHOLDER.sub(image, html)


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Let the page for what is not there lead back, and date nothing whose date is unknown."""
    if template_name == "404.html":
        base = urlsplit(config.site_url or "/").path
        links = {str(page.title): urljoin(base, page.url) for page in Build.pages}
        return feeds.guide_for_the_lost(output, links)
    if template_name == "sitemap.xml" and not dated():
        return re.sub(r"\s*<lastmod>.*?</lastmod>", "", output)
    return output


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Tell machines what the page is."""
    facts = feeds.Facts(
        title=config.site_name if page.is_homepage else str(page.title),
        description=page.meta["description"],
        book=config.site_name,
        address=page.canonical_url or "",
        changed=page.update_date if dated() else "",
        card=urljoin(config.site_url, f"figures/{CARD}") if config.site_url else "",
    )
    return feeds.with_facts(output, facts)


def dated() -> bool:
    """Return whether anybody knows when the site last changed."""
    return os.environ["SOURCE_DATE_EPOCH"] != "0"


def markdown_pages(root: Path) -> Iterator[feeds.Entry]:
    """Yield every page as Markdown, in reading order."""
    words = {
        name: svg.size_and_words(figure)[3]
        for name, figure in Build.figures.items()
    }
    for page in Build.pages:
        name = f"{Path(page.file.src_uri).stem}.md"
        text = feeds.with_docstrings(Build.texts[page.file.src_uri], root / "src")
        yield feeds.Entry(
            section=page.parent.title if page.parent else "Start here",
            title=str(page.title),
            description=page.meta["description"],
            name=name,
            text=feeds.as_markdown(text, Path("docs") / name, words),
        )


@event_priority(-100)  # after every other plugin has written its files
def on_post_build(config: MkDocsConfig) -> None:
    """Finish the new site, unless strict mode refuses it."""
    staged = Path(config.site_dir)
    with told(config):
        Build.downloads.write(staged, Build.drawing.result())
    if Build.command == "serve" or staging.warned():
        return
    with told(config):
        index = staged / "search" / "search_index.json"
        index.write_text(
            finding.with_whole_letters(index.read_text("utf-8")), "utf-8"
        )
        theme.adapt(staged)
        feeds.write_markdown(
            staged,
            config.site_name,
            config.site_description or "",
            config.site_url or "",
            markdown_pages(root_of(config)),
        )
        policy.protect(staged)
        offline.pack(staged, ARCHIVE)


@contextmanager
def told(config: MkDocsConfig) -> Iterator[None]:
    """Let MkDocs tell what is wrong, where, and what to do, without a traceback."""
    try:
        yield
    except WeaveError as error:
        raise PluginError(error.explained_in(root_of(config))) from None
    except (
        ValueError,
        gallery.DrawingError,
        execution.ExecutionError,
        wheel.WheelError,
    ) as error:
        raise PluginError(str(error)) from None


def root_of(config: MkDocsConfig) -> Path:
    """Return the project's root, absolute, since what is run there is told paths below it."""
    return Path(config.config_file_path).absolute().parent
