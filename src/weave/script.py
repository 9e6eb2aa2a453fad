"""The program page as one file that runs: its definitions in their order, under its headings."""

import ast
import re
from pathlib import Path

from weave.fences import find_fences, front_matter_end

HEADING = re.compile(r"^#{1,6} (?P<words>[^\n{]*)", re.MULTILINE)
DESCRIPTION = re.compile(r"^description: (?P<words>.*)$", re.MULTILINE)


def to_script(text: str, path: Path, name: str, ending: str) -> str:
    r'''Return the script of a page, whose code has to be all there.

    Sessions stay on the page, and so do blocks that show something instead of defining it.

    Parameters
    ----------
    name
        What the program is called.
    ending
        The statements that run it.

    Examples
    --------
    >>> page = "# Dots\n\n```python\nDOT = '.'\n```\n\n```python\nDOT * 3\n```\n"
    >>> print(to_script(page, Path("a.md"), "Dots", "print(DOT)"), end="")
    """Dots."""
    <BLANKLINE>
    <BLANKLINE>
    # Dots
    <BLANKLINE>
    DOT = '.'
    <BLANKLINE>
    <BLANKLINE>
    print(DOT)
    '''
    description = DESCRIPTION.search(text, 0, front_matter_end(text))
    about = f" {description['words']}" if description else ""
    pieces = [f'"""{name}.{about}"""']
    position = front_matter_end(text)
    for fence in find_fences(text, path):
        if fence.kind != "code" or shows(fence.body):
            continue
        headings = HEADING.findall(text, position, fence.start)
        title = f"# {headings[-1].strip()}\n\n" if headings else ""
        pieces.append(title + fence.body.strip("\n"))
        position = fence.end
    return "\n\n\n".join([*pieces, ending.strip("\n")]) + "\n"


def shows(code: str) -> bool:
    """Tell whether a block does something that is only worth doing on the page."""
    return any(isinstance(node, ast.Expr) for node in ast.parse(code).body)
