"""Derivatives of an equilibrium and of the log-likelihood of observed plays, by the implicit function.

The equilibrium is a fixed point y = answer(y, p) in the log odds y of beliefs. Along a direction of the
parameters dy = (I - answer_y)^-1 answer_p, by the implicit function theorem; strategies change with both.
Partial derivatives in parameters are taken by the complex step (Squire and Trapp 1998, SIAM Review 40:110),
so nothing is lost to differences.
"""

from dataclasses import dataclass

import numpy as np

from detente.numerics.game.games import Array, Games
from detente.numerics.game.path import TINY, Odds, newton
from detente.numerics.game.sweep import Numbers, forward

SINGULAR = 1e12
"""The condition number from which on the equilibrium counts as a fold, where no derivative exists."""


class FoldError(ValueError):
    """The equilibrium turns back here: it has no derivative in the parameters."""


@dataclass(frozen=True, slots=True)
class Directions:
    """P directions in the parameters of one game.

    `gain` (N, A, 2, T, P), `go` (N, A, P), `prior` (2, T, P) and `precision` (P,): what the arrays of `Games`
    change by.
    """

    gain: Array
    go: Array
    prior: Array
    precision: Array

    def step(self, game: Games) -> Games:
        """P copies of the game, each a complex step along its direction."""
        small = 1j * TINY
        gain: Numbers = game.gain + small * self.gain
        go: Numbers = game.go + small * self.go
        prior: Numbers = game.prior + small * self.prior
        precision: Numbers = game.precision + small * self.precision
        return Games(game.tree, gain, go, prior, precision)


def slopes(game: Games, logs: Array, directions: Directions) -> Array:
    """Derivatives (N, A, T, P) of the strategies in logs (N, A, T, 1) of one solved game; 0 if absent.

    Raises FoldError where the equilibrium is none, or has no derivative.
    """
    x = _polished(game, logs)
    stepped = directions.step(game)
    moved, count = Odds(stepped), stepped.size
    y: Numbers = np.repeat(x[:-1, None], count, axis=1).astype(np.complex128)
    own = Odds(game).slopes(x)[:, :-1]
    if np.linalg.cond(own) > SINGULAR:
        raise FoldError("the equilibrium turns back here: no derivative")
    dy = np.linalg.solve(own, -moved.answer(y, stepped.precision).imag)
    found = moved.strategies(y + 1j * dy, stepped.precision).imag / TINY
    return np.where(game.tree.open[:, :, None, None], found, 0.0)


def _polished(game: Games, logs: Array) -> Array:
    """The point (y, lambda) of strategies, to rounding."""
    system = Odds(game)
    found = newton(system, np.append(system.of(logs)[:, 0], game.precision), 1e-11)
    if found is None:
        raise FoldError("not an equilibrium, or one at which Newton's steps do not settle")
    return found


def log_likelihood(game: Games, logs: Numbers, plays: Array) -> Numbers:
    """Log-likelihood (D,) of the moves of plays, types unknown; strategies in logs (N, A, T, D).

    `plays` (N, A): how many plays were last seen at this action of this history; it says all their moves.
    Nature's chances are no part of it. A player's moves depend on his own type alone, so that the two
    players' types are summed over apart.
    """
    at, action = np.nonzero(plays)
    mover = game.tree.mover[at]
    reach = forward(game, logs)[at]
    reach[np.arange(at.size), mover] += logs[at, action]
    return np.asarray((plays[at, action, None, None] * _log_sum(reach)).sum(axis=(0, 1)))


def _log_sum(logs: Numbers) -> Numbers:
    """Log of the sum over types, axis 2."""
    top = logs.real.max(axis=2, keepdims=True)
    total: Numbers = np.log(np.exp(logs - top).sum(axis=2)) + top[:, :, 0]
    return total


def gradient(game: Games, logs: Array, plays: Array, directions: Directions) -> Array:
    """Derivatives (P,) of the log-likelihood of plays along directions, at a solved game."""
    along = logs + 1j * TINY * slopes(game, logs, directions)
    found: Array = log_likelihood(directions.step(game), along, plays).imag / TINY
    return found
