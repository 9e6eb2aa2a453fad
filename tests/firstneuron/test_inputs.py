import inspect
import re
from collections.abc import Callable
from math import inf, nan, nextafter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import firstneuron as fn

# A valid call of every public function; each test below spoils one argument of it.
LINE: dict[str, Any] = {"weight": 1.0, "bias": -0.5}
SAMPLES: dict[str, Any] = {"x": [0.0, 1.0, 2.0], "y": [0, 1, 1]}
GAUSSIANS: dict[str, Any] = {"means": (0.0, 1.0), "stds": (1.0, 2.0)}
POPULATION: dict[str, Any] = {"population": fn.Population()}

ELEMENTWISE: dict[Callable[..., Any], dict[str, Any]] = {
    fn.sigmoid: {"z": 0.5},
    fn.sigmoid_derivative: {"z": 0.5},
    fn.binary_cross_entropy: {"y_hat": 0.5, "y": 1},
    fn.binary_cross_entropy_derivative: {"y_hat": 0.5, "y": 1},
    fn.binary_cross_entropy_with_logits: {"z": 0.5, "y": 1},
    fn.log_odds: {"x": 0.5},
    fn.posterior: {"x": 0.5},
    fn.predict_probability: {"x": 0.5, **LINE},
    fn.predict_class: {"x": 0.5, **LINE},
}
ON_SAMPLES: dict[Callable[..., Any], dict[str, Any]] = {
    fn.gradient: {**LINE, **SAMPLES},
    fn.numerical_gradient: {**LINE, **SAMPLES, "h": 1e-5},
    fn.accuracy: {**LINE, **SAMPLES},
    fn.train: {
        **SAMPLES,
        "epochs": 2,
        "learning_rate": 0.1,
        "start": (0.0, 0.0),
        "rng": 0,
    },
}
ON_NUMBERS: dict[Callable[..., Any], dict[str, Any]] = {
    fn.decision_boundary: LINE,
    fn.population_error: {**LINE, **POPULATION},
    fn.population_cross_entropy: {**LINE, **POPULATION},
    **dict.fromkeys([fn.bayes_boundaries, fn.bayes_cross_entropy], POPULATION),
    **dict.fromkeys([fn.bayes_error, fn.best_line], POPULATION),
    fn.density: {"x": 0.5, "mean": 0.0, "std": 1.0},
    fn.mean_loss: {"z": np.array([0.5, 1.0]), "y": np.array([0.0, 1.0])},
    fn.two_gaussians: {"n_per_class": 3, **GAUSSIANS, "rng": 0},
    fn.Population: {**GAUSSIANS, "share": 0.5},
}
CALLS = ELEMENTWISE | ON_SAMPLES | ON_NUMBERS
MADE_BY_TRAIN = {fn.History, fn.Snapshot}


class Measured(list[float]):
    """Numbers with units, as libraries for units have them."""

    units = "metre"


# What each argument must refuse; the message has to show the value as it is written here.
NOT_NUMBERS = ["two", None, 1j]
RAGGED = ([[1.0], [1.0, 2.0]], "[0] is [1.0]")
NOT_FINITE = [nan, inf, -inf]
NOT_POSITIVE = [0, -1.5, nan, inf]
NOT_COUNTS = [0, -1, 2.5, True, nan, np.float64(3)]
NOT_PAIRS = [(), (1.0,), (1.0, 2.0, 3.0), 1.0]
BAD: dict[str, list[Any]] = {
    "z": [nan],
    "y": [nan, inf, 0.5, 2, -1],
    "y_hat": [nan, inf, -0.1, nextafter(1, 2)],
    **dict.fromkeys(["x", "weight", "bias", "mean"], NOT_FINITE),
    **dict.fromkeys(["std", "h", "learning_rate"], NOT_POSITIVE),
    "epochs": NOT_COUNTS,
    "n_per_class": [*NOT_COUNTS, (1, 2, 3), ()],
    **dict.fromkeys(["means", "stds", "start"], NOT_PAIRS),
    "share": [0, 1, -0.1, 1.5, nan],
    "rng": [-1, 1.0, True, np.timedelta64(1)],
    "population": [(0.0, 5.0), 0.5],
}
# And what it must refuse for one element, which the message has to show.
BAD_INSIDE: dict[str, list[tuple[Any, str]]] = {
    "z": [([0, nan], "[1] is nan")],
    "y": [([0, 1, 3], "[2] is 3"), ([[0, 1], [nan, 1]], "[1, 0] is nan")],
    "y_hat": [([0, 1.5], "[1] is 1.5"), ([[-1, 0]], "[0, 0] is -1")],
    "x": [([0, 1, nan], "[2] is nan"), ([0, inf, 2], "[1] is inf")],
    "n_per_class": [((3, 0), " is 0"), ((2.5, 1), " is 2.5")],
    "means": [((0, nan), " is nan"), ((inf, 0), " is inf")],
    "stds": [((0, 1), " is 0"), ((1, -2), " is -2"), ((nan, 1), " is nan")],
    "start": [((nan, 0), " is nan"), ((0, inf), " is inf")],
}
# Samples have to be arrays of one shape.
BAD_SHAPES: dict[str, list[tuple[Any, str]]] = {
    "x": [([], "(0,)"), (1.0, "()"), ([[0.0, 1.0, 2.0]], "(1, 3)")],
    "y": [([], "(0,)"), (1, "()"), ([0, 1], "(2,)"), ([[0], [1], [1]], "(3, 1)")],
}


