"""What learners hand to the functions: columns, fractions, and numbers out of range."""

from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import Any

import numpy as np
import pandas as pd
import pytest

import firstneuron as fn

Table = pd.DataFrame({"hum": [0.5, 1.5, 4.5, 5.5], "worn": [0, 0, 1, 1]})


@pytest.mark.parametrize(
    "numbers",
    [
        np.array([0.5, 2.0], dtype=object),
        [Decimal("0.5"), Decimal(2)],
        [Fraction(1, 2), 2],
        (np.float32(0.5), np.int8(2)),
        pd.Series([0.5, 2]),
        pd.Series([0.5, 2], dtype=object),
        pd.Series([0.5, 2], dtype="Float64"),
        pd.Index([0.5, 2]),
    ],
    ids=lambda numbers: f"{type(numbers).__name__} {getattr(numbers, 'dtype', '')}",
)
def test_whatever_wraps_a_real_number_it_is_a_number(numbers: Any) -> None:
    expected = fn.sigmoid([0.5, 2.0])
    np.testing.assert_array_equal(fn.sigmoid(numbers), expected)


def test_a_number_larger_than_any_integer_type_is_a_number() -> None:
    assert fn.sigmoid(2**70) == 1.0
    assert fn.density(2**70, 2**70, 1) == fn.density(0, 0, 1)


def test_whatever_wraps_the_numbers_of_a_population_it_is_the_same() -> None:
    plain = fn.Population((0.0, 5.0), (1.0, 0.5), 0.25)
    for wrap in (
        np.array,
        pd.Series,
        lambda pair: [Fraction(each) for each in pair],
    ):
        wrapped = fn.Population(wrap((0, 5)), wrap((1, 0.5)), Fraction(1, 4))  # type: ignore[arg-type]
        assert wrapped == plain
        assert hash(wrapped) == hash(plain)
        assert fn.best_line(wrapped) == fn.best_line(plain)
    (x, _), (same, _) = fn.two_gaussians((3, 2)), fn.two_gaussians([3, 2])  # type: ignore[arg-type]
    np.testing.assert_array_equal(x, same)


def test_columns_train_as_lists_do() -> None:
    by_list = fn.train(Table["hum"].tolist(), Table["worn"].tolist(), epochs=3)
    for kind in ("int64", "Int64", "boolean", object):
        column = fn.train(Table["hum"], Table["worn"].astype(kind), epochs=3)
        assert column.snapshots == by_list.snapshots


def test_columns_of_different_rows_are_not_paired() -> None:
    shuffled = Table["worn"].sample(frac=1, random_state=0)
    for function in (fn.train, fn.binary_cross_entropy_with_logits):
        message = "^y and [xz] have different indexes; expected the same rows"
        with pytest.raises(ValueError, match=message):
            function(Table["hum"], shuffled)


@pytest.mark.parametrize("distance", [5, 24, 30, 70])
def test_equal_spreads_have_their_line_however_far_apart(distance: float) -> None:
    line = fn.best_line(fn.Population((0, distance), (1, 1)))
    assert line == pytest.approx((distance, -(distance**2) / 2), rel=1e-12)


@pytest.mark.parametrize("distance", [80, 300, 1e6])
def test_no_line_is_given_where_float64_cannot_hold_its_loss(
    distance: float,
) -> None:
    with pytest.raises(ValueError, match="expected classes near enough"):
        fn.best_line(fn.Population((0, distance), (1, 1)))


def test_rounding_to_infinity_is_no_warning_where_it_is_the_answer() -> None:
    assert fn.predict_probability(1e308, weight=10.0, bias=0.0) == 1.0
    assert fn.binary_cross_entropy_with_logits(-inf, 1) == inf


def test_a_type_checker_knows_what_fits_and_what_does_not() -> None:
    """Each comment for the type checker is an error of it, if nothing is there to ignore."""
    with pytest.raises(ValueError, match=r"^epochs is '1'"):
        fn.train([0.0, 1.0], [0, 1], epochs="1")  # type: ignore[arg-type]
    text: str = fn.sigmoid(0.5)  # type: ignore[assignment]
    assert isinstance(text, float)
