"""Sweeps compiled: one game at a time, for large numbers of solves (`detente[fast]`).

Payoffs depend on the own type alone, so that values here are of a player's type under his own belief, not of
both types as in `sweep`: the same fixed points at a T-th of the sums. Answers are checked by the sums of
`sweep` all the same, and games that the compiled sweeps do not settle go to `solve`.
"""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Array, Games, Solved
from detente.numerics.game.solve import TOLERANCE, certified, solve
from detente.numerics.hawkes.jit import compiled, inlined

PLAIN, DAMPED, SLOW = 80, 400, 0.5


def solve_fast(games: Games, *, tolerance: float = TOLERANCE, threads: int = 1) -> Solved:
    """As `solve`, compiled where Numba is installed; `threads` share the batch."""
    logs, residual = strategies(games, tolerance=tolerance, threads=threads)
    found = certified(games, logs, tolerance)
    rest = np.flatnonzero(~found.solved | (residual > tolerance))
    if rest.size:
        found.put(rest, solve(games.some(rest), tolerance=tolerance))
    return found


def strategies(games: Games, *, start: Array | None = None, tolerance: float = TOLERANCE,
               threads: int = 1) -> tuple[Array, Array]:  # fmt: skip
    """Strategies in logs (N, A, T, B) where plain and damped sweeps end, and the residual (B,) of each.

    `start`: strategies in logs to begin from, else even chances.
    """
    parts = (games.gain, games.go, np.log(games.prior))
    gain, go, prior = (np.ascontiguousarray(np.moveaxis(part, -1, 0)) for part in parts)
    tree, residual = games.tree, np.empty(games.size)
    if start is None:
        logs = np.empty((games.size, tree.histories, tree.actions, games.types))
    else:
        logs = np.array(np.moveaxis(start, -1, 0), order="C")

    def work(part: slice) -> None:
        _solve_all(tree.mover, tree.child, tree.open, tree.parent, tree.taken, gain[part], go[part],
                   prior[part], games.precision[part], logs[part], residual[part], start is None,
                   tolerance)  # fmt: skip

    if threads == 1:
        work(slice(0, games.size))
    else:
        edges = np.linspace(0, games.size, threads + 1).astype(int)
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, [slice(a, b) for a, b in pairwise(edges)]))
    return np.moveaxis(logs, 0, -1), residual


@compiled
def _solve_all(mover: NDArray[np.int64], child: NDArray[np.int64], there: NDArray[np.bool_],
               parent: NDArray[np.int64], taken: NDArray[np.int64], gain: Array, go: Array, prior: Array,
               precision: Array, logs: Array, residual: Array, fresh: bool,
               tolerance: float) -> None:  # fmt: skip
    """Batch first everywhere; writes `logs` (B, N, A, T), read first unless `fresh`, and `residual` (B,)."""
    n, actions = child.shape
    types = prior.shape[2]
    reach, full = np.zeros((n, 2, types)), np.zeros((n, 2, types))
    value, chance = np.zeros((n, 2, types)), np.zeros((n, actions, types))
    for b in range(precision.size):
        reach[0] = prior[b]
        full[0] = prior[b]
        if fresh:
            _even(there, logs[b], chance)
        else:
            chance[:] = np.exp(logs[b])
        share, moved = 1.0, 1.0
        for sweep in range(PLAIN + DAMPED):
            if sweep == PLAIN:
                share = SLOW
            _reach(mover, parent, taken, logs[b], full)
            if share < 1.0:
                reach[:] = share * full + (1.0 - share) * reach
            else:
                reach[:] = full
            moved = _answer(mover, child, there, gain[b], go[b], precision[b], reach, value, logs[b], chance)
            if moved <= tolerance * share:
                break
        _reach(mover, parent, taken, logs[b], full)
        residual[b] = _answer(mover, child, there, gain[b], go[b], precision[b], full, value, logs[b], chance)


