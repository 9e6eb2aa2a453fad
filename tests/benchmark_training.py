"""Time `train` against the loop it replaces: `python tests/benchmark_training.py`.

The other loop makes the same updates the way tutorials for beginners write them: weights that are
arrays of one number, a function for each formula and each derivative, numpy for all of it. Both run
the default 120 epochs, taking turns, and each time is the best of its rounds.
"""

import time
from collections.abc import Callable

import numpy as np

from firstneuron import train, two_gaussians
from firstneuron.inputs import FloatArray


def sigmoid(z: FloatArray) -> FloatArray:
    """Return the sigmoid of ``z``."""
    return np.asarray(1 / (1 + np.exp(-z)))


def sigmoid_derivative(y_hat: FloatArray) -> FloatArray:
    """Return the slope of the sigmoid where its output is ``y_hat``."""
    return y_hat * (1 - y_hat)


def loss(y_hat: FloatArray, y: float) -> FloatArray:
    """Return the binary cross-entropy of one sample."""
    return np.asarray(-np.log(y_hat) if y == 1 else -np.log(1 - y_hat))


def loss_derivative(y_hat: FloatArray, y: float) -> FloatArray:
    """Return the slope of the loss with respect to ``y_hat``."""
    return -1 / y_hat if y == 1 else 1 / (1 - y_hat)


def tutorial_loop(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Train for 120 epochs with an array for every single number."""
    generator = np.random.default_rng(0)
    weight, bias = generator.uniform(-0.01, 0.01, size=(2, 1))
    for _ in range(120):
        losses = []
        for i in generator.permutation(len(x)):
            y_hat = sigmoid(weight * x[i] + bias)
            losses.append(loss(y_hat, y[i]))
            slope_weight = (
                loss_derivative(y_hat, y[i]) * sigmoid_derivative(y_hat) * x[i]
            )
            slope_bias = loss_derivative(y_hat, y[i]) * sigmoid_derivative(y_hat)
            weight = weight - 0.001 * slope_weight
            bias = bias - 0.001 * slope_bias
        np.mean(np.array(losses))
    return float(weight[0]), float(bias[0])


def seconds(function: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main() -> None:
    """Print both times and their ratio."""
    x, y = two_gaussians()
    history = train(x, y)
    np.testing.assert_allclose(
        (history.weight, history.bias), tutorial_loop(x, y), rtol=1e-9
    )
    slow, fast = [], []
    for round_number in range(1, 6):
        slow.append(seconds(lambda: tutorial_loop(x, y)))
        fast.append(seconds(lambda: train(x, y)))
        print(
            f"round {round_number} of 5: {slow[-1]:.3f} s against {fast[-1]:.3f} s"
        )
    print(
        f"train is {min(slow) / min(fast):.1f} times as fast; both end at the same neuron"
    )


if __name__ == "__main__":
    main()
