"""The one error that weaving raises: it names the place before it complains."""

from pathlib import Path

ACCEPT = "If the change is meant, `pytest --accept` writes it into the file."


class WeaveError(ValueError):
    """A page says something that cannot be woven or checked.

    Attributes
    ----------
    path, line
        The page and the line, from 1.
    message
        What is wrong, in one line.
    hint
        What to write instead.
    shown
        The piece of the line that is meant.

    Examples
    --------
    >>> raise WeaveError(Path("docs/a.md"), 3, "this fence is never closed")
    Traceback (most recent call last):
    weave.errors.WeaveError: docs/a.md:3: this fence is never closed
    """

    def __init__(
        self,
        path: Path,
        line: int,
        message: str,
        *,
        hint: str = "",
        shown: str = "",
    ) -> None:
        self.path, self.line, self.message = path, line, message
        self.hint, self.shown = hint, shown
        super().__init__(f"{path.as_posix()}:{line}: {message}")

    def explained(self, root: Path) -> str:
        """Return the message, the line of the file below ``root``, carets below it, the hint."""
        file = root / self.path
        text = (
            file.read_text("utf-8-sig", errors="replace") if file.is_file() else ""
        )
        shown = pointed_at(text, self.line, self.shown)
        return "\n".join([str(self), *shown, *filter(None, [self.hint])])


def compared(page: str, run: str) -> str:
    r"""Return what a page says and, below it, what the run says.

    Examples
    --------
    >>> print(compared("0.5\n", "0.5 \n"))
      the page says
        0.5
      the run says
        0.5␣
    """
    return "\n".join(
        [
            "  the page says",
            *indented(page or "(nothing)"),
            "  the run says",
            *indented(run or "(nothing)"),
        ]
    )


def indented(text: str) -> list[str]:
    """Return the lines of a text, each four spaces in, with the spaces at its end to be seen."""
    return [f"    {line.rstrip(' '):␣<{len(line)}}" for line in text.splitlines()]


def pointed_at(text: str, line: int, shown: str) -> list[str]:
    """Return a line of a text, and carets below the piece of it that is ``shown``."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return []
    source = lines[line - 1].strip()
    piece = shown.strip().splitlines()[0] if shown.strip() else ""
    column = source.find(piece) if piece else -1
    if len(source) > 100:  # a paragraph on one line: show what surrounds the piece
        start = max(0, column - 40)
        source, column = source[start : start + 100], column - start
    carets = [f"    {' ' * column}{'^' * len(piece)}"] if column >= 0 else []
    return [f"    {source}", *carets]
