"""Figures of the pool of sparse series: its speed at the size of the world, and the coverage of its
intervals.

Both run on series drawn from the model itself, where the truth is known. The world's table has as many
series, days and event days as all pairs of states with events have in twenty years of a daily feed.
"""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.pool import Pooled, fit_pool
from detente.numerics.hawkes.pool_simulate import simulate_counts, simulate_days
from detente.numerics.hawkes.pool_sweep import slopes
from detente.numerics.hawkes.pool_table import DayTable, day_table
from detente.numerics.special import expit

Progress = Callable[[str], None]
FORMS = ("days", "counts")
ASKED = 10
"""Series of each run whose intervals are compared with the truth."""
_BLOCK, _YEAR = 2000, 365
_SPAN, _SERIES, _FEWEST, _MOST = 3000, 100, 3, 30


@dataclass(frozen=True, slots=True)
class Truth:
    """A law of series: mean and standard deviation of log mu and of logit n, decay a day."""

    level: tuple[float, float]
    ratio: tuple[float, float]
    decay: float

    def draw(self, series: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """mu and n of some series."""
        mu: Floats = np.exp(self.level[0] + self.level[1] * rng.standard_normal(series))
        return mu, expit(self.ratio[0] + self.ratio[1] * rng.standard_normal(series))


WORLD = Truth((-5.5, 1.2), (-0.4, 0.7), 0.35)
SPARSE = Truth((-5.7, 0.6), (-0.6, 0.7), 0.25)
"""Series of 3 to 30 events in `_SPAN` days, most of them."""


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """Seconds are wall time, the least of several for the gradient; `peak_mb` is of the whole process."""

    series: int
    days: int
    event_days: int
    threads: int
    gradient_seconds: float
    fit_seconds: float
    fit_cpu_seconds: float
    peak_mb: float
    steps: int
    converged: bool
    truth: tuple[float, ...]
    found: tuple[float, ...]
    error: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PoolCoverage:
    """How often the 90 % intervals of mu and of n held the truth, in `asked` series of `runs` runs."""

    form: str
    runs: int
    asked: int
    level: float
    ratio: float
    plug_in: float


def world_data(pairs: int, years: int, seed: int, *, truth: Truth = WORLD) -> DayTable:
    """Counts by day of `pairs` series over `years` of 365 days, drawn from `truth`; about 100 event days each
    at twenty years."""
    span, parts = years * _YEAR, []
    for first in range(0, pairs, _BLOCK):
        rng = np.random.default_rng([seed, first])
        mu, n = truth.draw(min(_BLOCK, pairs - first), rng)
        parts.append(simulate_counts(mu, n, truth.decay, span=span, rng=rng))
    ptr = np.cumsum(np.concatenate([[0], *(np.diff(part.ptr) for part in parts)]))
    day, count = (np.concatenate([getattr(part, name) for part in parts]) for name in ("day", "count"))
    return day_table(ptr, day, count, span=span)


def pool_figures(
    pairs: int = 40_000, years: int = 20, seed: int = 0, *, threads: int = 2, progress: Progress
) -> PoolFigures:
    """Time the gradient and the whole empirical-Bayes fit of a world of synthetic series."""
    table = world_data(pairs, years, seed)
    progress(f"{table.series} series, {table.day.size} event days")
    gradient = gradient_seconds(table, threads)
    progress(f"gradient {gradient:.3f} s; fitting")
    fit_pool(table.part(0, min(pairs, 50)), threads=threads)
    wall, cpu = time.perf_counter(), time.process_time()
    found = fit_pool(table, threads=threads)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    progress(f"fitted in {wall:.1f} s, {found.steps_} steps")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    size = (table.series, years * _YEAR, int(table.day.size), threads)
    return PoolFigures(*size, gradient, wall, cpu, peak, found.steps_, found.converged_, *_recovered(found))


def _recovered(found: Pooled) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Truth, estimate and standard error of (level, ratio, log sd of both, log decay)."""
    sds = (float(np.log(WORLD.level[1])), float(np.log(WORLD.ratio[1])), float(np.log(WORLD.decay)))
    error = np.sqrt(np.diag(found.eta_covariance_))
    truth = (WORLD.level[0], WORLD.ratio[0], *sds)
    return truth, tuple(found.eta_.tolist()), tuple(error.tolist())


def gradient_seconds(table: DayTable, threads: int, *, repeats: int = 15) -> float:
    """The least wall time of log-likelihoods and slopes by every series' mu and n and by the decay."""
    crude = np.maximum(table.totals[:, 0], 0.5) / table.observed
    rates, times = np.column_stack([0.6 * crude, np.full(table.series, 0.4)]), []
    for _ in range(repeats):
        start = time.perf_counter()
        slopes(table, rates, WORLD.decay, threads=threads)
        times.append(time.perf_counter() - start)
    return min(times)


def pool_coverage(
    runs: int, seed: int, *, forms: tuple[str, ...] = FORMS, progress: Progress
) -> list[PoolCoverage]:
    """Coverage of the 90 % intervals in series with 3 to 30 event days, fitted anew in each run.

    "days" draws event days, "counts" a process in continuous time floored to days. `plug_in` is the coverage
    of n when the fitted law is taken for the true one.
    """
    found = []
    for form in forms:
        rows = np.concatenate([_covered(form, [seed, run]) for run in range(runs)])
        level, ratio, plain = rows.mean(axis=0).tolist()
        found.append(PoolCoverage(form, runs, len(rows), level, ratio, plain))
        progress(f"{form}: mu {level:.3f}, n {ratio:.3f}, n with the law taken as known {plain:.3f}")
    return found


def _covered(form: str, seed: list[int]) -> Floats:
    """Whether the intervals of mu, of n, and of n by plug-in held the truth, (asked, 3)."""
    rng = np.random.default_rng(seed)
    mu, n = SPARSE.draw(_SERIES, rng)
    draw = simulate_days if form == "days" else simulate_counts
    table = draw(mu, n, SPARSE.decay, span=_SPAN, rng=rng)
    found = fit_pool(table, form=form)
    few = np.flatnonzero((table.rows >= _FEWEST) & (table.rows <= _MOST))
    rows = []
    for p in rng.permutation(few)[:ASKED].tolist():
        whole, plain = found.interval(p), found.interval(p, draws=0)
        held = [whole.low[j] <= (mu, n)[j][p] <= whole.high[j] for j in (0, 1)]
        rows.append([*held, plain.low[1] <= n[p] <= plain.high[1]])
    return np.array(rows, dtype=float).reshape(-1, 3)
