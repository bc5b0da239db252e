"""What the words of a date mean: a day, month or year, or so many days from another date of the text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from detente.record import almanac
from detente.record.ahead import looks_ahead, still_open
from detente.record.numbers import ordinal_to_int, words_to_int
from detente.world.when import When

_BACK = ("ago", "earlier", "before", "previously")
_VAGUE = ("several", "some", "a few", "few", "many")


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units from another date of the text: "two days earlier" is -2, "day"."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class Found:
    """One match of a pattern with what its reading may ask for.

    `future`: the whole sentence speaks of what is to come; `era`: the past year that it speaks of.
    """

    match: re.Match[str]
    groups: Mapping[str, str]
    day: date | None
    future: bool
    era: int | None

    @property
    def known(self) -> date:
        """The dispatch's day; ValueError if it has none."""
        if self.day is None:
            raise ValueError("the dispatch has no day")
        return self.day

    @property
    def ahead(self) -> bool:
        """Whether the words look ahead of the dispatch."""
        start, end = self.match.span()
        coming = self.which in ("next", "coming", "the coming")
        term = self.groups.get("prep") in ("until", "till", "by") and still_open(
            self.match.string, start, end
        )
        fixed = self.groups.get("prep") == "for" and "own" not in self.groups
        return self.future or coming or term or fixed or looks_ahead(self.match.string, start, end)

    @property
    def which(self) -> str:
        """ "last", "this", "next" and the like; "" without such a word."""
        return self.groups.get("which", "")

    @property
    def number(self) -> int | None:
        """The day of the month, in figures or as an ordinal."""
        word = self.groups.get("day") or self.groups.get("day2")
        return int(word) if word else ordinal_to_int(self.groups.get("ordinal", ""))

    @property
    def year(self) -> int | None:
        """The year, of two figures completed."""
        word = next((self.groups[k] for k in ("year", "later", "yy", "yy2") if k in self.groups), None)
        if word is None:
            return None
        return int(word) if len(word) == 4 else almanac.full_year(int(word))


def _calendar(found: Found) -> When:
    """A date with its year, else the last such day or month (the next one if ahead)."""
    month = almanac.month_number(found.groups.get("month"))
    if found.year is not None or month is None:
        return When.of(found.year or 0, month, found.number)
    if found.era is not None:
        return When.of(found.era, month, found.number)
    ahead = found.ahead and found.which != "last"
    return almanac.on_calendar(found.known, month, found.number, ahead=ahead)


def _numeric(found: Found) -> When:
    """ "3.11.2022" and "23/11/2010"; a slash between two numbers up to 12 leaves only the year."""
    one, other = int(found.groups["day"]), int(found.groups["month"])
    if found.groups["by"] == "." or one > 12 or one == other:
        return When.of(found.year or 0, other, one)
    return When.of(found.year or 0, one, other) if other > 12 else When.of(found.year or 0)


def _in_year(found: Found) -> When:
    step = {"last": -1, "this": 0, "next": 1}[found.which]
    return When.of(found.known.year + step, almanac.month_number(found.groups["month"]), found.number)


def _inst(found: Found) -> When:
    months = {"i": 0, "u": -1, "p": 1}[found.which[0]]
    return almanac.day_of_month(found.known, found.number or 0, months=months)


def _on_the(found: Found) -> When:
    return almanac.day_of_month(found.known, found.number or 0, ahead=found.ahead)


def _weekday(found: Found) -> When:
    wanted = almanac.weekday_number(found.groups["weekday"])
    ahead = found.ahead and found.which not in ("last", "past", "this past")
    return almanac.weekday(found.known, wanted, which=found.which, ahead=ahead)


def _week_day(found: Found) -> When:
    weeks = {"last": -1, "this": 0, "next": 1}[found.which]
    return almanac.weekday_of_week(found.known, almanac.weekday_number(found.groups["weekday"]), weeks)


