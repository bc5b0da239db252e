"""Weights of a linear pool of forecasts, chosen by the log score of what the voices said before.

The weights maximise sum_n d_n log sum_k w_k L_nk plus a Dirichlet prior, by EM: Hall & Mitchell 2007 (Int. J.
Forecasting 23:1); discounting as Raftery, Karny & Ettler 2010. A weight may go to 0.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS = 200

LEAST = 1e-12
"""Likelihood of what every voice held impossible."""


def pool_weights(p: Floats, y: Floats, weight: Floats, *, prior: float = 5.0) -> Floats:
    """Weights (k,) of the voices of `p` (n, k) for outcomes `y` (n,), case weights `weight` (n,).

    `prior` cases are shared out evenly; without cases all weights are equal.
    """
    voices = p.shape[1]
    w: Floats = np.full(voices, 1.0 / voices)
    if not y.size:
        return w
    likelihood = np.maximum(np.where(y[:, None] > 0, p, 1.0 - p), LEAST)
    for _ in range(ROUNDS):
        share = likelihood * w
        share /= share.sum(axis=1, keepdims=True)
        new: Floats = (weight[:, None] * share).sum(axis=0) + prior / voices
        new = new / new.sum()
        if np.abs(new - w).max() < 1e-6:
            return new
        w = new
    return w
