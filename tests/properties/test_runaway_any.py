"""RUNAWAY on histories that nobody thought of."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.runaway.answer import answer
from detente.world.actor import Dyad
from detente.world.answers import Runaway
from detente.world.event import Event
from detente.world.history import Coverage, History
from detente.world.record import Record
from detente.world.traits import Traits

DYAD, AS_OF = Dyad("IND", "PAK"), date(2005, 3, 1)
RECORD = Record(None, AS_OF.isoformat(), ("IND", "PAK"), None, (), ())
VINTAGE = {
    "vintage": "2005",
    "informative": True,
    "branching": {"low": 0.0, "median": 0.3, "high": 0.7, "n": 9},
}

backs = st.one_of(st.integers(0, 60), st.integers(0, 7000))
kinds = st.sampled_from(
    [("artillery_fire", 6), ("threat", 2), ("naval_clash", 6), ("exercise", 4), ("war", 8)]
)
acts = st.tuples(backs, st.booleans(), kinds, st.booleans())
spans = st.one_of(st.just([(0, 7000)]), st.lists(st.tuples(backs, backs), max_size=3))
few_or_many = st.one_of(st.lists(acts, max_size=60), st.lists(acts, min_size=45, max_size=150))


def event(row: tuple[int, bool, tuple[str, int], bool]) -> Event:
    back, first, (kind, rung), symmetric = row
    source = "IND" if first else "PAK"
    day = (AS_OF - timedelta(days=back)).isoformat()
    return Event(source, DYAD.other(source), day, kind, rung, symmetric=symmetric)


def covered(ends: tuple[int, int]) -> Coverage:
    since, until = (AS_OF - timedelta(days=back) for back in (max(ends), min(ends)))
    span = (since.isoformat(), until.isoformat())
    return Coverage("own", "acts", *span, 1, spans=(span,))


def holds(found: Runaway) -> None:
    for interval in (
        found.branching_ratio,
        *(h.per_year for h in found.accident),
        *(w.ratio for w in found.what_if),
    ):
        assert 0.0 <= interval.low <= interval.value <= interval.high < float("inf")
    assert found.verdict in ("self-limiting", "not self-limiting", "undetermined")
    assert all(0.0 <= value <= found.cascade.days for _, value in found.cascade.expected)
    assert all(value >= 0.0 for _, _, value in found.matrix)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(few_or_many, spans)
def test_never_crashes_and_intervals_hold(rows: list[tuple[int, bool, tuple[str, int], bool]],
                                          ends: list[tuple[int, int]]) -> None:  # fmt: skip
    events = tuple(sorted(map(event, rows), key=lambda e: (e.date or "", e.source or "", e.kind)))
    history = History(
        DYAD, AS_OF, events, coverage=tuple(map(covered, ends)), traits=Traits(nuclear=("IND", "PAK")),
        parameters={"runaway": VINTAGE},
    )  # fmt: skip
    holds(answer(RECORD, history))


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 3), st.integers(30, 400), st.integers(0, 2))
def test_regular_streams_are_no_trap(step: int, count: int, other: int) -> None:
    days = [AS_OF - timedelta(days=step * k) for k in range(count)]
    events = [Event("IND", "PAK", day.isoformat(), "threat", 2) for day in sorted(days)]
    if other:
        events += [Event("PAK", "IND", day.isoformat(), "threat", 2) for day in sorted(days[::other])]
    coverage = (Coverage("own", "acts", "1990-01-01", None, 1, spans=(("1990-01-01", AS_OF.isoformat()),)),)
    history = History(DYAD, AS_OF, tuple(events), coverage=coverage, parameters={"runaway": VINTAGE})
    holds(answer(RECORD, history))
