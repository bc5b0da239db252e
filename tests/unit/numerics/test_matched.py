"""Fisher's noncentral hypergeometric and the evidence for an effect."""

import numpy as np
import pytest
from scipy.stats import hypergeom, nchypergeom_fisher

from detente.numerics.matched import GRID, Floats, log_bayes_factor, stratum_loglik


@pytest.mark.parametrize(
    ("n", "d", "m", "x"), [(182, 40, 12, 5), (30, 30, 4, 4), (50, 10, 0, 0), (20, 6, 9, 0)]
)
def test_likelihood_is_that_of_scipy(n: int, d: int, m: int, x: int) -> None:
    ours = stratum_loglik(n, d, m, x)
    null = GRID.size // 2
    assert ours[null] == pytest.approx(hypergeom.logpmf(x, n, d, m), abs=1e-9)
    odds = float(np.exp(GRID[60]))
    if 0 < d < n and m > 0:
        assert ours[60] == pytest.approx(nchypergeom_fisher.logpmf(x, n, d, m, odds), abs=1e-6)


def test_impossible_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="no such table"):
        stratum_loglik(10, 3, 2, 3)


def simulated(odds: float, rng: np.random.Generator) -> Floats:
    rows: list[Floats] = []
    for _ in range(40):
        d, m = int(rng.integers(20, 80)), int(rng.integers(2, 20))
        rows.append(stratum_loglik(182, d, m, int(nchypergeom_fisher.rvs(182, d, m, odds, random_state=rng))))
    total: Floats = np.sum(rows, axis=0)
    return total


def test_an_effect_is_found_and_its_absence_too() -> None:
    rng = np.random.default_rng(1)
    present, absent = simulated(3.0, rng), simulated(1.0, rng)
    assert log_bayes_factor(present, sign=1) > 3.0
    assert log_bayes_factor(present, sign=-1) < -1.0
    assert log_bayes_factor(absent, sign=1) < 1.0
    assert abs(GRID[present.argmax()] - np.log(3.0)) < 0.5
