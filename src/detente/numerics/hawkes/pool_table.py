"""Many sparse day series side by side: what `pool` is fitted to, checked once.

Series p has `sides` segments of event days, segment p * sides + s for side s, one after the other in `day`
and `count` (compressed rows). Each series has its own window of days 0..span-1, and may have spans of days
that no source covers. A series without any event day is a series: its silence is evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.numerics.hawkes.events import DayLog, Floats, HawkesError, Ints

Days = NDArray[np.int32]
_FARTHEST = 2**31 - 1


class Edges(NamedTuple):
    """Where the quiet days of a segment are added up: ends of unobserved spans, and the window's end.

    `ptr` (segments + 1,), `day` and `turn` (e,); turn is -1 on the first observed day after a span, else +1.
    """

    ptr: Ints
    day: Days
    turn: Floats


@dataclass(frozen=True, slots=True)
class DayTable:
    """Event days `day` (m,) with their `count` (m,), by segments `ptr` (series * sides + 1,).

    `span` (series,) days of each window, `observed` (series,) those that a source covers.
    """

    ptr: Ints
    day: Days
    count: Floats
    span: Ints
    observed: Floats
    edges: Edges
    sides: int

    @property
    def series(self) -> int:
        """The number of series."""
        return int(self.span.size)

    @property
    def totals(self) -> Floats:
        """Events of each series and side, shape (series, sides)."""
        padded = np.append(self.count, 0.0)
        sums = np.where(np.diff(self.ptr) > 0, np.add.reduceat(padded, self.ptr[:-1]), 0.0)
        return sums.reshape(-1, self.sides)

    @property
    def rows(self) -> Ints:
        """Event days of each series, both sides together, shape (series,)."""
        return np.diff(self.ptr[:: self.sides])

    def part(self, first: int, last: int) -> "DayTable":
        """The series first..last-1; days and counts are views."""
        ptr, edges = self.ptr[first * self.sides : last * self.sides + 1], self.edges
        at = edges.ptr[first * self.sides : last * self.sides + 1]
        return DayTable(
            ptr - ptr[0],
            self.day[ptr[0] : ptr[-1]],
            self.count[ptr[0] : ptr[-1]],
            self.span[first:last],
            self.observed[first:last],
            Edges(at - at[0], edges.day[at[0] : at[-1]], edges.turn[at[0] : at[-1]]),
            self.sides,
        )


def day_table(
    ptr: ArrayLike,
    day: ArrayLike,
    count: ArrayLike | None = None,
    *,
    span: ArrayLike,
    unobserved: ArrayLike = (),
    sides: int = 1,
) -> DayTable:
    """Checked series: `ptr` (series * sides + 1,), `day` and `count` (m,), `span` (series,) or one for all.

    `unobserved` (g, 3) are rows (series, low, high) of half-open spans of days. Without `count` each day has
    one event. HawkesError: "shape", "nan", "ptr", "day", "window", "order", "count", or "unobserved" where an
    event lies on a day that no source is said to cover.
    """
    at, days = _whole(ptr, "ptr"), _whole(day, "day")
    number = np.ones(days.size) if count is None else np.atleast_1d(np.asarray(count, dtype=np.float64))
    _check_rows(at, days.size, sides)
    _check_counts(number, days.size)
    series = (at.size - 1) // sides
    window = _whole(span, "span")
    if window.size not in (1, series):
        raise HawkesError("shape", f"{window.size} spans for {series} series; give one each, or one for all")
    window = np.full(series, window[0]) if window.size == 1 else window
    _check_days(at, days, np.repeat(window, sides))
    gaps = _gaps(unobserved, window)
    _check_covered(at, days, gaps, sides)
    hidden = np.bincount(gaps[:, 0], gaps[:, 2] - gaps[:, 1], series)
    seen = np.asarray(window - hidden, dtype=np.float64)
    return DayTable(at, days.astype(np.int32), number, window, seen, _edges(gaps, window, sides), sides)


def table_of(logs: Sequence[DayLog]) -> DayTable:
    """One table from day logs of one kind each, or of two kinds each (the two sides).

    HawkesError "kinds" if they are not alike.
    """
    found = {log.kinds for log in logs}
    if len(found) != 1 or not found <= {1, 2}:
        raise HawkesError("kinds", f"logs of {sorted(found)} kinds; all must have one kind, or all two")
    rows = [(log.days[row > 0], row[row > 0]) for log in logs for row in log.counts]
    gaps = [(p, *gap) for p, log in enumerate(logs) for gap in log.unobserved.tolist()]
    return day_table(
        np.cumsum([0, *(days.size for days, _ in rows)]),
        np.concatenate([days for days, _ in rows]),
        np.concatenate([counts for _, counts in rows]),
        span=[log.n for log in logs],
        unobserved=gaps,
        sides=found.pop(),
    )


def _whole(values: ArrayLike, what: str) -> Ints:
    found = np.atleast_1d(np.asarray(values))
    if found.ndim != 1:
        raise HawkesError("shape", f"{what} has shape {found.shape}; give one dimension")
    if not np.issubdtype(found.dtype, np.integer):
        floats = found.astype(np.float64)
        if not np.isfinite(floats).all():
            raise HawkesError("nan", f"a {what} is not finite; leave such rows out")
        if np.any(floats != np.floor(floats)):
            raise HawkesError(what, f"a {what} is not whole; give whole numbers")
    return found.astype(np.int64)


def _check_rows(ptr: Ints, rows: int, sides: int) -> None:
    if sides not in (1, 2):
        raise HawkesError("shape", f"{sides} sides; a series has 1 or 2")
    if ptr.size < 1 + sides or (ptr.size - 1) % sides:
        raise HawkesError(
            "ptr", f"ptr has {ptr.size} entries; give 1 + series * sides, with at least one series"
        )
    if ptr[0] != 0 or ptr[-1] != rows or np.any(np.diff(ptr) < 0):
        raise HawkesError("ptr", f"ptr must rise from 0 to the {rows} rows; it goes {ptr[0]} to {ptr[-1]}")


def _check_counts(count: Floats, rows: int) -> None:
    if count.shape != (rows,):
        raise HawkesError("shape", f"{rows} days and counts of shape {count.shape}; must be alike")
    if not np.isfinite(count).all():
        raise HawkesError("nan", "a count is not finite; leave such rows out")
    if rows and (count.min() < 1.0 or np.any(count != np.floor(count))):
        raise HawkesError(
            "count", f"counts are whole numbers from 1 on, not {count.min()}; leave days without event out"
        )


def _check_days(ptr: Ints, day: Ints, span: Ints) -> None:
    if span.min() < 1 or span.max() > _FARTHEST:
        raise HawkesError("window", f"spans of {span.min()} to {span.max()} days; give 1 to {_FARTHEST}")
    segment = np.repeat(np.arange(span.size), np.diff(ptr))
    outside = np.flatnonzero((day < 0) | (day >= span[segment]))
    if outside.size:
        r = outside[0]
        raise HawkesError("window", f"row {r}: day {day[r]} lies outside 0..{span[segment[r]] - 1}")
    stuck = np.flatnonzero((np.diff(day) <= 0) & (np.diff(segment) == 0))
    if stuck.size:
        r = stuck[0]
        raise HawkesError(
            "order", f"row {r + 1}: day {day[r + 1]} after {day[r]}; sort, and add up rows of one day"
        )


def _gaps(unobserved: ArrayLike, span: Ints) -> Ints:
    """Rows (series, low, high), cut to the windows, sorted, joined where they touch."""
    given = _whole(np.asarray(unobserved).reshape(-1), "unobserved").reshape(-1, 3)
    if given.size and not 0 <= given[:, 0].min() <= given[:, 0].max() < span.size:
        raise HawkesError("unobserved", f"spans of series that are not among 0..{span.size - 1}")
    found: list[list[int]] = []
    for p, low, high in sorted(given.tolist()):
        low, high = max(low, 0), min(high, int(span[p]))
        if high <= low:
            continue
        if found and found[-1][0] == p and low <= found[-1][2]:
            found[-1][2] = max(found[-1][2], high)
        else:
            found.append([p, low, high])
    gaps = np.array(found, dtype=np.int64).reshape(-1, 3)
    blind = np.flatnonzero(np.bincount(gaps[:, 0], gaps[:, 2] - gaps[:, 1], span.size) >= span)
    if blind.size:
        raise HawkesError("unobserved", f"no day of series {blind[0]} is observed; leave it out")
    return gaps


def _check_covered(ptr: Ints, day: Ints, gaps: Ints, sides: int) -> None:
    for p, low, high in gaps.tolist():
        for segment in range(p * sides, (p + 1) * sides):
            first, last = np.searchsorted(day[ptr[segment] : ptr[segment + 1]], [low, high])
            if last > first:
                raise HawkesError(
                    "unobserved", f"series {p} has events on days {low} to {high - 1}, said to be unobserved"
                )


def _edges(gaps: Ints, span: Ints, sides: int) -> Edges:
    series = np.concatenate([gaps[:, 0], gaps[:, 0], np.arange(span.size)])
    day = np.concatenate([gaps[:, 1], gaps[:, 2], span])
    turn = np.concatenate([np.ones(len(gaps)), -np.ones(len(gaps)), np.ones(span.size)])
    side = np.repeat(np.arange(sides), series.size)
    segment = np.tile(series, sides) * sides + side
    order = np.lexsort((np.tile(day, sides), segment))
    ptr = np.concatenate([[0], np.cumsum(np.bincount(segment, minlength=span.size * sides))])
    return Edges(
        ptr.astype(np.int64),
        np.tile(day, sides)[order].astype(np.int32),
        np.ascontiguousarray(np.tile(turn, sides)[order]),
    )


def take(table: DayTable, series: Ints) -> DayTable:
    """The series of the given indices, in that order."""
    segment = (series[:, None] * table.sides + np.arange(table.sides)).ravel()
    rows, ptr = _runs(table.ptr, segment)
    edges, edge_ptr = _runs(table.edges.ptr, segment)
    return DayTable(
        ptr,
        table.day[rows],
        table.count[rows],
        table.span[series],
        table.observed[series],
        Edges(edge_ptr, table.edges.day[edges], table.edges.turn[edges]),
        table.sides,
    )


def _runs(ptr: Ints, segment: Ints) -> tuple[Ints, Ints]:
    """Rows of the given segments one after the other, and where each begins."""
    size = np.diff(ptr)[segment]
    begin = np.concatenate([[0], np.cumsum(size)])
    rows = np.arange(begin[-1]) + np.repeat(ptr[:-1][segment] - begin[:-1], size)
    return rows, begin
