"""What the likelihood of exponential kernels reads and returns, and what of it needs no pass over events."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.hawkes.events import EventLog, Floats, HawkesError, Ints
from detente.numerics.hawkes.process import Process

IMPOSSIBLE = -1e300
"""Stands for log(0) within sums, since compiled code is built on the promise that all numbers are finite."""
_LARGEST = 1e25
"""The most a parameter may be: with the frames of the passes, no product leaves the range of a double."""
_STEEPEST = 50.0
"""The most that slope times mark may come to, for the same reason."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The C columns of the entries: column c are events of kind `source[c]`, fading at decay `decay[c]`."""

    kinds: int
    source: Ints
    decay: Ints

    @classmethod
    def shared(cls, kinds: int) -> "Layout":
        """One decay for all: C = kinds."""
        return cls(kinds, np.arange(kinds), np.zeros(kinds, dtype=np.int64))

    @classmethod
    def per_block(cls, blocks: Sequence[int]) -> "Layout":
        """Kind j fades at decay `blocks[j]`, numbered 0, 1, ...: C = kinds. HawkesError: "blocks"."""
        block = np.asarray(blocks, dtype=np.int64)
        if block.ndim != 1 or not np.array_equal(np.unique(block), np.arange(block.max(initial=-1) + 1)):
            raise HawkesError("blocks", f"blocks {list(blocks)} must be numbered 0, 1, ... without a gap")
        return cls(block.size, np.arange(block.size), block)

    @classmethod
    def several(cls, kinds: int, number: int) -> "Layout":
        """Every kind fades at each of `number` decays: C = number * kinds, kinds running fastest."""
        return cls(kinds, np.tile(np.arange(kinds), number), np.repeat(np.arange(number), kinds))

    @property
    def columns(self) -> int:
        """The number of columns C."""
        return int(self.source.size)

    @property
    def decays(self) -> int:
        """The number of decays K."""
        return int(self.decay.max(initial=0)) + 1

    def branching(self, entries: Floats) -> Floats:
        """The entries (D, C) by decay, shape (K, D, D): as in `Process`."""
        found = np.zeros((self.decays, self.kinds, self.kinds))
        found[self.decay, :, self.source] = entries.T
        return found


@dataclass(frozen=True, slots=True)
class Parameters:
    """`baseline` (D, B) and `decays` (K,) per unit of time, `entries` (D, C), `slope` per unit of mark."""

    baseline: Floats
    entries: Floats
    decays: Floats
    slope: float = 0.0

    def check(self, layout: Layout, pieces: int) -> None:
        """HawkesError "shape", "nan" or "range" unless they fit the layout and are at least 0."""
        want = ((layout.kinds, pieces), (layout.kinds, layout.columns), (layout.decays,))
        found = (self.baseline.shape, self.entries.shape, self.decays.shape)
        if want != found:
            raise HawkesError("shape", f"baseline, entries and decays must have shapes {want}, not {found}")
        parts = (self.baseline, self.entries, self.decays, np.array(self.slope))
        if not all(np.isfinite(part).all() for part in parts):
            raise HawkesError("nan", "baseline, entries, decays and slope must be finite")
        if min(self.baseline.min(initial=0.0), self.entries.min(initial=0.0)) < 0 or self.decays.min() <= 0:
            raise HawkesError("range", "baseline and entries must be at least 0, decays above 0")
        if max(self.baseline.max(initial=0.0), self.entries.max(initial=0.0), self.decays.max()) > _LARGEST:
            raise HawkesError("range", f"baseline, entries and decays must not exceed {_LARGEST:g}")

    def process(self, layout: Layout, piece: int = -1) -> Process:
        """The process with the baseline of one piece, by default the last."""
        return Process(
            self.baseline[:, piece].copy(), layout.branching(self.entries), self.decays.copy(), self.slope
        )


@dataclass(frozen=True, slots=True)
class Gradient:
    """The slope of the log-likelihood in each of the `Parameters`, shaped like them."""

    baseline: Floats
    entries: Floats
    decays: Floats
    slope: float


