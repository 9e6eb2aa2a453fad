"""Which way is downhill? The gradient of the mean loss, and a second opinion on it."""

import numpy as np
from numpy.typing import ArrayLike

from firstneuron.activation import sigmoid
from firstneuron.inputs import (
    check_finite,
    check_logits,
    check_positive,
    check_samples,
)
from firstneuron.loss import binary_cross_entropy_with_logits


def gradient(
    weight: float, bias: float, x: ArrayLike, y: ArrayLike
) -> tuple[float, float]:
    """Return the slopes of the mean loss, (dE/dweight, dE/dbias).

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
    tuple of two floats
        The mean of (ŷ − y) x and the mean of ŷ − y.

    Raises
    ------
    ValueError
        If an argument or a logit is not finite, ``y`` is not 0 or 1, or the shapes differ or are
        empty.

    References
    ----------
    Bishop, C. M. (2006), "Pattern Recognition and Machine Learning", equation 4.91.

    Examples
    --------
    >>> gradient(0.0, 0.0, [2.0], [1])
    (-1.0, -0.5)
    """
    weight, bias = check_finite("weight", weight), check_finite("bias", bias)
    x, y = check_samples(x, y)

    error = sigmoid(check_logits(weight, bias, x)) - y
    return float(np.mean(error * x)), float(np.mean(error))


def numerical_gradient(
    weight: float, bias: float, x: ArrayLike, y: ArrayLike, *, h: float = 1e-5
) -> tuple[float, float]:
    """Estimate ``gradient`` from the loss alone, by central differences.

    Parameters
    ----------
    weight, bias
        The neuron, two finite numbers.
    x
        Inputs, finite, shape (n,).
    y
        Labels 0 or 1, shape (n,).
    h
        How far to step to either side, positive. The formula is off by an amount that grows with
        h²; rounding adds one that grows with 1/h.

    Returns
    -------
    tuple of two floats
        Estimates of dE/dweight and dE/dbias.

    Raises
    ------
    ValueError
        If an argument or a logit is not finite, ``h`` is not positive, ``y`` is not 0 or 1, or the
        shapes differ or are empty.

    References
    ----------
    Nocedal, J. and Wright, S. J. (2006), "Numerical Optimization", section 8.1.

    Examples
    --------
    >>> slopes = numerical_gradient(weight=0.0, bias=0.0, x=[2.0], y=[1])
    >>> [round(slope, 8) for slope in slopes]
    [-1.0, -0.5]
    """
    weight, bias = check_finite("weight", weight), check_finite("bias", bias)
    x, y = check_samples(x, y)
    h = check_positive("h", h)

    def loss(weight: float, bias: float) -> float:
        z = check_logits(weight, bias, x)
        return float(np.mean(binary_cross_entropy_with_logits(z, y)))

    return (
        (loss(weight + h, bias) - loss(weight - h, bias)) / (2 * h),
        (loss(weight, bias + h) - loss(weight, bias - h)) / (2 * h),
    )
