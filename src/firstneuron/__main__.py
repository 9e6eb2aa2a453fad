"""``python -m firstneuron`` trains the neuron and tells how far it is, epoch by epoch.

Examples
--------
>>> from runpy import run_path
>>> from unittest.mock import patch
>>> with patch("sys.argv", [__file__, "--epochs", "1"]):
...     run_path(__file__, run_name="__main__")
Traceback (most recent call last):
SystemExit: 0
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from firstneuron.data import two_gaussians
from firstneuron.evaluation import decision_boundary
from firstneuron.inputs import FloatArray, check_count, check_positive
from firstneuron.training import History, Snapshot, train

MOMENTS = (0, 1, 5, 20, 60, 120)
SaveFigures = Callable[[Path, FloatArray, FloatArray, History], list[Path]]


def is_moment(epoch: int, epochs: int) -> bool:
    """Tell whether to print an epoch: the book's six, each doubling of the last, and the end.

    Examples
    --------
    >>> [epoch for epoch in range(601) if is_moment(epoch, epochs=600)]
    [0, 1, 5, 20, 60, 120, 240, 480, 600]
    """
    passes, rest = divmod(epoch, MOMENTS[-1])
    doubled = rest == 0 and passes.bit_count() == 1
    return epoch in MOMENTS or doubled or epoch == epochs


def as_line(snapshot: Snapshot) -> str:
    """Return a line about the neuron after some epoch.

    Examples
    --------
    >>> as_line(Snapshot(epoch=5, weight=2.0, bias=-4.0, loss=0.25))
    '  5: w 2.000, bias -4.000, boundary 2.000, loss 0.2500'
    """
    epoch, weight, bias, loss = snapshot
    boundary = decision_boundary(weight, bias)
    line = f"{epoch:3d}: w {weight:.3f}, bias {bias:6.3f}, "
    return f"{line}boundary {boundary:.3f}, loss {loss:.4f}"


def bar(done: int, epochs: int) -> str:
    """Return a progress bar.

    Examples
    --------
    >>> bar(60, 120)
    '[##########..........] 60 of 120 epochs'
    >>> bar(120, 120)
    '[####################] 120 of 120 epochs'
    """
    return f"[{'#' * (20 * done // epochs):.<20}] {done} of {epochs} epochs"


def train_aloud(
    x: FloatArray, y: FloatArray, epochs: int, learning_rate: float, seed: int
) -> History:
    r"""Train as `train` does, and print the lines; on a terminal, a bar moves below them.

    Examples
    --------
    >>> x, y = two_gaussians()
    >>> history = train_aloud(x, y, epochs=3, learning_rate=0.001, seed=0)
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
      3: w 0.685, bias -0.498, boundary 0.727, loss 0.2886
    >>> history.snapshots == train(x, y, epochs=3).snapshots
    True
    >>> history.running_loss.tolist() == train(x, y, epochs=3).running_loss.tolist()
    True

    The bar moves after each epoch or, in a long training, about a hundred times.

    >>> from contextlib import redirect_stderr
    >>> from io import StringIO
    >>> class Terminal(StringIO):
    ...     def isatty(self) -> bool:
    ...         return True
    >>> with redirect_stderr(Terminal()) as terminal:
    ...     _ = train_aloud(x, y, epochs=2, learning_rate=0.001, seed=0)
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
      2: w 0.608, bias -0.326, boundary 0.537, loss 0.3242
    >>> cleared = " " * len("[####################] 2 of 2 epochs")
    >>> terminal.getvalue().split("\r") == [
    ...     "", cleared, "[##########..........] 1 of 2 epochs", cleared, ""
    ... ]
    True
    >>> with redirect_stderr(Terminal()) as terminal:
    ...     history = train_aloud([0.0, 1.0], [0, 1], epochs=302, learning_rate=0.1, seed=0)
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6925
      1: w 0.053, bias -0.006, boundary 0.108, loss 0.6801
      5: w 0.245, bias -0.014, boundary 0.058, loss 0.6353
     20: w 0.835, bias -0.153, boundary 0.183, loss 0.5144
     60: w 1.931, bias -0.669, boundary 0.347, loss 0.3313
    120: w 3.017, bias -1.247, boundary 0.413, loss 0.2049
    240: w 4.338, bias -1.935, boundary 0.446, loss 0.1107
    302: w 4.804, bias -2.175, boundary 0.453, loss 0.0886
    >>> terminal.getvalue().count("["), len(history.loss)
    (100, 303)
    """
    generator = np.random.default_rng(seed)
    snapshots: list[Snapshot] = []
    running_loss: list[float] = []
    start = None
    while (done := len(running_loss)) < epochs:
        piece = min(max(epochs // 100, 1), epochs - done)
        part = train(
            x,
            y,
            epochs=piece,
            learning_rate=learning_rate,
            rng=generator,
            start=start,
        )
        start = part.weight, part.bias
        running_loss += part.running_loss.tolist()
        clear = (
            f"\r{' ' * len(bar(epochs, epochs))}\r" if sys.stderr.isatty() else ""
        )
        sys.stderr.write(clear)
        for snapshot in part.snapshots[bool(done) :]:
            snapshots.append(snapshot._replace(epoch=done + snapshot.epoch))
            if is_moment(snapshots[-1].epoch, epochs):
                print(as_line(snapshots[-1]), flush=True)
        if clear and len(running_loss) < epochs:
            sys.stderr.write(bar(len(running_loss), epochs))
            sys.stderr.flush()
    return History(snapshots, np.array(running_loss))


def command_line(output: str | None) -> argparse.ArgumentParser:
    """Return what reads the command line; ``output`` is the folder for who names none.

    Examples
    --------
    >>> from unittest.mock import patch
    >>> with patch("sys.argv", ["firstneuron/__main__.py", "--epochs"]):
    ...     parser = command_line("pictures")
    >>> parser.prog
    'python -m firstneuron'
    >>> vars(parser.parse_args([]))
    {'seed': 0, 'epochs': 120, 'learning_rate': 0.001, 'output': 'pictures'}
    >>> words = " ".join(parser.format_help().split())
    >>> "where to write two figures (default: pictures)" in words
    True
    """
    script = Path(sys.argv[0]).name
    parser = argparse.ArgumentParser(
        prog={"__main__.py": "python -m firstneuron"}.get(script, script),
        description="Train one neuron to tell two classes apart, and say how it goes.",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        help="chooses the data, the first weights and the order (default: 0)",
    )
    parser.add_argument(
        "--epochs",
        type=int,
        default=120,
        help="how often to go through all samples (default: 120)",
    )
    parser.add_argument(
        "--learning-rate",
        type=float,
        default=0.001,
        metavar="RATE",
        help="how far to step along the slope (default: 0.001)",
    )
    parser.add_argument(
        "--output",
        default=output,
        metavar="FOLDER",
        help=f"where to write two figures (default: {output or 'none are written'})",
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
        0.

    Raises
    ------
    SystemExit
        With a message on standard error: 2 if a value is wrong, 1 if a figure cannot be written.

    Examples
    --------
    >>> main(["--epochs", "1", "--learning-rate", "0.01"])
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.944, bias -1.387, boundary 1.469, loss 0.1640
    0
    >>> main(["--epochs", "1", "--learning-rate", "1e308"])
    Traceback (most recent call last):
    SystemExit: 2
    >>> from contextlib import redirect_stderr, suppress
    >>> from io import StringIO
    >>> with redirect_stderr(StringIO()) as said, suppress(SystemExit):
    ...     main(["--seed", "-1"])
    >>> said.getvalue().partition("error: ")[2].strip()
    '--seed is -1; expected 0 or more'

    The figures go into a folder that is made if it is missing.

    >>> from tempfile import TemporaryDirectory
    >>> def save(folder, x, y, history):
    ...     return [Path("drawing.svg")] if folder.is_dir() else []
    >>> with TemporaryDirectory() as folder:
    ...     for place in ("", "new/folder"):
    ...         main(["--epochs", "1", "--output", f"{folder}/{place}"], save)
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
    wrote drawing.svg
    0
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
    wrote drawing.svg
    0
    >>> main(["--epochs", "1"], save)
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
    0

    Where there is no room for them, or no matplotlib, the program says so and ends.

    >>> def fail(folder, x, y, history):
    ...     raise OSError(28, "no space left", *where)
    >>> for where in ([], ["panels.svg"]):
    ...     with redirect_stderr(StringIO()) as said, suppress(SystemExit):
    ...         main(["--epochs", "1"], fail, output=".")
    ...     print(said.getvalue().partition("cannot ")[2].strip())
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
    write: no space left
      0: w 0.003, bias -0.005, boundary 1.681, loss 0.6897
      1: w 0.471, bias -0.146, boundary 0.310, loss 0.3764
    write panels.svg: no space left
    >>> main(["--epochs", "1"], fail, output=".")
    Traceback (most recent call last):
    SystemExit: 1
    >>> from unittest.mock import patch
    >>> with patch.dict("sys.modules", matplotlib=None):
    ...     main(["--epochs", "1"], save, output=".")
    Traceback (most recent call last):
    SystemExit: 2
    """
    parser = command_line(output)
    settings = parser.parse_args(arguments)
    folder = Path(settings.output) if settings.output and save_figures else None
    if folder and find_spec("matplotlib") is None:
        parser.error("--output needs matplotlib, which is not installed")
    try:
        epochs = check_count("--epochs", settings.epochs)
        rate = check_positive("--learning-rate", settings.learning_rate)
        if settings.seed < 0:
            raise ValueError(f"--seed is {settings.seed}; expected 0 or more")
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        x, y = two_gaussians(rng=settings.seed)
        try:
            history = train_aloud(x, y, epochs, rate, settings.seed)
        except ValueError:
            # it speaks of a logit, and who chose a rate has seen none
            limit = "a rate with which the weight stays finite"
            raise ValueError(
                f"--learning-rate is {rate:g}; expected {limit}"
            ) from None
        paths = (
            save_figures(folder, x, y, history) if folder and save_figures else []
        )
    except ValueError as error:
        parser.error(str(error))
    except OSError as error:  # without a name if it is what is printed
        what = f" {error.filename}" if error.filename else ""
        parser.exit(1, f"{parser.prog}: cannot write{what}: {error.strerror}\n")
    for path in paths:
        print(f"wrote {path}")
    return 0


def _save_figures(
    folder: Path, x: FloatArray, y: FloatArray, history: History
) -> list[Path]:
    """Write the figures; matplotlib comes in here and not before."""
    from firstneuron.figures import save_figures  # noqa: PLC0415

    return save_figures(folder, x, y, history)


if __name__ == "__main__":
    sys.exit(main(save_figures=_save_figures))
