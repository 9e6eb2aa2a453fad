"""What the pages tell a reader to type: it works, and prints what they show."""

import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from weave.claims.console import follow
from weave.page import Page

from .building import REPO_URL, ROOT, SITE_URL, copy_of_the_book, files_of
from .reading import every_page

PAGES = every_page()
PATH = re.compile(r"`((?:docs|src|tests|\.ci|\.github)/[\w./-]*)`")
MODULE = re.compile(r"`python -m (tests\.\w+)")


def follows(page: Page) -> bool:
    """Return whether a page tells its reader to do something."""
    return any(fence.kind in ("console", "file") for fence in page.fences)


@pytest.mark.usefixtures("browser")  # one of the commands pushes on a live figure
@pytest.mark.skipif(
    sys.platform == "win32", reason="the commands are for a POSIX shell"
)
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if follows(page)],
    ids=lambda page: page.path.stem,
)
def test_who_follows_a_page_sees_what_it_shows(
    book: Path, tmp_path: Path, page: Page
) -> None:
    copy_of_the_book(tmp_path, "tests", ".ci", ".github")
    shutil.copytree(book / ".cache", tmp_path / ".cache")  # figures that are drawn
    scripts = str(Path(sys.executable).parent)
    settings = {
        "PATH": os.pathsep.join([scripts, os.environ["PATH"]]),
        "PYTHONPATH": str(tmp_path / "src"),
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": SITE_URL,
        "REPO_URL": REPO_URL,
        "PYTHONDONTWRITEBYTECODE": "",  # each command would compile the tests again
    }
    assert follow(page, tmp_path, os.environ | settings)
    missing = [
        name for name in PATH.findall(page.text) if not (tmp_path / name).exists()
    ]
    assert missing == []
    if (
        tmp_path / "site"
    ).exists():  # it has drawn every figure again, and one more
        first, again = (drawn_in(folder) for folder in (book, tmp_path))
        assert {name: again[name] for name in first} == first


def drawn_in(book: Path) -> dict[str, bytes]:
    """Return what the build of a book draws, and what live figures start from."""
    site = files_of(book / "site")
    return {
        name: content
        for name, content in site.items()
        if name.startswith("figures/") or re.match(r"assets/live/\w+\.json", name)
    }


def test_the_commands_that_the_pages_name_exist() -> None:
    named = {name for page in PAGES for name in MODULE.findall(page.text)}
    assert named
    for name in named:
        assert (ROOT / name.replace(".", "/")).with_suffix(".py").is_file()


def test_the_commands_of_the_readme_differ_in_what_they_need_and_run() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    steps = [command.split(" && ") for command in commands]
    make, install, _ = steps[0]
    assert install.startswith(".venv/bin/pip install -q -c .ci/constraints.txt -e ")
    assert steps == [
        [make, install, ".venv/bin/mkdocs serve"],
        [make, install.replace("[docs]", "[dev]"), ".venv/bin/pytest"],
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"docs", "dev"} <= project["project"]["optional-dependencies"].keys()
