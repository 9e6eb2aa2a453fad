"""What several test files share: equal property tests every time, the built site, a browser."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from hypothesis import settings
from nbclient import NotebookClient
from playwright.sync_api import Browser, expect

from .browsing import CHROMIUM, chromium
from .building import ALONE, LIBRARIES, SITE_URL, built_once
from .hosting import Host, hosted
from .visiting import Visit, Visits, recorded

settings.register_profile(
    "firstneuron", derandomize=True, deadline=None, database=None, max_examples=60
)
settings.load_profile("firstneuron")
# as long as playwright waits for all else: a machine may be busy
expect.set_options(timeout=30_000)

# the files that take longest, in the order in which workers should begin with them: a long one left
# over at the end would keep one of them waiting; the one behind the first lasts as long as the
# building of the site, with which it begins, and does not need it
LONG = [
    "test_escape",
    "test_figures",
    "test_visit",
    "test_engines",
    "test_downloads",
    "test_live",
    "test_browser",
    "test_console",
    "test_keyboard",
    "test_serving",
    "test_predictions",
    "test_site",
]


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are processors, because a worker often waits for a page."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of long files first."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all that is loaded by now: it stays to the end."""
    gc.freeze()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this run that all workers see."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def book(shared: Path) -> Path:
    """A copy of the book, built from nothing, once in a run. Nobody changes it."""
    return built_once(shared / "book")


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Path:
    """The built site: the one that CI built and will deploy if it says where, else a new one."""
    if "BUILT_SITE" in os.environ:
        return Path(os.environ["BUILT_SITE"]).resolve()
    book: Path = request.getfixturevalue("book")
    return book / "site"


@pytest.fixture(scope="session")
def host(site: Path) -> Iterator[Host]:
    """The built site, served compressed, below a path of its host as many sites are."""
    with hosted(site, urlsplit(SITE_URL).path) as host:
        yield host


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of all tests; each test makes its own context in it."""
    if CHROMIUM is None and "CI" not in os.environ:
        pytest.skip("needs Chromium; install it, or leave this to CI")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def shared_visit(browser: Browser) -> Iterator[Visit]:
    """The one window in which visits are made."""
    permissions = ["clipboard-read", "clipboard-write"]
    with browser.new_context(permissions=permissions) as context:
        yield Visit(context.new_page())


@pytest.fixture
def visit(shared_visit: Visit) -> Iterator[Visit]:
    """A visit by somebody new, with nothing stored."""
    yield shared_visit
    shared_visit.forget()


@pytest.fixture(scope="session")
def modules(browser: Browser, host: Host) -> Iterator[Callable[..., Any]]:
    """What gives the value of an expression over a module `n` of the live figures, for `a`."""
    with browser.new_page() as page:
        page.goto(f"{host.address}/404.html")

        def computed(module: str, expression: str, arguments: object) -> Any:
            address = f"{host.address}/assets/live/{module}.js"
            script = f"a => import('{address}').then(n => {expression})"
            return page.evaluate(script, arguments)

        yield computed


@pytest.fixture(scope="session")
def visits(shared: Path, browser: Browser, host: Host) -> Visits:
    """What there was to see on each page: one visit a window, once in a run."""
    folder = shared / "visits"
    folder.mkdir(exist_ok=True)
    return recorded(folder, browser, host)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NotebookClient]:
    """Who runs one notebook after the other, in a kernel that sees the libraries alone."""
    folder = str(tmp_path_factory.mktemp("reader"))
    new = nbformat.v4.new_notebook()
    client = NotebookClient(
        new,
        resources={"metadata": {"path": folder}},
        shutdown_kernel="immediate",  # it has nothing to save, which would take it seconds
    )
    client.km = client.create_kernel_manager()
    assert client.km.kernel_spec is not None
    launcher = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    client.km.kernel_spec.argv[:] = [*ALONE, *launcher]
    environment = {
        "PYTHONPATH": LIBRARIES,
        "MPLBACKEND": "agg",
        "IPYTHONDIR": folder,
    }
    environment["PIP_NO_INDEX"] = "1"  # what is missing is told, and not installed
    with client.setup_kernel(env=os.environ | environment):
        yield client
