"""All logit equilibria of one game: on a grid of beliefs where few beliefs are free, else from many starts.

A belief is free if it can change what the mover does (the other still moves after it, and his types differ)
and can itself change (the other has moved before it). With one or two free log odds a grid finds every
equilibrium that it does not step over; with more, starts at random find some. Fixed points are polished by
Newton's steps. One of them lies on the branch from lambda = 0; `solve` gives that one where sweeps fail, else
one that attracts sweeps, which is mostly but not always the same. There may be several at one precision:
McKelvey and Palfrey (1998), Experimental Economics 1:9.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Array, Games
from detente.numerics.game.jacobian import jacobian
from detente.numerics.game.path import Odds, newton
from detente.numerics.game.solve import TOLERANCE, certified, distance, followed

LINE, SQUARE = 4001, 121
"""Points of the grid with one free belief, and to a side with two."""
EDGE, BEND = 40.0, 5.0
"""Log odds at which a belief is 0 or 1 in double precision; how much denser the middle of the grid is."""
SAME = 1e-6
"""Strategies that differ by less are one equilibrium."""
NEWTON = 40


@dataclass(frozen=True, slots=True)
class Equilibria:
    """K equilibria of one game, in the order of their first free belief.

    `logs` (N, A, T, K) strategies, `belief` (N, T, K), `residual` (K,) as in `Solved`. `radius` (K,): the
    spectral radius of a plain sweep; below 1 sweeps get there from nearby. `branch`: which one lies on the
    branch from lambda = 0, None if the path did not get there. `scanned`: whether the grid was searched.
    """

    logs: Array
    belief: Array
    residual: Array
    radius: Array
    branch: int | None
    scanned: bool

    @property
    def count(self) -> int:
        """K."""
        return int(self.residual.size)

    @property
    def stable(self) -> NDArray[np.bool_]:
        """Which ones plain sweeps find from nearby (K,)."""
        return self.radius < 1.0


def equilibria(game: Games, *, starts: int = 200, seed: int = 0, tolerance: float = TOLERANCE) -> Equilibria:
    """The equilibria found of one game; `starts` and `seed` are for games with more than two free beliefs."""
    if game.size != 1:
        raise ValueError(f"one game at a time, not {game.size}")
    system, unknown = Odds(game), free(game)
    scanned = unknown.size <= 2
    guesses = _scan(system, unknown) if scanned else _drawn(system, starts, seed)
    branch = followed(game, tolerance)
    if branch.solved[0]:
        guesses = [system.of(branch.logs)[:, 0], *guesses]
    points = _polished(system, guesses, tolerance)
    points.sort(key=lambda y: tuple(y[unknown]) or tuple(y))
    return _described(system, points, branch.logs if branch.solved[0] else None, scanned, tolerance)


def free(game: Games) -> NDArray[np.int64]:
    """The log odds (of the M in `Odds`) that are free."""
    tree = game.tree
    differ = [bool(np.ptp(game.gain[:, :, player], axis=2).any()) for player in (0, 1)]
    ancestors = [_before(tree.parent, i) for i in range(tree.histories)]
    changes = [differ[1 - tree.mover[i]] and any(tree.mover[a] != tree.mover[i] for a in ancestors[i])
               for i in range(tree.histories)]  # fmt: skip
    matters = np.zeros(tree.histories, dtype=np.bool_)
    for i in range(tree.histories):
        for a in ancestors[i]:
            matters[a] |= differ[tree.mover[i]] and tree.mover[a] != tree.mover[i]
    each = game.types - 1
    chosen = [i for i in range(1, tree.histories) if changes[i] and matters[i]]
    return np.array([(i - 1) * each + t for i in chosen for t in range(each)], dtype=np.int64)


def _before(parent: NDArray[np.int64], at: int) -> list[int]:
    found = []
    while parent[at] >= 0:
        at = int(parent[at])
        found.append(at)
    return found


def _start(system: Odds) -> Array:
    """Log odds (M,) by Bayes if nothing tells types apart: those of the prior."""
    tree = system.game.tree
    prior = np.log(system.game.prior[..., 0])[1 - tree.mover[1:]]
    odds: Array = (prior[:, 1:] - prior[:, :1]).reshape(-1)
    return odds


def _scan(system: Odds, unknown: NDArray[np.int64]) -> list[Array]:
    """Points (M,) near every fixed point that the grid sees."""
    if unknown.size == 0:
        return [_start(system)]
    if unknown.size == 1:
        return _on_line(system, int(unknown[0]))
    axis = _axis(SQUARE)
    cells = np.array(list(product(axis, axis))).T
    gap = (_at(system, unknown, cells)[unknown] - cells).reshape(2, SQUARE, SQUARE)
    crossed = _corners(gap < 0.0) & _corners(gap >= 0.0)
    middle = 0.5 * (axis[1:] + axis[:-1])
    found = np.argwhere(crossed.all(axis=0))
    near = _dips(np.abs(gap).max(axis=0))
    seeds = [(middle[i], middle[j]) for i, j in found] + [(axis[i], axis[j]) for i, j in near]
    ends = _at(system, unknown, np.array(list(product((-EDGE, EDGE), repeat=2))).T)[unknown]
    return _completed(system, unknown, np.column_stack([np.array(seeds).reshape(-1, 2).T, ends]))


def _on_line(system: Odds, unknown: int) -> list[Array]:
    """Sign changes of the gap on a line, halved down to rounding; its dips; and its ends."""
    chosen, axis = np.array([unknown]), _axis(LINE)

    def gap(z: Array) -> Array:
        found: Array = _at(system, chosen, z[None])[unknown] - z
        return found

    value = gap(axis)
    at = np.flatnonzero((value[1:] < 0.0) != (value[:-1] < 0.0))
    low, high, falls = axis[at], axis[at + 1], value[at] >= 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        up = (gap(middle) >= 0.0) == falls
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    size = np.abs(value)
    dips = axis[1:-1][(size[1:-1] <= size[:-2]) & (size[1:-1] <= size[2:])]
    ends = np.array([-EDGE, EDGE])
    seeds = np.concatenate([0.5 * (low + high), dips, gap(ends) + ends])
    return _completed(system, chosen, seeds[None])


def _axis(points: int) -> Array:
    even = np.linspace(-1.0, 1.0, points)
    axis: Array = EDGE * np.sinh(BEND * even) / np.sinh(BEND)
    return axis


def _at(system: Odds, unknown: NDArray[np.int64], z: Array) -> Array:
    """answer (M, D) where the free log odds are z (k, D)."""
    y = np.repeat(_start(system)[:, None], z.shape[1], axis=1)
    y[unknown] = z
    return system.answer(y, np.full(z.shape[1], system.game.precision[0]))


def _completed(system: Odds, unknown: NDArray[np.int64], z: Array) -> list[Array]:
    """All log odds (M,) of each point, the bound ones by Bayes."""
    y = _at(system, unknown, z)
    y[unknown] = z
    return list(y.T)


def _corners(there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether any corner of each cell has it."""
    return there[:, 1:, 1:] | there[:, 1:, :-1] | there[:, :-1, 1:] | there[:, :-1, :-1]


