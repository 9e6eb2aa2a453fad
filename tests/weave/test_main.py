"""What a site is made of can be written into a folder, for any other engine."""

from pathlib import Path
from types import SimpleNamespace

import pytest

import weave.__main__ as command


def test_pages_and_files_are_written_where_they_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = SimpleNamespace(
        texts={"a.md": "# Ä\n"}, files={"figures/b.svg": "<svg/>", "c.whl": b"\0"}
    )
    monkeypatch.setattr(command, "load_config", lambda path: path)
    monkeypatch.setattr(command, "book_of", lambda config: config)
    monkeypatch.setattr(command, "prepare", lambda _: made)
    command.main(tmp_path / "out")
    assert (tmp_path / "out" / "a.md").read_text(encoding="utf-8") == "# Ä\n"
    assert (tmp_path / "out" / "figures" / "b.svg").read_bytes() == b"<svg/>"
    assert (tmp_path / "out" / "c.whl").read_bytes() == b"\0"
