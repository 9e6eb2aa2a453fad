from importlib import import_module
from typing import Any

import numpy as np
import pytest

from firstneuron import (
    accuracy,
    gradient,
    mean_loss,
    train,
    two_gaussians,
)
from firstneuron.inputs import FloatArray

from .oracles import near

TINY = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.0, 1.0])


def naive_loop(
    x: FloatArray,
    y: FloatArray,
    *,
    epochs: int,
    learning_rate: float,
    rng: int,
    start: tuple[float, float] | None = None,
) -> tuple[list[tuple[float, float]], list[float]]:
    """Return the neuron after each epoch and the running losses, by the chain rule in full."""
    generator = np.random.default_rng(rng)
    weight, bias = generator.uniform(-0.01, 0.01, 2) if start is None else start
    lines, running = [(weight, bias)], []
    for _ in range(epochs):
        losses = []
        for i in generator.permutation(len(x)):
            y_hat = 1 / (1 + np.exp(-(weight * x[i] + bias)))
            losses.append(-(y[i] * np.log(y_hat) + (1 - y[i]) * np.log(1 - y_hat)))
            slope = (-y[i] / y_hat + (1 - y[i]) / (1 - y_hat)) * y_hat * (1 - y_hat)
            weight = weight - learning_rate * slope * x[i]
            bias = bias - learning_rate * slope
        lines.append((weight, bias))
        running.append(float(np.mean(losses)))
    return lines, running


@pytest.mark.parametrize(
    ("n_per_class", "settings"),
    [
        (50, {"epochs": 20, "learning_rate": 0.001, "rng": 0}),
        (30, {"epochs": 10, "learning_rate": 0.1, "rng": 3}),
        (
            (5, 40),
            {"epochs": 10, "learning_rate": 0.05, "rng": 1, "start": (-1.5, 0.25)},
        ),
        (
            (1, 1),
            {"epochs": 5, "learning_rate": 0.5, "rng": 2, "start": (0.0, 0.0)},
        ),
    ],
)
def test_training_against_a_naive_loop(
    n_per_class: int | tuple[int, int], settings: dict[str, Any]
) -> None:
    x, y = two_gaussians(n_per_class, means=(0, 2), rng=9)
    history = train(x, y, **settings)
    lines, running = naive_loop(x, y, **settings)
    trained = [(snapshot.weight, snapshot.bias) for snapshot in history.snapshots]
    np.testing.assert_allclose(trained, lines, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(history.running_loss, running, rtol=1e-12)


def test_history_holds_every_neuron_and_its_loss() -> None:
    x, y = two_gaussians(20, rng=2)
    history = train(x, y, epochs=7, start=(0.5, -0.5))
    assert [snapshot.epoch for snapshot in history.snapshots] == list(range(8))
    assert history.snapshots[0][1:3] == (0.5, -0.5)
    assert history.snapshots[-1][1:3] == (history.weight, history.bias)
    assert history.running_loss.shape == (7,)
    assert history.loss.tolist() == [
        snapshot.loss for snapshot in history.snapshots
    ]
    for _, weight, bias, loss in history.snapshots:
        came = 1 / (1 + np.exp(-np.where(y == 1, 1, -1) * (weight * x + bias)))
        assert loss == near(-np.log(came).mean(), rel=1e-12)


def test_defaults() -> None:
    x, y = two_gaussians(20)
    history = train(x, y)
    explicit = train(x, y, epochs=120, learning_rate=0.001, rng=0, start=None)
    assert history.snapshots == explicit.snapshots
    assert len(history.running_loss) == 120


def test_the_seed_decides_the_order_and_a_generator_goes_on() -> None:
    generator = np.random.default_rng(4)
    runs = [
        train(*TINY, epochs=3, rng=rng, start=(0, 0))
        for rng in (4, 4, generator, generator)
    ]
    seeded, again, from_generator, later = (run.weight for run in runs)
    assert seeded == again == from_generator
    assert seeded != later


@pytest.mark.parametrize("learning_rate", [10, 1e6])
def test_a_huge_learning_rate_neither_warns_nor_gives_nan(
    learning_rate: float,
) -> None:
    x, y = two_gaussians()
    history = train(x, y, epochs=5, learning_rate=learning_rate)
    assert np.all(np.isfinite(history.snapshots))
    assert np.all(np.isfinite(history.running_loss))
    assert accuracy(history.weight, history.bias, x, y) > 0.9


def test_the_callers_arrays_are_left_alone() -> None:
    x, y = two_gaussians(10)
    kept = x.copy(), y.copy()
    train(x, y, epochs=2)
    assert np.array_equal((x, y), kept)


def test_training_reaches_the_maximum_likelihood_of_scikit_learn() -> None:
    x, y = TINY
    model = import_module("sklearn.linear_model").LogisticRegression(
        C=np.inf, tol=1e-12, solver="newton-cholesky"
    )
    model.fit(x[:, None], y)
    best = model.coef_[0, 0], model.intercept_[0]
    line = 0.0, 0.0
    for learning_rate, epochs in [(0.1, 1000), (0.01, 2000), (0.001, 2000)]:
        history = train(
            *TINY, epochs=epochs, learning_rate=learning_rate, start=line
        )
        line = history.weight, history.bias
    assert line == near(best, rel=1e-3)


def test_scikit_learn_charges_by_default_and_stops_without_a_warning_if_it_must_not() -> (
    None
):
    kind = import_module("sklearn.linear_model").LogisticRegression
    x, y = two_gaussians()
    usual = kind().fit(x[:, None], y)
    weight, bias = float(usual.coef_[0, 0]), float(usual.intercept_[0])
    slope, slope_bias = gradient(weight, bias, x, y)
    assert slope + 1e-3 * weight == near(0, abs=1e-4)  # the page's largest penalty
    assert slope_bias == near(0, abs=1e-4)

    free = kind(C=np.inf).fit(x[:, None], y)  # a warning would fail
    logits = free.decision_function(x[:, None])
    assert mean_loss(2 * logits, y) < mean_loss(logits, y)
