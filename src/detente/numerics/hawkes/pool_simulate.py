"""Series drawn from the model of a pool, all at once: for tests, for checks of coverage, for figures of
speed.
"""

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.pool_table import DayTable, day_table


def simulate_days(mu: Floats, n: Floats, decay: float, *, span: int, rng: np.random.Generator) -> DayTable:
    """Event days with P = 1 - exp(-lambda) over `span` days from a quiet start; mu, n (P,), or (P, 2) for two
    sides.

    Of two sides, n[:, 0] is what a side's own days set off and n[:, 1] what the other's do.
    """
    rates, sides = mu.reshape(mu.shape[0], -1), 1 if mu.ndim == 1 else 2
    own, cross = n.reshape(rates.shape[0], -1)[:, :1], n.reshape(rates.shape[0], -1)[:, 1:]
    state, keep = np.zeros(rates.shape), np.exp(-decay)
    found = []
    for day in range(span):
        lam = rates + own * state + (cross * state[:, ::-1] if sides == 2 else 0.0)
        hit = rng.random(rates.shape) < -np.expm1(-lam)
        state = keep * state + (1.0 - keep) * hit
        segment = np.flatnonzero(hit)
        found.append(np.stack([segment, np.full(segment.size, day)]))
    rows = np.concatenate(found, axis=1)
    return _table(rows[0], rows[1], None, span, rates.shape[0], sides)


def simulate_counts(mu: Floats, n: Floats, decay: float, *, span: int, rng: np.random.Generator) -> DayTable:
    """Hawkes processes in continuous time on [0, span), by clusters, floored to days; mu and n (P,)."""
    series = np.repeat(np.arange(mu.size), rng.poisson(mu * span))
    at = rng.uniform(0.0, span, series.size)
    keys = [_key(series, at, span)]
    while series.size:
        born = rng.poisson(n[series])
        series, at = np.repeat(series, born), np.repeat(at, born)
        at = at + rng.exponential(1.0 / decay, at.size)
        series, at = series[at < span], at[at < span]
        keys.append(_key(series, at, span))
    key, count = np.unique(np.concatenate(keys), return_counts=True)
    return _table(key // span, key % span, count.astype(float), span, mu.size, 1)


def _key(series: Ints, at: Floats, span: int) -> Ints:
    key: Ints = series * span + np.floor(at).astype(np.int64)
    return key


def _table(segment: Ints, day: Ints, count: Floats | None, span: int, series: int, sides: int) -> DayTable:
    order = np.lexsort((day, segment))
    ptr = np.concatenate([[0], np.cumsum(np.bincount(segment, minlength=series * sides))])
    return day_table(ptr, day[order], None if count is None else count[order], span=span, sides=sides)
