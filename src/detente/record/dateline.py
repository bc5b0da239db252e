"""The dispatch's own day: from the caller, the text, or the name of its file."""

import re
from datetime import date

from detente.record.almanac import month_number
from detente.record.dates import find_dates
from detente.world.when import When

_HEADER = 400
_FULL = ("iso", "dmy", "cable", "mdy", "numeric")
_NAME = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_INVALID = re.compile(r"\b(1[89]\d\d|20\d\d)-(\d\d)-(\d\d)\b")
_LINE = re.compile(
    r"^[^\n]{0,80}?\b(?P<a>\d{1,2})?\s?(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|"
    r"JAN|FEB|MAR|APR|"
    r"MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[a-zA-Z]{0,6}\.?\s?(?P<b>\d{1,2})?\b"
)


def own_day(text: str, name: str | None, day: date | None) -> tuple[date | None, str | None, tuple[str, ...]]:
    """The day, where it was found (`--date`, `text`, `file name`) and notes; (None, None, ...) if nowhere."""
    notes = _invalid_notes(text)
    if day is not None:
        return day, "--date", notes
    stated = _in_text(text)
    if stated is not None:
        return stated, "text", notes
    named = _in_name(name)
    if named is None:
        return None, None, (*notes, "the dispatch has no date of its own: give --date; dates stay unresolved")
    return _complete(text, named), "file name", notes


def _in_text(text: str) -> date | None:
    head = text[:_HEADER]
    full = (m.when for m in find_dates(head, None) if m.name in _FULL and m.when is not None)
    return next((when.start for when in full if when.precision == "day"), None)


def _in_name(name: str | None) -> date | None:
    match = _NAME.search(name or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _complete(text: str, named: date) -> date:
    """The dateline's day and month with the year of the file's name, if they lie within ten days of it."""
    match = _LINE.search(text[:120].strip())
    number = match and (match["b"] or match["a"])
    month = month_number(match["month"]) if match else None
    if not match or not number or not month:
        return named
    try:
        line = When.of(named.year, month, int(number)).start
    except ValueError:
        return named
    return line if abs((line - named).days) <= 10 else named


def _invalid_notes(text: str) -> tuple[str, ...]:
    for match in _INVALID.finditer(text[:_HEADER]):
        try:
            date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return (f"{match[0]!r} is no date of the calendar: it was not used",)
    return ()


_DASH = re.compile(r" ?[-–—]{1,2} ")
_MONTH_WORD = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE)
_CITY = re.compile(r"\W*(?:FLASH |URGENT )?[A-Z]{3}")
_STOPPED = re.compile(
    r"[^.\n]{0,50}?(?:\d{1,2} ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} ?\d{1,2}),? ?(?:\d{4}|\d\d)?\.\s",
    re.IGNORECASE,
)
_HEADED = re.compile(r"\s*date \d{4}-\d\d-\d\d\s")


def dateline_end(text: str) -> int:
    """The offset after the dateline ("WASHINGTON, Jan 31, 1996 - "), 0 without one."""
    head = text[:130].split("\n\n")[0]
    for pattern in (_HEADED, _STOPPED):
        match = pattern.match(head)
        if match:
            return match.end()
    dash = _DASH.search(head)
    if dash is None or not (_MONTH_WORD.search(head, 0, dash.start()) or _CITY.match(head)):
        return 0
    return dash.end()
