"""What the functions of this book accept, and the errors they raise otherwise."""

import inspect
import reprlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, Protocol, cast, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Numbers = float | FloatArray


class Rule(NamedTuple):
    """What a number may be: a test for arrays, and the same in words."""

    allows: Callable[[FloatArray], NDArray[np.bool_]]
    expected: str


NUMBER = Rule(lambda a: ~np.isnan(a), "a number")
FINITE = Rule(np.isfinite, "a finite number")
POSITIVE = Rule(lambda a: (a > 0) & np.isfinite(a), "a positive finite number")
MODERATE = Rule(lambda a: np.abs(a) <= 1e50, "a number from -1e50 to 1e50")
SPREAD = Rule(lambda a: (a >= 1e-50) & (a <= 1e50), "a number from 1e-50 to 1e50")
LABEL = Rule(lambda a: (a == 0) | (a == 1), "a label, 0 or 1")
PROBABILITY = Rule(lambda a: (a >= 0) & (a <= 1), "a probability from 0 to 1")

# A name means the same in the whole book; one that is not listed may be any number but NaN.
RULES = {
    "x": FINITE,
    "weight": FINITE,
    "bias": FINITE,
    "mean": FINITE,
    "std": POSITIVE,
    "y": LABEL,
    "y_hat": PROBABILITY,
}

# What Python would make a number of although it is none.
NOT_REAL = (str, bytes, np.datetime64, np.timedelta64)

# What an array type may carry besides its numbers, by the attribute that holds it.
CARRIED = {"mask": "a mask", "unit": "units", "units": "units", "coords": "labels"}


class Elementwise(Protocol):
    """A function that gives a number for numbers, and an array for anything array-like."""

    @overload
    def __call__(self, *args: float, **others: Any) -> float: ...

    @overload
    def __call__(self, *args: ArrayLike, **others: Any) -> FloatArray: ...


def elementwise(function: Callable[..., Numbers]) -> Elementwise:
    """Let a formula on float arrays take numbers and anything array-like.

    The formula gets float64 arrays that obey the rules of their names. If every argument is a
    single number, the caller gets a Python float back, otherwise an array of the common shape. A
    parameter with a default is a setting and is passed on untouched. Infinities that are the exact
    answer come without a warning.

    Raises
    ------
    ValueError
        If an argument is not numeric, breaks the rule of its name, or has a shape that does not
        broadcast with the others.

    Examples
    --------
    >>> @elementwise
    ... def double(z: Numbers) -> Numbers:
    ...     return 2 * z
    >>> double(3)
    6.0
    >>> double([1, 2])
    array([2., 4.])
    """
    signature = inspect.signature(function)
    numeric = [
        name for name, p in signature.parameters.items() if p.default is p.empty
    ]

    @wraps(function)
    def checked(*args: Any, **kwargs: Any) -> Numbers:
        given = signature.bind(*args, **kwargs).arguments
        check_indexes({name: given[name] for name in numeric})
        arrays = {name: check_domain(name, given[name]) for name in numeric}
        check_shapes(arrays)
        with np.errstate(all="ignore"):
            result = function(**(given | arrays))
        return float(result) if np.ndim(result) == 0 else cast(FloatArray, result)

    return cast(Elementwise, checked)


def check_domain(
    name: str, value: ArrayLike, rule: Rule | None = None
) -> FloatArray:
    """Return ``value`` as float64 numbers that an argument called ``name`` may hold.

    Anything real is a number: Python's and numpy's types, fractions, decimals, and columns of a
    data frame, whatever their type.

    Raises
    ------
    ValueError
        If an element is not a number or breaks the rule, by default that of the name, or if
        ``value`` carries more than numbers, such as units or a mask.

    Examples
    --------
    >>> check_domain("y", [0, True])
    array([0., 1.])
    >>> check_domain("y", [0, "?"])
    Traceback (most recent call last):
    ValueError: y[1] is '?'; expected a label, 0 or 1
    >>> check_domain("x", np.ma.masked_array([1.0, 2.0]))
    Traceback (most recent call last):
    ValueError: x is a MaskedArray and carries a mask; expected plain numbers
    """
    rule = rule or RULES.get(name, NUMBER)
    array = as_floats(name, value, rule.expected)
    allowed = rule.allows(array)
    if not allowed.all():
        index = tuple(int(i[0]) for i in np.nonzero(~np.atleast_1d(allowed)))
        number = float(np.atleast_1d(array)[index])
        shown = "NaN" if np.isnan(number) else repr(number).removesuffix(".0")
        raise ValueError(
            f"{name}{at(index, array)} is {shown}; expected {rule.expected}"
        )
    return array


