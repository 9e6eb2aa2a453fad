"""The frameworks of the extra `frameworks`, for tests that compare with them."""

from collections.abc import Iterable
from typing import Any

import pytest

from weave.claims.libraries import missing

FRAMEWORKS = ("torch", "jax", "keras", "scikit-learn")
needs_frameworks = pytest.mark.skipif(
    bool(missing(FRAMEWORKS)), reason=f"needs {', '.join(missing(FRAMEWORKS))}"
)


def running(pages: Iterable[str]) -> list[Any]:
    """Return the parameters of a test that runs the code of each page."""
    return [
        pytest.param(page, marks=needs_frameworks if page == "frameworks" else ())
        for page in pages
    ]
