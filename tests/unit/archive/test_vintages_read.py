"""Vintages of a room: the latest not after the day, and what a later one takes over from an earlier."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.archive import fitted, tables

ROOM = {
    1990: {"pairs": {"A-B": 1}, "rates": 1},
    2000: {"pairs": {"A-B": 2, "C-D": 2}, "rates": 2},
    2005: {"pairs": {"C-D": 3, "E-F": 3}, "pairs_of": 2000, "rates": 3},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A room of the test's own."""
    (tmp_path / "fitted" / "room").mkdir(parents=True)
    for year, row in ROOM.items():
        (tmp_path / "fitted" / "room" / f"{year}.json").write_text(json.dumps(row), encoding="utf-8")
    monkeypatch.setattr(tables, "folder", lambda: tmp_path)
    forget()
    yield
    forget()


def forget() -> None:
    """Read from disk again."""
    fitted._vintages.cache_clear()
    fitted._read.cache_clear()


@pytest.mark.parametrize(("day", "year"), [("1990-01-01", 1990), ("1999-12-31", 1990), ("2004-07-01", 2000)])
def test_the_latest_vintage_not_after_the_day_is_read(day: str, year: int) -> None:
    found = fitted.parameters(date.fromisoformat(day))
    assert found == {"room": {**ROOM[year], "vintage": str(year)}}


def test_before_the_first_vintage_there_is_none() -> None:
    assert fitted.parameters(date(1989, 12, 31)) == {}


def test_a_vintage_without_a_fit_of_a_pair_takes_that_of_the_year_it_names() -> None:
    expected = {"pairs": {"A-B": 2, "C-D": 3, "E-F": 3}, "rates": 3, "vintage": "2005"}
    for _ in range(2):  # the second time from memory
        assert fitted.parameters(date(2020, 1, 1)) == {"room": expected}
    assert fitted.parameters(date(2001, 1, 1))["room"]["pairs"] == ROOM[2000]["pairs"]