def _unit(found: Found) -> When:
    day, unit = found.known, found.groups["unit"]
    step = {"last": -1, "next": 1}.get(found.which, 0)
    if unit == "weekend" and found.which in ("last", "this past", "the"):
        return almanac.weekend(day, ahead=found.which == "the" and found.ahead)
    if unit in ("week", "weekend"):
        return almanac.week(day, step)
    if unit == "month":
        return almanac.months_from(day, step)
    return When.of(day.year + step) if unit == "year" else almanac.one_day(day + timedelta(days=step))


def _season(found: Found) -> When:
    if found.year is not None:
        return When.of(found.year)
    return almanac.season(found.known, found.groups["season"], found.which)


def _overnight(found: Found) -> When:
    """Yesterday's night; "overnight into Thursday" began on Wednesday."""
    wanted = found.groups.get("weekday")
    morning = almanac.weekday(found.known, almanac.weekday_number(wanted)).start if wanted else found.known
    return almanac.one_day(morning - timedelta(days=1))


_DAYS_AWAY = {"the day before yesterday": -2, "the day after tomorrow": 2, "yesterday": -1, "tomorrow": 1}
_DAYS_AWAY |= {"to-morrow": 1}


def _day_away(found: Found) -> When:
    rel = found.groups["rel"]
    away = -2 if rel.endswith("before last") else -1 if rel.endswith("the night") else _DAYS_AWAY.get(rel, 0)
    return almanac.one_day(found.known + timedelta(days=away))


def _counted(found: Found) -> When | Shift | None:
    """ "Two days ago" counts from the dispatch; "earlier", "later", "after", "before" from another date."""
    number, then = _amount(found.groups), found.groups["then"]
    if number is None:
        return None
    shift = _in_days(-number if then in _BACK else number, found.groups["unit"])
    if then == "ago":
        return almanac.moved(almanac.one_day(found.known), shift.number, shift.unit)
    return shift


def _in_days(number: int, unit: str) -> Shift:
    """Hours as whole days, a fortnight as two weeks."""
    if unit in ("second", "minute", "hour"):
        whole = unit == "hour" and number % 24 == 0
        return Shift(number // 24 if whole else 0, "day")
    if unit == "fortnight":
        return Shift(2 * number, "week")
    return Shift(number, unit if unit in ("week", "month", "year", "decade") else "day")


def _amount(groups: Mapping[str, str]) -> int | None:
    word = groups.get("n", "a")
    if word in _VAGUE:
        return None
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1, "a couple of": 2}.get(word, 0) or (
        0 if word[:4] == "half" else words_to_int(word)
    )


def _same_day(_: Found) -> Shift:
    return Shift(0, "day")


def _beside(found: Found) -> Shift:
    """ "The previous day", "the following year", "the same night", "later that day"."""
    step = {"previous": -1, "preceding": -1, "following": 1, "next": 1}.get(found.which, 0)
    return _in_days(step, found.groups["unit"])


def _nothing(_: Found) -> None:
    return None


_READERS: dict[str, Callable[[Found], When | Shift | None]] = {
    **dict.fromkeys(("cable", "iso", "range", "monthrange", "dmy", "mdy", "my", "md", "dm", "m"), _calendar),
    **dict.fromkeys(("yearspan", "year"), _calendar),
    **dict.fromkeys(("vague", "decade"), _nothing),
    **dict.fromkeys(("dayaway", "relday"), _day_away),
    **dict.fromkeys(("hours", "hour"), _same_day),
    "numeric": _numeric,
    "inyear": _in_year,
    "inst": _inst,
    "onthe": _on_the,
    "weekday": _weekday,
    "weekof": _week_day,
    "unit": _unit,
    "season": _season,
    "overnight": _overnight,
    "counted": _counted,
    "beside": _beside,
}


def meaning(name: str, found: Found) -> When | Shift | None:
    """The date that a match of the pattern `name` means; None if no day of the calendar, or not known."""
    try:
        return _READERS[name](found)
    except (ValueError, OverflowError):
        return None
