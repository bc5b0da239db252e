"""Slow checks of MOTIVE's fits: Laplace's evidence beside importance sampling, and recovery on a small scale.

The full recovery (100 and 30 episodes, many runs) is the benchmark's; here are bounds that a broken fit
misses.
"""

from math import lgamma

import numpy as np
import pytest

from detente.backtest.motive_prior import FIRST_GUESS
from detente.backtest.motive_recovery import coverage, miscalibration, recover, right, simulated
from detente.motive.engine import FAST
from detente.motive.episodes import Episodes
from detente.motive.estimate import fit
from detente.motive.filter import filtered
from detente.motive.payoffs import MOTIVES
from tests.unit.motive.plays import Array, thetas

pytestmark = pytest.mark.nightly

DRAWS, TOGETHER = 4000, 250
FREEDOM = 6.0
"""Of the t distribution drawn from: heavier tails than the posterior's."""

PAIRS = ((0, "status", 30), (1, "security", 30), (2, "domestic", 60))
"""Seed, truth and episodes of each simulated pair."""


Normal = tuple[Array, Array]
"""Mean (14,) and covariance (14, 14)."""


def drawn(about: Normal, count: int, rng: np.random.Generator) -> Array:
    """Draws (14, count) of a t distribution."""
    normal = rng.standard_normal((about[0].size, count)) * np.sqrt(FREEDOM / rng.chisquare(FREEDOM, count))
    return np.asarray(about[0][:, None] + np.linalg.cholesky(about[1]) @ normal)


def log_density(about: Normal, points: Array) -> Array:
    """Of the t distribution, at each of the points."""
    size, root = about[0].size, np.linalg.cholesky(about[1])
    squares = (np.linalg.solve(root, points - about[0][:, None]) ** 2).sum(axis=0)
    scale = lgamma((FREEDOM + size) / 2.0) - lgamma(FREEDOM / 2.0) - 0.5 * size * np.log(FREEDOM * np.pi)
    found = scale - np.log(np.diag(root)).sum() - 0.5 * (FREEDOM + size) * np.log1p(squares / FREEDOM)
    return np.asarray(found)


def log_posterior(seen: Episodes, motive: str, points: Array) -> Array:
    parts = np.array_split(np.arange(points.shape[1]), points.shape[1] // TOGETHER)
    logs = [filtered(seen, points[:, p], motive, engine=FAST).logs.sum(axis=0) for p in parts]
    return np.asarray(np.concatenate(logs) + FIRST_GUESS.log_density(points))


def settled(about: Normal, seen: Episodes, motive: str, rng: np.random.Generator) -> Normal:
    """Moved to the mean and spread of its own draws; tempered, so that no few draws make the spread."""
    points = drawn(about, DRAWS // 4, rng)
    weights = log_posterior(seen, motive, points) - log_density(about, points)
    tempered = np.exp(0.5 * (weights - weights.max()))
    return np.average(points, axis=1, weights=tempered), np.cov(points, aweights=tempered)


def sampled(seen: Episodes, starts: list[Normal], motive: str, seed: int) -> tuple[float, float]:
    """The evidence by importance sampling from a mixture about all modes, and what its draws are worth."""
    rng = np.random.default_rng(seed)
    about = [settled(settled(one, seen, motive, rng), seen, motive, rng) for one in starts]
    points = np.hstack([drawn(one, DRAWS // len(about), rng) for one in about])
    mixture = np.logaddexp.reduce([log_density(one, points) for one in about]) - np.log(len(about))
    weights = log_posterior(seen, motive, points) - mixture
    sizes = np.exp(weights - weights.max())
    return float(weights.max() + np.log(sizes.mean())), float(sizes.sum() ** 2 / (sizes**2).sum())


def test_laplace_evidence_is_near_that_by_importance_sampling() -> None:
    """The difference of two motives counts; types make modes that both have, which Laplace's evidence of each
    misses alike."""
    gaps = []
    for seed, truth, episodes in PAIRS:
        theta = thetas(1, 100 + seed)[:, 0]
        seen = simulated(truth, theta, episodes, np.random.default_rng(seed))
        for motive in (truth, "coercion"):
            found = fit(seen[motive], FIRST_GUESS, motive, engine=FAST)
            other = fit(seen[motive], FIRST_GUESS, motive, engine=FAST, start=theta)
            starts = [(one.theta, one.covariance) for one in (found, other)]
            evidence, worth = sampled(seen[motive], starts, motive, seed)
            gaps.append(found.evidence - evidence)
            print(f"{truth}, {episodes} episodes, {motive}: Laplace {found.evidence:.2f}, sampled "
                  f"{evidence:.2f} (worth {worth:.0f} draws), {gaps[-1]:+.2f} nats")  # fmt: skip
            assert worth > 50.0
    assert np.abs(gaps).max() < 4.0
    assert np.abs(np.diff(np.array(gaps).reshape(-1, 2), axis=1)).max() < 0.7


def test_motives_are_found_again_more_often_than_by_chance() -> None:
    found = recover(60, 10, jobs=2, seed=5)
    print(f"right {right(found):.2f}, off {miscalibration(found):.3f}, covered {coverage(found):.3f}")
    assert len(found) == 10 * len(MOTIVES)
    assert right(found) > 0.5  # a quarter by chance; 40 pairs
    assert miscalibration(found) < 0.15
    assert 0.8 < coverage(found) < 0.97
