"""How likely the rounds are: types are hidden, last from round to round, and both sides learn of the other.

Before each round the belief about a side's type is what its past moves left, mixed with the chances at which
types are drawn as they turn over. Both sides know it, so that it is the prior of the round's game. Own moves
of a type are independent of the other's type given the history: each side is filtered alone. This is learning
across plays in the manner of Esarey, Mukherjee & Moore (2008), Political Analysis 16:250.

Strategies are solved on a grid of beliefs, motive and hope, and mixed linearly between its points, which
keeps all chances chances.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.motive.episodes import Episodes
from detente.motive.payoffs import NAMES, TYPES, games
from detente.numerics.game.games import Games, joined
from detente.numerics.game.solve import solve

Array = NDArray[np.float64]

TOLERANCE = 1e-7
"""Of a chance: far below what is printed."""

SURE = 0.9
"""How sure of a type the beliefs of the grid are; surer ones count as this."""


CORNERS = (SURE - (1.0 - SURE) / (TYPES - 1)) * np.eye(TYPES) + (1.0 - SURE) / (TYPES - 1)
"""The beliefs of the grid (T, T): nearly sure of each type."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Points of the state: `prior` (2, T, C), `intensity` (C,), `hope` (C,)."""

    prior: Array
    intensity: Array
    hope: Array

    @classmethod
    def of(cls, motive: str | None, hopes: bool) -> "Grid":
        """All points that a motive needs; without hope on record only that without."""
        ends = range(2 if motive else 1), range(2 if hopes else 1)
        one, two, intensity, hope = np.array(list(product(range(TYPES), range(TYPES), *ends))).T
        return cls(np.stack([CORNERS[one].T, CORNERS[two].T]), intensity.astype(float), hope.astype(float))

    def shares(self, belief: Array, intensity: Array, hope: float) -> Array:
        """The share of each point (C, P) for beliefs (2, T, P) and intensities (P,)."""
        near = np.maximum((belief - CORNERS[0, -1]) / (CORNERS[0, 0] - CORNERS[0, -1]), 0.0)
        near /= near.sum(axis=1, keepdims=True)
        found = near[0][:, None] * near[1][None]
        for value, axis in ((intensity, self.intensity), (np.full_like(intensity, hope), self.hope)):
            ends = np.stack([1.0 - value, value]) if axis.any() else np.ones((1, value.size))
            found = found.reshape(-1, 1, belief.shape[2]) * ends[None]
        return np.asarray(found.reshape(-1, belief.shape[2]))


@dataclass(frozen=True, slots=True)
class Filtered:
    """`logs` (R, P): log chance of each round given those before; `belief` (R + 1, 2, T, P): before each
    round.

    `solved` (P,): whether all games were solved. `solution` (N, A, T, P C): their strategies in logs.
    """

    logs: Array
    belief: Array
    solved: NDArray[np.bool_]
    solution: Array


def grid_games(theta: Array, grid: Grid, motive: str | None) -> Games:
    """The games of P parameter vectors (14, P) at C points, parameter vectors first: B = P C."""
    count, points = theta.shape[1], grid.hope.size
    return games(
        np.repeat(theta, points, axis=1), np.tile(grid.intensity, count), np.tile(grid.hope, count),
        np.tile(grid.prior, (1, 1, count)), motive,
    )  # fmt: skip


def scan(seen: Episodes, chances: Array, drawn: Array, turnover: Array, grid: Grid, first: Array,
         called: Array) -> tuple[Array, Array]:  # fmt: skip
    """Log chance of each round (R, P), and beliefs (R + 1, 2, T, P) before each and after the last.

    `called` (R, P): the intensity of the motive by round and parameter vector.
    """
    logs = np.empty((seen.size, turnover.size))
    belief = np.empty((seen.size + 1, *first.shape))
    belief[0] = first
    for row in range(seen.size):
        before = drawn + np.exp(-turnover * seen.years[row]) * (belief[row] - drawn)
        shares = grid.shares(before, called[row], seen.hope[row])
        logs[row], belief[row + 1] = _one(seen, row, chances, shares, before)
    return logs, belief


def _plain(games: Games, start: Array | None) -> tuple[Array, NDArray[np.bool_]]:
    found = solve(games, start=start, tolerance=TOLERANCE)
    return found.logs, found.solved


