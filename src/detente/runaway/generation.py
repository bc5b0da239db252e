"""The next-generation matrix: acts of each side and block that one act of a side and block sets off.

A pair's own branching matrix A (2, 2) says how many; how they spread over the blocks of the ladder, and how
much more a grave act sets off than a light one, is borrowed from all pairs:

    M[(i, b), (j, b')] = A[i, j] R[b, b'] / sum_b' mix_j(b') sum_b R[b, b'],

R being the pooled entries of reaction by the same side (i = j) or by the other, mix_j the shares of the
blocks among j's event days. So the mean over j's own acts is A[i, j]. Where all pairs know no such reaction,
the spread is that of i's own event days. The chain dies out where the spectral radius of M is below 1:
Diekmann, Heesterbeek & Metz, J. Math. Biol. 28 (1990) 365.
"""

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.graded import SIDES, Graded
from detente.runaway.borrowed import SHORT
from detente.runaway.model import BLOCKS, EventDays, block

MIX_PRIOR = 3.0
"""Event days that the shares of all pairs count for in a side's mix."""


def reactions(process: Graded) -> tuple[Floats, Floats]:
    """Pooled entries R (3, 3), child block by parent block: by the same side and by the other.

    A day on which both act is an act of each; what such a day sets off is laid half to each of its two acts.
    """
    size = process.grades
    whole = process.matrix()[process.memories <= SHORT].sum(axis=0).reshape(SIDES, size, SIDES, size)
    single = process.common.reshape(SIDES, size)[:2].mean(axis=0)
    shared = process.common.reshape(SIDES, size)[2]
    alone = (single / np.maximum(single + shared, 1e-12))[None, :]
    after_both = 0.5 * (whole[0, :, 2] + whole[2, :, 2])
    same = alone * (whole[0, :, 0] + whole[2, :, 0]) + (1.0 - alone) * after_both
    other = alone * (whole[1, :, 0] + whole[2, :, 0]) + (1.0 - alone) * after_both
    return same, other


def mixes(days: EventDays, process: Graded) -> Floats:
    """The shares of the blocks among each side's event days, (2, 3), drawn to those of all pairs."""
    common = process.common.reshape(SIDES, process.grades)
    counts = np.tile(MIX_PRIOR * (common[0] + common[2]) / (common[0] + common[2]).sum(), (2, 1))
    worst: dict[tuple[str, int], int] = {}
    for day, doer, rung, _ in days.inside():
        key = doer, day.toordinal()
        worst[key] = max(worst.get(key, 0), block(rung))
    for (doer, _), place in worst.items():
        counts[days.sides.index(doer), place] += 1.0
    shares: Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def next_generation(branching: Floats, mix: Floats, process: Graded) -> Floats:
    """M, shape (..., 6, 6), from A (..., 2, 2); rows are children, side by side and block by block."""
    same, other = reactions(process)
    size = len(BLOCKS)
    whole = np.zeros((*branching.shape[:-2], 2, size, 2, size))
    for i in (0, 1):
        for j in (0, 1):
            spread = same if i == j else other
            if not spread.any():
                spread = np.tile(mix[i][:, None], size)
            scale = float(mix[j] @ spread.sum(axis=0))
            whole[..., i, :, j, :] = branching[..., i, j, None, None] * spread / scale
    return whole.reshape(*branching.shape[:-2], 2 * size, 2 * size)


def lethal(matrix: Floats) -> Floats:
    """The part of M among acts that kill, shape (..., 2, 2)."""
    at = [len(BLOCKS) - 1, 2 * len(BLOCKS) - 1]
    return matrix[..., at, :][..., :, at]
