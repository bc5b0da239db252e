"""The course of a crisis: who did what on which day since it opened, present and past."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from detente.numerics.align import Step as Aligned
from detente.numerics.align import course_distance
from detente.scenario.families import number
from detente.world.episode import Episode
from detente.world.event import Event

MIN_DAYS = 7
"""A present course younger than this is compared with the first week of each episode."""

QUIET = 30
"""Days without a militarized act that end a crisis and start the next."""

LOOKBACK = 60
"""A crisis is compared by its last two months: our episodes tell their course in as few steps."""


class Move(NamedTuple):
    """A step: days since the opening, doer ("" for both), rung, kind of act ("" where it is not known)."""

    day: int
    doer: str
    rung: int
    kind: str = ""


Course = tuple[Move, ...]


def present_course(acts: Sequence[Event], as_of: date) -> Course:
    """The running crisis week by week, its opening first: the highest rung of each side in each week.

    It begins after the last `QUIET` days without a militarized act, at most `LOOKBACK` days back; it is empty
    if the last militarized act lies more than `QUIET` days before `as_of`.
    """
    recent = [(day, e) for e in acts if (day := act_day(e)) and 0 <= (as_of - day).days <= LOOKBACK]
    opening = _opening(sorted({day for day, e in recent if e.militarized}), as_of)
    return () if opening is None else weekly([(day, e) for day, e in recent if day >= opening], opening)


def weekly(acts: Iterable[tuple[date, Event]], opening: date) -> Course:
    """The highest rung of each side in each week since `opening`, with the kind that reached it first."""
    highest: dict[tuple[int, str], Move] = {}
    for day, event in acts:
        since = (day - opening).days
        doer = "" if event.symmetric else event.source or ""
        before = highest.get((since // 7, doer))
        if before is None or event.rung > before.rung:
            highest[since // 7, doer] = Move(since, doer, event.rung, event.kind)
    return tuple(sorted(highest.values()))


def _opening(forceful: Sequence[date], as_of: date) -> date | None:
    if not forceful or (as_of - forceful[-1]).days > QUIET:
        return None
    opening = forceful[-1]
    for day in reversed(forceful):
        if (opening - day).days > QUIET:
            break
        opening = day
    return opening


def act_day(event: Event) -> date | None:
    """The day of an act, None where only its month or year is known."""
    when = event.when
    return when.start if when is not None and when.precision == "day" else None


def episode_course(episode: Episode) -> Course:
    """The episode's steps with states in place of sides; of its kinds of act the library holds the first."""
    doers = {"A": episode.a, "B": episode.b}
    moves = [Move(step.day, doers.get(step.side, ""), step.rung) for step in episode.steps]
    opened = next((i for i, move in enumerate(moves) if move.doer in ("", episode.opener)), None)
    return tuple(m._replace(kind=episode.opening) if i == opened else m for i, m in enumerate(moves))


def as_far_as(course: Course, present: Course) -> Course:
    """A past course cut where the present one has come to, at least its first week."""
    elapsed = max(MIN_DAYS, present[-1].day if present else 0)
    return tuple(move for move in course if move.day <= elapsed)


def course_likeness(present: Course, opener: str, past: Course, past_opener: str) -> float:
    """1 - distance of two courses, the past one as far as the present has come; the openers are matched."""
    return 1.0 - course_distance(_oriented(present, opener), _oriented(as_far_as(past, present), past_opener))


def _oriented(course: Course, opener: str) -> tuple[Aligned, ...]:
    """Sides as 0 the opener, 1 the answerer, 2 both: names of states do not matter."""

    def side(doer: str) -> int:
        return 2 if doer == "" else 0 if doer == opener else 1

    return tuple((float(m.day), side(m.doer), m.rung / 9, number(m.kind)) for m in course)


def opener_of(course: Course, states: Sequence[str]) -> str:
    """Who acted first; the first of `states` if no act has a direction."""
    return next((move.doer for move in course if move.doer in states), states[0])
