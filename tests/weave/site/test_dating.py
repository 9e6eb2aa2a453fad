"""The site is dated by the last change of the book."""

import subprocess
from pathlib import Path

from weave.site.dating import last_change

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
    # which can't verify it, and says so at length
    git("config", "gpg.program", "git")
    signed = f"tree {git('mktree')}{SIGNED}"
    commit = git("hash-object", "-t", "commit", "-w", "--stdin", given=signed)
    git("update-ref", "HEAD", commit.strip())
    assert last_change(tmp_path) == 1769817600
