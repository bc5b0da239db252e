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
from detente.motive.estimate import Fit, fit
from detente.motive.filter import filtered
from detente.motive.payoffs import MOTIVES
from tests.unit.motive.plays import Array, thetas

pytestmark = pytest.mark.nightly

DRAWS, TOGETHER = 4000, 250
FREEDOM = 6.0
"""Of the t distribution drawn from: heavier tails than the posterior's."""

PAIRS = ((0, "status", 30), (1, "security", 30), (2, "domestic", 60))
"""Seed, truth and episodes of each simulated pair."""


def t_draws(centre: Array, covariance: Array, count: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draws (14, count) of a t distribution, and their log densities."""
    size, root = centre.size, np.linalg.cholesky(covariance)
    normal = rng.standard_normal((size, count)) * np.sqrt(FREEDOM / rng.chisquare(FREEDOM, count))
    log_density = (
        lgamma((FREEDOM + size) / 2.0)
        - lgamma(FREEDOM / 2.0)
        - 0.5 * size * np.log(FREEDOM * np.pi)
        - np.log(np.diag(root)).sum()
        - 0.5 * (FREEDOM + size) * np.log1p((normal**2).sum(axis=0) / FREEDOM)
    )
    return centre[:, None] + root @ normal, log_density


def sampled(seen: Episodes, found: Fit, motive: str, seed: int) -> tuple[float, float]:
    """The evidence by importance sampling, in nats, and how many draws it is worth.

    What is drawn from begins as the fit's normal and moves to the mean and spread of its own draws, twice.
    """
    rng, centre, covariance = np.random.default_rng(seed), found.theta, found.covariance
    for count in (DRAWS // 2, DRAWS // 2, DRAWS):
        points, log_density = t_draws(centre, covariance, count, rng)
        parts = np.array_split(np.arange(count), count // TOGETHER)
        logs = [filtered(seen, points[:, p], motive, engine=FAST).logs.sum(axis=0) for p in parts]
        weights = np.concatenate(logs) + FIRST_GUESS.log_density(points) - log_density
        tempered = np.exp(0.5 * (weights - weights.max()))  # less of the few best, for a steadier spread
        centre = np.average(points, axis=1, weights=tempered)
        covariance = np.cov(points, aweights=tempered)
    sizes = np.exp(weights - weights.max())
    return float(weights.max() + np.log(sizes.mean())), float(sizes.sum() ** 2 / (sizes**2).sum())


def test_laplace_evidence_is_near_that_by_importance_sampling() -> None:
    gaps = []
    for seed, truth, episodes in PAIRS:
        seen = simulated(truth, thetas(1, 100 + seed)[:, 0], episodes, np.random.default_rng(seed))
        for motive in (truth, "coercion"):
            found = fit(seen[motive], FIRST_GUESS, motive, engine=FAST)
            evidence, worth = sampled(seen[motive], found, motive, seed)
            gaps.append(found.evidence - evidence)
            print(f"{truth}, {episodes} episodes, {motive}: Laplace {found.evidence:.2f}, sampled "
                  f"{evidence:.2f} (worth {worth:.0f} draws), {gaps[-1]:+.2f} nats")  # fmt: skip
            assert worth > 100.0
    assert np.abs(gaps).max() < 1.0
    # What weighs motives is the difference between two of one pair.
    assert np.abs(np.diff(np.array(gaps).reshape(-1, 2), axis=1)).max() < 0.7


def test_motives_are_found_again_more_often_than_by_chance() -> None:
    found = recover(60, 10, jobs=2, seed=5)
    print(f"right {right(found):.2f}, off {miscalibration(found):.3f}, covered {coverage(found):.3f}")
    assert len(found) == 10 * len(MOTIVES)
    assert right(found) > 0.5  # a quarter by chance; 40 pairs
    assert miscalibration(found) < 0.15
    assert 0.8 < coverage(found) < 0.97
