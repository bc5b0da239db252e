"""What states and pairs were like: as of the year before, carried forward, and never from later."""

from typing import Any

import numpy as np
import pytest

from detente.archive.schema import (
    AllianceRow,
    BorderRow,
    Canonical,
    CapabilityRow,
    DemocracyRow,
    DistanceRow,
    NuclearRow,
    PowerRow,
)
from detente.forecast.structure import FIRST, LAST, NO_BORDER, PLEDGES, Structure, first_day
from tests.unit.forecast.tables_of import capabilities, tables_of


def structure(*rows: Canonical) -> Structure:
    return Structure.of(tables_of(*capabilities(1900, 1950, "AAA", "BBB", "CCC"), *rows))


def between(grid: Any, s: Structure, year: int, a: str, b: str) -> Any:
    one, other = grid[year - FIRST, s.index[a], s.index[b]], grid[year - FIRST, s.index[b], s.index[a]]
    assert one == other or (np.isnan(one) and np.isnan(other))
    return one


def test_a_border_holds_in_the_years_of_its_spell() -> None:
    s = structure(
        BorderRow("AAA", "BBB", 1, "1910-06-01", "1920-03-31", "made"),
        BorderRow("AAA", "CCC", 4, "1900-01-01", "1940-12-31", "made"),
    )
    years = (1909, 1910, 1920, 1921)
    assert [between(s.border, s, year, "AAA", "BBB") for year in years] == [NO_BORDER, 1, 1, NO_BORDER]
    assert between(s.border, s, 1930, "BBB", "CCC") == NO_BORDER


def test_a_border_that_stands_at_the_end_of_the_table_stands_on() -> None:
    s = structure(
        BorderRow("AAA", "BBB", 1, "1910-01-01", "1939-12-31", "made"),
        BorderRow("AAA", "CCC", 2, "1910-01-01", "1940-12-31", "made"),
    )
    assert between(s.border, s, LAST, "AAA", "CCC") == 2
    assert between(s.border, s, 1940, "AAA", "BBB") == NO_BORDER


def test_of_two_borders_the_nearer_counts() -> None:
    s = structure(
        BorderRow("AAA", "BBB", 4, "1910-01-01", "1940-12-31", "made"),
        BorderRow("AAA", "BBB", 2, "1915-01-01", "1925-12-31", "made"),
    )
    assert [between(s.border, s, year, "AAA", "BBB") for year in (1912, 1920, 1930)] == [4, 2, 4]


def test_distances_are_those_of_the_year_and_hold_on() -> None:
    s = structure(
        DistanceRow("AAA", "BBB", 1905, 1910, 100.0, "made"),
        DistanceRow("AAA", "BBB", 1912, 1915, 50.0, "made"),
    )
    years = (1900, 1905, 1911, 1912, 1915, 1990)
    assert [between(s.distance, s, year, "AAA", "BBB") for year in years] == [100, 100, 100, 50, 50, 50]
    assert np.isnan(between(s.distance, s, 1910, "BBB", "CCC"))


def test_pledges_are_those_of_the_year_before_and_hold_on_after_the_table() -> None:
    s = structure(
        AllianceRow("AAA", "BBB", 1930, True, None, False, False, True, "made"),
        AllianceRow("BBB", "CCC", 1932, False, None, False, True, False, "made"),
    )
    given = {
        name: [bool(between(s.pledge[:, k], s, year, "AAA", "BBB")) for year in (1930, 1931, 1932)]
        for k, name in enumerate(PLEDGES)
    }
    assert given == {
        "defense": [False, True, False],
        "nonaggression": [False] * 3,
        "consultation": [False, True, False],
    }
    lasting = s.pledge[:, PLEDGES.index("nonaggression")]
    assert [bool(between(lasting, s, y, "BBB", "CCC")) for y in (1932, 1933, 1950, LAST)] == [
        False,
        True,
        True,
        True,
    ]


