"""The wheel that the cache keeps is the one that would be built now."""

import shutil
from pathlib import Path

import pytest

from weave.book import Book
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


def build(project: Path) -> bytes:
    """Return the bytes of the wheel."""
    figures = "firstneuron.figures"
    book = Book(project, "Book", "", "", "", (), figures, "program", "reference")
    (path,) = files.start_wheel(book).result().glob("*.whl")
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
