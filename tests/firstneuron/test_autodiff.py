"""Slopes from `autodiff` are the derived ones."""

from importlib import import_module
from math import isnan

import numpy as np
import pytest

from firstneuron import gradient, mean_loss
from firstneuron.autodiff import Number, backward, fused_loss, ln, sigma
from firstneuron.inputs import FloatArray

from ..frameworks import needs_frameworks

POINTS = 1000


def naive_loss(z: Number, y: float) -> Number:
    """Return the loss as it is defined."""
    y_hat = sigma(z)
    return (y * ln(y_hat) + (1 - y) * ln(1 - y_hat)) * -1.0


@pytest.fixture(scope="module")
def points() -> FloatArray:
    """Weight, bias, x and y of random neurons and samples, one a row."""
    rng = np.random.default_rng(0)
    size = rng.choice([0.1, 1.0, 10.0], size=(POINTS, 1))
    neurons = rng.normal(size=(POINTS, 3)) * size
    return np.column_stack([neurons, rng.integers(0, 2, POINTS)])


def test_the_slopes_are_those_of_gradient_to_the_last_bit(
    points: FloatArray,
) -> None:
    for w, b, x, y in points.tolist():
        weight, bias = Number(w), Number(b)
        backward(fused_loss(weight * x + bias, y))
        assert (weight.slope, bias.slope) == gradient(w, b, [x], [y])


def test_the_defined_loss_has_the_same_slopes_where_it_keeps_its_digits(
    points: FloatArray,
) -> None:
    tried = 0
    for w, b, x, y in points.tolist():
        if abs(w * x + b) < 5:
            tried += 1
            weight, bias = Number(w), Number(b)
            loss = naive_loss(weight * x + bias, y)
            backward(loss)
            expected = gradient(w, b, [x], [y])
            assert (weight.slope, bias.slope) == pytest.approx(expected, rel=1e-13)
            assert loss.value == pytest.approx(
                mean_loss(np.array([w * x + b]), np.array([y])), rel=1e-13
            )
    assert tried > POINTS / 2


@needs_frameworks
def test_frameworks_find_no_slope_of_the_defined_loss_either() -> None:
    torch, jax = import_module("torch"), import_module("jax")
    z = torch.tensor(40.0, dtype=torch.float64, requires_grad=True)
    (-torch.log(1 - torch.sigmoid(z))).backward()
    assert isnan(z.grad.item())
    lost = jax.grad(lambda z: -jax.numpy.log(1 - jax.nn.sigmoid(z)))
    assert isnan(lost(40.0))


def test_a_number_that_is_used_twice_gets_both_slopes() -> None:
    a, b = Number(3.0), Number(2.0)
    square = a * a
    result = square * square + square * b + 5.0  # a⁴ + a² b + 5
    backward(result)
    assert (result.value, a.slope, b.slope) == (104.0, 120.0, 9.0)
    backward(result)  # begins anew
    assert a.slope == 120.0
