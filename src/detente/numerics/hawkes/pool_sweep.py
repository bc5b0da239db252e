"""One sweep over all series of a pool: modes, moments and evidence at one eta, in chunks over threads.

Chunks depend on the table only and each series is computed by itself, so that the number of threads does not
change a byte. A chunk computes its states anew and stays in cache: no array of all event days is ever made.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from detente.numerics.hawkes.events import Floats, HawkesError, Ints
from detente.numerics.hawkes.pool_prior import Family
from detente.numerics.hawkes.pool_problem import Moments, Rule, installed, problem_of
from detente.numerics.hawkes.pool_table import DayTable

_WORK, _CHUNKS, _PER_SERIES = 20_000, 128, 40


@dataclass(frozen=True, slots=True)
class How:
    """How sweeps are done: compiled or NumPy passes, threads, `laplace` instead of quadrature."""

    fast: bool
    threads: int = 1
    laplace: bool = False


class Swept(NamedTuple):
    """Evidence (P,), modes (P, q), Cholesky factors (P, q, q) of the negative Hessians, moments."""

    evidence: Floats
    modes: Floats
    lowers: Floats
    moments: Moments


class Slopes(NamedTuple):
    """Log-likelihood of each series (P,), its slopes by the rates (P, q) and by log decay (P, 1)."""

    value: Floats
    rates: Floats
    decay: Floats


def product_rule(order: int, q: int) -> Rule:
    """The Gauss-Hermite product rule of order^q nodes for the standard normal."""
    at, weight = np.polynomial.hermite_e.hermegauss(order)
    grid = np.stack(np.meshgrid(*[at] * q, indexing="ij"), axis=-1).reshape(-1, q)
    logs = np.log(weight / weight.sum())
    total = np.stack(np.meshgrid(*[logs] * q, indexing="ij"), axis=-1).reshape(-1, q).sum(axis=1)
    return Rule(np.ascontiguousarray(grid), total)


def rules(q: int) -> tuple[Rule, Rule, Rule]:
    """The rules for q rates of series with few, more, and many event days."""
    orders = (7, 5, 3) if q == 2 else (5, 4, 3)
    return product_rule(orders[0], q), product_rule(orders[1], q), product_rule(orders[2], q)


def chunks(table: DayTable) -> Ints:
    """Edges of runs of series with about equal work, shape (chunks + 1,)."""
    work = np.concatenate([[0], np.cumsum(table.rows + _PER_SERIES)])
    number = int(np.clip(work[-1] // _WORK, 1, _CHUNKS))
    cuts = np.searchsorted(work, np.linspace(0, work[-1], number + 1))
    cuts[0], cuts[-1] = 0, table.series
    return np.unique(cuts)


def over_chunks(table: DayTable, threads: int, job: Callable[[int, int], None]) -> None:
    """Run job(first, last) on every chunk."""
    edges = chunks(table)
    if threads <= 1:
        for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            job(first, last)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(job, edges[:-1].tolist(), edges[1:].tolist()))


def empty_moments(series: int, q: int, d: int) -> Moments:
    """Moments to be filled."""
    return Moments(
        np.empty(series),
        np.empty((series, q)),
        np.empty((series, q, q)),
        np.empty((series, q)),
        np.empty((series, d)),
    )


def sweep(table: DayTable, family: Family, eta: Floats, modes: Floats, how: How) -> Swept:
    """Modes and moments of all series at eta, starting from `modes` (P, q), which are left as they are."""
    q, prior, modes = family.rates, family.prior(eta), modes.copy()
    lowers, values = np.zeros((table.series, q, q)), np.empty(table.series)
    moments = empty_moments(table.series, q, prior.place.size)
    three = rules(q)
    if how.fast:
        from detente.numerics.hawkes.pool_kernels import climb
        from detente.numerics.hawkes.pool_nodes import weigh
    else:
        from detente.numerics.hawkes.pool_reference import climb, weigh

    def job(first: int, last: int) -> None:
        own, at = table.part(first, last), slice(first, last)
        problem = problem_of(own, prior.place, days=family.days, logit=family.link == "logit", fast=how.fast)
        climb(problem, prior.mean, prior.precision, modes[at], lowers[at], values[at])
        out = Moments(*(one[at] for one in moments))
        found = (modes[at], lowers[at], values[at])
        weigh(problem, prior.mean, prior.precision, *found, *three, how.laplace, out)

    over_chunks(table, how.threads, job)
    return Swept(moments.evidence + prior.half_log_det, modes, lowers, moments)


def slopes(
    table: DayTable,
    rates: Floats,
    decay: float,
    *,
    form: str = "counts",
    threads: int = 1,
    fast: bool | None = None,
) -> Slopes:
    """Log-likelihood of each series, less the factorials, at rates (P, q) = (mu, n) and one decay, with
    slopes.

    HawkesError "shape" or "range".
    """
    if rates.shape != (table.series, 2 * table.sides):
        raise HawkesError("shape", f"rates {rates.shape}; give {(table.series, 2 * table.sides)}: mu, then n")
    if not (np.isfinite(rates).all() and rates.min() > 0.0 and np.isfinite(decay) and decay > 0.0):
        raise HawkesError("range", "rates and decay must be finite and above 0")
    fast = installed() if fast is None else fast
    found = Slopes(np.empty(table.series), np.empty_like(rates), np.empty((table.series, 1)))
    if fast:
        from detente.numerics.hawkes.pool_fixed import fixed_slopes
    else:
        from detente.numerics.hawkes.pool_reference import fixed_slopes

    def job(first: int, last: int) -> None:
        place, days = np.array([np.log(decay)]), form == "days"
        problem = problem_of(table.part(first, last), place, days=days, logit=True, fast=fast)
        at = slice(first, last)
        fixed_slopes(problem, rates[at], found.value[at], found.rates[at], found.decay[at])

    over_chunks(table, threads, job)
    return found
