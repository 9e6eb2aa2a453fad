"""Time `train` against the loop it replaces: `python tests/benchmark_training.py`.

The other loop makes the same updates the way most tutorials write them, with numpy calls on single
numbers. Both run the default 120 epochs, taking turns, and each time is the best of its rounds.
"""

import time
from collections.abc import Callable

import numpy as np

from firstneuron import train, two_gaussians
from firstneuron.inputs import FloatArray


def numpy_call_per_number(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Train for 120 epochs with an array function for every single number."""

    def sigmoid(z: FloatArray) -> FloatArray:
        return np.asarray(1 / (1 + np.exp(-z)))

    def loss(y: float, y_hat: FloatArray) -> FloatArray:
        return np.asarray(-(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))

    def loss_derivative(y: float, y_hat: FloatArray) -> FloatArray:
        return np.asarray(-1 / y_hat if y == 1 else 1 / (1 - y_hat))

    generator = np.random.default_rng(0)
    weight, bias = generator.uniform(-0.01, 0.01, size=2)
    for _ in range(120):
        order = generator.permutation(len(x))
        losses = []
        for i in order:
            y_hat = sigmoid(weight * x[i] + bias)
            losses.append(loss(y[i], y_hat))
            slope = loss_derivative(y[i], y_hat) * y_hat * (1 - y_hat)
            weight = weight - 0.001 * slope * x[i]
            bias = bias - 0.001 * slope
        np.mean(np.array(losses))
    return float(weight), float(bias)


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
        (history.weight, history.bias), numpy_call_per_number(x, y), rtol=1e-9
    )
    slow, fast = [], []
    for round_number in range(1, 6):
        slow.append(seconds(lambda: numpy_call_per_number(x, y)))
        fast.append(seconds(lambda: train(x, y)))
        print(f"round {round_number} of 5: {slow[-1]:.3f} s against {fast[-1]:.3f} s")
    print(f"train is {min(slow) / min(fast):.1f} times as fast; both end at the same neuron")


if __name__ == "__main__":
    main()
