"""Machines get every page as plain Markdown, listed in the order of reading."""

import subprocess
from pathlib import Path

from weave.site.feeds import Entry, for_language_models, last_change

SIGNED = """\
author A <a@example.org> 1769817600 +0000
committer A <a@example.org> 1769817600 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 -----END PGP SIGNATURE-----

Begin
"""


def test_the_site_is_dated_by_a_commit_whose_signature_git_shows(
    tmp_path: Path,
) -> None:
    def git(*arguments: str, given: str = "") -> str:
        command = ["git", *arguments]
        return subprocess.check_output(
            command, cwd=tmp_path, input=given, text=True
        )

    git("init", "-q")
    git("config", "log.showSignature", "true")
    git(
        "config", "gpg.program", "git"
    )  # which can't verify it, and says so at length
    signed = f"tree {git('mktree')}{SIGNED}"
    commit = git("hash-object", "-t", "commit", "-w", "--stdin", given=signed)
    git("update-ref", "HEAD", commit.strip())
    assert last_change(tmp_path) == 1769817600


def test_pages_are_listed_below_their_sections_and_joined() -> None:
    entries = [
        Entry("Start", "Home", "What it is.", "index.md", "# Home\n"),
        Entry("Start", "More", "What else.", "more.md", "# More\n\n"),
        Entry("Use", "Notes", "Letters.", "notes.md", "# Notes\n"),
    ]
    made = dict(for_language_models("Book", "A book.", "https://a.org/", entries))
    assert made["more.md"] == "# More\n\n"
    assert made["llms.txt"] == (
        "# Book\n\n> A book.\n\n\n## Start\n\n"
        "- [Home](https://a.org/index.md): What it is.\n"
        "- [More](https://a.org/more.md): What else.\n"
        "\n## Use\n\n- [Notes](https://a.org/notes.md): Letters.\n"
    )
    assert made["llms-full.txt"] == "# Home\n\n# More\n\n# Notes\n"
