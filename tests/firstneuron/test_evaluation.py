from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import firstneuron as fn

from .oracles import POPULATIONS, integral, mp, near, quadrature

LINES = [(1.849, -4.52), (9.5414, -31.213), (-2.0, 5.0), (0.0, 0.4)]
LINES += [(10.0, -30.0), (100.0, -300.0)]  # steep
SOME = ["default", "nested, no boundary", "ten to one"]


def softplus(z: Any) -> Any:
    return quadrature.log1p(quadrature.exp(z))


# what a neuron costs at an input, from its logit and the two joint densities there
COSTS: dict[Callable[..., float], Callable[..., Any]] = {
    fn.population_error: lambda z, f_0, f_1: f_0 if z >= 0 else f_1,
    fn.population_cross_entropy: lambda z, f_0, f_1: (
        f_0 * softplus(z) + f_1 * softplus(-z)
    ),
}

finite = st.floats(-50, 50)
lines = pytest.mark.parametrize("line", LINES)
populations = pytest.mark.parametrize("name", SOME)


@given(x=finite, weight=finite, bias=finite)
def test_probability_against_mpmath(x: float, weight: float, bias: float) -> None:
    z = mp.mpf(weight) * x + bias
    rounding = 1e-15 * (abs(weight * x) + abs(bias) + 4)
    assert fn.predict_probability(x, weight, bias) == near(
        float(1 / (1 + mp.exp(-z))), rel=rounding, abs=5e-324
    )


@given(weight=finite, bias=finite)
def test_the_class_changes_at_the_boundary(weight: float, bias: float) -> None:
    assume(abs(weight) > 1e-3)
    boundary = fn.decision_boundary(weight, bias)
    assert type(boundary) is float
    assert fn.predict_probability(boundary, weight, bias) == near(0.5, abs=1e-13)
    step = 1e-9 * (1 + abs(boundary))
    sides = boundary - step, boundary + step
    classes = [fn.predict_class(x, weight, bias) for x in sides]
    assert classes == ([0, 1] if weight > 0 else [1, 0])


@pytest.mark.parametrize("function", COSTS, ids=lambda function: function.__name__)
@lines
@populations
def test_what_a_neuron_costs_against_quadrature(
    name: str, line: tuple[float, float], function: Callable[..., float]
) -> None:
    population, (weight, bias) = POPULATIONS[name], line
    exact = integral(
        lambda x, *joint: COSTS[function](weight * x + bias, *joint),
        population,
        *((k - bias) / weight for k in (-50, -10, 0, 10, 50) if weight),
    )
    assert function(weight, bias, population) == near(exact, rel=1e-12)


def test_a_boundary_beyond_all_numbers_makes_a_flat_neuron() -> None:
    assert fn.population_error(1e-320, 1e308, fn.Population(share=0.1)) == near(
        0.9, rel=1e-15
    )
