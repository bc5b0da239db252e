"""Disputes and acts in order: what was reached, whose side began, which days count."""

from datetime import date

import numpy as np
import pytest

from detente.forecast.annals import SETTLED, Annals, Disputes
from tests.unit.forecast.tables_of import act, dispute, tables_of

AT = {"AAA": 0, "BBB": 1, "CCC": 2}
AB, AC, BC = ("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC")
NAN = float("nan")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("hostility", "fatality", "reached"),
    [
        (2, 0, (0, 0, 0)),
        (3, None, (0, 0, 0)),
        (4, 0, (1, 0, 0)),
        (4, None, (1, NAN, 0)),
        (4, 2, (1, 1, 0)),
        (2, 1, (1, 1, 0)),
        (5, 0, (1, 1, 1)),
        (5, None, (1, 1, 1)),
        (None, None, (NAN, NAN, NAN)),
        (None, 3, (1, 1, NAN)),
        (None, 0, (NAN, 0, NAN)),
    ],
)
def test_war_is_fatal_and_fatal_is_force(
    hostility: int | None, fatality: int | None, reached: tuple[float, ...]
) -> None:
    row = dispute(1, AB, "1950-01-01", "1950-02-01", hostility, fatality)
    found = Disputes.of(tables_of(row)["disputes"], AT).reached
    assert np.array_equal(found, [reached], equal_nan=True)


def test_disputes_stand_in_order_with_the_end_of_the_whole() -> None:
    d = Disputes.of(
        tables_of(
            dispute(7, BC, "1950-05", "1950-06"),
            dispute(3, AB, "1950-01-10", "1950-04"),
            dispute(3, AC, "1950-01-15", "1950-03", originators=False),
            dispute(9, AB, "1949-12-31", ""),
        )["disputes"],
        AT,
    )
    assert d.number.tolist() == [9, 3, 3, 7]
    assert d.start.tolist() == [day(t) for t in ("1949-12-31", "1950-01-10", "1950-01-15", "1950-05-01")]
    assert (d.settled - SETTLED).tolist() == [
        day(t) for t in ("1949-12-31", "1950-04-30", "1950-04-30", "1950-06-30")
    ]
    assert d.both_began.tolist() == [True, True, False, True]


def test_the_side_that_began_is_named_by_state() -> None:
    rows = [
        dispute(1, AB, "1950-01-01", "1950-01-01", began="AAA"),
        dispute(2, AB, "1950-01-02", "1950-01-02", began="BBB"),
        dispute(3, ("CCC", "AAA"), "1950-01-03", "1950-01-03", began="CCC"),
    ]
    d = Disputes.of(tables_of(*rows)["disputes"], AT)
    assert d.first_side.tolist() == [0, 1, 2]
    assert (d.i < d.j).all()


def test_acts_become_days_with_whether_somebody_was_killed() -> None:
    table = tables_of(
        act(AB, "1950-03-02"),
        act(("BBB", "AAA"), "1950-03-02", deaths=2),
        act(AB, "1950-03-01"),
        act(AB, "1950-02", rung=7),
        act(AB, "1950"),
        act(("IGO:UNO", "AAA"), "1950-03-04"),
        act(AC, "1950-03-09", status="hypothetical"),
        act(AC, "1950-03-10", status="denied"),
        act(AC, "1950-03-11", rung=1),
        act(AC, "1950-03-12", status="historical"),
    )
    annals = Annals.of(table["disputes"], table["events"], AT)
    assert set(annals.events) == {(0, 1), (0, 2)}
    days, lethal = annals.events[0, 1]
    assert days.tolist() == [day(t) for t in ("1950-02-15", "1950-03-01", "1950-03-02")]
    assert lethal.tolist() == [True, False, True]
    assert annals.events[0, 2][0].tolist() == [day("1950-03-12")]
    assert annals.days_of_state[0].tolist() == [*days.tolist(), day("1950-03-12")]


def test_rows_of_pairs_and_of_states() -> None:
    table = tables_of(
        dispute(3, AB, "1950-01-10", "1950-01-20"),
        dispute(3, AC, "1950-01-15", "1950-02-01"),
        dispute(4, AB, "1951-01-10", "1951-01-20"),
    )
    annals = Annals.of(table["disputes"], table["events"], AT)
    assert {pair: rows.tolist() for pair, rows in annals.of_pair.items()} == {(0, 1): [0, 2], (0, 2): [1]}
    assert {state: rows.tolist() for state, rows in annals.of_state.items()} == {0: [0, 2], 1: [0, 2], 2: [1]}


def test_annals_of_nothing_are_empty() -> None:
    table = tables_of()
    annals = Annals.of(table["disputes"], table["events"], AT)
    assert annals.disputes.number.size == 0
    assert (annals.of_pair, annals.of_state, dict(annals.events), annals.days_of_state) == ({}, {}, {}, {})
