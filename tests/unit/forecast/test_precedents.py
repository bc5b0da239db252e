"""The past disputes between the two: which are told, and what of them is known on the day."""

from dataclasses import astuple
from datetime import date, timedelta

import pytest

from detente.archive.schema import DisputeRow
from detente.forecast.annals import SETTLED
from detente.forecast.precedents import precedents
from detente.world.questions import Precedent
from tests.unit.forecast.tables_of import dispute
from tests.unit.forecast.test_covariates import AB, AC, known


def asked(day: date, *rows: DisputeRow) -> tuple[Precedent, ...]:
    s, annals = known(*rows)
    i, j = (s.index[code] for code in AB)
    return precedents(annals, s.codes, (i, j), day.toordinal())


def test_the_latest_first_and_no_other_pair() -> None:
    rows = (
        dispute(1, AB, "1950-01-10", "1950-02-01", 2, 0),
        dispute(2, AC, "1951-01-10", "1951-02-01"),
        dispute(3, AB, "1952-01-10", "1952-02-01", 4, 3, began="BBB"),
    )
    found = asked(date(1960, 1, 1), *rows)
    assert [astuple(p) for p in found] == [
        (3, "1952-01-10", "1952-02-01", "BBB", "fatal"),
        (1, "1950-01-10", "1950-02-01", "AAA", "no force"),
    ]


@pytest.mark.parametrize(("hostility", "fatality", "reached"), [
    (3, 0, "no force"), (4, 0, "force"), (4, None, "force"), (5, 6, "war"), (None, None, "unknown"),
])  # fmt: skip
def test_how_far_it_went(hostility: int | None, fatality: int | None, reached: str) -> None:
    row = dispute(1, AB, "1950-01-10", "1950-02-01", hostility, fatality)
    assert asked(date(1960, 1, 1), row)[0].reached == reached


def test_end_and_outcome_are_told_half_a_year_after_the_last_act() -> None:
    row = dispute(1, AB, "1950-01-10", "1950-02-01", 5, 6)
    settled = date(1950, 2, 1) + timedelta(days=SETTLED)
    before, after = asked(settled - timedelta(days=1), row)[0], asked(settled, row)[0]
    assert (before.end, before.reached) == (None, "unknown")
    assert (after.end, after.reached) == ("1950-02-01", "war")
    assert asked(date(1950, 1, 9), row) == ()
    assert len(asked(date(1950, 1, 10), row)) == 1
