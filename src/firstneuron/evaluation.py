"""How good is it? What the neuron predicts, and how often it is wrong."""

from math import inf

import numpy as np
from numpy.typing import ArrayLike

from firstneuron.activation import sigmoid
from firstneuron.bayes import classes, expected_loss, normal_mass
from firstneuron.data import Population, check_population
from firstneuron.inputs import Numbers, check_finite, check_samples, elementwise


@elementwise
def predict_probability(x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    """Return the neuron's probability of class 1 at ``x``.

    Parameters
    ----------
    x
        Inputs, any shape.
    weight, bias
        The neuron.

    Returns
    -------
    float or array shaped like x
        Probabilities in [0, 1].

    Raises
    ------
    ValueError
        If an argument is not finite or not numeric.

    Examples
    --------
    >>> predict_probability([1.0, 2.0, 300.0], weight=2.0, bias=-4.0).round(3)
    array([0.119, 0.5  , 1.   ])
    """
    return sigmoid(weight * x + bias)


@elementwise
def predict_class(x: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    """Return the more probable class at ``x``: 1 where the probability is at least one half.

    Parameters
    ----------
    x
        Inputs, any shape.
    weight, bias
        The neuron.

    Returns
    -------
    float or array shaped like x
        Classes 0.0 and 1.0, like labels.

    Raises
    ------
    ValueError
        If an argument is not finite or not numeric.

    Examples
    --------
    >>> predict_class([1.0, 2.0, 300.0], weight=2.0, bias=-4.0)
    array([0., 1., 1.])
    >>> predict_class(300.0, weight=2.0, bias=-4.0)
    1.0
    """
    return np.where(predict_probability(x, weight, bias) >= 0.5, 1.0, 0.0)


def decision_boundary(weight: float, bias: float) -> float:
    """Return the x at which the neuron changes its mind, where the logit is 0.

    Parameters
    ----------
    weight, bias
        The neuron, finite; the weight is not 0.

    Returns
    -------
    float
        −bias / weight, in the units of x.

    Raises
    ------
    ValueError
        If an argument is not finite, or the weight is 0 or nearly so, and the neuron never changes
        its mind.

    Examples
    --------
    >>> decision_boundary(weight=2.0, bias=-4.0)
    2.0
    >>> decision_boundary(weight=-2.0, bias=-4.0)
    -2.0
    >>> decision_boundary(weight=2.0, bias=0.0)
    0.0
    >>> decision_boundary(weight=0.0, bias=-4.0)
    Traceback (most recent call last):
    ValueError: weight is 0; expected one that puts the boundary at a finite x
    """
    weight, bias = check_finite("weight", weight), check_finite("bias", bias)
    boundary = -bias / weight + 0.0 if weight else inf  # 0.0 for a boundary at -0.0
    if np.isinf(boundary):
        raise ValueError(
            f"weight is {weight + 0.0:g}; expected one that puts the boundary at a finite x"
        )
    return boundary


def accuracy(weight: float, bias: float, x: ArrayLike, y: ArrayLike) -> float:
    """Return the share of samples that the neuron puts in the right class.

    Parameters
    ----------
    weight, bias
        The neuron, two finite numbers.
    x
        Inputs, finite, shape (n,).
    y
        Labels 0 or 1, shape (n,).

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        If an argument is not finite, ``y`` is not 0 or 1, or the shapes differ or are empty.

    Examples
    --------
    >>> accuracy(2.0, -4.0, [1.0, 2.5, 3.0, 4.0], [0, 0, 1, 1])
    0.75
    """
    weight, bias = check_finite("weight", weight), check_finite("bias", bias)
    x, y = check_samples(x, y)
    return float(np.mean(predict_class(x, weight, bias) == y))


def population_error(
    weight: float, bias: float, population: Population = Population()
) -> float:
    """Return the neuron's error rate on endless fresh data, in closed form.

    Parameters
    ----------
    weight, bias
        The neuron, two finite numbers.
    population
        Where the data come from.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        If an argument is not finite.

    Examples
    --------
    >>> f"{population_error(weight=1.0, bias=-3.0):.6f}"
    '0.000691'

    A negative weight says "class 1" on the left. A weight of 0 says the same everywhere.

    >>> mirrored = Population(means=(0.0, -5.0))
    >>> f"{population_error(weight=-0.5, bias=-1.5, population=mirrored):.6f}"
    '0.000691'
    >>> rare = Population(share=0.25)
    >>> [population_error(0.0, bias, rare) for bias in (-0.5, 0.0, 0.5)]
    [0.25, 0.75, 0.75]
    """
    weight, bias = check_finite("weight", weight), check_finite("bias", bias)
    check_population(population)
    boundary = -bias / weight if weight else inf
    if np.isinf(boundary):  # it says the same everywhere
        return population.share if bias < 0 else 1 - population.share

    below, above = (-inf, boundary), (boundary, inf)
    wrong_for_0, wrong_for_1 = (above, below) if weight > 0 else (below, above)
    (share_0, mean_0, std_0), (share_1, mean_1, std_1) = classes(population)
    return share_0 * normal_mass(
        *wrong_for_0, mean_0, std_0
    ) + share_1 * normal_mass(*wrong_for_1, mean_1, std_1)


def population_cross_entropy(
    weight: float, bias: float, population: Population = Population()
) -> float:
    """Return the neuron's mean loss on endless fresh data, in nats.

    Parameters
    ----------
    weight, bias
        The neuron, two finite numbers.
    population
        Where the data come from.

    Returns
    -------
    float
        At least ``bayes_cross_entropy(population)``.

    Raises
    ------
    ValueError
        If an argument or the loss is not finite.

    Examples
    --------
    >>> round(population_cross_entropy(weight=0.0, bias=0.0), 6)
    0.693147
    """
    weight, bias = check_finite("weight", weight), check_finite("bias", bias)
    with np.errstate(all="ignore"):
        loss = expected_loss(lambda x: weight * x + bias, population)
    if not np.isfinite(loss):
        raise ValueError(f"weight is {weight:g}; expected one whose loss is finite")
    return loss
