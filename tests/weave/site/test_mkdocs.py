"""The hooks find the project from wherever MkDocs is started."""

from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from weave.site.mkdocs import refuse_missing_pages, root_of


def test_the_root_is_absolute_however_the_settings_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("book/mkdocs.yml", f"{tmp_path}/book/mkdocs.yml"):
        assert root_of(MkDocsConfig(name)) == tmp_path / "book"


def test_a_page_that_has_another_name_now_is_told_with_its_setting(
    tmp_path: Path,
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "p.md").touch()
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    extra = {"program": "p", "notebooks": ["line", "p"], "reference": "p"}
    config.load_dict({"extra": extra})
    message = r"^mkdocs\.yml, extra: notebooks: there is no page docs/line\.md; "
    with pytest.raises(ValueError, match=message):
        refuse_missing_pages(config)
