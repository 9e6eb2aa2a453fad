"""A site is built aside and changes only as a whole, wherever and whatever it is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from weave.site import staging

from ...building import ROOT, run

# what is wrong with a link: the line of the setting, and those that are indented below it
VALIDATION = re.search(
    r"^validation:\n(?: .*\n)+",
    (ROOT / "mkdocs.yml").read_text(encoding="utf-8"),
    re.MULTILINE,
)
SETTINGS = """
site_name: Two pages
theme: {name: mkdocs}
plugins: []
hooks: [HOOK]
"""
GOOD = "# Home\n\n[other](other.md)\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two pages."""
    project = tmp_path / "project"
    project.joinpath("docs").mkdir(parents=True)
    settings = SETTINGS.replace("HOOK", str(Path(staging.__file__).resolve()))
    assert VALIDATION is not None
    settings += VALIDATION[0]
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (project / "docs" / "index.md").write_text(GOOD, encoding="utf-8")
    (project / "docs" / "other.md").write_text("# Other\n", encoding="utf-8")
    return project


def mkdocs(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", *arguments]
    settings = {"TMPDIR": str(project.parent), "NO_MKDOCS_2_WARNING": "1"}
    return run(command, project, **settings)


def git(folder: Path, *arguments: str) -> str:
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    # the author's own settings may sign commits, or have hooks
    ran = run(["git", *name, *arguments], folder, GIT_CONFIG_GLOBAL=os.devnull)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def build(project: Path, *arguments: str) -> None:
    result = mkdocs(project, "build", "--strict", *arguments)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "wrong",
    ["[gone](index.md#gone)\n", "---\ntemplate: none.html\n---\n"],
    ids=["refused by strict mode", "ended by an error"],
)
def test_a_failed_build_leaves_the_last_good_site_and_nothing_else(
    project: Path, wrong: str
) -> None:
    build(project)
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    (project / "docs" / "other.md").write_text(wrong, encoding="utf-8")
    assert mkdocs(project, "build", "--strict").returncode != 0
    after = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {project / "docs" / "other.md"}
    assert [path.name for path in project.parent.iterdir()] == ["project"]


def test_a_build_leaves_what_begins_with_a_dot(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "commit", "-q", "--allow-empty", "-m", "Begin")
    pages = project.parent / "pages"
    git(project, "worktree", "add", "-q", "-b", "gh-pages", str(pages))
    (pages / ".nojekyll").touch()
    (pages / "stale.html").touch()
    build(project, "-d", str(pages))
    names = {path.name for path in pages.iterdir()}
    assert {".git", ".nojekyll", "index.html"} <= names
    assert "stale.html" not in names
    assert "?? index.html" in git(pages, "status", "--porcelain")


def test_a_link_stays_a_link_and_its_target_gets_the_site(project: Path) -> None:
    target = project.parent / "www"
    target.mkdir()
    target.chmod(0o755)  # as a web server needs it
    (project / "site").symlink_to(target)
    for _ in range(2):
        build(project)
        assert (project / "site").is_symlink()
        assert (target / "other" / "index.html").is_file()
        assert target.stat().st_mode & 0o055 == 0o055


def test_nothing_is_written_beside_the_site(project: Path) -> None:
    build(project, "-d", "closed/site")
    parent = project / "closed"
    before = parent.stat().st_mtime_ns  # changes with any entry made or deleted
    build(project, "-d", "closed/site")
    assert parent.stat().st_mtime_ns == before


def test_it_can_be_deployed_by_mkdocs(project: Path) -> None:
    git(project.parent, "init", "-q", "--bare", "remote")
    git(project, "init", "-q")
    git(project, "remote", "add", "origin", str(project.parent / "remote"))
    for key, value in (("name", "A"), ("email", "a@example.org")):
        git(project, "config", f"user.{key}", value)
    git(project, "commit", "-q", "--allow-empty", "-m", "Begin")
    result = mkdocs(project, "gh-deploy")
    assert result.returncode == 0, result.stderr
    files = git(
        project.parent / "remote", "ls-tree", "-r", "--name-only", "gh-pages"
    )
    assert "other/index.html" in files.splitlines()


def test_builds_at_once_put_up_one_whole_site(tmp_path: Path) -> None:
    for number in (1, 2):
        for name in "abcdef":
            page = tmp_path / str(number) / name
            page.parent.mkdir(exist_ok=True)
            page.write_text(str(number) * 1000, encoding="utf-8")
    code = "import sys; from pathlib import Path; from weave.site.staging import publish\n"
    code += "for _ in range(50): publish(*map(Path, sys.argv[1:]))"
    site = tmp_path / "site"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / n), str(site)])
        for n in "12"
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert len({path.read_text(encoding="utf-8") for path in site.iterdir()}) == 1
    assert len(list(site.iterdir())) == 6
