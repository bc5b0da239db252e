"""The certificate of a solved game in full, by sums that the solver does not use.

Payoffs are summed history by history, Bayes goes a step at a time from the belief before: an error in `sweep`
shows as a gap. An equilibrium is a pair of strategies and beliefs, so both are checked as reported. A logit
choice s over payoffs q at precision lambda has the largest s.q + H(s) / lambda, H the entropy; so what a
single better move would gain, max q - s.q, is at most H(s) / lambda <= log(A) / lambda (McKelvey and Palfrey
1995, Games and Economic Behavior 10:6). What a whole better plan would gain has no such bound.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Array, Games, Solved

SLACK = 1e-12
"""Rounding that regret may exceed its bound by, as a share of `scale`."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far strategies and beliefs of B games are from a logit equilibrium, and from best replies.

    `residual` (B,): the largest distance of a chance from the logit answer. `belief_gap` (B,): the largest
    distance of a belief from Bayes. `regret` (N, T, B): what the mover's type would gain by the best single
    move, `bound` (N, T, B): what he may at most in a logit equilibrium, H / lambda. `reply` (N, T, B): what
    he would gain by the best reply from here to the end of the play. `scale` (B,): what an error
    of 1 in every chance of a history may be worth.
    """

    residual: Array
    belief_gap: Array
    regret: Array
    bound: Array
    reply: Array
    scale: Array

    def holds(self, tolerance: float) -> NDArray[np.bool_]:
        """Whether each game (B,) is a logit equilibrium to the tolerance, in chances."""
        slack = (SLACK + tolerance) * self.scale
        within = (self.regret <= self.bound + slack).all(axis=(0, 1))
        held: NDArray[np.bool_] = (self.residual <= tolerance) & (self.belief_gap <= tolerance) & within
        return held


def certificate(games: Games, solved: Solved) -> Certificate:
    """The certificate of strategies and the beliefs reported with them."""
    at, mover = np.arange(games.tree.histories), games.tree.mover
    views = np.exp(step_by_step(games, solved.logs))
    worth, there = _moves(games, solved), games.tree.open[:, :, None, None]
    score = np.where(there, games.precision * worth, -np.inf)
    answer = np.exp(score - np.logaddexp.reduce(score, axis=1, keepdims=True))
    return Certificate(
        residual=np.abs(answer - solved.strategy).max(axis=(0, 1, 2)),
        belief_gap=np.abs(views[at, mover] - solved.belief).max(axis=(0, 1)),
        regret=np.where(there, worth, -np.inf).max(axis=1) - (solved.strategy * worth).sum(axis=1),
        bound=_entropy(answer) / np.maximum(games.precision, np.finfo(np.float64).tiny),
        reply=_replies(games, solved.strategy, views)[at, mover],
        scale=np.abs(worth).sum(axis=1).max(axis=(0, 1)),
    )


def step_by_step(games: Games, logs: Array) -> Array:
    """Log beliefs (N, 2, T, B) of each player about the other at each history, from the one before."""
    tree = games.tree
    views = np.empty((tree.histories, 2, games.types, games.size))
    views[0] = np.log(games.prior[::-1])
    for i in range(1, tree.histories):
        up, watcher = tree.parent[i], 1 - tree.mover[tree.parent[i]]
        views[i] = views[up]
        weight = views[up, watcher] + logs[up, tree.taken[i]]
        views[i, watcher] = weight - np.logaddexp.reduce(weight, axis=0)
    return views


def _moves(games: Games, solved: Solved) -> Array:
    """What each action is worth to the mover's types (N, A, T, B) as both then play on; 0 where absent."""
    tree = games.tree
    value = np.zeros((tree.histories + 1, 2, games.types, games.types, games.size))
    moves = np.zeros((tree.histories, tree.actions, games.types, games.size))
    for i in range(tree.histories - 1, -1, -1):
        own = "t" if tree.mover[i] == 0 else "u"
        for a in np.flatnonzero(tree.open[i]):
            pair = games.go[i, a] * value[tree.child[i, a]]
            pair[0] += games.gain[i, a, 0][:, None]
            pair[1] += games.gain[i, a, 1][None]
            other = "u" if own == "t" else "t"
            sums = f"tub,{other}b->{own}b"
            moves[i, a] = np.einsum(sums, pair[tree.mover[i]], solved.belief[i])
            value[i] += np.einsum(f"ptub,{own}b->ptub", pair, solved.strategy[i, a])
    return moves


def _replies(games: Games, strategy: Array, view: Array) -> Array:
    """What each player's types would gain (N, 2, T, B) by their best reply from a history on."""
    tree = games.tree
    played = np.zeros((tree.histories + 1, 2, games.types, games.size))
    best = np.zeros_like(played)
    for i in range(tree.histories - 1, -1, -1):
        m, there = int(tree.mover[i]), np.flatnonzero(tree.open[i])
        gain, go, child = games.gain[i, there], games.go[i, there][:, None], tree.child[i, there]
        seen = (strategy[i, there] * view[i, 1 - m]).sum(axis=1)[:, None]
        played[i, m] = (strategy[i, there] * (gain[:, m] + go * played[child, m])).sum(axis=0)
        best[i, m] = (gain[:, m] + go * best[child, m]).max(axis=0)
        played[i, 1 - m] = (seen * (gain[:, 1 - m] + go * played[child, 1 - m])).sum(axis=0)
        best[i, 1 - m] = (seen * (gain[:, 1 - m] + go * best[child, 1 - m])).sum(axis=0)
    found: Array = (best - played)[:-1]
    return found


def _entropy(chances: Array) -> Array:
    logs = np.log(np.where(chances > 0.0, chances, 1.0))
    entropy: Array = -(chances * logs).sum(axis=1)
    return entropy
