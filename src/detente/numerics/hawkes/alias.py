"""Whole numbers from a fixed distribution by one look-up: alias tables, and the Poisson law as one of them.

The means of a simulation do not change while it runs, so that even a Poisson number of any mean costs one
look-up. Sources: Walker, ACM Transactions on Mathematical Software 3 (1977) 253; the table is built as in
Vose, IEEE Transactions on Software Engineering 17 (1991) 972.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.keys import Keys

_NEGLIGIBLE = 1e-20


class Alias(NamedTuple):
    """Distributions, one a row, laid end to end: row r has 2**`bits`[r] cells from `first`[r] on.

    Of 64 random bits the upper ones choose a cell of the row; the rest, below `cut` of the cell, give the
    outcome `own` of the cell, else `other`. Both tables are (cells,).
    """

    first: Ints
    bits: Keys
    cut: Keys
    own: Ints
    other: Ints


def poisson_laws(means: ArrayLike) -> tuple[Ints, Floats]:
    """Poisson laws: least outcomes (m,) and the probabilities from each on (m, w), but for those below 1e-20.

    Products of the ratio mean / n of neighbouring terms, from ten standard deviations below the mean on, so
    that no mean is too large for the number format.
    """
    mean = np.atleast_1d(np.asarray(means, dtype=np.float64))
    reach = np.ceil(40.0 + 10.0 * np.sqrt(mean))
    low = np.maximum(np.floor(mean) - reach, 0.0)
    above = low[:, None] + np.arange(1.0, 2.0 * reach.max(initial=1.0))
    terms = np.cumprod(mean[:, None] / above, axis=1)
    total = 1.0 + terms.sum(axis=1, keepdims=True)
    laws = np.concatenate([1.0 / total, terms / total], axis=1)
    kept = np.flatnonzero((laws > _NEGLIGIBLE).any(axis=0))
    return low.astype(np.int64), laws[:, : int(kept.max(initial=0)) + 1]


def alias(rows: Sequence[tuple[int, Floats]]) -> Alias:
    """Tables of rows (least outcome, weights): a row (5, [1.0, 3.0]) gives 5 in one case of four, else 6.

    Weights are not negative and may have any sum; where all are 0 the least outcome is certain.
    """
    bits = np.array([max(1, (weights.size - 1).bit_length()) for _, weights in rows], dtype=np.uint64)
    cells = 1 << bits.astype(np.int64)
    tables = [_table(weights, n) for (_, weights), n in zip(rows, cells.tolist(), strict=True)]
    first = np.cumsum(cells) - cells
    low = np.repeat([low for low, _ in rows], cells)
    other = np.concatenate([table[1] for table in tables])
    own = np.arange(cells.sum()) - np.repeat(first, cells)
    return Alias(first, bits, np.concatenate([table[0] for table in tables]), low + own, low + other)


def _table(weights: Floats, cells: int) -> tuple[Keys, Ints]:
    """One row: each cell holds 1 / cells of the probability, its own outcome's or one that had too much."""
    whole = float(weights.sum())
    share = [weight * cells / whole for weight in weights.tolist()] if whole > 0.0 else [float(cells)]
    share += [0.0] * (cells - len(share))
    own, other = [1.0] * cells, list(range(cells))
    poor = [cell for cell in range(cells) if share[cell] < 1.0]
    rich = [cell for cell in range(cells) if share[cell] >= 1.0]
    while poor and rich:
        cell, giver = poor.pop(), rich[-1]
        own[cell], other[cell] = share[cell], giver
        share[giver] -= 1.0 - share[cell]
        if share[giver] < 1.0:
            poor.append(rich.pop())
    return _as_bits(np.array(own)), np.array(other, dtype=np.int64)


def _as_bits(share: Floats) -> Keys:
    """Numbers in [0, 1] as thresholds for 64 random bits."""
    below = np.minimum(share, 1.0 - 2.0**-53) * 2.0**64
    bits: Keys = below.astype(np.uint64)
    bits[share >= 1.0] = np.iinfo(np.uint64).max
    return bits
