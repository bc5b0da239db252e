"""Simulated rounds follow the model that is fitted to them, and recovery is told by plain figures."""

import numpy as np
import pytest

from detente.backtest.motive_prior import FIRST_GUESS
from detente.backtest.motive_recovery import (
    CALLED,
    YEARS_A_ROUND,
    Recovered,
    _one,
    coverage,
    decided,
    miscalibration,
    right,
    simulated,
)
from detente.motive.engine import FAST
from detente.motive.episodes import Episodes
from detente.motive.filter import filtered
from detente.motive.payoffs import MOTIVES, NAMES, tree
from detente.numerics.game.tree import HOLD, NONE
from tests.unit.motive.plays import EVERY, Array, thetas

THETA = thetas(1, 31)[:, 0]
SEEN = simulated("security", THETA, 90, np.random.default_rng(7))
OPENS = tuple(path for path in EVERY if path[0][2] > HOLD)


def foreseen() -> Array:
    """The chance (R,) that the actor opens, by the true parameters and the belief before each round."""
    seen = SEEN["security"]
    belief = filtered(seen, THETA[:, None], "security", engine=FAST).belief[:-1, :, :, 0]
    found, every = np.empty(seen.size), np.arange(len(OPENS))[None]
    for value in (0.0, 1.0):
        rows = np.flatnonzero(seen.intensity[1:] == value) + 1
        one = Episodes(OPENS, np.ones(every.shape), every, np.full(1, YEARS_A_ROUND), np.full(1, value),
                       np.zeros(1))  # fmt: skip
        start, theta = np.moveaxis(belief[rows], 0, -1), np.repeat(THETA[:, None], rows.size, axis=1)
        found[rows] = np.exp(filtered(one, theta, "security", engine=FAST, start=start).logs[0])
    return found[1:]


def test_openings_come_as_often_as_the_filter_foresees_and_when() -> None:
    """Sums of what came less what was foreseen, over all rounds and where it is called for, in deviations."""
    seen, p = SEEN["security"], foreseen()
    opened = np.array([seen.paths[k][0][2] > HOLD for k in seen.path[1:, 0]])
    called = seen.intensity[1:] == 1.0
    for rows in (np.ones_like(called), called, ~called, p > np.median(p)):
        z = (opened - p)[rows].sum() / np.sqrt((p * (1.0 - p))[rows].sum())
        assert abs(z) < 3.5
    assert p[called].mean() > p[~called].mean() + 0.02


def test_simulated_rounds_are_whole_plays_of_the_tree() -> None:
    assert set(SEEN["status"].paths) <= set(EVERY)
    for path in SEEN["status"].paths:
        _, at, action = path[-1]
        assert tree().child[at, action] == NONE


def test_as_many_rounds_with_a_climb_as_asked_for() -> None:
    seen = SEEN["status"]
    climbs = [any(a > HOLD for _, _, a in seen.paths[k]) for k in seen.path[:, 0]]
    assert sum(climbs) == 90
    assert climbs[-1]
    assert seen.years[0] == 0.0
    assert seen.years[1:] == pytest.approx(YEARS_A_ROUND)


def test_each_motive_sees_the_same_moves_and_settings_of_its_own() -> None:
    for motive in MOTIVES:
        np.testing.assert_array_equal(SEEN[motive].path, SEEN["status"].path)
        assert SEEN[motive].intensity.mean() == pytest.approx(CALLED, abs=0.1)
        assert set(SEEN[motive].intensity.tolist()) == {0.0, 1.0}
    settings = np.array([SEEN[m].intensity for m in MOTIVES])
    assert np.abs(np.corrcoef(settings) - np.eye(4)).max() < 0.2


def test_a_tiny_recovery_runs_and_is_the_same_twice() -> None:
    asked = ("status", 2, FIRST_GUESS, (0, 0, 1))
    one, again = _one(asked), _one(asked)
    np.testing.assert_array_equal(one.weights, again.weights)
    np.testing.assert_array_equal(one.covered, again.covered)
    assert one.weights.sum() == pytest.approx(1.0)
    assert one.covered.shape == (len(NAMES),)
    assert (one.truth, one.episodes) == ("status", 2)


def found(truth: str, *weights: float, covered: float = 1.0) -> Recovered:
    inside = np.arange(len(NAMES)) < covered * len(NAMES)
    return Recovered(truth, np.array(weights), inside, 10)


FOUND = [
    found("security", 0.7, 0.1, 0.1, 0.1),
    found("status", 0.65, 0.15, 0.1, 0.1),
    found("coercion", 0.2, 0.2, 0.4, 0.2),
    found("domestic", 0.4, 0.3, 0.2, 0.1),
]


def test_figures_of_recovery_by_hand() -> None:
    assert right(FOUND) == 0.5
    assert decided(FOUND) == (0.5, 0.5)
    assert decided(FOUND[2:])[0] == 0.0
    assert np.isnan(decided(FOUND[2:])[1])


def test_miscalibration_is_the_gap_of_weight_and_share_right() -> None:
    sure = [found("security", 0.9, 0.1, 0.0, 0.0)]
    # One weight of .9 that is right, three of .1, 0 and 0 that are not.
    assert miscalibration(sure) == pytest.approx(0.25 * 0.1 + 0.75 * (0.1 / 3.0))
    even = [found(m, 0.25, 0.25, 0.25, 0.25) for m in MOTIVES]
    assert miscalibration(even) == pytest.approx(0.0)
    wrong = [found("domestic", 1.0, 0.0, 0.0, 0.0)]
    assert miscalibration(wrong) == pytest.approx(0.25 * 1.0 + 0.75 * (1.0 / 3.0))


def test_coverage_leaves_hope_out() -> None:
    inside = np.array([name != "hope" for name in NAMES])
    one = Recovered("status", np.ones(4) / 4.0, inside, 10)
    assert coverage([one]) == 1.0
    none = Recovered("status", np.ones(4) / 4.0, ~inside, 10)
    assert coverage([one, none]) == 0.5
