import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from firstneuron import __main__ as command

ROWS = """\
  0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
  1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
"""


def save(folder: Path, *_: Any) -> list[Path]:
    return [folder / "drawing.svg"] if folder.is_dir() else []


def test_rows_are_printed_at_the_moments_of_the_book_and_at_each_doubling() -> None:
    moments = [epoch for epoch in range(601) if command.is_moment(epoch, 600)]
    assert moments == [0, 1, 5, 20, 60, 120, 240, 480, 600]


def test_numbers_without_end_are_written_short(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["--epochs", "1", "--learning-rate", "1e300"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) < 70


@pytest.mark.parametrize("wanted", [True, False])
def test_figures_go_into_a_folder_that_is_made_if_somebody_wants_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, wanted: bool
) -> None:
    folder = tmp_path / "new" / "folder"
    options = ["--output", str(folder)] if wanted else []
    assert command.main(["--epochs", "1", *options], save) == 0
    wrote = f"wrote {folder / 'drawing.svg'}\n" if wanted else ""
    assert capsys.readouterr().out == ROWS + wrote
    assert folder.is_dir() == wanted


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ("--epochs 0", 2, "--epochs is 0; expected a whole number, at least 1"),
        ("--epochs two", 2, "invalid int value: 'two'"),
        ("--learning-rate -1", 2, "--learning-rate is -1; expected a positive"),
        ("--learning-rate nan", 2, "--learning-rate is NaN"),
        (
            "--learning-rate 1e308",
            2,
            "--learning-rate is 1e+308; expected a smaller",
        ),
        ("--seed -1", 2, "--seed is -1; expected a seed"),
        (f"--output {__file__}/figures", 1, "cannot write"),
    ],
)
def test_a_wrong_option_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], options: str, code: int, message: str
) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(options.split(), save)
    assert end.value.code == code
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("where", [(), ("panels.svg",)])
def test_only_what_cannot_be_written_is_named(
    where: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any) -> list[Path]:
        raise OSError(28, "no space left", *where)

    if not where:
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(write=len, flush=fail))
    with pytest.raises(SystemExit) as end:
        command.main(["--epochs", "1"], fail if where else save, output=".")
    assert end.value.code == 1
    told = "".join(f" {name}" for name in where)
    assert capsys.readouterr().err.endswith(f"cannot write{told}: no space left\n")


def test_an_interrupt_ends_the_program_with_one_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "train", interrupted)
    assert command.main([]) == 130
    assert capsys.readouterr() == ("", "interrupted\n")
