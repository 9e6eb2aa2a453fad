"""Two builds are the same to the byte, even if ProperDocs does one: the way out if MkDocs ends."""

from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from .building import built_once, files_of

MKDOCS = f'content="mkdocs-{version("mkdocs")}, '.encode()
PROPERDOCS = f'content="mkdocs-ProperDocs {version("properdocs")}, '.encode()


def everything_in(site: Path) -> dict[str, bytes]:
    """Return each file of a site, and each file in the copies for a disk that it offers."""
    found = files_of(site)
    for name in [name for name in found if name.endswith(".zip")]:
        with ZipFile(BytesIO(found.pop(name))) as packed:
            found |= {
                f"{name}/{inner}": packed.read(inner) for inner in packed.namelist()
            }
    return found


def test_properdocs_builds_the_same_bytes_but_for_its_name(
    book: Path, shared: Path
) -> None:
    """What differs from time to time is seen here, too; of figures in test_console, of the
    executed program in test_downloads."""
    escaped = built_once(shared / "escaped", engine="properdocs", done=book)
    ours, theirs = (everything_in(folder / "site") for folder in (book, escaped))
    assert theirs.keys() == ours.keys()
    renamed = {
        name: content.replace(PROPERDOCS, MKDOCS, 1)
        for name, content in theirs.items()
    }
    assert [name for name in ours if renamed[name] != ours[name]] == []
    changed = {name for name in ours if renamed[name] != theirs[name]}
    assert changed == {name for name in ours if name.endswith(".html")}
