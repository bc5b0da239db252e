"""The rounds of a pair as arrays for the game: distinct paths through the tree, and who took which when."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.motive.payoffs import tree
from detente.motive.rounds import Path, Round
from detente.numerics.game.tree import HOLD, NONE

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

Places = tuple[tuple[int, int, int], ...]
"""A path as (side, history, action) a move."""


@dataclass(frozen=True, slots=True)
class Episodes:
    """R rounds in time. `paths` are the D distinct paths; `weight` (R, K) and `path` (R, K) the readings of
    each round, of weight 0 where there are fewer than K. `years` (R,): since the round before began.
    `intensity` (R,) and `hope` (R,): what was so at its start, in [0, 1].
    """

    paths: tuple[Places, ...]
    weight: Array
    path: Ints
    years: Array
    intensity: Array
    hope: Array

    @property
    def size(self) -> int:
        """R."""
        return int(self.years.size)

    def until(self, count: int) -> "Episodes":
        """The first `count` rounds."""
        return self.part(slice(0, count))

    def part(self, rows: slice | Ints) -> "Episodes":
        """The rounds of these rows."""
        return Episodes(
            self.paths, self.weight[rows], self.path[rows], self.years[rows], self.intensity[rows],
            self.hope[rows],
        )  # fmt: skip


def episodes(rounds: Sequence[Round], intensity: Sequence[float], hope: Sequence[float]) -> Episodes:
    """The rounds with what was so at the start of each; ValueError for a path that the tree doesn't have."""
    known: dict[Places, int] = {}
    rows = [[(w, known.setdefault(places(p), len(known))) for w, p in r.readings] for r in rounds]
    most = max(map(len, rows), default=1)
    weight, path = np.zeros((len(rows), most)), np.zeros((len(rows), most), dtype=np.int64)
    for at, row in enumerate(rows):
        weight[at, : len(row)], path[at, : len(row)] = zip(*row, strict=True)
    days = np.array([r.start.toordinal() for r in rounds], dtype=np.float64)
    years = np.diff(days, prepend=days[:1]) / 365.25
    return Episodes(tuple(known), weight, path, years, np.array(intensity, float), np.array(hope, float))


def places(path: Path) -> Places:
    """A path through the tree; ValueError if a move is not open where it was made."""
    full, at = tree(), 0
    found: list[tuple[int, int, int]] = []
    for step in path:
        rung = int(full.rung[at]) if at != NONE else 0
        action = int(step.move) if step.move <= HOLD else HOLD + (int(step.move) - 1 - rung)
        higher = step.move <= HOLD or action > HOLD
        if at == NONE or full.mover[at] != step.side or not (higher and full.open[at, action]):
            raise ValueError(f"{step} is no move of the game after {found}")
        found.append((int(step.side), at, action))
        at = int(full.child[at, action])
    return tuple(found)
