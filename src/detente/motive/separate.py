"""What observation would part the rivals: an opening of the actor when one motive calls for it and not the
other."""

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from detente.motive.payoffs import MOTIVES
from detente.motive.today import State, play, supposed
from detente.numerics.game.tree import HOLD
from detente.world.motives import Separation

WHEN = {
    "security": "after a show of force by the other side",
    "status": "after years of not being met as an equal",
    "coercion": "after a refusal or sanction",
    "domestic": "in the days of an anniversary or of a new leader",
}
SHOWN = 4


def separations(states: Sequence[State], actor: str) -> tuple[Separation, ...]:
    """The observations with the largest gain in nats between two motives, the best first.

    A climb of the actor in a round where only what `one` answers to is so; and restraint in the same.
    """
    found = []
    for one in MOTIVES:
        played = play(supposed(states, {m: float(m == one) for m in MOTIVES}))
        motives = np.array(_motives(states))
        climbs = played.move[0, HOLD + 1 :].sum(axis=0)
        by_motive = {
            m: float(np.average(climbs[motives == m], weights=played.share[motives == m])) for m in MOTIVES
        }
        found += list(_pairs(one, by_motive, actor))
    found.sort(key=lambda s: -s.nats)
    return tuple(found[:SHOWN])


def _motives(states: Sequence[State]) -> list[str]:
    """The motive of each draw in the order in which `play` keeps them."""
    return [s.motive for m in dict.fromkeys(s.motive for s in states) for s in states if s.motive == m]


def _pairs(one: str, climbs: dict[str, float], actor: str) -> list[Separation]:
    rows = []
    for better, worse in permutations(MOTIVES, 2):
        for p, q, what in (
            (climbs[better], climbs[worse], f"{actor} climbs"),
            (1.0 - climbs[better], 1.0 - climbs[worse], f"{actor} keeps still"),
        ):
            nats = float(np.log(p / q))
            if nats > 0.0:
                rows.append(
                    Separation(f"{what} {WHEN[one]}, nothing else calling for it", better, worse, nats)
                )
    return rows
