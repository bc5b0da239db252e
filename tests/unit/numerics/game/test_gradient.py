"""Derivatives by the implicit function against central differences of games solved anew."""

import numpy as np
import pytest

from detente.numerics.game.games import Array, Games
from detente.numerics.game.gradient import Directions, FoldError, gradient, log_likelihood, slopes
from detente.numerics.game.kernel import strategies
from detente.numerics.game.path import Odds, newton
from detente.numerics.game.solve import even, followed, solve
from detente.numerics.game.sweep import forward
from tests.unit.numerics.game.ladders import bluff, ladders

STEP = 2e-6


def unstable() -> Games:
    """A ladder on which plain and damped sweeps fail."""
    drawn = ladders(60, 21, 20.0)
    return drawn.some(np.array([int(strategies(drawn)[1].argmax())]))


GAMES = {
    "small": ladders(1, 41, 2.0, 2, 2),
    "jumps": ladders(1, 42, 4.0, 2, 3, 2),
    "sharp": ladders(1, 43, 10.0, 4, 3),
    "bluff": bluff(2.0),
    "sweeps fail": unstable(),
}


def directions(game: Games, count: int, seed: int) -> Directions:
    rng = np.random.default_rng(seed)
    there = game.tree.open
    return Directions(
        gain=rng.normal(size=(*game.gain.shape[:-1], count)) * there[:, :, None, None, None],
        go=-rng.uniform(size=(*game.go.shape[:-1], count)) * (game.go > 0.0),
        prior=rng.normal(size=(*game.prior.shape[:-1], count)),
        precision=rng.normal(size=count),
    )


def moved(game: Games, along: Directions, which: int, step: float) -> Games:
    k = slice(which, which + 1)
    return Games(
        game.tree,
        game.gain + step * along.gain[..., k],
        game.go + step * along.go[..., k],
        game.prior + step * along.prior[..., k],
        game.precision + step * along.precision[k],
    )


def solved_near(game: Games, logs: Array) -> Array:
    """Strategies in logs of a game, from those of one close by, by Newton to rounding."""
    system = Odds(game)
    found = newton(system, np.append(system.of(logs)[:, 0], game.precision), 1e-12)
    assert found is not None
    return np.asarray(system.strategies(found[:-1, None], found[-1:]))


def some_plays(game: Games, seed: int) -> Array:
    drawn = np.random.default_rng(seed).integers(0, 4, game.tree.child.shape)
    return (drawn * game.tree.open).astype(np.float64)


def test_one_of_them_is_a_game_that_sweeps_do_not_solve() -> None:
    assert strategies(GAMES["sweeps fail"])[1][0] > 1e-3


@pytest.mark.parametrize("name", GAMES)
def test_slopes_and_gradient_are_those_of_differences(name: str) -> None:
    """Differences of fourth order, whose own error is far below what is asked."""
    game = GAMES[name]
    logs = followed(game).logs
    along, plays = directions(game, 3, 5), some_plays(game, 6)
    found, climbed = slopes(game, logs, along), gradient(game, logs, plays, along)
    there = game.tree.open[:, :, None]
    for k in range(3):
        near = {j: moved(game, along, k, j * STEP) for j in (-2, -1, 1, 2)}
        solved = {j: solved_near(one, logs) for j, one in near.items()}
        open_only = {j: np.where(there, one[..., 0], 0.0) for j, one in solved.items()}
        numeric = fourth(open_only)
        assert np.abs(found[..., k] - numeric).max() < 1e-6 * np.abs(numeric).max()
        values = {j: log_likelihood(near[j], solved[j], plays) for j in near}
        assert climbed[k] == pytest.approx(float(fourth(values)[0]), rel=1e-6)


def fourth(at: dict[int, Array]) -> Array:
    """The derivative from values at -2, -1, 1 and 2 steps."""
    found: Array = (8.0 * (at[1] - at[-1]) - (at[2] - at[-2])) / (12.0 * STEP)
    return found


def test_the_likelihood_is_that_of_summing_over_both_types() -> None:
    game = GAMES["sharp"]
    logs = solve(game).logs
    at = int(np.flatnonzero(game.tree.depth == 3)[4])
    action = int(np.flatnonzero(game.tree.open[at])[-1])
    plays = np.zeros(game.tree.child.shape)
    plays[at, action] = 1.0
    reach = np.exp(forward(game, logs)[at, :, :, 0])
    mover, total = int(game.tree.mover[at]), 0.0
    for t in range(game.types):
        for u in range(game.types):
            own = t if mover == 0 else u
            total += float(reach[0, t] * reach[1, u] * np.exp(logs[at, action, own, 0]))
    assert log_likelihood(game, logs, plays)[0] == pytest.approx(np.log(total))


def test_chances_of_all_plays_add_up() -> None:
    """Without nature every play ends somewhere."""
    game = GAMES["jumps"]
    logs, total = solve(game).logs, 0.0
    for at, action in np.argwhere(game.tree.open & (game.tree.child < 0)):
        plays = np.zeros(game.tree.child.shape)
        plays[at, action] = 1.0
        total += float(np.exp(log_likelihood(game, logs, plays)[0]))
    assert total == pytest.approx(1.0)


def test_what_is_no_equilibrium_has_no_derivative() -> None:
    game = GAMES["sweeps fail"]
    rough = even(game)
    rough[0] += 5.0 * np.arange(game.types)[:, None]
    with pytest.raises(FoldError):
        slopes(game, rough, directions(game, 1, 7))
