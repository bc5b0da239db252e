"""The generalized-Poisson form for counts."""

from itertools import product

import numpy as np
import pytest

from detente.numerics.hawkes.baseline import drifting
from detente.numerics.hawkes.borel import (
    Counts,
    fit_counts,
    log_patterns,
    log_pmf,
    objective,
    parts,
    same_day_share,
)

THETA = np.array([[0.5], [0.3]])
INNER = np.array([[0.25, 0.2], [0.3, 0.1]])
"""Asymmetric on purpose: an event of kind 0 sets off 0.3 of kind 1, one of kind 1 sets off 0.2 of kind 0."""


def simulate_progeny(rng: np.random.Generator, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    total = np.zeros((n, 2), dtype=np.int64)
    current = rng.poisson(THETA[:, 0], (n, 2))
    while current.any():
        total += current
        current = rng.poisson(current @ INNER.T)
    return total


def test_two_kinds_sum_to_one() -> None:
    cells = np.array(list(product(range(40), range(40))), dtype=float).T
    total = np.exp(log_pmf(np.tile(THETA, cells.shape[1]), INNER, cells)).sum()
    assert total == pytest.approx(1.0, abs=1e-7)


def test_one_kind_is_borel_tanner() -> None:
    n = np.arange(60.0)
    counts = np.stack([n, np.zeros(60)])
    inner = np.array([[0.4, 0.0], [0.0, 0.0]])
    p = np.exp(log_pmf(np.tile([[0.7], [1e-9]], 60), inner, counts))
    assert p.sum() == pytest.approx(1.0, abs=1e-8)
    assert (p * n).sum() == pytest.approx(0.7 / 0.6, abs=1e-6)


def test_cells_agree_with_simulated_progeny() -> None:
    total = simulate_progeny(np.random.default_rng(1), 200_000)
    for cell in ((0, 0), (1, 0), (0, 1), (2, 1), (3, 2)):
        seen = (total == cell).all(axis=1).mean()
        said = float(np.exp(log_pmf(THETA, INNER, np.array(cell, dtype=float)[:, None]))[0])
        assert said == pytest.approx(seen, abs=4 * np.sqrt(said / 200_000))


def test_patterns_sum_to_one() -> None:
    total = simulate_progeny(np.random.default_rng(2), 100_000) > 0
    said = np.exp(log_patterns(THETA, INNER))[:, 0]
    assert said.sum() == pytest.approx(1.0)
    assert said[1] == pytest.approx((total[:, 0] & ~total[:, 1]).mean(), abs=0.005)
    assert said[3] == pytest.approx(total.all(axis=1).mean(), abs=0.006)


def test_gradient_agrees_with_finite_differences() -> None:
    rng = np.random.default_rng(0)
    counts = rng.poisson(0.1, (2, 1000)).astype(float)
    active = np.flatnonzero(counts.any(axis=0))
    data = Counts(active, counts[:, active], drifting(1000))
    x = np.concatenate([rng.normal(-1.0, 0.3, data.size - 4), np.full(4, -1.0)])
    gains, small = parts(data, 0.4), 1e-6
    _, gradient = objective(data, x, 0.4, gains)
    bumps = small * np.eye(data.size)
    slow = [
        (objective(data, x + e, 0.4, gains)[0] - objective(data, x - e, 0.4, gains)[0]) / 2 for e in bumps
    ]
    assert gradient == pytest.approx(np.array(slow) / small, rel=1e-5, abs=1e-4)


def test_recovers_same_day_branching() -> None:
    rng = np.random.default_rng(3)
    branching, decay, n = np.array([[0.3, 0.1], [0.5, 0.2]]), 1.2, 4000
    times: list[tuple[float, int]] = [
        (t, k) for k, mu in enumerate((0.08, 0.05)) for t in rng.uniform(0, n, rng.poisson(mu * n))
    ]
    counts = np.zeros((2, n))
    while times:
        t, j = times.pop()
        counts[j, int(t)] += 1
        for i in (0, 1):
            born = t + rng.exponential(1 / decay, rng.poisson(branching[i, j]))
            times.extend((float(s), i) for s in born if s < n)
    active = np.flatnonzero(counts.any(axis=0))
    found, _ = fit_counts(Counts(active, counts[:, active], drifting(n)), np.array([0.3, 0.6, 1.2, 2.4]))
    assert found.branching == pytest.approx(branching, abs=0.17)
    assert found.branching[1, 0] > found.branching[0, 1]


def test_same_day_share_rises_with_decay() -> None:
    assert same_day_share(0.1) == pytest.approx(0.048, abs=1e-3)
    assert same_day_share(4.0) > 0.7
