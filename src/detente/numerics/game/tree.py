"""Two-sided ladders as trees of public histories: two players in turn concede, hold or climb.

Who has climbed how far is public; what a disaster costs a player (his type) is his own secret. Every action
is worth something at once and goes on to a further history with some chance; so trees of other games with
public histories and private types fit the same arrays.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

CONCEDE, HOLD, CLIMB = 0, 1, 2
"""Actions by column; CLIMB + j - 1 climbs j rungs."""

NONE = -1
"""No history follows."""


@dataclass(frozen=True, slots=True)
class Tree:
    """N public histories in the order parents first, with A actions each; history 0 is the root.

    `mover` (N,): 0 or 1. `child` (N, A): the history that follows, NONE where the play ends. `open` (N, A):
    whether the action exists. `parent`, `taken` (N,): the history before and the action that led here.
    `rung` (N,): the height reached. `climbs` (N, 2): how often each player has climbed. `held` (N,): whether
    the last move was a hold. `last` (N,): who climbed last, NONE if nobody. `depth` (N,): moves so far.
    """

    mover: Ints
    child: Ints
    open: NDArray[np.bool_]
    parent: Ints
    taken: Ints
    rung: Ints
    climbs: Ints
    held: NDArray[np.bool_]
    last: Ints
    depth: Ints
    rungs: int

    @property
    def histories(self) -> int:
        """N."""
        return int(self.mover.size)

    @property
    def actions(self) -> int:
        """A."""
        return int(self.child.shape[1])

    def levels(self) -> tuple[Ints, ...]:
        """The histories by depth, the root first; those of one depth have one mover."""
        return tuple(np.flatnonzero(self.depth == d) for d in range(int(self.depth.max()) + 1))


@cache
def ladder(rungs: int, jumps: int = 1) -> Tree:
    """The ladder of `rungs` heights 0..rungs-1; climbing beyond the last is the top, where the play ends.

    A climb is of 1..`jumps` rungs; two holds running settle; conceding ends. With one jump there are
    2 (2^rungs - 1) histories. Brinkmanship with a choice of risk: Powell (2015), IO 69:589.
    """
    if rungs < 1 or jumps < 1:
        raise ValueError(f"a ladder needs at least one rung and one jump, not {rungs} and {jumps}")
    rows = [_Row(0, 0, 0, (0, 0), False, NONE, NONE, NONE)]
    children: list[list[int]] = []
    for at, row in enumerate(rows):
        children.append([NONE] * (CLIMB + jumps))
        for action in range(HOLD, CLIMB + jumps):
            follower = row.after(at, action, rungs)
            if follower is not None:
                children[at][action] = len(rows)
                rows.append(follower)
    return _tree(rows, children, rungs, jumps)


@dataclass(frozen=True, slots=True)
class _Row:
    """One history while the tree grows."""

    depth: int
    mover: int
    rung: int
    climbs: tuple[int, int]
    held: bool
    last: int
    parent: int
    taken: int

    def after(self, at: int, action: int, rungs: int) -> "_Row | None":
        """The history after an action; None where the play ends."""
        one, two = self.climbs
        other = 1 - self.mover
        if action == HOLD:
            held = _Row(self.depth + 1, other, self.rung, self.climbs, True, self.last, at, action)
            return None if self.held else held
        rung = self.rung + action - HOLD
        climbs = (one + 1, two) if self.mover == 0 else (one, two + 1)
        return None if rung >= rungs else _Row(
            self.depth + 1, other, rung, climbs, False, self.mover, at, action
        )  # fmt: skip


def _tree(rows: list[_Row], children: list[list[int]], rungs: int, jumps: int) -> Tree:
    def column(name: str) -> Ints:
        return np.array([getattr(row, name) for row in rows], dtype=np.int64)

    rung, actions = column("rung"), np.arange(CLIMB + jumps)
    # The top is one jump beyond the last rung; no climb goes further.
    reachable = (actions[None, :] - HOLD + rung[:, None] <= rungs) | (actions[None, :] < CLIMB)
    return Tree(
        mover=column("mover"),
        child=np.array(children, dtype=np.int64),
        open=reachable,
        parent=column("parent"),
        taken=column("taken"),
        rung=rung,
        climbs=column("climbs"),
        held=column("held").astype(np.bool_),
        last=column("last"),
        depth=column("depth"),
        rungs=rungs,
    )
