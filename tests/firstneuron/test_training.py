from importlib import import_module
from typing import Any

import numpy as np
import pytest

from firstneuron import accuracy, gradient, mean_loss, train, two_gaussians

from ..benchmark_rivals import tutorial_loop
from .oracles import near

TINY = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 1.0, 0.0, 1.0])


@pytest.mark.parametrize(
    ("n_per_class", "settings"),
    [
        (50, {"epochs": 20, "learning_rate": 0.001, "rng": 0}),
        (30, {"epochs": 10, "learning_rate": 0.1, "rng": 3}),
        ((5, 40), {"epochs": 10, "learning_rate": 0.05, "start": (-1.5, 0.25)}),
        ((1, 1), {"epochs": 5, "learning_rate": 0.5, "rng": 2}),
    ],
)
def test_training_against_the_loop_of_a_tutorial(
    n_per_class: int | tuple[int, int], settings: dict[str, Any]
) -> None:
    x, y = two_gaussians(n_per_class, means=(0, 2), rng=9)
    history = train(x, y, **settings)
    lines, running = tutorial_loop(x, y, **settings)
    trained = [snapshot[1:3] for snapshot in history.snapshots]
    np.testing.assert_allclose(trained, lines, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(history.running_loss, running, rtol=1e-12)
    for _, weight, bias, loss in history.snapshots:
        came = 1 / (1 + np.exp(-np.where(y == 1, 1, -1) * (weight * x + bias)))
        assert loss == near(-np.log(came).mean(), rel=1e-12)


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
