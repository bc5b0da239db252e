"""All equilibria of small games: none false, none missed that another way finds."""

from dataclasses import replace

import numpy as np
import pytest

from detente.numerics.game.crisis import games
from detente.numerics.game.equilibria import Equilibria, equilibria, free
from detente.numerics.game.games import Games, Solved
from detente.numerics.game.regret import certificate
from detente.numerics.game.solve import certified, followed, solve, swept
from tests.unit.numerics.game.ladders import bluff, crises, ladders


def each(game: Games, found: Equilibria) -> list[Solved]:
    return [certified(game, found.logs[..., [k]], belief=found.belief[..., [k]]) for k in range(found.count)]


def all_hold(game: Games, found: Equilibria) -> bool:
    return all(certificate(game, one).holds(1e-9)[0] for one in each(game, found))


def test_a_bluff_may_be_believed_or_not() -> None:
    """B resists because only the weak dare, or concedes because both do; and a mixture between."""
    game = bluff(5.0)
    found = equilibria(game)
    assert found.count == 3
    assert found.scanned
    assert all_hold(game, found)
    resists = np.exp(found.logs[1, 1, 0])
    assert resists[0] < 0.01 < resists[1] < 0.99 < resists[2]
    assert list(found.stable) == [True, False, True]


def test_which_one_is_on_the_branch_from_nought() -> None:
    game = bluff(5.0)
    found = equilibria(game)
    assert found.branch is not None
    assert np.exp(found.logs[..., [found.branch]]) == pytest.approx(followed(game).strategy, abs=1e-8)


def test_where_there_are_several_sweeps_may_end_at_another_than_the_branch() -> None:
    """So they do here from even chances: `solve` gives an equilibrium, not always that of the path."""
    game = bluff(5.0)
    found, swept_to = equilibria(game), solve(game)
    gaps = np.abs(np.exp(found.logs) - swept_to.strategy).max(axis=(0, 1, 2))
    assert swept_to.solved[0]
    assert np.flatnonzero(gaps < 1e-8) == [0]
    assert found.branch == 2


@pytest.mark.parametrize("precision", [1.0, 2.5])
def test_at_low_precision_there_is_one(precision: float) -> None:
    found = equilibria(bluff(precision))
    assert (found.count, found.branch) == (1, 0)


def test_stable_ones_take_sweeps_back_and_the_unstable_one_does_not() -> None:
    game = bluff(5.0)
    found = equilibria(game)
    for k in range(found.count):
        logs = found.logs[..., [k]] + 1e-4 * np.random.default_rng(0).normal(size=(3, 2, 2, 1))
        near = logs - np.logaddexp.reduce(logs, axis=1, keepdims=True)
        gap = np.abs(np.exp(swept(game, near, 200)) - np.exp(found.logs[..., [k]])).max()
        assert (gap < 1e-8) == found.stable[k]


def test_starts_at_random_find_no_more_than_the_grid() -> None:
    game = bluff(4.0)
    grid = equilibria(game)
    many = game.some(np.zeros(200, dtype=np.int64))
    chances = np.random.default_rng(3).dirichlet(np.ones(2), (3, 2, many.size))
    reached = certified(many, swept(many, np.log(np.moveaxis(chances, 3, 1)), 400))
    assert reached.solved.all()
    gaps = np.abs(np.exp(grid.logs)[..., None] - reached.strategy[:, :, :, None]).max(axis=(0, 1, 2))
    assert (gaps.min(axis=0) < 1e-6).all()
    assert set(gaps.argmin(axis=0)) == set(np.flatnonzero(grid.stable))


def test_free_beliefs_are_those_that_can_change_and_matter() -> None:
    """One rung: nothing follows the only answer. Two: three beliefs, two if one side has no secret."""
    assert free(ladders(1, 51, 3.0, 1, 2)).size == 0
    assert free(ladders(1, 51, 3.0, 2, 2)).size == 3
    open_handed = crises(1, 51, 2, 2)
    costs = open_handed.disaster.copy()
    costs[1] = costs[1].mean(axis=0)
    assert free(games(replace(open_handed, disaster=costs), 3.0)).size == 2


def test_two_free_beliefs_are_scanned_on_a_square() -> None:
    drawn = crises(1, 52, 2, 2)
    costs = drawn.disaster.copy()
    costs[1] = costs[1].mean(axis=0)
    game = games(replace(drawn, disaster=costs), 12.0)
    found = equilibria(game)
    assert (found.scanned, found.branch) == (True, 0)
    assert all_hold(game, found)


def test_larger_games_are_searched_from_many_starts() -> None:
    game = ladders(1, 53, 5.0, 2, 2)
    found = equilibria(game, starts=12, seed=1)
    again = equilibria(game, starts=12, seed=1)
    assert not found.scanned
    assert found.branch is not None
    assert all_hold(game, found)
    assert np.array_equal(found.logs, again.logs)


def test_a_batch_is_refused() -> None:
    with pytest.raises(ValueError, match="one game at a time"):
        equilibria(ladders(2, 54, 1.0, 1, 2))
