"""The compiled sweeps against the plain ones."""

import numpy as np

from detente.numerics.game.kernel import solve_fast, strategies
from detente.numerics.game.regret import certificate
from detente.numerics.game.solve import certified, solve
from tests.unit.numerics.game.ladders import bluff, ladders


def test_compiled_and_plain_agree() -> None:
    for game in (ladders(30, 31, 5.0), ladders(10, 32, 3.0, rungs=3, types=2, jumps=2), bluff(2.0)):
        fast, plain = solve_fast(game), solve(game)
        assert fast.solved.all()
        assert np.abs(fast.strategy - plain.strategy).max() < 1e-8
        assert np.abs(fast.value - plain.value).max() < 1e-7
        assert np.abs(fast.belief - plain.belief).max() < 1e-7


def test_threads_change_nothing() -> None:
    game = ladders(21, 33, 8.0)
    one, _ = strategies(game, threads=1)
    two, _ = strategies(game, threads=2)
    assert np.array_equal(one, two)


def test_the_residual_is_the_distance_that_the_certificate_measures() -> None:
    game = ladders(40, 34, 20.0)
    logs, residual = strategies(game)
    slow = certified(game, logs).residual
    settled = residual <= 1e-10
    assert np.count_nonzero(~settled) > 0
    assert (slow[settled] <= 1e-9).all()
    assert (slow[~settled] > 1e-10).all()


def test_what_the_sweeps_leave_is_solved_and_none_is_silent() -> None:
    game = ladders(60, 21, 20.0)
    assert (strategies(game)[1] > 1e-6).any()
    found = solve_fast(game)
    assert found.solved.all()
    assert certificate(game, found).holds(1e-9).all()


def test_a_warm_start_ends_where_a_cold_one_does() -> None:
    game = ladders(20, 35, 5.0)
    cold, _ = strategies(game)
    near, _ = strategies(game.at(game.precision * 0.95))
    before = near.copy()
    warm, residual = strategies(game, start=near)
    assert (residual <= 1e-10).all()
    assert np.abs(np.exp(warm) - np.exp(cold)).max() < 1e-8
    assert np.array_equal(near, before)
