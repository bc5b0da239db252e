"""Paths forward by cascades, depth first on a small stack: counts and first times need no order in time."""

import numpy as np

from detente.numerics.hawkes.ancestry import FOUNDER, FOUNDERS, HEIRS, OTHERS, Plan
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.genealogy import Tally
from detente.numerics.hawkes.jit import compiled, inlined
from detente.numerics.hawkes.randoms import advance, child, exponential, picked, seeded, uniform


@inlined
def noted(tally: Tally, p: int, kind: int, t: float) -> None:
    """Enter one event."""
    tally.counts[p, kind, np.int64(t * tally.scale)] += 1
    tally.first[p, kind] = min(tally.first[p, kind], t)


@compiled
def walked(plan: Plan, root: np.uint64, first_path: int, span: float, most: int, tally: Tally) -> None:
    """Tally the paths from `first_path` on, as many as the tally has rows."""
    times, kinds = np.empty(most), np.empty(most, np.int64)
    for p in range(tally.counts.shape[0]):
        key = child(root, np.uint64(first_path + p))
        tally.capped[p] = _path(plan, key, span, p, tally, times, kinds)


@compiled
def _path(plan: Plan, key: np.uint64, span: float, p: int, tally: Tally, times: Floats, kinds: Ints) -> bool:
    """Tally one path; whether it was cut because it has more events than `times` has room for."""
    bits, state = advance(seeded(key))
    n = 0
    for _ in range(picked(bits, FOUNDERS, plan.tables)):
        if n == times.size:
            return True
        bits, state = advance(state)
        times[n] = span * uniform(bits)
        bits, state = advance(state)
        kinds[n] = picked(bits, FOUNDER, plan.tables)
        noted(tally, p, kinds[n], times[n])
        n += 1
    total, since, row = n, 0.0, HEIRS
    while True:
        bits, state = advance(state)
        for _ in range(picked(bits, row, plan.tables)):
            bits, state = advance(state)
            way = picked(bits, row + 1, plan.tables)
            gap, state = exponential(state)
            t = since + gap * plan.delay_of[way]
            if t < span:
                if total == times.size:
                    return True
                times[n], kinds[n] = t, plan.kind_of[way]
                n += 1
                total += 1
                noted(tally, p, plan.kind_of[way], t)
        if n == 0:
            return False
        n -= 1
        since, row = times[n], OTHERS + 2 * kinds[n]
