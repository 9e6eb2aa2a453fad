"""What a page offers lies where it says, and the wheel is the one that would be built now."""

import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from weave.book import Book
from weave.page import Page
from weave.takeaway import files

ROOT = Path(__file__).parents[3]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return what the wheel is made from, last changed at a known second."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769817600")
    for name in files.WHEEL_FILES:
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "src" / "firstneuron", tmp_path / "src" / "firstneuron")
    return tmp_path


def book_of(root: Path, address: str = "") -> Book:
    """Return the book of a project, at an address or at none."""
    pages = ("data", "program"), "firstneuron.figures", "program", "reference"
    return Book(root, "Book", address, "", *pages)


def build(project: Path) -> bytes:
    """Return the bytes of the wheel."""
    (path,) = files.start_wheel(book_of(project)).result().glob("*.whl")
    return path.read_bytes()


def test_the_kept_wheel_is_the_one_of_a_clean_build(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(project)
    typed = project / "src" / "firstneuron" / "py.typed"
    for change in (
        lambda: monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000"),
        lambda: typed.write_text("partial\n", encoding="utf-8"),
    ):
        change()
        second = build(project)
        assert second != first
        shutil.rmtree(project / ".cache")
        assert second == build(project)
        first = second


HOST, ELSEWHERE = "https://a.org/b", "run it at jupyter.org"


@pytest.mark.parametrize(
    ("name", "address", "text", "offered"),
    [
        ("data", f"{HOST}", "", ["notebook", ELSEWHERE, "source"]),
        ("data", f"{HOST}/", "", ["notebook", ELSEWHERE, "source"]),
        # it could not fetch the notebook, or has no such library
        ("data", "", "", ["notebook", "source"]),
        ("data", "http://127.0.0.1:8000/", "", ["notebook", "source"]),
        ("data", HOST, "<!-- libraries: banana -->", ["notebook", "source"]),
        ("program", "", "", ["notebook", "script", "wheel", "source"]),
        ("notation", HOST, "", []),
    ],
)
def test_a_page_offers_what_lies_in_the_site_and_what_runs_elsewhere(
    name: str, address: str, text: str, offered: list[str]
) -> None:
    page = Page(Path("docs", f"{name}.md"), text)
    offers = dict(files.take_aways(page, book_of(ROOT, address), Path("b.whl")))
    assert list(offers) == offered
    there = urlsplit(offers.pop(ELSEWHERE, ""))
    assert not any(":" in where for where in offers.values())
    if ELSEWHERE in offered:
        assert there.hostname == "jupyter.org"
        assert parse_qs(there.query) == {
            "fromURL": [f"{HOST}/notebooks/data.ipynb"]
        }
