from datetime import date

import pytest

from detente.record.dates import find_dates
from detente.record.dispatch import open_dispatch

DAY = date(1981, 2, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on Tuesday", "1981-02-03"),
        ("on Wednesday", "1981-02-04"),
        ("last Wednesday", "1981-01-28"),
        ("on Thursday", "1981-01-29"),
        ("next Friday", "1981-02-06"),
        ("today", "1981-02-04"),
        ("yesterday", "1981-02-03"),
        ("overnight", "1981-02-03"),
        ("tomorrow", "1981-02-05"),
        ("last month", "1981-01"),
        ("last year", "1980"),
        ("in March", "1980-03"),
        ("in January", "1981-01"),
        ("since May", "1980-05"),
        ("in 1953", "1953"),
        ("on November 2", "1980-11-02"),
        ("Dec. 25", "1980-12-25"),
        ("Feb. 3", "1981-02-03"),
        ("29 January 1981", "1981-01-29"),
        ("January 29, 1981", "1981-01-29"),
        ("1981-01-29", "1981-01-29"),
        ("15jun80", "1980-06-15"),
        ("August 1979", "1979-08"),
        ("on the 2nd", "1981-02-02"),
        ("on the 28th", "1981-01-28"),
        ("three months ago", "1980-11"),
        ("fifty years ago", "1931"),
        ("in the war of 1941-42", "1941"),
        ("last summer", "1980"),
    ],
)
def test_resolves(text: str, iso: str) -> None:
    (mark,) = find_dates(f"It happened {text}.", DAY)
    assert mark.when is not None
    assert mark.when.text == iso


@pytest.mark.parametrize(
    "text", ["it may rain", "they march on", "1,953 men", "the 1990s", "1950 troops came"]
)
def test_no_day(text: str) -> None:
    assert all(mark.when is None for mark in find_dates(text, DAY))


def test_relative_to_another_date() -> None:
    (mark,) = find_dates("two days later", DAY)
    assert (mark.relative, mark.shift, mark.joins) == (True, 2, False)
    (mark,) = find_dates("three days after jets struck", DAY)
    assert (mark.shift, mark.joins) == (3, True)


def test_invalid_day_stays_open() -> None:
    (mark,) = find_dates("on Feb 30, 1980 it rained", DAY)
    assert mark.when is None


def test_without_a_day_only_absolute_dates_resolve() -> None:
    marks = find_dates("on Friday and in 1953", None)
    assert [mark.when and mark.when.text for mark in marks] == [None, "1953"]


@pytest.mark.parametrize(
    ("text", "name", "day", "source"),
    [
        ("LIMA, Jan 31, 1981 - Peru protested to Ecuador.", None, date(1981, 1, 31), "text"),
        ("date 1981-02-03 Peru protested to Ecuador.", None, date(1981, 2, 3), "text"),
        ("Peru protested to Ecuador on 30 January 1981.", None, date(1981, 1, 30), "text"),
        ("QUITO, Jan 30 - Peru protested.", "wire-1981-01-31.txt", date(1981, 1, 30), "file name"),
        ("Peru protested to Ecuador.", "wire-1981-01-31.txt", date(1981, 1, 31), "file name"),
        ("Peru protested to Ecuador.", "wire.txt", None, None),
    ],
)
def test_own_day(text: str, name: str | None, day: date | None, source: str | None) -> None:
    dispatch = open_dispatch(text.encode(), name=name)
    assert (dispatch.day, dispatch.day_source) == (day, source)


def test_given_day_wins_and_odd_date_is_noted() -> None:
    dispatch = open_dispatch(b"date 1981-13-45 Peru protested to Ecuador.", day=DAY)
    assert (dispatch.day, dispatch.day_source) == (DAY, "--date")
    assert any("1981-13-45" in note for note in dispatch.notes)
