"""Scores against hand-made values, and what a clustered interval must and must not do."""

import numpy as np
import pytest

from detente.numerics.scores import brier, log_score, paired_difference, reliability, wilson


def test_scores_of_one_forecast() -> None:
    assert log_score(np.array([0.25]), np.array([1.0])) == pytest.approx([np.log(4)])
    assert brier(np.array([0.25]), np.array([1.0])) == pytest.approx([0.5625])
    assert np.isfinite(log_score(np.array([0.0, 1.0]), np.array([1.0, 0.0]))).all()


def test_wilson_against_a_published_value() -> None:
    # Newcombe 1998 (Stat. Med. 17:857), table I: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_clusters_widen_the_interval() -> None:
    rng = np.random.default_rng(1)
    level = np.repeat(rng.standard_normal(30), 40)
    cluster = np.repeat(np.arange(30), 40)
    clustered = paired_difference(level, cluster)
    single = paired_difference(level, np.arange(level.size))
    assert clustered.value == single.value
    assert clustered.high - clustered.low > 3 * (single.high - single.low)


def test_the_interval_is_the_same_for_the_same_seed() -> None:
    x = np.random.default_rng(2).standard_normal(100)
    assert paired_difference(x, np.arange(100), seed=5) == paired_difference(x, np.arange(100), seed=5)


def test_reliability_of_a_true_forecast() -> None:
    rng = np.random.default_rng(3)
    p = rng.random(20_000)
    table = reliability(p, (rng.random(p.size) < p).astype(float))
    assert [b.n for b in table] == [2000] * 10
    assert sum(b.low <= b.forecast <= b.high for b in table) >= 8