@dataclass(frozen=True, slots=True)
class Observed:
    """One log as the passes read it; arrays are contiguous and may be written to, as compiled code wants."""

    times: Floats
    types: Ints
    marks: Floats
    pieces: Ints
    cuts: Floats
    widths: Floats
    counts: Floats
    source: Ints
    decay: Ints
    own: Ints
    start: float
    end: float
    marked: bool

    @classmethod
    def of(cls, log: EventLog, layout: Layout, edges: ArrayLike | None) -> "Observed":
        """The log with the piece of the baseline that each event lies in, and the time in each piece."""
        if log.times.size and not log.start <= log.times[0] <= log.times[-1] <= log.end:
            raise HawkesError(
                "window", f"events lie outside [{log.start}, {log.end}]; make logs by event_log"
            )
        cuts = _cuts(log, edges)
        inside = np.clip(cuts, log.start, log.end)
        pieces = np.searchsorted(cuts[1:-1], log.times, side="right").astype(np.int64)
        return cls(
            times=np.require(log.times, np.float64, ["C", "W"]),
            types=np.require(log.types, np.int64, ["C", "W"]),
            marks=np.require(log.marks, np.float64, ["C", "W"]),
            pieces=pieces,
            cuts=inside,
            widths=np.diff(inside),
            counts=log.counts(),
            source=layout.source,
            decay=layout.decay,
            own=np.argsort(layout.source, kind="stable").reshape(layout.kinds, -1),
            start=log.start,
            end=log.end,
            marked=bool(log.marks.any()),
        )

    @property
    def kinds(self) -> int:
        """The number of kinds D."""
        return int(self.counts.size)

    def weights(self, slope: float) -> Floats:
        """What each event's mark multiplies its effect by, shape (n,). HawkesError: "mark"."""
        if not self.marked:
            return np.ones(self.times.size)
        tilt = slope * self.marks
        if np.abs(tilt).max() > _STEEPEST:
            raise HawkesError("mark", f"slope {slope} times a mark exceeds {_STEEPEST}: use log marks")
        return np.asarray(np.exp(tilt))


@dataclass(frozen=True, slots=True)
class Sums:
    """The part of the log-likelihood that is a sum over events, its gradient, and the state at the end.

    `state` (3, C) at the end of the window: R, -dR/d(decay) and dR/d(slope). A value of IMPOSSIBLE or less
    says that an event met an intensity of 0.
    """

    value: float
    gradient: Gradient
    state: Floats


def closed(data: Observed, parameters: Parameters, sums: Sums) -> tuple[float, Gradient]:
    """Log-likelihood and gradient: the sums over events less the integral of the intensity."""
    if sums.value <= IMPOSSIBLE:
        nothing = sums.gradient
        return -np.inf, Gradient(
            np.full_like(nothing.baseline, np.nan),
            np.full_like(nothing.entries, np.nan),
            np.full_like(nothing.decays, np.nan),
            np.nan,
        )
    mass, tilt = _masses(data, parameters.slope)
    total = parameters.entries.sum(axis=0)
    spent, slower, steeper = mass[data.source] - sums.state[0], sums.state[1], sums.state[2]
    value = sums.value - (parameters.baseline @ data.widths).sum() - total @ spent
    lost = summed(data.decay, total * slower, parameters.decays.size)
    part = sums.gradient
    return float(value), Gradient(
        part.baseline - data.widths,
        part.entries - spent,
        part.decays - lost,
        float(part.slope - total @ (tilt[data.source] - steeper)),
    )


def summed(groups: Ints, values: Floats, number: int) -> Floats:
    """Sums of values by group 0..number-1."""
    return np.asarray(np.bincount(groups, values, number), dtype=np.float64)


def _masses(data: Observed, slope: float) -> tuple[Floats, Floats]:
    """Sums by kind of exp(slope mark) and of its derivative, each of shape (D,)."""
    if not data.marked:
        return data.counts, np.zeros(data.kinds)
    weights = data.weights(slope)
    mass = summed(data.types, weights, data.kinds)
    return mass, summed(data.types, weights * data.marks, data.kinds)


def _cuts(log: EventLog, edges: ArrayLike | None) -> Floats:
    if edges is None:
        return np.array([log.start, log.end])
    cuts = np.asarray(edges, dtype=np.float64)
    sound = cuts.ndim == 1 and cuts.size >= 2 and np.isfinite(cuts).all() and np.all(np.diff(cuts) > 0)
    if not sound or cuts[0] > log.start or cuts[-1] < log.end:
        raise HawkesError(
            "edges", f"edges must rise and cover the window [{log.start}, {log.end}]; got {cuts.tolist()}"
        )
    return cuts
