"""A day log laid out for one pass: event days, ends of unobserved spans and the last day, in order.

With U_j(t) = sum of n_j(s) e^(-b (t-s-1)) over days s < t, and no event in an unobserved span [low, high),
the sum of U over the span is (U(low) - U(high)) / (1 - e^-b); over all n days it is (N - U(n)) / (1 - e^-b).
So what the quiet days cost needs U at a few further rows only, whose `turn` is +1 or -1, and no walk over
days.
"""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.baseline import SPAN
from detente.numerics.hawkes.events import DayLog, Floats, HawkesError, Ints, joined
from detente.numerics.special import log_factorials

_TABLE = 4096


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of one pass: `span` (r,) of the baseline, `counts` (r, kinds), `turn` (r,), days to the next row.

    `exposure` (spans,) are the observed days of each span, `totals` (kinds,) the events.
    """

    span: Ints
    counts: Floats
    turn: Floats
    gap: Floats
    exposure: Floats
    totals: Floats
    log_factorials: float

    @property
    def kinds(self) -> int:
        """The number of kinds."""
        return int(self.counts.shape[1])


def fortnights(n: int) -> Ints:
    """The edges of spans of SPAN days over n days; the last span may be short."""
    return np.append(np.arange(0, n, SPAN, dtype=np.int64), n)


def edges_of(spans: int, n: int) -> Ints:
    """Edges of a baseline with `spans` columns over n days: constant, by fortnight, or daily.

    HawkesError "baseline" if it is none of these.
    """
    if spans == 1:
        return np.array([0, n], dtype=np.int64)
    if spans == fortnights(n).size - 1:
        return fortnights(n)
    if spans == n:
        return np.arange(n + 1, dtype=np.int64)
    raise HawkesError(
        "baseline",
        f"{spans} columns for {n} days; give 1, {fortnights(n).size - 1} (fortnights) or one a day",
    )


def merged(log: DayLog) -> Ints:
    """The unobserved spans, cut to the log's days, sorted and joined where they touch, shape (g, 2)."""
    return joined(log.unobserved, log.n)


def observed_days(log: DayLog, edges: Ints) -> Floats:
    """The number of observed days between neighbouring edges, shape (edges - 1,)."""
    before = edges.astype(float)
    for low, high in merged(log).tolist():
        before -= np.clip(edges - low, 0, high - low)
    return np.diff(before)


def observed(log: DayLog) -> Ints:
    """The days that some source covers, in order."""
    seen = np.ones(log.n, dtype=np.bool_)
    for low, high in merged(log).tolist():
        seen[low:high] = False
    return np.flatnonzero(seen)


def cut(log: DayLog, n: int) -> DayLog:
    """The first n days of a log."""
    kept = log.days < n
    return DayLog(log.days[kept], log.counts[:, kept], n, np.minimum(log.unobserved, n))


def lay_out(log: DayLog, edges: Ints) -> Layout:
    """The rows of a log under a baseline that is constant between neighbouring `edges`."""
    gaps = merged(log)
    days = np.concatenate([gaps[:, 0], gaps[:, 1], log.days, [log.n]])
    turn = np.concatenate([np.ones(len(gaps)), -np.ones(len(gaps)), np.zeros(log.days.size), [1.0]])
    order = np.lexsort((turn == 0.0, days))
    counts = np.zeros((days.size, log.kinds))
    counts[2 * len(gaps) : -1] = log.counts.T
    days = days[order]
    span = np.minimum(np.searchsorted(edges, days, side="right") - 1, edges.size - 2)
    return Layout(
        span,
        counts[order],
        turn[order],
        np.append(np.diff(days), 0).astype(float),
        observed_days(log, edges),
        log.counts.sum(axis=1),
        float(log_factorial(log.counts).sum()),
    )


def running(keep: Floats, added: Floats) -> Floats:
    """y_k = keep_k y_{k-1} + added_k with y_{-1} = 0; keep (r,), added (r, kinds) -> (r, kinds).

    By doubling: two stretches join as pairs (keep, added) do, so log2(r) array operations replace a loop.
    """
    total, span, step = added.copy(), keep.copy(), 1
    while step < keep.size and span[step:].any():
        total[step:] = total[step:] + span[step:, None] * total[:-step]
        span[step:] = span[step:] * span[:-step]
        step *= 2
    return total


def states_at(log: DayLog, at: Ints, decay: float) -> Floats:
    """S just before each of the days `at`, (kinds, len(at)): what the past adds per unit of A."""
    found = np.zeros((log.kinds, at.size))
    if log.days.size:
        gaps = np.append(0, np.diff(log.days))
        after = running(np.exp(-decay * gaps), log.counts.T)
        last = np.searchsorted(log.days, at, side="left") - 1
        wait = np.maximum(at - log.days[np.maximum(last, 0)] - 1, 0)
        found = np.where(last >= 0, after[np.maximum(last, 0)].T * np.exp(-decay * wait), 0.0)
    gone = -np.expm1(-decay)
    state: Floats = found * (gone * gone / decay)
    return state


def log_factorial(counts: Floats) -> Floats:
    """log n! of whole numbers, any shape; Stirling's series above a table (relative error below 1e-15)."""
    table = log_factorials(_TABLE)
    big = np.maximum(counts, 1.0)
    series = (big + 0.5) * np.log(big) - big + 0.5 * np.log(2.0 * np.pi) + 1.0 / (12.0 * big)
    small = np.minimum(counts, _TABLE).astype(np.int64)
    found: Floats = np.where(counts <= _TABLE, table[small], series)
    return found
