"""A pair's own past crises, cut from its recorded acts where our library tells none."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from detente.scenario.course import QUIET, act_day, weekly
from detente.world.episode import HORIZONS, SETTLED, Episode, Step
from detente.world.event import Event
from detente.world.history import History

ENOUGH = 5
"""A run of fewer days with acts is too short a course to compare."""

OWN = "acts-"
"""How the id of such an episode begins."""


def own_episodes(history: History) -> tuple[Episode, ...]:
    """Runs of the pair's acts between 30 days without a militarized one, over by the history's day.

    A run that touches a library episode of the pair is left out. What followed within a horizon is None
    unless one span of a source's coverage holds all its days: a gap is not quiet.
    """
    told = [(e.first_day, e.last_day) for e in history.episodes if e.dyad == history.dyad]
    acts = Acts.of(history)
    found = []
    for first, last in acts.runs():
        over = last + SETTLED < history.as_of
        if over and acts.days(first, last) >= ENOUGH and not any(s <= last and first <= e for s, e in told):
            found.append(_set_in_its_time(_episode(acts, first, last, history), history))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts whose day is known, in order, and their days."""

    events: tuple[Event, ...]
    dates: tuple[date, ...]

    @classmethod
    def of(cls, history: History) -> "Acts":
        """Those of a pair."""
        dated = sorted(((day, e) for e in history.acts if (day := act_day(e))), key=lambda pair: pair[0])
        return cls(tuple(e for _, e in dated), tuple(day for day, _ in dated))

    def between(self, first: date, last: date) -> list[tuple[date, Event]]:
        """Those from `first` to `last`, both included."""
        part = slice(bisect_left(self.dates, first), bisect_right(self.dates, last))
        return list(zip(self.dates[part], self.events[part], strict=True))

    def days(self, first: date, last: date) -> int:
        """On how many days something happened."""
        return len({day for day, _ in self.between(first, last)})

    def runs(self) -> list[tuple[date, date]]:
        """The first and last militarized day of each run."""
        pairs = zip(self.dates, self.events, strict=True)
        forceful = sorted({day for day, event in pairs if event.militarized})
        breaks = [(one, other) for one, other in pairwise(forceful) if (other - one).days > QUIET]
        starts = [*forceful[:1], *(other for _, other in breaks)]
        ends = [*(one for one, _ in breaks), *forceful[-1:]]
        return list(zip(starts, ends, strict=True))


def _set_in_its_time(episode: Episode, history: History) -> Episode:
    """Traits and patrons as in the pair's last library episode that began before; else as they are today."""
    before = [e for e in history.episodes if e.dyad == episode.dyad and e.first_day < episode.first_day]
    if not before:
        return replace(episode, traits=history.traits)
    last = max(before, key=lambda e: (e.first_day, e.id))
    return replace(episode, traits=last.traits, patrons_a=last.patrons_a, patrons_b=last.patrons_b)


def _episode(acts: Acts, first: date, last: date, history: History) -> Episode:
    dyad, run = history.dyad, acts.between(first, last)
    course = weekly(run, first)
    sides = {dyad.a: "A", dyad.b: "B"}
    opener = next((event.source for _, event in run if event.source in dyad), None) or dyad.a
    peaks = [max((m.rung for m in course if m.doer in ("", code)), default=0) for code in (dyad.a, dyad.b)]
    month, quarter, year = (_worst(acts, first, days, history) for days in HORIZONS)
    return Episode(
        id=f"{OWN}{dyad.text}-{first}",
        name=f"{len(run)} acts, {_day(first, last)} to {_day(last)}",
        a=dyad.a,
        b=dyad.b,
        start=first.isoformat(),
        end=last.isoformat(),
        opener=opener,
        opening=run[0][1].kind,
        peak_a=peaks[0],
        peak_b=peaks[1],
        deaths=(0, 0),
        patrons_a=(),
        patrons_b=(),
        issue="",
        ended="fade",
        steps=tuple(Step(m.day, sides.get(m.doer, "AB"), m.rung) for m in course),
        within=(month, quarter, year),
        after_year=None,
        note=f"No militarized act for more than {QUIET} days.",
        sources=tuple(sorted({event.origin.split("/")[0] for _, event in run if event.origin})),
    )


def _worst(acts: Acts, first: date, days: int, history: History) -> int | None:
    """The highest rung on days 1 to `days` after the opening; None if no span covers them all."""
    last = first + timedelta(days=days)
    spans = [span for source in history.coverage for span in source.spans]
    if not any(start <= first.isoformat() and last.isoformat() <= end for start, end in spans):
        return None
    after = acts.between(first + timedelta(days=1), last)
    return max((event.rung for _, event in after), default=0)


def _day(day: date, until: date | None = None) -> str:
    """ "9 June 1995"; the year is left out where `until` names the same."""
    year = "" if until is not None and until.year == day.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"
