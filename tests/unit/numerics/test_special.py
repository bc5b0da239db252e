"""Our special functions against SciPy's."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.numerics import special

GRID = np.linspace(-30, 30, 61)


def test_elementary_ones() -> None:
    assert special.expit(GRID) == pytest.approx(scipy.special.expit(GRID), rel=1e-12)
    assert special.logit(special.expit(GRID / 3)) == pytest.approx(GRID / 3, abs=1e-9)
    table = np.array([[-1000.0, -1001.0], [3.0, -np.inf]])
    assert special.logsumexp(table, axis=1) == pytest.approx(scipy.special.logsumexp(table, axis=1))
    assert special.logsumexp(np.array([-np.inf, -np.inf])) == -np.inf
    assert special.normal_quantile(0.95) == pytest.approx(float(scipy.special.ndtri(0.95)), abs=1e-12)
    assert special.log_factorials(50) == pytest.approx(scipy.special.gammaln(np.arange(51) + 1.0))


shapes = st.floats(0.05, 3000.0)


@settings(max_examples=300, deadline=None)
@given(shapes, shapes, st.floats(0.0, 1.0))
def test_beta_cdf(a: float, b: float, x: float) -> None:
    ours, theirs = float(special.beta_cdf(a, b, x)), float(scipy.special.betainc(a, b, x))
    assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-10)


@settings(max_examples=200, deadline=None)
@given(st.floats(0.5, 3000.0), st.floats(0.5, 3000.0), st.sampled_from([0.025, 0.05, 0.5, 0.95, 0.975]))
def test_beta_quantile(a: float, b: float, p: float) -> None:
    ours, theirs = float(special.beta_quantile(a, b, p)), float(scipy.special.betaincinv(a, b, p))
    assert ours == pytest.approx(theirs, rel=1e-7, abs=1e-12)
