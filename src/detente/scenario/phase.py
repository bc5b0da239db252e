"""The phase of the cycle that a pair is in, by rules that a reader can check against the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.world.event import Event

BREAKDOWN = frozenset(
    {"suspend_talks", "suspend_agreement", "reject_talks", "reject_proposal", "withdraw_treaty",
     "close_border", "diplomatic_break", "recall_ambassador", "demolition"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phase:
    """The phase and the counts that it rests on."""

    name: str
    why: str


def phase(acts: Sequence[Event], as_of: date) -> Phase:
    """War, clash, provocation, breakdown, talks, detente or quiet; the first rule that holds decides."""
    month, quarter, year = (_since(acts, as_of, days) for days in (30, 90, 365))
    force = [e for e in month if e.rung >= 6]
    shows = [e for e in month if e.militarized]
    talks = [e for e in quarter if e.rung <= 1]
    broken = [e for e in quarter if e.kind in BREAKDOWN]
    rules = (
        (any(e.rung >= 8 for e in month), "war", "war is recorded within 30 days"),
        (bool(force), "clash", f"{_count(force, 'use')} of force within 30 days"),
        (len(shows) > 0 and len(talks) <= len(shows), "provocation",
         f"{_count(shows, 'militarized act')} within 30 days against {_count(talks, 'talk')} within 90"),
        (len(broken) > 0 and len(broken) >= len(talks), "breakdown",
         f"{_count(broken, 'refusal')} or suspension within 90 days against {_count(talks, 'talk')}"),
        (bool(talks) and not any(e.militarized for e in year), "detente",
         f"{_count(talks, 'talk')} within 90 days, no militarized act in a year"),
        (bool(talks), "talks", f"{_count(talks, 'talk')} within 90 days"),
    )  # fmt: skip
    for holds, name, why in rules:
        if holds:
            return Phase(name, why)
    return Phase("quiet", "no act within 30 days and no talks within 90 that our sources know of")


def _since(acts: Sequence[Event], as_of: date, days: int) -> list[Event]:
    return [e for e in acts if e.when is not None and 0 <= (as_of - e.when.end).days <= days]


def _count(events: Sequence[Event], noun: str) -> str:
    return f"{len(events)} {noun}{'' if len(events) == 1 else 's'}"
