"""Beta sums against known values and against scipy.stats."""

import numpy as np
import pytest
from scipy import stats

from detente.numerics.beta import Floats, jeffreys, logit, pool, shrink, waiting
from detente.numerics.calibrate import Ints, coverage, interval, scatter


@pytest.mark.parametrize(("k", "n"), [(0, 29), (1, 29), (15, 30), (29, 29), (2.5, 7.25)])
def test_jeffreys_is_the_quantile_of_the_posterior(k: float, n: float) -> None:
    low, high = jeffreys(k, n, level=0.9)
    posterior = stats.beta(k + 0.5, n - k + 0.5)
    assert float(low) == pytest.approx(0.0 if k == 0 else posterior.ppf(0.05))
    assert float(high) == pytest.approx(1.0 if k == n else posterior.ppf(0.95))


def test_no_war_in_29_disputes_has_the_published_upper_bound() -> None:
    # data-facts.md, section 3: PRK-ROK, 29 MIDs, 0 wars: Jeffreys 95 % one-sided upper bound 6.4 %.
    assert float(jeffreys(0, 29, level=0.9)[1]) == pytest.approx(0.064, abs=0.001)


def test_shrinkage_lies_between_the_share_and_its_parent() -> None:
    k, n, parent = np.array([[3.0]]), np.array([10.0]), np.array([[0.5]])
    assert shrink(k, n, parent=parent, prior=10.0)[0, 0] == pytest.approx(0.4)
    assert shrink(k, np.array([0.0]), parent=parent * 0 + 0.5, prior=4.0)[0, 0] == pytest.approx(1.25)
    assert shrink(k * 0, n * 0, parent=parent, prior=4.0)[0, 0] == pytest.approx(0.5)


def test_pool_at_its_ends_is_one_of_the_two() -> None:
    p, q = np.array([0.2, 0.9]), np.array([0.7, 0.1])
    assert pool(p, q, 0.0) == pytest.approx(p)
    assert pool(p, q, 1.0) == pytest.approx(q)
    assert pool(np.array([0.2]), np.array([0.8]), 0.5) == pytest.approx([0.5])


def test_waiting_is_the_tail_of_the_lomax() -> None:
    expected = stats.lomax(2.0, scale=90.0).cdf([30.0, 365.0])
    assert waiting(np.array(2.0), np.array(90.0), np.array([30.0, 365.0])) == pytest.approx(expected)


def test_logit_stays_finite() -> None:
    assert np.isfinite(logit([0.0, 1.0])).all()


def test_interval_holds_and_keeps_order() -> None:
    p = np.linspace(1e-6, 1 - 1e-6, 999)
    for sigma in (0.2, 0.5, 1.0, 3.0):
        low, high = interval(p, sigma)
        assert (low < p).all()
        assert (p < high).all()
        assert (np.diff(low) >= 0).all()
        assert (np.diff(high) >= 0).all()


def simulated(sigma: float, rng: np.random.Generator) -> tuple[Floats, Floats, Ints]:
    cluster = np.repeat(np.arange(500), 10)
    p = np.full((5000, 1), 0.3)
    odds = np.sqrt(1 + 0.346 * sigma**2) * logit(p) + sigma * rng.standard_normal(500)[cluster][:, None]
    return p, (rng.random(p.shape) < 1 / (1 + np.exp(-odds))).astype(float), cluster


@pytest.mark.parametrize("sigma", [0.6, 1.0, 2.0])
def test_scatter_recovers_its_truth(sigma: float) -> None:
    p, y, cluster = simulated(sigma, np.random.default_rng(7))
    assert scatter(p, y, cluster) == pytest.approx(sigma, abs=0.15)
    share, n = coverage(p, y, cluster, np.full(5000, sigma))
    assert n == 500
    assert share == pytest.approx(0.9, abs=0.04)


def test_coverage_fails_if_the_scatter_is_denied() -> None:
    p, y, cluster = simulated(2.0, np.random.default_rng(7))
    assert coverage(p, y, cluster, np.full(5000, 0.05))[0] < 0.65
