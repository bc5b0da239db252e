"""Many paths of the two-kind process at once: the draws behind a simulation."""

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.hurdle import Floats, Params


def paths(params: Params, state: Floats, n: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Event days, shape (n, 2, h), of `n` paths over the baseline's h days, each from S = `state` (2,).

    The same process as `hawkes.simulate`, drawn day by day for all paths together.
    """
    keep, gain = np.exp(-params.decay), -np.expm1(-params.decay)
    found = np.zeros((n, 2, params.baseline.shape[1]), dtype=np.bool_)
    now = np.tile(state, (n, 1))
    for t, mu in enumerate(params.baseline.T):
        hit = rng.random((n, 2)) < -np.expm1(-(mu + now @ params.branching.T))
        found[:, :, t] = hit
        now = keep * now + gain * hit
    return found