def spoiled() -> list[Any]:
    """Return every function with each of its arguments spoiled in every way."""
    cases = [
        (function, name, bad, shown)
        for function, arguments in CALLS.items()
        for name in arguments
        for bad, shown in [
            *((bad, f" is {bad!r}") for bad in [*NOT_NUMBERS, *BAD[name]]),
            *(
                []
                if name in ("epochs", "n_per_class", "rng", "population")
                else [RAGGED]
            ),
            *BAD_INSIDE.get(name, []),
        ]
        if not (name == "start" and bad is None)  # then the start is drawn
    ] + [
        (function, name, bad, f" has shape {shape}")
        for function in ON_SAMPLES
        for name in BAD_SHAPES
        for bad, shape in BAD_SHAPES[name]
    ]
    return [
        pytest.param(*case, id=f"{case[0].__name__}-{case[1]}={case[2]!r}")
        for case in cases
    ]


@pytest.mark.parametrize(("function", "name", "bad", "shown"), spoiled())
def test_bad_input_is_named_shown_and_told_what_was_expected(
    function: Callable[..., Any], name: str, bad: Any, shown: str
) -> None:
    named = "(start|weight|bias)" if name == "start" else name
    which = r"(\[\d\])?"  # of a pair; a message may say so
    message = f"(?i)^{named}{which}{re.escape(shown)}; expected .+"
    with pytest.raises(ValueError, match=message):
        function(**CALLS[function] | {name: bad})


@pytest.mark.parametrize("function", CALLS, ids=lambda function: function.__name__)
def test_the_calls_that_were_spoiled_are_valid_and_complete(
    function: Callable[..., Any],
) -> None:
    function(**CALLS[function])
    parameters = set(inspect.signature(function).parameters)
    left_out = {"population"} if function in ELEMENTWISE else set()
    assert parameters - left_out == set(CALLS[function])


