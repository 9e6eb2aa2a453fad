"""A cache holds what is whole, once for each state."""

from pathlib import Path

import pytest

from weave import keep


def what_it_holds(site: Path) -> set[str]:
    return {path.read_text(encoding="utf-8") for path in site.iterdir()}


def test_half_a_file_of_a_cache_is_dropped_and_a_whole_one_stays(
    tmp_path: Path,
) -> None:
    (tmp_path / "half.json").write_text('{"content": "<p>', encoding="utf-8")
    (tmp_path / "none.json").write_bytes(b"\xff")
    (tmp_path / "whole.json").write_text("{}", encoding="utf-8")
    keep.drop_halves(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["whole.json"]


@pytest.mark.parametrize("where", ["here", "away"])
def test_a_cache_is_filled_once_wherever_its_folder_is_named_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Path("cache") if where == "here" else tmp_path / "cache"
    made: list[str] = []

    def make(folder: Path) -> None:
        made.append("made")
        (folder / "file").write_text("made", encoding="utf-8")

    for state in ("old", "new", "new"):
        folder = keep.made_once(cache, state, make)
        assert what_it_holds(folder) == {"made"}
        assert [path.name for path in cache.iterdir()] == [state]
    assert made == ["made", "made"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file.json"
    keep.write_whole(path, "first")
    with pytest.raises(UnicodeEncodeError):
        keep.write_whole(path, "second, and a lone surrogate: \ud800")
    assert path.read_text(encoding="utf-8") == "first"
