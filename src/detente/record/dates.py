"""When, in news prose: absolute and relative dates of a sentence, resolved against the dispatch's day.

A weekday is the last such day not after the dispatch's day, or the next one in a sentence about the future;
"overnight" is the day on which the night began, yesterday unless the dispatch says otherwise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.record.numbers import words_to_int
from detente.world.when import When

_MONTHS = ("january february march april may june july august september october november december").split()  # noqa: SIM905
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_Y = r"(?P<year>1[89]\d\d|20\d\d)"
_WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_N = (
    r"(?P<n>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|"
    r"some|a few|fifty|forty|thirty|twenty|sixty)"
)
_UNIT = r"(?P<unit>minute|hour|day|night|week|month|year|decade)s?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"

_SHORT = r"(?P<day>\d{1,2})(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"

_PATTERNS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("iso", r"\b(?P<year>1[89]\d\d|20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
        ("dmy", rf"\b{_D}(?: of)?[ ]?{_MONTH},? ?(?:{_Y}|(?P<yy>\d\d)\b)"),
        ("cable", rf"\b{_SHORT}(?P<yy>\d\d)\b"),
        ("mdy", rf"\b{_MONTH} {_D},? {_Y}\b"),
        ("my", rf"\b{_MONTH}(?:,| of)? {_Y}\b"),
        ("md", rf"\b{_MONTH} {_D}\b(?![,.]?\d|-)"),
        ("dm", rf"\b{_D}(?: of)? {_MONTH}(?![\w])"),
        ("lastmonthname", rf"\b(?P<which>last|this past|next|this) {_MONTH}"),
        ("m", rf"\b(?P<prep>in|since|last|this|next|by|until|during|early|late|mid|of)[ -]{_MONTH}(?! \d)"),
        ("lastday", (
            rf"\b(?P<which>last|this|next|past|on|of|until|by|since) {_WEEKDAY}(?P<part> night| evening)?\b"
        )),
        ("day", rf"\b{_WEEKDAY}(?:'s|’s)?(?P<part> night| evening)?\b"),
        ("onthe", r"\bon the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"),
        ("ago", rf"\b{_N} {_UNIT} (?:ago|earlier|before|previously)\b"),
        ("later", rf"\b{_N} {_UNIT} (?:later|after|afterwards)\b"),
        ("hours", r"\b(?:hours|minutes|moments|shortly) (?:earlier|later|before|after|afterwards)\b"),
        ("unit", (
            r"\b(?P<which>last|this|next|past|previous|same|earlier this|later this|late last|early this|"
            r"earlier in the|later in the) (?P<unit>week|month|year|night|day|morning|afternoon|evening|"
            r"weekend|decade|century)\b"
        )),
        ("season", rf"\b(?P<which>last|this|next|in the|past|during the|of the) {_SEASON}\b(?: of {_Y})?"),
        ("relday", (
            r"\b(?P<rel>today|yesterday|tomorrow|tonight|overnight|the day before yesterday|the day before"
            r"|the previous day|the night before|a day earlier|the next day|the following day|"
            r"the day after|in the night|during the night|at dawn|at midnight|the same day|a day after|"
            r"a day later)\b"
        )),
        ("yearspan", rf"\b{_Y}[-–/](?P<to>\d\d|\d{{4}})\b"),
        ("decade", r"\b(?:(?:early|mid|late)[- ])?(?P<decade>1[89]\d0|20\d0)s\b"),
        ("year", (
            r"(?<![\d,.$€£/-])(?P<year>1[89]\d\d|20[0-4]\d)\b(?![\d,]*\d|[-/]\d|%| (?:troops|soldiers|men|"
            r"people|tons|tonnes|kilomet|miles|metres|meters|ships|civilians|shells|rockets|workers|"
            r"refugees|prisoners|of (?:its|his|their|the)))"
        )),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A date expression at characters [start, end); `when` is None if it stays unresolved.

    `relative` tells that it counts from another date of the text ("two days earlier", "hours later") by
    `shift` days; `joins` that it stands before the act it counts from ("two days after ...").
    """

    start: int
    end: int
    when: When | None
    name: str = ""
    relative: bool = False
    shift: int = 0
    joins: bool = False


