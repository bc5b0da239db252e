"""Does an event come more often on marked days? Conditional on how many came in each stratum.

In a stratum of n days, d of them marked, m with an event, the number on marked days is Fisher's noncentral
hypergeometric with odds ratio psi (Fisher 1935, J. R. Stat. Soc. 98:39; McCullagh & Nelder 1989, sec. 7.3.2).
The stratum's own level drops out, so that drift between strata cannot pass for an effect.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.numerics.special import log_factorials, logsumexp

Floats = NDArray[np.float64]

GRID: Floats = np.linspace(-4.0, 4.0, 81)
"""Log odds ratios at which likelihoods are tabulated."""


def stratum_loglik(n: int, d: int, m: int, x: int) -> Floats:
    """Log likelihood, shape (81,) over `GRID`, of `x` of the `m` events on the `d` marked of `n` days.

    ValueError if the counts contradict each other.
    """
    if not (0 <= d <= n and 0 <= m <= n and max(0, m - (n - d)) <= x <= min(d, m)):
        raise ValueError(f"no such table: n={n}, marked={d}, events={m}, both={x}")
    return _loglik(n, d, m, x)


@lru_cache(maxsize=4096)
def _loglik(n: int, d: int, m: int, x: int) -> Floats:
    values = np.arange(max(0, m - (n - d)), min(d, m) + 1, dtype=np.float64)
    weight = _log_choose(d, values) + _log_choose(n - d, m - values)
    terms = weight[None, :] + GRID[:, None] * values[None, :]
    here = int(x - values[0])
    loglik: Floats = terms[:, here] - logsumexp(terms, axis=1)
    return loglik


def _log_choose(n: int, k: Floats) -> Floats:
    table = log_factorials(n)
    at = k.astype(np.int64)
    chosen: Floats = table[n] - table[at] - table[n - at]
    return chosen


def log_bayes_factor(loglik: Floats, *, sign: int, scale: float = 1.0) -> Floats:
    """Log evidence, shape (...), for an effect of `sign` against none; `loglik` has shape (..., 81).

    The log odds ratio has a half-normal prior of `scale` on the predicted side.
    """
    side = GRID * sign >= 0
    prior = np.where(side, -0.5 * (GRID / scale) ** 2, -np.inf)
    prior = prior - logsumexp(prior)
    null = loglik[..., [GRID.size // 2]]
    factor: Floats = logsumexp(loglik - null + prior, axis=-1)
    return factor
