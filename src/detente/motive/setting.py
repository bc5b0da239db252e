"""What may move the actor at the start of a round: one number of [0, 1] for each motive, from the past only.

Each is the covariate of one rival account: pressure of security (Jervis 1978, World Politics 30:167), unmet
of status (Renshon 2017, Fighting for Status), need of coercive bargaining (Drezner 1999, The Sanctions
Paradox), home of audiences at home (Fearon 1994, APSR 88:577). How fast they fade is assumed, not fitted.
Only acts that lay wholly before the round's first day count; None is unknown, never zero.
"""

from bisect import bisect_left
from calendar import isleap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp2

from detente.motive.moves import OTHER, Sides, height_of
from detente.motive.rounds import Rounds
from detente.world.actor import Dyad
from detente.world.event import Event

REFUSALS = frozenset(
    {"reject_talks", "reject_proposal", "rejection", "suspend_talks", "suspend_agreement", "sanction",
     "refuse_withdrawal", "close_border", "diplomatic_break"}
)  # fmt: skip
"""Kinds by which a wish is refused or something given is taken back."""

RECOGNITION = frozenset({"summit", "visit", "recognition", "agreement"})
"""Kinds by which a state is met as an equal; talks of officials are none."""

PRESSURE_DAYS, PRESSURE_HALF = 30, 30.0
NEED_DAYS, NEED_HALF = 180, 90.0
LEADER_DAYS, LEADER_HALF = 365, 182.5
UNMET_HALF = 365.25
AFTER_DAYS = 7
"""Days after the first `tau` of a round in which an anniversary still counts: it is prepared for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The numbers of one round, each in [0, 1], None where no source can know.

    `pressure`: how lately the other side or a power behind it threatened or used force on the actor; `unmet`:
    how long ago it was met as an equal; `need`: refusals and sanctions met lately; `home`: an anniversary of
    the state or a new leader; `hope`: the belief in a deal.
    """

    pressure: float | None
    unmet: float | None
    need: float | None
    home: float | None
    hope: float | None


def settings(
    rounds: Rounds,
    acts: Sequence[Event],
    around: Sequence[Event],
    actor: str,
    dyad: Dyad,
    *,
    holidays: Sequence[tuple[int, int]],
    leaders_since: Sequence[date],
    hope: Sequence[float | None] | None,
    behind: frozenset[str] = frozenset(),
) -> tuple[Setting, ...]:
    """The setting of each of `rounds`, in their order.

    `acts` between the two and those `around` them, in any order; `holidays` are (month, day) of the actor's
    anniversaries, `leaders_since` the days its leaders took office, `hope` one belief a round; empty or None:
    unknown. ValueError if `hope` has another length. InputRefused "moves-actor" as in `rounds`.
    """
    if hope is not None and len(hope) != len(rounds.rounds):
        raise ValueError(f"{len(hope)} beliefs for {len(rounds.rounds)} rounds")
    past = _Past([*acts, *around], Sides.of(dyad, actor, behind), rounds, sorted(leaders_since))
    return tuple(
        Setting(
            pressure=past.pressure(start),
            unmet=past.unmet(start),
            need=past.need(start),
            home=past.home(start, holidays),
            hope=None if hope is None else hope[n],
        )
        for n, start in enumerate(one.start.toordinal() for one in rounds.rounds)
    )


class _Past:
    """The acts that count for each motive, by the last day on which they may have been done (ordinals)."""

    def __init__(self, acts: Sequence[Event], sides: Sides, rounds: Rounds, leaders: Sequence[date]) -> None:
        self.tau = rounds.tau
        self.spans = [(start.toordinal(), end.toordinal()) for start, end in rounds.spans]
        known = [(e, e.when.end.toordinal()) for e in acts if e.happened and e.when is not None]
        self.shown = _sorted(known, lambda e: sides.chance(e) if _shows(e, sides) else 0.0)
        self.met = _sorted(known, lambda e: 1.0 if _meets(e, sides) and e.p >= 0.5 else 0.0)
        self.refused = _sorted(known, lambda e: e.p if _refuses(e, sides.actor) else 0.0)
        self.peaceful = _sorted(known, lambda e: 0.0 if e.militarized else 1.0)
        self.leaders = [day.toordinal() for day in leaders]

    def pressure(self, start: int) -> float | None:
        """By the heaviest act; None if none is known and the days before are not all covered."""
        found = list(_before(self.shown, start, PRESSURE_DAYS))
        if found:
            return max(p * exp2(-age / PRESSURE_HALF) for age, p, _ in found)
        return 0.0 if self._covered_since(start) <= start - PRESSURE_DAYS else None

    def unmet(self, start: int) -> float | None:
        """By the years since it was last met as an equal."""
        if not self._sees_peace(start):
            return None
        found = bisect_left(self.met, (start,)) - 1
        return 1.0 if found < 0 else 1.0 - exp2((self.met[found][0] - start) / UNMET_HALF)

    def need(self, start: int) -> float | None:
        """By the sum of the refusals; one kind counts once a day, however often it is told."""
        if not self._sees_peace(start):
            return None
        told = {(age, kind): p for age, p, kind in _before(self.refused, start, NEED_DAYS)}
        return min(1.0, sum(p * exp2(-age / NEED_HALF) for (age, _), p in sorted(told.items())))

    def home(self, start: int, holidays: Sequence[tuple[int, int]]) -> float | None:
        """An anniversary near the beginning, or how new the leader is."""
        led = bisect_left(self.leaders, start) - 1
        if led < 0 and not holidays:
            return None
        if _falls_within(holidays, start, start + self.tau - 1 + AFTER_DAYS):
            return 1.0
        age = start - self.leaders[led] if led >= 0 else LEADER_DAYS + 1
        return exp2(-age / LEADER_HALF) if age <= LEADER_DAYS else 0.0

    def _covered_since(self, day: int) -> int:
        """Since when the record goes on without a gap up to the day before; the day itself if it does not."""
        return next((start for start, end in reversed(self.spans) if start <= day <= end + 1), day)

    def _sees_peace(self, start: int) -> bool:
        """Whether the record held anything but threats and uses of force before; some sources never do."""
        return bool(self.peaceful) and self.peaceful[0][0] < start


_Dated = tuple[int, float, str]


def _sorted(known: Sequence[tuple[Event, int]], chance: Callable[[Event], float]) -> list[_Dated]:
    """The acts that count with some chance, as (day, chance, kind)."""
    return sorted((day, p, event.kind) for event, day in known if (p := chance(event)) > 0.0)


def _before(acts: list[_Dated], start: int, days: int) -> Iterator[_Dated]:
    """The acts of the last `days` days before `start`, as (age in days, p, kind)."""
    for day, p, kind in acts[bisect_left(acts, (start - days,)) : bisect_left(acts, (start,))]:
        yield start - day, p, kind


def _shows(event: Event, sides: Sides) -> bool:
    return height_of(event) > 0 and OTHER in sides.doers(event)


def _meets(event: Event, sides: Sides) -> bool:
    pair = {event.source, event.target}
    other = {sides.other} | sides.behind
    return event.kind in RECOGNITION and event.rung <= 1 and sides.actor in pair and bool(pair & other)


def _refuses(event: Event, actor: str) -> bool:
    met = event.target == actor or (event.symmetric and event.source == actor)
    return event.kind in REFUSALS and met


def _falls_within(holidays: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    return any(first <= _day(year, month, day) <= last for year in years for month, day in holidays)


def _day(year: int, month: int, day: int) -> int:
    """The anniversary as an ordinal; 29 February is kept on the 28th in common years."""
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day).toordinal()
