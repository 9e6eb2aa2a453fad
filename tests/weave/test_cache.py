"""A cache holds what is whole, once for each state, whoever fills it and however that ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from weave.cache import WEEK, Job, ProcessError, cache_key

FILL = "import sys; open(sys.argv[1] + '/file', 'w').write('made')"


def what_it_holds(folder: Path) -> set[str]:
    return {path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("where", ["here", "away"])
def test_a_folder_is_filled_once_wherever_it_is_named_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("cache") if where == "here" else tmp_path / "cache"
    started = []
    for state in ("old", "new", "new"):
        job = Job(folder, state, [["-c", FILL]], tmp_path, {"given": "made"})
        started.append(len(job.processes))
        found = job.result()
        assert what_it_holds(found) == {"made"}
        assert sorted(path.name for path in found.iterdir()) == ["file", "given"]
    assert started == [1, 1, 0]
    assert sorted(path.name for path in folder.iterdir()) == ["new", "old"]


@pytest.mark.parametrize("states", [("state", "state"), ("before", "edited")])
def test_two_that_run_at_once_do_not_meet(
    tmp_path: Path, states: tuple[str, str]
) -> None:
    jobs = [Job(tmp_path, state, [["-c", FILL]], tmp_path) for state in states]
    for folder in [job.result() for job in jobs]:
        assert what_it_holds(folder) == {"made"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({*states})


def test_a_failed_process_tells_its_own_message_and_leaves_no_trace(
    tmp_path: Path,
) -> None:
    job = Job(tmp_path, "state", [["-c", FILL], ["-c", "exit('no ink')"]], tmp_path)
    with pytest.raises(ProcessError, match=r"^no ink$"):
        job.result()
    assert list(tmp_path.iterdir()) == []


PARENT = """
import os, signal, sys, time
from pathlib import Path
from weave.cache import Job

# a shell that starts the tests in the background lets them ignore it
signal.signal(signal.SIGINT, signal.default_int_handler)
wait = "import time; from weave.cache import end_with_parent; end_with_parent(); time.sleep(60)"
job = Job(Path(sys.argv[1]), "state", [["-c", wait]], Path())
print(job.processes[0].pid, flush=True)
job.result()
"""


@pytest.mark.skipif(os.name == "nt", reason="has other signals")
@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_process_ends_with_the_one_that_started_it(
    tmp_path: Path, how: str
) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.5)  # until it listens
        parent.send_signal(getattr(signal, how))
        parent.wait(timeout=10)
    for _ in range(100):
        if not runs(child):
            break
        time.sleep(0.1)
    assert not runs(child)
    assert not (tmp_path / "state").exists()


def runs(process: int) -> bool:
    """Return whether a process is there, and no zombie that nobody collects."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and ") Z " in stat.read_text(encoding="utf-8"))


def test_what_nobody_used_for_a_week_goes(tmp_path: Path) -> None:
    for name, age in (("old", WEEK + 60), ("again", WEEK + 60), ("used", 60)):
        (tmp_path / name).mkdir()
        when = time.time() - age
        os.utime(tmp_path / name, (when, when))
    Job(tmp_path, "again", [], tmp_path)
    Job(tmp_path, "new", [["-c", FILL]], tmp_path).result()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["again", "new", "used"]


def test_a_key_changes_with_texts_files_and_libraries(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("1", encoding="utf-8")
    keys = [cache_key("a", files=[file]), cache_key("b", files=[file])]
    keys.append(cache_key("a", files=[file], libraries="numpy"))
    file.write_text("2", encoding="utf-8")
    keys.append(cache_key("a", files=[file]))
    assert len(set(keys)) == 4
