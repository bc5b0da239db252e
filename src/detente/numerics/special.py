"""The six special functions that an answer needs, without SciPy: its import alone takes a third of an answer.

Each is tested against `scipy.special` to 1e-10.
"""

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_TERMS = 300
_STEPS = 80
_TINY = 1e-300


def expit(x: ArrayLike) -> Floats:
    """1 / (1 + exp(-x)), any shape, without overflow."""
    odds = np.asarray(x, dtype=np.float64)
    small = np.exp(-np.abs(odds))
    p: Floats = np.where(odds >= 0, 1.0, small) / (1.0 + small)
    return p


def logit(p: ArrayLike) -> Floats:
    """log(p / (1 - p)), any shape, for p strictly between 0 and 1."""
    share = np.asarray(p, dtype=np.float64)
    odds: Floats = np.log(share) - np.log1p(-share)
    return odds


def logsumexp(x: ArrayLike, axis: int = -1) -> Floats:
    """log(sum(exp(x))) along `axis`; -inf where all are -inf."""
    values = np.asarray(x, dtype=np.float64)
    top = np.max(values, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    with np.errstate(divide="ignore"):
        total: Floats = np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))
    return total


def normal_quantile(p: float) -> float:
    """The quantile of the standard normal at `p`."""
    return NormalDist().inv_cdf(p)


@lru_cache(maxsize=8)
def log_factorials(n: int) -> Floats:
    """log(0!) ... log(n!), shape (n + 1,)."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1, dtype=np.float64)))])


def beta_cdf(a: ArrayLike, b: ArrayLike, x: ArrayLike) -> Floats:
    """The regularized incomplete beta function I_x(a, b), shapes broadcast, a and b positive.

    Continued fraction of DLMF 8.17.22 by Lentz' method, on the side where it converges fast.
    """
    a, b, x = (np.array(v, dtype=np.float64) for v in np.broadcast_arrays(a, b, x))
    swap = x > (a + 1.0) / (a + b + 2.0)
    a, b, x = np.where(swap, b, a), np.where(swap, a, b), np.where(swap, 1.0 - x, x)
    front = np.exp(_log_front(a, b, np.clip(x, _TINY, 1.0)))
    tail = np.where(x > 0, front / a * _fraction(a, b, x), 0.0)
    result: Floats = np.where(swap, 1.0 - tail, tail)
    return result


def _log_front(a: Floats, b: Floats, x: Floats) -> Floats:
    gamma = np.vectorize(math.lgamma, otypes=[np.float64])
    constant: Floats = gamma(a + b) - gamma(a) - gamma(b)
    return constant + a * np.log(x) + b * np.log1p(-np.minimum(x, 1.0 - 1e-16))


def _fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    d = 1.0 / _away(1.0 - (a + b) * x / (a + 1.0))
    c, value = np.ones_like(d), d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        for term in (even, odd):
            d = 1.0 / _away(1.0 + term * d)
            c = _away(1.0 + term / c)
            value = value * c * d
        if np.all(np.abs(c * d - 1.0) < 1e-14):
            break
    return value


def _away(x: Floats) -> Floats:
    """Kept away from 0, as Lentz' method needs."""
    return np.where(np.abs(x) < _TINY, _TINY, x)


def beta_quantile(a: ArrayLike, b: ArrayLike, p: ArrayLike) -> Floats:
    """x with I_x(a, b) = p, shapes broadcast; Newton on log I in log-odds, which is nearly straight there.

    Upper halves are taken from the other end, I_x(a, b) = 1 - I_(1-x)(b, a) (DLMF 8.17.4); a step that leaves
    the bracket is replaced by halving it.
    """
    parts = [np.array(v, dtype=np.float64) for v in np.broadcast_arrays(a, b, p)]
    return _quantile(parts[0].shape, *(part.tobytes() for part in parts)).copy()


@lru_cache(maxsize=4096)
def _quantile(shape: tuple[int, ...], *raw: bytes) -> Floats:
    """Kept by its arguments: what-ifs ask again and again for the same intervals."""
    a, b, p = (np.frombuffer(part).reshape(shape) for part in raw)
    upper = p > 0.5
    a, b, p = np.where(upper, b, a), np.where(upper, a, b), np.where(upper, 1.0 - p, p)
    y = _root(a, b, p)
    return expit(np.where(upper, -y, y))


def _root(a: Floats, b: Floats, p: Floats) -> Floats:
    low, high, y = np.full(a.shape, -700.0), np.full(a.shape, 36.0), np.log(a / b)
    for _ in range(_STEPS):
        x = expit(y)
        reached = np.maximum(beta_cdf(a, b, x), _TINY)
        low, high = np.where(reached < p, y, low), np.where(reached < p, high, y)
        slope = np.exp(_log_front(a, b, np.clip(x, _TINY, 1.0))) / reached
        step = y - np.log(reached / p) / np.maximum(slope, _TINY)
        moved = np.where((step >= low) & (step <= high), step, (low + high) / 2.0)
        done, y = bool(np.all(np.abs(moved - y) < 1e-10 * (1.0 + np.abs(y)))), moved
        if done:
            break
    return y
