from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstneuron import gradient, numerical_gradient

from .oracles import exact_loss, mp, near

SAMPLES = st.lists(
    st.tuples(st.floats(-10, 10), st.sampled_from([0, 1])), min_size=1, max_size=5
)
LINE = st.floats(-5, 5)


@given(weight=LINE, bias=LINE, samples=SAMPLES)
def test_gradients_against_mpmath(
    weight: float, bias: float, samples: list[tuple[float, int]]
) -> None:
    def mean_of_exact_losses(weight: Any, bias: Any) -> Any:
        return mp.fsum(
            exact_loss(1 / (1 + mp.exp(-weight * x - bias)), y) for x, y in samples
        ) / len(samples)

    exact = [
        float(mp.diff(mean_of_exact_losses, (weight, bias), which))
        for which in ((1, 0), (0, 1))
    ]
    x, y = zip(*samples, strict=True)
    assert gradient(weight, bias, x, y) == near(exact, rel=1e-13, abs=1e-13)
    assert numerical_gradient(weight, bias, x, y) == near(exact, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("z", [-1000.0, 1000.0])
def test_gradient_of_a_certain_neuron(z: float) -> None:
    assert gradient(z, 0, [1], [0]) == ((1, 1) if z > 0 else (0, 0))
    assert gradient(z, 0, [1], [1]) == ((0, 0) if z > 0 else (-1, -1))
