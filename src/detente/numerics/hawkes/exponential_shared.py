"""The compiled pass over the events for many kinds with one shared decay, no marks and a constant baseline.

As in `exponential_pair`, z = lambda e^x = mu e^x + sum_j entries b R_j with x = b (t - since), so that an
event costs one exponential. Events are taken by two: both read the states as of before the first, and the
effect of the first on the second is added by hand. All that is written lies in one array with the states at a
fixed distance, and the two events add to sums of their own, so that the compiler sees that nothing overlaps;
states are written row by row, since a load of many numbers waits for a store of one among them.
"""

import math

import numpy as np

from detente.numerics.hawkes.block_math import BLOCK, REACH, block_end, exponentials, log_product
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.jit import compiled, inlined

MOST_KINDS = 256
"""The distance of the rows R and W of the state, and so the most kinds of this pass."""


@compiled
def shared(
    times: Floats,
    types: Ints,
    window: tuple[float, float],
    baseline: Floats,
    drawn: Floats,
    rate: float,
    found: tuple[Floats, Floats],
    state: Floats,
) -> tuple[float, float]:
    """Sum of log-intensities, and its derivative in the decay `rate`.

    `baseline` (D,); `drawn` (D, w) entries times decay, filled up with columns of 0 to a multiple w of 4.
    Adds to found[0] (D,) sums of 1 / lambda and to found[1] (2, D, w) two parts of the sums of R / lambda.
    `state` (2 MOST_KINDS,), zeros, ends as R, and dR/db from MOST_KINDS on, at the end of the window.
    """
    room = np.empty((3, BLOCK))
    since, first, reach = window[0], 0, REACH / rate
    value, slope = 0.0, 0.0
    while first < times.size:
        if times[first] > since + reach:
            _move(state, drawn.shape[0], rate, times[first] - since)
            since = times[first]
        stop = block_end(times, first, since + reach)
        late, grown, z = room[0, : stop - first], room[1, : stop - first], room[2, : stop - first]
        value -= _grow(times[first:stop], since, rate, late, grown, z)
        slope += _block(types[first:stop], late, grown, baseline, drawn, 1.0 / rate, found, state, z)
        value += log_product(z, late)
        _move(state, drawn.shape[0], rate, times[stop - 1] - since)
        since, first = times[stop - 1], stop
    _move(state, drawn.shape[0], rate, window[1] - since)
    return value, slope


@compiled
def _grow(times: Floats, since: float, rate: float, late: Floats, grown: Floats, spare: Floats) -> float:
    """Fill t - since and e^x; returns the sum of x."""
    total = 0.0
    for k in range(times.size):
        late[k] = times[k] - since
    for k in range(times.size):
        grown[k] = rate * late[k]
        total += grown[k]
    exponentials(grown, spare)
    return total


@compiled
def _block(
    types: Ints,
    late: Floats,
    grown: Floats,
    baseline: Floats,
    drawn: Floats,
    turn: float,
    found: tuple[Floats, Floats],
    state: Floats,
    z: Floats,
) -> float:
    """Add a block of events, by two, and fill z; returns the derivative in the decay."""
    mass, entries = found
    slope = 0.0
    for half in range(types.size // 2):
        k = 2 * half
        i, j, effect = types[k], types[k + 1], grown[k]
        pull0, pull1, slow0, slow1 = _pulls(drawn, i, j, state)
        pull1 += drawn[j, i] * effect
        slow1 += drawn[j, i] * effect * late[k]
        z[k] = baseline[i] * effect + pull0
        z[k + 1] = baseline[j] * grown[k + 1] + pull1
        inverse0, inverse1 = np.reciprocal(z[k]), np.reciprocal(z[k + 1])
        slope += inverse0 * ((turn - late[k]) * pull0 + slow0)
        slope += inverse1 * ((turn - late[k + 1]) * pull1 + slow1)
        _happen(entries, state, i, j, inverse0, inverse1, effect, grown[k + 1], late[k], late[k + 1])
        mass[i] += inverse0 * effect
        mass[j] += inverse1 * grown[k + 1]
        entries[0, j, i] += inverse1 * effect
    if types.size % 2:
        k = types.size - 1
        i = types[k]
        pull0, _, slow0, _ = _pulls(drawn, i, i, state)
        z[k] = baseline[i] * grown[k] + pull0
        inverse0 = np.reciprocal(z[k])
        slope += inverse0 * ((turn - late[k]) * pull0 + slow0)
        _happen(entries, state, i, i, inverse0, 0.0, grown[k], 0.0, late[k], 0.0)
        mass[i] += inverse0 * grown[k]
    return slope


@inlined
def _pulls(drawn: Floats, i: int, j: int, state: Floats) -> tuple[float, float, float, float]:
    """What R, and what W, of all kinds add to the intensities of kinds i and j."""
    pull0, pull1, slow0, slow1 = 0.0, 0.0, 0.0, 0.0
    for c in range(drawn.shape[1]):
        pull0 += drawn[i, c] * state[c]
        pull1 += drawn[j, c] * state[c]
        slow0 += drawn[i, c] * state[MOST_KINDS + c]
        slow1 += drawn[j, c] * state[MOST_KINDS + c]
    return pull0, pull1, slow0, slow1


@inlined
def _happen(
    entries: Floats,
    state: Floats,
    i: int,
    j: int,
    inverse0: float,
    inverse1: float,
    effect0: float,
    effect1: float,
    late0: float,
    late1: float,
) -> None:
    """Two events, of kinds i and j: add R / lambda to the sums, then their effects to R and W."""
    for c in range(entries.shape[2]):
        now = state[c]
        gain0, gain1 = effect0 if c == i else 0.0, effect1 if c == j else 0.0
        entries[0, i, c] += inverse0 * now
        entries[1, j, c] += inverse1 * now
        state[c] = now + gain0 + gain1
        state[MOST_KINDS + c] += late0 * gain0 + late1 * gain1


@compiled
def _move(state: Floats, kinds: int, rate: float, gap: float) -> None:
    """Bring the state into a frame that starts `gap` later."""
    fade = math.exp(-rate * gap)
    for j in range(kinds):
        state[MOST_KINDS + j] = fade * (state[MOST_KINDS + j] - gap * state[j])
        state[j] *= fade
