"""How wrong is a probability? Binary cross-entropy, in nats."""

import numpy as np

from firstneuron.inputs import Numbers, elementwise


@elementwise
def binary_cross_entropy(y_hat: Numbers, y: Numbers) -> Numbers:
    """Charge minus the natural logarithm of the probability given to what happened.

    Parameters
    ----------
    y_hat
        Predicted probabilities of class 1 in [0, 1], any shape.
    y
        Labels 0 or 1, a shape that broadcasts with ``y_hat``.

    Returns
    -------
    float or array of the common shape
        Losses in [0, ∞], in nats. Infinite where the impossible happened.

    Raises
    ------
    ValueError
        If ``y_hat`` leaves [0, 1], ``y`` is not 0 or 1, or the shapes do not match.

    References
    ----------
    Good, I. J. (1952), "Rational decisions", Journal of the Royal Statistical Society B 14(1).

    Examples
    --------
    >>> round(binary_cross_entropy(0.9, 1), 6)
    0.105361
    >>> round(binary_cross_entropy(0.9, 0), 6)
    2.302585
    >>> binary_cross_entropy(0.0, 1)
    inf
    """
    # a plain minus would return -0.0 for a perfect prediction
    return 0.0 - np.where(y == 1, np.log(y_hat), np.log1p(-y_hat))


@elementwise
def binary_cross_entropy_derivative(y_hat: Numbers, y: Numbers) -> Numbers:
    """Return the slope of the loss with respect to the probability ``y_hat``.

    Parameters
    ----------
    y_hat
        Predicted probabilities of class 1 in [0, 1], any shape.
    y
        Labels 0 or 1, a shape that broadcasts with ``y_hat``.

    Returns
    -------
    float or array of the common shape
        At most −1 where y is 1, at least 1 where y is 0; infinite where no float64 is large enough.

    Raises
    ------
    ValueError
        If ``y_hat`` leaves [0, 1], ``y`` is not 0 or 1, or the shapes do not match.

    Examples
    --------
    >>> binary_cross_entropy_derivative(0.5, [0, 1])
    array([ 2., -2.])
    """
    return np.where(y == 1, -1.0 / y_hat, 1.0 / (1.0 - y_hat))


@elementwise
def binary_cross_entropy_with_logits(z: Numbers, y: Numbers) -> Numbers:
    """Return the binary cross-entropy of ``sigmoid(z)`` without computing ``sigmoid(z)``.

    The probability of a confident neuron rounds to 0 or 1 and takes the loss with it. The logit
    does not round, so this form is within 4 units in the last place for every float64.

    Parameters
    ----------
    z
        Logits, any shape; infinities are allowed.
    y
        Labels 0 or 1, a shape that broadcasts with ``z``.

    Returns
    -------
    float or array of the common shape
        Losses in [0, ∞], in nats.

    Raises
    ------
    ValueError
        If ``z`` holds NaN, ``y`` is not 0 or 1, or the shapes do not match.

    References
    ----------
    Mächler, M. (2012), "Accurately computing log(1 − exp(−|a|))", vignette of the R package Rmpfr,
    for why log1p.

    Examples
    --------
    >>> round(binary_cross_entropy_with_logits(0, 1), 6)
    0.693147
    >>> binary_cross_entropy_with_logits([40.0, 1000.0], 0)
    array([  40., 1000.])
    """
    wrong = np.where(y == 1, -z, z)
    return np.maximum(wrong, 0.0) + np.log1p(np.exp(-np.abs(z)))
