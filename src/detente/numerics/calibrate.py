"""How far true chances scatter around forecasts: a hidden level that the cases of a cluster share.

The true log-odds of a cluster are c logit(p) + sigma z, z standard normal; c = sqrt(1 + 0.346 sigma^2) keeps
the mean near p (Zeger, Liang & Albert 1988, Biometrics 44:1049; 0.346 = (16 sqrt 3 / 15 pi)^2).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.numerics.beta import logit
from detente.numerics.special import expit, logsumexp, normal_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST = 0.5
GRID: Floats = np.linspace(LEAST, 3.0, 26)
"""Values of sigma that are tried; less than 0.5 is never believed of few data."""

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_LOG_WEIGHTS = np.log(_WEIGHTS / _WEIGHTS.sum())


def interval(p: ArrayLike, sigma: float, *, level: float = 0.9) -> tuple[Floats, Floats]:
    """The range of true chances around forecasts `p`, any shape; it is increasing in `p`.

    It reaches at least as far to either side as the least scatter, also where the range is so skewed that
    its mean `p` lies at its edge.
    """
    odds, z = logit(p), normal_quantile((1.0 + level) / 2.0)
    centre, least = _stretch(sigma) * odds, z * min(sigma, LEAST)
    low = np.minimum(centre - z * sigma, odds - least)
    high = np.maximum(centre + z * sigma, odds + least)
    return np.asarray(expit(low)), np.asarray(expit(high))


def scatter(p: Floats, y: Floats, cluster: Ints) -> float:
    """The sigma of `GRID` that makes outcomes `y` (n, t) of forecasts `p` (n, t) most likely; `cluster` (n,).

    One sigma for all columns, each with its own level: a composite likelihood (Varin, Reid & Firth 2011).
    """
    order = np.argsort(cluster, kind="stable")
    starts = np.flatnonzero(np.diff(cluster[order], prepend=cluster[order][0] - 1))
    odds, seen = logit(p[order]), y[order]
    loglik = [_loglik(odds, seen, starts, float(sigma)) for sigma in GRID]
    return float(GRID[int(np.argmax(loglik))])


def coverage(
    p: Floats, y: Floats, cluster: Ints, sigma: Floats, *, least: int = 5, seed: int = 0, draws: int = 400
) -> tuple[float, int]:
    """Share of clusters of `least` cases with hits in the central 90 % of their range, and their number.

    p, y (n, t), sigma (n,); a hit count that straddles an edge counts in part.
    """
    rng = np.random.default_rng(seed)
    _, where = np.unique(cluster, return_inverse=True)
    rows = [np.flatnonzero(where == c) for c in np.flatnonzero(np.bincount(where) >= least)]
    inside = [
        _inside(y[r, t].sum(), _hits(p[r, t], float(sigma[r].mean()), rng, draws))
        for r in rows
        for t in range(p.shape[1])
    ]
    return (float(np.mean(inside)) if inside else float("nan")), len(inside)


def _stretch(sigma: float) -> float:
    return float(np.sqrt(1.0 + 0.346 * sigma**2))


def _loglik(odds: Floats, y: Floats, starts: Ints, sigma: float) -> float:
    eta = _stretch(sigma) * odds[:, :, None] + sigma * _NODES
    each = y[:, :, None] * eta - np.logaddexp(0.0, eta)
    summed = np.add.reduceat(each, starts, axis=0)
    return float(logsumexp(summed + _LOG_WEIGHTS, axis=2).sum())


def _hits(p: Floats, sigma: float, rng: np.random.Generator, draws: int) -> Ints:
    level = sigma * rng.standard_normal(draws)[:, None]
    chance = expit(_stretch(sigma) * logit(p)[None, :] + level)
    hits: Ints = (rng.random(chance.shape) < chance).sum(axis=1)
    return hits


def _inside(hits: float, drawn: Ints) -> float:
    below, upto = float(np.mean(drawn < hits)), float(np.mean(drawn <= hits))
    if upto <= below:
        return float(0.05 < below < 0.95)
    return max(0.0, min(upto, 0.95) - max(below, 0.05)) / (upto - below)
