"""Samples of two classes on a line, each class from its own normal distribution."""

import reprlib
from dataclasses import dataclass

import numpy as np

from firstneuron.inputs import (
    MODERATE,
    SPREAD,
    FloatArray,
    check_counts,
    check_finite,
    check_generator,
    check_pair,
)


def two_gaussians(
    n_per_class: int | tuple[int, int] = 500,
    *,
    means: tuple[float, float] = (0.0, 5.0),
    stds: tuple[float, float] = (1.0, 0.5),
    rng: int | np.random.Generator = 0,
) -> tuple[FloatArray, FloatArray]:
    """Draw samples of two classes, each from its own normal distribution.

    Parameters
    ----------
    n_per_class
        How many samples each class gets, at least 1; a pair sets the two classes apart.
    means
        The centres of class 0 and of class 1.
    stds
        Their standard deviations, positive.
    rng
        A seed or a generator. One seed gives one data set.

    Returns
    -------
    x, y
        Arrays of shape (n,): the inputs and their labels 0.0 and 1.0, all of class 0 first.

    Raises
    ------
    ValueError
        If a count is below 1, a mean is not finite, a deviation is not positive, or ``rng`` is
        neither a seed nor a generator.

    Examples
    --------
    >>> x, y = two_gaussians((3, 2), rng=1)
    >>> x.round(2)
    array([0.35, 0.82, 0.33, 4.35, 5.45])
    >>> y
    array([0., 0., 0., 1., 1.])
    """
    n_0, n_1 = check_counts("n_per_class", n_per_class)
    population = Population(means, stds)

    generator = check_generator("rng", rng)
    class_0 = generator.normal(population.means[0], population.stds[0], n_0)
    class_1 = generator.normal(population.means[1], population.stds[1], n_1)
    x = np.concatenate([class_0, class_1])
    y = np.concatenate([np.zeros(n_0), np.ones(n_1)])
    return x, y


@dataclass(frozen=True)
class Population:
    """The two normal distributions that samples come from, and how often each class comes up.

    Attributes
    ----------
    means, stds
        Centre and standard deviation of class 0 and class 1, within what float64 can square.
    share
        The probability of class 1, strictly between 0 and 1.

    Raises
    ------
    ValueError
        If a mean is not from −1e50 to 1e50, a deviation not from 1e-50 to 1e50, or the share not
        inside (0, 1).

    Examples
    --------
    >>> Population()
    Population(means=(0.0, 5.0), stds=(1.0, 0.5), share=0.5)
    >>> Population().share = 0.25
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'share'
    >>> Population(stds=(1.0, 0.0))
    Traceback (most recent call last):
    ValueError: stds[1] is 0; expected a number from 1e-50 to 1e50
    """

    means: tuple[float, float] = (0.0, 5.0)
    stds: tuple[float, float] = (1.0, 0.5)
    share: float = 0.5

    def __post_init__(self) -> None:
        share = check_finite("share", self.share)
        if not 0 < share < 1:
            raise ValueError(
                f"share is {self.share!r}; expected a number between 0 and 1"
            )
        numbers = {  # as floats, whatever wrapped them
            "means": check_pair("means", self.means, MODERATE),
            "stds": check_pair("stds", self.stds, SPREAD),
            "share": share,
        }
        vars(self).update(numbers)  # it is frozen for everybody else


def check_population(value: Population) -> Population:
    """Return ``value``, or raise ``ValueError`` if it is no ``Population``.

    Examples
    --------
    >>> check_population((0, 5))
    Traceback (most recent call last):
    ValueError: population is (0, 5); expected a Population
    """
    if not isinstance(value, Population):
        shown = reprlib.repr(value)
        raise ValueError(f"population is {shown}; expected a Population")
    return value
