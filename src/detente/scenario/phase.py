"""The phase of the cycle that a pair is in, by rules that a reader can check against the record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.scenario.months import BREAKDOWN
from detente.world.event import Event


@dataclass(frozen=True, slots=True)
class Phase:
    """The phase and the counts that it rests on."""

    name: str
    why: str


def phase(acts: Sequence[Event], as_of: date) -> Phase:
    """War, clash, provocation, breakdown, talks, detente or quiet; the first rule that holds decides.

    Days are counted, not acts: a feed may report one act a hundred times.
    """
    force = _days(acts, as_of, 30, lambda e: e.rung >= 6)
    shows = _days(acts, as_of, 30, lambda e: e.militarized)
    talks = _days(acts, as_of, 90, lambda e: e.rung <= 1)
    broken = _days(acts, as_of, 90, lambda e: e.kind in BREAKDOWN)
    year = _days(acts, as_of, 365, lambda e: e.militarized)
    talked = f"{_count(talks, 'talks')} within 90 days"
    shown = f"{_count(shows, 'militarized acts')} within 30 days"
    rules = (
        (bool(_days(acts, as_of, 30, lambda e: e.rung >= 8)), "war", "war is recorded within 30 days"),
        (bool(force), "clash", f"{_count(force, 'force used')} within 30 days"),
        (len(shows) > 0 and len(talks) <= len(shows), "provocation", f"{shown}, {talked}"),
        (len(broken) > 0 and len(broken) >= len(talks), "breakdown",
         f"{_count(broken, 'refusals or suspensions')} within 90 days, {talked}"),
        (bool(talks) and not year, "detente", f"{talked}, no militarized act in a year"),
        (bool(talks), "talks", talked),
    )  # fmt: skip
    for holds, name, why in rules:
        if holds:
            return Phase(name, why)
    return Phase("quiet", "no act within 30 days and no talks within 90 that our sources know of")


def _days(acts: Sequence[Event], as_of: date, back: int, holds: Callable[[Event], bool]) -> list[str]:
    recent = (e for e in acts if e.when is not None and 0 <= (as_of - e.when.end).days <= back)
    return sorted({e.date or "" for e in recent if holds(e)})


def _count(days: Sequence[str], noun: str) -> str:
    return f"{len(days)} {'day' if len(days) == 1 else 'days'} with {noun}"
