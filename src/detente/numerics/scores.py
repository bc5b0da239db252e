"""Proper scores, their paired differences with clustered intervals, and reliability."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAFE = 1e-6
"""Probabilities are scored as if at least this far from 0 and 1."""


def log_score(p: Floats, y: Floats) -> Floats:
    """Negative log likelihood in nats, same shape as `p`; lower is better (Good 1952)."""
    safe = np.clip(p, SAFE, 1.0 - SAFE)
    loss: Floats = -(y * np.log(safe) + (1.0 - y) * np.log1p(-safe))
    return loss


def brier(p: Floats, y: Floats) -> Floats:
    """Squared error, same shape as `p`; lower is better (Brier 1950)."""
    loss: Floats = (p - y) ** 2
    return loss


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean paired difference and its interval."""

    value: float
    low: float
    high: float


def paired_difference(
    difference: Floats, cluster: Ints, *, seed: int = 0, resamples: int = 300, level: float = 0.95
) -> Difference:
    """Mean of `difference` (n,) with a percentile interval that resamples whole clusters (n,).

    Cameron, Gelbach & Miller 2008 (Rev. Econ. Stat. 90:414): the pairs cluster bootstrap.
    """
    _, where = np.unique(cluster, return_inverse=True)
    totals, sizes = np.bincount(where, weights=difference), np.bincount(where).astype(np.float64)
    drawn = np.random.default_rng(seed).multinomial(
        sizes.size, np.full(sizes.size, 1.0 / sizes.size), size=resamples
    )
    means = (drawn @ totals) / (drawn @ sizes)
    low, high = np.quantile(means, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    value = float(difference.mean())
    return Difference(value, min(float(low), value), max(float(high), value))


def roc_area(p: Floats, y: Floats) -> float:
    """Chance that a forecast (n,) of what came true exceeds one of what did not, ties half; .5 if undefined.

    The Mann-Whitney form of the area under the ROC curve (Hanley & McNeil 1982, Radiology 143:29).
    """
    hits = float(y.sum())
    if hits in (0.0, float(y.size)):
        return 0.5
    _, where, counts = np.unique(p, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[where]
    return float((ranks[y > 0].sum() - hits * (hits + 1.0) / 2.0) / (hits * (y.size - hits)))


def average_precision(p: Floats, y: Floats) -> float:
    """Mean precision over the steps of recall, forecasts (n,) from the highest down; 0 if no event."""
    hits = float(y.sum())
    if hits == 0.0:
        return 0.0
    order = np.argsort(-p, kind="stable")
    last = np.append(np.flatnonzero(np.diff(p[order])), p.size - 1)
    found = np.cumsum(y[order])[last]
    return float((np.diff(found, prepend=0.0) * found / (last + 1.0)).sum() / hits)


def wilson(k: float, n: float, *, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's 95 % interval of a share after `k` of `n` (Wilson 1927); (0, 1) for n = 0."""
    if n <= 0:
        return 0.0, 1.0
    share, square = k / n, z * z / n
    middle = (share + square / 2.0) / (1.0 + square)
    half = z * np.sqrt(share * (1.0 - share) / n + square / (4.0 * n)) / (1.0 + square)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a reliability table: `n` forecasts of mean `forecast`, of which `observed` came true."""

    n: int
    forecast: float
    observed: float
    low: float
    high: float


def reliability(p: Floats, y: Floats, *, bins: int = 10) -> list[Bin]:
    """Bins of equal size by forecast, `p` and `y` (n,), with Wilson intervals of the observed share."""
    parts = np.array_split(np.argsort(p, kind="stable"), bins)
    return [_bin(p[part], y[part]) for part in parts if part.size]


def _bin(p: Floats, y: Floats) -> Bin:
    low, high = wilson(float(y.sum()), y.size)
    return Bin(y.size, float(p.mean()), float(y.mean()), low, high)
