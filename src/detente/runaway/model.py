"""Event days of a pair: on which covered days each side did a militarized act.

A salvo is one event day; an act without direction counts for both; an act known only to the month is left out
and counted. Days outside a source's coverage are not quiet: within the window they count as unobserved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.numerics.hawkes.events import Ints
from detente.numerics.hawkes.graded import Incidents
from detente.numerics.hawkes.hurdle import Pair
from detente.numerics.hawkes.stream import Stream
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.history import Coverage, History

WINDOW_YEARS = 15
LEAST_DAYS = 10
"""Event days (of either side) below which nothing is fitted; above, other pairs fill in what is not known."""
STALE_DAYS = 5 * 365
"""Days since the end of coverage after which nothing is fitted, and after which silence says nothing."""
SHOWN_DAYS = 400
EXERCISES = frozenset({"exercise", "joint_exercise", "live_fire_drill", "air_patrol", "parade"})
LEAST_DRILLS = 5
"""Known exercises from which the calendar enters the baseline."""
WAR = 8
BLOCKS = ("show", "force", "lethal")
"""Blocks of the ladder: rungs up to 5, 6, and 7 and above."""

Act = tuple[date, str, int, str]
"""Day, doer, rung, kind."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and last covered day that the fit sees, uncovered spans between, and what to say of them."""

    start: date
    end: date
    notes: tuple[str, ...] = ()
    gaps: tuple[tuple[date, date], ...] = ()

    @property
    def days(self) -> int:
        """Its length."""
        return (self.end - self.start).days + 1

    @property
    def observed(self) -> int:
        """Its covered days."""
        return self.days - sum((end - start).days + 1 for start, end in self.gaps)

    def covers(self, day: date) -> bool:
        """Whether it holds a day that some source covers."""
        return self.start <= day <= self.end and not any(a <= day <= b for a, b in self.gaps)

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
    patron_acts: tuple[Act, ...] = ()
    drills: tuple[date, ...] = ()

    def stream(self) -> Stream:
        """The window's event days with what surrounds them; the window must exist."""
        window = self.window
        assert window is not None
        gaps = [(window.index(start), window.index(end) + 1) for start, end in window.gaps]
        drills = sorted({window.index(day) for day in self.drills if window.start <= day <= window.end})
        return Stream(
            self.pair(),
            window.days,
            np.array(gaps, dtype=np.int64).reshape(-1, 2),
            (self._patron(0), self._patron(1)),
            np.array(drills if len(drills) >= LEAST_DRILLS else [], dtype=np.int64),
        )

    def incidents(self) -> Incidents:
        """All known incident days, as proleptic day numbers, with who acted and the highest block."""
        worst: dict[int, list[int]] = {}
        for day, doer, rung, _ in self.acts:
            sides = worst.setdefault(day.toordinal(), [-1, -1])
            side = self.sides.index(doer)
            sides[side] = max(sides[side], block(rung))
        days = sorted(worst)
        who = [2 if min(worst[day]) >= 0 else worst[day].index(max(worst[day])) for day in days]
        return Incidents(
            np.array(days, dtype=np.int64),
            np.array(who, dtype=np.int64),
            np.array([max(worst[day]) for day in days], dtype=np.int64),
        )

    def _patron(self, side: int) -> Ints:
        """Days in the window on which a patron of the other acted against a side."""
        window = self.window
        assert window is not None
        at = {window.index(day) for day, against, _, _ in self.patron_acts if against == self.sides[side]}
        return np.array(sorted(i for i in at if 0 <= i < window.days), dtype=np.int64)

    def pair(self) -> Pair:
        """Day indices of each side's event days on the covered days of the window."""
        return self._indices(0), self._indices(1)

    def total(self) -> int:
        """Covered days of the window on which either acted."""
        return int(np.union1d(*self.pair()).size)

    def stale(self) -> bool:
        """Whether coverage ended too long ago."""
        return self.window is not None and (self.as_of - self.window.end).days > STALE_DAYS

    def silent(self) -> bool:
        """Whether of the last STALE_DAYS days none is covered and no act is known: nothing, not quiet."""
        covered = self.window is not None and not self.stale()
        return not covered and all((self.as_of - day).days > STALE_DAYS for day, _, _, _ in self.acts)

    def patchy(self) -> bool:
        """Whether some day from the first known one to the as-of day is not covered."""
        window = self.window
        return window is None or window.end < self.as_of or bool(window.gaps)

    def inside(self) -> list[Act]:
        """The acts on the covered days of the window."""
        window = self.window
        return [] if window is None else [act for act in self.acts if window.covers(act[0])]

    def _indices(self, side: int) -> Ints:
        window = self.window
        if window is None:
            return np.zeros(0, dtype=np.int64)
        at = {window.index(day) for day, doer, _, _ in self.inside() if doer == self.sides[side]}
        return np.array(sorted(at), dtype=np.int64)


def block(rung: int) -> int:
    """The place in BLOCKS of a rung."""
    return 0 if rung <= 5 else 1 if rung == 6 else 2


