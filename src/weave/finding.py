"""Help readers to find their way: what to know first, how long it takes, where a function is told.

All of it goes into the Markdown, before the page is made, so that its links are checked like those
an author wrote.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from unicodedata import normalize

from weave.claims.numbers import outside_fences, without_code
from weave.embed import Definition, definitions, definitions_of
from weave.fences import find_fences

# an unhurried reader, who thinks about code
WORDS_A_MINUTE, LINES_A_MINUTE = 200, 20
QUESTION = re.compile(r"^\*\*[^\n]+\*\*\n", re.MULTILINE)
MODULE = re.compile(r"^::: (?P<module>[\w.]+)$", re.MULTILINE)
HEADING = re.compile(r"^#+ .*\{#(?P<anchor>[\w.-]+)\}$", re.MULTILINE)
NOT_LINKED = re.compile(
    r"""^[ \t]*(?:\#|!!!|\?\?\?)[^\n]*         # headings and the titles of asides
      | !?\[[^\]]*\](?:\([^)]*\))?            # links and figures
      | <!--.*?-->""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
HAT = re.compile(r"([a-zA-Z])\\u02c6")
ENTRY = re.compile(
    r'<h\d id="(?P<name>[\w.]+)" class="doc doc-heading">.*?</h\d>', re.DOTALL
)
TITLE = re.compile(r'(?P<span><span class="filename">)(?P<file>[^<]*)</span>')
CALL = re.compile(r"(?<!`)`(?P<name>[a-zA-Z]\w*)(?:\([^`\n]*\))?`(?!`)")


def with_signpost(text: str, path: Path, needs: str) -> str:
    r"""Return a page that says under its question how long it takes and what it ``needs``.

    Examples
    --------
    >>> page = "# A\n\n**Why?**\n\nBecause.\n"
    >>> print(with_signpost(page, Path("a.md"), "[patience](b.md)"), end="")
    # A
    <BLANKLINE>
    **Why?**
    <BLANKLINE>
    1 minute to read. You need [patience](b.md).
    { .signpost }
    <BLANKLINE>
    Because.
    """
    minutes = reading_time(text, path)
    unit = "minute" if minutes == 1 else "minutes"
    sign = f"\n{minutes} {unit} to read. You need {needs}.\n{{ .signpost }}\n"
    return QUESTION.sub(lambda question: question[0] + sign, text, count=1)


def reading_time(text: str, path: Path) -> int:
    r"""Return how many minutes it takes to read a page with its code, at least 1.

    Examples
    --------
    >>> page = "word " * 1000 + "\n```python\n" + "x = 1\n" * 40 + "```\n"
    >>> reading_time(page, Path("a.md"))
    7
    """
    words = len(without_code(text, path).split())
    lines = sum(fence.body.count("\n") for fence in find_fences(text, path))
    return max(1, round(words / WORDS_A_MINUTE + lines / LINES_A_MINUTE))


def documented(reference: str, source_root: Path) -> dict[str, str]:
    """Return the dotted names of the functions and classes that a reference page describes.

    They are keyed by the names that a sentence would use.

    Examples
    --------
    >>> root = Path(__file__).parents[1]
    >>> documented("::: weave.errors", root)["WeaveError"]
    'weave.errors.WeaveError'
    """
    found = {}
    for module in MODULE.findall(reference):
        path = source_root.joinpath(*module.split(".")).with_suffix(".py")
        for name, node in definitions(path.read_text(encoding="utf-8")).items():
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and name[0] != "_":
                found[name] = f"{module}.{name}"
    return found


