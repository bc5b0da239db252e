"""Motives told by timing: recovery of what was simulated, and no finding where there is none."""

from datetime import date, timedelta

import numpy as np

from detente.motive.answer import answer
from detente.motive.model import HABIT, HYPOTHESES
from detente.world.actor import Dyad
from detente.world.event import Event
from detente.world.history import History
from detente.world.motives import Motives
from detente.world.record import Record

EMPTY = Record(None, "2010-01-01", ("AAA", "BBB"), None, (), ())
START, DAYS = date(1990, 1, 1), 7300


def act(day: date, source: str, kind: str, rung: int) -> Event:
    other = "BBB" if source == "AAA" else "AAA"
    return Event(source, other, day.isoformat(), kind, rung)


def past(acts: list[Event]) -> History:
    ordered = tuple(sorted(acts, key=lambda e: (e.date or "", e.source or "", e.kind)))
    return History(Dyad("AAA", "BBB"), date(2010, 1, 1), ordered)


def simulated(seed: int, *, after_pressure: float) -> Motives:
    """AAA shows force at random, `after_pressure` times as often in the fortnight after BBB's exercises."""
    rng = np.random.default_rng(seed)
    drills = sorted(int(d) for d in rng.choice(DAYS, 60, replace=False))
    acts = [act(START + timedelta(days=d), "BBB", "exercise", 4) for d in drills]
    for day in range(DAYS):
        near = any(1 <= day - d <= 14 for d in drills)
        if rng.random() < 0.02 * (after_pressure if near else 1.0):
            acts.append(act(START + timedelta(days=day), "AAA", "missile_launch", 4))
    return answer(EMPTY, past(acts))


def weight(motives: Motives, name: str) -> float:
    return next(m.weight for m in motives.weights if m.motive == name)


def test_a_motive_that_drives_timing_is_found() -> None:
    found = simulated(3, after_pressure=5.0)
    assert found.actor == "AAA"
    assert weight(found, "security") > 0.9
    assert not found.undetermined


def test_habit_is_not_mistaken_for_a_motive() -> None:
    determined = [not simulated(seed, after_pressure=1.0).undetermined for seed in range(10)]
    assert sum(determined) <= 1


def test_weights_sum_to_one_and_lie_in_their_intervals() -> None:
    motives = simulated(5, after_pressure=2.0)
    assert abs(sum(m.weight for m in motives.weights) - 1.0) < 1e-9
    assert all(m.low <= m.weight <= m.high for m in motives.weights)


def test_little_record_means_prior_only() -> None:
    motives = answer(EMPTY, past([act(START, "AAA", "missile_launch", 4)]))
    assert motives.prior_only
    assert motives.undetermined
    assert {m.motive for m in motives.weights} == {h.motive for h in (*HYPOTHESES, HABIT)}


def test_a_failed_deal_is_told_with_what_undid_it() -> None:
    acts = [
        act(date(2008, 5, 1), "AAA", "summit", 1),
        act(date(2009, 2, 1), "BBB", "reject_proposal", 2),
    ]
    deal = answer(EMPTY, past(acts)).deal
    assert deal.failed
    assert deal.reasons == ("2009-02-01: reject proposal by BBB",)


def test_swapping_the_states_mirrors_the_answer() -> None:
    names = {"AAA": "BBB", "BBB": "AAA"}
    rng = np.random.default_rng(7)
    acts = [
        act(START + timedelta(days=int(d)), "AAA" if rng.random() < 0.7 else "BBB", "missile_launch", 4)
        for d in sorted(rng.choice(DAYS, 120, replace=False))
    ]
    ours = answer(EMPTY, past(acts))
    mirrored = answer(EMPTY, past([e.swapped(names) for e in acts]))
    assert mirrored.actor == names[ours.actor]
    assert mirrored.weights == ours.weights
