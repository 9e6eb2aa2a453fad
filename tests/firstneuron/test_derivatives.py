from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstneuron import (
    binary_cross_entropy_derivative,
    gradient,
    numerical_gradient,
    sigmoid_derivative,
)

from .oracles import mp, near

SAMPLES = st.lists(
    st.tuples(st.floats(-10, 10), st.sampled_from([0, 1])), min_size=1, max_size=5
)
LINE = st.floats(-5, 5)


@cache
def symbolic_slopes() -> dict[str, Any]:
    """Return functions of numbers with 50 digits; nothing of them comes from the package."""
    import sympy  # noqa: PLC0415 - takes a second, in every worker

    def formula(arguments: str, expression: Any) -> Any:
        names = [{"exp": mp.exp, "log": mp.log}]
        function = sympy.lambdify(
            sympy.symbols(arguments), expression, modules=names
        )
        return lambda *values: function(*map(mp.mpf, values))

    w, b, x, y, z, p = sympy.symbols("w b x y z p")
    sigmoid = 1 / (1 + sympy.exp(-z))
    loss = -(y * sympy.log(p) + (1 - y) * sympy.log(1 - p))
    composed = loss.subs(p, sigmoid).subs(z, w * x + b)
    return {
        "sigmoid": formula("z,", sympy.diff(sigmoid, z)),
        "loss": formula("p y", sympy.diff(loss, p)),
        "weight": formula("w b x y", sympy.diff(composed, w)),
        "bias": formula("w b x y", sympy.diff(composed, b)),
    }


@given(z=st.floats(-40, 40))
def test_slope_of_the_sigmoid_against_sympy(z: float) -> None:
    assert sigmoid_derivative(z) == near(
        float(symbolic_slopes()["sigmoid"](z)), rel=1e-14
    )


@pytest.mark.parametrize("y", [0, 1])
@given(y_hat=st.floats(1e-300, 1, exclude_max=True))
def test_slope_of_the_loss_against_sympy(y_hat: float, y: int) -> None:
    slope = binary_cross_entropy_derivative(y_hat, y)
    assert slope == near(float(symbolic_slopes()["loss"](y_hat, y)), rel=1e-15)


@given(weight=LINE, bias=LINE, samples=SAMPLES)
def test_gradient_against_sympy(
    weight: float, bias: float, samples: list[tuple[float, int]]
) -> None:
    exact = [
        float(
            sum(
                symbolic_slopes()[name](weight, bias, *sample) for sample in samples
            )
            / len(samples)
        )
        for name in ("weight", "bias")
    ]
    x, y = zip(*samples, strict=True)
    assert gradient(weight, bias, x, y) == near(exact, rel=1e-13, abs=1e-13)


@given(weight=LINE, bias=LINE, samples=SAMPLES)
def test_numerical_gradient_is_near(
    weight: float, bias: float, samples: list[tuple[float, int]]
) -> None:
    x, y = zip(*samples, strict=True)
    exact = gradient(weight, bias, x, y)
    assert numerical_gradient(weight, bias, x, y) == near(exact, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(
    ("h", "smallest", "largest"),
    [
        (1e-2, 1.5e-6, 1.7e-6),
        (1e-4, 1e-10, 2e-10),
        (1e-5, 0, 2e-11),
        (1e-12, 1e-7, 1e-3),
    ],
)
def test_the_error_of_the_numerical_gradient_is_a_v(
    h: float, smallest: float, largest: float
) -> None:
    (exact, _), (estimate, _) = (
        gradient(0.3, -0.7, [2], [1]),
        numerical_gradient(0.3, -0.7, [2], [1], h=h),
    )
    assert exact == near(-1.049958, abs=5e-7)
    assert smallest <= abs(estimate / exact - 1) <= largest


@pytest.mark.parametrize("z", [-1000.0, 1000.0])
def test_gradient_of_a_certain_neuron(z: float) -> None:
    assert gradient(z, 0, [1], [0]) == ((1, 1) if z > 0 else (0, 0))
    assert gradient(z, 0, [1], [1]) == ((0, 0) if z > 0 else (-1, -1))