def as_floats(name: str, value: ArrayLike, expected: str) -> FloatArray:
    """Return ``value`` as a float64 array; name the first element that is not a real number."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value  # at once, because training asks this thousands of times
    elements = value if isinstance(value, list | tuple) else ()
    for carrier in (value, *elements):
        for attribute, what in CARRIED.items():
            found = getattr(carrier, attribute, None)
            if found is not None and not callable(found):
                kind = f"{type(carrier).__name__} and carries {what}"
                raise ValueError(f"{name} is a {kind}; expected plain numbers")
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):  # lists of different lengths, for example
        array = np.asarray(None)
    if array.dtype.kind in "biuf":
        with np.errstate(over="ignore"):  # a longer float may become infinite
            return array.astype(np.float64)
    # as objects, dates that count nanoseconds would be integers
    dates = array.dtype.kind in "mM"
    objects = array if dates else np.asarray(value, dtype=object)
    floats = np.empty(objects.shape)
    for index, element in np.ndenumerate(objects):
        try:
            if (
                isinstance(element, NOT_REAL)
                or np.ndim(element)
                or np.iscomplexobj(element)
            ):
                raise TypeError
            floats[index] = float(element)
        except (TypeError, ValueError, OverflowError):
            shown = f"{at(index, objects)} is {reprlib.repr(element)}"
            raise ValueError(f"{name}{shown}; expected {expected}") from None
    return floats


def at(index: tuple[int, ...], array: NDArray[Any]) -> str:
    """Return an index as it is written, or nothing for a single number."""
    return f"[{', '.join(map(str, index))}]" if array.ndim else ""


def check_indexes(arguments: dict[str, Any]) -> None:
    """Raise ``ValueError`` if two columns of data frames belong to different rows."""
    indexes = {
        name: list(value.index)
        for name, value in arguments.items()
        if hasattr(value, "index") and not callable(value.index)
    }
    (first, rows), *others = indexes.items() or [("", [])]
    for name, other in others:
        if other != rows:
            raise ValueError(
                f"{name} and {first} have different indexes; expected the same rows in one order"
            )


def check_shapes(arrays: dict[str, FloatArray]) -> None:
    """Raise ``ValueError`` unless the shapes of the named arrays broadcast together.

    Examples
    --------
    >>> check_shapes({"z": np.zeros(3), "y": np.zeros(2)})
    Traceback (most recent call last):
    ValueError: z has shape (3,) and y has shape (2,); expected shapes that broadcast together
    """
    try:
        np.broadcast(*arrays.values())
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
    """
    check_indexes({"x": x, "y": y})
    inputs, labels = check_domain("x", x), check_domain("y", y)
    if inputs.ndim != 1 or inputs.size == 0:
        raise ValueError(
            f"x has shape {inputs.shape}; expected (n,) with n at least 1"
        )
    if labels.shape != inputs.shape:
        raise ValueError(
            f"y has shape {labels.shape}; expected {inputs.shape}, one label for each x"
        )
    return inputs, labels


def check_both_classes(y: FloatArray) -> None:
    """Raise ``ValueError`` if the labels ``y`` of shape ``(n,)`` are all the same.

    Examples
    --------
    >>> check_both_classes(np.array([1.0, 1.0]))
    Traceback (most recent call last):
    ValueError: y holds only the label 1; expected samples of both classes
    """
    if np.all(y == y[0]):
        raise ValueError(
            f"y holds only the label {y[0]:g}; expected samples of both classes"
        )


