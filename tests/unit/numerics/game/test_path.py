"""The path from lambda = 0: where sweeps fail, and that its derivatives are right."""

import numpy as np
import pytest

from detente.numerics.game.games import Games
from detente.numerics.game.jacobian import jacobian
from detente.numerics.game.kernel import strategies
from detente.numerics.game.path import TINY, Odds, newton
from detente.numerics.game.regret import certificate
from detente.numerics.game.solve import certified, even, followed, solve, swept
from tests.unit.numerics.game.ladders import bluff, ladders


def one_of(games: Games, which: int) -> Games:
    return games.some(np.array([which]))


def unsettled(precision: float) -> list[Games]:
    """Random ladders that hundreds of plain and damped sweeps do not solve."""
    drawn = ladders(80, 21, precision)
    _, residual = strategies(drawn)
    return [one_of(drawn, int(k)) for k in np.flatnonzero(residual > 1e-6)[:3]]


@pytest.mark.parametrize("shape", [(2, 2, 1), (3, 3, 1), (3, 2, 2)])
def test_the_jacobian_is_that_of_the_complex_step(shape: tuple[int, int, int]) -> None:
    rungs, types, jumps = shape
    game = ladders(1, 22, 7.0, rungs, types, jumps)
    system = Odds(game)
    y = np.random.default_rng(1).normal(size=system.size)
    stepped = y[:, None] + 1j * TINY * np.eye(system.size)
    expected = system.answer(stepped, np.full(system.size, 7.0 + 0j)).imag / TINY
    found = jacobian(game, system.belief(y[:, None])[..., 0], 7.0)
    assert np.abs(expected).max() > 1e-3
    assert np.abs(found - expected).max() < 1e-12 * max(1.0, np.abs(expected).max())


def test_slopes_in_lambda_are_those_of_differences() -> None:
    system = Odds(ladders(1, 23, 4.0, 3, 2))
    x = np.append(np.random.default_rng(2).normal(size=system.size), 4.0)
    step = np.zeros(x.size)
    step[-1] = 1e-6
    numeric = (system.gap(x + step) - system.gap(x - step)) / 2e-6
    assert system.slopes(x)[:, -1] == pytest.approx(numeric, rel=1e-6, abs=1e-8)


def test_the_path_finds_what_sweeps_find() -> None:
    drawn = ladders(6, 24, 5.0, 4, 2)
    found = solve(drawn)
    for k in range(drawn.size):
        assert np.abs(followed(one_of(drawn, k)).strategy[..., 0] - found.strategy[..., k]).max() < 1e-9


def test_the_path_solves_what_sweeps_do_not() -> None:
    games = unsettled(20.0)
    assert len(games) >= 2
    for game in games:
        found = followed(game)
        assert found.solved.all()
        assert certificate(game, found).holds(1e-9).all()
        # The equilibrium repels sweeps: from a hair's breadth away they leave it.
        logs = found.logs + 1e-9 * np.random.default_rng(0).normal(size=found.logs.shape)
        start = logs - np.logaddexp.reduce(logs, axis=1, keepdims=True)
        assert certified(game, swept(game, start, 60)).residual > 1e-6


def test_what_newton_cannot_solve_is_none_not_a_number() -> None:
    system = Odds(ladders(1, 25, 40.0, 3, 3))
    assert newton(system, np.append(np.full(system.size, 30.0), 40.0), 1e-10, steps=1) is None


def test_an_answer_that_got_lost_is_flagged() -> None:
    game = unsettled(20.0)[0]
    assert not certified(game, swept(game, even(game), 50)).solved.any()


def test_where_there_are_three_equilibria_the_path_takes_the_branch_from_nought() -> None:
    """Followed in small steps of lambda, each from the last: the branch, by another way."""
    logs = even(bluff(1.0))
    for precision in np.arange(0.2, 5.05, 0.2):
        logs = swept(bluff(float(precision)), logs, 25)
    assert followed(bluff(5.0)).strategy == pytest.approx(np.exp(logs), abs=1e-8)
