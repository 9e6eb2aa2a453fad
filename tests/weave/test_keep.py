"""A site changes in one step, and a kill at any instant leaves a whole one."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from weave import keep

CHANGING = """
import itertools, sys
from pathlib import Path
from weave import keep

site = Path(sys.argv[1])
if sys.argv[2] == "two steps":
    keep.exchange = lambda one, other: False
for number in itertools.count():
    new = keep.make_room(site)
    new.mkdir()
    for name in "abcdef":
        (new / name).write_text(str(number))
    keep.put_in_place(site)
    if not number:
        print("begun", flush=True)
"""


def what_it_holds(site: Path) -> set[str]:
    return {path.read_text(encoding="utf-8") for path in site.iterdir()}


@pytest.mark.parametrize("way", ["one step", "two steps"])
def test_a_site_is_whole_whenever_its_change_is_killed(
    tmp_path: Path, way: str
) -> None:
    site = tmp_path / "site"
    for trial in range(8):
        command = [sys.executable, "-c", CHANGING, str(site), way]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as change:
            assert change.stdout is not None
            change.stdout.readline()
            time.sleep(0.0037 * trial)
            change.kill()
        if way == "two steps" or not keep.exchange(tmp_path, tmp_path):
            keep.make_room(site)
        assert len(list(site.iterdir())) == 6
        assert len(what_it_holds(site)) == 1


def test_the_last_good_site_comes_back_if_its_change_stopped_half_way(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    keep.retired(site).mkdir()
    (keep.retired(site) / "index.html").write_text("good", encoding="utf-8")
    keep.growing(site).mkdir()
    keep.make_room(site)
    assert what_it_holds(site) == {"good"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


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
