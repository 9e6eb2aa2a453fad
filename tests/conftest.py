"""What several test files share: equal property tests every time, the built site, a browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from .browsing import chromium
from .building import SITE_URL, copy_of_the_book, start_build
from .hosting import Host, hosted

settings.register_profile(
    "firstneuron", derandomize=True, deadline=None, database=None, max_examples=60
)
settings.load_profile("firstneuron")


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two copies of the book, built apart from each other, each from nothing."""
    first, second = (
        copy_of_the_book(tmp_path_factory.mktemp("book")) for _ in range(2)
    )
    for build in [start_build(first), start_build(second)]:
        output, _ = build.communicate()
        assert build.returncode == 0, output
    return first, second


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Path:
    """The built site: the one that CI built and will deploy if it says where, else a new one."""
    if "BUILT_SITE" in os.environ:
        return Path(os.environ["BUILT_SITE"]).resolve()
    books: tuple[Path, Path] = request.getfixturevalue("books")
    return books[0] / "site"


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[Host]:
    """The built site, served compressed, below a path of its host as many sites are."""
    with hosted(site, urlsplit(SITE_URL).path) as host:
        yield host


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of all tests; each test makes its own context in it."""
    with chromium() as browser:
        yield browser
