"""What was known of a pair on a day: nothing of the day itself, outcomes only of what was over."""

from datetime import date

import numpy as np
import pytest

from detente.archive.schema import BorderRow, Canonical, PowerRow
from detente.forecast.annals import Annals
from detente.forecast.covariates import (
    LONG_AGO,
    YEAR,
    Columns,
    Rows,
    pair_disputes,
    pair_events,
    peace,
    picked,
    rows,
    world_rate,
)
from detente.forecast.onset import NAMES, begun_within, onset_columns
from detente.forecast.structure import Structure
from tests.unit.forecast.tables_of import act, capabilities, dispute, tables_of

AB, AC = ("AAA", "BBB"), ("AAA", "CCC")


def known(*made: Canonical) -> tuple[Structure, Annals]:
    table = tables_of(
        *capabilities(1900, 1960, "AAA", "BBB", "CCC"),
        BorderRow("AAA", "BBB", 1, "1900-01-01", "1960-12-31", "made"),
        PowerRow("CCC", "1900-01-01", "1960-12-31", "made"),
        *made,
    )
    s = Structure.of(table)
    return s, Annals.of(table["disputes"], table["events"], s.index)


def on(*days: str, pair: tuple[int, int] = (0, 1)) -> Rows:
    at = np.array([date.fromisoformat(day).toordinal() for day in days], dtype=np.int64)
    i, j = (np.full(at.size, state, dtype=np.int64) for state in pair)
    return rows(i, j, at)


def discounted(days: float, years: float) -> float:
    return float(2.0 ** (-days / (years * YEAR)))


def at(columns: Columns, *names: str) -> list[list[float]]:
    return [columns[name].tolist() for name in names]


def test_rows_know_the_year_of_their_day_and_order_their_states() -> None:
    r = rows(np.array([2, 0]), np.array([1, 2]), on("1950-12-31", "1951-01-01").at)
    assert (r.i.tolist(), r.j.tolist(), r.year.tolist()) == ([1, 0], [2, 2], [1950, 1951])


def test_a_dispute_counts_from_the_day_after_its_start() -> None:
    _, annals = known(dispute(1, AB, "1950-01-10", "1950-01-20", 5, 6))
    found = pair_disputes(annals, on("1950-01-10", "1950-01-11", "1951-01-10"))
    assert found["disputes 1y"] == pytest.approx(
        [0.0, np.log1p(discounted(1, 1)), np.log1p(discounted(365, 1))]
    )
    assert found["since start"] == pytest.approx([np.log(LONG_AGO), 0.0, np.log(365)])


def test_its_outcome_counts_only_when_the_whole_of_it_is_known_to_be_over() -> None:
    """Half a year after the last act of whoever was in it."""
    _, annals = known(
        dispute(1, AB, "1950-01-10", "1950-01-12", 5, 6),
        dispute(1, AC, "1950-01-11", "1950-01-20", 5, 6, originators=False),
    )
    found = pair_disputes(annals, on("1950-01-21", "1950-07-22", "1950-07-23"))
    assert at(found, "going on", "last fatal", "last level") == [[1, 1, 0], [0, 0, 1], [0, 0, 4]]
    for name in ("forceful", "fatal", "wars", "over"):
        assert found[name] == pytest.approx([0.0, 0.0, discounted(1, 10)])
    assert found["since end"] == pytest.approx([np.log(LONG_AGO)] * 2 + [0.0])


def test_unknown_deaths_are_no_deaths_of_the_last_dispute_but_it_is_counted() -> None:
    _, annals = known(dispute(1, AB, "1950-01-10", "1950-01-12", 4, None))
    found = pair_disputes(annals, on("1950-08-01"))
    assert at(found, "fatal", "last level") == [[0.0], [2.0]]
    assert found["over"][0] > 0.9


def test_the_last_dispute_is_the_one_that_ended_last() -> None:
    _, annals = known(
        dispute(1, AB, "1950-01-01", "1955-01-01", 5, 6), dispute(2, AB, "1951-01-01", "1951-02-01", 2, 0)
    )
    found = pair_disputes(annals, on("1952-01-01", "1955-07-05"))
    assert at(found, "last level", "going on") == [[1.0, 4.0], [1.0, 0.0]]