def check_logits(weight: float, bias: float, x: FloatArray) -> FloatArray:
    """Return the logits weight · x + bias, shape (n,).

    Raises
    ------
    ValueError
        If one is too large for a float64.

    Examples
    --------
    >>> check_logits(1e200, 0.0, np.array([1.0, 1e200]))
    Traceback (most recent call last):
    ValueError: x[1] is 1e+200; expected a number whose product with the weight 1e+200 is finite
    """
    with np.errstate(over="ignore"):
        z: FloatArray = weight * x + bias
    for i in np.flatnonzero(~np.isfinite(z)):
        product = f"a number whose product with the weight {weight:g} is finite"
        raise ValueError(f"x[{i}] is {x[i]:g}; expected {product}")
    return z


def check_finite(name: str, value: float, rule: Rule = FINITE) -> float:
    """Return ``value`` as a float, or raise ``ValueError`` if it is not one finite number.

    Examples
    --------
    >>> check_finite("weight", float("inf"))
    Traceback (most recent call last):
    ValueError: weight is inf; expected a finite number
    """
    array = check_domain(name, value, rule)
    if array.ndim != 0:
        raise ValueError(
            f"{name} has shape {array.shape}; expected a single number"
        )
    return float(array)


def check_positive(name: str, value: float) -> float:
    """Return ``value`` as a float, or raise ``ValueError`` if it is not positive and finite.

    Examples
    --------
    >>> check_positive("learning_rate", 0)
    Traceback (most recent call last):
    ValueError: learning_rate is 0; expected a positive finite number
    """
    return check_finite(name, value, POSITIVE)


def check_pair(
    name: str, value: ArrayLike, rule: Rule = FINITE
) -> tuple[float, float]:
    """Return ``value`` as two finite floats, or raise ``ValueError``.

    Examples
    --------
    >>> check_pair("start", (0, 1))
    (0.0, 1.0)
    >>> check_pair("start", (0, 1, 2))
    Traceback (most recent call last):
    ValueError: start is (0, 1, 2); expected a pair of numbers
    """
    array = as_floats(name, value, "a pair of numbers")
    if array.shape != (2,):
        raise ValueError(
            f"{name} is {reprlib.repr(value)}; expected a pair of numbers"
        )
    check_domain(name, array, rule)
    return float(array[0]), float(array[1])


def check_count(name: str, value: int) -> int:
    """Return ``value`` as an int, or raise ``ValueError`` if it is not a whole number from 1 up.

    Examples
    --------
    >>> check_count("epochs", 2.5)
    Traceback (most recent call last):
    ValueError: epochs is 2.5; expected a whole number, at least 1
    """
    if not is_whole(value) or value < 1:
        raise ValueError(
            f"{name} is {reprlib.repr(value)}; expected a whole number, at least 1"
        )
    return int(value)


def is_whole(value: object) -> bool:
    """Return whether ``value`` is an integer of Python or numpy, and neither truth nor duration."""
    return isinstance(value, int | np.integer) and not isinstance(
        value, bool | np.timedelta64
    )


def check_counts(name: str, value: int | tuple[int, int]) -> tuple[int, int]:
    """Return ``value`` as two counts, or raise ``ValueError``; one number counts for both.

    Examples
    --------
    >>> check_counts("n_per_class", 3), check_counts("n_per_class", (3, 2))
    ((3, 3), (3, 2))
    """
    counts = value if isinstance(value, tuple | list) else (value, value)
    if len(counts) != 2:
        raise ValueError(
            f"{name} is {reprlib.repr(value)}; expected a whole number or a pair of them"
        )
    return check_count(name, counts[0]), check_count(name, counts[1])


def check_generator(
    name: str, value: int | np.random.Generator
) -> np.random.Generator:
    """Return the random generator that a seed or a generator stands for.

    Examples
    --------
    >>> check_generator("rng", -1)
    Traceback (most recent call last):
    ValueError: rng is -1; expected a seed, a whole number from 0 up, or a generator
    """
    if isinstance(value, np.random.Generator):
        return value
    if is_whole(value) and value >= 0:
        return np.random.default_rng(value)
    expected = "a seed, a whole number from 0 up, or a generator"
    raise ValueError(f"{name} is {reprlib.repr(value)}; expected {expected}")