def test_no_public_function_is_left_out() -> None:
    public = {getattr(fn, name) for name in fn.__all__}
    assert public == CALLS.keys() | MADE_BY_TRAIN


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        # what does not fit together
        (fn.train, {"y": [1, 1, 1]}, "y holds only the label 1"),
        (fn.train, {"y": [0, 0, 0]}, "y holds only the label 0"),
        (fn.train, {"start": ((1.0, 2.0), 3.0)}, "start[0] is (1.0, 2.0)"),
        (fn.posterior, {"population": (0, 5)}, "population is (0, 5)"),
        (fn.gradient, {"weight": [1.0]}, "weight has shape (1,)"),
        (fn.decision_boundary, {"weight": 0}, "weight is 0"),
        (fn.decision_boundary, {"weight": -0.0}, "weight is 0"),
        (fn.binary_cross_entropy, {"y_hat": [0.1, 0.2], "y": [0, 1, 1]},
         "y_hat has shape (2,) and y has shape (3,)"),
        (fn.predict_class, {"x": [[1.0, 2.0]], "weight": [1, 2, 3]},
         "x has shape (1, 2) and weight has shape (3,) and bias has shape ()"),
        (fn.mean_loss, {"z": np.array([]), "y": np.array([])}, "z has shape (0,)"),
        # one wrong label
        (fn.train, {"y": ["no", "yes", "yes"]}, "y[0] is 'no'; expected a label, 0 or 1"),
        (fn.train, {"y": [0, 1, None]}, "y[2] is None; expected a label, 0 or 1"),
        (fn.train, {"y": pd.Series([0, 1, None])}, "y[2] is NaN; expected a label, 0 or 1"),
        (fn.train, {"y": pd.array([0, 1, None], dtype="Int64")}, "y[2] is NaN; expected a label"),
        (fn.train, {"y": [0, 1, 10**400]}, "y[2] is 1000"),
        (fn.train, {"y": [0, 1, pd.NA]}, "y[2] is <NA>"),
        (fn.train, {"y": np.array([0, 1, 1], "datetime64[ns]")}, "y[0] is np.datet"),
        (fn.train, {"y": np.array([0, 1, 1], "timedelta64[ns]")}, "y[0] is np.timedelta64(0,'ns')"),
        (fn.train, {"y": np.array([np.timedelta64(1), 0, 1], object)}, "y[0] is np.timedelta64(1)"),
        (fn.train, {"y": (label for label in [0, 1, 1])}, "y is <generator"),
        (fn.train, {"y": {0, 1}}, "y is {0, 1}"),
        (fn.train, {"y": pd.Series(["no", "yes", "yes"], dtype="category")}, "y[0] is 'no'"),
        (fn.train, {"y": [0, 1, "?" * 5_000_000]}, "y[2] is '???"),
        (fn.train, {"y": [0, 1] + 500_000 * ["worn"]}, "y[2] is 'worn'"),
        # what carries more than numbers
        (fn.train, {"x": np.ma.masked_array([1.0, 2.0, 3.0], mask=[False, True, False])},
         "x is a MaskedArray and carries a mask; expected plain"),
        (fn.train, {"x": Measured([1.0, 2.0, 3.0])}, "x is a Measured and carries units"),
        (fn.train, {"x": 3 * [Measured([1.0])]}, "x is a Measured and carries units"),
        (fn.train, {"x": [np.ma.masked, 2.0, 3.0]}, "x is a MaskedConstant and carries a mask"),
        # what leaves float64
        (fn.train, {"learning_rate": 1e308},
         "learning_rate is 1e+308; expected a smaller one"),
        (fn.numerical_gradient, {"weight": 1e308, "x": [10.0], "y": [0]},
         "x[0] is 10; expected a number whose product"),
        (fn.gradient, {"weight": 1e200, "x": [1e200], "y": [0]},
         "x[0] is 1e+200; expected a number whose product"),
        (fn.decision_boundary, {"weight": 1e-310, "bias": 1e10},
         "weight is 1e-310; expected one that puts the boundary at a finite x"),
        (fn.Population, {"stds": (1e-200, 1e-200)}, "stds[0] is 1e-200"),
        (fn.Population, {"means": (0, 1e200)}, "means[1] is 1e+200"),
        (fn.population_cross_entropy, {"weight": 1e308},
         "weight is 1e+308; expected one whose loss is finite"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_in_a_short_message(
    function: Callable[..., Any], arguments: dict[str, Any], message: str
) -> None:
    expected = f"^(?=.*; expected .+){re.escape(message)}"
    with pytest.raises(ValueError, match=expected) as error:
        function(**CALLS[function] | arguments)
    assert len(str(error.value)) < 120


elementwise = pytest.mark.parametrize(
    "function", ELEMENTWISE, ids=lambda f: f.__name__
)


@elementwise
@pytest.mark.parametrize(
    "number",
    [1, 1.0, True, np.array(1), np.float32(1), np.float64(1), np.int8(1), np.True_],
)
def test_a_number_gives_a_float(function: Callable[..., Any], number: Any) -> None:
    arguments = dict.fromkeys(ELEMENTWISE[function], number)
    result = function(**arguments)
    assert type(result) is float
    assert result == function(*arguments.values())
    assert result == function(*dict.fromkeys(arguments, 1.0).values())


@elementwise
@settings(max_examples=25)
@given(
    labels=hnp.arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
        hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=4),
        elements=st.sampled_from([0, 1]),
    )
)
def test_an_array_gives_the_numbers_in_its_shape(
    function: Callable[..., Any], labels: np.ndarray[Any, Any]
) -> None:
    kept = labels.copy()
    names = ELEMENTWISE[function]
    results = function(**dict.fromkeys(names, labels))
    assert np.array_equal(labels, kept)
    assert results.shape == labels.shape
    assert results.dtype == np.float64
    one_by_one = [
        function(**dict.fromkeys(names, label)) for label in labels.ravel()
    ]
    np.testing.assert_allclose(results.ravel(), one_by_one, rtol=1e-15)
    assert np.array_equal(
        function(**dict.fromkeys(names, labels.tolist())).ravel(), results.ravel()
    )


@given(z=hnp.arrays(np.float64, 7, elements=st.floats(allow_nan=False)))
@pytest.mark.parametrize(
    "function",
    [
        fn.sigmoid,
        fn.sigmoid_derivative,
        lambda z: fn.binary_cross_entropy_with_logits(z, 1),
        lambda z: fn.binary_cross_entropy(fn.sigmoid(z), 0),
    ],
)
def test_arrays_agree_with_numbers_over_the_whole_line(
    function: Callable[[Any], Any], z: np.ndarray[Any, Any]
) -> None:
    one_by_one = [function(float(number)) for number in z]
    np.testing.assert_allclose(function(z), one_by_one, rtol=1e-15, atol=5e-324)


def test_labels_broadcast_with_probabilities() -> None:
    losses = np.asarray(
        fn.binary_cross_entropy(np.array([[0.25], [0.5]]), np.array([0, 1, 1]))
    )
    assert losses.shape == (2, 3)
    assert losses[0, 1] == fn.binary_cross_entropy(0.25, 1)
