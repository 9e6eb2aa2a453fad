import numpy as np

from firstneuron import sigmoid, sigmoid_derivative

from .oracles import LOGITS, for_all_logits, mp, ulps


@for_all_logits
def test_sigmoid_is_a_probability_exact_to_4_ulp(z: float) -> None:
    y_hat = sigmoid(z)
    assert ulps(y_hat, 1 / (1 + mp.exp(-mp.mpf(z)))) <= 4
    assert 0 <= y_hat <= 1
    assert y_hat >= 0.5 or z < 0


@for_all_logits
def test_slope_is_at_most_a_quarter_and_exact_to_6_ulp(z: float) -> None:
    e = mp.exp(-abs(mp.mpf(z)))
    assert ulps(sigmoid_derivative(z), e / (1 + e) ** 2) <= 6
    assert 0 <= sigmoid_derivative(z) <= 0.25


def test_the_curve_rises_wherever_float64_can_show_it() -> None:
    assert np.all(np.diff(sigmoid(np.linspace(-700, 30, 100_001))) > 0)
    assert np.all(np.diff(sigmoid(np.array(LOGITS))) >= 0)


def test_one_is_reached_at_53_ln_2_and_zero_only_below_minus_745() -> None:
    assert sigmoid(36.7369) == 1.0
    assert sigmoid(36.7368) < 1.0
    assert sigmoid(-745.13) > 0.0
    assert sigmoid(-745.14) == 0.0
