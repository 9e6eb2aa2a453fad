"""What the functions of this book accept, and the errors they raise otherwise."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Numbers = float | FloatArray


class Elementwise(Protocol):
    """A function that gives a number for numbers, and an array for anything array-like."""

    @overload
    def __call__(self, *args: float, **others: Any) -> float: ...

    @overload
    def __call__(self, *args: ArrayLike, **others: Any) -> FloatArray: ...


def elementwise(function: Callable[..., Numbers]) -> Elementwise:
    """Let a formula on float arrays take numbers and anything array-like.

    The formula gets float64 arrays. If every argument is a single number, the caller gets a Python
    float back, otherwise an array of the common shape. A name means what it means in the
    whole book: ``y`` holds labels, ``y_hat`` probabilities, ``std`` positive numbers, ``x``,
    ``weight``, ``bias`` and ``mean`` finite ones. Nothing may be NaN. A parameter with a default is
    a setting and is passed on untouched. Infinities that are the exact answer come without a
    warning.

    Raises
    ------
    ValueError
        If an argument is not numeric, holds NaN, breaks the rule of its name, or has a shape that
        does not broadcast with the others.

    Examples
    --------
    >>> @elementwise
    ... def double(z: Numbers) -> Numbers:
    ...     return 2 * z
    >>> double(3)
    6.0
    >>> double([1, 2])
    array([2., 4.])
    >>> double.__name__
    'double'
    >>> double(float("nan"))
    Traceback (most recent call last):
    ValueError: z is NaN; expected a number
    """
    signature = inspect.signature(function)
    numeric = [
        name for name, p in signature.parameters.items() if p.default is p.empty
    ]

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Numbers:
        given = signature.bind(*args, **kwargs).arguments
        arrays = {name: check_domain(name, given[name]) for name in numeric}
        check_shapes(arrays)
        with np.errstate(all="ignore"):
            result = function(**(given | arrays))
        return float(result) if np.ndim(result) == 0 else cast(FloatArray, result)

    return cast(Elementwise, checked)


def check_domain(name: str, value: ArrayLike) -> FloatArray:
    """Return ``value`` as float64 numbers that an argument called ``name`` may hold.

    Raises
    ------
    ValueError
        If a value is not a number, is NaN, or lies outside what the name stands for.

    Examples
    --------
    >>> check_domain("y", [0, 1])
    array([0., 1.])
    >>> check_domain("z", float("inf"))
    array(inf)
    >>> check_domain("x", float("inf"))
    Traceback (most recent call last):
    ValueError: x is inf; expected a finite number
    >>> check_domain("y_hat", 1.5)
    Traceback (most recent call last):
    ValueError: y_hat is 1.5; expected a probability from 0 to 1
    >>> check_domain("y_hat", -0.5)
    Traceback (most recent call last):
    ValueError: y_hat is -0.5; expected a probability from 0 to 1
    >>> check_domain("y", 0.5)
    Traceback (most recent call last):
    ValueError: y is 0.5; expected a label, 0 or 1
    >>> check_domain("y", [2, 0])
    Traceback (most recent call last):
    ValueError: y[0] is 2; expected a label, 0 or 1
    >>> check_domain("y", -1)
    Traceback (most recent call last):
    ValueError: y is -1; expected a label, 0 or 1
    >>> check_domain("std", [0.5, 0, -1])
    Traceback (most recent call last):
    ValueError: std[1] is 0; expected a positive finite number
    >>> check_domain("std", -0.5)
    Traceback (most recent call last):
    ValueError: std is -0.5; expected a positive finite number
    """
    array = as_floats(name, value)
    refuse(name, array, np.isnan(array), "a number")
    if name in ("x", "weight", "bias", "mean"):
        refuse(name, array, np.isinf(array), "a finite number")
    if name == "std":
        refuse(
            name, array, (array <= 0) | np.isinf(array), "a positive finite number"
        )
    if name == "y":
        refuse(name, array, (array != 0) & (array != 1), "a label, 0 or 1")
    if name == "y_hat":
        refuse(name, array, (array < 0) | (array > 1), "a probability from 0 to 1")
    return array


def check_shapes(arrays: dict[str, FloatArray]) -> None:
    """Raise ``ValueError`` unless the shapes of the named arrays broadcast together.

    Examples
    --------
    >>> check_shapes({"z": np.zeros(3), "y": np.zeros(2)})
    Traceback (most recent call last):
    ValueError: z has shape (3,) and y has shape (2,); expected shapes that broadcast together
    """
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        shapes = " and ".join(
            f"{name} has shape {array.shape}" for name, array in arrays.items()
        )
        raise ValueError(
            f"{shapes}; expected shapes that broadcast together"
        ) from None


def check_samples(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return ``x`` and ``y`` as float64 arrays of one shape ``(n,)`` with ``n`` at least 1.

    Raises
    ------
    ValueError
        If ``x`` is empty, not one-dimensional, or not finite, or if ``y`` has another shape or
        holds anything but the labels 0 and 1.

    Examples
    --------
    >>> check_samples([0.5, 2], [0, 1])
    (array([0.5, 2. ]), array([0., 1.]))
    >>> check_samples([0.5, 2], [0])
    Traceback (most recent call last):
    ValueError: y has shape (1,); expected (2,), one label for each x
    >>> check_samples([0.5], [0, 1])
    Traceback (most recent call last):
    ValueError: y has shape (2,); expected (1,), one label for each x
    """
    inputs, labels = check_inputs(x), check_domain("y", y)
    if labels.shape != inputs.shape:
        raise ValueError(
            f"y has shape {labels.shape}; expected {inputs.shape}, one label for each x"
        )
    return inputs, labels


