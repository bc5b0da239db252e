"""Is a fitted day process right? Each day's count at its place in the law that the past predicts.

The count of kind i on a day has the generating function exp(sum_l theta_l (q_l(z) - 1)), where clusters
begun by kind l solve q_l = z^[l=i] exp(sum_k K_kl (q_k - 1)). q does not depend on the day, so that one
solution at roots of unity serves all, and a fast Fourier transform gives the chances (Abate & Whitt,
Operations Research Letters 12 (1992) 245, here on a circle of radius below 1, so that the far tail does not
fold back). Drawn at random within its step, the distribution function at the count is uniform if the model is
right, and independent from day to day (Brockwell, Statistics & Probability Letters 77 (2007) 1473).
"""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.days import Complex, DayProcess, arrivals, cluster_values, log_none
from detente.numerics.hawkes.days_layout import observed
from detente.numerics.hawkes.events import DayLog, Floats, Ints

_FOLD = 1e-10
_CELLS = 1 << 20


@dataclass(frozen=True, slots=True)
class Residuals:
    """Randomised residuals (kinds, observed days), and each kind's Kolmogorov-Smirnov test of uniformity.

    The test takes the parameters as known; fitted to the same days they make it too lenient.
    """

    days: Ints
    uniform: Floats
    statistic: Floats
    p_value: Floats


def residuals(process: DayProcess, log: DayLog, *, seed: int) -> Residuals:
    """Residuals of a log under a process with a daily baseline (kinds, n)."""
    from scipy.stats import kstest

    days, counts = observed(log), log.dense()
    theta = arrivals(process, log, days)
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(log.kinds):
        low, high = places(theta, process.inner, i, counts[i, days])
        rows.append(low + (high - low) * rng.random(days.size))
    tests = [kstest(row, "uniform") for row in rows]
    return Residuals(
        days,
        np.stack(rows),
        np.array([float(test.statistic) for test in tests]),
        np.array([float(test.pvalue) for test in tests]),
    )


def places(theta: Floats, inner: Floats, kind: int, counts: Floats) -> tuple[Floats, Floats]:
    """P(N < count) and P(N <= count) of one kind on each day, theta (kinds, m), counts (m,)."""
    low, high = np.zeros(counts.size), np.exp(log_none(theta, inner)[kind])
    sizes = np.where(counts > 0.0, 2 ** np.ceil(np.log2(2.0 * counts + 64.0)), 0.0).astype(np.int64)
    for size in np.unique(sizes[sizes > 0]).tolist():
        clusters = _clusters(inner, kind, size)
        rows, many = np.flatnonzero(sizes == size), max(1, _CELLS // size)
        for at in range(0, rows.size, many):
            r = rows[at : at + many]
            below = np.cumsum(_chances(theta[:, r], clusters, size), axis=1)
            n = counts[r].astype(np.int64)
            low[r], high[r] = below[range(r.size), n - 1], below[range(r.size), n]
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def _clusters(inner: Floats, kind: int, size: int) -> Complex:
    """q at half the circle's points, (kinds, size / 2 + 1)."""
    z = _FOLD ** (1.0 / size) * np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    return cluster_values(inner, np.where((np.arange(inner.shape[0]) == kind)[:, None], z, 1.0))


def _chances(theta: Floats, clusters: Complex, size: int) -> Floats:
    """P(N = 0), ..., P(N = size - 1) of each day, (m, size)."""
    values = np.exp(theta.T @ (clusters - 1.0))
    grow = _FOLD ** (-np.arange(size) / size)
    chances: Floats = np.fft.irfft(values, size, axis=1) * grow
    return chances
