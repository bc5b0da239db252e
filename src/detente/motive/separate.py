"""What observation would part the rivals: an opening of the actor when one motive calls for it and not the
other."""

from collections.abc import Sequence
from itertools import permutations

import numpy as np

from detente.motive.filter import Array
from detente.motive.payoffs import MOTIVES, USUAL
from detente.motive.today import State, play_all, supposed
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

    A climb of the actor in a round where one motive alone is called for, and restraint in the same; of each
    observation the pair that it parts most.
    """
    found: list[Separation] = []
    calls = [(supposed(states, {m: float(m == one) for m in MOTIVES}), USUAL) for one in MOTIVES]
    motives = np.array([m for m in MOTIVES for s in states if s.motive == m])
    for motive, played in zip(MOTIVES, play_all(calls), strict=True):
        climbs = played.move[0, HOLD + 1 :].sum(axis=0)
        by_motive = {m: _mean(climbs[motives == m], played.centre[motives == m]) for m in MOTIVES}
        found += _pairs(motive, by_motive, actor)
    best: dict[str, Separation] = {}
    for one in sorted(found, key=lambda s: -s.nats):
        best.setdefault(one.observation, one)
    return tuple(best.values())[:SHOWN]


def _mean(chances: Array, share: Array) -> float:
    """Over the modes of one motive, whatever its weight."""
    return float(np.average(chances, weights=share if share.sum() > 0.0 else None))


def _pairs(one: str, climbs: dict[str, float], actor: str) -> list[Separation]:
    rows = []
    for better, worse in permutations(MOTIVES, 2):
        for p, q, what in (
            (climbs[better], climbs[worse], f"a climb of {actor}"),
            (1.0 - climbs[better], 1.0 - climbs[worse], f"restraint of {actor}"),
        ):
            nats = float(np.log(p / q))
            if nats > 0.0:
                rows.append(
                    Separation(f"{what} {WHEN[one]}, with nothing else calling for it", better, worse, nats)
                )
    return rows
