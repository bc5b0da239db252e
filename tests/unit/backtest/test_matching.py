"""Read events matched with coded ones: by hand, and what holds of any."""

from itertools import permutations

import pytest
from hypothesis import given, settings

from detente.backtest.matching import (
    Tally,
    matches,
    plover,
    same_date,
    same_dated,
    same_dyad,
    same_triple,
    tally,
)
from detente.world.event import Event
from tests.unit.backtest.coding import Row, event, events, row, rows

STRIKE = row("PER", "ECU", "airstrike")
TALKS = row("PER", "ECU", "talks", symmetric=True)


@pytest.mark.parametrize(
    ("coded", "read", "dyad", "triple"),
    [
        (STRIKE, event("PER", "ECU", "airstrike"), True, True),
        (STRIKE, event("PER", "ECU", "raid"), True, True),
        (STRIKE, event("ECU", "PER", "airstrike"), True, False),
        (STRIKE, event("PER", "ECU", "condemnation"), True, False),
        (STRIKE, event("PER", "USA", "airstrike"), False, False),
        (STRIKE, event("PER", None, "airstrike"), False, False),
        (STRIKE, event("ECU", "PER", "airstrike", symmetric=True), True, True),
        (TALKS, event("ECU", "PER", "talks"), True, True),
        (TALKS, event("ECU", "USA", "talks"), False, False),
        (row("PER", None, "alert"), event("PER", None, "alert"), True, True),
        (row("PER", None, "alert"), event(None, "PER", "alert"), True, False),
        ({**STRIKE, "plover": "COERCE"}, event("PER", "ECU", "blockade"), True, True),
        ({**STRIKE, "plover": "COERCE"}, event("PER", "ECU", "airstrike"), True, False),
    ],
)
def test_the_same_dyad_and_the_same_triple(coded: Row, read: Event, dyad: bool, triple: bool) -> None:
    assert same_dyad(coded, read) is dyad
    assert same_triple(coded, read) is triple


@pytest.mark.parametrize(
    ("coded", "read", "same"),
    [
        (None, None, True),
        (None, "1981-02-03", True),
        ("1981-02-03", None, False),
        ("1981-02-03", "1981-02-03", True),
        ("1981-02-03", "1981-02-04", True),
        ("1981-02-28", "1981-03-01", True),
        ("1980-12-31", "1981-01-01", True),
        ("1981-02-03", "1981-02-05", False),
        ("1981-02", "1981-02-28", True),
        ("1981-02", "1981-03-01", False),
        ("1981", "1981-12", True),
        ("1981-02-03", "1980", False),
    ],
)
def test_dates_agree_within_a_day_or_as_far_as_the_coarser_says(
    coded: str | None, read: str | None, same: bool
) -> None:
    given = {**STRIKE, **({"date": coded} if coded else {})}
    told = event("PER", "ECU", "airstrike", date=read)
    assert same_date(given, told) is same
    assert same_dated(given, told) is same
    assert not same_dated(given, event("ECU", "PER", "airstrike", date=read))


def test_a_row_s_own_type_goes_before_its_kind_s() -> None:
    assert plover(STRIKE) == "ASSAULT"
    assert plover({**STRIKE, "plover": "COERCE"}) == "COERCE"
    assert plover({**STRIKE, "plover": None}) is None
    assert plover(row(None, None, "accident")) is None
    assert plover(row(None, None, "no such kind")) is None


def test_each_is_used_once() -> None:
    assert matches([STRIKE], [event("PER", "ECU", "raid")] * 3, same_triple) == [(0, 0)]
    assert matches([STRIKE] * 3, [event("PER", "ECU", "raid")], same_triple) == [(0, 0)]
    assert matches([STRIKE] * 2, [event("PER", "ECU", "raid")] * 2, same_triple) == [(0, 0), (1, 1)]


def test_agreeing_dates_go_before_agreeing_counts_and_those_before_order() -> None:
    coded = [{**STRIKE, "date": "1981-02-03", "count": 2}, {**STRIKE, "date": "1981-02-10", "count": 3}]
    read = [
        event("PER", "ECU", "airstrike", date="1981-02-10", count=2),
        event("PER", "ECU", "airstrike", date="1981-02-03", count=9),
        event("PER", "ECU", "airstrike", date="1981-02-10", count=3),
    ]
    assert sorted(matches(coded, read, same_triple)) == [(0, 1), (1, 2)]


def test_a_tally_by_hand() -> None:
    read = [event("PER", "ECU", "raid"), event("PER", "ECU", "condemnation"), event("ECU", "PER", "raid")]
    coded = [STRIKE, row("USA", "ECU", "condemnation")]
    found = tally(coded, read, same_triple)
    assert found == Tally(1, 3, 2)
    assert (found.precision, found.recall) == (1 / 3, 1 / 2)
    assert found.f1 == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))
    assert tally(coded, read, same_dyad) == Tally(1, 3, 2)


def test_nothing_is_no_division() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
    assert (Tally(0, 3, 0).precision, Tally(0, 0, 3).recall) == (0.0, 0.0)


def test_tallies_add_up() -> None:
    assert Tally(1, 2, 3) + Tally(10, 20, 30) == Tally(11, 22, 33)
    assert (Tally(1, 1, 1) + Tally(0, 1, 1)).f1 == 0.5


def most(coded: list[Row], read: list[Event]) -> int:
    """The size of the largest one-to-one matching, by trying every order."""
    table = [[same_triple(given, told) for told in read] for given in coded]
    if len(coded) > len(read):
        table = [list(column) for column in zip(*table, strict=True)]
    width = max(len(coded), len(read))
    orders = permutations(range(width), len(table))
    return max(sum(line[j] for line, j in zip(table, order, strict=True)) for order in orders)


@settings(max_examples=150, deadline=None)
@given(rows(), events())
def test_any_matching_is_one_to_one_of_the_same_and_cannot_be_added_to(
    coded: list[Row], read: list[Event]
) -> None:
    found = matches(coded, read, same_triple)
    used, given = {i for i, _ in found}, {j for _, j in found}
    assert len(used) == len(given) == len(found)
    assert all(same_triple(coded[i], read[j]) for i, j in found)
    left = [(i, j) for i in range(len(coded)) for j in range(len(read)) if i not in used and j not in given]
    assert not any(same_triple(coded[i], read[j]) for i, j in left)
    assert most(coded, read) / 2 <= len(found) <= most(coded, read)
