"""The two accounts without a motive: base rates of moves, and habit, by which lately used moves come again.

Both foresee each move from where it is made: who is on turn, the height, and whether the last move was a
hold. Base rates count the pair's own moves there from the start, beside those of other pairs
(Dirichlet-multinomial). Habit counts them with a half-life, on top of the base rates: the discrete cousin of
a self-exciting process. A motive that foresees moves no better than these explains nothing.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from detente.motive.episodes import Array, Episodes, Ints, Places
from detente.motive.payoffs import HEIGHTS, tree

SPOTS = 2 * len(HEIGHTS)
"""Heights, each fresh or after a hold."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Moves of other pairs: `moves` (8, A) by spot, as if so many had been seen in all, to start from.

    `weight` is how many of the pair's own moves the whole of others' count for at a spot; `half_life` in
    years and `trust` (how many moves the base rate counts for against the recent ones) are habit's.
    """

    moves: Array
    weight: float
    half_life: float
    trust: float

    def chances(self) -> Array:
        """Other pairs' shares of moves (8, A)."""
        open_ = _open()
        smooth = (self.moves + 0.5) * open_
        return np.asarray(smooth / smooth.sum(axis=1, keepdims=True))


@cache
def spots() -> Ints:
    """The spot (N,) of every history: height, and whether the last move was a hold."""
    full = tree()
    return np.asarray(2 * full.rung + full.held)


@cache
def _open() -> Array:
    """The actions (8, A) that exist at a spot."""
    full, found = tree(), np.zeros((SPOTS, tree().actions))
    found[spots()] = full.open
    return found


def counted(seen: Episodes, chances: Array | None = None) -> Array:
    """The moves (2, 8, A) of all rounds by side and spot; of several readings, each as likely as it is.

    `chances` (8, A): of the moves at a spot; without them the readings' weights alone tell.
    """
    share = seen.weight.copy()
    if chances is not None:
        likely = np.array([_chance(np.stack([chances, chances]), path) for path in seen.paths])
        share *= likely[seen.path]
    share /= share.sum(axis=1, keepdims=True)
    often = np.bincount(seen.path.ravel(), share.ravel(), minlength=len(seen.paths))
    found = np.zeros((2, SPOTS, tree().actions))
    for count, path in zip(often, seen.paths, strict=True):
        _count(found, path, float(count))
    return found


def _count(found: Array, path: Places, weight: float) -> None:
    if weight > 0.0:
        for side, history, action in path:
            found[side, spots()[history], action] += weight


def base_rates(seen: Episodes, rates: Rates) -> Array:
    """Log chance (R,) of each round given those before it, by the pair's own and others' base rates."""
    return _foreseen(seen, rates, habit=False)


def habit(seen: Episodes, rates: Rates) -> Array:
    """Log chance (R,) of each round given those before it, by recent moves on top of base rates."""
    return _foreseen(seen, rates, habit=True)


def _foreseen(seen: Episodes, rates: Rates, *, habit: bool) -> Array:
    all_time, recent = (np.zeros((2, SPOTS, tree().actions)) for _ in range(2))
    start, logs = rates.weight * rates.chances(), np.empty(seen.size)
    for row in range(seen.size):
        chances = _shares(all_time + start)
        if habit:
            recent *= 0.5 ** (seen.years[row] / rates.half_life)
            chances = _shares(recent + rates.trust * chances)
        used = np.flatnonzero(seen.weight[row])
        likely = np.array([w * _chance(chances, seen.paths[p]) for w, p in _readings(seen, row, used)])
        logs[row] = np.log(likely.sum())
        for share, at in zip(likely / likely.sum(), used, strict=True):
            for counts in (all_time, recent):
                _count(counts, seen.paths[seen.path[row, at]], share)
    return logs


def _readings(seen: Episodes, row: int, used: Ints) -> list[tuple[float, int]]:
    return [(float(seen.weight[row, k]), int(seen.path[row, k])) for k in used]


def _shares(counts: Array) -> Array:
    found: Array = counts / counts.sum(axis=-1, keepdims=True)
    return found


def _chance(chances: Array, path: Places) -> float:
    at = spots()
    return float(np.prod([chances[side, at[history], action] for side, history, action in path]))