def find_dates(text: str, day: date | None, base: int = 0, *, future: bool = False) -> tuple[Mark, ...]:
    """The date expressions of a sentence in order of place, the longest reading of each.

    `future`: the sentence speaks of what is to come, so that a weekday or month is the next one.
    """
    taken: list[tuple[int, int]] = []
    marks = []
    for name, match in _matches(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        mark = _mark(name, match, day, base, future)
        if mark is not None:
            taken.append(match.span())
            marks.append(mark)
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield name, match


def _mark(name: str, match: re.Match[str], day: date | None, base: int, future: bool) -> Mark | None:
    start, end = base + match.start(), base + match.end()
    group = match.groupdict()
    if name == "m" and group["month"].lower() in ("may", "march", "mar") and not match["month"][0].isupper():
        return None
    if name in ("md", "dm") and not match["month"][0].isupper() and group["month"].lower() == "may":
        return None
    try:
        when, relative, shift = _resolve(name, group, day, future)
    except (ValueError, OverflowError):
        return Mark(start, end, None, name)
    joins = relative and match[0].lower().endswith(("after", "before"))
    return Mark(start, end, when, name, relative, shift, joins)


def _resolve(
    name: str, group: dict[str, str | None], day: date | None, future: bool
) -> tuple[When | None, bool, int]:
    if name in ("iso", "dmy", "cable", "mdy", "my", "year", "yearspan", "decade"):
        return _absolute(group), False, 0
    if name in ("ago", "later", "hours"):
        return _counted(name, group, day)
    if day is None:
        return None, False, 0
    return _RELATIVE[name](group, day, future), False, 0


def _absolute(group: dict[str, str | None]) -> When | None:
    if group.get("decade"):
        return None
    year = int(group.get("year") or 0) or _century(int(group["yy"] or 0))
    month = month_number(group.get("month"))
    number = int(group.get("day") or 0) or None
    return When.of(year, month, number)


def _century(two_digits: int) -> int:
    return 1900 + two_digits if two_digits >= 45 else 2000 + two_digits


def month_number(word: str | None) -> int | None:
    """1..12 of a month's name, short name or number; None without one."""
    if not word:
        return None
    if word.isdigit():
        return int(word)
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(word.lower()[:3]))


def _counted(name: str, group: dict[str, str | None], day: date | None) -> tuple[When | None, bool, int]:
    if name == "hours":
        return None, True, 0
    number = _amount(group["n"] or "a")
    unit = (group["unit"] or "").lower()
    if unit in ("minute", "hour"):
        return None, True, 0
    if unit in ("day", "night", "week"):
        return None, True, (number * (7 if unit == "week" else 1)) * (-1 if name == "ago" else 1)
    if day is None or name == "later":
        return None, False, 0
    if unit == "month":
        return shift_months(day, -number), False, 0
    return When.of(day.year - number * (10 if unit == "decade" else 1)), False, 0


def _amount(word: str) -> int:
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1, "several": 3, "some": 3, "a few": 3}.get(word.lower()) or words_to_int(word) or 1


def shift_months(day: date, months: int) -> When:
    """The month that lies `months` months from that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return When.of(index // 12, index % 12 + 1)


def nearest_year(day: date, month: int, number: int | None, future: bool) -> When:
    """The last such month or day not after `day`, or the next one in the future."""
    this = When.of(day.year, month, number)
    if future:
        return this if this.end >= day else When.of(day.year + 1, month, number)
    return this if this.start <= day + timedelta(days=3) else When.of(day.year - 1, month, number)


def _month_day(group: dict[str, str | None], day: date, future: bool) -> When | None:
    month = month_number(group["month"])
    number = int(group.get("day") or 0) or None
    which = (group.get("which") or group.get("prep") or "").lower()
    if which in ("next", "by", "until"):
        future = True
    return None if month is None else nearest_year(day, month, number, future)


def _weekday(group: dict[str, str | None], day: date, future: bool) -> When:
    wanted = _DAYS.index((group["weekday"] or "").lower())
    which = (group.get("which") or "").lower()
    if future or which in ("next", "until", "by"):
        return _one(day + timedelta(days=(wanted - day.weekday() - 1) % 7 + 1))
    back = (day.weekday() - wanted) % 7
    return _one(day - timedelta(days=7 if which == "last" and back == 0 else back))


def _one(day: date) -> When:
    return When(day, day, "day")


def _on_the(group: dict[str, str | None], day: date, future: bool) -> When:
    number = int(group["day"] or 0)
    if number <= day.day or future:
        return When.of(day.year, day.month, number)
    before = shift_months(day, -1).start
    return When.of(before.year, before.month, number)


def _unit(group: dict[str, str | None], day: date, _: bool) -> When | None:
    which, unit = (group["which"] or "").lower(), (group["unit"] or "").lower()
    step = -1 if "last" in which or which in ("past", "previous") else 1 if which == "next" else 0
    if unit in ("morning", "afternoon", "evening", "day", "night"):
        return None if which in ("same", "previous") else _one(day + timedelta(days=step))
    if unit in ("week", "weekend"):
        return When.of(*(day + timedelta(days=7 * step)).timetuple()[:2])
    if unit == "month":
        return shift_months(day, step)
    return When.of(day.year + step) if unit == "year" else None


def _season(group: dict[str, str | None], day: date, _: bool) -> When | None:
    if group["year"]:
        return When.of(int(group["year"]))
    which, season = (group["which"] or "").lower(), (group["season"] or "").lower()
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[season]
    past = which in ("last", "in the", "past", "during the", "of the")
    return When.of(day.year - (1 if past and first >= day.month else 0))


def _relative_day(group: dict[str, str | None], day: date, _: bool) -> When:
    rel = (group["rel"] or "").lower()
    if rel == "the day before yesterday":
        return _one(day - timedelta(days=2))
    back = ("yesterday", "overnight", "before", "previous", "earlier", "in the night", "during the night")
    if any(word in rel for word in back):
        return _one(day - timedelta(days=1))
    return _one(day + timedelta(days=1 if rel == "tomorrow" else 0))


_RELATIVE = {
    "md": _month_day,
    "dm": _month_day,
    "m": _month_day,
    "lastmonthname": _month_day,
    "lastday": _weekday,
    "day": _weekday,
    "onthe": _on_the,
    "unit": _unit,
    "season": _season,
    "relday": _relative_day,
}
