"""The numbers that the live figures start from."""

from collections.abc import Iterator
from dataclasses import asdict
from inspect import signature

import numpy as np
from matplotlib.figure import Figure

from firstneuron.bayes import bayes_cross_entropy, best_line
from firstneuron.data import Population
from firstneuron.evaluation import population_cross_entropy
from firstneuron.figures.style import EXAMPLE, book_run
from firstneuron.figures.training import draw_contours
from firstneuron.figures.verdict import long_runs, moments
from firstneuron.inputs import FloatArray
from firstneuron.training import History, train


def export_all() -> Iterator[tuple[str, object]]:
    """Yield the file name and the content of what the live figures start from, from that run."""
    x, y, history = book_run()
    settings = signature(train).parameters
    run = {
        "weight": history.weight,
        "bias": history.bias,
        "learning_rate": settings["learning_rate"].default,
        "population": asdict(Population()),
        "example": EXAMPLE,
    }
    yield "run.json", run
    samples = {"x": x.tolist(), "y": y.tolist()}
    order = {"seed": settings["rng"].default, "snapshots": history.snapshots}
    marks = {
        "contours": contours(x, y),
        "best_line": best_line(),
        "best_loss": bayes_cross_entropy(),
    }
    yield "training.json", run | samples | order | marks
    gap, overlap = (long_run(*each) for each in long_runs())
    yield "long.json", {"gap": gap, "overlap": overlap}


def contours(x: FloatArray, y: FloatArray) -> list[tuple[float, list[list[float]]]]:
    """Return the lines of equal mean loss: its height, and the weight and bias along each."""
    axes = Figure().subplots()
    drawn = draw_contours(axes, x, y)
    return [
        (float(level), np.round(thinned(line), 2).tolist())
        for level, lines in zip(drawn.levels, drawn.allsegs, strict=True)
        for line in lines
    ]


def thinned(line: FloatArray) -> FloatArray:
    """Return a line without every second of the points where it is nearly straight."""
    (across, up), (a, b) = (line[2:] - line[:-2]).T, (line[1:-1] - line[:-2]).T
    aside = np.abs(across * b - up * a) / np.hypot(across, up)
    straight = np.zeros(len(line), dtype=bool)
    straight[1:-1] = aside < 0.005  # a fifth of a pixel in the live figure
    straight[::2] = False
    return line[~straight]


def long_run(
    population: Population, x: FloatArray, y: FloatArray, history: History
) -> dict[str, object]:
    """Return what a live figure shows of a long run; last is the loss on endless data."""
    snapshots = (history.snapshots[epoch] for epoch in moments())
    shown = [
        (*snapshot, population_cross_entropy(*snapshot[1:3], population))
        for snapshot in snapshots
    ]
    return {"x": x.tolist(), "y": y.tolist(), "snapshots": shown}
