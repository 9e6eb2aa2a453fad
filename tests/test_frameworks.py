"""The frameworks retrace all of the book's run, and CI has each of them, built for the CPU."""

from typing import Any

import numpy as np

from firstneuron import train, two_gaussians

from .frameworks import framework, jax_loss, needs_frameworks

EPOCHS, RATE = 120, 0.001


def orders() -> tuple[Any, list[Any]]:
    """Return the start of the book's run, and the order of its samples in each epoch."""
    rng = np.random.default_rng(0)
    start = rng.uniform(-0.01, 0.01, size=2)
    return start, [rng.permutation(1000) for _ in range(EPOCHS)]


@needs_frameworks
def test_pytorch_is_built_for_the_cpu() -> None:
    """A build for CUDA brings gigabytes; FRAMEWORKS=no keeps it from being installed."""
    assert framework("torch").version.cuda is None


@needs_frameworks
def test_jax_retraces_the_whole_run() -> None:
    jax = framework("jax")
    x, y = two_gaussians()
    start, order = orders()

    def step(neuron: Any, sample: Any) -> Any:
        return neuron - RATE * jax.grad(jax_loss)(neuron, *sample), None

    with jax.enable_x64(True):
        samples = jax.numpy.array(np.stack([x, y], axis=1)[np.concatenate(order)])
        neuron, _ = jax.lax.scan(step, jax.numpy.array(start), samples)
    run = train(x, y)
    np.testing.assert_allclose(neuron, (run.weight, run.bias), rtol=1e-11)


@needs_frameworks
def test_scikit_learn_retraces_the_whole_run() -> None:
    x, y = two_gaussians()
    start, (first, *others) = orders()
    model = framework("sklearn.linear_model").SGDClassifier(
        loss="log_loss",
        penalty=None,
        learning_rate="constant",
        eta0=RATE,
        max_iter=1,
        tol=None,
        shuffle=False,
    )
    model.fit(
        x[first, None],
        y[first],
        coef_init=start[:1].copy(),
        intercept_init=start[1:].copy(),
    )
    for order in others:
        model.partial_fit(x[order, None], y[order])
    run = train(x, y)
    found = model.coef_[0, 0], model.intercept_[0]
    np.testing.assert_allclose(found, (run.weight, run.bias), rtol=1e-11)
