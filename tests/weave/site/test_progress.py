"""A reader who waits is told what is being done."""

import logging
import sys

import pytest

from weave.site import progress


def say_it_all() -> None:
    progress.tell("drawing", 0, 2)
    for done in (1, 2, 2):
        progress.tell("drawing", done, 2)
    progress.tell("executing program.md")
    progress.end()


def test_a_log_gets_the_beginning_and_the_end_once_and_each_cost_slowest_first(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        say_it_all()
        progress.tell_costs({"dot": 0.25, "loss": 12, "bend": 3.5})
    assert caplog.messages == [
        "drawing: 0 of 2",
        "drawing: 2 of 2",
        "executing program.md",
        "seconds to draw: loss 12.0, bend 3.5, dot 0.2",
    ]


@pytest.mark.parametrize(
    ("level", "line"),
    [(logging.INFO, "\r\x1b[Kdrawing: 1 of 2"), (logging.ERROR, "")],
)
def test_a_terminal_gets_one_line_that_changes_unless_it_wants_none(
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    level: int,
    line: str,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with caplog.at_level(level, logger="mkdocs"):
        say_it_all()
    written = capsys.readouterr().err
    assert line in written
    assert "\n" not in written
    assert bool(written) == bool(line)
    assert caplog.messages == []
