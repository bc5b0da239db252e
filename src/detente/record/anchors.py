"""Which day a relative date means: "two days earlier", "the next day", "a day after jets bombed the dam"."""

from collections.abc import Sequence
from datetime import date

from detente.record import almanac
from detente.record.dates import Mark
from detente.world.when import When


def told_date(
    mark: Mark, marks: Sequence[Mark], day: date | None, place: int = -1, last: When | None = None
) -> When | None:
    """The date that a mark gives to an act at character `place`.

    `marks` are those of its sentence, `last` the last day that the sentences before told. Without another
    date to count from, "two days earlier" counts from the dispatch's day, and "two days later" stays open.
    """
    if not mark.relative:
        return mark.when
    if mark.joins:
        return _joined(mark, marks, day, place)
    found: list[When] = []
    for other in marks:
        if other.start >= mark.start:
            break
        when = None if other.joins else _counted(other, found, day, last)
        found += [] if when is None else [when]
    if mark.name == "hour" and not found:
        return _beside(mark, marks) or _dispatch(day)
    return _counted(mark, found, day, last)


def _counted(mark: Mark, found: Sequence[When], day: date | None, last: When | None) -> When | None:
    """A mark's date, counted if need be from the nearest date before it that is exact enough."""
    if not mark.relative:
        return mark.when
    exact = (when for when in reversed(found) if _moved(when, 0, mark.unit) is not None)
    base = next(exact, None)
    if base is None and not found:
        base = last or (_dispatch(day) if mark.shift < 0 else None)
    return _moved(base, mark.shift, mark.unit)


def _dispatch(day: date | None) -> When | None:
    return None if day is None else almanac.one_day(day)


def _beside(mark: Mark, marks: Sequence[Mark]) -> When | None:
    days = (m.when for m in marks if m.when is not None and m.start > mark.start)
    return next((when for when in days if when.precision == "day"), None)


def _joined(mark: Mark, marks: Sequence[Mark], day: date | None, place: int) -> When | None:
    """ "A, two days after B": B at `place` counts back from the date of A, and A forward from that of B."""
    days = [(m.start, m.when) for m in marks if m.when is not None and m.when.precision == "day"]
    within = [when for start, when in days if mark.end <= start < mark.reach]
    without = [when for start, when in days if not mark.end <= start < mark.reach]
    if mark.end <= place < mark.reach and not any(mark.end <= start < place for start, _ in days):
        base = without[0] if without else _dispatch(day)
        return within[0] if within else _moved(base, -mark.shift, mark.unit)
    return _moved(within[0], mark.shift, mark.unit) if within else None


def _moved(base: When | None, number: int, unit: str) -> When | None:
    try:
        return None if base is None else almanac.moved(base, number, unit)
    except (ValueError, OverflowError):
        return None


def last_day(marks: Sequence[Mark], day: date | None, last: When | None) -> When | None:
    """The last date that a sentence told, not to come, from which the next one may count; else `last`."""
    told = (told_date(mark, marks, day, last=last) for mark in reversed(marks) if not mark.joins)
    return next((when for when in told if when is not None and (day is None or when.start <= day)), last)
