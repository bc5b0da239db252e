"""Games and rounds compiled, for fits (`detente[fast]`); no answer loads this.

The same numbers as the NumPy forms in `filter.py`, to the tolerance of the solver.
"""

import numpy as np
from numpy.typing import NDArray

from detente.motive.episodes import Array, Episodes, Ints
from detente.motive.filter import CORNERS, Engine, Grid
from detente.numerics.game.games import Games
from detente.numerics.game.kernel import strategies
from detente.numerics.hawkes.jit import compiled

TOLERANCE = 1e-9
SETTLED = 1e-6
"""Of a chance, at which a game counts as solved in a fit."""


def _solve(games: Games, start: Array | None) -> tuple[Array, NDArray[np.bool_]]:
    """Sweeps alone: a search turns away from games that they do not settle, rather than follow each
    branch."""
    logs, residual = strategies(games, start=start, tolerance=TOLERANCE)
    return logs, residual <= SETTLED


def _scan(seen: Episodes, chances: Array, drawn: Array, turnover: Array, grid: Grid, first: Array,
          called: Array) -> tuple[Array, Array]:  # fmt: skip
    logs = np.empty((seen.size, turnover.size))
    belief = np.empty((seen.size + 1, *first.shape))
    belief[0] = first
    ends = np.array([2 if grid.intensity.any() else 1, 2 if grid.hope.any() else 1])
    by_point = np.ascontiguousarray(np.moveaxis(chances, 3, 0))  # (P, D, 2, T, C)
    _pass(seen.weight, seen.path, seen.years, called, seen.hope, by_point, drawn, turnover, ends,
          CORNERS[0, 0], CORNERS[0, -1], logs, belief)  # fmt: skip
    return logs, belief


@compiled
def _pass(weight: Array, path: Ints, years: Array, called: Array, hope: Array, chances: Array,
          drawn: Array, turnover: Array, ends: Ints, sure: float, rest: float, logs: Array,
          belief: Array) -> None:  # fmt: skip
    """Every parameter vector through all rounds; writes `logs` (R, P) and `belief` (R + 1, 2, T, P)."""
    count, _, _, types, points = chances.shape
    before, near = np.empty((2, types)), np.empty((2, types))
    joint, after, shares = np.empty((2, types)), np.empty((2, types)), np.empty(points)
    for p in range(count):
        for row in range(years.size):
            kept = np.exp(-turnover[p] * years[row])
            for z in range(2):
                total = 0.0
                for t in range(types):
                    before[z, t] = drawn[t, p] + kept * (belief[row, z, t, p] - drawn[t, p])
                    near[z, t] = max((before[z, t] - rest) / (sure - rest), 0.0)
                    total += near[z, t]
                for t in range(types):
                    near[z, t] /= total
                    after[z, t] = 0.0
            at = 0
            for t in range(types):
                for u in range(types):
                    for i in range(ends[0]):
                        for j in range(ends[1]):
                            share = near[0, t] * near[1, u]
                            if ends[0] > 1:
                                share *= called[row, p] if i == 1 else 1.0 - called[row, p]
                            if ends[1] > 1:
                                share *= hope[row] if j == 1 else 1.0 - hope[row]
                            shares[at] = share
                            at += 1
            total = 0.0
            for k in range(weight.shape[1]):
                if weight[row, k] > 0.0:
                    total += _reading(weight[row, k], chances[p, path[row, k]], shares, before, joint, after)
            logs[row, p] = np.log(total)
            for z in range(2):
                for t in range(types):
                    belief[row + 1, z, t, p] = after[z, t] / total


@compiled
def _reading(
    weight: float, chances: Array, shares: Array, before: Array, joint: Array, after: Array
) -> float:
    """Adds what a reading says of the types to `after`; its chance."""
    alone_0 = alone_1 = 0.0
    for z in range(2):
        for t in range(before.shape[1]):
            chance = 0.0
            for c in range(shares.size):
                chance += chances[z, t, c] * shares[c]
            joint[z, t] = chance * before[z, t]
            if z == 0:
                alone_0 += joint[z, t]
            else:
                alone_1 += joint[z, t]
    both = weight * alone_0 * alone_1
    for t in range(before.shape[1]):
        after[0, t] += both * joint[0, t] / alone_0
        after[1, t] += both * joint[1, t] / alone_1
    return both


FAST = Engine(_solve, _scan)
