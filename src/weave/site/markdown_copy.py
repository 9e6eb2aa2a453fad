"""The copy of a page in plain Markdown, for language models and other readers of text."""

from collections.abc import Mapping

from weave.page import Page
from weave.site.svg import size_and_words


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
    >>> from pathlib import Path
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
    bare = page.edited((*comment.span, "") for comment in page.comments)
    worded = []
    for figure in bare.figures:
        *_, description = size_and_words(figures[figure.name])
        image = f'![{description}](figures/{figure.name}.svg "{figure.title}")'
        worded.append((figure.start, figure.end, f"{image}\n\n{figure.caption}"))
    return bare.replaced([(0, bare.body, ""), *worded])
