"""The standard normal distribution far into its lower tail: its log, and how fast that grows."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FAR = -1e4
"""Below it phi(x) / Phi(x) is -x to eight digits, while its parts are too small or cancel."""


def log_phi(x: Floats) -> Floats:
    """The log of the density, any shape."""
    return np.asarray(-0.5 * x**2 - 0.5 * np.log(2.0 * np.pi), dtype=np.float64)


def mills(x: Floats) -> Floats:
    """phi(x) / Phi(x), the derivative of the log of the distribution function, any shape."""
    from scipy.special import log_ndtr

    near = np.maximum(x, FAR)
    ratio: Floats = np.exp(log_phi(near) - log_ndtr(near))
    return np.where(x < FAR, -x, ratio)
