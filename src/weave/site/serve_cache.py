"""Remember from one rebuild of `mkdocs serve` to the next what a prose edit leaves as it was.

It changes one page; to render and index the others again would cost a second each time.
"""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

RENDERED = (
    "content",
    "toc",
    "present_anchor_ids",
    "links_to_anchors",
    "_title_from_render",
)
PAGES: dict[str, tuple[str, dict[str, object]]] = {}
ENTRIES: dict[str, tuple[str, list[dict[str, object]]]] = {}  # of the search index


def remember(page: Page, key: str) -> None:
    """Let ``page`` render only if ``key``, all that it depends on, has changed since last time."""
    render = page.render

    def render_once(config: MkDocsConfig, files: Files) -> None:
        known, attributes = PAGES.get(page.file.src_uri, ("", {}))
        if known == key:
            vars(page).update(attributes)
            return
        render(config, files)
        attributes = {
            name: vars(page)[name] for name in RENDERED if name in vars(page)
        }
        PAGES[page.file.src_uri] = key, attributes

    page.render = render_once  # type: ignore[method-assign]


def remember_entries(index: Any) -> None:
    """Let the search's ``index`` take apart only pages that have changed since last time."""
    take_apart = index.add_entry_from_context

    def add_once(page: Page) -> None:
        key = repr((page.content, page.meta, page.title))
        known, entries = ENTRIES.get(page.url, ("", []))
        if known == key:
            index.entries += entries
            return
        before = len(index.entries)
        take_apart(page)
        ENTRIES[page.url] = key, index.entries[before:]

    index.add_entry_from_context = add_once
