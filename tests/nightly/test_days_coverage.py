"""Slow checks of the day-stamped process: coverage, bias, and baselines without excitation."""

import numpy as np
import pytest

from detente.backtest.runaway_controls import (
    TWO_KINDS,
    clusters,
    day_stamp_bias,
    drift_control,
    interval_coverage,
    stamped,
)
from detente.numerics.hawkes.days_estimator import DayHawkes
from detente.numerics.hawkes.events import Floats

pytestmark = pytest.mark.nightly

RUNS = 500


def test_intervals_cover_from_150_events() -> None:
    for one in interval_coverage(RUNS, 20):
        assert 0.93 <= one.covered <= 0.97, f"{one}"


def test_intervals_of_two_kinds_cover() -> None:
    held, runs = 0, 300
    for run in range(runs):
        rng = np.random.default_rng([run, 21])
        log = stamped(*clusters(np.array([0.1, 0.07]), TWO_KINDS, 0.5, 800.0, rng=rng), 2, 800)
        low, high = DayHawkes("constant").fit(log).interval()
        held += low <= 0.6 <= high
    assert 0.92 <= held / runs <= 0.98


@pytest.mark.parametrize("decay", [0.15, 0.5])
def test_a_drifting_baseline_keeps_coverage_and_ratio(decay: float) -> None:
    held, ratios, runs = 0, [], 200
    for run in range(runs):
        rng = np.random.default_rng([run, 22])
        log = stamped(*clusters(np.array([0.17]), np.array([[0.6]]), decay, 3650.0, rng=rng), 1, 3650)
        model = DayHawkes("drifting").fit(log)
        low, high = model.interval()
        held += low <= 0.6 <= high
        ratios.append(model.spectral_radius_)
    assert 0.91 <= held / runs <= 0.99
    assert abs(np.mean(ratios) - 0.6) <= 0.03


def test_day_stamps_leave_ratio_and_decay() -> None:
    for one in day_stamp_bias(100, 23):
        assert abs(one.off) <= 0.02, f"{one}"
        assert abs(one.decay_off) <= 0.15, f"{one}"


def test_drift_is_not_read_as_excitation() -> None:
    rows = {(one.shape, one.true_ratio): one for one in drift_control(60, 24)}
    for shape, most in (("constant", 0.05), ("cycle", 0.05), ("trend", 0.05), ("step", 0.15)):
        assert rows[shape, 0.0].drifting <= most, f"{rows[shape, 0.0]}"
        assert rows[shape, 0.0].alarms <= 0.05
        assert abs(rows[shape, 0.5].drifting - 0.5) <= 0.03
    assert rows["wandering", 0.0].alarms > 0.5, "a level that wanders within weeks passes for excitation"


@pytest.mark.parametrize("share", [0.37, 0.5])
def test_intervals_under_a_surge_mostly_hold(share: float) -> None:
    """Five years whose background grows fivefold and then falls: part of it passes for excitation."""
    held, runs = 0, 100
    for run in range(runs):
        rng = np.random.default_rng([run, 25])
        rates = np.array([1.2 * (1.0 - share)])
        events = clusters(rates, np.array([[share]]), 0.2, 1825.0, rng=rng, shape=surge)
        low, high = DayHawkes("drifting").fit(stamped(*events, 1, 1825)).interval()
        held += low <= share <= high
    assert held / runs >= 0.75


def surge(t: Floats) -> Floats:
    return np.where(t < 1460.0, 0.4 + 1.6 * t / 1460.0, 0.8)
