"""Likeness of crises: the course on the ladder so far, and what the two states are like.

Similarity s = (course + traits) / 2, each in [0, 1]; an episode's voice has weight exp((s - 1) / H). The
halves and H were set before any outcome was looked at; whether the ranking tells anything is tested by
`detente backtest scenario`, which also chooses H from what was known, and the answer says so.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.numerics.align import Step as Aligned
from detente.numerics.align import course_distance
from detente.world.actor import Dyad
from detente.world.episode import Episode
from detente.world.event import Event
from detente.world.traits import Traits

H = 0.08
"""Bandwidth of the weights: an episode that much less alike counts e times less; a fitted one replaces it."""

MIN_DAYS = 7
"""A present course younger than this is compared with the first week of each episode."""

QUIET = 30
"""Days without a militarized act that end a crisis and start the next."""

LOOKBACK = 60
"""A crisis is compared by its last two months: our episodes tell their course in as few steps."""

Course = tuple[tuple[int, str, int], ...]
"""Steps (days since the opening, doer or "" for both, rung)."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is compared besides the course: values by the name of the trait, in words."""

    values: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, traits: Traits, patrons: bool) -> "Portrait":
        """The portrait of a pair with `traits`, at least one of which has a great power behind it or not."""
        nuclear = ("no nuclear state", "one nuclear state", "two nuclear states")[min(2, len(traits.nuclear))]
        land = {"land": "a shared land border", "sea": "coasts that face each other"}
        return cls(
            (
                ("nuclear", nuclear),
                ("neighbours", land.get(traits.neighbours, "no shared border")),
                ("patron", "a great power behind one side" if patrons else "no great power behind either"),
                (
                    "territory",
                    "a dispute over land" if traits.territorial else "no standing dispute over land",
                ),
                ("allied", "formal allies" if traits.allied else "no alliance between them"),
                (
                    "armistice",
                    "an armistice without peace" if traits.armistice else "no armistice between them",
                ),
                ("major", "a major power among them" if traits.major else "no major power among them"),
            )
        )

    @classmethod
    def of_episode(cls, episode: Episode) -> "Portrait":
        """The portrait of an episode's pair at its start."""
        return cls.of(episode.traits, bool(episode.patrons_a or episode.patrons_b))

    def alike(self, other: "Portrait") -> tuple[str, ...]:
        """What both have, in words."""
        return tuple(a for (_, a), (_, b) in zip(self.values, other.values, strict=True) if a == b)

    def unlike(self, other: "Portrait") -> tuple[str, ...]:
        """What `other` has instead, in words."""
        return tuple(b for (_, a), (_, b) in zip(self.values, other.values, strict=True) if a != b)

    def likeness(self, other: "Portrait") -> float:
        """The share of traits that agree."""
        return len(self.alike(other)) / len(self.values)


def present_course(acts: Sequence[Event], as_of: date) -> Course:
    """The running crisis week by week, its opening first: the highest rung of each side in each week.

    It begins after the last `QUIET` days without a militarized act, at most `LOOKBACK` days back; it is empty
    if the last militarized act lies more than `QUIET` days before `as_of`.
    """
    recent = [(day, e) for e in acts if (day := _day(e)) and 0 <= (as_of - day).days <= LOOKBACK]
    opening = _opening(sorted({day for day, e in recent if e.militarized}), as_of)
    if opening is None:
        return ()
    highest: dict[tuple[int, str], tuple[int, int]] = {}
    for day, event in recent:
        if day >= opening:
            since = (day - opening).days
            key = (since // 7, "" if event.symmetric else event.source or "")
            rung, first = highest.get(key, (-1, since))
            highest[key] = (event.rung, since) if event.rung > rung else (rung, first)
    return tuple(sorted((since, doer, rung) for (_, doer), (rung, since) in highest.items()))


def _opening(forceful: Sequence[date], as_of: date) -> date | None:
    if not forceful or (as_of - forceful[-1]).days > QUIET:
        return None
    opening = forceful[-1]
    for day in reversed(forceful):
        if (opening - day).days > QUIET:
            break
        opening = day
    return opening


def _day(event: Event) -> date | None:
    when = event.when
    return when.start if when is not None and when.precision == "day" else None


def episode_course(episode: Episode) -> Course:
    """The episode's steps with states in place of sides."""
    doers = {"A": episode.a, "B": episode.b}
    return tuple((step.day, doers.get(step.side, ""), step.rung) for step in episode.steps)


def likeness(present: Course, opener: str, episode: Episode) -> float:
    """1 - distance between the present course and the episode's, as far as the present has come."""
    elapsed = max(MIN_DAYS, present[-1][0] if present else 0)
    past = tuple(step for step in episode_course(episode) if step[0] <= elapsed)
    return 1.0 - course_distance(_oriented(present, opener), _oriented(past, episode.opener))


def _oriented(course: Course, opener: str) -> tuple[Aligned, ...]:
    """Sides as 0 the opener, 1 the answerer, 2 both: names of states do not matter."""

    def side(doer: str) -> int:
        return 2 if doer == "" else 0 if doer == opener else 1

    return tuple((float(day), side(doer), rung / 9) for day, doer, rung in course)


def weights(similarities: Sequence[float], bandwidth: float = H) -> list[float]:
    """The voice of each episode, shape (n,), the nearest 1."""
    best = max(similarities, default=0.0)
    return [math.exp((s - best) / bandwidth) for s in similarities]


def effective_number(weight: Sequence[float]) -> float:
    """How many equal voices the weights amount to: (sum w)^2 / sum w^2 (Kish 1965)."""
    squares = sum(w * w for w in weight)
    return sum(weight) ** 2 / squares if squares > 0 else 0.0


def opener_of(present: Course, dyad: Dyad) -> str:
    """Who acted first; the doer of most steps if the first act has no direction."""
    doers = [doer for _, doer, _ in present if doer in dyad]
    return doers[0] if doers else dyad.a
