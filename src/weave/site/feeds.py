"""What the site says to machines: when it last changed, and its pages as Markdown."""

import ast
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from weave.embed import definitions
from weave.page import Page
from weave.site.links import MODULE
from weave.site.svg import size_and_words


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


def as_plain_page(page: Page, figures: Mapping[str, str]) -> str:
    r"""Return a page without front matter and comments, its figures in words.

    Parameters
    ----------
    page
        The page, with its code filled in.
    figures
        The SVG of each figure, by its name.

    Examples
    --------
    >>> svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'
    >>> svg += '<title>Dot</title><desc>One dot.</desc></svg>'
    >>> page = Page(Path("a.md"), 'A dot.<!-- true -->\n\n![Look.](figures/dot.svg "Dot")\n')
    >>> print(as_plain_page(page, {"dot": svg}), end="")
    A dot.
    <BLANKLINE>
    ![One dot.](figures/dot.svg "Dot")
    <BLANKLINE>
    Look.
    """
    comments = ((comment.start, comment.end, "") for comment in page.comments)
    bare = Page(page.path, page.replaced(comments))
    worded = []
    for figure in bare.figures:
        *_, description = size_and_words(figures[figure.name])
        image = f'![{description}](figures/{figure.name}.svg "{figure.title}")'
        worded.append((figure.start, figure.end, f"{image}\n\n{figure.caption}"))
    return bare.replaced([(0, bare.body, ""), *worded])


def with_docstrings(reference: str, source_root: Path) -> str:
    """Return a reference page with each public function as its signature and docstring.

    Examples
    --------
    >>> page = with_docstrings("::: weave.errors", Path(__file__).parents[2])
    >>> "class WeaveError(ValueError):" in page
    True
    """
    for found in reversed(list(MODULE.finditer(reference))):
        path = source_root.joinpath(*found["module"].split(".")).with_suffix(".py")
        source = path.read_text(encoding="utf-8")
        documented = "\n\n".join(
            f"```python\n{head(source, node)}\n```"
            for name, node in definitions(source).items()
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and name[0] != "_"
        )
        reference = (
            reference[: found.start()] + documented + reference[found.end() :]
        )
    return reference


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


def for_language_models(
    title: str, summary: str, home: str, entries: Sequence[Entry]
) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of each page as Markdown, of a list, and of all in one.

    Parameters
    ----------
    title, summary
        What the whole is called, and what it is in one sentence.
    home
        The address of the site, to which the names of the pages are added.
    entries
        The pages in reading order.
    """
    listed, section = [f"# {title}\n\n> {summary}\n"], ""
    for entry in entries:
        yield entry.name, entry.text
        if entry.section != section:
            section = entry.section
            listed.append(f"\n## {section}\n")
        listed.append(f"- [{entry.title}]({home}{entry.name}): {entry.description}")
    yield "llms.txt", "\n".join(listed) + "\n"
    texts = [entry.text.strip() for entry in entries]
    yield "llms-full.txt", "\n\n".join(texts) + "\n"
