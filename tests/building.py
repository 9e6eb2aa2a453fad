"""Build copies of the book, for the tests that look at the site."""

import os
import shutil
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[1]
SITE_URL = os.environ.get("SITE_URL") or "https://example.org/some/where/"
REPO_URL = os.environ.get("REPO_URL") or "https://example.org/first/neuron"
LIBRARIES = os.pathsep.join(
    sorted({sysconfig.get_path(name) for name in ("purelib", "platlib")})
)
# without `site` no .pth file is read, so nothing of this project can be imported
ALONE = [sys.executable, "-S", "-P"]

BARE = """
site_name: The same words, and nothing else
theme: {name: material, font: false}
markdown_extensions: [admonition, attr_list, footnotes, md_in_html, tables, pymdownx.arithmatex,
  pymdownx.details, pymdownx.highlight, pymdownx.superfences, toc]
"""


def date_and_commit() -> dict[str, str]:
    """Return when and on what somebody measures, for a row of results in Markdown."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.check_output(command, cwd=ROOT, text=True).strip()
    return {"date": datetime.now(UTC).date().isoformat(), "commit": f"`{commit}`"}


def bare_book(folder: Path) -> Path:
    """Return what a bare Material site with the same text is made from."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    (folder / "mkdocs.yml").write_text(BARE, encoding="utf-8")
    return folder


def copy_of_the_book(folder: Path, *more: str) -> Path:
    """Return a copy of all that the site is made from, and of more folders of the project."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in ("docs", "src", *more):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("mkdocs.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    (folder / "tests").mkdir(exist_ok=True)
    for stored in (ROOT / "tests").glob("*_result.json"):
        shutil.copy(stored, folder / "tests")
    return folder


def built_once(
    folder: Path, *, engine: str = "mkdocs", done: Path | None = None
) -> Path:
    """Return ``folder`` with a copy of the book, which whoever asks first builds from nothing.

    Or from what another copy has drawn and executed.
    """
    log = folder.with_suffix(".log")
    with FileLock(folder.with_suffix(".lock")):
        if not log.exists():
            copy_of_the_book(folder)
            if done is not None:
                for name in ("figures", "program"):
                    shutil.copytree(
                        done / ".cache" / name, folder / ".cache" / name
                    )
            code, output = strict_build(folder, engine)
            log.write_text(f"{code}\n{output}", encoding="utf-8")
    told = log.read_text(encoding="utf-8")
    assert told.startswith("0\n"), told
    return folder


def run(
    command: list[str], folder: Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with settings besides those of this process."""
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def files_of(site: Path) -> dict[str, bytes]:
    """Return what each file of a built site holds, by its name below the site."""
    paths = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


def strict_build(book: Path, engine: str = "mkdocs") -> tuple[int, str]:
    """Build a copy strictly, with public addresses; return the exit code and what was said."""
    build = start_mkdocs(
        book, "build", "--strict", engine=engine, site_url=SITE_URL
    )
    output, _ = build.communicate()
    return build.returncode, output


def build(folder: Path) -> None:
    """Build the site of a folder."""
    process = start_mkdocs(folder, "build")
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(output)


def start_mkdocs(
    book: Path,
    *arguments: str,
    engine: str = "mkdocs",
    site_url: str = "",
    output: int = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """Start MkDocs, or what may take its place, on a copy, with the copy's own code."""
    settings = {
        "PYTHONPATH": str(book / "src"),
        "NO_MKDOCS_2_WARNING": "1",
        "SITE_URL": site_url,
        "REPO_URL": REPO_URL,
        "SOURCE_DATE_EPOCH": "1769817600",  # a copy has no commits to date it
    }
    return subprocess.Popen(
        [sys.executable, "-m", engine, *arguments],
        cwd=book,
        env=os.environ | settings,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )
