"""Rival motives as statements about timing, each of which the record can contradict.

A demonstration of force that serves a motive comes when that motive says so. Each hypothesis marks days on
which the actor's demonstrations should come more often (or, for status, less often); `habit` says that timing
follows nothing but the actor's own rhythm. Within each half-year the number of demonstrations on marked days
follows Fisher's noncentral hypergeometric (numerics/matched.py): a busy year cannot pass for a reason.

Which signs tell the motives apart: Fearon (1995), IO 49:379 on war aims; Renshon (2017), Fighting for Status;
Drezner (1999), The Sanctions Paradox, on concessions sought; Fearon (1994), APSR 88:577 on audiences at home.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.world.actor import Dyad
from detente.world.event import Event

REFUSALS = frozenset(
    {"reject_talks", "reject_proposal", "rejection", "suspend_talks", "suspend_agreement", "sanction",
     "refuse_withdrawal", "close_border", "diplomatic_break"}
)  # fmt: skip
RECOGNITION = frozenset({"summit", "visit", "agreement", "recognition", "talks", "meeting"})
PRESSURE_DAYS = 14
REFUSED_DAYS = 60
RECOGNISED_DAYS = 60
HOLIDAY_DAYS = 7


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A motive, what it predicts, and the sign of the effect on marked days."""

    motive: str
    predicts: str
    sign: int


HYPOTHESES = (
    Hypothesis("security", f"demonstrations come within {PRESSURE_DAYS} days after shows of force "
               "by the other side or its patron", 1),
    Hypothesis("status", f"restraint for {RECOGNISED_DAYS} days after being met as an equal "
               "(summit, visit, accord)", -1),
    Hypothesis("coercion", f"demonstrations come within {REFUSED_DAYS} days after a refusal, suspension "
               "or sanction, to force a better offer", 1),
    Hypothesis("domestic", f"demonstrations come within {HOLIDAY_DAYS} days of the regime's own "
               "anniversaries", 1),
)  # fmt: skip

HABIT = Hypothesis("habit", "timing follows nothing but the actor's own rhythm", 0)


def demonstrations(acts: Sequence[Event], actor: str) -> list[date]:
    """The days, ascending, on which `actor` made a show or use of force; a salvo is one day."""
    days = {_day(e) for e in acts if e.source == actor and e.militarized and _day(e) is not None}
    return sorted(day for day in days if day is not None)


def marked(motive: str, acts: Sequence[Event], actor: str, holidays: Sequence[tuple[int, int]]) -> list[date]:
    """The days whose aftermath (or neighbourhood) the hypothesis marks; for `domestic` a day of each year."""
    if motive == "domestic":
        return _anniversaries(acts, holidays)
    return sorted({day for e in acts if (day := _day(e)) is not None and _TRIGGERS[motive](e, actor)})


def window(motive: str) -> tuple[int, int]:
    """First and last day, relative to a trigger, that the hypothesis marks."""
    return {
        "security": (1, PRESSURE_DAYS),
        "status": (1, RECOGNISED_DAYS),
        "coercion": (1, REFUSED_DAYS),
        "domestic": (-HOLIDAY_DAYS, HOLIDAY_DAYS),
    }[motive]


def likely_actor(record: Sequence[Event], acts: Sequence[Event], dyad: Dyad) -> str:
    """Whose motives are asked about: the first in the dispatch to use or show force, else the busier side."""
    for event in record:
        if (
            event.status == "actual"
            and event.militarized
            and event.source in dyad
            and event.answers_to is None
        ):
            return event.source or dyad.a
    first, second = (len(demonstrations(acts, code)) for code in (dyad.a, dyad.b))
    return dyad.b if second > first else dyad.a


def _pressure(event: Event, actor: str) -> bool:
    return event.militarized and event.source != actor and (event.target == actor or event.target is None)


def _refusal(event: Event, actor: str) -> bool:
    return event.kind in REFUSALS and event.target == actor


def _recognition(event: Event, actor: str) -> bool:
    return event.kind in RECOGNITION and event.rung <= 1 and actor in (event.source, event.target)


_TRIGGERS: dict[str, Callable[[Event, str], bool]] = {
    "security": _pressure,
    "status": _recognition,
    "coercion": _refusal,
}


def _anniversaries(acts: Sequence[Event], holidays: Sequence[tuple[int, int]]) -> list[date]:
    years = sorted({day.year for e in acts if (day := _day(e)) is not None})
    return sorted(date(year, month, day) for year in years for month, day in holidays)


def _day(event: Event) -> date | None:
    when = event.when
    return when.start if when is not None and when.precision == "day" else None
