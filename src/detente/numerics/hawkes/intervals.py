"""How sure a fit of exponential kernels is: observed information, log-Wald and profile-likelihood intervals.

Branching ratios are at least 0 and skewed; intervals are symmetric in their logs, or where the profile of the
likelihood falls by half a chi-squared quantile. Both keep their level from about 150 events on.
"""

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.events import Floats, HawkesError
from detente.numerics.hawkes.exponential_fit import Found, Problem, climb

_STEP = 0.01
"""Of finite differences, in rough standard errors."""
_FLAT = 1e-8


def free(problem: Problem, x: Floats) -> NDArray[np.bool_]:
    """Which parts of x lie inside their bounds, and so have a standard error, shape (P,)."""
    low, high = problem.bounds
    room = 1e-4 * problem.scale
    return (x > low + room) & (x < high - room)


def covariance(problem: Problem, x: Floats) -> Floats:
    """The inverse of the observed information at a maximum x, shape (P, P); NaN for parts at a bound.

    Central differences of the exact gradient. HawkesError: "flat" where the likelihood has no peak at x.
    """
    inside, room = np.flatnonzero(free(problem, x)), np.minimum(x - problem.bounds[0], problem.bounds[1] - x)
    bend = np.zeros((inside.size, inside.size))
    for row, at in enumerate(inside):
        step = np.zeros(x.size)
        step[at] = min(_STEP * problem.scale[at], 0.5 * room[at])
        rise = problem.objective(x + step)[1] - problem.objective(x - step)[1]
        bend[row] = (rise / (2.0 * step[at]) * problem.scale * problem.scale[at])[inside]
    information = -0.5 * (bend + bend.T)
    sound = bool(np.isfinite(information).all())
    if not sound or (inside.size and np.linalg.eigvalsh(information).min() <= _FLAT):
        raise HawkesError("flat", "the likelihood has no peak here; use fewer decays or more events")
    scale = problem.scale[inside]
    spread = np.full((x.size, x.size), np.nan)
    spread[np.ix_(inside, inside)] = np.linalg.inv(information) * np.outer(scale, scale)
    return spread


def log_wald(
    target: Callable[[Floats], float], problem: Problem, x: Floats, spread: Floats, level: float
) -> tuple[float, float]:
    """The interval of a positive function of x, symmetric in its log. HawkesError: "bound" where it is 0."""
    value = target(x)
    if not value > 0:
        raise HawkesError("bound", "the estimate is 0, where only a profile interval makes sense")
    inside = np.flatnonzero(free(problem, x))
    slopes = np.zeros(inside.size)
    for row, at in enumerate(inside):
        step = np.zeros(x.size)
        step[at] = 1e-3 * _STEP * problem.scale[at]
        slopes[row] = (target(x + step) - target(x - step)) / (2.0 * step[at])
    error = float(np.sqrt(slopes @ spread[np.ix_(inside, inside)] @ slopes)) / value
    reach = quantile(level) * error
    return value * float(np.exp(-reach)), value * float(np.exp(reach))


def profile(problem: Problem, found: Found, at: int, level: float) -> tuple[float, float]:
    """The interval of the entry x[at] by likelihood ratio, every other part of x fitted again.

    It starts at 0 where the likelihood there is not low enough to rule 0 out.
    """
    from scipy.optimize import brentq

    floor = found.value - 0.5 * quantile(level) ** 2

    def above(value: float) -> float:
        return climb(problem, found.x, fixed={at: value}).value - floor

    best, step = float(found.x[at]), float(problem.scale[at])
    high = best + 2.0 * step
    while above(high) > 0:
        high = best + 2.0 * (high - best)
    low = 0.0
    if best > 0 and above(0.0) < 0:
        low = float(brentq(above, 0.0, best, xtol=1e-4 * step))
    return low, float(brentq(above, best, high, xtol=1e-4 * step))


def sampled(problem: Problem, found: Found, spread: Floats, number: int, seed: int) -> Floats:
    """Draws (number, P) of x about a maximum: normal, for levels and entries in logs; at a bound fixed."""
    x, coding = found.x, problem.coding
    inside = np.flatnonzero(free(problem, x))
    positive = np.zeros(x.size, dtype=bool)
    positive[: coding.baseline_size] = coding.covariates is None
    positive[coding.entries] = True
    in_logs = positive[inside]
    unit = np.where(in_logs, x[inside], 1.0)
    law = spread[np.ix_(inside, inside)] / np.outer(unit, unit)
    noise = np.random.default_rng(seed).multivariate_normal(np.zeros(inside.size), law, number)
    draws = np.tile(x, (number, 1))
    draws[:, inside] = np.where(in_logs, x[inside] * np.exp(noise * in_logs), x[inside] + noise)
    return draws


def quantile(level: float) -> float:
    """The normal quantile of a two-sided interval. HawkesError: "level"."""
    if not 0.0 < level < 1.0:
        raise HawkesError("level", f"a level lies between 0 and 1, not {level}")
    return NormalDist().inv_cdf(0.5 + 0.5 * level)
