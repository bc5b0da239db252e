"""Today's ladder for the brief: places that may be reached, the chance of each move there, and the ends."""

from collections.abc import Sequence

import numpy as np

from detente.motive.filter import Array
from detente.motive.payoffs import HEIGHTS, tree
from detente.motive.today import ENDS, MOVES, Round, bounds, mean
from detente.numerics.game.tree import HOLD
from detente.world.estimate import Interval
from detente.world.motives import LadderNode, RoundEnd

SHOWN = 8
"""Places shown, the likeliest first to be reached."""

METHOD = "5-95 % over draws of the weighed motives"


def nodes(played: Round, sides: Sequence[str]) -> tuple[LadderNode, ...]:
    """The likeliest places by reach; `sides` are the actor and the other."""
    full = tree()
    reached = played.reach @ played.centre
    order = sorted(np.argsort(-reached)[:SHOWN], key=lambda n: (int(full.depth[n]), int(n)))
    return tuple(
        LadderNode(
            at=HEIGHTS[full.rung[n]],
            mover=sides[full.mover[n]],
            reached=min(1.0, round(float(reached[n]), 12)),
            moves=tuple(
                (MOVES[a if a <= HOLD else a + int(full.rung[n])], interval(played, played.move[n, a]))
                for a in np.flatnonzero(full.open[n])
            ),
        )
        for n in order
    )


def ends(played: Round) -> tuple[RoundEnd, ...]:
    """The chances of each end."""
    return tuple(RoundEnd(name, interval(played, played.ends[at])) for at, name in enumerate(ENDS))


def interval(played: Round, values: Array) -> Interval:
    """A chance at the modes with its bounds over draws; `values` (D,)."""
    middle = mean(values, played.centre)
    low, high = bounds(values, played.share)
    return Interval(middle, min(low, middle), max(high, middle), METHOD)
