"""Slopes that nobody derives: numbers that remember what made them."""

import numpy as np

from firstneuron.activation import sigmoid
from firstneuron.loss import binary_cross_entropy_with_logits


class Number:
    """A number that remembers what made it; it can be added, multiplied, and taken from a float.

    Parameters
    ----------
    value
        Any float.
    made_of
        The numbers that it was computed from, each with the slope of this number in that one.

    Attributes
    ----------
    depth
        How many numbers the longest way to it has; it is deeper than all that it was made of.
    slope
        The slope in this number of the result whose `backward` last reached it; zero before.

    Examples
    --------
    >>> a = Number(3.0)
    >>> result = a * a + 1.0
    >>> a.depth, result.depth, a.slope
    (1, 3, 0.0)
    >>> backward(result)
    >>> result.value, a.slope
    (10.0, 6.0)
    """

    def __init__(self, value: float, *made_of: tuple["Number", float]) -> None:
        self.value, self.made_of = value, made_of
        self.depth: int = 1 + max((part.depth for part, _ in made_of), default=0)
        self.slope = 0.0

    def __add__(self, other: "Number | float") -> "Number":
        b = other if isinstance(other, Number) else Number(other)
        return Number(self.value + b.value, (self, 1.0), (b, 1.0))

    def __mul__(self, other: "Number | float") -> "Number":
        b = other if isinstance(other, Number) else Number(other)
        return Number(self.value * b.value, (self, b.value), (b, self.value))

    def __rsub__(self, other: float) -> "Number":
        return self * -1.0 + other

    __radd__, __rmul__ = __add__, __mul__


def graph(result: Number) -> list[Number]:
    """Return the numbers that made ``result``, the deepest first: ``result`` itself.

    Examples
    --------
    >>> a = Number(3.0)
    >>> [number.value for number in graph(a * a + 1.0)]
    [10.0, 9.0, 1.0, 3.0]
    """
    found, known = [result], {result}
    for number in found:  # which grows meanwhile
        for part, _ in number.made_of:
            if part not in known:
                known.add(part)
                found.append(part)
    return sorted(found, key=lambda number: -number.depth)


def backward(result: Number) -> None:
    """Put into each number that made ``result`` the slope of ``result`` in it.

    Examples
    --------
    >>> weight, bias = Number(0.0), Number(0.0)
    >>> backward(fused_loss(weight * 2.0 + bias, 1))
    >>> weight.slope, bias.slope
    (-1.0, -0.5)
    """
    numbers = graph(result)
    for number in numbers:
        number.slope = 0.0
    result.slope = 1.0
    for number in numbers:
        for part, slope in number.made_of:
            part.slope += slope * number.slope


def sigma(z: Number) -> Number:
    """Return the sigmoid of a number.

    Examples
    --------
    >>> sigma(Number(0.0)).value
    0.5
    """
    y_hat = sigmoid(z.value)
    return Number(y_hat, (z, y_hat * (1 - y_hat)))


def ln(a: Number) -> Number:
    """Return the natural logarithm of a number from 0 up; at 0 it is −∞, and its slope ∞.

    Examples
    --------
    >>> ln(Number(0.0)).value, ln(Number(1.0)).value
    (-inf, 0.0)
    """
    with np.errstate(divide="ignore"):
        value, slope = np.log(a.value), np.divide(1.0, a.value)
    return Number(float(value), (a, float(slope)))


def fused_loss(z: Number, y: float) -> Number:
    """Return the binary cross-entropy of a logit, whose slope is known in one piece, ŷ − y.

    Examples
    --------
    >>> z = Number(40.0)
    >>> backward(fused_loss(z, 0))
    >>> z.slope
    1.0
    """
    loss = binary_cross_entropy_with_logits(z.value, y)
    return Number(loss, (z, sigmoid(z.value) - y))
