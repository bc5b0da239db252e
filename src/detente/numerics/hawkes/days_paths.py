"""Paths of the day process, drawn exactly: arrivals, their offspring of the same day, then the next day."""

import numpy as np

from detente.numerics.hawkes.days import DayProcess, branching_ratio, checked, shares
from detente.numerics.hawkes.events import DayLog, Floats, HawkesError, Ints, day_log

MOST = 10_000_000
"""Events of one day over all paths at which a simulation stops: the process has run away."""


def paths(process: DayProcess, state: Floats, n: int, rng: np.random.Generator) -> Ints:
    """Counts (n, kinds, days) of n paths over the days of a daily baseline, each from S = `state` (kinds,).

    HawkesError "explosive" if a day's clusters cannot end, or if a path passes MOST events on a day.
    """
    checked(process, process.kinds)
    inner, (_, gain, _, _) = process.inner, shares(process.decay)
    if branching_ratio(inner) >= 1.0:
        raise HawkesError(
            "explosive", f"{branching_ratio(inner):.2f} offspring on the same day: a cluster never ends"
        )
    keep, days = np.exp(-process.decay), process.baseline.shape[1]
    found, now = np.zeros((n, process.kinds, days), dtype=np.int64), np.tile(state, (n, 1))
    for t in range(days):
        theta = process.baseline[:, t] + now @ process.branching.T
        found[:, :, t] = _progeny(theta, inner, rng)
        now = keep * now + gain * found[:, :, t]
    return found


def _progeny(theta: Floats, inner: Floats, rng: np.random.Generator) -> Ints:
    """One day's events of every path, arrivals of mean theta (n, kinds) with all their offspring."""
    if theta.sum() > MOST:
        raise HawkesError("explosive", f"{theta.sum():.3g} events expected in one day; check the branching")
    current = rng.poisson(theta)
    total = current.copy()
    while current.any():
        current = rng.poisson(current @ inner.T)
        total += current
    return total


def simulate(process: DayProcess, *, seed: int) -> DayLog:
    """A log over the days of a daily baseline, from a quiet start. HawkesError: see `paths`."""
    n = process.baseline.shape[1]
    counts = paths(process, np.zeros(process.kinds), 1, np.random.default_rng(seed))[0]
    kinds, days = np.nonzero(counts)
    return day_log(days, kinds, n=n, kinds=process.kinds, counts=counts[kinds, days])
