"""The palette: every colour can be read, and eyes that confuse hues can tell the roles apart.

What such eyes see is simulated with colorspacious, after Machado, Oliveira and Fernandes (2009), "A
physiologically-based model for simulation of color vision deficiency". A difference of 1 in the
space CAM02-UCS, measured here, can barely be seen.
"""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert
from matplotlib.colors import to_rgb

from firstneuron.figures import PALETTE
from firstneuron.inputs import FloatArray

ROLES = ["class_0", "class_1", "neuron", "truth", "best_line"]
EYES = ["normal", "protanomaly", "deuteranomaly", "tritanomaly"]
both_schemes = pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])


def contrast(one: str, other: str) -> float:
    """Return the contrast of the Web Content Accessibility Guidelines, from 1 to 21."""
    luminances = [
        cspace_convert(to_rgb(colour), "sRGB1", "XYZ1")[1]
        for colour in (one, other)
    ]
    return float((max(luminances) + 0.05) / (min(luminances) + 0.05))


def as_seen(colour: str, eyes: str) -> FloatArray:
    """Return the place in CAM02-UCS of a colour as the given eyes see it."""
    seen = np.array(to_rgb(colour))
    if eyes != "normal":
        space = {"name": "sRGB1+CVD", "cvd_type": eyes, "severity": 100}
        seen = np.clip(cspace_convert(seen, space, "sRGB1"), 0, 1)
    return np.asarray(cspace_convert(seen, "sRGB1", "CAM02-UCS"))


def difference(one: str, other: str, eyes: str) -> float:
    return float(np.linalg.norm(as_seen(one, eyes) - as_seen(other, eyes)))


@both_schemes
@pytest.mark.parametrize("name", [*ROLES, "ink", "muted"])
def test_text_stands_out_from_paper(name: str, scheme: int) -> None:
    assert contrast(PALETTE[name][scheme], PALETTE["paper"][scheme]) >= 4.5


@both_schemes
@pytest.mark.parametrize("eyes", EYES)
def test_the_two_classes_are_far_apart_for_all_eyes(eyes: str, scheme: int) -> None:
    one, other = (PALETTE[name][scheme] for name in ("class_0", "class_1"))
    assert difference(one, other, eyes) > 45


@both_schemes
@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), list(combinations([*ROLES, "ink"], 2)))
def test_no_two_roles_look_alike_for_any_eyes(
    one: str, other: str, eyes: str, scheme: int
) -> None:
    assert difference(PALETTE[one][scheme], PALETTE[other][scheme], eyes) > 14


@both_schemes
def test_the_classes_differ_in_grey_too(scheme: int) -> None:
    one, other = (PALETTE[name][scheme] for name in ("class_0", "class_1"))
    assert contrast(one, other) > 1.7
