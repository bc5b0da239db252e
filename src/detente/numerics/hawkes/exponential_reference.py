"""The pass over the events in NumPy alone: for the core install, and to hold compiled passes against.

Within a stretch of events the states are kept in the frame exp(b (t - since)), where they only grow, so that
they are running sums; a stretch ends before that exponent leaves the range of a double.
"""

from collections.abc import Iterator

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.exponential_data import IMPOSSIBLE, Gradient, Observed, Parameters, Sums, summed

ROOM = 8192
"""Events times columns in a stretch, roughly: working arrays stay in the processor's cache."""
REACH = 500.0
"""The most that the exponent b (t - since) may grow to within a stretch."""


class Walk:
    """The states (3, C) along the events: R, Q = -dR/d(decay), V = dR/d(slope)."""

    def __init__(self, data: Observed, parameters: Parameters) -> None:
        self.data, self.rates = data, parameters.decays[data.decay]
        self.weights = data.weights(parameters.slope)
        self.state, self.since = np.zeros((3, data.source.size)), data.start

    def __iter__(self) -> Iterator[tuple[slice, Floats]]:
        """Stretches of events, with the states (3, m, C) just before each; at last `state` is at the end."""
        times, at, reach = self.data.times, 0, REACH / float(self.rates.max())
        most = 16 + ROOM // self.rates.size
        while at < times.size:
            self._move(float(times[at]))
            far = int(np.searchsorted(times, self.since + reach, side="right"))
            part = slice(at, max(at + 1, min(at + most, far)))
            yield part, self._stretch(part)
            self._move(float(times[part.stop - 1]))
            at = part.stop
        self._move(self.data.end)

    def _move(self, to: float) -> None:
        """Bring the states forward to a later time."""
        gap = to - self.since
        self.state[1] += gap * self.state[0]
        self.state *= np.exp(-self.rates * gap)
        self.since = to

    def _stretch(self, part: slice) -> Floats:
        """The states before each event; afterwards they are as after the last, in the frame of the first."""
        data = self.data
        late = data.times[part] - self.since
        grown = np.exp(np.outer(late, self.rates))
        gain = (data.types[part, None] == data.source) * self.weights[part, None] * grown
        gains = np.stack([gain, -late[:, None] * gain, data.marks[part, None] * gain])
        after = self.state[:, None] + np.cumsum(gains, axis=1)
        before = np.concatenate([self.state[:, None], after[:, :-1]], axis=1) / grown
        before[1] += late[:, None] * before[0]
        self.state = after[:, -1].copy()
        return before


def sums(data: Observed, parameters: Parameters) -> Sums:
    """The sum of log-intensities over the events with its gradient, and the state at the end."""
    walk = Walk(data, parameters)
    drawn = parameters.entries * walk.rates
    value, slope, baseline = 0.0, 0.0, np.zeros_like(parameters.baseline)
    shares = np.zeros((2, *drawn.shape))
    for part, before in walk:
        types, pieces = data.types[part], data.pieces[part]
        intensity = parameters.baseline[types, pieces] + (drawn[types] * before[0]).sum(axis=1)
        if not intensity.min() > 0:
            return Sums(
                IMPOSSIBLE, Gradient(baseline, shares[0], np.zeros_like(parameters.decays), 0.0), walk.state
            )
        value += float(np.log(intensity).sum())
        slope += float(((drawn[types] * before[2]).sum(axis=1) / intensity).sum())
        shares += ((np.arange(data.kinds)[:, None] == types) / intensity) @ before[:2]
        np.add.at(baseline, (types, pieces), 1.0 / intensity)
    each = (parameters.entries * (shares[0] - walk.rates * shares[1])).sum(axis=0)
    decays = summed(data.decay, each, parameters.decays.size)
    return Sums(value, Gradient(baseline, walk.rates * shares[0], decays, slope), walk.state)
