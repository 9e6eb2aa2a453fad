"""From a line to a probability: the sigmoid and its slope."""

import numpy as np

from firstneuron.inputs import Numbers, elementwise


@elementwise
def sigmoid(z: Numbers) -> Numbers:
    """Turn a logit into a probability, σ(z) = 1 / (1 + exp(−z)).

    Only negative numbers are exponentiated, so nothing overflows and both tails keep their digits:
    the result is within 4 units in the last place of the exact value for every float64.

    Parameters
    ----------
    z
        Logits, any shape; infinities are allowed.

    Returns
    -------
    float or array shaped like z
        Probabilities in [0, 1]. Exactly 1.0 from z = 36.74 (53 ln 2) upwards, where 1 + exp(−z)
        rounds to 1.

    Raises
    ------
    ValueError
        If ``z`` holds NaN or is not numeric.

    References
    ----------
    Cox, D. R. (1958), "The regression analysis of binary sequences", Journal of the Royal
    Statistical Society B 20(2).

    Examples
    --------
    >>> sigmoid(0)
    0.5
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


@elementwise
def sigmoid_derivative(z: Numbers) -> Numbers:
    """Return the slope of the sigmoid at the logit ``z``, σ(z) σ(−z).

    The textbook form σ(z) (1 − σ(z)) is the same number, but it subtracts two nearly equal ones
    when z is large; σ(−z) keeps the digits.

    Parameters
    ----------
    z
        Logits (not outputs of the sigmoid), any shape.

    Returns
    -------
    float or array shaped like z
        Slopes in [0, 0.25].

    Raises
    ------
    ValueError
        If ``z`` holds NaN or is not numeric.

    Examples
    --------
    >>> sigmoid_derivative(0)
    0.25
    >>> sigmoid_derivative([0, 2]).round(6)
    array([0.25    , 0.104994])
    """
    return sigmoid(z) * sigmoid(-z)
