"""Parts of the answer to: have we been here before?"""

from dataclasses import dataclass

from detente.world.estimate import Interval


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a past episode is, part by part, each in [0, 1]; `course` None where no crisis is running."""

    course: float | None
    traits: float
    third_parties: float


@dataclass(frozen=True, slots=True)
class OutcomeSet:
    """The outcomes that an interval of probability `level` leaves open within `days` of the opening.

    `outcomes` are named by the highest act: "none", "show", "force", "fatal" or "war"; `covered` is the share
    of tested cases that fell into theirs, as of the vintage; None if not tested.
    """

    days: int
    level: float
    outcomes: tuple[str, ...]
    covered: float | None = None


@dataclass(frozen=True, slots=True)
class NextPhase:
    """The chance that the phase after the present one is `phase`."""

    phase: str
    p: float


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A learned phase: its chance now, and how long it lasts in days, with 80 % of its spells between."""

    phase: str
    p: float
    lasts: Interval