@inlined
def _even(there: NDArray[np.bool_], logs: Array, chance: Array) -> None:
    """Even chances to begin with; absent actions have none."""
    for i in range(there.shape[0]):
        share = 1.0 / there[i].sum()
        for a in range(there.shape[1]):
            chance[i, a] = share if there[i, a] else 0.0
            logs[i, a] = np.log(share) if there[i, a] else -np.inf


@compiled
def _reach(mover: NDArray[np.int64], parent: NDArray[np.int64], taken: NDArray[np.int64], logs: Array,
           reach: Array) -> None:  # fmt: skip
    """Log reach (N, 2, T) by Bayes."""
    for i in range(1, mover.size):
        up = parent[i]
        m = mover[up]
        for t in range(reach.shape[2]):
            reach[i, m, t] = reach[up, m, t] + logs[up, taken[i], t]
            reach[i, 1 - m, t] = reach[up, 1 - m, t]


@compiled
def _answer(mover: NDArray[np.int64], child: NDArray[np.int64], there: NDArray[np.bool_], gain: Array,
            go: Array, precision: float, reach: Array, value: Array, logs: Array,
            chance: Array) -> float:  # fmt: skip
    """Logit answers from the last history back, in place; the largest change of a chance."""
    n, actions = child.shape
    types = reach.shape[2]
    worth, seen = np.empty((actions, types)), np.empty(actions)
    score, belief = np.empty(actions), np.empty(types)
    moved = 0.0
    for i in range(n - 1, -1, -1):
        m = mover[i]
        _worth(there[i], child[i], gain[i], go[i], value, m, worth)
        _bayes(reach[i, m], belief)
        seen[:] = 0.0
        for t in range(types):
            top = -1e300
            for a in range(actions):
                if there[i, a]:
                    top = max(top, worth[a, t])
            total = 0.0
            for a in range(actions):
                if there[i, a]:
                    logs[i, a, t] = precision * (worth[a, t] - top)
                    score[a] = np.exp(logs[i, a, t])
                    total += score[a]
            norm, mean = np.log(total), 0.0
            for a in range(actions):
                if there[i, a]:
                    logs[i, a, t] -= norm
                    new = score[a] / total
                    moved = max(moved, abs(new - chance[i, a, t]))
                    chance[i, a, t] = new
                    mean += new * worth[a, t]
                    seen[a] += belief[t] * new
            value[i, m, t] = mean
        _watched(there[i], child[i], gain[i], go[i], seen, 1 - m, value, value[i, 1 - m])
    return moved


@inlined
def _worth(there: NDArray[np.bool_], child: NDArray[np.int64], gain: Array, go: Array, value: Array, m: int,
           worth: Array) -> None:  # fmt: skip
    """What each action is worth to the mover (A, T)."""
    for a in range(there.size):
        if there[a]:
            for t in range(worth.shape[1]):
                worth[a, t] = gain[a, m, t]
                if child[a] >= 0:
                    worth[a, t] += go[a] * value[child[a], m, t]


@inlined
def _watched(there: NDArray[np.bool_], child: NDArray[np.int64], gain: Array, go: Array, seen: Array, o: int,
             value: Array, mine: Array) -> None:  # fmt: skip
    """What the move is worth to the types of the other, by the chances that he sees, into `mine` (T,)."""
    mine[:] = 0.0
    for a in range(there.size):
        if there[a]:
            for u in range(mine.size):
                mine[u] += seen[a] * gain[a, o, u]
                if child[a] >= 0:
                    mine[u] += seen[a] * go[a] * value[child[a], o, u]


@inlined
def _bayes(logs: Array, belief: Array) -> None:
    """Shares (T,) of log weights."""
    top = logs[0]
    for t in range(1, logs.size):
        top = max(top, logs[t])
    total = 0.0
    for t in range(logs.size):
        belief[t] = np.exp(logs[t] - top)
        total += belief[t]
    for t in range(logs.size):
        belief[t] /= total
