from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import firstneuron as fn
from firstneuron.bayes import classes
from firstneuron.inputs import FloatArray

from .oracles import POPULATIONS, integral, joint_densities, mp, near, quadrature

populations = pytest.mark.parametrize(
    "population", POPULATIONS.values(), ids=POPULATIONS
)


# Samples


def test_a_generator_is_drawn_from_class_0_first() -> None:
    drawn, reference = np.random.default_rng(5), np.random.default_rng(5)
    x, y = fn.two_gaussians((3, 2), means=(-1, 4), stds=(2, 0.1), rng=drawn)
    expected = np.append(reference.normal(-1, 2, 3), reference.normal(4, 0.1, 2))
    assert np.array_equal(x, expected)
    assert y.tolist() == [0, 0, 0, 1, 1]
    assert drawn.random() == reference.random()


# The population


@given(x=st.floats(-30, 30), mean=st.floats(-5, 5), std=st.floats(0.1, 10))
def test_density_against_mpmath(x: float, mean: float, std: float) -> None:
    exact = float(mp.npdf(*map(mp.mpf, (x, mean, std))))
    assert fn.density(x, mean, std) == near(exact, rel=1e-10, abs=1e-300)


@populations
@given(x=st.floats(-20, 20))
def test_log_odds_and_posterior_against_bayes_rule(
    x: float, population: fn.Population
) -> None:
    density_0, density_1 = joint_densities(mp.mpf(x), population)
    assert fn.log_odds(x, population=population) == near(
        float(mp.log(density_1 / density_0)), rel=1e-13, abs=1e-11
    )
    assert fn.posterior(x, population=population) == near(
        float(density_1 / (density_0 + density_1)), rel=1e-9, abs=1e-300
    )


@pytest.mark.parametrize(
    ("population", "left", "right"),
    [
        (fn.Population(), 0, 0),
        (fn.Population(means=(0, 20)), 0, 0),
        (fn.Population(stds=(0.5, 1)), 1, 1),
        (fn.Population(stds=(1, 1)), 0, 1),
        (fn.Population(means=(1, 1), stds=(2, 2), share=0.3), 0.3, 0.3),
    ],
)
def test_posterior_far_out(
    population: fn.Population, left: float, right: float
) -> None:
    x = np.array([1e100, 1e200, 1.7e308])
    assert fn.posterior(-x, population=population) == near([left] * 3, rel=1e-15)
    assert fn.posterior(x, population=population) == near([right] * 3, rel=1e-15)


# Its boundaries and the best that anyone can do


@pytest.mark.parametrize(
    ("name", "count"),
    list(zip(POPULATIONS, [2, 2, 1, 1, 2, 2, 0, 2, 0], strict=True)),
    ids=POPULATIONS,
)
def test_boundaries_are_where_the_more_likely_class_changes(
    name: str, count: int
) -> None:
    population = POPULATIONS[name]
    boundaries = fn.bayes_boundaries(population)
    assert len(boundaries) == count
    assert list(boundaries) == sorted(boundaries)
    for boundary in boundaries:
        below_0, below_1 = joint_densities(boundary - 1e-11, population)
        above_0, above_1 = joint_densities(boundary + 1e-11, population)
        assert (below_0 < below_1) != (above_0 < above_1)


@pytest.mark.parametrize("shift", [-1e4, 1e4, 1e8])
def test_the_best_does_not_depend_on_where_zero_is(shift: float) -> None:
    moved = fn.Population(means=(shift, shift + 5))
    boundaries = [boundary + shift for boundary in fn.bayes_boundaries()]
    assert fn.bayes_boundaries(moved) == near(boundaries, rel=1e-12)
    assert fn.bayes_error(moved) == near(fn.bayes_error(), rel=1e-6)
    assert fn.bayes_cross_entropy(moved) == near(fn.bayes_cross_entropy(), rel=1e-6)


@populations
def test_the_best_against_quadrature(population: fn.Population) -> None:
    def cross_entropy(_: Any, f_0: Any, f_1: Any) -> Any:
        log1p = quadrature.log1p
        return f_0 * log1p(f_1 / f_0) + f_1 * log1p(f_0 / f_1)

    error = integral(lambda _, f_0, f_1: min(f_0, f_1), population)
    assert fn.bayes_error(population) == near(error, rel=1e-12)
    loss = integral(cross_entropy, population)
    assert fn.bayes_cross_entropy(population) == near(loss, rel=1e-12)


def test_slopes_of_zero_to_six_decimals_leave_the_weight_open() -> None:
    best = fn.best_line()
    weight, bias = best[0] - 0.1, best[1] + 0.342  # along the floor of the valley
    h = 1e-3
    for a, b in ((h, 0.0), (0.0, h)):
        rise = fn.population_cross_entropy(weight + a, bias + b)
        rise -= fn.population_cross_entropy(weight - a, bias - b)
        assert abs(rise / (2 * h)) < 1e-6
    assert round(weight, 1) != round(best[0], 1)


def newton_step(line: FloatArray, population: fn.Population) -> FloatArray:
    """Return where Newton's next step leads to from a line.

    The trapezoid rule is exact to rounding if the logit changes by less than 0.5 from node to node.
    """
    weight, bias = line
    steps = 38 * max(20, round(2 * abs(weight) * max(population.stds)))
    u = np.linspace(-38, 38, 2 * steps + 1)
    slope, curvature = np.zeros(2), np.zeros((2, 2))
    for sign, (share, mean, std) in zip((1, -1), classes(population), strict=True):
        x = np.array([mean + std * u, np.ones_like(u)])
        wrong = sign * (weight * x[0] + bias)
        mass = share * np.exp(-(u**2) / 2)
        probability = np.exp(-np.logaddexp(0, -wrong))
        slope += x @ (sign * mass * probability)
        curvature += (
            x * mass * probability * np.exp(-np.logaddexp(0, wrong))
        ) @ x.T
    return line - np.linalg.solve(curvature, slope)


@pytest.mark.parametrize(
    "population",
    [
        *POPULATIONS.values(),
        fn.Population(means=(0, 30), stds=(1, 0.9)),
        fn.Population(stds=(1, 0.05), share=0.01),
        fn.Population(means=(0, 0.2), stds=(1, 3), share=0.3),
        fn.Population(means=(110, 100), stds=(1, 2), share=0.999),
    ],
)
def test_newton_has_nothing_to_add_to_the_best_line(
    population: fn.Population,
) -> None:
    line = np.array(fn.best_line(population))
    # as its docstring promises
    assert newton_step(line, population) == near(line, rel=1e-9, abs=1e-12)
