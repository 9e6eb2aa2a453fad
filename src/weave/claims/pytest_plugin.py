"""The pytest plugin that reads the book: every page, README.md, and the docstrings of `src`.

It is named in `pyproject.toml`, so no conftest.py has to stand at the top of the project.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sybil import Sybil
from sybil.example import Example, SybilFailure
from sybil.integration.pytest import SybilFile, SybilItem

from weave.claims import census
from weave.claims.sessions import Checker, apply
from weave.errors import WeaveError
from weave.reading import read_page

CHECKER = pytest.StashKey[Checker]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the command that accepts a deliberate change."""
    parser.addoption(
        "--accept",
        action="store_true",
        help="write changed outputs and numbers into the documents instead of failing",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give this run its own checker."""
    root = config.rootpath
    config.stash[CHECKER] = Checker(
        root, root / "src", accept=config.getoption("--accept")
    )


class Named(Sybil):
    """A reader of files that gives each example a name of its own.

    Two that begin at the same place would be one to whoever hands out work by name.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: Counter[str] = Counter()

    def identify(self, example: Example) -> str:
        """Return where an example begins, and which of those that do it is."""
        name = f"line:{example.line},column:{example.column}"
        self.names[name] += 1
        count = self.names[name]
        return name if count == 1 else f"{name},{count}"


class BookItem(SybilItem):
    """An example of the book, whose failure speaks of the book and not of what read it."""

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: str | None = None,  # noqa: ARG002
    ) -> str:
        """Return what a check found, or what a block of code raised and where."""
        if isinstance(excinfo.value, SybilFailure):
            return str(excinfo.value.result)
        checker = self.config.stash[CHECKER]
        return checker.told(self.example, excinfo.value)


class BookFile(SybilFile):
    """A page or module, whose mistakes are told with the line they are on."""

    def collect(self) -> Iterator[BookItem]:
        """Yield the examples of this file."""
        (sybil,) = self.sybils
        root = self.config.rootpath
        try:
            if self.path.suffix == ".md":
                read_page(root, self.path.relative_to(root))
        except WeaveError as error:
            raise self.CollectError(str(error)) from None
        try:
            document = sybil.parse(self.path)
        except WeaveError as error:
            raise self.CollectError(error.explained_in(root)) from None
        for example in document.examples():
            yield BookItem.from_parent(self, sybil=sybil, example=example)


def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> BookFile | None:
    """Collect pages and modules, wherever pytest was pointed at them."""
    root, checker = parent.config.rootpath, parent.config.stash[CHECKER]
    pages = Named(
        [checker.parse_page], patterns=["docs/*.md", "README.md"], path=str(root)
    )
    modules = Named(
        [checker.parse_docstring], patterns=["*.py"], path=str(root / "src")
    )
    for sybil in (pages, modules):
        if sybil.should_parse(file_path):
            return BookFile.from_parent(parent, path=file_path, sybils=[sybil])
    return None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Read one file in this process, and accept changes in it; a worker has whole files."""
    alone = (
        len(config.args) == 1 and Path(config.args[0].partition("::")[0]).is_file()
    )
    return 0 if alone or config.getoption("--accept") else None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write accepted changes once everything has run; a worker says what it has read."""
    checker = session.config.stash[CHECKER]
    apply(checker.edits)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["book"] = dict(checker.found)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker has read; each of them reads all of it."""
    read = getattr(node, "workeroutput", {}).get("book", {})
    node.config.stash[CHECKER].found = Counter(read)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how much of the book was read, so that what vanishes is noticed."""
    checker = config.stash[CHECKER]
    if checker.found:
        terminalreporter.section("the book")
        terminalreporter.line(census.in_words(checker.found))
    for edit in checker.edits:
        terminalreporter.line(
            f"accepted in {checker.relative(edit.path)}: {edit.text.strip()}"
        )
