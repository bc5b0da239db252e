"""What MOTIVE answers; the field names are those of `assess --json`."""

from dataclasses import dataclass

from detente.world.estimate import Interval
from detente.world.whatif import WhatIf


@dataclass(frozen=True, slots=True)
class Motive:
    """A rival account and its weight (they sum to 1); `predicts` what it expects, `found` what came.

    `among` is the share among the motives alone, the nulls left out, with its bounds: 0 for a null.
    """

    motive: str
    weight: float
    low: float
    high: float
    predicts: str
    found: str
    among: float = 0.0
    among_low: float = 0.0
    among_high: float = 0.0


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of restraint or of a deal as a sentence with its numbers.

    `margin` is what there is less what is asked for, positive where it holds, in units of the prize; `holds`
    the share of draws in which it holds; `prior_only` that no number in it was fitted. In the two rows of a
    `lever`, `margin` is the change of the margin of the condition named by a tenth more of a term, and
    `holds` the share of draws that agree on the term.
    """

    name: str
    sentence: str
    margin: Interval
    holds: float
    prior_only: bool
    source: str


@dataclass(frozen=True, slots=True)
class Window:
    """Inspection between too little and too much: a deal needs `least` <= `most`, shares of 0 to 1.

    `least` above 1: none is enough; `most` below 0: none is borne. Both are cut a hundredth beyond.
    `possible` is the share of draws in which there is such a window; `offer` names the terms: "full" or
    "phased".
    """

    offer: str
    least: Interval
    most: Interval
    possible: float


@dataclass(frozen=True, slots=True)
class Hope:
    """The belief that the other side accepts a phased deal, after an act of `day` (ISO) and for `why`.

    The last one is that of the as-of day, "today".
    """

    day: str
    why: str
    belief: Interval


@dataclass(frozen=True, slots=True)
class Deal:
    """Why the last deal failed, or that none is known; when one could hold."""

    summary: str
    failed: bool
    reasons: tuple[str, ...]
    sources: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    windows: tuple[Window, ...] = ()
    hope: tuple[Hope, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One line of what the article argues from: a state's trait, its value, its source.

    `course` are (ISO day or year, value) of the trait over time, the last one that of the line; empty where
    it does not change or is not known.
    """

    state: str
    trait: str
    value: str
    source: str
    course: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class MoveEvidence:
    """A round with a climb, and how much better or worse than base rates each account foresaw it, in nats.

    `move` is the highest climb of the round, "show", "force", "lethal" or "war", made by `state` on `date`;
    `p` the chance that motives and habit, half each, gave the round. `nats` are of the whole round, for the
    four motives and habit.
    """

    date: str
    state: str
    move: str
    p: float
    nats: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class LadderNode:
    """Today's choice at a place of the ladder: the chance of each move of `mover`, by the weighed motives.

    `at` is the height reached: "quiet", "show", "force" or "lethal"; `reached` the chance to come here in
    the round that begins today.
    """

    at: str
    mover: str
    reached: float
    moves: tuple[tuple[str, Interval], ...]


@dataclass(frozen=True, slots=True)
class RoundEnd:
    """How the round that begins today ends: "quiet", "settled", "concession", "accident" or "war"."""

    end: str
    p: Interval


@dataclass(frozen=True, slots=True)
class Separation:
    """What observation would part the rivals: its mean gain in nats between the two, if it came."""

    observation: str
    speaks_for: str
    speaks_against: str
    nats: float


@dataclass(frozen=True, slots=True)
class Motives:
    """Why do they do it? `actor` is the state whose motives are weighed; the evidence is `n` rounds.

    `n` are the rounds in which one of the two showed or used force (a power behind one of them does not
    count alone): those behind the fit and those since; for a pair without a fit those of the last ten years.
    It is 0 where nothing was weighed.

    `informative` is whether, in the shipped back-test, motives and habit together foresaw the next move
    better than habit alone; false before 2010, since that test lies ahead, and where nothing was weighed.
    """

    actor: str
    weights: tuple[Motive, ...]
    undetermined: bool
    deal: Deal
    profile: tuple[ProfileLine, ...]
    n: int
    prior_only: bool
    notes: tuple[str, ...] = ()
    evidence: tuple[MoveEvidence, ...] = ()
    ladder: tuple[LadderNode, ...] = ()
    ends: tuple[RoundEnd, ...] = ()
    separations: tuple[Separation, ...] = ()
    what_if: tuple[WhatIf, ...] = ()
    informative: bool = False
