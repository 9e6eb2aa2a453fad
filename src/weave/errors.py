"""The one error that weaving raises: it names the place before it complains."""

from pathlib import Path


class WeaveError(ValueError):
    """A page says something that cannot be woven or checked.

    Examples
    --------
    >>> raise WeaveError(Path("docs/a.md"), 3, "this fence is never closed")
    Traceback (most recent call last):
    weave.errors.WeaveError: docs/a.md:3: this fence is never closed
    """

    def __init__(self, path: Path, line: int, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        super().__init__(f"{path.as_posix()}:{line}: {message}")