def event_days(history: History) -> EventDays:
    """The militarized acts between the two states of a closed history, and those of their nuclear patrons."""
    dyad = history.dyad
    acts = [e for e in history.acts if e.militarized and e.happened and e.between(dyad)]
    exact = [act for e in acts for act in _acts(e, dyad)]
    vague = sum(e.date_precision != "day" for e in acts)
    covered = covered_days(history.coverage, history.as_of)
    drills = sorted({day for day, _, _, kind in exact if kind in EXERCISES} | set(_drills(history)))
    return EventDays(
        sides=(dyad.a, dyad.b),
        as_of=history.as_of,
        acts=tuple(sorted(exact)),
        vague=vague,
        window=covered,
        patron_acts=tuple(sorted(_patron_acts(history))),
        drills=tuple(drills),
    )


def patrons(history: History) -> dict[str, str]:
    """The nuclear patron of each side that has one outside the pair; a patron of both is nobody's."""
    known = [f for f in history.facts if f.fact == "nuclear_umbrella" and f.a in history.dyad and f.b]
    of = {f.a: f.b for f in known if f.b and f.b not in history.dyad}
    return of if len(set(of.values())) == len(of) else {}


def _patron_acts(history: History) -> Iterable[Act]:
    """Militarized acts of a side's patron against the other side, as (day, against whom, rung, kind)."""
    of = {patron: history.dyad.other(side) for side, patron in patrons(history).items()}
    for e in history.around:
        known = e.militarized and e.happened and e.date is not None and e.date_precision == "day"
        if known and e.date is not None and e.source in of and e.target == of[e.source]:
            yield date.fromisoformat(e.date), of[e.source], e.rung, e.kind


def _drills(history: History) -> Iterable[date]:
    """Days of exercises of either side with or against others."""
    for e in history.around:
        if e.kind in EXERCISES and e.happened and e.date is not None and e.date_precision == "day":
            yield date.fromisoformat(e.date)


def _acts(event: Event, dyad: Dyad) -> Iterable[Act]:
    if event.date is None or event.date_precision != "day" or event.source is None:
        return []
    doers = (event.source, dyad.other(event.source)) if event.symmetric else (event.source,)
    return [(date.fromisoformat(event.date), doer, event.rung, event.kind) for doer in doers]


def covered_days(coverage: Iterable[Coverage], as_of: date) -> Window | None:
    """The last WINDOW_YEARS of covered days up to `as_of`, with the uncovered spans among them; None if none.

    A window never begins with an uncovered day: one that would begins with the first covered day after.
    """
    found = sorted(span for one in coverage for span in one.spans)
    spans = [(date.fromisoformat(since), min(date.fromisoformat(until), as_of)) for since, until in found]
    spans = [(start, end) for start, end in spans if start <= end]
    if not spans:
        return None
    last = max(end for _, end in spans)
    earliest = last - timedelta(days=round(365.25 * WINDOW_YEARS) - 1)
    inside = [(max(start, earliest), end) for start, end in spans if end >= earliest]
    gaps = tuple(_gaps(inside))
    notes = [f"no source covers {start} to {end}; those days are not read as quiet" for start, end in gaps]
    if last < as_of:
        notes.append(f"coverage ends on {last}; the days from there to {as_of} are not read as quiet")
    return Window(inside[0][0], last, tuple(notes), gaps)


def _gaps(spans: Iterable[tuple[date, date]]) -> Iterable[tuple[date, date]]:
    """The uncovered spans between sorted covered ones, both ends included."""
    reached: date | None = None
    for start, end in spans:
        if reached is not None and start > reached + timedelta(days=1):
            yield reached + timedelta(days=1), start - timedelta(days=1)
        reached = end if reached is None else max(reached, end)


def shown(days: EventDays) -> tuple[tuple[str, str, int], ...]:
    """The last event days as (date, doer, highest rung) for drawing."""
    highest: dict[tuple[date, str], int] = {}
    for day, doer, rung, _ in days.acts:
        highest[day, doer] = max(rung, highest.get((day, doer), 0))
    first = days.window.start if days.window else date.min
    rows = [(day.isoformat(), doer, rung) for (day, doer), rung in sorted(highest.items()) if day >= first]
    return tuple(rows[-SHOWN_DAYS:])


def exercise_share(days: EventDays, side: str) -> float:
    """The share of a side's displays (its days in the window without force) that are exercises only."""
    kinds: dict[date, set[str]] = {}
    grave = {day for day, doer, rung, _ in days.inside() if doer == side and block(rung) > 0}
    for day, doer, _, kind in days.inside():
        if doer == side and day not in grave:
            kinds.setdefault(day, set()).add(kind)
    only = sum(found <= EXERCISES for found in kinds.values())
    return only / len(kinds) if kinds else 0.0


def fatal_days(days: EventDays) -> int:
    """Covered days of the window on which force killed, short of war."""
    worst: dict[date, int] = {}
    for day, _, rung, _ in days.inside():
        worst[day] = max(rung, worst.get(day, 0))
    return sum(rung == WAR - 1 for rung in worst.values())
