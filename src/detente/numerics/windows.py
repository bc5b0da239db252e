"""The nearest of many windows of a series: weighted Euclid, of shapes alone or of levels too.

The sum of squares is written as |x|^2 - 2 xy + |y|^2, so that all windows cost one product with a vector;
the nearest found so are measured again without the loss of digits. Rakthanmanon et al. 2012 (KDD) on
z-normalised search.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FLAT = 1e-6
"""A window whose numbers vary less has no shape; it counts as all zeros."""


@dataclass(frozen=True, slots=True)
class Windows:
    """n windows of m numbers, ready to be searched.

    `scaled` (n, m) with the root of the weights (m,) in `weight` worked in, `squares` (n,) their sums of
    squares, `normal` whether level and scale were taken out.
    """

    scaled: Floats
    squares: Floats
    weight: Floats
    normal: bool

    @classmethod
    def of(cls, windows: NDArray[np.floating], weight: NDArray[np.floating] | None = None, *,
           normal: bool = True) -> "Windows":  # fmt: skip
        """Windows (n, m), weights (m,) of the places (all 1 by default), `normal`: compare shapes alone."""
        found = np.asarray(windows, dtype=np.float32)
        worth = np.ones(found.shape[1]) if weight is None else np.asarray(weight)
        root = np.sqrt(worth).astype(np.float32)
        scaled = (_normal(found) if normal else found) * root
        return cls(scaled, np.einsum("nm,nm->n", scaled, scaled), root, normal)

    def nearest(self, query: NDArray[np.floating], k: int) -> tuple[Ints, Floats]:
        """Places and distances of the k windows nearest to `query` (m,), nearest first, ties by place."""
        asked = np.asarray(query, dtype=np.float32)[None]
        ready = ((_normal(asked) if self.normal else asked) * self.weight)[0]
        squared = self.squares - 2.0 * (self.scaled @ ready)
        near = _least(squared, 2 * k)
        exact = np.sqrt(((self.scaled[near] - ready) ** 2).sum(axis=1))
        order = np.lexsort((near, exact))[:k]
        return near[order], exact[order]


def _normal(windows: Floats) -> Floats:
    """Each window less its mean, over its standard deviation; zeros for one without shape."""
    level = windows - windows.mean(axis=1, keepdims=True)
    scale = level.std(axis=1, keepdims=True)
    found: Floats = np.where(scale > FLAT, level / np.maximum(scale, FLAT), np.float32(0.0))
    return found


def _least(squared: Floats, k: int) -> Ints:
    """The places of at least the k least numbers, all ties of the last among them."""
    if k >= squared.size:
        return np.arange(squared.size)
    return np.flatnonzero(squared <= np.partition(squared, k)[k])
