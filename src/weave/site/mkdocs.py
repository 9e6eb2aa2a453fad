"""Hooks of MkDocs: the thin layer between it and the rest of `weave`.

What is prepared becomes MkDocs' files. Of rendered pages, only what no Markdown can say is changed.
"""

import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage

from weave.book import Book
from weave.cache import ProcessError, cache_key
from weave.errors import WeaveError
from weave.site import progress, serve_cache, theme
from weave.site.dating import last_change
from weave.site.prepare import prepare
from weave.takeaway import offline

# set in the first event and read in the others; a rebuild of `serve` has no first event
STARTED: dict[str, str] = {}


class StaticFile(File):
    """A file that is served as it is, even if it is the source of a page."""

    def is_documentation_page(self) -> bool:
        """Return that it is none."""
        return False


def on_startup(*, command: str, dirty: bool) -> None:
    """Note whether the site is served while it is written."""
    STARTED["command"] = command


def refuse_busy_port(host: str, port: int) -> str:
    """Return where the site will be served; MkDocs would ask for it after the whole build.

    Raises
    ------
    PluginError
        If something else listens there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise PluginError(
            f"the site cannot be served at {host}:{port}: {why}; end what listens there, "
            f"or choose another port: mkdocs serve -a {host}:{port + 1}"
        ) from None
    return f"{host}:{port}"


def serving() -> bool:
    """Return whether the site is served while it is written."""
    return STARTED.get("command", "serve") == "serve"


@event_priority(-100)  # after mkdocstrings has added its styles
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Date the site by its last change."""
    if serving() and "address" not in STARTED:
        STARTED["address"] = refuse_busy_port(*config.dev_addr)
    changed = str(last_change(root_of(config)))
    os.environ.setdefault("SOURCE_DATE_EPOCH", changed)
    # one page needs them; see main.html
    config.extra_css.remove("assets/_mkdocstrings.css")
    config.extra["serving"] = serving()
    config.extra["dated"] = os.environ["SOURCE_DATE_EPOCH"] != "0"
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Let MkDocs read what is prepared in place of what is written."""
    with as_plugin_error(config):
        refuse_missing_pages(config)
        prepared = prepare(book_of(config))
        theme.adapt(files, config.extra_css[0])
    for name, text in prepared.texts.items():
        file = files.get_file_from_path(name)
        if file is not None:  # else MkDocs was told to leave it out
            file.content_string = text
    for name, content in prepared.files.items():
        files.append(StaticFile.generated(config, name, content=content))
    config.extra["markdown"] = prepared.copies
    for name, text in prepared.copies.items():
        copy = StaticFile.generated(config, f"markdown/{name}", content=text)
        copy.dest_uri = name
        files.append(copy)
    # so that pages can link to it; it is written when all else is there
    archive = f"{book_of(config).archive}.zip"
    files.append(StaticFile.generated(config, archive, content=b""))
    return files


def on_page_markdown(
    markdown: str, page: SitePage, config: MkDocsConfig, files: Files
) -> str:
    """Remember what a page is rendered to, while the site is served."""
    paths = [file.src_uri for file in files.documentation_pages()]
    progress.tell("pages", paths.index(page.file.src_uri) + 1, len(paths))
    if serving():
        key = ""
        if ":::" in markdown:  # it describes the sources, which may have changed
            source = root_of(config) / "src"
            key = cache_key(files=[*source.rglob("*.py"), *source.rglob("*.jinja")])
        settings = Path(config.config_file_path).read_text("utf-8")
        serve_cache.remember(page, settings + key + markdown)
    return markdown


@event_priority(-100)  # after every other plugin has said what a page holds
def on_page_content(
    html: str, page: SitePage, config: MkDocsConfig, files: Files
) -> str:
    """Let the keyboard reach each block of code."""
    return theme.tidy_code(html)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let templates say what the theme says otherwise."""
    progress.end()
    # a page should fit into the first answer of a connection, some 14 kB: no empty lines
    env.trim_blocks = env.lstrip_blocks = True
    if serving():
        # to compile the theme's templates takes half a second
        env.bytecode_cache = FileSystemBytecodeCache()
        search: Any = config.plugins["material/search"]
        serve_cache.remember_entries(search.search_index)
    for used in (
        theme.changed,
        theme.script_hashes,
        theme.without_colours,
    ):
        env.filters[used.__name__] = used
    return env


@event_priority(-100)  # after every other plugin has written its files
def on_post_build(config: MkDocsConfig) -> None:
    """Pack the copy that needs no server."""
    if not serving():
        with as_plugin_error(config):
            offline.pack(Path(config.site_dir), book_of(config).archive)


@contextmanager
def as_plugin_error(config: MkDocsConfig) -> Iterator[None]:
    """Let MkDocs tell what is wrong, where, and what to do, without a traceback."""
    root = root_of(config)
    try:
        yield
    except (ExceptionGroup, ValueError, ProcessError) as error:
        progress.end()
        errors = error.exceptions if isinstance(error, ExceptionGroup) else [error]
        # each page that shows the loop tells what is wrong with it
        told = dict.fromkeys(as_text(each, root) for each in errors)
        raise PluginError("\n\n".join(told)) from None


def as_text(error: Exception, root: Path) -> str:
    """Return what is wrong, with the line of the page if it is known."""
    return error.explained(root) if isinstance(error, WeaveError) else str(error)


def refuse_missing_pages(config: MkDocsConfig) -> None:
    """Refuse settings that name a page which has another name now.

    Raises
    ------
    WeaveError
        With the line of the settings.
    """
    root = root_of(config)
    lines = Path(config.config_file_path).read_text("utf-8").splitlines()
    for setting in ("notebooks", "program", "reference"):
        names = config.extra[setting]
        for name in [names] if isinstance(names, str) else names:
            page = f"docs/{name}.md"
            if not root.joinpath(page).is_file():
                # the name alone, not as a part of another or of a file's name
                word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w.-])")
                line = next(
                    n for n, text in enumerate(lines, 1) if word.search(text)
                )
                message = f"there is no page {page}"
                hint = f"say in `extra: {setting}:` what it is called now"
                path = Path(config.config_file_path).name
                raise WeaveError(Path(path), line, message, hint=hint, shown=name)


def book_of(config: MkDocsConfig) -> Book:
    """Return what the settings say of the book."""
    extra = config.extra
    return Book(
        root=root_of(config),
        title=config.site_name,
        address=config.site_url or "",
        repository=config.repo_url or "",
        notebooks=tuple(extra["notebooks"]),
        figures=extra["figures"],
        program=extra["program"],
        reference=extra["reference"],
    )


def root_of(config: MkDocsConfig) -> Path:
    """Return the project's root, absolute, since what is run there is told paths below it."""
    return Path(config.config_file_path).absolute().parent
