"""What a book is called, where it is, and which of its pages have a part to play."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Book:
    """What the build has to know of a book, from the settings of its site.

    Attributes
    ----------
    root
        The project's root.
    title
        What the book is called.
    address, repository
        Where the site and its sources will be; empty if that is not known.
    notebooks
        The names of the pages that become notebooks.
    figures
        The module of the taught package that draws the figures.
    program
        The name of the page that is executed while the site is built, and becomes a script.
    reference
        The name of the page that describes every function.
    """

    root: Path
    title: str
    address: str
    repository: str
    notebooks: tuple[str, ...]
    figures: str
    program: str
    reference: str

    @property
    def package(self) -> str:
        """The name of the taught package."""
        return self.figures.partition(".")[0]

    @property
    def script(self) -> str:
        """The file name of the script."""
        return f"{self.title.lower().replace(' ', '_')}.py"

    @property
    def archive(self) -> str:
        """The name of the archive that holds the whole site, and of the folder in it."""
        return self.title.lower().replace(" ", "-")

    def leads_to(self, page: str, anchor: str) -> str | None:
        """Return where a notebook's links lead: into the site, or else to the next notebook."""
        if self.address:
            folder = "" if page == "index" else f"{page}/"
            return f"{self.address.rstrip('/')}/{folder}{anchor}"
        return f"{page}.ipynb{anchor}" if page in self.notebooks else None
