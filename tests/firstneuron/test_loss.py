from collections.abc import Callable
from math import copysign, inf, nextafter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import firstneuron as fn

from .oracles import exact_loss, for_all_logits, mp, ulps

EPS = 2.0**-52
PROBABILITIES = [0.0, 5e-324, 2.3e-308, 1e-16, 0.1, 0.5, 0.99, 1 - EPS, 1.0]
PROBABILITIES += [nextafter(1, 0), nextafter(0.5, 0)]

labels = pytest.mark.parametrize("y", [0, 1])


def for_all_probabilities(test: Callable[..., None]) -> Callable[..., None]:
    for y_hat in PROBABILITIES:
        test = example(y_hat=y_hat)(test)
    return given(y_hat=st.floats(0, 1))(test)


@labels
@for_all_logits
def test_loss_from_logits_is_positive_symmetric_and_exact_to_4_ulp(
    z: float, y: int
) -> None:
    loss = fn.binary_cross_entropy_with_logits(z, y)
    wrong = mp.mpf(-z if y == 1 else z)
    exact = mp.log1p(mp.exp(wrong)) if wrong < 1000 else wrong
    assert ulps(loss, exact) <= 4
    assert copysign(1, loss) == 1
    assert loss == fn.binary_cross_entropy_with_logits(-z, 1 - y)


@labels
@for_all_probabilities
def test_loss_from_probabilities_is_positive_steep_and_exact_to_4_ulp(
    y_hat: float, y: int
) -> None:
    loss = fn.binary_cross_entropy(y_hat, y)
    assert ulps(loss, exact_loss(y_hat, y)) <= 4
    assert copysign(1, loss) == 1
    slope = fn.binary_cross_entropy_derivative(y_hat, y)
    assert slope <= -1 if y == 1 else slope >= 1


@labels
@given(y_hat=st.floats(1e-300, 1, exclude_max=True))
def test_slope_is_exact_to_2_ulp(y_hat: float, y: int) -> None:
    step = mp.mpf("1e-30") * y_hat
    exact = mp.diff(lambda p: exact_loss(p, y), y_hat, h=step)
    assert ulps(fn.binary_cross_entropy_derivative(y_hat, y), exact) <= 2


@pytest.mark.parametrize(
    ("y_hat", "y", "expected"),
    [(0.5, 1, -2), (0.5, 0, 2), (0, 0, 1), (1, 1, -1), (0, 1, -inf), (1, 0, inf)],
)
def test_known_slopes(y_hat: float, y: int, expected: float) -> None:
    assert fn.binary_cross_entropy_derivative(y_hat, y) == expected
