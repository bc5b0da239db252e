"""Slow checks of pooling: 90 % intervals of series with 3 to 30 event days, and a world of 40,000 series."""

import numpy as np
import pytest

from detente.backtest.runaway_pool import pool_coverage, pool_figures
from detente.numerics.hawkes.pool import fit_pool
from detente.numerics.hawkes.pool_simulate import simulate_days
from detente.numerics.special import expit

pytestmark = pytest.mark.nightly

RUNS, SIDED = 500, 100


@pytest.mark.parametrize("form", ["days", "counts"])
def test_pooled_intervals_cover(form: str) -> None:
    (found,) = pool_coverage(RUNS, 1, forms=(form,), progress=print)
    assert found.asked > 8 * RUNS
    assert 0.87 <= found.ratio <= 0.93
    assert 0.87 <= found.level <= 0.93


def test_pooled_intervals_of_two_sides_cover() -> None:
    held = []
    for seed in range(SIDED):
        rng = np.random.default_rng([seed, 12])
        both = 0.6 * rng.standard_normal((100, 1)) + 0.4 * rng.standard_normal((100, 2))
        mu, n = np.exp(-6.0 + both), expit(np.array([-1.0, -1.3]) + 0.7 * rng.standard_normal((100, 2)))
        found = fit_pool(simulate_days(mu, n, 0.25, span=3000, rng=rng), form="days")
        rows = found.table.rows
        for p in rng.permutation(np.flatnonzero((rows >= 3) & (rows <= 30)))[:5].tolist():
            bound, truth = found.interval(p), np.concatenate([mu[p], n[p]])
            held.append((bound.low <= truth) & (truth <= bound.high))
    share = np.mean(held, axis=0)
    assert ((share > 0.86) & (share < 0.94)).all(), share


def test_a_world_of_series_fits_in_memory_and_finds_the_law() -> None:
    found = pool_figures(progress=print)
    assert found.converged
    assert found.peak_mb < 1000.0
    gap = np.array(found.found) - np.array(found.truth)
    assert (np.abs(gap) < 4.0 * np.array(found.error)).all()
