"""Up to the maximum of a log-likelihood: BFGS to the neighbourhood, then Newton to the summit itself."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Valued = Callable[[Floats], tuple[float, Floats]]
"""The log-likelihood at some coefficients, and its gradient."""

NEWTON, STEP = 40, 1e-5
"""Newton's steps at most; the step of differences, for coefficients of the size of 1."""


def climbed(valued: Valued, start: Floats, rows: int, *, flat: float = 1e-10) -> Floats:
    """The coefficients where no slope is steeper than `flat` a row, or as near as the climb comes."""
    from scipy.optimize import minimize

    def loss(b: Floats) -> tuple[float, Floats]:
        """Minus the mean, lest a first step grow with the rows."""
        value, gradient = valued(b)
        return -value / rows, -gradient / rows

    b: Floats = minimize(loss, start, jac=True, method="BFGS").x
    for _ in range(NEWTON):
        value, slope = valued(b)
        if np.abs(slope).max() < flat * rows:
            break
        step = np.linalg.lstsq(hessian(valued, b), slope, rcond=1e-12)[0]
        if valued(b - step)[0] < value:
            break
        b = b - step
    return b


def hessian(valued: Valued, b: Floats) -> Floats:
    """Central differences of the exact gradient, made symmetric, shape (k, k)."""
    rows = np.array([(valued(b + h)[1] - valued(b - h)[1]) / (2.0 * STEP) for h in STEP * np.eye(b.size)])
    both: Floats = (rows + rows.T) / 2.0
    return both
