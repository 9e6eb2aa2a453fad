"""The figures of the book: drawn in processes of their own, and put into pages as Markdown."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from weave.cache import Job, cache_key
from weave.errors import WeaveError
from weave.page import Page
from weave.site.progress import tell, tell_costs
from weave.site.svg import DARK, LIGHT, size_and_words
from weave.text import Edit

# how a browser fetches the first figure of a page, often what shows last, and the others
FIRST, LATER = "loading=eager fetchpriority=high", "loading=lazy"
LIVE = "assets/live"  # where the scripts of live figures are, below docs
# what Markdown would take for its own
SPECIAL = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]$!"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


@dataclass(frozen=True)
class Drawn:
    """What was drawn: figures, what stands for the book, and what live figures start from.

    Attributes
    ----------
    folder
        Where it all is.
    """

    folder: Path

    @cached_property
    def figures(self) -> dict[str, str]:
        """The SVG of each figure, by its name."""
        return {path.stem: read(path) for path in sorted(self.folder.glob("*.svg"))}

    @cached_property
    def palette(self) -> dict[str, tuple[str, str]]:
        """For each colour its light and its dark value."""
        found = json.loads(read(self.folder / "palette.json"))
        return {name: (light, dark) for name, (light, dark) in found.items()}

    @property
    def files(self) -> Iterator[tuple[str, str | bytes]]:
        """The name and the content of each file that the site gets besides the figures."""
        yield "figures/mark.svg", read(self.folder / "mark")
        yield "figures/card.png", self.folder.joinpath("card").read_bytes()
        for path in sorted(self.folder.joinpath("data").iterdir()):
            yield f"{LIVE}/{path.name}", read(path)


def read(path: Path) -> str:
    """Return the text of a file."""
    return path.read_text(encoding="utf-8")


def start_drawing(module: str, root: Path) -> Job:
    """Begin to draw what ``module`` draws, unless it is drawn already.

    The processes are fresh, so an edit in the sources counts at once; the cache is keyed on every
    file that could change a figure, so an edit elsewhere costs nothing.
    """
    parts = ("data", "figures")
    commands = [["-m", "weave.site.draw", module, part] for part in parts]
    package = root / "src" / module.partition(".")[0]
    own = [Path(__file__).with_name(name) for name in ("draw.py", "svg.py")]
    files = [*package.rglob("*.py"), *own]
    key = cache_key(files=files, libraries="matplotlib numpy")
    folder = root / ".cache" / "figures"
    return Job(folder, key, commands, root)


def wait_for(drawing: Job) -> Drawn:
    """Return what was drawn, once it is; say how far it is, and what each figure cost.

    Raises
    ------
    ProcessError
        If something cannot be drawn.
    """

    def watch(folder: Path) -> None:
        done = len(list(folder.glob("*.seconds")))
        total = folder / "tasks"
        tell("drawing", done, int(read(total) or 0) if total.exists() else 0)

    anew = bool(drawing.processes)
    folder = drawing.result(watch)
    if anew:
        tell_costs({p.stem: float(read(p)) for p in folder.glob("*.seconds")})
    return Drawn(folder)


def refuse_unseen(
    pages: Iterable[Page], figures: Iterable[str], module: str
) -> None:
    """Refuse a figure of ``module`` that no page shows.

    Raises
    ------
    WeaveError
        If there is one.
    """
    shown = {figure.name for page in pages for figure in page.figures}
    unseen = ", ".join(sorted({*figures} - shown))
    if unseen:
        message = f"no page shows what this draws: {unseen}"
        raise WeaveError(Path("src", *module.split(".")), 1, message)


def check_figures(page: Page, figures: dict[str, str]) -> None:
    """Refuse a page that shows what nobody draws, or by another title, or live without a script.

    Raises
    ------
    WeaveError
        If it does.
    """
    scripts = page.root / "docs" / LIVE
    for figure in page.figures:
        shown = f"{figure.name}.svg"
        if figure.name not in figures:
            message = f"nobody draws the figure {figure.name!r}"
            raise page.error(figure.start, message, shown=shown)
        _, _, title, _ = size_and_words(figures[figure.name])
        if figure.title != title:
            message = f"the figure {figure.name!r} is called {title!r}, not {figure.title!r}"
            raise page.error(figure.start, message, shown=shown)
        if figure.live and not (scripts / f"{figure.live}.js").is_file():
            message = (
                f"nobody wrote the live figure {figure.live!r}; "
                f"expected docs/{LIVE}/{figure.live}.js"
            )
            raise page.error(figure.start, message)


def with_figures(page: Page, figures: dict[str, str]) -> Iterator[Edit]:
    """Yield the edits that put size and words to each figure of a page; the first loads at once."""
    for number, figure in enumerate(page.figures):
        svg, loading = figures[figure.name], LATER if number else FIRST
        images = images_of(figure.name, svg, page.path, loading)
        live, panel = "", ""
        if figure.live:  # which has room for its controls
            live = f' data-live="{figure.live}"'
            panel = '<div class="live-panel"></div>\n'
        caption = f'<figcaption markdown="span">{figure.caption}</figcaption>'
        yield (
            *figure.span,
            f'<figure markdown="span"{live}>\n{images}\n{panel}{caption}\n</figure>',
        )


def images_of(name: str, svg: str, path: Path, loading: str) -> str:
    """Return the Markdown of a figure on a page, without its caption.

    It is there twice, with one download: the theme hides the one for the other scheme.
    """
    width, height, _, description = size_and_words(svg)
    up = "../" * (len(path.parts) - 2)  # from a page in a folder below docs
    return "".join(
        f"![{description.translate(SPECIAL)}]({up}figures/{name}.svg#{scheme})"
        f"{{ width={width} height={height} {loading} }}"
        for scheme in (LIGHT, DARK)
    )
