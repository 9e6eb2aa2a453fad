"""``python -m firstneuron`` trains the neuron and prints how far it is, epoch by epoch."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from firstneuron.data import two_gaussians
from firstneuron.evaluation import decision_boundary
from firstneuron.inputs import (
    FloatArray,
    check_count,
    check_generator,
    check_positive,
)
from firstneuron.training import History, Snapshot, train

SaveFigures = Callable[[Path, FloatArray, FloatArray, History], list[Path]]


def is_moment(epoch: int, epochs: int) -> bool:
    """Tell whether to print an epoch: the book's six, each doubling of the last, and the end."""
    passes, rest = divmod(epoch, 120)
    doubled = rest == 0 and passes.bit_count() == 1
    return epoch in (0, 1, 5, 20, 60) or doubled or epoch == epochs


def as_row(snapshot: Snapshot) -> str:
    """Return a row about the neuron after some epoch.

    Examples
    --------
    >>> as_row(Snapshot(epoch=5, weight=2.0, bias=-4.0, loss=0.25))
    '  5: w 2.000, bias -4.000, boundary 2.000, loss 0.2500'
    """
    epoch, weight, bias, loss = snapshot
    w, w_0 = (f"{v:.3f}" if abs(v) < 1e6 else f"{v:.3g}" for v in (weight, bias))
    boundary = decision_boundary(weight, bias)
    return f"{epoch:3d}: w {w}, bias {w_0:>6}, boundary {boundary:.3f}, loss {loss:.4f}"


def command_line(output: str | None) -> argparse.ArgumentParser:
    """Return the parser of the command line; ``output`` is its default folder for figures."""
    script = Path(sys.argv[0]).name
    parser = argparse.ArgumentParser(
        prog="python -m firstneuron" if script == "__main__.py" else script,
        description="Train one neuron to tell two classes apart, and print how it goes.",
    )
    for option, kind, default, text in (
        ("--seed", int, 0, "chooses the data, the first weights and the order"),
        ("--epochs", int, 120, "how often to go through all samples"),
        ("--learning-rate", float, 0.001, "how far to step along the slope"),
        ("--output", str, output, "the folder for two figures"),
    ):
        shown = "none are written" if default is None else default
        parser.add_argument(
            option, type=kind, default=default, help=f"{text} (default: {shown})"
        )
    return parser


def main(
    arguments: Sequence[str] | None = None,
    save_figures: SaveFigures | None = None,
    output: str | None = None,
) -> int:
    """Run the program.

    Parameters
    ----------
    arguments
        What stands on the command line; that of the process if left out.
    save_figures
        What writes the figures into a folder; numpy is enough for all the rest.
    output
        The folder for the figures, if the command line names none.

    Returns
    -------
    int
        0, or 130 if the program was interrupted.

    Raises
    ------
    SystemExit
        With a message on standard error: 2 if a value is wrong, 1 if something cannot be written.

    Examples
    --------
    >>> main(["--epochs", "1", "--learning-rate", "0.01"])
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.944, bias -1.387, boundary 1.469, loss 0.1640
    0
    """
    parser = command_line(output)
    settings = parser.parse_args(arguments)
    if settings.output and not (save_figures and find_spec("matplotlib")):
        parser.error("--output needs matplotlib, which is not installed")
    try:
        epochs = check_count("--epochs", settings.epochs)
        rate = check_positive("--learning-rate", settings.learning_rate)
        generator = check_generator("--seed", settings.seed)
        if settings.output:
            Path(settings.output).mkdir(parents=True, exist_ok=True)
        x, y = two_gaussians(rng=settings.seed)
        history = train(x, y, epochs=epochs, learning_rate=rate, rng=generator)
        for snapshot in history.snapshots:
            if is_moment(snapshot.epoch, epochs):
                print(as_row(snapshot), flush=True)
        if settings.output and save_figures:
            for path in save_figures(Path(settings.output), x, y, history):
                print(f"wrote {path}")
    except ValueError as error:
        parser.error(str(error).replace("learning_rate", "--learning-rate"))
    except OSError as error:  # without a name if it is what is printed
        what = f" {error.filename}" if error.filename else ""
        parser.exit(1, f"{parser.prog}: cannot write{what}: {error.strerror}\n")
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130
    return 0


def _save_figures(
    folder: Path, x: FloatArray, y: FloatArray, history: History
) -> list[Path]:
    """Write the figures; matplotlib is imported here and not before."""
    from firstneuron.figures import save_figures  # noqa: PLC0415

    return save_figures(folder, x, y, history)


if __name__ == "__main__":
    sys.exit(main(save_figures=_save_figures))
