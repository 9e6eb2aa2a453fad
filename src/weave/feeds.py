"""What the site says to machines: about each page, about the whole, and the pages as Markdown."""

import ast
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from weave.claims.census import IMAGE
from weave.claims.numbers import outside_fences
from weave.embed import definitions
from weave.finding import MODULE

NAMED = {"twitter:card"}  # the others of its kind are properties
COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


@dataclass(frozen=True)
class Facts:
    """What a machine is told about a page.

    Attributes
    ----------
    title, description
        In a reader's words.
    book
        The title of the whole.
    address
        Where the page stands; empty if the site has no public address.
    changed
        The day of the last change, such as ``2026-01-31``; empty if nobody knows.
    card
        The address of a picture to show beside a link; empty if it has no public one.
    """

    title: str
    description: str
    book: str
    address: str
    changed: str
    card: str


def last_change(root: Path) -> int:
    """Return when the last commit was made, in seconds since 1970; 0 if there is none.

    Examples
    --------
    >>> last_change(Path("/"))
    0
    """
    try:
        found = subprocess.run(
            ["git", "log", "-1", "--no-show-signature", "--format=%ct"],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:  # no git
        return 0
    return int(found.stdout) if found.stdout.strip().isdecimal() else 0


def with_facts(html: str, facts: Facts) -> str:
    """Return a page that tells the facts as Open Graph and as structured data.

    Examples
    --------
    >>> facts = Facts("Data", "About data", "Book", "", "", "")
    >>> print(with_facts("<head></head>", facts))
    <head><meta property="og:type" content="article">
    <meta property="og:site_name" content="Book">
    <meta property="og:title" content="Data">
    <meta property="og:description" content="About data">
    <script type="application/ld+json">{"@context": "https://schema.org", "@type": "TechArticle", \
"headline": "Data", "description": "About data", "inLanguage": "en", \
"isPartOf": {"@type": "Book", "name": "Book"}}</script>
    </head>
    """
    graph = {
        "og:type": "article",
        "og:site_name": facts.book,
        "og:title": facts.title,
        "og:description": facts.description,
        "og:url": facts.address,
        "og:image": facts.card,
        "twitter:card": facts.card and "summary_large_image",
    }
    article = {
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": facts.title,
        "description": facts.description,
        "inLanguage": "en",
        "isPartOf": {"@type": "Book", "name": facts.book},
        "url": facts.address,
        "dateModified": facts.changed,
        "image": facts.card,
    }
    lines = [
        f'<meta {"name" if name in NAMED else "property"}="{name}" content="{escape(content)}">'
        for name, content in graph.items()
        if content
    ]
    known = {name: content for name, content in article.items() if content}
    data = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    lines.append(f'<script type="application/ld+json">{data}</script>\n')
    return html.replace("</head>", "\n".join(lines) + "</head>", 1)


def as_markdown(text: str, path: Path, descriptions: Mapping[str, str]) -> str:
    r"""Return a page without comments, its figures in words.

    Parameters
    ----------
    text, path
        The page, with its code filled in.
    descriptions
        What each figure shows, by its name.

    Examples
    --------
    >>> page = 'A dot.<!-- true -->\n\n![Look.](figures/dot.svg "Dot")\n'
    >>> print(as_markdown(page, Path("a.md"), {"dot": "One dot."}), end="")
    A dot.
    <BLANKLINE>
    ![One dot.](figures/dot.svg "Dot")
    <BLANKLINE>
    Look.
    """
    page = outside_fences(text, path)  # whose blocks may show figures and comments
    edits = {
        comment.span(): "\n" if comment[0].endswith("\n") else ""
        for comment in COMMENT.finditer(page)
    } | {
        image.span(): (
            f"![{descriptions[image['name']]}]"
            f'(figures/{image["name"]}.svg "{image["title"]}")\n\n{image["caption"]}'
        )
        for image in IMAGE.finditer(page)
    }
    for (start, end), new in sorted(edits.items(), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def with_docstrings(reference: str, source_root: Path) -> str:
    """Return a reference page with each public function as its signature and docstring.

    Examples
    --------
    >>> page = with_docstrings("::: weave.errors", Path(__file__).parents[1])
    >>> "class WeaveError(ValueError):" in page
    True
    """

    def documented(module: re.Match[str]) -> str:
        path = source_root.joinpath(*module["module"].split(".")).with_suffix(".py")
        source = path.read_text(encoding="utf-8")
        return "\n\n".join(
            f"```python\n{head(source, node)}\n```"
            for name, node in definitions(source).items()
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and name[0] != "_"
        )

    return MODULE.sub(documented, reference)


def head(source: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    """Return the lines of a definition up to the end of its docstring."""
    last = node.body[0] if ast.get_docstring(node) else node
    return "\n".join(source.splitlines()[node.lineno - 1 : last.end_lineno])


@dataclass(frozen=True)
class Entry:
    """A page in the list for language models."""

    section: str
    title: str
    description: str
    name: str
    text: str


def write_markdown(
    site: Path, book: str, summary: str, home: str, entries: Iterable[Entry]
) -> None:
    """Write each page as Markdown into a finished site, a list of them, and all in one file.

    Parameters
    ----------
    site
        The folder of the finished site.
    book, summary
        The title of the whole, and what it is in one sentence.
    home
        The address of the site, to which the names of the pages are added.
    entries
        The pages in reading order.
    """
    listed, told, section = [f"# {book}\n\n> {summary}\n"], [], ""
    for entry in entries:
        (site / entry.name).write_text(entry.text, encoding="utf-8")
        if entry.section != section:
            section = entry.section
            listed.append(f"\n## {section}\n")
        listed.append(f"- [{entry.title}]({home}{entry.name}): {entry.description}")
        told.append(entry.text.strip())
    (site / "llms.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    (site / "llms-full.txt").write_text("\n\n".join(told) + "\n", encoding="utf-8")


def guide_for_the_lost(html: str, links: Mapping[str, str]) -> str:
    """Return the page for what is not there, with a way to everything that is.

    Parameters
    ----------
    html
        The page as the theme makes it.
    links
        The address of each page by its title.

    Examples
    --------
    >>> print(guide_for_the_lost("<h1>404 - Not found</h1>", {"Data": "/data/"}))
    <h1>There is no such page</h1>
    <p>The address may have a slip in it, or the page has moved. The search at the top looks
    through the whole book, and here is everything in reading order:</p>
    <ol>
    <li><a href="/data/">Data</a></li>
    </ol>
    """
    items = "\n".join(
        f'<li><a href="{escape(address)}">{escape(title)}</a></li>'
        for title, address in links.items()
    )
    return html.replace(
        "<h1>404 - Not found</h1>",
        "<h1>There is no such page</h1>\n"
        "<p>The address may have a slip in it, or the page has moved. The search at the top looks\n"
        "through the whole book, and here is everything in reading order:</p>\n"
        f"<ol>\n{items}\n</ol>",
    )
