"""The two accounts without a motive: closed forms, and every play has its share."""

from collections.abc import Callable
from dataclasses import replace
from math import lgamma

import numpy as np
import pytest

from detente.motive.episodes import Episodes
from detente.motive.nulls import Rates, base_rates, counted, habit, spots
from detente.motive.payoffs import tree
from detente.numerics.game.tree import CONCEDE, HOLD
from tests.unit.motive.pasts import moves
from tests.unit.motive.plays import EVERY, Array, any_of_all, certain, some_rounds

RATES = Rates(moves(), weight=30.0, half_life=0.5, trust=3.0)
PATHS = [EVERY[k] for k in np.random.default_rng(1).integers(0, len(EVERY), 40)]
SEEN = certain(PATHS)


def dirichlet_multinomial(counts: Array, prior: Array) -> float:
    """Log chance of moves in one order, given how often each came: the closed form."""
    there = prior > 0.0
    alpha, n = prior[there], counts[there]
    start, end = alpha.sum(), alpha.sum() + n.sum()
    parts = sum(lgamma(a + k) - lgamma(a) for a, k in zip(alpha, n, strict=True))
    return float(lgamma(start) - lgamma(end) + parts)


def test_base_rates_are_dirichlet_multinomial() -> None:
    prior = RATES.weight * RATES.chances()
    counts = counted(SEEN)
    expected = sum(dirichlet_multinomial(counts[side, at], prior[at]) for side in (0, 1) for at in range(8))
    assert base_rates(SEEN, RATES).sum() == pytest.approx(expected)


def test_other_pairs_moves_are_smoothed_over_the_moves_that_there_are() -> None:
    chances, full = RATES.chances(), tree()
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    assert (chances[spots()] > 0.0).tolist() == full.open.tolist()
    none = replace(RATES, moves=np.zeros_like(RATES.moves)).chances()
    np.testing.assert_allclose(none[spots()], full.open / full.open.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("null", [base_rates, habit])
def test_the_chances_of_all_plays_sum_to_one(null: Callable[[Episodes, Rates], Array]) -> None:
    before = some_rounds(6, 2)
    every = any_of_all(1, 2)
    weight = np.zeros((7, len(EVERY)))
    path = np.zeros((7, len(EVERY)), dtype=np.int64)
    weight[:6, :3], path[:6, :3], weight[6], path[6] = before.weight, before.path, 1.0, every.path[0]
    seen = replace(every, weight=weight, path=path, years=np.full(7, 0.2))
    assert null(seen, RATES)[6] == pytest.approx(0.0, abs=1e-12)


def test_a_round_is_foreseen_from_those_before_alone() -> None:
    other = certain([*PATHS[:20], *PATHS[:19:-1]])
    for null in (base_rates, habit):
        one, two = null(SEEN, RATES), null(other, RATES)
        np.testing.assert_allclose(one[:20], two[:20], atol=1e-12)
        assert not np.allclose(one[21:], two[21:])


def test_habit_that_never_fades_is_the_whole_past_on_top_of_base_rates() -> None:
    forever = replace(RATES, half_life=1e12)
    start, seen, logs = RATES.weight * RATES.chances(), np.zeros((2, 8, tree().actions)), []
    for path in PATHS:
        chance = 1.0
        for side, at, action in path:
            spot, past = spots()[at], seen[side, spots()[at]]
            base = (past + start[spot]) / (past + start[spot]).sum()
            chance *= (past[action] + RATES.trust * base[action]) / (past.sum() + RATES.trust)
        for side, at, action in path:
            seen[side, spots()[at], action] += 1.0
        logs.append(np.log(chance))
    np.testing.assert_allclose(habit(SEEN, forever), logs, atol=1e-9)


def test_habit_fades_by_half_in_a_half_life() -> None:
    """After one hold by both, and another a half-life later, by hand."""
    quiet = ((0, 0, HOLD), (1, int(tree().child[0, HOLD]), HOLD))
    seen = certain([quiet, quiet], years=RATES.half_life)
    start = RATES.weight * RATES.chances()
    expected = 1.0
    for _, at, action in quiet:
        spot = spots()[at]
        base = (1.0 + start[spot, action]) / (1.0 + start[spot].sum())
        expected *= (0.5 + RATES.trust * base) / (0.5 + RATES.trust)
    assert habit(seen, RATES)[1] == pytest.approx(np.log(expected))


def test_a_habit_that_fades_at_once_is_the_base_rate() -> None:
    quick = replace(RATES, half_life=1e-6)
    np.testing.assert_allclose(habit(SEEN, quick), base_rates(SEEN, RATES), atol=1e-9)


def test_moves_are_counted_by_side_and_place_and_doubtful_ones_by_their_share() -> None:
    path = next(p for p in EVERY if len(p) == 4)
    found = counted(certain([path, path]))
    assert found.sum() == 8.0
    assert all(found[side, spots()[at], action] == 2.0 for side, at, action in path)
    doubtful = some_rounds(5, 3)
    expected = sum(
        w * len(doubtful.paths[p])
        for row in range(5)
        for w, p in zip(doubtful.weight[row], doubtful.path[row], strict=True)
    )
    assert counted(doubtful).sum() == pytest.approx(expected)
    doubled = replace(doubtful, weight=2.0 * doubtful.weight)
    np.testing.assert_allclose(counted(doubled), counted(doubtful))


def test_of_several_readings_the_likelier_counts_for_more() -> None:
    """Two readings of equal weight, one of a move nine times as likely."""
    quiet = next(p for p in EVERY if [move for _, _, move in p] == [HOLD, HOLD])
    yields = next(p for p in EVERY if [move for _, _, move in p] == [CONCEDE])
    seen = replace(certain([quiet]), paths=(quiet, yields), path=np.array([[0, 1]]), weight=np.ones((1, 2)))
    chances = np.zeros((8, tree().actions))
    chances[:, HOLD], chances[:, CONCEDE] = 0.9, 0.09
    assert counted(seen, chances)[0, 0, CONCEDE] == pytest.approx(0.09 / (0.09 + 0.9**2))
    assert counted(seen, chances)[0, 0, HOLD] == pytest.approx(0.9**2 / (0.09 + 0.9**2))
    assert counted(seen)[0, 0, CONCEDE] == pytest.approx(0.5)


def test_own_moves_outweigh_others_in_the_end() -> None:
    opening = next(p for p in EVERY if p[0][2] == HOLD + 1)
    logs = base_rates(certain([opening] * 200), RATES)
    assert np.exp(logs[0]) < 0.2 < 0.6 < np.exp(logs[-1])