def check_inputs(x: ArrayLike) -> FloatArray:
    """Return ``x`` as a float64 array of shape ``(n,)``, finite and not empty.

    Raises
    ------
    ValueError
        If ``x`` is empty, not one-dimensional, or not finite.

    Examples
    --------
    >>> check_inputs([1, float("inf")])
    Traceback (most recent call last):
    ValueError: x[1] is inf; expected a finite number
    >>> check_inputs([])
    Traceback (most recent call last):
    ValueError: x has shape (0,); expected (n,) with n at least 1
    >>> check_inputs(1.0)
    Traceback (most recent call last):
    ValueError: x has shape (); expected (n,) with n at least 1
    >>> check_inputs([[1.0]])
    Traceback (most recent call last):
    ValueError: x has shape (1, 1); expected (n,) with n at least 1
    """
    inputs = as_floats("x", x)
    if inputs.ndim != 1 or inputs.size == 0:
        raise ValueError(
            f"x has shape {inputs.shape}; expected (n,) with n at least 1"
        )
    refuse("x", inputs, ~np.isfinite(inputs), "a finite number")
    return inputs


def check_both_classes(y: FloatArray) -> None:
    """Raise ``ValueError`` if the labels ``y`` of shape ``(n,)`` are all the same.

    Examples
    --------
    >>> check_both_classes(np.array([1.0, 1.0]))
    Traceback (most recent call last):
    ValueError: y holds only the label 1; expected samples of both classes
    >>> check_both_classes(np.array([0.0]))
    Traceback (most recent call last):
    ValueError: y holds only the label 0; expected samples of both classes
    >>> check_both_classes(np.array([1.0, 0.0]))
    >>> check_both_classes(np.array([0.0, 1.0, 0.0]))
    """
    if np.all(y == y[0]):
        raise ValueError(
            f"y holds only the label {y[0]:g}; expected samples of both classes"
        )


def check_finite(name: str, value: float) -> float:
    """Return ``value`` as a float, or raise ``ValueError`` if it is not one finite number.

    Examples
    --------
    >>> check_finite("weight", float("inf"))
    Traceback (most recent call last):
    ValueError: weight is inf; expected a finite number
    >>> check_finite("weight", [1.0])
    Traceback (most recent call last):
    ValueError: weight has shape (1,); expected a single number
    """
    array = as_floats(name, value)
    if array.ndim != 0:
        raise ValueError(
            f"{name} has shape {array.shape}; expected a single number"
        )
    refuse(name, array, ~np.isfinite(array), "a finite number")
    return float(array)


