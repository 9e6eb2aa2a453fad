"""Read a page of the book as a person who copies its code would."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from weave.claims.console import commands
from weave.embed import definitions_of, separated
from weave.fences import Fence
from weave.page import Page
from weave.page_file import page_paths

from .building import ROOT


def read_pages(root: Path) -> Iterator[Page]:
    """Yield every page of a book, those in folders below ``docs`` too, by path."""
    yield from (Page.read(root, path) for path in page_paths(root))


def every_page() -> list[Page]:
    """Return the pages of the site and README.md."""
    return [*read_pages(ROOT), Page.read(ROOT, Path("README.md"))]


def embedded(pages: Iterable[Page]) -> set[str]:
    """Return the dotted names of what pages show of the package."""
    return {
        name for page in pages for fence in page.fences for name in fence.embeds
    }


def source_of(fence: Fence) -> str:
    """Return the code of a block as an author wrote it, without prompts and outputs."""
    embedded = definitions_of(fence, ROOT / "src")
    if embedded:
        return separated(embedded)
    if fence.kind == "session":
        return "".join(prompt.source for prompt in fence.prompts)
    if fence.kind == "console":
        return "".join(command.source for command in commands(fence))
    return fence.body
