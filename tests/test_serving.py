"""The command that serves the book shows it, and follows edits of prose and of code."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from .building import ROOT, files_of, start_mkdocs

PATIENCE = 120  # seconds; a rebuild takes about two, a drawing ten
# the pages that MkDocs renders; the others are prepared alone
LOOKED_AT = """
exclude_docs: |
  *.md
  !sigmoid.md
  !frameworks.md
  !reference.md
"""


@pytest.fixture
def served(book: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the book with its figures drawn, and the address at which it is served."""
    copy = shutil.copytree(book, tmp_path / "book")
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(LOOKED_AT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = f"127.0.0.1:{port}"
    with start_mkdocs(
        copy, "serve", "--dev-addr", where, output=subprocess.DEVNULL
    ) as server:
        yield copy, f"http://{where}"
        server.terminate()


def wait_for(text: str, address: str) -> None:
    """Return as soon as a page contains ``text``."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=PATIENCE) as response:
                if text in response.read().decode():
                    return
        except URLError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{address} never showed {text!r}")


def replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_an_edit_of_prose_or_code_is_shown(served: tuple[Path, str]) -> None:
    book, address = served
    site = files_of(book / "site")
    wait_for("How does a line become a probability?", f"{address}/sigmoid/")
    page = book / "docs" / "sigmoid.md"
    replace(page, "How does a line become", "How does a road become")
    wait_for("How does a road become", f"{address}/sigmoid/")
    index = f"{address}/search/search_index.json"
    wait_for("How does a road become", index)
    wait_for("frameworks/", index)
    replace(page, "description:", "search: {boost: 1.7}\ndescription:")
    wait_for('"boost":1.7', index)
    code = book / "src" / "firstneuron"
    figures = code / "figures" / "home.py"
    # at once, because after each edit of the package every figure is drawn again, and in a
    # module that the program does not show, or that would be executed again
    replace(figures, '"before training"', '"not yet trained"')
    replace(figures, "untrained neuron is a flat", "newborn neuron is a flat")
    key, other = "number: -number.depth", "summand: -summand.depth"
    replace(code / "autodiff.py", key, other)
    replace(code / "autodiff.py", "remembers what made it;", "knows what made it;")
    overrides = book / "src" / "weave" / "site" / "overrides"
    replace(overrides / "main.html", 'title="Chapters"', 'title="Questions"')
    wait_for("newborn neuron is", f"{address}/figures/hero.svg")
    wait_for("summand", f"{address}/frameworks/")
    wait_for("knows what made it;", f"{address}/reference/")
    wait_for('title="Questions"', f"{address}/sigmoid/")
    assert files_of(book / "site") == site  # which another command may be building


def test_a_port_in_use_is_told_in_one_line_before_anything_is_built() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        where = f"127.0.0.1:{busy.getsockname()[1]}"
        server = start_mkdocs(ROOT, "serve", "-a", where)
        told, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 1
    assert (
        f"the site cannot be served at {where}: Address already in use; end what"
        in told
    )
    assert "Traceback" not in told