def check_positive(name: str, value: float) -> float:
    """Return ``value`` as a float, or raise ``ValueError`` if it is not positive and finite.

    Examples
    --------
    >>> check_positive("learning_rate", 0)
    Traceback (most recent call last):
    ValueError: learning_rate is 0; expected a positive finite number
    >>> check_positive("learning_rate", -0.5)
    Traceback (most recent call last):
    ValueError: learning_rate is -0.5; expected a positive finite number
    """
    number = check_finite(name, value)
    refuse(
        name,
        np.asarray(number),
        np.asarray(number <= 0),
        "a positive finite number",
    )
    return number


def check_pair(name: str, value: ArrayLike) -> tuple[float, float]:
    """Return ``value`` as two finite floats, or raise ``ValueError``.

    Examples
    --------
    >>> check_pair("start", (0, 1))
    (0.0, 1.0)
    >>> check_pair("start", (0, 1, 2))
    Traceback (most recent call last):
    ValueError: start is (0, 1, 2); expected a pair of numbers
    >>> check_pair("start", [0])
    Traceback (most recent call last):
    ValueError: start is [0]; expected a pair of numbers
    """
    array = as_floats(name, value)
    if array.shape != (2,):
        raise ValueError(f"{name} is {value!r}; expected a pair of numbers")
    refuse(name, array, ~np.isfinite(array), "a finite number")
    return float(array[0]), float(array[1])


def check_count(name: str, value: int) -> int:
    """Return ``value`` as an int, or raise ``ValueError`` if it is not a whole number from 1 up.

    Examples
    --------
    >>> check_count("epochs", 2.5)
    Traceback (most recent call last):
    ValueError: epochs is 2.5; expected a whole number, at least 1
    >>> check_count("epochs", 0)
    Traceback (most recent call last):
    ValueError: epochs is 0; expected a whole number, at least 1
    >>> check_count("epochs", 1)
    1
    """
    if (
        isinstance(value, bool)
        or not isinstance(value, int | np.integer)
        or value < 1
    ):
        raise ValueError(
            f"{name} is {value!r}; expected a whole number, at least 1"
        )
    return int(value)


def check_counts(name: str, value: int | tuple[int, int]) -> tuple[int, int]:
    """Return ``value`` as two counts, or raise ``ValueError``; one number counts for both.

    Examples
    --------
    >>> check_counts("n_per_class", 3), check_counts("n_per_class", (3, 2))
    ((3, 3), (3, 2))
    >>> check_counts("n_per_class", (1, 2, 3))
    Traceback (most recent call last):
    ValueError: n_per_class is (1, 2, 3); expected a whole number or a pair of them
    >>> check_counts("n_per_class", (1,))
    Traceback (most recent call last):
    ValueError: n_per_class is (1,); expected a whole number or a pair of them
    """
    counts = value if isinstance(value, tuple) else (value, value)
    if len(counts) != 2:
        raise ValueError(
            f"{name} is {value!r}; expected a whole number or a pair of them"
        )
    return check_count(name, counts[0]), check_count(name, counts[1])


def as_floats(name: str, value: ArrayLike) -> FloatArray:
    """Return ``value`` as a float64 array, or raise ``ValueError`` if it is not numeric.

    Examples
    --------
    >>> as_floats("z", "two")
    Traceback (most recent call last):
    ValueError: z is 'two'; expected numbers
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise ValueError
        return array.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}; expected numbers") from None


def refuse(
    name: str, array: FloatArray, wrong: NDArray[np.bool_], expected: str
) -> None:
    """Raise ``ValueError`` about the first element of ``array`` where ``wrong`` is true.

    Examples
    --------
    >>> refuse("x", np.array([3.0, -1.0]), np.array([False, True]), "a positive number")
    Traceback (most recent call last):
    ValueError: x[1] is -1; expected a positive number
    """
    if not np.any(wrong):
        return
    index = tuple(int(position[0]) for position in np.nonzero(np.atleast_1d(wrong)))
    value = float(np.atleast_1d(array)[index])
    where = f"[{', '.join(map(str, index))}]" if array.ndim else ""
    shown = "NaN" if np.isnan(value) else repr(value).removesuffix(".0")
    raise ValueError(f"{name}{where} is {shown}; expected {expected}")
