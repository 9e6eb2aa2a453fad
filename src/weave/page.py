"""A page, read once and taken apart once, for every check and every step of the build."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from weave.errors import WeaveError
from weave.fences import Fence, defined_names, find_fences
from weave.page_file import read_text
from weave.parts import (
    Admonition,
    Figure,
    Heading,
    Piece,
    find_admonitions,
    find_figures,
    find_headings,
    find_pieces,
)
from weave.text import Edit, blank, blanked, line_at, replaced

NOTATION_PAGE = Path("docs/notation.md")
# the front matter: what stands between two lines of three dashes at the top
FRONT_MATTER = re.compile(r"---\n(?P<yaml>.*?\n)---\n", re.DOTALL)


@dataclass(frozen=True)
class Page:
    r"""A page of the book; it never changes, and its parts are found when first asked for.

    ``path`` is where it lies, from the project's ``root``; ``text`` is what it says, with ``\n`` at
    the end of lines; ``notation`` is the text of the page whose formulas and names hold on every
    other.

    Examples
    --------
    >>> page = Page(Path("a.md"), "# One\n\nIt is $2 x$.\n\n```pycon\n>>> 1 + 1\n2\n```\n")
    >>> [(fence.kind, fence.line) for fence in page.fences], page.formulas[0].text
    ([('session', 5)], '2 x')
    >>> page.line_at(page.formulas[0].start), page.prose.split()
    (3, ['#', 'One', 'It', 'is', '.'])
    """

    path: Path
    text: str
    notation: str = ""
    root: Path = Path()

    @staticmethod
    def read(root: Path, path: Path) -> "Page":
        """Read the page at ``path`` below the project's root; see `read_text` for errors."""
        text = read_text(root, path)
        notation = ""
        if path != NOTATION_PAGE and (root / NOTATION_PAGE).is_file():
            notation = read_text(root, NOTATION_PAGE)
        return kept(Page(path, text, notation, root))

    @property
    def source_root(self) -> Path:
        """The folder of the modules that the page may embed."""
        return self.root / "src"

    def line_at(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return line_at(self.text, offset)

    def error(
        self, offset: int, message: str, *, hint: str = "", shown: str = ""
    ) -> WeaveError:
        """Return the error for what stands at an offset."""
        line = self.line_at(offset)
        return WeaveError(self.path, line, message, hint=hint, shown=shown)

    def replaced(self, edits: Iterable[Edit]) -> str:
        """Return the text with some pieces replaced, which must not overlap."""
        return replaced(self.text, edits)

    def edited(self, edits: Iterable[Edit]) -> "Page":
        """Return the page with some pieces replaced, which must not overlap."""
        return kept(replace(self, text=self.replaced(edits)))

    @cached_property
    def body(self) -> int:
        """The offset behind the front matter."""
        found = FRONT_MATTER.match(self.text)
        return found.end() if found else 0

    @cached_property
    def front_matter(self) -> dict[str, Any]:
        """The front matter, not to be changed; an error if it is no mapping in YAML."""
        found = FRONT_MATTER.match(self.text)
        try:
            data = yaml.safe_load(found["yaml"]) if found else {}
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 2 if error.problem_mark else 2
            message = f"the front matter is not YAML: {error.problem}"
            raise WeaveError(self.path, line, message) from None
        except ValueError as error:  # such as a month 13
            message = f"a value in the front matter cannot be read: {error}"
            raise WeaveError(self.path, 2, message) from None
        if not isinstance(data, dict):
            message = "expected names and values between ---, as in description: …"
            raise WeaveError(self.path, 2, message)
        return data

    @property
    def description(self) -> str:
        """What the page is about, from the front matter; an error if it does not say."""
        if not self.front_matter.get("description"):
            message = "this page has no description"
            hint = "write description: … between two lines of --- at the top"
            raise self.error(0, message, hint=hint)
        return str(self.front_matter["description"])

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """The fenced blocks; an error if one is never closed, or sticks out of its indentation."""
        return tuple(find_fences(self.text, self.path))

    @cached_property
    def definitions(self) -> dict[str, int]:
        """The names that the code defines, and where the first block of each ends; read only."""
        return defined_names(self.fences)

    @cached_property
    def outside_fences(self) -> str:
        """The text with spaces in place of fenced blocks: as long, with the same lines."""
        return blanked(self.text, (fence.span for fence in self.fences))

    @cached_property
    def prose(self) -> str:
        """The text with spaces in place of all that is no prose."""
        words = blanked(self.outside_fences, (piece.span for piece in self.pieces))
        return blank(words[: self.body]) + words[self.body :]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What is no prose in the paragraphs, from top to bottom."""
        return tuple(find_pieces(self.outside_fences))

    def of_kind(self, *kinds: str) -> tuple[Piece, ...]:
        """Return the pieces of some kinds."""
        return tuple(piece for piece in self.pieces if piece.kind in kinds)

    @property
    def formulas(self) -> tuple[Piece, ...]:
        """The formulas, displayed ones and those in sentences."""
        return self.of_kind("display", "inline")

    @property
    def comments(self) -> tuple[Piece, ...]:
        """The comments; what looks like one in code is none."""
        return self.of_kind("comment")

    def listed(self, keyword: str) -> Iterator[tuple[Piece, str]]:
        """Yield what comments list behind a keyword, <!-- names: a; b -->, with its comment."""
        for comment in self.comments:
            for item in comment.after(keyword).split(";"):
                if item.strip():
                    yield comment, " ".join(item.split())

    @property
    def sources(self) -> tuple[Piece, ...]:
        """The comments that compute the number or the formula in front of them."""
        return tuple(each for each in self.comments if each.expression is not None)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the build draws."""
        return tuple(find_figures(self.outside_fences))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings."""
        return tuple(find_headings(self.outside_fences, self.body))

    @property
    def title(self) -> str:
        """The title, as it is written; an error if there is none."""
        if not self.headings:
            raise self.error(0, "this page has no title")
        return self.headings[0].title

    @cached_property
    def admonitions(self) -> tuple[Admonition, ...]:
        """The admonitions, those inside another too."""
        return tuple(find_admonitions(self.text, self.outside_fences))

    @property
    def notation_page(self) -> "Page":
        """The page whose formulas and names hold here too."""
        return kept(Page(NOTATION_PAGE, self.notation))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names with digits that this page and the notation list: <!-- names: a; b -->."""
        pages = self.notation_page, self
        return tuple(name for page in pages for _, name in page.listed("names:"))


@lru_cache(maxsize=256)
def kept(page: Page) -> Page:
    """Return the first of equal pages, so that each is taken apart once."""
    return page
