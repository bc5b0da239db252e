"""Which compiled pass serves which model: two fast ones for the common cases, one for all others."""

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.exponential_data import Gradient, Observed, Parameters, Sums, summed
from detente.numerics.hawkes.exponential_kernels import any_layout
from detente.numerics.hawkes.exponential_pair import pair
from detente.numerics.hawkes.exponential_shared import MOST_KINDS, shared

_NONE = np.zeros(0)


def sums(data: Observed, parameters: Parameters) -> Sums:
    """The sum of log-intensities over the events with its gradient, and the state at the end."""
    plain = not data.marked and data.widths.size == 1 and data.source.size == data.kinds
    if plain and data.kinds <= 2:
        return _pair(data, parameters)
    if plain and parameters.decays.size == 1 and data.kinds <= MOST_KINDS:
        return _shared(data, parameters)
    return _any(data, parameters)


def _pair(data: Observed, parameters: Parameters) -> Sums:
    kinds, decays = data.kinds, parameters.decays
    baseline, drawn, found, state = np.zeros(2), np.zeros((2, 2)), np.zeros(8), np.zeros((2, 2))
    rates = tuple(decays[data.decay].tolist()) if decays.size > 1 else (float(decays[0]),)
    baseline[:kinds] = parameters.baseline[:, 0]
    drawn[:kinds, :kinds] = parameters.entries * decays[data.decay]
    value = pair(data.times, data.types, (data.start, data.end), baseline, drawn, rates, found, state)
    entries = found[2:6].reshape(2, 2)[:kinds, :kinds] * decays[data.decay]
    slopes = summed(data.decay, found[6 : 6 + kinds], decays.size)
    return Sums(value, Gradient(found[:kinds, None], entries, slopes, 0.0), _ends(state[:, :kinds]))


def _shared(data: Observed, parameters: Parameters) -> Sums:
    kinds, rate = data.kinds, float(parameters.decays[0])
    drawn = np.zeros((kinds, kinds + -kinds % 4))
    drawn[:, :kinds] = rate * parameters.entries
    mass, parts, state = np.zeros(kinds), np.zeros((2, *drawn.shape)), np.zeros(2 * MOST_KINDS)
    baseline, window = parameters.baseline[:, 0].copy(), (data.start, data.end)
    value, slope = shared(data.times, data.types, window, baseline, drawn, rate, (mass, parts), state)
    entries = rate * (parts[0] + parts[1])[:, :kinds]
    ends = _ends(state.reshape(2, -1)[:, :kinds])
    return Sums(value, Gradient(mass[:, None], entries, np.array([slope]), 0.0), ends)


def _any(data: Observed, parameters: Parameters) -> Sums:
    rates = parameters.decays[data.decay]
    found = (np.zeros_like(parameters.baseline), np.zeros_like(parameters.entries), np.zeros_like(rates))
    state = np.zeros((3, data.source.size))
    value, steep = any_layout(
        (
            data.times,
            data.types,
            data.weights(parameters.slope),
            data.marks if data.marked else _NONE,
            data.pieces,
        ),
        (data.start, data.end),
        (data.decay.astype(np.uintp), data.own),
        parameters.baseline,
        parameters.entries * rates,
        parameters.decays,
        found,
        state,
    )
    each = (parameters.entries * found[1]).sum(axis=0) + found[2]
    slopes = summed(data.decay, each, parameters.decays.size)
    return Sums(value, Gradient(found[0], rates * found[1], slopes, steep), _ends(state))


def _ends(state: Floats) -> Floats:
    """R, -dR/db and dR/d(slope), the last 0 where it is not kept."""
    ends = np.zeros((3, state.shape[1]))
    ends[: state.shape[0]] = state
    ends[1] *= -1.0
    return ends
