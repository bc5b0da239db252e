"""Are forecasts too bold or too timid? The slope of outcomes on log-odds (Cox 1958, Biometrika 45:562)."""

import numpy as np

from detente.numerics.beta import logit
from detente.numerics.scores import Floats
from detente.numerics.special import expit

_STEPS = 50


def slope(p: Floats, y: Floats) -> float:
    """The slope of a logit of `y` (n,) on the log-odds of `p` (n,): below 1 too bold, above 1 too timid.

    NaN where all forecasts or all outcomes are one, or the fit does not settle.
    """
    odds = logit(p)
    if np.ptp(odds) == 0.0 or np.ptp(y) == 0.0:
        return float("nan")
    x, b = np.stack([np.ones_like(odds), odds], axis=1), np.array([0.0, 1.0])
    for _ in range(_STEPS):
        fit = expit(x @ b)
        step = np.linalg.lstsq((x * (fit * (1.0 - fit))[:, None]).T @ x, x.T @ (y - fit), rcond=None)[0]
        b = b + step
        if np.abs(step).max() < 1e-10:
            return float(b[1])
    return float("nan")
