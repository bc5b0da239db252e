"""Discounted counts against plain loops; an event on the day itself is not yet known."""

import numpy as np
import pytest

from detente.numerics.decay import NEVER, decayed, since_last


def days(rng: np.random.Generator, n: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.sort(rng.integers(0, 400, n)).astype(np.int64)


@pytest.mark.parametrize("n", [0, 1, 40])
def test_counts_are_those_of_a_loop(n: int) -> None:
    rng = np.random.default_rng(n)
    at, past, weight, lives = days(rng, 25), days(rng, n), rng.random(n), (3.0, 90.0)
    found = decayed(at, past, lives, weight)
    assert found.shape == (25, 2)
    for row, day in enumerate(at):
        for column, life in enumerate(lives):
            told = [w * 2.0 ** (-(day - d) / life) for d, w in zip(past, weight, strict=True) if d < day]
            assert found[row, column] == pytest.approx(sum(told), rel=1e-12, abs=1e-15)


def test_the_day_itself_is_not_known_and_the_day_before_is() -> None:
    at, past = np.array([100], dtype=np.int64), np.array([99, 100, 101], dtype=np.int64)
    assert decayed(at, past, [1.0]).tolist() == [[0.5]]
    assert since_last(at, past).tolist() == [1]


def test_a_weight_counts_an_event_several_times() -> None:
    at, past = np.array([10], dtype=np.int64), np.array([3, 7], dtype=np.int64)
    twice = decayed(at, np.array([3, 7, 7], dtype=np.int64), [5.0])
    assert decayed(at, past, [5.0], np.array([1.0, 2.0])) == pytest.approx(twice)


def test_far_future_events_do_not_overflow() -> None:
    found = decayed(np.array([0], dtype=np.int64), np.array([10**7], dtype=np.int64), [1.0])
    assert found.tolist() == [[0.0]]


def test_days_since_the_last_event_are_those_of_a_loop() -> None:
    rng = np.random.default_rng(7)
    at, past = days(rng, 60), days(rng, 12)
    told = [min((day - d for d in past if d < day), default=NEVER) for day in at]
    assert since_last(at, past).tolist() == told
    assert NEVER in told
    assert since_last(at, past[:0]).tolist() == [NEVER] * 60