def test_acts_count_from_the_day_after_and_lethal_ones_apart() -> None:
    _, annals = known(act(AB, "1950-03-01"), act(AB, "1950-03-03", deaths=4))
    found = pair_events(annals, on("1950-03-01", "1950-03-02", "1950-03-04"))
    two = 2.0 ** (-1 / 45) + 2.0 ** (-3 / 45)
    assert found["events 45d"] == pytest.approx([0.0, np.log1p(2.0 ** (-1 / 45)), np.log1p(two)])
    assert found["lethal 365d"] == pytest.approx([0.0, 0.0, np.log1p(2.0 ** (-1 / 365))])
    assert found["since lethal"] == pytest.approx([np.log(LONG_AGO), np.log(LONG_AGO), 0.0])


def test_peace_runs_from_the_last_start_or_from_the_birth_of_the_younger() -> None:
    s, annals = known(*capabilities(1940, 1960, "DDD"), dispute(1, AB, "1950-01-01", "1950-01-02"))
    assert peace(s, annals, on("1960-01-01"))["peace"] == pytest.approx([3652 / (10 * YEAR)])
    assert peace(s, annals, on("1950-01-01"))["peace"] == pytest.approx([5.1])
    born = peace(s, annals, on("1950-06-01", pair=(0, s.index["DDD"])))
    assert born["peace"] == pytest.approx([1.1])
    assert born["peace 3"] == pytest.approx([1.331])


def test_the_rate_of_the_world_is_of_five_years_and_of_those_who_began() -> None:
    s, annals = known(
        dispute(1, AB, "1944-01-01", "1944-01-02"),
        dispute(2, AB, "1946-01-01", "1946-01-02"),
        dispute(3, AC, "1947-01-01", "1947-01-02"),
        dispute(3, ("BBB", "CCC"), "1947-01-01", "1947-01-02", originators=False),
        dispute(4, AB, "1950-01-01", "1950-01-02"),
    )
    assert world_rate(annals, on("1950-01-01"), s)["world"] == pytest.approx([np.log(2.5 / 5.0 / 3 * 1000)])


def test_what_begins_on_the_day_or_before_the_last_one_is_an_onset() -> None:
    _, annals = known(
        dispute(1, AB, "1950-01-01", "1950-01-02"),
        dispute(2, AB, "1951-12-31", "1951-12-31"),
        dispute(3, AC, "1952-06-01", "1952-06-02", originators=False),
    )
    r = on("1950-01-01", "1951-01-01", "1952-01-01")
    year = np.array([365, 365, 366], dtype=np.int64)
    assert begun_within(annals, r, year).tolist() == [1.0, 1.0, 0.0]
    assert begun_within(annals, r, year - 1).tolist() == [1.0, 0.0, 0.0]
    assert begun_within(annals, on("1952-01-01", pair=(0, 2)), year[:1]).tolist() == [0.0]


def test_every_column_is_there_and_finite_without_any_history() -> None:
    s, annals = known()
    found = onset_columns(s, annals, on("1900-01-01", "1950-01-01"))
    assert np.isfinite(picked(found, NAMES)).all()
    assert {column.shape for column in found.values()} == {(2,)}


def test_the_order_of_the_rows_does_not_matter() -> None:
    s, annals = known(dispute(1, AB, "1950-01-10", "1950-01-20", 5, 6), act(AC, "1950-03-01"))
    i, j = np.array([0, 0, 1, 0]), np.array([1, 2, 2, 1])
    days = on("1950-02-01", "1950-04-01", "1951-01-01", "1960-01-01").at
    turn = np.array([2, 0, 3, 1])
    one = picked(onset_columns(s, annals, rows(i, j, days)), NAMES)
    other = picked(onset_columns(s, annals, rows(j[turn], i[turn], days[turn])), NAMES)
    assert np.array_equal(one[turn], other)
