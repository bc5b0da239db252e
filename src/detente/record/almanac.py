"""The calendar as a dispatch uses it: the last or the next such day, month, season or weekend."""

from collections.abc import Iterator
from datetime import date, timedelta

from detente.world.when import When

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

_SOON = timedelta(days=14)
"""A day of the calendar this little ahead is meant, not the one almost a year ago."""

_FAR = timedelta(days=300)
"""A day without its year is not further ahead than this."""

_LEAP = 8
"""Years within which 29 February comes again, whatever the century."""


def month_number(word: str | None) -> int | None:
    """1..12 of a month's name, short name or number; None without one."""
    if not word:
        return None
    if word.isdigit():
        return int(word)
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(word.lower()[:3]))


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 of a weekday's name or short name."""
    return next(n for n, weekday in enumerate(WEEKDAYS) if weekday.startswith(word.lower()[:3]))


def full_year(two_digits: int) -> int:
    """The year that "62" or "22" means: 1945 to 2044."""
    return 1900 + two_digits if two_digits >= 45 else 2000 + two_digits


def one_day(day: date) -> When:
    """That day."""
    return When(day, day, "day")


def on_calendar(day: date, month: int, number: int | None, *, ahead: bool) -> When:
    """The last such month or day of the year by `day`, or the next one if the text looks ahead.

    Raises:
        ValueError: no year has such a day.
    """
    if ahead:
        coming = next((when for when in _yearly(day.year, month, number, 1) if when.end >= day), None)
        if coming is not None and coming.start - day < _FAR:
            return coming
    soon = day + (_SOON if number else timedelta(0))
    for when in _yearly(day.year + 1, month, number, -1):
        if when.start <= soon:
            return when
    raise ValueError(f"no day {number} in month {month}")


def _yearly(year: int, month: int, number: int | None, step: int) -> Iterator[When]:
    for each in range(year, year + step * (_LEAP + 2), step):
        try:
            yield When.of(each, month, number)
        except ValueError:
            continue


def day_of_month(day: date, number: int, *, months: int | None = None, ahead: bool = False) -> When:
    """The last "3rd" by `day` (the next one if the text looks ahead), or that of the month `months` away.

    Raises:
        ValueError: the month has no such day.
    """
    if months is None:
        months = (1 if number < day.day else 0) if ahead else (0 if number <= day.day else -1)
    first = months_from(day, months).start
    return When.of(first.year, first.month, number)


def weekday(day: date, wanted: int, *, which: str = "", ahead: bool = False) -> When:
    """The last such weekday up to `day`, the next one after it if ahead, the one before it for "last"."""
    if ahead:
        return one_day(day + timedelta(days=(wanted - day.weekday() - 1) % 7 + 1))
    back = (day.weekday() - wanted) % 7
    return one_day(day - timedelta(days=7 if which == "last" and back == 0 else back))


def weekday_of_week(day: date, wanted: int, weeks: int) -> When:
    """A weekday of the week (from Monday) that lies `weeks` from that of `day`."""
    return one_day(day + timedelta(days=wanted - day.weekday() + 7 * weeks))


def week(day: date, weeks: int) -> When:
    """The month in which the week `weeks` from now lies: a week is known no better than that."""
    there = day + timedelta(days=7 * weeks)
    return When.of(there.year, there.month)


def weekend(day: date, *, ahead: bool = False) -> When:
    """The month of the last Saturday before `day`, or of the next one after it."""
    away = (5 - day.weekday()) % 7 or 7 if ahead else -((day.weekday() - 5) % 7 or 7)
    there = day + timedelta(days=away)
    return When.of(there.year, there.month)


def months_from(day: date, months: int) -> When:
    """The month that lies `months` months from that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return When.of(index // 12, index % 12 + 1)


def season(day: date, name: str, which: str) -> When:
    """The year of "last summer" (over), "this spring", "next winter", "in the autumn" (begun)."""
    first = _SEASONS[name]
    if which in ("this", "next"):
        return When.of(day.year + (which == "next" and first <= day.month))
    return When.of(day.year - ((first + 3 if which == "last" else first) > day.month))


def moved(base: When, number: int, unit: str) -> When | None:
    """`base` moved by so many days, weeks, months, years or decades, as precise as the unit and the base.

    None where the base is not known well enough to count from.

    Raises:
        OverflowError, ValueError: beyond the calendar.
    """
    if unit in ("day", "week"):
        days = number * (7 if unit == "week" else 1)
        return one_day(base.start + timedelta(days=days)) if base.precision == "day" else None
    if unit == "month":
        return None if base.precision == "year" else months_from(base.start, number)
    return When.of(base.start.year + number * (10 if unit == "decade" else 1))
