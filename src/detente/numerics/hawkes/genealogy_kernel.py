"""The compiled form of `genealogy`: the same keys, laws and events, one path at a time, depth first."""

from math import log

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.forward_kernel import noted
from detente.numerics.hawkes.genealogy import Ladders, Tally
from detente.numerics.hawkes.jit import compiled
from detente.numerics.hawkes.keys import Keys
from detente.numerics.hawkes.randoms import child, uniform


@compiled
def told(laws: Ladders, root: np.uint64, first_path: int, span: float, most: int, tally: Tally) -> None:
    """Tally the paths from `first_path` on, as many as the tally has rows."""
    times, kinds, keys = np.empty(most), np.empty(most, np.int64), np.empty(most, np.uint64)
    for p in range(tally.counts.shape[0]):
        key = child(root, np.uint64(first_path + p))
        n = _founders(laws, key, span, p, tally, times, kinds, keys)
        tally.capped[p] = n < 0 or _descendants(laws, span, p, n, tally, times, kinds, keys)


@compiled
def _founders(
    laws: Ladders, path: np.uint64, span: float, p: int, tally: Tally, times: Floats, kinds: Ints, keys: Keys
) -> int:
    """Put the first generation on the stack: its number, or -1 where the stack is too small."""
    n, d = 0, laws.litter.shape[0]
    for row in range(laws.low.size):
        place = child(path, np.uint64(row))
        number = laws.low[row] + np.searchsorted(laws.roots[row], uniform(place), side="right")
        for rank in range(number):
            key = child(place, np.uint64(rank))
            if row < d:
                kind, t = row, span * uniform(key)
            else:
                kind, t = laws.kind_of[row - d], -log(uniform(key)) * laws.delay_of[row - d]
            if t < span:
                if n == times.size:
                    return -1
                times[n], kinds[n], keys[n] = t, kind, key
                n += 1
                noted(tally, p, kind, t)
    return n


@compiled
def _descendants(
    laws: Ladders,
    span: float,
    p: int,
    n: int,
    tally: Tally,
    times: Floats,
    kinds: Ints,
    keys: Keys,
) -> bool:
    """Tally all that descends from the `n` events on the stack; whether there were too many events."""
    total = n
    while n > 0:
        n -= 1
        since, kind, key = times[n], kinds[n], keys[n]
        for way in range(laws.kind_of.size):
            place = child(key, np.uint64(way))
            chance, number = uniform(place), 0
            while chance >= laws.litter[kind, way, number]:
                number += 1
            for rank in range(number):
                born = child(place, np.uint64(rank))
                t = since - log(uniform(born)) * laws.delay_of[way]
                if t < span:
                    if total == times.size:
                        return True
                    times[n], kinds[n], keys[n] = t, laws.kind_of[way], born
                    n += 1
                    total += 1
                    noted(tally, p, laws.kind_of[way], t)
    return False
