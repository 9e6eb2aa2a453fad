"""The site is dated by the last change of the book."""

from pathlib import Path

import pytest

from weave.site.dating import last_change

from .test_staging import git


def test_the_site_is_dated_by_the_last_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1769817600 +0000")
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Begin")
    assert last_change(tmp_path) == 1769817600
