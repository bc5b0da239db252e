"""The check against false alarm: a baseline that drifts looks like excitation to a model without drift.

Filimonov & Sornette, Quantitative Finance 15 (2015) 1293 (apparent criticality); Hardiman & Bouchaud,
Physical Review E 90 (2014) 062807 (the mean-variance estimate, no less misled by drift).
"""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.baseline import daily
from detente.numerics.hawkes.days import DayProcess
from detente.numerics.hawkes.days_estimator import DayHawkes, Step
from detente.numerics.hawkes.days_fit import DayFit, fit_excited, fit_plain, problem_of
from detente.numerics.hawkes.days_layout import merged, observed
from detente.numerics.hawkes.days_paths import paths
from detente.numerics.hawkes.events import DayLog, HawkesError, day_log


@dataclass(frozen=True, slots=True)
class Control:
    """The branching ratio under a constant baseline and under a drifting one with its 95 % bounds.

    `likelihood_ratio`: twice the penalised log-likelihood gained by excitation over the same drifting
    baseline alone; `p_value`: how often a process without excitation gains as much, None if not simulated.
    """

    constant: float
    drifting: float
    low: float
    high: float
    likelihood_ratio: float
    p_value: float | None
    p_excited: float
    p_critical: float
    steps: tuple[Step, ...]


def negative_control(log: DayLog, *, replicates: int = 0, seed: int = 0) -> Control:
    """What a constant baseline says of a log, and what is left of it under a drifting one.

    `replicates` logs without excitation are simulated for the p-value, and fitted with the same baseline.
    """
    naive, honest = DayHawkes("constant").fit(log), DayHawkes("drifting").fit(log)
    gained = honest.likelihood_ratio_
    p_value = _p_value(honest.profile_.free, log, gained, replicates, seed) if replicates else None
    return Control(
        naive.spectral_radius_,
        honest.spectral_radius_,
        *honest.interval(0.95),
        gained,
        p_value,
        honest.p_excited_,
        honest.p_critical_,
        honest.steps_,
    )


def _p_value(fit: DayFit, log: DayLog, gained: float, replicates: int, seed: int) -> float:
    plain, seen = fit_plain(fit.problem), observed(log)
    none = np.zeros((log.kinds, log.kinds))
    process = DayProcess(daily(plain.process().baseline, log.n), none, 1.0)
    counts = paths(process, np.zeros(log.kinds), replicates, np.random.default_rng(seed))
    beaten = 0
    for path in counts:
        kinds, at = np.nonzero(path[:, seen])
        drawn = day_log(
            seen[at], kinds, n=log.n, kinds=log.kinds, counts=path[kinds, seen[at]], unobserved=merged(log)
        )
        beaten += drawn.days.size > 0 and _gain(drawn, fit) >= gained
    return (1.0 + beaten) / (1.0 + replicates)


def _gain(log: DayLog, fit: DayFit) -> float:
    problem = problem_of(log, fit.problem.basis, shrink=fit.problem.shrink)
    return 2.0 * (fit_excited(problem).log_posterior - fit_plain(problem).log_posterior)


def mean_variance_ratio(log: DayLog, *, window: int = 60) -> float:
    """1 - sqrt(mean / variance) of the counts of all kinds in windows of so many days, none of them
    unobserved.

    For one kind it tends to the branching ratio as windows grow beyond the memory (Hardiman & Bouchaud 2014),
    and like a fit with constant baseline it reads drift as excitation. HawkesError "window" with fewer
    than two whole windows, "empty" without events in them.
    """
    seen = np.zeros(log.n)
    seen[observed(log)] = 1.0
    windows = log.n // window
    whole = seen[: windows * window].reshape(windows, window).all(axis=1) if windows else np.zeros(0, bool)
    if whole.sum() < 2:
        raise HawkesError("window", f"{int(whole.sum())} whole windows of {window} days in {log.n}; need two")
    place = log.days // window
    counts = np.bincount(place[place < windows], log.counts.sum(axis=0)[place < windows], windows)[whole]
    if not counts.any():
        raise HawkesError("empty", "no event in any window")
    return float(1.0 - np.sqrt(counts.mean() / max(counts.var(ddof=1), 1e-12)))
