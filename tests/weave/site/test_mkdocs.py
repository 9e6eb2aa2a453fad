"""The hooks find the project from wherever MkDocs is started."""

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from weave.site.mkdocs import root_of


def test_the_root_is_absolute_however_the_settings_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("book/mkdocs.yml", f"{tmp_path}/book/mkdocs.yml"):
        assert root_of(MkDocsConfig(name)) == tmp_path / "book"
