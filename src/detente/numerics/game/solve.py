"""Solve ladders for their logit equilibrium: sweeps, then damped sweeps, then the path from lambda = 0.

Sweeps repeat: beliefs by Bayes from strategies, strategies by logit answers to beliefs, until neither moves.
They need not settle: where they do not, `path` follows the branch that starts at lambda = 0 (Turocy 2010,
Economic Theory 42:243). What no method solves is flagged, never passed on in silence.
"""

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Array, Games, Solved
from detente.numerics.game.path import follow
from detente.numerics.game.sweep import Numbers, backward, beliefs, forward

Indices = NDArray[np.int64]

TOLERANCE = 1e-10
TOGETHER = 4
"""Sweeps between two looks at which games have settled."""

STAGES = ((20, 1.0), (100, 0.5), (100, 0.15))
"""Looks, and the share of the step that a sweep takes, in log reach: plain, then damped."""


def solve(games: Games, *, start: Array | None = None, tolerance: float = TOLERANCE) -> Solved:
    """The equilibrium of each game, with its certificate.

    `start`: strategies in logs (N, A, T, B) to begin from, else even chances.
    """
    logs = even(games) if start is None else start.copy()
    left = np.arange(games.size)
    for looks, share in STAGES:
        left = _settled(games, logs, left, looks, share, tolerance)
    found = certified(games, logs, tolerance)
    for one in np.flatnonzero(~found.solved)[:, None]:
        found.put(one, followed(games.some(one), tolerance))
    return found


def followed(game: Games, tolerance: float = TOLERANCE) -> Solved:
    """One game by the path from lambda = 0."""
    logs, belief = follow(game, tolerance)
    return certified(game, logs, tolerance, belief)


def swept(games: Games, logs: Numbers, sweeps: int) -> Numbers:
    """Strategies in logs after so many plain sweeps; no certificate."""
    for _ in range(sweeps):
        logs, _ = backward(games, beliefs(games, forward(games, logs)))
    return logs


def certified(games: Games, logs: Array, tolerance: float = TOLERANCE, belief: Array | None = None) -> Solved:
    """Strategies and beliefs (else those by Bayes) with values and the distance from equilibrium.

    An equilibrium is a pair: strategies are logit answers to beliefs, beliefs follow from strategies by
    Bayes. The residual is the larger of the two gaps. Where sweeps are unstable, no strategy in double
    precision gives beliefs close enough to give it back; a pair from the path does not suffer from that.
    """
    bayes = beliefs(games, forward(games, logs))
    held = bayes if belief is None else belief
    answer, value = backward(games, held)
    residual = np.maximum(distance(answer, logs), np.abs(held - bayes).max(axis=(0, 1)))
    return Solved(np.exp(logs), logs, held, value[0], residual, residual <= tolerance)


def distance(one: Array, two: Array) -> Array:
    """The largest difference of two strategies in logs, by game (B,)."""
    gap: Array = np.abs(np.exp(one) - np.exp(two)).max(axis=(0, 1, 2))
    return gap


def even(games: Games) -> Array:
    """Strategies in logs that take every action with even chances."""
    there = games.tree.open
    logs = np.where(there, -np.log(there.sum(axis=1, keepdims=True)), -np.inf)
    return np.repeat(np.repeat(logs[:, :, None, None], games.types, axis=2), games.size, axis=3)


def _settled(games: Games, logs: Array, left: Indices, looks: int, share: float, tolerance: float) -> Indices:
    """Sweep those `left` until they stand still, in place; the indices of those that do not."""
    reach = forward(games.some(left), logs[..., left])
    for _ in range(looks):
        if not left.size:
            break
        part = games.some(left)
        found, reach, moved = _together(part, logs[..., left], reach, share)
        logs[..., left] = found
        moving = moved > tolerance * share
        left, reach = left[moving], reach[..., moving]
    return left


def _together(games: Games, logs: Array, reach: Array, share: float) -> tuple[Array, Array, Array]:
    """`TOGETHER` sweeps: strategies, reach, and how far the last sweep moved each game."""
    before = logs
    for _ in range(TOGETHER):
        before = logs
        new = forward(games, logs)
        reach = new if share == 1.0 else share * new + (1.0 - share) * reach
        logs, _ = backward(games, beliefs(games, reach))
    return logs, reach, distance(logs, before)
