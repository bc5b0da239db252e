"""One sweep against sums over every play of the tree, and what the batch must not mix."""

import numpy as np
import pytest

from detente.numerics.game.games import Array, Games
from detente.numerics.game.solve import even
from detente.numerics.game.sweep import backward, beliefs, forward
from tests.unit.numerics.game.ladders import ladders


def any_strategies(game: Games, seed: int) -> Array:
    """Strategies in logs at random."""
    rng = np.random.default_rng(seed)
    logs = np.where(game.tree.open[:, :, None, None], rng.normal(size=(*even(game).shape,)), -np.inf)
    found: Array = logs - np.logaddexp.reduce(logs, axis=1, keepdims=True)
    return found


def reached(game: Games, chances: Array, at: int, player: int, own: int) -> float:
    """The chance (B = 1) that a type of a player makes all his moves on the way to a history, by products."""
    chance = 1.0
    while at:
        up = int(game.tree.parent[at])
        if game.tree.mover[up] == player:
            chance *= float(chances[up, game.tree.taken[at], own, 0])
        at = up
    return chance


def worth(game: Games, chances: Array, at: int, types: tuple[int, int], player: int) -> float:
    """Payoff of a player from a history on when both types are known, by the sum over all plays."""
    mover, total = int(game.tree.mover[at]), 0.0
    for a in np.flatnonzero(game.tree.open[at]):
        chance = float(chances[at, a, types[mover], 0])
        total += chance * action_worth(game, chances, at, int(a), types, player)
    return total


def action_worth(
    game: Games, chances: Array, at: int, action: int, types: tuple[int, int], player: int
) -> float:
    """The same after an action."""
    gain = float(game.gain[at, action, player, types[player], 0])
    child = int(game.tree.child[at, action])
    after = 0.0 if child < 0 else worth(game, chances, child, types, player)
    return gain + float(game.go[at, action, 0]) * after


@pytest.mark.parametrize("jumps", [1, 2])
def test_beliefs_are_those_of_bayes(jumps: int) -> None:
    game = ladders(1, 4, 3.0, rungs=3, types=3, jumps=jumps)
    logs = any_strategies(game, 1)
    found = beliefs(game, forward(game, logs))
    for i in range(game.tree.histories):
        other = 1 - int(game.tree.mover[i])
        joint = np.array(
            [game.prior[other, t, 0] * reached(game, np.exp(logs), i, other, t) for t in range(3)]
        )
        assert found[i, :, 0] == pytest.approx(joint / joint.sum(), abs=1e-14)


@pytest.mark.parametrize("jumps", [1, 2])
def test_answers_are_logit_in_the_sums_over_all_plays(jumps: int) -> None:
    game = ladders(1, 5, 3.0, rungs=2, types=2, jumps=jumps)
    belief = np.random.default_rng(2).dirichlet(np.ones(2), (game.tree.histories, 1)).swapaxes(1, 2)
    logs, value = backward(game, belief)
    for i in range(game.tree.histories):
        mover = int(game.tree.mover[i])
        for own in (0, 1):
            score = np.full(game.tree.actions, -np.inf)
            for a in np.flatnonzero(game.tree.open[i]):
                pairs = [(own, o) if mover == 0 else (o, own) for o in (0, 1)]
                by_other = [action_worth(game, np.exp(logs), i, int(a), pair, mover) for pair in pairs]
                score[a] = 3.0 * (belief[i, :, 0] @ by_other)
            assert logs[i, :, own, 0] == pytest.approx(score - np.logaddexp.reduce(score), abs=1e-12)
    for player in (0, 1):
        assert value[0, player, 1, 0, 0] == pytest.approx(worth(game, np.exp(logs), 0, (1, 0), player))


def test_games_of_a_batch_do_not_touch_each_other() -> None:
    both = ladders(2, 6, 4.0)
    logs = any_strategies(both, 3)
    whole, _ = backward(both, beliefs(both, forward(both, logs)))
    for k in (0, 1):
        one = both.some(np.array([k]))
        part, _ = backward(one, beliefs(one, forward(one, logs[..., [k]])))
        assert np.array_equal(part[..., 0], whole[..., k])


def test_at_lambda_nought_all_actions_are_even() -> None:
    game = ladders(3, 7, 0.0, jumps=2)
    logs, _ = backward(game, beliefs(game, forward(game, any_strategies(game, 4))))
    assert np.allclose(np.exp(logs), np.exp(even(game)), atol=1e-15)


def test_far_apart_types_do_not_underflow() -> None:
    """At such a precision chances along a path are far below the least float; beliefs still add up."""
    game = ladders(1, 8, 3000.0)
    logs, _ = backward(game, beliefs(game, forward(game, even(game))))
    found = beliefs(game, forward(game, logs))
    assert np.exp(forward(game, logs)).min() == 0.0
    assert np.isfinite(found).all()
    assert found.sum(axis=1) == pytest.approx(1.0)


def test_arrays_that_do_not_fit_are_refused() -> None:
    game = ladders(1, 9, 1.0, rungs=2, types=2)
    with pytest.raises(ValueError, match="for a tree that needs"):
        Games(game.tree, game.gain[:-1], game.go, game.prior, game.precision)
    with pytest.raises(ValueError, match="not a finite number"):
        Games(game.tree, game.gain * np.nan, game.go, game.prior, game.precision)
    with pytest.raises(ValueError, match="without a chance"):
        Games(game.tree, game.gain, game.go, game.prior * 0.0, game.precision)
