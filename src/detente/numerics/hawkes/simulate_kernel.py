"""Events in order of time, without rejection and without sorting: the children yet to come are kept in pools.

A child yet to come by decay k arrives at rate b_k, whatever its age. With q_k of them waiting and founders at
rate M, the next event comes after an exponential time of the constant rate M + sum_k b_k q_k. It is a founder
with probability M / rate, else one of the waiting children, each with probability b_k / rate. That one leaves
its pool, and the children of the event enter. The law of times and kinds is exactly that of the process, at a
cost that does not grow with the number of kinds. The step is that of Dassios & Zhao, "Exact simulation of
Hawkes process with exponentially decaying intensity", Electronic Communications in Probability 18 (2013)
number 62, for the population behind the process (`ancestry`): since children are counted, and no intensity
decays, it needs neither a logarithm nor an exponential.
"""

import numpy as np

from detente.numerics.hawkes.ancestry import FOUNDER, HEIRS, OTHERS, Plan
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.jit import compiled, inlined
from detente.numerics.hawkes.keys import Keys
from detente.numerics.hawkes.randoms import State, advance, exponential, picked, seeded, uniform


@compiled
def begun(plan: Plan, key: np.uint64, waiting: Ints, sizes: Ints, words: Keys) -> None:
    """Start the stream of the key, kept in `words` (4,), and let the children of the past enter the pools."""
    _, state = _births(plan, HEIRS, waiting, sizes, seeded(key))
    words[0], words[1], words[2], words[3] = state


@compiled
def filled(
    plan: Plan,
    end: float,
    widest: int,
    t: float,
    times: Floats,
    types: Ints,
    waiting: Ints,
    sizes: Ints,
    words: Keys,
) -> tuple[int, float, bool]:
    """Write the events after `t` and before `end`; their number, the time of the last, whether all came.

    It stops early where `times` and `types` are full or a pool might have no room for the `widest` litter;
    called again it goes on as if it had not stopped. Growing the arrays here would double the cost.
    """
    state = (words[0], words[1], words[2], words[3])
    n, crowd, most = 0, sizes.sum(), waiting.shape[1] - widest
    while n < times.size and crowd <= most:
        rate = plan.rate + _rush(plan.decays, sizes)
        if rate <= 0.0:
            return n, t, True
        gap, state = exponential(state)
        later = t + gap / rate
        t = later if later > t else np.nextafter(t, end)
        if t >= end:
            return n, t, True
        bits, state = advance(state)
        at = uniform(bits) * rate - plan.rate
        if at < 0.0:
            bits, state = advance(state)
            kind = picked(bits, FOUNDER, plan.tables)
        else:
            kind = _taken(at, plan.decays, waiting, sizes)
            crowd -= 1
        times[n], types[n] = t, kind
        n += 1
        born, state = _births(plan, OTHERS + 2 * kind, waiting, sizes, state)
        crowd += born
    words[0], words[1], words[2], words[3] = state
    return n, t, False


@inlined
def _rush(decays: Floats, sizes: Ints) -> float:
    """The rate at which waiting children arrive."""
    rate = 0.0
    for k in range(sizes.size):
        rate += decays[k] * sizes[k]
    return rate


@inlined
def _taken(at: float, decays: Floats, waiting: Ints, sizes: Ints) -> int:
    """The kind of the waiting child at this place of the pools; the last of its pool takes the place.

    At least one child waits; rounding may lead past the last pool that has any, so the search goes back.
    """
    k = 0
    while k < sizes.size - 1 and at >= decays[k] * sizes[k]:
        at -= decays[k] * sizes[k]
        k += 1
    while sizes[k] == 0:
        k -= 1
    last = sizes[k] - 1
    place = min(np.int64(at / decays[k]), last)
    kind: int = waiting[k, place]
    waiting[k, place] = waiting[k, last]
    sizes[k] = last
    return kind


@inlined
def _births(plan: Plan, row: int, waiting: Ints, sizes: Ints, state: State) -> tuple[int, State]:
    """As many children as a row of the tables says enter the pools that the next row says; how many."""
    bits, state = advance(state)
    number = picked(bits, row, plan.tables)
    for _ in range(number):
        bits, state = advance(state)
        found = picked(bits, row + 1, plan.tables)
        k = plan.pace_of[found]
        waiting[k, sizes[k]] = plan.kind_of[found]
        sizes[k] += 1
    return number, state
