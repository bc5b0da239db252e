"""What one decay makes of a table: for each event day what the past adds, for each series its exposure.

With event days (or events) at s, S(t) = sum over s < t of w e^(-b (t - s - 1)). `form="days"`: w = 1 - e^-b,
so that an event day sets off n later ones, and P(event day) = 1 - exp(-lambda), lambda = mu + n S (a hurdle:
Porter & White, Annals of Applied Statistics 6 (2012) 106, section 2). `form="counts"`: an event is uniform in
its day, a share p0 = 1 - (1 - e^-b) / b of its offspring falls on the same day, w = (1 - e^-b)^2 / b, and the
count of a day is generalized Poisson with arrivals theta = mu + n S and inner offspring n p0 (Consul & Jain,
Technometrics 15 (1973) 791). Two decays: S is w S_fast + (1 - w) S_slow, and p0 likewise. Of two sides, each
is excited by its own S and by the other's. The decay's coordinates are logs: (log b), or (log fast, log slow,
logit w).
"""

from math import exp, expm1
from typing import NamedTuple

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.pool_table import DayTable

LEAST = -20.0
"""Logs of rates are cut here, logits on both sides."""
MOST_COUNTS, MOST_DAYS, MOST_RATIO = 10.0, 2.0, 1.6
"""The highest log mu of the two forms, and the highest log n."""
FEW, MANY = 60, 400
"""Up to so many event days a series is integrated by the finest rule, and by the middle one."""
_TABLE = 1024


class Problem(NamedTuple):
    """Series at one decay: excitations k = sides, rates q = 2 sides, decay coordinates d.

    `ptr` (segments + 1,), `number` (m,) events of each day, `later` (k, m) = S before each event day, `slope`
    (d, k, m) its slopes by the decay's coordinates, `exposure` (series, q) what the rates are paid with,
    `exposure_slope` (series, d) of each excitation, `same` = p0 and `same_slope` (d,). `days`: the form;
    `logit`: the link of n.
    """

    ptr: Ints
    number: Floats
    later: Floats
    slope: Floats
    exposure: Floats
    exposure_slope: Floats
    same: float
    same_slope: Floats
    days: bool
    logit: bool


class Rule(NamedTuple):
    """Nodes (N, q) and log-weights (N,) of a rule for the standard normal in q dimensions."""

    at: Floats
    log_weight: Floats


class Moments(NamedTuple):
    """Of each series: log-evidence without the prior's constant (P,), posterior mean (P, q) of x, second
    moments (P, q, q) about the prior's mean, mean rates (P, q), mean slope by the decay's coordinates (P,
    d).
    """

    evidence: Floats
    mean: Floats
    second: Floats
    rates: Floats
    by_decay: Floats


class Shares(NamedTuple):
    """p0, the weight w of a later day, w / (1 - e^-b), and the slopes of the three by b."""

    same: float
    later: float
    spent: float
    same_slope: float
    later_slope: float
    spent_slope: float


def installed() -> bool:
    """Whether kernels run compiled; asked late, since it loads Numba."""
    from detente.numerics.hawkes.jit import FAST

    return FAST


def shares(decay: float, *, days: bool) -> Shares:
    """The shares of an event's offspring at decay b."""
    gone, keep = -expm1(-decay), exp(-decay)
    if days:
        return Shares(0.0, gone, 1.0, 0.0, keep, 0.0)
    rest = gone / decay
    slope = (keep - rest) / decay
    return Shares(1.0 - rest, gone * rest, rest, -slope, keep * rest + gone * slope, slope)


def problem_of(table: DayTable, place: Floats, *, days: bool, logit: bool, fast: bool) -> Problem:
    """The problem at the decay's coordinates `place`, shape (1,) or (3,)."""
    count = np.ones(table.count.size) if days else table.count
    decays = np.exp(place[:2])
    parts = [_one_decay(table, count, float(b), days, fast) for b in decays]
    if len(parts) == 2:
        return _mixed(parts[0], parts[1], float(place[2]))._replace(logit=logit)
    return parts[0]._replace(logit=logit)


def _one_decay(table: DayTable, count: Floats, decay: float, days: bool, fast: bool) -> Problem:
    share, edges, rows = shares(decay, days=days), table.edges, count.size
    later, slope = np.empty((table.sides, rows)), np.empty((1, table.sides, rows))
    left = np.empty((2, edges.day.size))
    _states(table, count, decay, share, (later, slope[0], left), fast)
    totals = (table.rows if days else table.totals.sum(axis=1)).astype(float)
    spent, by_decay = _spent(table, totals, decay, share, left)
    exposure = np.empty((table.series, 2 * table.sides))
    exposure[:, : table.sides], exposure[:, table.sides :] = table.observed[:, None], spent[:, None]
    gained = np.array([decay * share.same_slope])
    return Problem(
        table.ptr, count, later, slope, exposure, by_decay[:, None], share.same, gained, days, True
    )


def _spent(
    table: DayTable, totals: Floats, decay: float, share: Shares, left: Floats
) -> tuple[Floats, Floats]:
    """What one unit of n adds over all observed days, and its slope by log decay, both (series,).

    `left` (2, e) is what had not been spent at the edges, and its slope.
    """
    edges = table.edges
    series = np.repeat(np.arange(edges.ptr.size - 1) // table.sides, np.diff(edges.ptr))
    spent = (share.spent + share.same) * totals - np.bincount(series, edges.turn * left[0], table.series)
    turn = decay * (share.spent_slope + share.same_slope) * totals
    return spent, turn - np.bincount(series, edges.turn * left[1], table.series)


def _states(
    table: DayTable,
    count: Floats,
    decay: float,
    share: Shares,
    out: tuple[Floats, Floats, Floats],
    fast: bool,
) -> None:
    """Fill S (sides, m) and its slopes by log decay for own and other side, and what is left at the edges."""
    if fast:
        from detente.numerics.hawkes.pool_kernels import own_states, states_at
    else:
        from detente.numerics.hawkes.pool_reference import own_states, states_at
    later, slope, left = out
    rows, edges = (table.ptr, table.day, count), table.edges
    fade = np.exp(-decay * np.arange(min(max(int(table.span.max()), 1) + 1, _TABLE)))
    weights = np.array([share.later, share.later_slope, share.spent, share.spent_slope])
    own_states(*rows, edges.ptr, edges.day, decay, fade, weights, later[0], slope[0], left[0], left[1])
    if table.sides == 2:
        weight = (share.later, share.later_slope)
        states_at(*rows, table.ptr, table.day, 1, decay, fade, weight[0], weight[1], later[1], slope[1])


def _mixed(quick: Problem, slow: Problem, odds: float) -> Problem:
    """The share w = expit(odds) of the quick decay's problem and the rest of the slow one's."""
    w = 1.0 / (1.0 + exp(-odds))
    turn = w * (1.0 - w)
    slope = np.concatenate([w * quick.slope, (1.0 - w) * slow.slope, turn * (quick.later - slow.later)[None]])
    gap = quick.exposure - slow.exposure
    by_place = np.column_stack([w * quick.exposure_slope, (1.0 - w) * slow.exposure_slope, turn * gap[:, -1]])
    by_same = np.array(
        [w * quick.same_slope[0], (1.0 - w) * slow.same_slope[0], turn * (quick.same - slow.same)]
    )
    return quick._replace(
        later=w * quick.later + (1.0 - w) * slow.later,
        slope=slope,
        exposure=slow.exposure + w * gap,
        exposure_slope=by_place,
        same=slow.same + w * (quick.same - slow.same),
        same_slope=by_same,
    )