@dataclass(frozen=True, slots=True)
class Engine:
    """How games are solved and rounds passed through: in NumPy, or compiled for fits (`engine.py`)."""

    solve: Callable[[Games, Array | None], tuple[Array, NDArray[np.bool_]]]
    scan: Callable[[Episodes, Array, Array, Array, Grid, Array, Array], tuple[Array, Array]]


PLAIN = Engine(_plain, scan)


def filtered(seen: Episodes, theta: Array, motive: str | None, *, engine: Engine = PLAIN,
             start: Array | None = None, warm: Array | None = None) -> Filtered:  # fmt: skip
    """The rounds under P parameter vectors (14, P).

    `start` (2, T, P): beliefs before the first round, else as types are drawn. `warm` (N, A, T, C or P C):
    strategies in logs of games close by, to begin from.
    """
    grid, count = Grid.of(motive, bool(seen.hope.any())), theta.shape[1]
    if warm is not None and warm.shape[-1] != grid.hope.size * count:
        warm = np.tile(warm, (1, 1, 1, count))
    solved = engine.solve(grid_games(theta, grid, motive), warm)
    called = np.repeat(seen.intensity[:, None], count, axis=1)
    return _through(seen, theta, called, grid, engine, solved, start)


def together(seen: Mapping[str, Episodes], thetas: Mapping[str, Array]) -> dict[str, Filtered]:
    """The same rounds under one vector (14,) of each motive, in one pass; `seen` differ in intensity."""
    one = next(iter(seen.values()))
    grid = Grid.of("any", bool(one.hope.any()))
    theta = np.stack(list(thetas.values()), axis=1)
    solved = _plain(joined([grid_games(at[:, None], grid, motive) for motive, at in thetas.items()]), None)
    called = np.stack([seen[motive].intensity for motive in thetas], axis=1)
    found = _through(one, theta, called, grid, PLAIN, solved)
    return {
        motive: Filtered(found.logs[:, [k]], found.belief[..., [k]], found.solved[[k]], found.solution)
        for k, motive in enumerate(thetas)
    }


def _through(seen: Episodes, theta: Array, called: Array, grid: Grid, engine: Engine,
             solved: tuple[Array, NDArray[np.bool_]], start: Array | None = None) -> Filtered:  # fmt: skip
    """The rounds passed through solved games; `called` (R, P)."""
    (solution, fine), count = solved, theta.shape[1]
    chances = path_chances(seen, solution.reshape(*solution.shape[:3], count, -1))
    drawn = drawn_types(theta)
    turnover = np.exp(theta[NAMES.index("turnover")])
    first = np.repeat(drawn[None], 2, axis=0) if start is None else start
    logs, belief = engine.scan(seen, chances, drawn, turnover, grid, first, called)
    return Filtered(logs, belief, np.all(fine.reshape(count, -1), axis=1), solution)


def drawn_types(theta: Array) -> Array:
    """The chance of each type when one is drawn (T, P)."""
    odds = np.exp(
        np.stack([np.zeros(theta.shape[1]), theta[NAMES.index("resolved")], theta[NAMES.index("fighting")]])
    )
    return np.asarray(odds / odds.sum(axis=0))


def path_chances(seen: Episodes, logs: Array) -> Array:
    """The chance that each side's type takes its own moves of each path (D, 2, T, P, C).

    `logs` (N, A, T, P, C).
    """
    found = np.zeros((len(seen.paths), 2, *logs.shape[2:]))
    for at, path in enumerate(seen.paths):
        for side, history, action in path:
            found[at, side] += logs[history, action]
    return np.exp(found)


def _one(seen: Episodes, row: int, chances: Array, shares: Array, before: Array) -> tuple[Array, Array]:
    """Log chance of a round (P,), and beliefs after it (2, T, P)."""
    used = seen.weight[row] > 0.0
    weight = seen.weight[row, used]
    by_type = np.einsum("kztpc,cp->kztp", chances[seen.path[row, used]], shares)
    joint = by_type * before
    alone = joint.sum(axis=2)
    both = weight[:, None] * alone[:, 0] * alone[:, 1]
    total = both.sum(axis=0)
    after = (both[:, None, None] * joint / alone[:, :, None]).sum(axis=0) / total
    return np.log(total), after
