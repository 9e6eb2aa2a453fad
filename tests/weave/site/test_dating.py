"""The site is dated by the last change of the book."""

import os
import subprocess
from pathlib import Path

from weave.site.dating import last_change


def test_the_site_is_dated_by_the_last_commit(tmp_path: Path) -> None:
    author = "-c user.name=A -c user.email=a@example.org"
    environment = os.environ | {
        "GIT_COMMITTER_DATE": "1769817600 +0000",
        "GIT_CONFIG_GLOBAL": os.devnull,  # which may sign commits, or have hooks
    }
    for command in ("init -q", f"{author} commit -q --allow-empty -m Begin"):
        subprocess.run(
            ["git", *command.split()], cwd=tmp_path, env=environment, check=True
        )
    assert last_change(tmp_path) == 1769817600
