"""The best that anyone could do with two Gaussians on a line: the truth, and the best line."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import erfc, inf, log, pi, sqrt

import numpy as np

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.data import Population, check_population
from firstneuron.inputs import FloatArray, Numbers, elementwise
from firstneuron.loss import binary_cross_entropy_with_logits


@elementwise
def density(x: Numbers, mean: Numbers, std: Numbers) -> Numbers:
    """Return the density of a normal distribution at ``x``, per unit of ``x``.

    Parameters
    ----------
    x
        Where, any shape.
    mean, std
        Centre and standard deviation; the deviation is positive.

    Returns
    -------
    float or array of the common shape
        At least 0.

    Raises
    ------
    ValueError
        If an argument is not finite or not numeric, or ``std`` is not positive.

    Examples
    --------
    >>> round(density(0.0, mean=0.0, std=1.0), 6)
    0.398942
    >>> density([0.0, 1.0], mean=0.0, std=1.0).round(6)
    array([0.398942, 0.241971])
    """
    u = (x - mean) / std
    return np.exp(-0.5 * u**2) / (std * sqrt(2 * pi))


@elementwise
def log_odds(x: Numbers, population: Population = Population()) -> Numbers:
    """Return the exact logit of class 1 at ``x``, by Bayes' rule.

    Parameters
    ----------
    x
        Inputs, any shape.
    population
        Where the samples come from.

    Returns
    -------
    float or array shaped like x
        ln P(y = 1 | x) − ln P(y = 0 | x), a quadratic in x; a line if the deviations are equal.

    Raises
    ------
    ValueError
        If ``x`` is not finite or not numeric.

    Examples
    --------
    >>> round(log_odds(2.5), 3)
    -8.682
    >>> log_odds([2.5, 3.5]).round(3)
    array([-8.682,  2.318])
    >>> round(log_odds(1e8 + 2.5, population=Population(means=(1e8, 1e8 + 5))), 3)
    -8.682
    """
    # measured from between the centres, so that nothing large cancels
    centre = sum(check_population(population).means) / 2
    a, b, c = log_odds_coefficients(shifted(population, -centre))
    from_centre = x - centre
    return (a * from_centre + b) * from_centre + c


def log_odds_coefficients(
    population: Population = Population(),
) -> tuple[float, float, float]:
    """Return a, b and c of the exact log-odds a x² + b x + c.

    Examples
    --------
    >>> a, b, c = log_odds_coefficients()
    >>> a, b, round(c, 6)
    (-1.5, 20.0, -49.306853)
    """
    (m_0, m_1), (s_0, s_1) = population.means, population.stds
    a = 0.5 / s_0**2 - 0.5 / s_1**2
    b = m_1 / s_1**2 - m_0 / s_0**2
    c = 0.5 * (m_0 / s_0) ** 2 - 0.5 * (m_1 / s_1) ** 2
    c += log(s_0 / s_1) + log(population.share / (1 - population.share))
    return a, b, c


@elementwise
def posterior(x: Numbers, population: Population = Population()) -> Numbers:
    """Return the true probability of class 1 at ``x``; no classifier knows more.

    Parameters
    ----------
    x
        Inputs, any shape.
    population
        Where the samples come from.

    Returns
    -------
    float or array shaped like x
        P(y = 1 | x), in [0, 1].

    Raises
    ------
    ValueError
        If ``x`` is not finite or not numeric.

    References
    ----------
    Bishop, C. M. (2006), "Pattern Recognition and Machine Learning", section 4.2.

    Examples
    --------
    >>> [round(posterior(x), 4) for x in (3.0, 3.5)]
    [0.057, 0.9104]
    """
    return sigmoid(log_odds(x, population=population))


def bayes_boundaries(population: Population = Population()) -> tuple[float, ...]:
    """Return where the two classes are equally likely, in rising order.

    Parameters
    ----------
    population
        Where the samples come from.

    Returns
    -------
    tuple of floats
        Two values of x; one if the deviations are equal; none if one class always wins.

    Examples
    --------
    >>> [round(boundary, 6) for boundary in bayes_boundaries()]
    [3.264725, 10.068609]
    >>> far_away = Population(means=(1e8, 1e8 + 5))
    >>> [round(boundary - 1e8, 6) for boundary in bayes_boundaries(far_away)]
    [3.264725, 10.068609]
    >>> swapped = Population(means=(5.0, 0.0), stds=(0.5, 1.0))
    >>> [round(boundary, 6) for boundary in bayes_boundaries(swapped)]
    [3.264725, 10.068609]
    >>> bayes_boundaries(Population(stds=(1.0, 1.0)))
    (2.5,)
    >>> bayes_boundaries(Population(means=(5.0, 0.0), stds=(1.0, 1.0)))
    (2.5,)
    >>> [round(x, 6) for x in bayes_boundaries(Population(stds=(1.0, 1.0), share=0.25))]
    [2.719722]
    >>> bayes_boundaries(Population(means=(0.0, 0.0), stds=(1.0, 1.0)))
    ()
    >>> bayes_boundaries(Population(means=(0.0, 0.0), share=0.01))  # the rare class never wins
    ()

    Two bells with one centre: the wider one wins far out, the narrow one in the middle, unless it
    is rare. The odds of the last two touch in one point, and no decision changes there.

    >>> def wide(std, share):
    ...     return Population(means=(0.0, 0.0), stds=(1.0, std), share=share)
    >>> [round(boundary, 3) for boundary in bayes_boundaries(wide(2.0, 0.62))]
    [-0.737, 0.737]
    >>> bayes_boundaries(wide(2.0, 0.7)), bayes_boundaries(wide(3.0, 0.75))
    ((), ())

    Spreads that are nearly equal have a second boundary far away; the first keeps its digits.

    >>> near, far = 1.0, 1.0 + 1e-9
    >>> round(bayes_boundaries(Population(stds=(near, far)))[1], 9)
    2.499999999
    >>> round(bayes_boundaries(Population(means=(5.0, 0.0), stds=(near, far)))[0], 9)
    2.500000001
    """
    centre = sum(check_population(population).means) / 2
    a, b, c = log_odds_coefficients(shifted(population, -centre))
    if a == 0:
        return () if b == 0 else (centre - c / b,)
    discriminant = b * b - 4 * a * c
    if discriminant <= 0:
        return ()
    # adding numbers of one sign keeps the digits that the school formula would cancel
    q = -0.5 * (b + (sqrt(discriminant) if b >= 0 else -sqrt(discriminant)))
    return tuple(sorted((centre + q / a, centre + c / q)))


def shifted(population: Population, distance: float) -> Population:
    """Return the population with both centres moved by ``distance``.

    Examples
    --------
    >>> shifted(Population(), -2.5).means
    (-2.5, 2.5)
    """
    mean_0, mean_1 = population.means
    return replace(population, means=(mean_0 + distance, mean_1 + distance))


def bayes_error(population: Population = Population()) -> float:
    """Return the error rate of the best possible classifier, in [0, 0.5].

    Examples
    --------
    >>> f"{bayes_error():.9f}"
    '0.000403774'
    >>> f"{bayes_error(Population(means=(-10.0, -5.0))):.9f}"  # moved, nothing else
    '0.000403774'
    """
    edges = (-inf, *bayes_boundaries(population), inf)
    return sum(
        min(
            share * normal_mass(left, right, mean, std)
            for share, mean, std in classes(population)
        )
        for left, right in pairwise(edges)
    )


def bayes_cross_entropy(population: Population = Population()) -> float:
    """Return the smallest mean loss that any classifier can have, in nats.

    Examples
    --------
    >>> round(bayes_cross_entropy(), 9)
    0.001319083
    """
    return expected_loss(lambda x: log_odds(x, population=population), population)


def best_line(population: Population = Population()) -> tuple[float, float]:
    """Return the weight and bias whose neuron has the smallest mean loss over the population.

    Newton's method on the exact mean loss, which is convex, from the tangent of the log-odds where
    the classes are equally likely; each step is halved until the loss falls.

    Parameters
    ----------
    population
        Where the samples come from.

    Returns
    -------
    weight, bias
        The best that one neuron can do with endless data and endless training, right to 9 digits.

    Raises
    ------
    ValueError
        If the classes are so far apart that the smallest loss leaves float64: about 70 standard
        deviations between the centres.

    References
    ----------
    Boyd, S. and Vandenberghe, L. (2004), "Convex Optimization", section 9.5.

    Examples
    --------
    >>> weight, bias = best_line()
    >>> round(weight, 4), round(bias, 4)
    (9.5414, -31.213)

    Twice as wide and moved by 100, the same data have half the weight and the boundary moved.

    >>> weight, bias = best_line(Population(means=(100.0, 110.0), stds=(2.0, 1.0)))
    >>> round(weight, 4), round(bias, 4)
    (4.7707, -508.2829)

    With equal spreads the log-odds are a line, however far apart the classes are.

    >>> weight, bias = best_line(Population(means=(0.0, 30.0), stds=(1.0, 1.0)))
    >>> round(weight, 4), round(bias, 4)
    (30.0, -450.0)
    """
    centre = sum(check_population(population).means) / 2
    scale = max(population.stds)
    line = np.zeros(2)
    for middle in bayes_boundaries(population):
        if min(population.means) < middle < max(population.means):
            _, slope, _ = log_odds_coefficients(shifted(population, -middle))
            line = slope * np.array([scale, centre - middle])

    def loss(line: FloatArray) -> float:
        return expected_loss(
            lambda x: line[0] * (x - centre) / scale + line[1], population
        )

    for _ in range(100):
        slopes, curvature = np.zeros(2), np.zeros((2, 2))
        for sign, (share, mean, std) in zip(
            (1, -1), classes(population), strict=True
        ):
            x = mean + std * NODES
            features = np.stack([(x - centre) / scale, np.ones_like(x)])
            wrong = sign * (line @ features)  # the logit of the wrong answer
            slopes += sign * features @ (share * NODE_WEIGHTS * sigmoid(wrong))
            curvature += (
                features
                * (share * NODE_WEIGHTS * sigmoid_derivative(wrong))
                @ features.T
            )
        if not loss(line) > SMALLEST_LOSS:
            expected = "classes near enough for a smallest loss above 1e-290"
            raise ValueError(f"population is {population}; expected {expected}")
        step = np.linalg.solve(curvature, slopes)
        while loss(line - step) > loss(line) * (1 + 1e-13):  # more than rounding
            step /= 2
        line = line - step
        if np.abs(step).max() < 1e-12 * (1 + np.abs(line).max()):
            break
    return float(line[0] / scale), float(line[1] - line[0] * centre / scale)


SMALLEST_LOSS = 1e-290  # below it the terms of the sum lose digits

# Standard normal expectations as a sum. On a bell curve the trapezoid rule is exact to rounding, as
# long as the integrand is smooth on the scale of a step. The nodes reach as far as float64 holds
# the density: far from a class, the few samples that cross the boundary are all there is to see.
STEP = 74.0 / 14800
NODES = np.linspace(-37.0, 37.0, 14801)
NODE_WEIGHTS = density(NODES, mean=0.0, std=1.0) * STEP


def expected_loss(
    logit: Callable[[FloatArray], Numbers], population: Population
) -> float:
    """Return the mean binary cross-entropy of a logit function over the population, in nats.

    Good to 12 digits as long as the logit changes by no more than about 100 within a standard
    deviation of either class, and to fewer for steeper ones.

    Examples
    --------
    >>> round(expected_loss(lambda x: 0.0 * x, Population()), 6)
    0.693147
    """
    return sum(
        float(
            share
            * NODE_WEIGHTS
            @ binary_cross_entropy_with_logits(logit(mean + std * NODES), y)
        )
        for y, (share, mean, std) in enumerate(classes(population))
    )


def classes(population: Population) -> tuple[tuple[float, float, float], ...]:
    """Return (share, mean, standard deviation) of class 0 and of class 1.

    Examples
    --------
    >>> classes(Population(share=0.25))
    ((0.75, 0.0, 1.0), (0.25, 5.0, 0.5))
    """
    check_population(population)
    shares = (1 - population.share, population.share)
    return tuple(zip(shares, population.means, population.stds, strict=True))


def normal_mass(left: float, right: float, mean: float, std: float) -> float:
    """Return the probability that a normal draw lies between ``left`` and ``right``.

    Examples
    --------
    >>> round(normal_mass(2.5, inf, mean=0.0, std=1.0), 9)
    0.006209665
    >>> round(normal_mass(-1.0, 1.0, mean=0.0, std=1.0), 6)
    0.682689
    >>> print(f"{normal_mass(-inf, -10.0, mean=0.0, std=1.0):.3e}")
    7.620e-24
    """
    low, high = ((edge - mean) / (std * sqrt(2)) for edge in (left, right))
    # far above the mean erfc(-x) is nearly 2 and has no digits left; below it keeps them
    if low > 0:
        low, high = -high, -low
    return 0.5 * (erfc(-high) - erfc(-low))
