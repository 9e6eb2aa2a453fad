"""One neuron, from scratch: the code that the book First Neuron teaches.

Everything a reader needs is importable from here. The modules follow the chapters: `activation`,
`loss`, `derivatives`, `data`, `training`, `evaluation`; `bayes` is what the best answer is.
`autodiff`, which finds slopes by itself, is imported by its own name.
"""

from firstneuron.activation import sigmoid, sigmoid_derivative
from firstneuron.bayes import (
    bayes_boundaries,
    bayes_cross_entropy,
    bayes_error,
    best_line,
    density,
    log_odds,
    posterior,
)
from firstneuron.data import Population, two_gaussians
from firstneuron.derivatives import gradient, numerical_gradient
from firstneuron.evaluation import (
    accuracy,
    decision_boundary,
    population_cross_entropy,
    population_error,
    predict_class,
    predict_probability,
)
from firstneuron.loss import (
    binary_cross_entropy,
    binary_cross_entropy_derivative,
    binary_cross_entropy_with_logits,
)
from firstneuron.training import History, Snapshot, mean_loss, train

__all__ = [
    "History",
    "Population",
    "Snapshot",
    "accuracy",
    "bayes_boundaries",
    "bayes_cross_entropy",
    "bayes_error",
    "best_line",
    "binary_cross_entropy",
    "binary_cross_entropy_derivative",
    "binary_cross_entropy_with_logits",
    "decision_boundary",
    "density",
    "gradient",
    "log_odds",
    "mean_loss",
    "numerical_gradient",
    "population_cross_entropy",
    "population_error",
    "posterior",
    "predict_class",
    "predict_probability",
    "sigmoid",
    "sigmoid_derivative",
    "train",
    "two_gaussians",
]
