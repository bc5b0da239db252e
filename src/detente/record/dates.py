"""When, in news prose: absolute and relative dates of a sentence, resolved against the dispatch's day.

A weekday is the last such day not after the dispatch's day, or the next one where the words look ahead;
"overnight" is the day on which the night began, yesterday unless the dispatch says otherwise. Spans give
their first day, vague words ("a few days ago", "the 1990s") no date at all.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from detente.record.datesense import Found, Shift, meaning
from detente.record.datewords import NAMED_DAY, NUMBERED, patterns
from detente.world.when import When

_CAPITAL = ("may", "march", "mar", "august")
_JOIN = re.compile(r"\s\w")
_STOP = re.compile(r"[,;]|\s[-–—]\s")
_REACH = 200
_NUMBER_AND_YEAR = re.compile(r"\d ?\(\Z")
_STAMP = re.compile(r"\s[A-Z]{3}|(?<=18\d\d)\s[-–—]\s")
_NEW_ERA = re.compile(r";|\b(?:but|now|today|yet|while|this)\b", re.IGNORECASE)
_TELLS_YEAR = ("my", "dmy", "mdy", "monthrange", "inyear", "iso", "range")
_WITH_NUMBER = ("dmy", "mdy", "dm", "md", "range", "iso", "cable", "onthe", "inst")


@dataclass(frozen=True, slots=True)
class Mark:
    """A date expression at characters [start, end); `when` is None if it stays unresolved.

    `relative` tells that it counts from another date of the text ("two days earlier", "hours later") by
    `shift` units of `unit`; `joins` that it stands before the act it counts from ("two days after ..."),
    whose words end at `reach`.
    """

    start: int
    end: int
    when: When | None
    name: str = ""
    relative: bool = False
    shift: int = 0
    joins: bool = False
    unit: str = "day"
    reach: int = 0


def find_dates(text: str, day: date | None, base: int = 0, *, future: bool = False) -> tuple[Mark, ...]:
    """The date expressions of a sentence in order of place, the longest reading of each.

    `future`: the whole sentence speaks of what is to come; without it the words around each date tell.
    """
    marks: list[Mark] = []
    era: int | None = None
    done = 0
    for name, match in sorted(_matches(text), key=lambda each: each[1].start()):
        if _NEW_ERA.search(text, done, match.start()):
            era = None
        found = Found(match, _groups(match), day, future, era)
        marks.append(_mark(name, found))
        era, done = _era(name, found), match.end()
    return tuple(
        replace(m, start=m.start + base, end=m.end + base, reach=m.reach + base)
        for m in _without_weekdays(marks, text)
    )


def _groups(match: re.Match[str]) -> Mapping[str, str]:
    return {key: value.lower() for key, value in match.groupdict().items() if value}


def _era(name: str, found: Found) -> int | None:
    """The past year in which the sentence now is: "in June 1961 ... and on the first of July"."""
    told = name in _TELLS_YEAR or found.match[0].lower().startswith("in ")
    if not told or found.year is None or found.day is None or found.year >= found.day.year:
        return found.era
    return found.year


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The matches of all patterns that do not overlap, those of earlier patterns first."""
    taken = bytearray(len(text))
    for name, pattern in patterns(text):
        for match in pattern.finditer(text):
            start, end = match.span()
            if 1 not in taken[start:end] and not _a_name(name, match):
                taken[start:end] = b"\1" * (end - start)
                yield name, match


def _a_name(name: str, match: re.Match[str]) -> bool:
    """Whether it is no date: the verb "may", "Hill 1985", "at 2010", "Good Friday", "1800 -" at the start."""
    if name == "weekday":
        return _word_before(match) in NAMED_DAY
    if name == "year":
        stamp = match.start() == 0 and bool(_STAMP.match(match.string, match.end()))
        return stamp or _word_before(match) in NUMBERED or bool(_NUMBER_AND_YEAR.search(_before(match)))
    if name not in ("m", "md", "dm"):
        return False
    month = match["month"].rstrip(".")
    small = month.lower() in _CAPITAL and not month[0].isupper()
    return small and (name == "m" or month == "may")


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 14) : match.start()]


def _word_before(match: re.Match[str]) -> str:
    return next(iter(_before(match).lower().split()[-1:]), "")


def _mark(name: str, found: Found) -> Mark:
    start, end = found.match.span()
    told = meaning(name, found)
    if not isinstance(told, Shift):
        return Mark(start, end, told, name)
    joins = found.groups.get("then") in ("after", "before") and bool(_JOIN.match(found.match.string, end))
    reach = _end_of_clause(found.match.string, end) if joins else 0
    return Mark(start, end, None, name, True, told.number, joins, told.unit, reach)


def _end_of_clause(text: str, start: int) -> int:
    stop = _STOP.search(text, start, start + _REACH)
    return stop.start() if stop else min(len(text), start + _REACH)


def _without_weekdays(marks: list[Mark], text: str) -> Iterator[Mark]:
    """The marks, a weekday taken into the date beside it that tells the day exactly ("Fri, 28 October")."""
    weekday: Mark | None = None
    for mark in marks:
        if weekday is not None and _beside_it(weekday, mark, text):
            mark = replace(mark, start=weekday.start)
        elif weekday is not None:
            yield weekday
        weekday = mark if mark.name == "weekday" else None
        if weekday is None:
            yield mark
    if weekday is not None:
        yield weekday


def _beside_it(weekday: Mark, mark: Mark, text: str) -> bool:
    if mark.name not in _WITH_NUMBER or mark.when is None:
        return False
    return bool(re.fullmatch(r"[,.(]{0,2}\s?(?:the\s)?", text[weekday.end : mark.start]))
