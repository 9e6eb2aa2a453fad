"""References for the tests: arithmetic with 50 digits, and integrals over a population."""

import sys
from collections.abc import Callable
from functools import cache
from math import inf, log, nextafter
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import MPContext

from firstneuron import Population, bayes_boundaries

mp = MPContext()
mp.dps = 50
quadrature = MPContext()
quadrature.dps = 16

ONE = 53 * log(2)  # from here on the sigmoid is 1.0 in float64
MAGNITUDES = [0, 5e-324, 2.3e-308, 1e-300, 1e-16, 0.5, 1, 2, 5, 18, 40, 1e3, 1e16]
MAGNITUDES += [36.7368, nextafter(ONE, -inf), ONE, nextafter(ONE, inf)]
MAGNITUDES += [708.39, 708.4, 709.78, 709.79, 744.44, 745.13, 745.14]
MAGNITUDES += [1e200, 1e308, sys.float_info.max, inf]
LOGITS = sorted({sign * z for sign in (-1.0, 1.0) for z in MAGNITUDES})
logits = st.floats(allow_nan=False) | st.floats(-760, 760) | st.floats(-40, 40)

POPULATIONS = {
    "default": Population(),
    "mirrored": Population(means=(5, 0)),
    "equal spreads": Population(stds=(1, 1)),
    "equal spreads, rare": Population(means=(1, -1), stds=(2, 2), share=0.1),
    "rare": Population(share=1e-6),
    "nested": Population(means=(0, 0), stds=(3, 1)),
    "nested, no boundary": Population(means=(0, 0.5), stds=(2, 1), share=0.05),
    "ten to one": Population(means=(-2, 1), stds=(0.1, 1), share=0.8),
    "the same": Population(means=(1, 1), stds=(2, 2), share=0.3),
}


def for_all_logits(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test of ``z`` at every edge in LOGITS and at logits that hypothesis picks."""
    for z in LOGITS:
        test = example(z=z)(test)
    return given(z=logits)(test)


def ulps(actual: Any, exact: Any) -> float:
    """Return the error of ``actual`` in units in the last place of float64, subnormals included."""
    nearest = float(exact)
    if actual == nearest:
        return 0.0
    return float(abs(mp.mpf(actual) - exact) / float(np.spacing(abs(nearest))))


def near(expected: Any, rel: float = 0.0, abs: float = 0.0) -> Any:  # noqa: A002
    """Return what compares equal within these tolerances; pytest's own adds 1e-12 to them."""
    return pytest.approx(expected, rel=rel, abs=abs)


def exact_loss(y_hat: Any, y: int) -> Any:
    """Return −ln of the probability of what happened; mpmath has no log1p of −1."""
    if y_hat == 1 - y:
        return mp.inf
    return -mp.log(mp.mpf(y_hat)) if y == 1 else -mp.log1p(-mp.mpf(y_hat))


@cache  # most integrals over a population have the same nodes
def joint_densities(
    x: Any, population: Population, context: Any = mp
) -> tuple[Any, Any]:
    """Return share times density at ``x`` for class 0 and for class 1."""
    share = context.mpf(population.share)
    density_0, density_1 = (
        context.npdf(x, context.mpf(mean), context.mpf(std))
        for mean, std in zip(population.means, population.stds, strict=True)
    )
    return (1 - share) * density_0, share * density_1


def integral(
    integrand: Callable[[Any, Any, Any], Any], population: Population, *kinks: float
) -> float:
    """Integrate a function of x and the two joint densities over x, split where it may bend."""
    edges = {*kinks, *bayes_boundaries(population)}
    for mean, std in zip(population.means, population.stds, strict=True):
        edges |= {mean + k * std for k in (-14, -5, -2, 0, 2, 5, 14)}
    return float(
        quadrature.quad(
            lambda x: integrand(x, *joint_densities(x, population, quadrature)),
            sorted(edges),
            method="gauss-legendre",
        )
    )
