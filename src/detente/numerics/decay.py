"""Discounted counts of what lies before a day: each past event weighs one half after every half-life."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEVER = 10**6
"""Days since the last event where there was none."""


def decayed(at: Ints, days: Ints, half_lives: Sequence[float], weight: Floats | None = None) -> Floats:
    """Sum of 2^(-age / h) over the events of `days` (n,) before each of `at` (m,); shape (m, h).

    All in days; an event on the day itself is not yet known. `weight` (n,) counts an event several times.
    """
    # Days after the last of `at` go first: they would add nothings, and change how the others are summed.
    past = days < at.max(initial=-NEVER)
    age = (at[:, None] - days[past]).astype(np.float64)
    known = (age > 0).astype(np.float64)
    if weight is not None:
        known *= weight[past]
    columns = [(np.exp2(-np.maximum(age, 0.0) / half_life) * known).sum(axis=1) for half_life in half_lives]
    return np.stack(columns, axis=1)


def since_last(at: Ints, days: Ints) -> Ints:
    """Days from the last of `days` (n,), in order, before each of `at` (m,); `NEVER` where there is none."""
    before = np.searchsorted(days, at, side="left") - 1
    last = np.where(before >= 0, days[np.maximum(before, 0)] if days.size else 0, 0)
    gap: Ints = np.where(before >= 0, at - last, NEVER)
    return gap
