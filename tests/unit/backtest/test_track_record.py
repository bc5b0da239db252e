"""Scores by hand, intervals only where there are cases enough, nothing scored that could not have been no."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import log

import numpy as np
import pytest

from detente.archive.ledger import Entry
from detente.backtest.resolve import Outcome
from detente.backtest.track_record import TrackRecord, apart, made, track_record
from detente.numerics.scores import wilson
from tests.unit.archive.claims import claim, entry

TODAY = date(2024, 1, 1)


def result(one: Entry, outcome: str, *, scored: bool | None = None) -> Outcome:
    return Outcome(one.id, outcome, "a", None, "", scored=outcome != "open" if scored is None else scored)


def judged(cases: Sequence[tuple[Entry, str]], today: date = TODAY) -> TrackRecord:
    return track_record([e for e, _ in cases], [result(e, o) for e, o in cases], today)


def many(n: int, pairs: int, *, step: int = 40) -> list[tuple[Entry, str]]:
    """Forecasts of `pairs` pairs, `step` days from each other, of which every second comes true."""
    codes = [("AAA", f"B{chr(65 + i // 26)}{chr(65 + i % 26)}") for i in range(pairs)]
    days = [(date(2010, 1, 1) + timedelta(step * (i // pairs))).isoformat() for i in range(n)]
    hit = ["yes" if (i // pairs + i) % 2 else "no" for i in range(n)]
    return [
        (entry(day, pair=codes[i % pairs], p=0.8 if hit[i] == "yes" else 0.25, high=0.9), hit[i])
        for i, day in enumerate(days)
    ]


def test_counts_and_scores_by_hand() -> None:
    cases = [
        (entry(p=0.4), "yes"),
        (entry("2021-01-01", p=0.1), "no"),
        (entry(target="war", p=0.2), "no"),
        (entry("2023-12-30"), "open"),
        (entry("2021-06-01"), "open"),
    ]
    found = judged(cases)
    assert (found.n, found.yes, found.no, found.open) == (5, 1, 2, 2)
    assert (found.due, found.due_resolved, found.scored) == (4, 0.75, 3)
    incident, war = found.rows
    assert (incident.target, incident.days, incident.n, war.target, war.n) == ("incident", 30, 2, "war", 1)
    assert incident.mean_p == pytest.approx(0.25)
    assert incident.observed == 0.5
    assert incident.brier.value == pytest.approx((0.36 + 0.01) / 2)
    assert incident.brier.base_rate == pytest.approx((0.64 + 0.04) / 2)
    assert incident.log_score.value == pytest.approx(-(log(0.4) + log(0.9)) / 2)
    assert incident.log_score.base_rate == pytest.approx(-(log(0.2) + log(0.8)) / 2)
    assert [o.id for o in found.resolved] == [e.id for e, _ in cases]


def test_few_cases_are_not_judged() -> None:
    (row,) = judged(many(29, 29)).rows
    assert row.note.startswith("too few to judge")
    assert (row.observed_low, row.observed_high, row.brier.difference, row.reliability) == (
        None,
        None,
        None,
        (),
    )


def test_enough_cases_get_intervals_and_bins() -> None:
    cases = many(60, 12)
    (row,) = judged(cases).rows
    assert (row.n, row.apart, row.pairs, row.note) == (60, 60, 12, "")
    assert (row.observed_low, row.observed_high) == wilson(30, 60)
    gap = row.log_score.difference
    assert gap is not None
    assert gap.value == pytest.approx(row.log_score.value - row.log_score.base_rate)
    assert gap.low <= gap.value <= gap.high < 0
    assert sum(each.n for each in row.reliability) == 60
    assert all(each.n >= 10 for each in row.reliability)
    first, last = row.reliability[0], row.reliability[-1]
    assert (first.forecast, first.observed, last.forecast, last.observed) == pytest.approx((0.25, 0, 0.8, 1))
    assert (first.low, first.high) == pytest.approx(wilson(0, first.n))


def test_few_pairs_give_no_interval_of_the_difference() -> None:
    (row,) = judged(many(60, 9)).rows
    assert row.note.startswith("too few pairs")
    assert (row.brier.difference, row.log_score.difference) == (None, None)
    assert row.observed_low is not None
    assert row.reliability


def test_forecasts_of_overlapping_windows_are_fewer_cases() -> None:
    """Sixty forecasts of one pair from day to day are two windows of 30 days, not sixty."""
    (row,) = judged(many(60, 1, step=1)).rows
    assert (row.n, row.apart) == (60, 2)
    assert row.note.startswith("too few to judge")
    (wide,) = judged([*many(60, 12), *many(60, 12, step=41)]).rows
    assert (wide.n, wide.apart) == (120, 60)
    assert (wide.observed_low, wide.observed_high) == wilson(wide.observed * 60, 60)


@pytest.mark.parametrize(("step", "expected"), [(1, 4), (10, 40), (29, 60), (30, 120), (31, 120)])
def test_windows_apart_are_counted(step: int, expected: int) -> None:
    days = [(date(2010, 1, 1) + timedelta(step * i)).isoformat() for i in range(120)]
    assert apart([claim(day) for day in days]) == apart([claim(day) for day in days[::-1]]) == expected
    both = [claim(day, pair=pair) for day in days for pair in (("AAA", "BBB"), ("AAA", "CCC"))]
    assert apart(both) == 2 * expected


def test_a_yes_without_a_possible_no_is_counted_and_not_scored() -> None:
    one, other = entry(), entry("2021-01-01")
    found = track_record([one, other], [result(one, "yes", scored=False), result(other, "no")], TODAY)
    assert (found.yes, found.no, found.scored) == (1, 1, 1)
    assert [(row.n, row.observed) for row in found.rows] == [(1, 0.0)]


def test_forecasts_made_afterwards_stand_apart() -> None:
    ahead, late = entry(p=0.2), replace(entry(p=0.5), made_at="2020-01-03T00:00:00Z", id="late")
    found = judged([(ahead, "no"), (late, "no")])
    assert [(row.made, row.mean_p) for row in found.rows] == [("ahead", 0.2), ("afterwards", 0.5)]


@pytest.mark.parametrize(
    ("made_at", "expected"),
    [
        ("2019-12-31T23:00:00Z", "ahead"),
        ("2020-01-01T12:00:00Z", "ahead"),
        ("2020-01-02T23:59:59Z", "ahead"),
        ("2020-01-03T00:00:00Z", "afterwards"),
    ],
)
def test_when_a_forecast_counts_as_made_ahead(made_at: str, expected: str) -> None:
    assert made(claim(made_at=made_at)) == expected


def test_the_worst_misses_come_first() -> None:
    chances = (0.05, 0.5, 0.02, 0.3, 0.9)
    cases = [(entry(f"202{i}-01-01", p=p, low=0.0, high=1.0), "yes") for i, p in enumerate(chances[:3])]
    cases += [(entry(f"202{i}-02-01", p=p, low=0.0, high=1.0), "no") for i, p in enumerate(chances[3:])]
    worst = judged(cases).worst
    assert [(miss.p, miss.outcome) for miss in worst] == [(0.02, "yes"), (0.05, "yes"), (0.9, "no")]
    assert worst[0].log_score == pytest.approx(-np.log(0.02))
    assert (worst[0].pair, worst[0].as_of, worst[0].target) == (("KOR", "PRK"), "2022-01-01", "incident")


def test_an_empty_ledger_has_no_rows() -> None:
    found = judged([])
    assert (found.n, found.due_resolved, found.rows, found.worst) == (0, None, (), ())
