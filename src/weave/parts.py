"""The parts of a page besides its fenced blocks, and how each of them is found in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# what is no prose in a paragraph; what begins first wins, so a dollar in code is part of the code
PIECE = re.compile(
    r"""(?<!\\)(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n\s*\n).)+?)(?<!`)(?P=ticks)(?!`)  # code
      | <!--(?P<comment>.*?)-->
      | (?<!\\)\$\$(?P<display>.*?)\$\$                            # a displayed formula
      | (?<!\\)\$(?!\s)(?P<inline>(?:[^$\n]|\n(?!\s*\n))+?)(?<!\s)\$  # one in a sentence
      | (?<=\])\((?P<target>[^)\s]*)(?:\s"(?P<title>[^"\n]*)")?\)  # where a link leads
      | \{\s*(?P<attributes>[\#.:][^}\n]*)\}                       # {#anchor .class}""",
    re.DOTALL | re.VERBOSE,
)
# a figure on its line, perhaps with a live one; its caption may hold ] only in a comment
FIGURE = re.compile(
    r"^!\[(?P<caption>(?:<!--(?s:(?!-->).)*-->|(?!<!--)[^\]])+)\]"
    r'\(figures/(?P<name>[\w-]+)\.svg "(?P<title>[^"]+)"\)'
    r"(?:\{ live=(?P<live>[\w-]+) \})?[ \t]*$",
    re.MULTILINE,
)
# a heading and its anchor, perhaps with attributes: ## Title {#anchor key=value}
HEADING = re.compile(
    r"^#{1,6} +(?P<title>[^\n]*?)(?: *\{ *#(?P<anchor>[\w.-]+)[^}\n]*\})? *$",
    re.MULTILINE,
)
# the first line of an admonition, folded (???) or not: !!! note "Title"
ADMONITION = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>!!!|\?\?\?\+?) (?P<kind>[\w-]+)[ \t]*"
    r'(?:"(?P<title>[^"\n]*)")?[ \t]*$',
    re.MULTILINE,
)


@dataclass(frozen=True)
class Part:
    """A part of a page, from the offset of its first character to that behind its last."""

    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Both offsets."""
        return self.start, self.end


@dataclass(frozen=True)
class Piece(Part):
    """What is no prose in a paragraph.

    ``kind`` is one of ``code``, ``comment``, ``display``, ``inline`` (formulas), ``target`` (of a
    link or an image) and ``attributes``; ``text`` is what stands between the marks, of a comment
    without white space around it; ``title`` belongs to a target.
    """

    kind: str
    text: str
    title: str = ""

    @property
    def expression(self) -> str | None:
        """The expression of a comment ``<!-- = … -->``, which is a source; else None."""
        found = self.kind == "comment" and self.text.startswith("=")
        return self.text[1:].strip() if found else None

    def after(self, keyword: str) -> str:
        """Return what a comment says behind a keyword, or nothing if it begins otherwise."""
        before, _, rest = self.text.partition(keyword)
        return "" if before else rest


@dataclass(frozen=True)
class Figure(Part):
    """A figure that the build draws; ``live`` names the script that brings it to life."""

    name: str
    caption: str
    title: str
    live: str | None


@dataclass(frozen=True)
class Heading(Part):
    """A heading: its title and anchor as they are written."""

    title: str
    anchor: str | None


@dataclass(frozen=True)
class Admonition(Part):
    """An admonition; its body, from offset ``body``, is indented by four spaces more than it."""

    body: int
    indent: str
    kind: str
    title: str
    folded: bool


def find_pieces(text: str) -> Iterator[Piece]:
    """Yield what is no prose in the paragraphs of a text without fenced blocks."""
    for found in PIECE.finditer(text):
        kind = "target" if found.lastgroup == "title" else found.lastgroup or ""
        inside = found[kind].strip() if kind == "comment" else found[kind]
        yield Piece(*found.span(), kind, inside, found["title"] or "")


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text without fenced blocks."""
    for found in FIGURE.finditer(text):
        yield Figure(found.start(), found.end(), **found.groupdict())


def find_headings(text: str, start: int) -> Iterator[Heading]:
    """Yield the headings of a text without fenced blocks, from an offset on."""
    for found in HEADING.finditer(text, start):
        yield Heading(*found.span(), found["title"], found["anchor"])


def find_admonitions(text: str, outside_fences: str) -> Iterator[Admonition]:
    """Yield the admonitions of a text, those inside another too.

    Parameters
    ----------
    outside_fences
        The text with spaces in place of fenced blocks, which an admonition may hold.
    """
    for found in ADMONITION.finditer(outside_fences):
        below = found.end() + 1
        yield Admonition(
            start=found.start(),
            end=end_of_indented(text, below, f"{found['indent']}    "),
            body=min(below, len(text)),
            indent=found["indent"],
            kind=found["kind"],
            title=found["title"] or "",
            folded=found["mark"] != "!!!",
        )


def end_of_indented(text: str, start: int, indent: str) -> int:
    r"""Return where the indented lines from an offset on end; blank ones may be between them.

    Examples
    --------
    >>> end_of_indented("  a\n\n  b\n\nc\n", 0, "  ")
    9
    """
    offset, end = start, min(start, len(text))
    for line in text[start:].splitlines(keepends=True):
        if line.strip() and not line.startswith(indent):
            break
        offset += len(line)
        end = offset if line.strip() else end
    return end