def _dips(size: Array) -> NDArray[np.int64]:
    """Points of a square grid that are no higher than their four neighbours."""
    wide = np.pad(size, 1, constant_values=np.inf)
    around = (wide[2:, 1:-1], wide[:-2, 1:-1], wide[1:-1, 2:], wide[1:-1, :-2])
    return np.argwhere(np.all([size <= one for one in around], axis=0))


def _drawn(system: Odds, starts: int, seed: int) -> list[Array]:
    """Starts at random: log odds of one, five and twenty around those of the prior."""
    rng = np.random.default_rng(seed)
    spread = np.resize([1.0, 5.0, 20.0], starts)[:, None]
    return list(_start(system) + spread * rng.normal(size=(starts, system.size)))


def _polished(system: Odds, guesses: list[Array], tolerance: float) -> list[Array]:
    """The different fixed points that Newton's steps lead to."""
    found: list[Array] = []
    known: list[Array] = []
    for guess in guesses:
        x = newton(system, np.append(guess, system.game.precision), tolerance, NEWTON)
        if x is None:
            continue
        logs = system.strategies(x[:-1, None], x[-1:])
        if all(distance(logs, other)[0] > SAME for other in known):
            found.append(x[:-1])
            known.append(logs)
    return found


def _described(
    system: Odds, points: list[Array], branch: Array | None, scanned: bool, tolerance: float
) -> Equilibria:
    game, sharp = system.game, float(system.game.precision[0])
    y = np.array(points).reshape(len(points), system.size).T
    logs, belief = system.strategies(y, np.full(y.shape[1], sharp)), system.belief(y)
    checked = [certified(game, logs[..., [k]], tolerance, belief[..., [k]]) for k in range(len(points))]
    radius = [_radius(jacobian(game, belief[..., k], sharp)) for k in range(len(points))]
    on = [k for k in range(len(points)) if branch is not None and distance(logs[..., [k]], branch)[0] <= SAME]
    residual = np.array([one.residual[0] for one in checked])
    return Equilibria(logs, belief, residual, np.array(radius), on[0] if on else None, scanned)


def _radius(matrix: Array) -> float:
    return float(np.abs(np.linalg.eigvals(matrix)).max(initial=0.0))
