"""MOTIVE on pasts that nobody thought of: coherent, the same twice, and blind to what comes later."""

from dataclasses import replace
from datetime import date, timedelta
from math import isfinite
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.motive.answer import PRIOR, answer
from detente.motive.vintage import MODELS
from detente.world.canonical import canonical
from detente.world.estimate import Interval
from detente.world.event import Event
from detente.world.history import Coverage, History, close
from detente.world.kinds import KINDS
from detente.world.motives import Motives
from detente.world.traits import Traits
from tests.unit.motive.pasts import DAY, EMPTY, PAIR, fitted, of_pair

Row = tuple[int, str | None, str | None, str, float, bool]

backs = st.one_of(st.integers(0, 400), st.integers(0, 5000))
states = st.sampled_from(["AAA", "AAA", "BBB", "BBB", "CCC", None])
kinds = st.sampled_from(
    ["exercise", "missile_launch", "artillery_fire", "ground_clash", "war", "threat", "release", "agreement",
     "talks", "summit", "reject_talks", "sanction", "accident"]
)  # fmt: skip
rows = st.tuples(backs, states, states, kinds, st.sampled_from([0.3, 0.8, 1.0]), st.booleans())
many = st.lists(rows, min_size=30, max_size=80)
gap = st.tuples(st.integers(0, 1500), st.integers(1500, 4000)).map(lambda cut: [(0, cut[0]), (cut[1], 5000)])
spans = st.one_of(
    st.just([(0, 5000)]), st.just([(0, 5000)]), gap, st.lists(st.tuples(backs, backs), max_size=2)
)
fits = st.sampled_from(
    [{}, {}, of_pair("AAA"), of_pair("BBB", best="status"), of_pair("AAA", best="habit", by=60.0)]
)
answers = st.lists(st.one_of(st.none(), st.integers(-1, 8)), max_size=8)
USUAL = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def day(back: int) -> date:
    return DAY - timedelta(days=back)


def event(row: Row) -> Event:
    back, source, target, kind, p, symmetric = row
    known = target if target != source else None
    return Event(source, known, day(back).isoformat(), kind, KINDS[kind].rung, p=p, symmetric=symmetric)


def history(found: list[Row], ends: list[tuple[int, int]], pairs: dict[str, Any]) -> History:
    events = sorted(map(event, found), key=lambda e: (e.date or "", e.source or "", e.kind))
    between = tuple(e for e in events if e.source in (PAIR.a, PAIR.b, None) and e.target != "CCC")
    around = tuple(e for e in events if e not in between)
    covered = tuple(
        Coverage("own", "acts", day(max(e)).isoformat(), day(min(e)).isoformat(), 1,
                 spans=((day(max(e)).isoformat(), day(min(e)).isoformat()),))
        for e in ends
    )  # fmt: skip
    return History(PAIR, DAY, between, around, coverage=covered, traits=Traits(umbrella=("BBB",)),
                   parameters={"motive": fitted(pairs=pairs)})  # fmt: skip


def coherent(found: Motives) -> None:
    """What every answer keeps to."""
    assert {m.motive for m in found.weights} == set(MODELS)
    assert abs(sum(m.weight for m in found.weights) - 1.0) < 1e-9
    assert all(0.0 <= m.low <= m.weight <= m.high <= 1.0 for m in found.weights)
    assert abs(sum(m.among for m in found.weights) - 1.0) < 1e-9
    assert all(0.0 <= m.among_low <= m.among <= m.among_high <= 1.0 for m in found.weights)
    if found.prior_only:
        assert all(Interval(m.weight, m.low, m.high) == PRIOR for m in found.weights)
        assert found.undetermined
        assert found.notes
    if found.n == 0:
        assert found.prior_only
        assert (found.evidence, found.ladder, found.ends, found.what_if) == ((), (), (), ())
        return
    assert found.n >= 10
    assert abs(sum(e.p.value for e in found.ends) - 1.0) < 1e-6
    assert all(0.0 <= e.p.low <= e.p.high <= 1.0 + 1e-9 for e in found.ends)
    for node in found.ladder:
        assert 0.0 <= node.reached <= 1.0
        assert abs(sum(p.value for _, p in node.moves) - 1.0) < 1e-6
    assert all(0.0 < e.p <= 1.0 and e.state in PAIR for e in found.evidence)
    assert all(w.reached is None or 0.0 <= w.reached <= 1.0 for w in found.what_if)
    assert all(isfinite(s.nats) and s.nats > 0.0 for s in found.separations)


@USUAL
@given(many, spans, fits)
def test_any_past_has_a_coherent_answer(
    found: list[Row], ends: list[tuple[int, int]], pairs: dict[str, Any]
) -> None:
    past = history(found, ends, pairs)
    one = answer(EMPTY, past)
    coherent(one)
    assert canonical(answer(EMPTY, past)) == canonical(one)
    assert canonical(answer(EMPTY, close(past))) == canonical(one)


@USUAL
@given(many, fits, st.integers(200, 3000))
def test_the_answer_of_a_day_is_that_of_the_record_cut_there(
    found: list[Row], pairs: dict[str, Any], back: int
) -> None:
    """The past of an earlier day, closed on it, and the same with everything later deleted."""
    cut = {"cut": day(back).year - 1}
    motive = fitted(pairs={pair: {who: fit | cut for who, fit in one.items()} for pair, one in pairs.items()})
    now = replace(history(found, [(0, 5000)], {}), as_of=day(back), parameters={"motive": motive})
    before = [row for row in found if row[0] >= back]
    alone = replace(history(before, [(0, 5000)], {}), as_of=day(back), parameters={"motive": motive})
    record = replace(EMPTY, as_of=day(back).isoformat())
    late = replace(record, events=tuple(event(row) for row in found if row[0] < back))
    assert canonical(answer(record, close(now))) == canonical(answer(record, alone))
    assert canonical(answer(late, alone)) == canonical(answer(record, alone))


@USUAL
@given(many, st.lists(st.tuples(rows, st.one_of(st.none(), st.integers(-1, 8))), max_size=6))
def test_any_dispatch_with_any_links_is_answered(
    found: list[Row], told: list[tuple[Row, int | None]]
) -> None:
    """Answers to later acts, to none, to themselves, in circles: an answer, not a traceback."""
    events = tuple(
        replace(event((row[0] % 30, *row[1:])), answers_to=None if answers == n else answers)
        for n, (row, answers) in enumerate(told)
    )
    coherent(answer(replace(EMPTY, events=events), history(found, [(0, 5000)], {})))
