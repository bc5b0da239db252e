"""The compiled pass over the events for any layout: several decays, blocks, marks, a baseline in pieces.

States of the columns are kept in the frame exp(b (t - since)) of their own decay b, where they only grow: R,
the time-weighted W, with dR/db = W - (t - since) R, and V = dR/d(slope), rows 0, 1, 2. A block of events
shares one frame; its exponentials are taken together.
"""

import math

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.block_math import BLOCK, REACH, block_end, exponentials, log_product
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.jit import compiled

Indices = NDArray[np.uintp]
"""Unsigned, so that Numba need not ask whether an index counts from the end."""


@compiled
def any_layout(
    events: tuple[Floats, Ints, Floats, Floats, Ints],
    window: tuple[float, float],
    columns: tuple[Indices, Ints],
    baseline: Floats,
    drawn: Floats,
    rates: Floats,
    found: tuple[Floats, Floats, Floats],
    state: Floats,
) -> tuple[float, float]:
    """Sum of log-intensities, and its derivative in the slope of the mark.

    `events` are times, types, weights, marks, pieces; marks (0,) leave that derivative out. `columns` are the
    decay of each column (C,) and the columns of each kind (D, L). `drawn` (D, C) are entries times decay,
    `rates` (K,) the decays. Adds 1 / lambda to found[0] (D, B), R / lambda to found[1] (D, C), and
    drawn dR/db / lambda to found[2] (C,). `state` (3, C), zeros, ends as R, dR/db, V at the window's end.
    """
    times = events[0]
    room = np.empty(BLOCK * (2 * rates.size + 1))
    lambdas = room[2 * rates.size * BLOCK :]
    since, first, reach = window[0], 0, REACH / rates.max()
    value, steep = 0.0, 0.0
    while first < times.size:
        if times[first] > since + reach:
            _move(state, rates, columns[0], times[first] - since)
            since = times[first]
        stop = block_end(times, first, since + reach)
        fades = _fades(times[first:stop], since, rates, room)
        part = (
            events[0][first:stop],
            events[1][first:stop],
            events[2][first:stop],
            events[3][first:stop],
            events[4][first:stop],
        )
        steep += _block(part, since, columns, baseline, drawn, found, state, fades, lambdas)
        value += log_product(lambdas[: stop - first], room[: stop - first])
        _move(state, rates, columns[0], times[stop - 1] - since)
        since, first = times[stop - 1], stop
    _move(state, rates, columns[0], window[1] - since)
    return value, steep


@compiled
def _fades(times: Floats, since: float, rates: Floats, room: Floats) -> Floats:
    """exp(-b (t - since)) for each event of the block and each decay, (size, K), in the room's front."""
    size = rates.size * times.size
    fades = room[:size].reshape(times.size, rates.size)
    for k in range(times.size):
        for q in range(rates.size):
            fades[k, q] = rates[q] * (since - times[k])
    exponentials(room[:size], room[size : 2 * size])
    return fades


@compiled
def _block(
    events: tuple[Floats, Ints, Floats, Floats, Ints],
    since: float,
    columns: tuple[Indices, Ints],
    baseline: Floats,
    drawn: Floats,
    found: tuple[Floats, Floats, Floats],
    state: Floats,
    fades: Floats,
    lambdas: Floats,
) -> float:
    """Add a block of events and write down their intensities; returns the derivative in the slope."""
    times, types, weights, marks, pieces = events
    decay, own = columns
    fade, now, slow = np.empty(decay.size), np.empty(decay.size), np.empty(decay.size)
    marked, steep = marks.size > 0, 0.0
    for k in range(times.size):
        i, late, pull = types[k], times[k] - since, 0.0
        for c in range(decay.size):
            fade[c] = fades[k, decay[c]]
        for c in range(decay.size):
            now[c] = fade[c] * state[0, c]
            pull += drawn[i, c] * now[c]
            slow[c] = drawn[i, c] * (fade[c] * state[1, c] - late * now[c])
        lambdas[k] = baseline[i, pieces[k]] + pull
        inverse = np.reciprocal(lambdas[k])
        found[0][i, pieces[k]] += inverse
        for c in range(decay.size):
            found[1][i, c] += inverse * now[c]
        for c in range(decay.size):
            found[2][c] += inverse * slow[c]
        if marked:
            for c in range(decay.size):
                steep += inverse * drawn[i, c] * fade[c] * state[2, c]
        for c in own[i]:
            gain = weights[k] * np.reciprocal(fade[c])
            state[0, c] += gain
            state[1, c] += late * gain
            if marked:
                state[2, c] += marks[k] * gain
    return steep


@compiled
def _move(state: Floats, rates: Floats, decay: Indices, gap: float) -> None:
    """Bring the state into a frame that starts `gap` later."""
    for c in range(decay.size):
        fade = math.exp(-rates[decay[c]] * gap)
        state[1, c] = fade * (state[1, c] - gap * state[0, c])
        state[0, c] *= fade
        state[2, c] *= fade
