"""The slope of outcomes on log-odds: of forecasts that are right, too bold, too timid, and of none."""

import numpy as np
import pytest

from detente.numerics.slope import slope
from detente.numerics.special import expit, logit

RNG = np.random.default_rng(0)
TRUE = RNG.uniform(0.02, 0.9, 40_000)
CAME = (RNG.random(TRUE.size) < TRUE).astype(np.float64)


@pytest.mark.parametrize("stretch", [0.5, 1.0, 2.0])
def test_stretched_odds_have_the_inverse_slope(stretch: float) -> None:
    assert slope(expit(stretch * logit(TRUE)), CAME) == pytest.approx(1.0 / stretch, abs=0.05 / stretch)


def test_the_gradient_is_zero_at_the_fit() -> None:
    p, y = TRUE[:200], CAME[:200]
    b, odds = slope(p, y), logit(p)
    cuts = np.linspace(-3, 3, 6001)
    a = cuts[np.argmin(np.abs([(y - expit(c + b * odds)).sum() for c in cuts]))]
    assert abs(float(((y - expit(a + b * odds)) * odds).sum())) < 0.1


def test_no_slope_where_there_is_nothing_to_fit() -> None:
    one, half = np.ones(4), np.full(4, 0.5)
    assert np.isnan(slope(half, np.array([0.0, 1.0, 0.0, 1.0])))
    assert np.isnan(slope(np.array([0.2, 0.4, 0.6, 0.8]), one))
    assert np.isnan(slope(np.array([0.2, 0.4, 0.6, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])))
