"""Two kinds of day that excite themselves and each other: a discrete Hawkes process on event days.

Convention everywhere: `branching[i, j]` is the mean number of later days of kind i that one day of kind j
sets off. With decay b and S_j(t) = sum of (1 - e^-b) e^(-b (t-s-1)) over event days s < t of kind j, on day t

    lambda_i(t) = mu_i(t) + sum_j branching[i, j] S_j(t),      P(event day) = 1 - exp(-lambda_i(t)).

The weights of S sum to 1 over all later days, so the matrix is on the scale of rates; days saturate, so fast
and strong reactions give somewhat fewer follow-up days than that. This is the day form (hurdle) of a Hawkes
process with an exponential kernel: a salvo is one event day, and what happens within one day is not read as
cause and effect. The form for counts stands in `days`. Sources: Hawkes, Biometrika 58 (1971) 83;
Porter & White, Annals of Applied Statistics 6 (2012) 106, section 2 (hurdle).
"""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints

Pair = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Params:
    """A two-kind process: `baseline` (2, n) uncaused rate of each day, `branching` (2, 2), `decay` a day."""

    baseline: Floats
    branching: Floats
    decay: float | Floats


def spectral_radius(branching: Floats) -> Floats:
    """The largest eigenvalue of non-negative 2 x 2 matrices, shape (..., 2, 2) -> (...)."""
    own, cross = branching[..., 0, 0], branching[..., 0, 1] * branching[..., 1, 0]
    other = branching[..., 1, 1]
    root: Floats = 0.5 * (own + other + np.sqrt((own - other) ** 2 + 4.0 * cross))
    return root


def states(days: Ints, at: Ints, decays: Floats) -> Floats:
    """S(t) just before each day in `at` for event days `days` (sorted), shape (len(decays), len(at))."""
    if not days.size:
        return np.zeros((decays.size, at.size))
    after = _after_each(days, decays)
    last = np.searchsorted(days, at, side="left") - 1
    gap = np.maximum(at - days[np.maximum(last, 0)] - 1, 0)
    faded = after[:, np.maximum(last, 0)] * np.exp(-np.outer(decays, gap))
    state: Floats = np.where(last >= 0, faded, 0.0) * -np.expm1(-decays)[:, None]
    return state


def _after_each(days: Ints, decays: Floats) -> Floats:
    """The undamped sums 1 + e^(-b gap) (...) right after each event day, shape (len(decays), len(days))."""
    kept = np.exp(-np.outer(decays, np.diff(days)))
    sums = np.ones((decays.size, days.size))
    for m in range(1, days.size):
        sums[:, m] += sums[:, m - 1] * kept[:, m - 1]
    return sums


def spent_between(days: Ints, low: int, high: int, decays: Floats) -> Floats:
    """The sum of S(t) over the days low <= t < high, shape (len(decays),)."""
    start = np.maximum(low - days - 1, 0)
    end = np.maximum(high - days - 1, 0)
    total: Floats = (np.exp(-np.outer(decays, start)) - np.exp(-np.outer(decays, end))).sum(axis=1)
    return total


def intensity(params: Params, days: Pair) -> Floats:
    """lambda, shape (2, n), on every day of the baseline, given the event days up to each."""
    at = np.arange(params.baseline.shape[1])
    grid = np.atleast_1d(params.decay)
    excited = np.stack([states(kind, at, grid)[0] for kind in days])
    lam: Floats = (
        params.baseline + params.branching[:, :1] * excited[0] + params.branching[:, 1:] * excited[1]
    )
    return lam


def log_likelihood(params: Params, days: Pair) -> float:
    """The log-probability of the event days among the days 0..n-1 of the baseline."""
    lam = intensity(params, days)
    hits = [np.log(np.expm1(lam[i, kind])).sum() for i, kind in enumerate(days)]
    return float(hits[0] + hits[1] - (lam[0].sum() + lam[1].sum()))


def simulate(params: Params, rng: np.random.Generator, state: Floats | None = None) -> Pair:
    """Event days of both kinds over the baseline's days, from S = `state` or a quiet start."""
    lows = rng.random(params.baseline.T.shape)
    keep, gain = np.exp(-params.decay), -np.expm1(-params.decay)
    branching, state = params.branching, np.zeros(2) if state is None else state
    found: tuple[list[int], list[int]] = ([], [])
    for t, (mu, low) in enumerate(zip(params.baseline.T, lows, strict=True)):
        hit = low < -np.expm1(-(mu + branching @ state))
        state = keep * state + gain * hit
        for i in np.flatnonzero(hit):
            found[i].append(t)
    return np.array(found[0], dtype=np.int64), np.array(found[1], dtype=np.int64)
