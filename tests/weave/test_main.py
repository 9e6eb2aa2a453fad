"""What a site is made of can be written into a folder, for any other engine."""

from pathlib import Path
from types import SimpleNamespace

import pytest

import weave.__main__ as command

SETTINGS = "site_name: A\nextra:\n  notebooks: []\n  program: p\n  reference: p\n"


@pytest.fixture(autouse=True)
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def test_pages_and_files_are_written_where_they_belong(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SimpleNamespace(
        texts={"a.md": "# Ä\n"}, files={"figures/b.svg": "<svg/>", "c.whl": b"\0"}
    )
    (book / "docs" / "p.md").touch()
    monkeypatch.setattr(command, "book_of", lambda config: config)
    monkeypatch.setattr(command, "prepare", lambda _: made)
    command.main(["out"])
    assert (book / "out" / "a.md").read_text(encoding="utf-8") == "# Ä\n"
    assert (book / "out" / "figures" / "b.svg").read_bytes() == b"<svg/>"
    assert (book / "out" / "c.whl").read_bytes() == b"\0"


def test_what_is_wrong_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        command.main([])
    assert capsys.readouterr().err.endswith("are required: FOLDER\n")
    with pytest.raises(
        SystemExit, match=r"^mkdocs\.yml:4: there is no page docs/p"
    ):
        command.main(["out"])
