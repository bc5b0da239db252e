"""Shares and their uncertainty: Beta posteriors, shrinkage to a parent, pooling on the log-odds scale.

Every map here that makes a probability is increasing in the probabilities it is given, so that shares in
order stay in order as long as sample sizes and weights are common to them.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.numerics.special import beta_quantile, expit
from detente.numerics.special import logit as _logit

Floats = NDArray[np.float64]

TINY = 1e-9
"""No probability is nearer to 0 or 1."""


def logit(p: ArrayLike) -> Floats:
    """Log-odds of `p`, any shape, kept finite."""
    odds: Floats = _logit(np.clip(np.asarray(p, dtype=np.float64), TINY, 1.0 - TINY))
    return odds


def jeffreys(k: ArrayLike, n: ArrayLike, *, level: float = 0.9) -> tuple[Floats, Floats]:
    """Equal-tailed interval of a share after `k` of `n`, broadcast shapes, under Jeffreys' Beta(1/2, 1/2).

    Brown, Cai & DasGupta 2001 (Stat. Sci. 16:101): 0 below when k = 0, 1 above when k = n.
    """
    hits, cases = np.broadcast_arrays(np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64))
    tail = (1.0 - level) / 2.0
    tails = np.array([tail, 1.0 - tail]).reshape(2, *(1,) * hits.ndim)
    low, high = beta_quantile(hits + 0.5, cases - hits + 0.5, tails)
    return np.where(hits <= 0, 0.0, low), np.where(hits >= cases, 1.0, high)


def shrink(k: Floats, n: Floats, *, parent: Floats, prior: float) -> Floats:
    """Posterior mean (k + prior * parent) / (n + prior); k and parent (m, ...), n (m,), `prior` > 0 cases.

    The Beta-binomial mean with its prior centred on the parent class (Gelman et al., BDA3, section 5.3).
    """
    cases = n.reshape(n.shape + (1,) * (k.ndim - n.ndim))
    mean: Floats = (k + prior * parent) / (cases + prior)
    return mean


def pool(p: Floats, q: Floats, weight: Floats | float) -> Floats:
    """Logarithmic pool of `p` and `q`, equal shapes, `weight` in [0, 1] on `q` (Genest & Zidek 1986)."""
    mixed: Floats = expit((1.0 - weight) * logit(p) + weight * logit(q))
    return mixed


def waiting(a: Floats, exposure: Floats, days: Floats) -> Floats:
    """P(at least one event in `days`) for a rate with posterior Gamma(a, exposure): 1 - (B / (B + t))^a."""
    chance: Floats = -np.expm1(a * (np.log(exposure) - np.log(exposure + days)))
    return chance
