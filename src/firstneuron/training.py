"""Learning: stochastic gradient descent, one sample at a time."""

from dataclasses import dataclass
from math import exp, isfinite
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from firstneuron.inputs import (
    FloatArray,
    check_both_classes,
    check_count,
    check_domain,
    check_generator,
    check_logits,
    check_pair,
    check_positive,
    check_samples,
)
from firstneuron.loss import binary_cross_entropy_with_logits


class Snapshot(NamedTuple):
    """The neuron after ``epoch`` epochs, and its mean loss over all samples, in nats."""

    epoch: int
    weight: float
    bias: float
    loss: float


@dataclass(frozen=True)
class History:
    """What happened during training.

    Attributes
    ----------
    snapshots
        ``epochs + 1`` of them: ``snapshots[k]`` is the neuron after k epochs, so the first is the
        untrained neuron and the last the final one.
    running_loss
        Shape (epochs,): the mean of the losses met during each epoch, while the neuron changed.

    Examples
    --------
    >>> history = train([0.0, 1.0, 2.0, 3.0], [0, 1, 0, 1], epochs=2)
    >>> [snapshot.epoch for snapshot in history.snapshots]
    [0, 1, 2]
    >>> history.snapshots = []
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'snapshots'
    """

    snapshots: list[Snapshot]
    running_loss: FloatArray

    @property
    def weight(self) -> float:
        """The final weight."""
        return self.snapshots[-1].weight

    @property
    def bias(self) -> float:
        """The final bias."""
        return self.snapshots[-1].bias

    @property
    def loss(self) -> FloatArray:
        """Mean loss of each snapshot, shape (epochs + 1,); ``loss[0]`` is the untrained neuron."""
        return np.array([snapshot.loss for snapshot in self.snapshots])


def train(
    x: ArrayLike,
    y: ArrayLike,
    *,
    epochs: int = 120,
    learning_rate: float = 0.001,
    rng: int | np.random.Generator = 0,
    start: tuple[float, float] | None = None,
) -> History:
    """Train one sigmoid neuron on the binary cross-entropy, with an update after each sample.

    Parameters
    ----------
    x
        Inputs, finite, shape (n,).
    y
        Labels 0 or 1, shape (n,), both present.
    epochs
        How many times to go through all samples, at least 1.
    learning_rate
        How far to step along the slope, positive.
    rng
        A seed or a generator, for the first weights and the order of the samples.
    start
        Weight and bias to begin with; drawn from U(−0.01, 0.01) if left out.

    Returns
    -------
    History
        The neuron and its loss before training and after each epoch.

    Raises
    ------
    ValueError
        If ``x`` is not finite, ``y`` is not 0 or 1 or lacks a class, the shapes differ or are
        empty, ``epochs`` or ``learning_rate`` is not positive, ``rng`` is neither a seed nor a
        generator, or the rate is so large that the logits overflow.

    References
    ----------
    Robbins, H. and Monro, S. (1951), "A stochastic approximation method", Annals of Mathematical
    Statistics 22(3).

    Examples
    --------
    >>> history = train(x=[-2.0, -1.0, 1.0, 2.0], y=[0, 0, 1, 1], learning_rate=0.1)
    >>> round(history.weight, 2), round(float(history.loss[-1]), 2)
    (3.33, 0.02)
    """
    x, y = check_samples(x, y)
    check_both_classes(y)
    epochs = check_count("epochs", epochs)
    learning_rate = check_positive("learning_rate", learning_rate)
    generator = check_generator("rng", rng)
    first = generator.uniform(-0.01, 0.01, size=2) if start is None else start
    weight, bias = check_pair("start", first)

    snapshots = [
        Snapshot(0, weight, bias, mean_loss(check_logits(weight, bias, x), y))
    ]
    largest = float(np.abs(x).max())
    running_loss = []
    for epoch in range(1, epochs + 1):
        order = generator.permutation(len(x))
        logits = []
        for x_i, y_i in zip(x[order].tolist(), y[order].tolist(), strict=True):
            z = weight * x_i + bias
            e = exp(-abs(z))
            y_hat = 1.0 / (1.0 + e) if z >= 0 else e / (1.0 + e)
            step = learning_rate * (y_hat - y_i)
            weight -= step * x_i
            bias -= step
            logits.append(z)

        if not isfinite(abs(weight) * largest + abs(bias)):
            raise ValueError(
                f"learning_rate is {learning_rate:g}; expected a smaller one: "
                f"in epoch {epoch} the logits leave the range of float64"
            )
        running_loss.append(mean_loss(np.array(logits), y[order]))
        snapshots.append(
            Snapshot(epoch, weight, bias, mean_loss(weight * x + bias, y))
        )
    return History(snapshots, np.array(running_loss))


def mean_loss(z: FloatArray, y: FloatArray) -> float:
    """Return the mean binary cross-entropy of logits ``z`` and labels ``y``, both (n,), in nats.

    Raises
    ------
    ValueError
        If ``z`` is empty or holds NaN, ``y`` is not 0 or 1, or the shapes differ: one of shape
        (n, 1) and one of (n,) would be paired n times n.

    Examples
    --------
    >>> round(mean_loss(np.zeros(2), np.array([0.0, 1.0])), 6)
    0.693147
    >>> round(mean_loss(np.array([0.0]), np.array([1.0])), 6)
    0.693147
    >>> mean_loss(np.zeros((2, 1)), np.array([0.0, 1.0]))
    Traceback (most recent call last):
    ValueError: z has shape (2, 1) and y has shape (2,); expected equal shapes
    """
    z, y = check_domain("z", z), check_domain("y", y)
    if z.shape != y.shape:
        raise ValueError(
            f"z has shape {z.shape} and y has shape {y.shape}; expected equal shapes"
        )
    if z.size == 0:
        raise ValueError(f"z has shape {z.shape}; expected at least one logit")
    return float(np.mean(binary_cross_entropy_with_logits(z, y)))
