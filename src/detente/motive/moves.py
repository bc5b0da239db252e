"""From an act to a move of the ladder game: a table on kind, rung, count and target.

The heights group the ten rungs of world/ladder.py as Kahn (1965, On Escalation) groups his 44: force
threatened or shown, used, killing, war. Talks, protests, sanctions and what a third state does are no move.
"""

from dataclasses import dataclass
from enum import IntEnum

from detente.world.actor import Dyad
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.ladder import THREATS_OF_FORCE


class Move(IntEnum):
    """A move; to climb to height h (1 show, 2 force, 3 lethal, 4 war; 0 is quiet) is the move h + 1."""

    CONCEDE = 0
    HOLD = 1
    SHOW = 2
    FORCE = 3
    LETHAL = 4
    WAR = 5


ACTOR, OTHER = 0, 1
"""The sides of the game: the state whose motives are asked, which moves first, and its adversary."""

TOP = 4
"""The height of war."""

_HEIGHTS = (0, 0, 0, 0, 1, 2, 2, 3, 4, 4)  # by rung, see world/ladder.py

CONCESSIONS = frozenset(
    {"release", "release_announced", "withdrawal", "withdrawal_announced", "ceasefire",
     "ceasefire_announced", "regret", "concession", "agreement"}
)  # fmt: skip
"""Kinds that yield; an offer, a promise or talks give nothing yet."""

SALVO = 10
SALVO_KINDS = frozenset({"missile_launch", "artillery_fire", "live_fire_drill"})
"""`SALVO` or more launches or shells towards the other side speak as loud as force, though nothing is hit.

An assumption: 23 missiles on one day were answered with missiles; a single test is not.
"""

UNCHOSEN = frozenset({"accident", "collision"})
"""Nature's move, not a side's."""

UNKNOWN_DOER = 0.5
"""The chance that an act on one side by nobody named is the other side's: an assumption, no more."""


def height_of(event: Event) -> int:
    """The height to which the act climbs, 0 if it does not; whose act it is does not matter here."""
    if event.kind in UNCHOSEN or (event.kind == "joint_exercise" and event.symmetric):
        return 0  # two who exercise with each other show each other nothing
    if event.rung < 4:
        return 1 if event.kind in THREATS_OF_FORCE else 0
    salvo = event.rung == 4 and event.kind in SALVO_KINDS and (event.count or 0) >= SALVO
    return _HEIGHTS[event.rung] + (salvo and event.target is not None)


def concedes(event: Event) -> bool:
    """Whether the act yields something."""
    return event.rung <= 1 and event.kind in CONCESSIONS


def mutual(event: Event) -> bool:
    """Whether both did it: said so, or an accord, which binds two."""
    return event.target is not None and (event.symmetric or event.kind == "agreement")


@dataclass(frozen=True, slots=True)
class Sides:
    """Who plays: `actor`, `other`, and the codes `behind` the other that act for it and stand for it."""

    actor: str
    other: str
    behind: frozenset[str] = frozenset()

    @classmethod
    def of(cls, dyad: Dyad, actor: str, behind: frozenset[str] = frozenset()) -> "Sides":
        """The sides of a pair; InputRefused "moves-actor" if `actor` is none of it or stands behind."""
        if actor not in dyad or actor in behind:
            raise InputRefused(
                "moves-actor",
                f"{actor!r} is asked for its motives towards {dyad.text}: name one of the two, "
                "and none that stands behind the other",
            )
        return cls(actor, dyad.other(actor), behind)

    def doers(self, event: Event) -> tuple[int, ...]:
        """The sides that did it to each other: none, one, or both if it is mutual.

        An act of the two with no addressee (a test launch) is towards the other side; one of a power behind
        counts only if the actor is its target.
        """
        side = self._side(event)
        if side is None:
            return ()
        return (ACTOR, OTHER) if mutual(event) and event.source is not None else (side,)

    def chance(self, event: Event) -> float:
        """The probability that the act is a move of those sides: the reader's, less if no doer is named."""
        return event.p * (UNKNOWN_DOER if event.source is None else 1.0)

    def _side(self, event: Event) -> int | None:
        source, target = event.source, event.target
        if source == self.actor:
            return ACTOR if target is None or target == self.other or target in self.behind else None
        if source == self.other:
            return OTHER if target is None or target == self.actor else None
        if source is None and target == self.other:
            return ACTOR
        return OTHER if target == self.actor and (source is None or source in self.behind) else None
