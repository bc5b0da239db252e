"""What a Hawkes model is fitted to: exact times, or counts by day, each with its window of observation.

The window is always given and never inferred: silence before the first and after the last event is evidence.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class HawkesError(ValueError):
    """Input that no model can be fitted to; `code` is stable for programs, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass(frozen=True, slots=True)
class EventLog:
    """Events at exact times: `times` (n,) sorted in [start, end], `types` (n,) in 0..kinds-1, `marks` (n,).

    Marks are magnitudes: one of m multiplies what the event sets off by exp(slope m); 0 where not given.
    """

    times: Floats
    types: Ints
    kinds: int
    start: float
    end: float
    marks: Floats

    @property
    def span(self) -> float:
        """The length of the window."""
        return self.end - self.start

    def counts(self) -> Floats:
        """Events of each kind, shape (kinds,)."""
        return np.bincount(self.types, minlength=self.kinds).astype(float)


@dataclass(frozen=True, slots=True)
class DayLog:
    """Counts by day: `counts` (kinds, m) on the sorted `days` (m,) where any is positive, of days 0..n-1.

    `unobserved` (g, 2) are half-open spans of days that no source covers: not quiet, but unknown.
    """

    days: Ints
    counts: Floats
    n: int
    unobserved: Ints

    @property
    def kinds(self) -> int:
        """The number of kinds."""
        return int(self.counts.shape[0])

    def dense(self) -> Floats:
        """Counts of every day, shape (kinds, n)."""
        whole = np.zeros((self.kinds, self.n))
        whole[:, self.days] = self.counts
        return whole


def event_log(
    times: ArrayLike,
    types: ArrayLike | None = None,
    *,
    start: float,
    end: float,
    kinds: int | None = None,
    marks: ArrayLike | None = None,
    ties: bool = False,
) -> EventLog:
    """Checked events. HawkesError: "nan", "window", "order", "type", "shape", or "ties".

    Tied times are refused unless `ties`: dates without a time of day ruin the estimate of a process in
    continuous time (branching ratio .6 read as .23 to .55), so they belong into a DayLog.
    """
    at = np.atleast_1d(np.asarray(times, dtype=np.float64))
    kind = np.zeros(at.size, dtype=np.int64) if types is None else _whole(types, "type")
    weight = np.zeros(at.size) if marks is None else np.atleast_1d(np.asarray(marks, dtype=np.float64))
    if at.ndim != 1 or kind.shape != at.shape or weight.shape != at.shape:
        raise HawkesError(
            "shape", f"times {at.shape}, types {kind.shape}, marks {weight.shape}: must be alike"
        )
    _finite(at, "time")
    _finite(weight, "mark")
    _in_window(at, start, end)
    _in_order(at, ties)
    return EventLog(at, kind, _known(kind, kinds), float(start), float(end), weight)


def day_log(
    days: ArrayLike,
    types: ArrayLike | None = None,
    *,
    n: int,
    kinds: int | None = None,
    counts: ArrayLike | None = None,
    unobserved: ArrayLike = (),
) -> DayLog:
    """Counts from one row an act (day number 0..n-1, kind), or with `counts` one row a day and kind.

    Rows of a day may come in any order and are added up. HawkesError: "window", "day", "type", "count",
    "shape", "nan", or "unobserved" where an act lies on a day that no source is said to cover, or where spans
    are not pairs of days in order.
    """
    at = _whole(days, "day")
    kind = np.zeros(at.size, dtype=np.int64) if types is None else _whole(types, "type")
    number = np.ones(at.size) if counts is None else np.atleast_1d(np.asarray(counts, dtype=np.float64))
    if kind.shape != at.shape or number.shape != at.shape:
        raise HawkesError(
            "shape", f"days {at.shape}, types {kind.shape}, counts {number.shape}: must be alike"
        )
    _finite(number, "count")
    if number.size and (number.min() < 0 or np.any(number != np.floor(number))):
        raise HawkesError("count", "counts are whole numbers from 0 on; give weights as marks")
    if not n >= 1 or (at.size and not 0 <= at.min() <= at.max() < n):
        raise HawkesError(
            "window", f"days {at.min() if at.size else '-'} to {at.max() if at.size else '-'} of {n}"
        )
    kept = number > 0
    active = np.unique(at[kept])
    table = np.zeros((_known(kind, kinds), active.size))
    np.add.at(table, (kind[kept], np.searchsorted(active, at[kept])), number[kept])
    gaps = _spans(unobserved)
    for low, high in gaps.tolist():
        if np.any((active >= low) & (active < high)):
            raise HawkesError(
                "unobserved", f"acts on days {low} to {high - 1}, said to be covered by no source"
            )
    return DayLog(active, table, int(n), gaps)


def joined(spans: Ints, n: int) -> Ints:
    """Half-open spans (g, 2) cut to days 0..n-1, sorted, joined where they touch, without empty ones."""
    found: list[list[int]] = []
    for low, high in sorted(np.clip(spans, 0, n).tolist()):
        if high <= low:
            continue
        if found and low <= found[-1][1]:
            found[-1][1] = max(found[-1][1], high)
        else:
            found.append([low, high])
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _whole(values: ArrayLike, what: str) -> Ints:
    found = np.atleast_1d(np.asarray(values))
    if found.size == 0:
        return np.zeros(0, dtype=np.int64)
    if not np.issubdtype(found.dtype, np.integer):
        floats = found.astype(np.float64)
        _finite(floats, what)
        if np.any(floats != np.floor(floats)) or np.abs(floats).max() >= 2.0**63:
            raise HawkesError(what, f"{what}: whole numbers below 2^63 are wanted")
    return found.astype(np.int64)


def _known(kind: Ints, kinds: int | None) -> int:
    """The number of kinds, that which is given or as many as are seen."""
    known = int(kind.max(initial=0)) + 1 if kinds is None else kinds
    if known < 1 or (kind.size and not 0 <= kind.min() <= kind.max() < known):
        seen = f"{kind.min()} to {kind.max()}" if kind.size else "none"
        raise HawkesError("type", f"types {seen}; with {known} kinds they go 0..{known - 1}")
    return known


def _spans(unobserved: ArrayLike) -> Ints:
    given = _whole(np.asarray(unobserved).reshape(-1), "unobserved")
    if given.size % 2 or np.any(given[::2] > given[1::2]):
        raise HawkesError("unobserved", f"{given.size} numbers; give pairs (first day, day after the last)")
    return given.reshape(-1, 2)


def _finite(values: Floats, what: str) -> None:
    bad = np.flatnonzero(~np.isfinite(values))
    if bad.size:
        raise HawkesError("nan", f"{what} {bad[0]} of {values.size} is {values[bad[0]]}; leave such rows out")


def _in_window(at: Floats, start: float, end: float) -> None:
    if not (np.isfinite(start) and np.isfinite(end) and start < end):
        raise HawkesError("window", f"the window [{start}, {end}] is empty; give start < end")
    if at.size and (at.min() < start or at.max() > end):
        raise HawkesError("window", f"times {at.min()} to {at.max()} lie outside [{start}, {end}]")


def _in_order(at: Floats, ties: bool) -> None:
    steps = np.diff(at)
    if np.any(steps < 0):
        first = int(np.argmax(steps < 0)) + 1
        raise HawkesError(
            "order", f"time {first} ({at[first]}) lies before time {first - 1} ({at[first - 1]}); sort"
        )
    tied = int((steps == 0).sum())
    if tied and not ties:
        raise HawkesError("ties", f"{tied} of {at.size} times are tied: use a DayLog for dates, or ties=True")
