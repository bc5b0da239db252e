"""Acts in time become rounds of the ladder game: who was on turn, what he did, and when.

The clock. A round begins at quiet with the actor on turn; turns alternate. The side on turn has `tau` days
after the other's move (at the start: the first `tau` days). Its move is the highest of its acts from its
first one until the other acts, at most `tau` days later, dated on that act's day; an act at or below the
height reached is a hold (an answer in kind). Silence for `tau` days is a hold, dated on the last of them. If
the other acts first, the side on turn has held, the day before. As long as a wait or an answer in kind may
still become another move, it is none. A concession is a move of its own; one by both (an accord) is made by
the side on turn, and at quiet, where nothing is to be conceded, is no move.

The end. Two holds running, a concession, or war; a war lasts until `tau` days have passed without an act of
war. What else was done on the last day belongs to the round that ends. The next begins the day after. Days
outside the spans of coverage are unknown: they end a round unfinished (`cut`) and none begins there.

Ambiguity. The likeliest reading (acts likelier than not, imprecise dates in the middle of their span, the
actor first where both act on one day) cuts the record into rounds; every other reading of a round keeps those
bounds, and one that would go on after the last day is known up to it. Readings with the same moves are one.
None uses what came after the likeliest was over: a round that is over stays as it is.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest
from itertools import product
from typing import NamedTuple

from detente.motive.moves import ACTOR, OTHER, Move, Sides
from detente.motive.placing import BOTH, Doubt, Placed, Places, check_order, placements
from detente.motive.turns import Course, Turn
from detente.world.actor import Dyad
from detente.world.event import Event

TAU = 14
"""Days to answer in, assumed."""

MOST_READINGS = 16
"""Of a round the likeliest are kept and made to sum to 1; a third as many where each is to be parted."""

MOST_DISORDERED_DAYS = 4
"""Days of a round whose acts of both sides are tried in both orders; on later ones the actor is first."""

_MOVES = tuple(Move)


class Step(NamedTuple):
    """A move: the side, the `Move`, its day, and the index of the act that made it (None: silence)."""

    side: int
    move: Move
    day: date
    act: int | None


Path = tuple[Step, ...]
Reading = tuple[float, Path]


@dataclass(frozen=True, slots=True)
class Round:
    """A round from `start` to `end`, with its readings (weight, path), the likeliest first.

    The weights sum to 1 where the source shows concessions; else the silence at the end is parted into the
    ways it may have come about, each with the weight of its reading. `open`: the as-of day cuts it; `cut`: a
    gap of the record does. Their paths are what was seen so far; a wait that is not over is no move.
    """

    start: date
    end: date
    readings: tuple[Reading, ...]
    open: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Rounds:
    """All rounds of a pair, ascending; side 0 is `actor`.

    `note` says why they tell nothing of motives (no moves, one side only, no coverage), empty if they may.
    """

    dyad: Dyad
    actor: str
    tau: int
    spans: tuple[tuple[date, date], ...]
    rounds: tuple[Round, ...]
    note: str = ""


def rounds(
    acts: Sequence[Event],
    dyad: Dyad,
    actor: str,
    spans: Sequence[tuple[date, date]],
    *,
    tau: int = TAU,
    shown_since: date | None,
    behind: frozenset[str] = frozenset(),
    until: date,
) -> Rounds:
    """The rounds of the covered days up to `until`; nothing later is used.

    `acts` in any order, with others' acts among them (they are passed over, but for those of the powers
    `behind` the other side, which are its own); `answers_to` are indices into `acts`, see `relinked`; `spans`
    are closed spans of days, `tau` is in days. In rounds that begin after `shown_since` the record shows
    concessions; in others a silence may have been one. InputRefused: "moves-actor" if `actor` is not of the
    pair, "moves-contradict" if an act answers a later one, none, or itself in a circle.
    """
    if tau < 1:
        raise ValueError(f"tau must be at least a day, found {tau}")
    sides = Sides.of(dyad, actor, behind)
    check_order(acts)
    covered = merged(spans, until)
    certain, doubts = placements(acts, sides, covered, until)
    likely = sorted([*certain, *(act for doubt in doubts for act in doubt.likeliest())])
    bounds = list(_bounds(likely, covered, tau))
    read = _Reader(tau, certain, likely, _by_round(doubts, bounds), shown_since)
    found = tuple(read.round(n, bound, until) for n, bound in enumerate(bounds))
    return Rounds(dyad, actor, tau, covered, found, _note(likely, covered, sides))


def relinked(acts: Sequence[Event], events: Sequence[Event]) -> tuple[Event, ...]:
    """`acts` with the `answers_to` of a dispatch's `events` turned into places in `acts`, others' cleared.

    InputRefused "moves-contradict" if the dispatch's own links contradict each other.
    """
    check_order(events)
    place = {event: n for n, event in enumerate(acts) if event.origin is None}
    known = {event: event.answers_to for event in events if event in place}

    def link(event: Event) -> int | None:
        answered = known.get(event) if event.origin is None else None
        return None if answered is None else place.get(events[answered])

    return tuple(replace(e, answers_to=link(e)) if e.answers_to is not None else e for e in acts)


def merged(spans: Sequence[tuple[date, date]], until: date) -> tuple[tuple[date, date], ...]:
    """Closed spans of days up to `until`, ascending, those that touch or overlap made one."""
    found: list[tuple[date, date]] = []
    for start, end in sorted((s, min(e, until)) for s, e in spans if s <= min(e, until)):
        if found and start.toordinal() <= found[-1][1].toordinal() + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


class _Bound(NamedTuple):
    """A round as the likeliest reading cuts it, in ordinals; `known` is the day on which it was over."""

    first: int
    last: int
    known: int
    over: bool
    course: Course


def _bounds(likely: Sequence[Placed], spans: Sequence[tuple[date, date]], tau: int) -> Iterator[_Bound]:
    days = [act.day for act in likely]
    for start, end in spans:
        first, past = start.toordinal(), end.toordinal()
        while first <= past:
            course = Course(likely, bisect_left(days, first), first, past, tau)
            over = course.end is not None and course.end <= past
            last = course.end if over and course.end is not None else past
            yield _Bound(first, last, course.known if over else past, over, course)
            first = last + 1


def _by_round(doubts: Sequence[Doubt], bounds: Sequence[_Bound]) -> dict[int, list[Doubt]]:
    """The doubtful acts that may lie in a round, by the round's place."""
    firsts = [bound.first for bound in bounds]
    found: dict[int, list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        places = {bisect_right(firsts, placed[0].day) - 1 for _, placed in doubt.places}
        for n in sorted(places):
            found[n].append(doubt)
    return found


class _Reader:
    """The readings of each round, the likeliest of them."""

    def __init__(
        self,
        tau: int,
        certain: list[Placed],
        likely: list[Placed],
        doubts: dict[int, list[Doubt]],
        shown_since: date | None,
    ) -> None:
        self.tau, self.certain, self.likely, self.doubts = tau, certain, likely, doubts
        self.days = [act.day for act in certain], [act.day for act in likely]
        self.shown_since = shown_since

    def round(self, n: int, bound: _Bound, until: date) -> Round:
        """The n-th round with its readings."""
        first, last = date.fromordinal(bound.first), date.fromordinal(bound.last)
        shown = self.shown_since is not None and first > self.shown_since
        return Round(
            first,
            last,
            _kept(self._weighed(n, bound), shown=shown),
            open=not bound.over and last == until,
            cut=not bound.over and last < until,
        )

    def _weighed(self, n: int, bound: _Bound) -> list[tuple[float, list[Turn]]]:
        acts = self._slice(0, bound.first, bound.last)
        doubts = [doubt.within(bound.first, bound.last) for doubt in self.doubts.get(n, ())]
        if not doubts and not _disordered(acts):
            return [(1.0, bound.course.turns)]
        after = self._slice(1, bound.last + 1, bound.known)
        found = []
        for weight, placed in _combined(doubts):
            for share, ordered in _orders([*acts, *placed]):
                course = Course([*ordered, *after], 0, bound.first, bound.known, self.tau)
                found.append((weight * share, [turn for turn in course.turns if turn[2] <= bound.last]))
        return found

    def _slice(self, which: int, first: int, last: int) -> list[Placed]:
        days, acts = self.days[which], (self.certain, self.likely)[which]
        return acts[bisect_left(days, first) : bisect_right(days, last)]


def _kept(found: Sequence[tuple[float, list[Turn]]], *, shown: bool) -> tuple[Reading, ...]:
    """Readings with the same moves made one, the likeliest kept; silences parted if concessions are not
    `shown`."""
    kept = nlargest(MOST_READINGS if shown else MOST_READINGS // 3, _summed(found), key=lambda one: one[0])
    total = sum(weight for weight, _ in kept)
    shares = [(weight / total, turns) for weight, turns in kept]
    if not shown:
        shares = _summed([(w, parted) for w, turns in shares for parted in _silences(turns)])
    return tuple((weight, _path(turns)) for weight, turns in shares)


def _combined(doubts: Sequence[Places]) -> list[tuple[float, tuple[Placed, ...]]]:
    """The likeliest joint places of the doubtful acts, independent of each other."""
    found: list[tuple[float, tuple[Placed, ...]]] = [(1.0, ())]
    for places in doubts:
        joint = ((w * p, (*placed, *more)) for w, placed in found for p, more in places)
        found = nlargest(MOST_READINGS, joint, key=lambda reading: reading[0])
    return found


def _disordered(acts: Sequence[Placed]) -> list[int]:
    """Days, ascending, on which both sides act with no answer to say who went first."""
    sides: dict[tuple[int, int], set[int]] = defaultdict(set)
    for act in acts:
        sides[act.day, act.depth].add(act.side)
    return sorted({day for (day, _), acted in sides.items() if {ACTOR, OTHER} <= acted})


def _orders(acts: Sequence[Placed]) -> Iterator[tuple[float, list[Placed]]]:
    """The acts in each order that their days allow, with its share."""
    days = _disordered(acts)[:MOST_DISORDERED_DAYS]
    for flips in product((False, True), repeat=len(days)):
        turned = {day for day, flip in zip(days, flips, strict=True) if flip}
        yield 0.5 ** len(days), sorted(acts, key=lambda a: _place(a, a.day in turned))


def _place(act: Placed, turned: bool) -> Placed:
    return act._replace(side=1 - act.side) if turned and act.side != BOTH else act


def _summed(found: Sequence[tuple[float, list[Turn]]]) -> list[tuple[float, list[Turn]]]:
    """One reading for each sequence of moves, dated as the likeliest of them, the likeliest first."""
    groups: dict[tuple[tuple[int, int], ...], list[tuple[float, list[Turn]]]] = defaultdict(list)
    for weight, turns in found:
        groups[tuple((side, move) for side, move, _, _ in turns)].append((weight, turns))
    summed = [
        (sum(w for w, _ in group), max(group, key=lambda reading: reading[0])[1]) for group in groups.values()
    ]
    return sorted(summed, key=lambda reading: -reading[0])


def _silences(turns: list[Turn]) -> Iterator[list[Turn]]:
    """The turns, and those that stop in a concession where one of the silences at the end may be one."""
    yield turns
    for n in range(len(turns) - 1, -1, -1):
        side, move, day, act = turns[n]
        if move != Move.HOLD or act is not None:
            return
        yield [*turns[:n], (side, Move.CONCEDE, day, None)]


def _path(turns: Sequence[Turn]) -> Path:
    return tuple(Step(side, _MOVES[move], date.fromordinal(day), act) for side, move, day, act in turns)


def _note(likely: Sequence[Placed], spans: Sequence[tuple[date, date]], sides: Sides) -> str:
    if not spans:
        return "no source covers the two: their moves are unknown"
    moved = {act.side for act in likely}
    if not moved - {BOTH}:
        return "no show or use of force and no concession between the two is on record"
    if len(moved) == 1:
        silent = sides.other if ACTOR in moved else sides.actor
        return f"one side only is on record: {silent} never moves"
    return ""