def test_values_are_the_latest_known_before_the_year() -> None:
    s = structure(
        CapabilityRow("DDD", 1920, 0.2, 40.0, None, 2000.0, "made"),
        CapabilityRow("DDD", 1922, None, 90.0, None, 3000.0, "made"),
        DemocracyRow("AAA", 1920, 7, 0.1, "made"),
        DemocracyRow("BBB", 1920, None, 0.75, "made"),
        NuclearRow("AAA", 1945, 3, "made"),
        NuclearRow("BBB", 1945, 2, "made"),
    )
    k, t = s.index["DDD"], np.array([1920, 1921, 1922, 1923]) - FIRST
    assert np.array_equal(s.cinc[t, k], [np.nan, 0.2, 0.2, 0.2], equal_nan=True)
    assert np.array_equal(s.people[t, k], [np.nan, 2000, 2000, 3000], equal_nan=True)
    assert np.array_equal(s.soldiers[t, k], [np.nan, 20, 20, 30], equal_nan=True)
    rule = s.democracy[1921 - FIRST, [s.index["AAA"], s.index["BBB"]]]
    assert rule == pytest.approx([0.7, 0.5])
    armed = s.nuclear[:, [s.index["AAA"], s.index["BBB"]]]
    assert armed[[1945 - FIRST, 1946 - FIRST, LAST - FIRST]].tolist() == [
        [False] * 2,
        [True, False],
        [True, False],
    ]


def test_states_exist_while_the_table_has_them_and_as_in_its_last_year_ever_after() -> None:
    s = structure(*capabilities(1910, 1920, "DDD"))
    here = s.exists[:, s.index["DDD"]]
    assert [bool(here[year - FIRST]) for year in (1909, 1910, 1920, 1921, LAST)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert s.exists[LAST - FIRST, s.index["AAA"]]
    age = s.age()[:, s.index["DDD"]]
    assert [age[year - FIRST] for year in (1909, 1910, 1920, 1921)] == [0.0, 1.0, 11.0, 0.0]


def test_powers_hold_in_their_years_and_on_if_they_stood_at_the_end() -> None:
    s = structure(
        PowerRow("AAA", "1905-04-01", "1918-11-11", "made"),
        PowerRow("BBB", "1899-01-01", "1945-12-31", "made"),
    )
    years = np.array([1904, 1905, 1918, 1919, LAST]) - FIRST
    assert s.power[years, s.index["AAA"]].tolist() == [False, True, True, False, False]
    assert s.power[years, s.index["BBB"]].tolist() == [True] * 5


def test_spells_from_before_the_first_year_begin_with_it() -> None:
    s = structure(
        PowerRow("AAA", "1790-01-01", "1830-12-31", "made"),
        PowerRow("BBB", "1700-01-01", "1750-12-31", "made"),
        PowerRow("CCC", "1900-01-01", "1950-12-31", "made"),
        BorderRow("AAA", "BBB", 1, "1700-01-01", "1750-12-31", "made"),
        BorderRow("AAA", "CCC", 1, "1700-01-01", "1950-12-31", "made"),
        DistanceRow("AAA", "BBB", 1700, 1750, 10.0, "made"),
        DistanceRow("AAA", "CCC", 1700, 1850, 20.0, "made"),
    )
    first = s.power[0]
    assert [bool(first[s.index[code]]) for code in ("AAA", "BBB", "CCC")] == [True, False, False]
    assert not s.power[:, s.index["BBB"]].any()
    assert (between(s.border, s, FIRST, "AAA", "CCC"), between(s.border, s, FIRST, "AAA", "BBB")) == (
        1,
        NO_BORDER,
    )
    assert between(s.distance, s, FIRST, "AAA", "CCC") == 20.0
    assert np.isnan(between(s.distance, s, 1990, "AAA", "BBB"))


def test_rows_are_neighbours_and_pairs_with_a_power_of_states_that_exist() -> None:
    s = structure(
        *capabilities(1910, 1920, "DDD"),
        BorderRow("AAA", "BBB", 5, "1900-01-01", "1915-12-31", "made"),
        BorderRow("BBB", "CCC", 1, "1900-01-01", "1950-12-31", "made"),
        PowerRow("DDD", "1900-01-01", "1950-12-31", "made"),
    )
    years, i, j = s.rows(1909, 1916)
    found = {
        year: [s.codes[a] + s.codes[b] for a, b in zip(i[years == year], j[years == year], strict=True)]
        for year in (1909, 1910, 1916)
    }
    assert found == {
        1909: ["AAABBB", "BBBCCC"],
        1910: ["AAABBB", "AAADDD", "BBBCCC", "BBBDDD", "CCCDDD"],
        1916: ["AAADDD", "BBBCCC", "BBBDDD", "CCCDDD"],
    }
    assert (i < j).all()
    assert (np.diff(years) >= 0).all()


def test_the_first_day_of_a_year() -> None:
    assert first_day(np.array([2, 1, 2000, 2])).tolist() == [366, 1, 730120, 366]
