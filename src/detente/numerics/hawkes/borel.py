"""The same process for counts: a day's count as the total progeny of its arrivals (generalized Poisson).

Theta_i arrivals of kind i come on a day; each event of kind j sets off Poisson(K[i, j]) events of kind i on
the same day. With lam = theta + K n the day's counts n have

    P(n) = prod_i lam_i^n_i e^-lam_i / n_i! * det(I - K_ij n_j / lam_i),

the multi-type Borel-Tanner law (Good, Proc. Camb. Phil. Soc. 56 (1960) 367; Consul & Jain, Technometrics 15
(1973) 791 for one kind). An event is uniform in its day, so with decay b the same-day share of its offspring
is p0 = 1 - (1 - e^-b)/b, K = p0 A, and the rest falls on later days by the weights of `hurdle.states`.
Convention: A[i, j] is the mean number of events of kind i that one event of kind j sets off.
"""

from dataclasses import dataclass
from math import expm1

import numpy as np

from detente.numerics.hawkes.baseline import Basis, span_of
from detente.numerics.hawkes.hurdle import Floats, Ints, spent, states
from detente.numerics.hawkes.stream import DECAYS

ENTRY_MEAN = 0.25
_TOP = 5.0
_FLOOR = 1e-12


def same_day_share(decay: float) -> float:
    """p0, the share of an event's offspring that falls on its own day."""
    return 1.0 + expm1(-decay) / decay


def log_factorial(counts: Floats) -> Floats:
    """log n! of whole numbers."""
    table = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, int(counts.max(initial=0)) + 1)))])
    logs: Floats = table[counts.astype(int)]
    return logs


def log_pmf(theta: Floats, inner: Floats, counts: Floats) -> Floats:
    """log P(counts) of each day, shape (m,); theta and counts (2, m), inner = K (2, 2)."""
    lam = theta + inner @ counts
    body = (counts * np.log(lam) - lam - log_factorial(counts)).sum(axis=0)
    found: Floats = body + np.log(np.maximum(_determinant(inner, counts / lam), _FLOOR))
    return found


def _determinant(inner: Floats, x: Floats) -> Floats:
    (a, b), (c, d) = inner
    found: Floats = (1.0 - a * x[0]) * (1.0 - d * x[1]) - b * c * x[0] * x[1]
    return found


def log_patterns(theta: Floats, inner: Floats, most: int = 40) -> Floats:
    """log P of (no, first only, second only, both) kinds having events, (4, m); counts cut at `most`."""
    none = np.exp(-theta.sum(axis=0))
    n = np.arange(1.0, most + 1.0)
    lone = []
    for k in (0, 1):
        counts = np.zeros((2, most))
        counts[k] = n
        lone.append(np.sum([np.exp(log_pmf(theta, inner, counts[:, [i]])) for i in range(most)], axis=0))
    both = 1.0 - none - lone[0] - lone[1]
    logs: Floats = np.log(np.maximum(np.stack([none, *lone, both]), _FLOOR))
    return logs


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts (2, m) on the days `days` (m,) where any is positive, among n days, with the problem's basis."""

    days: Ints
    counts: Floats
    basis: Basis

    @property
    def size(self) -> int:
        """The number of parameters: two rows of coefficients and four log entries."""
        return 2 * self.basis.width + 4


@dataclass(frozen=True, slots=True)
class CountParams:
    """Coefficients (2, p) of the log baseline, entries A (2, 2), decay 1/day."""

    coef: Floats
    branching: Floats
    decay: float

    @property
    def inner(self) -> Floats:
        """K, the same-day offspring means."""
        inner: Floats = same_day_share(self.decay) * self.branching
        return inner


def parts(data: Counts, decay: float) -> tuple[Floats, Floats]:
    """What one unit of A[i, j] adds: to lam on the active days (2, m), and to the sum of lam (2,)."""
    p0, grid, n = same_day_share(decay), np.array([decay]), int(data.basis.days.sum())
    later = np.stack([states(data.days, data.days, grid, marks=row)[0] for row in data.counts])
    sums = np.array([spent(data.days, n, grid, marks=row)[0] for row in data.counts])
    return (1.0 - p0) * later + p0 * data.counts, (1.0 - p0) * sums + p0 * data.counts.sum(axis=1)


