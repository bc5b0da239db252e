"""Acts on days: where each may lie in the record, and how surely it is there."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from detente.motive.moves import Sides, concedes, height_of
from detente.world.errors import InputRefused
from detente.world.event import Event

BOTH = 2
"""The side of a mutual concession."""


class Placed(NamedTuple):
    """An act on a day (ordinal); acts are sorted by these fields: in a day, a side climbs before it yields.

    `depth` counts the acts of that day that it answers, one by way of another; `side` is 0, 1 or `BOTH`;
    `height` 1 to 4, or 0 for a concession, which `yields`; `act` is its index.
    """

    day: int
    depth: int
    side: int
    yields: bool
    height: int
    act: int


Places = list[tuple[float, tuple[Placed, ...]]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An act that may not be, or not on that day: (probability, the act there); the rest: it is not."""

    places: tuple[tuple[float, tuple[Placed, ...]], ...]

    def likeliest(self) -> tuple[Placed, ...]:
        """In the middle of its span, if it is likelier than not."""
        if sum(p for p, _ in self.places) < 0.5:
            return ()
        return self.places[len(self.places) // 2][1]

    def within(self, first: int, last: int) -> Places:
        """Its places in a round, and that it is not in it."""
        inside = [(p, placed) for p, placed in self.places if first <= placed[0].day <= last]
        rest = 1.0 - sum(p for p, _ in inside)
        return [*inside, (rest, ())] if rest > 1e-12 else inside


def check_order(acts: Sequence[Event]) -> None:
    """InputRefused "moves-contradict" unless every act answers an earlier one or none."""
    for n, act in enumerate(acts):
        if act.answers_to is None:
            continue
        if not 0 <= act.answers_to < len(acts):
            raise InputRefused(
                "moves-contradict", f"act {n} answers act {act.answers_to}, but there are {len(acts)}"
            )
        when, answered = act.when, acts[act.answers_to].when
        if when and answered and answered.start > when.end:
            raise InputRefused(
                "moves-contradict",
                f"act {n} ({act.kind}, {act.date}) answers the later act {act.answers_to} "
                f"({acts[act.answers_to].date}): mend the dates or the link",
            )
        _check_circle(acts, n)


def _check_circle(acts: Sequence[Event], first: int) -> None:
    seen, at = {first}, acts[first].answers_to
    while at is not None and 0 <= at < len(acts):
        if at in seen:
            raise InputRefused(
                "moves-contradict", f"act {first} answers itself by way of act {at}: cut one of the links"
            )
        seen.add(at)
        at = acts[at].answers_to


def placements(
    acts: Sequence[Event], sides: Sides, spans: Sequence[tuple[date, date]], until: date
) -> tuple[list[Placed], list[Doubt]]:
    """The moves among the acts on covered days, the certain ones and the others, both sorted."""
    firsts = [start.toordinal() for start, _ in spans]
    lasts = [end.toordinal() for _, end in spans]
    certain: list[Placed] = []
    doubts: list[Doubt] = []
    for n, act in enumerate(acts):
        height = height_of(act)
        if not (height or concedes(act)) or not act.happened or not act.known_by(until):
            continue
        doers, chance = sides.doers(act), sides.chance(act)
        if not doers or chance <= 0.0:
            continue
        by = doers if height or len(doers) == 1 else (BOTH,)
        depth = _depth(acts, n)
        days = _days(act)
        places = tuple(
            (chance / len(days), tuple(Placed(day, depth, side, not height, height, n) for side in by))
            for day in days
            if any(first <= day <= last for first, last in _span_at(firsts, lasts, day))
        )
        if places and places[0][0] == 1.0:
            certain.extend(places[0][1])
        elif places:
            doubts.append(Doubt(places))
    return sorted(certain), sorted(doubts, key=_by_place)


def _by_place(doubt: Doubt) -> list[tuple[object, ...]]:
    """The order of doubts: by all but their index, so that the order of the list is of no account."""
    return [(placed[0][:-1], p, len(placed)) for p, placed in doubt.places]


def _span_at(firsts: list[int], lasts: list[int], day: int) -> Iterator[tuple[int, int]]:
    at = bisect_right(firsts, day) - 1
    if at >= 0:
        yield firsts[at], lasts[at]


def _days(act: Event) -> tuple[int, ...]:
    """The day, or first, middle and last of the span that it may be."""
    when = act.when
    assert when is not None
    first, last = when.start.toordinal(), when.end.toordinal()
    return (first,) if first == last else (first, (first + last) // 2, last)


def _depth(acts: Sequence[Event], n: int) -> int:
    """How many acts of the same day it answers, one by way of another."""
    depth, act = 0, acts[n]
    while act.answers_to is not None and acts[act.answers_to].date == act.date:
        depth, act = depth + 1, acts[act.answers_to]
    return depth
