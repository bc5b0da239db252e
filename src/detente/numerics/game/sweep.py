"""One sweep: logit answers to given beliefs from the last history back, and Bayes from the first one on.

Agent quantal response equilibrium (McKelvey and Palfrey 1998, Experimental Economics 1:9, eq. 1): each
history and type chooses with chances in proportion to exp(lambda * expected payoff). Types are drawn apart,
so that the mover's belief about the other depends only on what the other has done: beliefs are carried as log
reach, the sum of log chances of a type's own past actions, which doesn't underflow.

Everything works on complex numbers as well: derivatives by the complex step are exact to rounding (Squire and
Trapp 1998, SIAM Review 40:110).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Games

Numbers = NDArray[Any]
"""Real or complex."""


def backward(games: Games, belief: Numbers, precision: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """Logit answers to `belief` (N, T, D): strategies in logs (N, A, T, D), values (N, 2, T, T, D).

    D is B, or any number of beliefs about one game; `precision` (D,) replaces that of the
    games. Absent actions have log chance -inf. Values are by history, player, type
    of player 0, type of player 1.
    """
    tree, types = games.tree, games.types
    sharp = games.precision if precision is None else precision
    kind = np.result_type(belief, sharp)
    batch = belief.shape[-1]
    value = np.zeros((tree.histories + 1, 2, types, types, batch), dtype=kind)
    logs = np.empty((tree.histories, tree.actions, types, batch), dtype=kind)
    for level in reversed(tree.levels()):
        m = int(tree.mover[level[0]])
        worth = worth_of(games, level, value)
        expected = _expected(worth[:, :, m], belief[level], m)
        logs[level] = _log_softmax(sharp * expected, tree.open[level])
        chances = np.exp(logs[level])
        by_type = chances[:, :, :, None] if m == 0 else chances[:, :, None]
        value[level] = (by_type[:, :, None] * worth).sum(axis=1)
    return logs, value[:-1]


def worth_of(games: Games, level: NDArray[np.int64], value: Numbers) -> Numbers:
    """Payoffs of each action (k, A, 2, T, T, B) by both types; a child of -1 reads the empty last row."""
    gain = games.gain[level]
    worth = games.go[level][:, :, None, None, None] * value[games.tree.child[level]]
    worth[:, :, 0] += gain[:, :, 0, :, None]
    worth[:, :, 1] += gain[:, :, 1, None, :]
    return worth


def _expected(worth: Numbers, belief: Numbers, m: int) -> Numbers:
    """The mover's payoffs (k, A, T, B), averaged over the other's type."""
    weighed = worth * (belief[:, None, None] if m == 0 else belief[:, None, :, None])
    total: Numbers = weighed.sum(axis=3 if m == 0 else 2)
    return total


def _log_softmax(scores: Numbers, there: NDArray[np.bool_]) -> Numbers:
    """Log chances over axis 1; absent actions get -inf."""
    shut = ~there[:, :, None, None]
    top = np.where(shut, -np.inf, scores.real).max(axis=1, keepdims=True)
    sizes = np.where(shut, 0.0, np.exp(np.where(shut, 0.0, scores - top)))
    logs = scores - top - np.log(sizes.sum(axis=1, keepdims=True))
    return np.where(shut, -np.inf, logs)


def forward(games: Games, logs: Numbers) -> Numbers:
    """Log reach (N, 2, T, B): the prior and each player's own past actions, by type."""
    tree = games.tree
    shape = (tree.histories, 2, games.types, logs.shape[-1])
    reach = np.empty(shape, dtype=np.result_type(logs, games.prior))
    reach[0] = np.log(games.prior)
    for level in tree.levels()[1:]:
        parents = tree.parent[level]
        m = int(tree.mover[parents[0]])
        reach[level] = reach[parents]
        reach[level, m] += logs[parents, tree.taken[level]]
    return reach


def beliefs(games: Games, reach: Numbers) -> Numbers:
    """The mover's belief about the other (N, T, B), by Bayes."""
    other = 1 - games.tree.mover
    logs = reach[np.arange(other.size), other]
    sizes = np.exp(logs - logs.real.max(axis=1, keepdims=True))
    shares: Numbers = sizes / sizes.sum(axis=1, keepdims=True)
    return shares
