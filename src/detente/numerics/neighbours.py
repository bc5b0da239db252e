"""What followed the cases most like the present one: a nearest-neighbour share, shrunk to a base rate.

Weights fall with distance and with age; Atkeson, Moore & Schaal 1997 (Artif. Intell. Rev. 11:11) on such
locally weighted learning.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The `k` cases nearest to each of m rows: `index` (m, k), `distance` (m, k), `weight` (m, k)."""

    index: Ints
    distance: Floats
    weight: Floats

    def share(self, y: Floats, base: float, prior: float) -> Floats:
        """The weighted share of outcomes `y` (n,), NaN where unknown, with `prior` cases at `base`; (m,)."""
        followed = y[self.index]
        known = np.where(np.isnan(followed), 0.0, self.weight)
        hits = (known * np.nan_to_num(followed)).sum(axis=1)
        p: Floats = (hits + prior * base) / (known.sum(axis=1) + prior)
        return p

    def effective(self) -> Floats:
        """How many equal cases the weights amount to, (sum w)^2 / sum w^2 (Kish 1965); shape (m,)."""
        n: Floats = self.weight.sum(axis=1) ** 2 / (self.weight**2).sum(axis=1)
        return n


def nearest(past: Floats, rows: Floats, age: Floats, *, k: int, half_life: float) -> Nearest:
    """The `k` of `past` (n, c) nearest to each of `rows` (m, c), columns standardised by `past`.

    `age` (n,) or (m, n) of the past cases; weight 1 / (1 + d / median d) halves every `half_life` of it. The
    median is of the row's own k distances: what a row is told does not hang on the other rows.
    """
    mean, scale = past.mean(axis=0), past.std(axis=0)
    scale = np.where(scale > 1e-12 * np.maximum(np.abs(mean), 1.0), scale, 1.0)
    a, b = (past - mean) / scale, (rows - mean) / scale
    squares = (b**2).sum(axis=1)[:, None] + (a**2).sum(axis=1)[None, :] - 2.0 * b @ a.T
    near = np.sqrt(np.maximum(squares, 0.0))
    index = np.argsort(near, axis=1, kind="stable")[:, :k]
    distance = np.take_along_axis(near, index, axis=1)
    ages = np.take_along_axis(np.broadcast_to(age, near.shape), index, axis=1)
    median = np.maximum(np.median(distance, axis=1, keepdims=True), 1e-12)
    return Nearest(index, distance, np.exp2(-ages / half_life) / (1.0 + distance / median))