def unpack(data: Counts, x: Floats, decay: float) -> CountParams:
    """Parameters from a flat x: coefficients of both kinds, then the logs of A row by row."""
    p = data.basis.width
    return CountParams(x[: 2 * p].reshape(2, p), np.exp(np.minimum(x[2 * p :], _TOP)).reshape(2, 2), decay)


def objective(data: Counts, x: Floats, decay: float, gains: tuple[Floats, Floats]) -> tuple[float, Floats]:
    """Log-posterior and gradient at flat x; `gains` from `parts`."""
    q, basis = unpack(data, x, decay), data.basis
    mu = np.exp(np.minimum(q.coef @ basis.rows.T, _TOP))
    at = span_of(data.days)
    lam = mu[:, at] + q.branching @ gains[0]
    ratio = data.counts / lam
    det = np.maximum(_determinant(q.inner, ratio), _FLOOR)
    level = -(mu @ basis.days).sum() - (q.branching @ gains[1]).sum() + np.log(det).sum()
    value = level + (data.counts * np.log(lam) - log_factorial(data.counts)).sum()
    prior = (np.log(q.branching) - q.branching / ENTRY_MEAN).sum()
    ridge = 0.5 * ((q.coef @ basis.precision) * q.coef).sum()
    slope_lam, slope_inner = _slopes(q.inner, ratio, lam, det)
    pull = (
        np.stack([np.bincount(at, slope_lam[i] * mu[i, at], mu.shape[1]) for i in (0, 1)]) - mu * basis.days
    )
    coef = pull @ basis.rows - q.coef @ basis.precision
    entry = slope_lam @ gains[0].T - gains[1] + same_day_share(decay) * slope_inner - 1.0 / ENTRY_MEAN
    logs = entry * q.branching + 1.0
    return float(value + prior - ridge), np.concatenate([coef.ravel(), logs.ravel()])


def _slopes(inner: Floats, x: Floats, lam: Floats, det: Floats) -> tuple[Floats, Floats]:
    """Derivatives of sum(n log lam) + sum(log det) by lam (2, m) and, at fixed lam, by K (2, 2)."""
    (a, b), (c, d) = inner
    by_x = np.stack([-a * (1.0 - d * x[1]) - b * c * x[1], -d * (1.0 - a * x[0]) - b * c * x[0]])
    both = (x[0] * x[1] / det).sum()
    own = [-(x[0] * (1.0 - d * x[1]) / det).sum(), -(x[1] * (1.0 - a * x[0]) / det).sum()]
    by_inner = np.array([[own[0], -c * both], [-b * both, own[1]]])
    by_lam: Floats = x - by_x * x / lam / det
    return by_lam, by_inner


def fit_counts(data: Counts, decays: Floats = DECAYS) -> tuple[CountParams, float]:
    """The posterior mode over a grid of decays, by L-BFGS-B, and its log-posterior."""
    from scipy.optimize import minimize

    rate = np.log((0.5 * data.counts.sum(axis=1) + 0.5) / data.basis.days.sum())
    flat = np.linalg.lstsq(data.basis.rows, np.outer(np.ones(data.basis.days.size), rate), rcond=None)[0]
    x, best = np.concatenate([flat.T.ravel(), np.full(4, np.log(0.1))]), (-np.inf, np.zeros(0), 1.0)
    for decay in decays.tolist():
        gains = parts(data, decay)

        def loss(
            x: Floats, decay: float = decay, gains: tuple[Floats, Floats] = gains
        ) -> tuple[float, Floats]:
            value, gradient = objective(data, x, decay, gains)
            return -value, -gradient

        found = minimize(loss, x, jac=True, method="L-BFGS-B", bounds=[(-20.0, _TOP)] * x.size)
        x, best = found.x, max(best, (-float(found.fun), found.x, decay), key=lambda one: one[0])
    return unpack(data, best[1], best[2]), best[0]
