"""The thin layer between MkDocs and the rest of `weave`.

Only this file knows MkDocs. It draws the figures, fills in embedded code, puts captions and words
to figures, swaps the program page for its notebook, and keeps the last good site until a new one
is complete.
"""

import logging
import re
import shutil
from collections import Counter
from html import escape, unescape
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, get_relative_url

from weave import census, gallery, notebook, numbers, svg
from weave.embed import expand
from weave.errors import WeaveError

FIGURES = "firstneuron.figures"
NOTEBOOK = "program"
CENSUS = "<!-- census -->"
FIGURE_MENTION = re.compile(r"figures/(?P<name>[\w-]+)\.svg")


class Build:
    """What one build keeps between its events."""

    command: Literal["build", "gh-deploy", "serve"] = "serve"
    site: Path
    figures: dict[str, str]
    palette: svg.Palette
    shown: set[str]


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Note whether a site is built to stay."""
    Build.command = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build next to the last good site, not over it."""
    if Build.command != "serve":
        Build.site = Path(config.site_dir)
        config.site_dir = str(staging(Build.site))
    return config


@event_priority(100)  # before mkdocs-jupyter looks for notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the figures and the notebook, which exist in no folder."""
    root = Path(config.config_file_path).parent
    try:
        drawn = gallery.draw(FIGURES, root / "src", root / ".cache" / "figures")
    except gallery.DrawingError as error:
        raise PluginError(str(error)) from None
    Build.figures, Build.palette, Build.shown = drawn.figures, drawn.palette, set()
    for name, drawing in Build.figures.items():
        files.append(File.generated(config, f"figures/{name}.svg", content=drawing))

    source = files.get_file_from_path(f"{NOTEBOOK}.md")
    if source is None:
        raise PluginError(f"there is no page {NOTEBOOK}.md to make the notebook from")
    files.remove(source)
    path = root / ".cache" / "notebooks" / f"{NOTEBOOK}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(woven_notebook(source, root), encoding="utf-8")
    files.append(
        File(f"{NOTEBOOK}.ipynb", str(path.parent), config.site_dir, config.use_directory_urls)
    )
    return files


def woven_notebook(source: File, root: Path) -> str:
    """Return the notebook of a page, with its code filled in."""
    path = Path("docs") / source.src_uri
    try:
        return notebook.to_notebook(expand(source.content_string, path, root / "src"), path)
    except WeaveError as error:
        raise PluginError(str(error)) from None


def on_page_markdown(
    markdown: str,
    page: Page,
    config: MkDocsConfig,
    files: Files,  # noqa: ARG001
) -> str:
    """Fill in code, figures and captions, and take the sources of numbers out."""
    root = Path(config.config_file_path).parent
    try:
        markdown = expand(markdown, Path("docs") / page.file.src_uri, root / "src")
    except WeaveError as error:
        raise PluginError(str(error)) from None
    if CENSUS in markdown:
        markdown = markdown.replace(CENSUS, census.as_table(count_claims(root)))
    markdown = numbers.without_marks(markdown)
    markdown = markdown.replace(f"]({NOTEBOOK}.md", f"]({NOTEBOOK}.ipynb")
    for mention in FIGURE_MENTION.finditer(markdown):
        if mention["name"] not in Build.figures:
            raise PluginError(f"docs/{page.file.src_uri}: nobody draws figure {mention['name']!r}")
    first = True

    def figure(image: re.Match[str]) -> str:
        nonlocal first
        loading, first = ("eager" if first else "lazy"), False
        address = get_relative_url(f"figures/{image['name']}.svg", page.url)
        return figure_markup(image["name"], address, image["caption"], loading)

    return census.IMAGE.sub(figure, markdown)


def count_claims(root: Path) -> Counter[str]:
    """Return the census of all pages."""
    found: Counter[str] = Counter()
    for path in sorted((root / "docs").glob("*.md")):
        found += census.of_page(path.read_text(encoding="utf-8"), path.relative_to(root))
    return found


def figure_markup(name: str, address: str, caption: str, loading: str) -> str:
    """Return the markup of a figure with its size, alternative text and caption."""
    drawing = Build.figures[name]
    Build.shown.add(name)
    found = re.search(r'width="(\d+)" height="(\d+)".*?<desc id="desc">(.*?)</desc>', drawing)
    if found is None:
        raise PluginError(f"figure {name!r} has no size or description")
    width, height, description = found.groups()
    return (
        '<figure markdown="span">\n'
        f'<img src="{address}" alt="{escape(unescape(description))}" width="{width}" '
        f'height="{height}" loading="{loading}">\n'
        + (f"<figcaption>{caption}</figcaption>\n" if caption else "")
        + "</figure>"
    )


@event_priority(-100)  # after mkdocs-jupyter has rendered
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the notebook page the looks of the book."""
    if page.file.src_uri != f"{NOTEBOOK}.ipynb":
        return html
    drawn = 0

    def save_figure(drawing: str) -> str:
        nonlocal drawn
        drawn += 1
        name = f"{NOTEBOOK}-{drawn}"
        Build.figures[name] = svg.refinish(drawing, Build.palette)
        files.append(File.generated(config, f"figures/{name}.svg", content=Build.figures[name]))
        address = get_relative_url(f"figures/{name}.svg", page.url)
        return figure_markup(name, address, "", "lazy")

    return notebook.to_page(html, save_figure)


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Refuse to draw what nobody sees."""
    unseen = sorted(set(Build.figures) - Build.shown)
    if unseen:
        raise PluginError(f"no page shows the figures {', '.join(unseen)}")


@event_priority(-100)  # after every other plugin has written its files
def on_post_build(config: MkDocsConfig) -> None:
    """Put the new site in the place of the old one, unless strict mode will refuse it."""
    if Build.command == "serve" or warned():
        return
    old = Build.site.with_name(f".{Build.site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if Build.site.exists():
        Build.site.rename(old)
    Path(config.site_dir).rename(Build.site)
    shutil.rmtree(old, ignore_errors=True)


def on_build_error(error: Exception) -> None:  # noqa: ARG001
    """Clear away what was not finished; the last good site stands."""
    if Build.command != "serve":
        shutil.rmtree(staging(Build.site), ignore_errors=True)


def staging(site: Path) -> Path:
    """Return the folder in which a new site grows."""
    return site.with_name(f".{site.name}.building")


def warned() -> bool:
    """Return whether a strict build has met a warning; MkDocs itself counts only afterwards."""
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    return any(counter.get_counts() for counter in counters)