def with_links(text: str, path: Path, names: Mapping[str, str], page: str) -> str:
    """Return a page whose sections link a function, where they first name it, to its entry.

    Parameters
    ----------
    text, path
        The page.
    names
        The anchor of each function on the reference page, by the name in a sentence.
    page
        The reference page.

    Examples
    --------
    >>> names = {"train": "a.train"}
    >>> with_links("`train` and `train(x)` and `x`", Path("a.md"), names, "reference.md")
    '[`train`](reference.md#a.train) and `train(x)` and `x`'
    """
    sentences = NOT_LINKED.sub(
        lambda found: " " * len(found[0]), outside_fences(text, path)
    )
    sections = [
        found.start() for found in HEADING.finditer(outside_fences(text, path))
    ]
    pieces, position, linked = [], 0, set[tuple[int, str]]()
    for found in CALL.finditer(sentences):
        section = sum(start < found.start() for start in sections)
        if found["name"] not in names or (section, found["name"]) in linked:
            continue
        linked.add((section, found["name"]))
        target = f"{page}#{names[found['name']]}"
        pieces += [text[position : found.start()], f"[{found[0]}]({target})"]
        position = found.end()
    return "".join([*pieces, text[position:]])


def shown_in(
    pages: Iterable[Path], source_root: Path
) -> Iterator[tuple[Definition, str]]:
    """Yield what the pages embed from the sources, with the page and the section's anchor."""
    for path in pages:
        text = path.read_text(encoding="utf-8")
        headings = list(HEADING.finditer(outside_fences(text, path)))
        for fence in find_fences(text, path):
            above = [h["anchor"] for h in headings if h.start() < fence.start]
            for definition in definitions_of(fence, source_root):
                yield definition, f"{path.name}#{above[-1] if above else ''}"


def shown_first(text: str, path: Path, source_root: Path) -> list[Definition]:
    """Return the first definition of each block that a page embeds."""
    blocks = (
        definitions_of(fence, source_root) for fence in find_fences(text, path)
    )
    return [block[0] for block in blocks if block]


def with_origins(html: str, origins: Mapping[str, Mapping[str, str]]) -> str:
    r"""Return a reference page with links below the heading of each entry.

    Parameters
    ----------
    html
        The page; an entry's heading has its dotted name for an anchor.
    origins
        For each entry the addresses to link, by their words.

    Examples
    --------
    >>> heading = '<h3 id="a.b" class="doc doc-heading">b</h3>'
    >>> print(with_origins(heading, {"a.b": {"Explained in A": "../a/"}}))
    <h3 id="a.b" class="doc doc-heading">b</h3>
    <p class="origin"><a href="../a/">Explained in A</a></p>
    """

    def below(heading: re.Match[str]) -> str:
        links = origins.get(heading["name"])
        return heading[0] + (
            f'\n<p class="origin">{in_a_row(links)}</p>' if links else ""
        )

    return ENTRY.sub(below, html)


def in_a_row(links: Mapping[str, str]) -> str:
    """Return links beside each other.

    Examples
    --------
    >>> in_a_row({"here": "a/", "there": "b/"})
    '<a href="a/">here</a> · <a href="b/">there</a>'
    """
    return " · ".join(
        f'<a href="{escape(address)}">{escape(words)}</a>'
        for words, address in links.items()
    )


def with_block_sources(html: str, addresses: Sequence[str]) -> str:
    """Return a page whose embedded blocks link the file in their title.

    Raises
    ------
    ValueError
        If there are not as many ``addresses`` as titles.

    Examples
    --------
    >>> with_block_sources('<span class="filename">a.py</span>', ["https://b/a.py#L1"])
    '<span class="filename"><a href="https://b/a.py#L1">a.py</a></span>'
    """
    found = len(TITLE.findall(html))
    if found != len(addresses):
        raise ValueError(f"{found} blocks have a title; expected {len(addresses)}")
    left = iter(addresses)
    return TITLE.sub(
        lambda title: (
            f'{title["span"]}<a href="{escape(next(left))}">{title["file"]}</a></span>'
        ),
        html,
    )


def with_whole_letters(index: str) -> str:
    r"""Return a search index in which a hat sits on its letter, as readers type it.

    Examples
    --------
    >>> with_whole_letters(r'{"text": "y\u02c6 is a probability"}')
    '{"text": "\\u0177 is a probability"}'
    """
    return HAT.sub(
        lambda found: json.dumps(normalize("NFC", f"{found[1]}\u0302"))[1:-1], index
    )
