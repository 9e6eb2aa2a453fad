"""The way out: the day MkDocs ends, ProperDocs builds the same site from the same files."""

from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from .building import copy_of_the_book, files_of, start_build

MKDOCS = f'content="mkdocs-{version("mkdocs")}, '.encode()
PROPERDOCS = f'content="mkdocs-ProperDocs {version("properdocs")}, '.encode()


@pytest.fixture(scope="module")
def escaped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the book, built by ProperDocs."""
    book = copy_of_the_book(tmp_path_factory.mktemp("escaped"))
    build = start_build(book, engine="properdocs")
    output, _ = build.communicate()
    assert build.returncode == 0, output
    return book


def everything_in(site: Path) -> dict[str, bytes]:
    """Return each file of a site, and each file in the copies for a disk that it offers."""
    found = files_of(site)
    for name in [name for name in found if name.endswith(".zip")]:
        with ZipFile(BytesIO(found.pop(name))) as packed:
            found |= {
                f"{name}/{inner}": packed.read(inner) for inner in packed.namelist()
            }
    return found


def test_properdocs_builds_the_same_site_but_for_its_name(
    books: tuple[Path, Path], escaped: Path
) -> None:
    ours, theirs = (everything_in(book / "site") for book in (books[0], escaped))
    assert theirs.keys() == ours.keys()
    renamed = {
        name: content.replace(PROPERDOCS, MKDOCS, 1)
        for name, content in theirs.items()
    }
    assert [name for name in ours if renamed[name] != ours[name]] == []
    changed = {name for name in ours if renamed[name] != theirs[name]}
    assert changed == {name for name in ours if name.endswith(".html")}


def test_properdocs_keeps_the_last_good_site(escaped: Path) -> None:
    before = files_of(escaped / "site")
    page = escaped / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("(sigmoid.md)", "(sigmoid.md#nowhere)", 1), encoding="utf-8"
    )
    build = start_build(escaped, engine="properdocs")
    output, _ = build.communicate()
    assert build.returncode != 0
    assert "#nowhere" in output
    assert files_of(escaped / "site") == before
