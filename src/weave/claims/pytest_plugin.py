"""The pytest plugin that reads the book: every page, README.md, and the docstrings of `src`.

It is named in `pyproject.toml`, so no conftest.py has to stand at the top of the project. Each
claim is a test of its own. Whichever tests are selected and in whatever order, what stands above a
claim has run before it; under pytest-xdist, all claims of a page belong into one worker (``--dist
loadfile``).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sybil import Sybil
from sybil.example import Example, SybilFailure
from sybil.integration.pytest import SybilFile, SybilItem

from weave.claims import known_kinds, libraries
from weave.claims.sessions import Session, module_session, page_session
from weave.errors import WeaveError
from weave.page import Page

# what is read: every page and module, from the project's root
READ = re.compile(r"README\.md|docs/.+\.md|src/.+\.py")
TALLY = pytest.StashKey["Tally"]()


@dataclass
class Tally:
    """What one run of the tests has read.

    Attributes
    ----------
    found
        How many claims of each kind there are.
    sessions
        The sessions of all pages.
    told
        What was accepted, and where nothing could be.
    """

    found: Counter[str] = field(default_factory=Counter)
    sessions: list[Session] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the command that accepts a deliberate change."""
    parser.addoption(
        "--accept",
        action="store_true",
        help="write changed outputs and numbers into the documents instead of failing",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.stash[TALLY] = Tally()


class NamedSybil(Sybil):
    """Gives each example a name of its own; pytest-xdist hands out work by name."""

    def __init__(self) -> None:
        super().__init__([])
        self.names = Counter[str]()

    def identify(self, example: Example) -> str:
        """Return the example's position, numbered if several share it."""
        name = f"line:{example.line},column:{example.column}"
        self.names[name] += 1
        return name if self.names[name] == 1 else f"{name},{self.names[name]}"


class ClaimItem(SybilItem):
    """A claim of the book, whose failure speaks of the book and not of what read it."""

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> Any:
        """Return what is wrong."""
        if isinstance(excinfo.value, SybilFailure):
            return str(excinfo.value.result)
        return super().repr_failure(excinfo, style)


class BookFile(SybilFile):
    """A page or module, whose mistakes are told with the line they are on.

    Attributes
    ----------
    lacking, first_extra
        Libraries that are not installed, and where in the page claims begin that need them.
    """

    lacking: Sequence[str] = ()
    first_extra: int = 0

    def collect(self) -> Iterator[ClaimItem]:
        """Yield the claims of this file."""
        (sybil,) = self.sybils
        try:
            session = self.read()
        except WeaveError as error:
            raise self.CollectError(error.explained(self.config.rootpath)) from None
        for example in session.document:
            item = ClaimItem.from_parent(self, sybil=sybil, example=example)
            if self.lacking and example.start > self.first_extra:
                reason = f"needs {', '.join(self.lacking)}"
                item.add_marker(pytest.mark.skip(reason))
            yield item

    def read(self) -> Session:
        """Return the session of this file, and count what it claims."""
        root, tally = self.config.rootpath, self.config.stash[TALLY]
        path = self.path.relative_to(root)
        accept = self.config.getoption("--accept")
        if path.suffix == ".py":
            session = module_session(path, root, accept=accept)
            tally.sessions.append(session)
            tally.found["example in a docstring run"] += len(session.order.examples)
            return session
        page = Page.read(root, path)
        asked = libraries.asked_by(page)
        self.lacking = libraries.missing(asked)
        self.first_extra = libraries.first_extra(page)
        tally.found += known_kinds.of_page(page, libraries.in_words(asked))
        session = page_session(page, accept=accept)
        tally.sessions.append(session)
        return session


def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> BookFile | None:
    """Collect pages and modules, wherever pytest was pointed at them."""
    root = parent.config.rootpath
    if file_path.is_relative_to(root) and READ.fullmatch(
        file_path.relative_to(root).as_posix()
    ):
        return BookFile.from_parent(parent, path=file_path, sybils=[NamedSybil()])
    return None


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Read named documents in this process, and one file of tests, and accept changes in it.

    Workers take longer to start than to read a few documents.
    """
    files = [Path(argument.partition("::")[0]) for argument in config.args]
    documents = not any(path.name.startswith("test_") for path in files)
    alone = all(path.is_file() for path in files) and (documents or len(files) == 1)
    return 0 if alone or config.getoption("--accept") else None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write accepted changes once everything has run; a worker tells what it has read."""
    tally = session.config.stash[TALLY]
    for each in tally.sessions:
        tally.told += each.write_edits()
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["tally"] = (dict(tally.found), tally.told)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist has read; each of them reads the whole book."""
    tally = node.config.stash[TALLY]
    found, told = getattr(node, "workeroutput", {}).get("tally", ({}, []))
    tally.found |= Counter(found)
    tally.told += told


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how much of the book was read, so that what vanishes is noticed."""
    tally = config.stash[TALLY]
    if tally.found:
        terminalreporter.section("the book")
        terminalreporter.line(known_kinds.in_words(tally.found))
    for line in tally.told:
        terminalreporter.line(line)
