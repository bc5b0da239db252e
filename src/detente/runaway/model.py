"""Event days of a pair: on which covered days each side did a militarized act.

A salvo is one event day; an act without direction counts for both; an act known only to the month is left out
and counted. Days outside a source's coverage are not quiet, so they are not in the window at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.numerics.hawkes.hurdle import Ints, Pair
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.history import Coverage, History

WINDOW_YEARS = 15
LEAST_DAYS = 30
"""Event days (of either side) below which nothing is fitted."""
STALE_DAYS = 5 * 365
"""Days since the end of coverage after which the pair's own past says nothing of the days ahead."""
SHOWN_DAYS = 400
EXERCISES = frozenset({"exercise", "joint_exercise", "live_fire_drill", "air_patrol", "parade"})
WAR = 8

Act = tuple[date, str, int, str]
"""Day, doer, rung, kind."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and last covered day that the fit sees, and what was wrong with the coverage."""

    start: date
    end: date
    notes: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Its length."""
        return (self.end - self.start).days + 1

    def index(self, day: date) -> int:
        """Days since its start."""
        return (day - self.start).days


@dataclass(frozen=True, slots=True)
class EventDays:
    """Militarized acts of `sides` by day; `window` is what the fit sees of the covered days."""

    sides: tuple[str, str]
    as_of: date
    acts: tuple[Act, ...]
    vague: int
    window: Window | None

    def pair(self) -> Pair:
        """Day indices of each side's event days inside the window."""
        return self._indices(0, self._span()), self._indices(1, self._span())

    def known(self) -> Pair:
        """The same up to the as-of day, which may lie behind the end of coverage."""
        return self._indices(0, None), self._indices(1, None)

    def total(self) -> int:
        """Days in the window on which either acted."""
        return int(np.union1d(*self.pair()).size)

    def stale(self) -> bool:
        """Whether coverage ended too long ago."""
        return self.window is not None and (self.as_of - self.window.end).days > STALE_DAYS

    def inside(self) -> list[Act]:
        """The acts in the window."""
        window = self.window
        return [] if window is None else [act for act in self.acts if window.start <= act[0] <= window.end]

    def _span(self) -> int:
        return self.window.days if self.window else 0

    def _indices(self, side: int, end: int | None) -> Ints:
        if self.window is None:
            return np.zeros(0, dtype=np.int64)
        at = {self.window.index(day) for day, doer, _, _ in self.acts if doer == self.sides[side]}
        return np.array(sorted(i for i in at if i >= 0 and (end is None or i < end)), dtype=np.int64)


def event_days(history: History) -> EventDays:
    """The militarized acts between the two states of a closed history."""
    dyad = history.dyad
    acts = [e for e in history.acts if e.militarized and e.happened and e.between(dyad)]
    exact = [act for e in acts for act in _acts(e, dyad)]
    vague = sum(e.date_precision != "day" for e in acts)
    covered = covered_days(history.coverage, history.as_of)
    return EventDays((dyad.a, dyad.b), history.as_of, tuple(sorted(exact)), vague, _last(covered))


def _acts(event: Event, dyad: Dyad) -> Iterable[Act]:
    if event.date is None or event.date_precision != "day" or event.source is None:
        return []
    doers = (event.source, dyad.other(event.source)) if event.symmetric else (event.source,)
    return [(date.fromisoformat(event.date), doer, event.rung, event.kind) for doer in doers]


def covered_days(coverage: Iterable[Coverage], as_of: date) -> Window | None:
    """The last unbroken span of days up to `as_of` that a source of acts covers, None if there is none."""
    found = sorted(span for one in coverage for span in one.spans)
    spans = [(date.fromisoformat(since), min(date.fromisoformat(until), as_of)) for since, until in found]
    spans = [(start, end) for start, end in spans if start <= end]
    if not spans:
        return None
    start, end = spans[0]
    notes: tuple[str, ...] = ()
    for since, until in spans[1:]:
        if since > end + timedelta(days=1):
            notes = (f"no source covers {end} to {since}; only the days from {since} on are used",)
            start, end = since, until
        end = max(end, until)
    if end < as_of:
        notes = (*notes, f"coverage ends on {end}; the days from there to {as_of} are not read as quiet")
    return Window(start, end, notes)


def _last(covered: Window | None) -> Window | None:
    if covered is None:
        return None
    earliest = covered.end - timedelta(days=round(365.25 * WINDOW_YEARS) - 1)
    return Window(max(covered.start, earliest), covered.end, covered.notes)


def shown(days: EventDays) -> tuple[tuple[str, str, int], ...]:
    """The last event days as (date, doer, highest rung) for drawing."""
    highest: dict[tuple[date, str], int] = {}
    for day, doer, rung, _ in days.acts:
        highest[day, doer] = max(rung, highest.get((day, doer), 0))
    first = days.window.start if days.window else date.min
    rows = [(day.isoformat(), doer, rung) for (day, doer), rung in sorted(highest.items()) if day >= first]
    return tuple(rows[-SHOWN_DAYS:])


def exercise_share(days: EventDays, side: str) -> float:
    """The share of a side's event days in the window on which it did nothing but exercise."""
    kinds: dict[date, set[str]] = {}
    for day, doer, _, kind in days.inside():
        if doer == side:
            kinds.setdefault(day, set()).add(kind)
    only = sum(found <= EXERCISES for found in kinds.values())
    return only / len(kinds) if kinds else 0.0


def fatal_days(days: EventDays) -> int:
    """Days of the window on which force killed, short of war."""
    worst: dict[date, int] = {}
    for day, _, rung, _ in days.inside():
        worst[day] = max(rung, worst.get(day, 0))
    return sum(rung == WAR - 1 for rung in worst.values())
