"""What `train` is timed against: the tutorial's loop, a library's, and a compiled one."""

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np

from firstneuron.inputs import FloatArray

EPOCHS, LEARNING_RATE = 120, 0.001
Line = tuple[float, float]


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


def tutorial_loop(
    x: FloatArray,
    y: FloatArray,
    *,
    epochs: int = EPOCHS,
    learning_rate: float = LEARNING_RATE,
    rng: int = 0,
    start: Line | None = None,
) -> tuple[list[Line], list[float]]:
    """Train with an array for each number and a function for each formula, as tutorials do.

    It returns the neuron after each epoch, and the mean of the losses met in each.
    """
    generator = np.random.default_rng(rng)
    drawn = generator.uniform(-0.01, 0.01, 2) if start is None else start
    weight, bias = np.reshape(drawn, (2, 1))
    lines, running = [(float(weight[0]), float(bias[0]))], []
    for _ in range(epochs):
        losses = []
        for i in generator.permutation(len(x)):
            y_hat = sigmoid(weight * x[i] + bias)
            losses.append(loss(y_hat, y[i]))
            slope_weight = (
                loss_derivative(y_hat, y[i]) * sigmoid_derivative(y_hat) * x[i]
            )
            slope_bias = loss_derivative(y_hat, y[i]) * sigmoid_derivative(y_hat)
            weight = weight - learning_rate * slope_weight
            bias = bias - learning_rate * slope_bias
        running.append(float(np.mean(np.array(losses))))
        lines.append((float(weight[0]), float(bias[0])))
    return lines, running


def library(x: FloatArray, y: FloatArray) -> Line:
    """Let scikit-learn make as many updates of the same kind, in an order of its own."""
    classifier = import_module("sklearn.linear_model").SGDClassifier(
        loss="log_loss",
        penalty=None,
        learning_rate="constant",
        eta0=LEARNING_RATE,
        max_iter=EPOCHS,
        tol=None,
        random_state=0,
    )
    classifier.fit(x[:, None], y)
    return float(classifier.coef_[0, 0]), float(classifier.intercept_[0])


def compiled(folder: Path) -> Callable[[FloatArray, FloatArray], Line]:
    """Return the loop of `benchmark_loop.c`, compiled into a folder, with the updates of `train`.

    Raises
    ------
    LookupError
        If this machine has no C compiler.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        raise LookupError("no C compiler called cc")
    source, built = Path(__file__).with_name("benchmark_loop.c"), folder / "loop.so"
    options = ["-O2", "-shared", "-fPIC"]
    subprocess.run([compiler, *options, "-o", built, source, "-lm"], check=True)
    learn = ctypes.CDLL(str(built)).learn
    learn.restype = None
    doubles = np.ctypeslib.ndpointer(dtype=np.float64, flags="C_CONTIGUOUS")
    places = np.ctypeslib.ndpointer(dtype=np.int64, flags="C_CONTIGUOUS")
    learn.argtypes = [
        doubles, doubles, places, ctypes.c_longlong, ctypes.c_double, doubles
    ]  # fmt: skip

    def loop(x: FloatArray, y: FloatArray) -> Line:
        generator = np.random.default_rng(0)
        neuron = generator.uniform(-0.01, 0.01, size=2)
        order = np.concatenate(
            [generator.permutation(len(x)) for _ in range(EPOCHS)]
        )
        learn(x, y, order, len(order), LEARNING_RATE, neuron)
        return float(neuron[0]), float(neuron[1])

    return loop
