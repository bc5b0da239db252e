"""RUNAWAY on histories that nobody thought of."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.numerics.hawkes.hurdle import Params, simulate
from detente.runaway.answer import answer
from detente.runaway.model import event_days
from detente.world.actor import Dyad
from detente.world.answers import Runaway
from detente.world.canonical import canonical
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.history import Coverage, History, close
from detente.world.record import Record
from detente.world.traits import Traits
from tests.unit.runaway.korea import VINTAGE

DYAD, AS_OF = Dyad("IND", "PAK"), date(2005, 3, 1)
RECORD = Record(None, AS_OF.isoformat(), ("IND", "PAK"), None, (), ())
VERDICTS = ("self-limiting", "not self-limiting", "near runaway", "undetermined")
UMBRELLAS = (
    Fact("nuclear_umbrella", "IND", "RUS"),
    Fact("nuclear_umbrella", "PAK", "CHN"),
    Fact("nuclear_umbrella", "PAK", "RUS"),
)
Row = tuple[int, bool, tuple[str, int], bool]

backs = st.one_of(st.integers(0, 60), st.integers(0, 7000))
kinds = st.sampled_from(
    [("artillery_fire", 6), ("threat", 2), ("naval_clash", 6), ("exercise", 4), ("killing", 7), ("war", 8)]
)
acts = st.tuples(backs, st.booleans(), kinds, st.booleans())
gap = st.tuples(st.integers(0, 2000), st.integers(2000, 5000)).map(lambda cut: [(0, cut[0]), (cut[1], 7000)])
spans = st.one_of(st.just([(0, 7000)]), gap, st.lists(st.tuples(backs, backs), max_size=3))
many = st.lists(acts, min_size=30, max_size=120)
few_or_many = st.one_of(many, st.lists(acts, max_size=60), many)
others = st.lists(
    st.tuples(backs, st.sampled_from(["RUS", "CHN"]), kinds, st.booleans()), min_size=5, max_size=25
)
facts = st.lists(st.sampled_from(UMBRELLAS), unique_by=lambda fact: fact.a)
mostly = st.integers(0, 5).map(bool)
flags = st.fixed_dictionaries({"informative": mostly, "informative_ahead": mostly})


def day(back: int) -> str:
    return (AS_OF - timedelta(days=back)).isoformat()


def event(row: Row) -> Event:
    back, first, (kind, rung), symmetric = row
    source = "IND" if first else "PAK"
    return Event(source, DYAD.other(source), day(back), kind, rung, symmetric=symmetric)


def aside(row: tuple[int, str, tuple[str, int], bool]) -> Event:
    """An act of a third state against one of the two, or with it."""
    back, third, (kind, rung), first = row
    return Event(third, "IND" if first else "PAK", day(back), kind, rung)


def covered(ends: tuple[int, int]) -> Coverage:
    span = day(max(ends)), day(min(ends))
    return Coverage("own", "acts", *span, 1, spans=(span,))


def history(rows: list[Row], ends: list[tuple[int, int]], **more: Any) -> History:
    events = tuple(sorted(map(event, rows), key=lambda e: (e.date or "", e.source or "", e.kind)))
    plain = History(
        DYAD, AS_OF, events, coverage=tuple(map(covered, ends)), traits=Traits(nuclear=("IND", "PAK")),
        parameters={"runaway": VINTAGE},
    )  # fmt: skip
    return replace(plain, **more)


def holds(found: Runaway) -> None:
    for interval in (
        found.branching_ratio,
        *(h.per_year for h in found.accident),
        *(w.ratio for w in found.what_if),
        *(r.acts for r in found.reactions),
        *(one for one in (found.lethal_ratio, found.half_life) if one is not None),
    ):
        assert 0.0 <= interval.low <= interval.value <= interval.high < float("inf")
    assert all(hazard.per_year.high <= 1.0 for hazard in found.accident)
    assert found.verdict in VERDICTS
    assert all(0.0 <= value <= found.cascade.days for _, value in found.cascade.expected)
    assert all(value >= 0.0 for _, _, value in found.matrix)
    assert all(isfinite(step.acts) and step.acts > 0.0 for step in found.generation)
    assert all(row.rate >= row.baseline > 0.0 for row in found.levels)
    _control_holds(found)
    _days_ahead_hold(found)


def _control_holds(found: Runaway) -> None:
    control = found.control
    assert (control is None) is found.prior_only
    if control is not None:
        assert 0.0 <= control.p_critical <= control.p_excited <= 1.0
        assert (control.mistaken is not None) is (found.branching_ratio.high >= 1.0)
        assert found.verdict != "near runaway" or control.mistaken is not None
        assert [k for k, _ in found.sizes] == sorted(k for k, _ in found.sizes)
        chances = [p for _, p in found.sizes]
        assert chances == sorted(chances, reverse=True)
        assert all(0.0 <= p <= control.p_excited for p in chances)


def _days_ahead_hold(found: Runaway) -> None:
    points = [(row.low, row.lower, row.middle, row.upper, row.high) for row in found.fan]
    assert all(list(row) == sorted(row) for row in points)
    assert all(a <= b for one, two in pairwise(points) for a, b in zip(one, two, strict=True))
    for days in {row.days for row in found.highest}:
        total = sum(row.p for row in found.highest if row.days == days)
        assert abs(total - 1.0) < 1e-9
    assert bool(found.fan) is bool(found.highest) is bool(found.cascade.expected)
    assert found.what_if[0].policy == "hotline"
    assert (len(found.what_if) > 1) is bool(found.fan)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(few_or_many, spans, others, facts, flags)
def test_never_crashes_and_intervals_hold(rows: list[Row], ends: list[tuple[int, int]],
                                          third: list[tuple[int, str, tuple[str, int], bool]],
                                          under: list[Fact], tested: dict[str, bool]) -> None:  # fmt: skip
    past = history(rows, ends, around=tuple(map(aside, third)), facts=tuple(under),
                   parameters={"runaway": {**VINTAGE, **tested}})  # fmt: skip
    found = answer(RECORD, past)
    holds(found)
    days = event_days(past)
    assert found.n == days.total()
    assert found.prior_only is (found.n < 10 or days.stale() or not tested["informative"])
    assert bool(found.fan) is (tested["informative_ahead"] and not days.silent())
    named = {r.doer for r in found.reactions if r.doer not in DYAD}
    assert named <= {fact.b for fact in under}


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10**6), st.floats(0.0, 0.6), st.floats(0.0, 0.6), st.sampled_from([0, 200, 1500]), facts
)
def test_streams_of_any_strength(seed: int, own: float, other: float, hole: int, under: list[Fact]) -> None:
    """Reaction from none to beyond 1, with and without a gap in coverage, with and without a patron."""
    rng = np.random.default_rng(seed)
    params = Params(np.full((2, 4000), 0.004), np.array([[own, other], [other, own]]), 0.4)
    rows = [
        (
            int(4000 - t),
            bool(side == 0),
            ("artillery_fire", 6) if rng.random() < 0.7 else ("killing", 7),
            False,
        )
        for side, days in enumerate(simulate(params, rng))
        for t in days[:300]
    ]
    third = tuple(aside((int(t), "RUS", ("alert", 4), bool(t % 2))) for t in rng.integers(0, 4000, 30))
    past = history(rows, [(0, 1000), (1001 + hole, 7000)], around=third, facts=tuple(under))
    found = answer(RECORD, past)
    holds(found)
    assert any("no source covers" in note for note in found.notes) is (hole > 0)
    lost = {day(back) for back, *_ in rows if 1000 < back <= 1000 + hole}
    assert found.n == len({day(back) for back, *_ in rows} - lost)
    if not found.prior_only:
        named = {(r.doer, r.answerer) for r in found.reactions if r.doer not in DYAD}
        alone = {fact.a for fact in under if fact.b == "RUS"}
        assert named == ({("RUS", DYAD.other(side)) for side in alone} if len(alone) == 1 else set())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(few_or_many, spans, others, st.integers(1, 4000))
def test_what_lies_after_the_day_changes_no_byte(rows: list[Row], ends: list[tuple[int, int]],
                                                 third: list[tuple[int, str, tuple[str, int], bool]],
                                                 ahead: int) -> None:  # fmt: skip
    past = history(rows, ends, around=tuple(map(aside, third)), facts=UMBRELLAS[:1])
    later = tuple(event((-ahead - k, bool(k % 2), ("killing", 7), False)) for k in range(20))
    more = tuple(aside((-ahead, "RUS", ("exercise", 4), True)) for _ in range(6))
    begun = replace(UMBRELLAS[1], since=day(-ahead))
    known = replace(past, acts=(*past.acts, *later), around=(*past.around, *more), facts=(*past.facts, begun))
    found = canonical(answer(RECORD, past))
    assert canonical(answer(RECORD, close(known))) == found
    told = replace(RECORD, events=(*later, *more))
    assert canonical(answer(told, past)) == found


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 3), st.integers(30, 250), st.integers(0, 2))
def test_regular_streams_are_no_trap(step: int, count: int, other: int) -> None:
    days = [AS_OF - timedelta(days=step * k) for k in range(count)]
    events = [Event("IND", "PAK", day.isoformat(), "threat", 2) for day in sorted(days)]
    if other:
        events += [Event("PAK", "IND", day.isoformat(), "threat", 2) for day in sorted(days[::other])]
    holds(answer(RECORD, replace(history([], [(0, 5500)]), acts=tuple(events))))
