"""The compiled pass over the events for at most two kinds without marks, under a constant baseline.

As in `exponential_kernels`, states are kept in frames exp(b (t - since)). With x = b0 (t - since), where b0
is the decay of kind 0, the intensity times e^x needs no exponential of its own,

    z = lambda e^x = mu e^x + sum_j entries b_j R_j e^(x - b_j (t - since)),

so that log lambda = log z - x: one exponential and one division an event if the decay is shared. Each step
is a loop over a block of events that compiles to vectors, but for the running sums. One kind alone is a pair
whose other kind never happens.
"""

import math

import numpy as np

from detente.numerics.hawkes.block_math import BLOCK, REACH, block_end, exponentials, log_product
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.jit import compiled

_Z, _LATE, _GROWN, _OTHER, _RATIO = 0, BLOCK, 2 * BLOCK, 3 * BLOCK, 4 * BLOCK
_R0, _R1, _W0, _W1 = 5 * BLOCK, 6 * BLOCK, 7 * BLOCK, 8 * BLOCK
"""Where in the working room each row of a block lies: z; t - since; e^(b0 (t - since)), the same with b1,
their ratio; the states of both kinds just before each event."""


@compiled
def pair(
    times: Floats,
    types: Ints,
    window: tuple[float, float],
    baseline: Floats,
    drawn: Floats,
    rates: tuple[float, ...],
    found: Floats,
    state: Floats,
) -> float:
    """Sum of log-intensities.

    `baseline` (2,), `drawn` (2, 2) entries times decay, `rates` one shared decay or one for each source.
    Adds to `found` (8,) the sums of 1 / lambda by kind, of R_j / lambda by (kind, j), and the derivatives in
    the decay of each source. `state` (2, 2), zeros, ends as R and dR/db at the end of the window.
    """
    room = np.empty(9 * BLOCK)
    since, first, reach = window[0], 0, REACH / max(rates)
    value = 0.0
    while first < times.size:
        if times[first] > since + reach:
            _move(state, rates, times[first] - since)
            since = times[first]
        stop = block_end(times, first, since + reach)
        value -= _grow(times[first:stop], since, rates, room)
        _run(types[first:stop], rates, room, state)
        _gather(types[first:stop], baseline, drawn, rates, room, found)
        value += log_product(room[: stop - first], room[_LATE : _LATE + stop - first])
        _move(state, rates, times[stop - 1] - since)
        since, first = times[stop - 1], stop
    _move(state, rates, window[1] - since)
    return value


@compiled
def _grow(times: Floats, since: float, rates: tuple[float, ...], room: Floats) -> float:
    """Fill the rows that depend on times alone; returns the sum of x."""
    total, size = 0.0, times.size
    for k in range(size):
        late = times[k] - since
        room[_LATE + k] = late
        room[_GROWN + k] = rates[0] * late
        total += rates[0] * late
    exponentials(room[_GROWN : _GROWN + size], room[:size])
    if len(rates) > 1:
        for k in range(size):
            room[_OTHER + k] = rates[-1] * room[_LATE + k]
        exponentials(room[_OTHER : _OTHER + size], room[:size])
        for k in range(size):
            room[_RATIO + k] = room[_GROWN + k] * np.reciprocal(room[_OTHER + k])
    return total


@compiled
def _run(types: Ints, rates: tuple[float, ...], room: Floats, state: Floats) -> None:
    """Write down the states just before each event, and leave them as after the last."""
    r0, r1, w0, w1 = state[0, 0], state[0, 1], state[1, 0], state[1, 1]
    for k in range(types.size):
        room[_R0 + k], room[_R1 + k], room[_W0 + k], room[_W1 + k] = r0, r1, w0, w1
        grown0 = room[_GROWN + k]
        grown1 = room[_OTHER + k] if len(rates) > 1 else grown0
        gain0 = grown0 if types[k] == 0 else 0.0
        gain1 = 0.0 if types[k] == 0 else grown1
        r0 += gain0
        r1 += gain1
        w0 += room[_LATE + k] * gain0
        w1 += room[_LATE + k] * gain1
    state[0, 0], state[0, 1], state[1, 0], state[1, 1] = r0, r1, w0, w1


@compiled
def _gather(
    types: Ints,
    baseline: Floats,
    drawn: Floats,
    rates: tuple[float, ...],
    room: Floats,
    found: Floats,
) -> None:
    """Fill the row of z and add what the block adds to the gradient."""
    turn0, turn1 = 1.0 / rates[0], 1.0 / rates[-1]
    (mu0, mu1), (a00, a01), (a10, a11) = (
        (baseline[0], baseline[1]),
        (drawn[0, 0], drawn[0, 1]),
        (drawn[1, 0], drawn[1, 1]),
    )
    m0, m1, g00, g01, g10, g11, d0, d1 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for k in range(types.size):
        ratio = room[_RATIO + k] if len(rates) > 1 else 1.0
        r0, r1, late = room[_R0 + k], ratio * room[_R1 + k], room[_LATE + k]
        second = types[k] != 0
        from0 = a10 if second else a00
        from1 = a11 if second else a01
        z = (mu1 if second else mu0) * room[_GROWN + k] + from0 * r0 + from1 * r1
        inverse = np.reciprocal(z)
        inverse1 = inverse if second else 0.0
        inverse0 = inverse - inverse1
        m0 += inverse0 * room[_GROWN + k]
        m1 += inverse1 * room[_GROWN + k]
        g00 += inverse0 * r0
        g01 += inverse0 * r1
        g10 += inverse1 * r0
        g11 += inverse1 * r1
        d0 += inverse * from0 * ((turn0 - late) * r0 + room[_W0 + k])
        d1 += inverse * from1 * ((turn1 - late) * r1 + ratio * room[_W1 + k])
        room[_Z + k] = z
    for at, gain in enumerate((m0, m1, g00, g01, g10, g11, d0, d1)):
        found[at] += gain


@compiled
def _move(state: Floats, rates: tuple[float, ...], gap: float) -> None:
    """Bring the state into a frame that starts `gap` later."""
    for j in range(2):
        fade = math.exp(-gap * (rates[0] if j == 0 else rates[-1]))
        state[1, j] = fade * (state[1, j] - gap * state[0, j])
        state[0, j] *= fade
