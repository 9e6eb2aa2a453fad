"""One epoch of the book's run, one sample at a time, in each framework."""

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from firstneuron.inputs import FloatArray

RATE = 0.001
Line = tuple[float, float]


def pytorch_neuron(
    x: FloatArray, y: FloatArray
) -> tuple[Any, Callable[[Any], None]]:
    """Return a neuron in PyTorch, and what steps against the slope of some samples' mean loss."""
    torch = import_module("torch")
    model = torch.nn.Linear(1, 1, dtype=torch.float64)
    loss = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    inputs, labels = torch.tensor(x[:, None]), torch.tensor(y[:, None])

    def step(which: Any) -> None:
        optimizer.zero_grad()
        loss(model(inputs[which]), labels[which]).backward()
        optimizer.step()

    return model, step


def pytorch(
    x: FloatArray, y: FloatArray, start: Line, order: Any
) -> Callable[[], Line]:
    """Return an epoch in PyTorch."""
    init = import_module("torch").nn.init
    model, step = pytorch_neuron(x, y)

    def epoch() -> Line:
        init.constant_(model.weight, start[0])
        init.constant_(model.bias, start[1])
        for i in order:
            step(i)
        return model.weight.item(), model.bias.item()

    return epoch


def pytorch_step(x: FloatArray, y: FloatArray) -> Callable[[], None]:
    """Return 200 steps of PyTorch, each for all samples at once."""
    _, step = pytorch_neuron(x, y)

    def steps() -> None:
        for _ in range(200):
            step(slice(None))

    return steps


def jax_loss(neuron: Any, x: Any, y: Any) -> Any:
    """Return the loss of a sample in JAX, from the logit of its label."""
    z = neuron[0] * x + neuron[1]
    return -import_module("jax").nn.log_sigmoid((2 * y - 1) * z)


def jax(
    x: FloatArray, y: FloatArray, start: Line, order: Any
) -> Callable[[], Line]:
    """Return an epoch in JAX, its step compiled."""
    jax = import_module("jax")
    jax.config.update("jax_enable_x64", True)
    slopes = jax.jit(jax.grad(jax_loss))

    def epoch() -> Line:
        neuron = jax.numpy.array(start)
        for i in order:
            neuron -= RATE * slopes(neuron, x[i], y[i])
        return float(neuron[0]), float(neuron[1])

    return epoch


def keras(
    x: FloatArray, y: FloatArray, start: Line, order: Any
) -> Callable[[], Line]:
    """Return an epoch in Keras, which computes with JAX."""
    os.environ["KERAS_BACKEND"] = "jax"
    import_module("jax").config.update("jax_enable_x64", True)
    keras = import_module("keras")
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    dense = keras.layers.Dense(1)
    model = keras.Sequential([keras.Input((1,)), dense])
    model.compile(
        optimizer=keras.optimizers.SGD(RATE),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )

    def epoch() -> Line:
        dense.set_weights([np.array([start[:1]]), np.array(start[1:])])
        model.fit(
            x[order, None], y[order, None], batch_size=1, shuffle=False, verbose=0
        )
        return float(dense.kernel[0, 0]), float(dense.bias[0])

    return epoch
