"""The hooks find the project from wherever MkDocs is started."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from weave.errors import WeaveError
from weave.site import mkdocs, serve_cache
from weave.site.mkdocs import as_plugin_error, refuse_missing_pages, root_of


def test_the_root_is_absolute_however_the_settings_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("book/mkdocs.yml", f"{tmp_path}/book/mkdocs.yml"):
        assert root_of(MkDocsConfig(name)) == tmp_path / "book"


def test_a_page_that_has_another_name_now_is_told_at_the_line_of_the_settings(
    tmp_path: Path,
) -> None:
    settings = "site_name: A\nnav: [line-old.md]\nextra:\n  program: p\n  notebooks: [line, p]\n"
    settings += "  reference: p\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "p.md").touch()
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    config.load_dict(yaml.safe_load(settings))
    with pytest.raises(WeaveError) as told:
        refuse_missing_pages(config)
    assert told.value.explained(tmp_path).splitlines() == [
        "mkdocs.yml:5: there is no page docs/line.md",
        "    notebooks: [line, p]",
        "                ^^^^",
        "say in `extra: notebooks:` what it is called now",
    ]


def test_a_page_is_rendered_anew_after_an_edit_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(serve_cache, "remember", lambda _, key: asked.append(key))
    page: Any = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"))
    files: Any = SimpleNamespace(documentation_pages=lambda: [page.file])
    config: Any = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    for settings in ("site_name: A\n", "site_name: A\n", "site_name: B\n"):
        (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
        mkdocs.on_page_markdown("# A\n", page, config, files)
    assert asked[0] == asked[1] != asked[2]


def test_one_mistake_that_many_pages_show_is_told_once(tmp_path: Path) -> None:
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    same = [WeaveError(Path("docs/index.md"), 3, "no loop") for _ in range(2)]
    mistakes = [*same, WeaveError(Path("docs/a.md"), 1, "no title")]
    with pytest.raises(PluginError) as told, as_plugin_error(config):
        raise ExceptionGroup("wrong", mistakes)
    assert str(told.value) == "docs/index.md:3: no loop\n\ndocs/a.md:1: no title"
