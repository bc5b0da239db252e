"""Weights of a pool against brute force, and what must move them."""

import numpy as np
import pytest

from detente.numerics.stack import Floats, pool_weights


def voices(seed: int, n: int = 300) -> tuple[Floats, Floats, Floats]:
    """Two voices, one better than the other, outcomes and case weights."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(size=n) * 1.5
    true = 1.0 / (1.0 + np.exp(-odds))
    noise = rng.normal(size=(n, 2)) * (0.4, 1.5)
    p = 1.0 / (1.0 + np.exp(-(odds[:, None] + noise)))
    return p, (rng.random(n) < true).astype(np.float64), rng.uniform(0.2, 2.0, n)


def brute(p: Floats, y: Floats, weight: Floats, prior: float) -> float:
    """The weight of the first voice that does best on a fine grid."""
    w = np.linspace(0.0, 1.0, 20_001)[1:-1]
    likelihood = np.where(y[:, None] > 0, p, 1.0 - p)
    pooled = np.log(likelihood[:, :1] * w + likelihood[:, 1:] * (1.0 - w))
    total = weight @ pooled + prior / 2.0 * (np.log(w) + np.log(1.0 - w))
    return float(w[total.argmax()])


@pytest.mark.parametrize("prior", [0.5, 5.0, 50.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_voices_against_brute_force(seed: int, prior: float) -> None:
    p, y, weight = voices(seed)
    found = pool_weights(p, y, weight, prior=prior)
    assert found.sum() == pytest.approx(1.0)
    assert found[0] == pytest.approx(brute(p, y, weight, prior), abs=2e-3)


def test_a_voice_that_is_always_worse_falls_silent() -> None:
    rng = np.random.default_rng(4)
    y = (rng.random(5000) < 0.3).astype(np.float64)
    p = np.stack((np.where(y > 0, 0.4, 0.2), np.where(y > 0, 0.1, 0.6)), axis=1)
    assert pool_weights(p, y, np.ones(y.size))[1] < 1e-3
    assert pool_weights(p, y, np.ones(y.size), prior=0.0)[1] < 1e-6


def test_a_case_of_weight_two_is_two_cases() -> None:
    p, y, _ = voices(5, 40)
    weight = np.ones(40)
    weight[:7] = 2.0
    twice = pool_weights(np.concatenate((p, p[:7])), np.concatenate((y, y[:7])), np.ones(47))
    assert pool_weights(p, y, weight) == pytest.approx(twice, abs=1e-9)


def test_the_order_of_the_voices_does_not_matter() -> None:
    p, y, weight = voices(6)
    assert pool_weights(p[:, ::-1], y, weight)[::-1] == pytest.approx(pool_weights(p, y, weight), abs=1e-9)


def test_without_cases_all_are_equal() -> None:
    assert pool_weights(np.empty((0, 4)), np.empty(0), np.empty(0)).tolist() == [0.25] * 4
    same = np.tile(np.random.default_rng(7).random((9, 1)), (1, 3))
    assert pool_weights(same, np.ones(9), np.ones(9)) == pytest.approx([1 / 3] * 3)


def test_what_no_voice_held_possible_breaks_nothing() -> None:
    p, y, weight = voices(8)
    p[0] = 0.0
    y[0] = 1.0
    found = pool_weights(p, y, weight)
    assert found == pytest.approx(pool_weights(p[1:], y[1:], weight[1:]), abs=0.02)
