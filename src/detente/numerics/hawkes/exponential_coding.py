"""Parameters as one vector for a search, with bounds, scales and a first guess."""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.events import EventLog, Floats, HawkesError
from detente.numerics.hawkes.exponential_data import Gradient, Layout, Parameters
from detente.numerics.hawkes.log_linear import LogLinear

_LEAST = 1e-9
"""The least a baseline's level may be, as a share of the kind's rate: keeps log-intensities finite."""
_SOME = 10_000
"""Gaps between events that are looked at for a first guess."""
STEEPEST = 30.0
"""The most that slope times mark may come to."""


@dataclass(frozen=True, slots=True)
class Coding:
    """x = (levels or coefficients of the baseline, entries, logs of the decays, slope if marked)."""

    layout: Layout
    pieces: int
    covariates: LogLinear | None
    marked: bool

    @property
    def baseline_size(self) -> int:
        """How many numbers of x belong to the baseline."""
        return self.layout.kinds * (self.pieces if self.covariates is None else self.covariates.width)

    @property
    def entries(self) -> slice:
        """Where the entries stand in x."""
        first = self.baseline_size
        return slice(first, first + self.layout.kinds * self.layout.columns)

    @property
    def decays(self) -> slice:
        """Where the logs of the decays stand in x."""
        return slice(self.entries.stop, self.entries.stop + self.layout.decays)

    @property
    def size(self) -> int:
        """The length of x."""
        return int(self.decays.stop) + self.marked

    def coefficients(self, x: Floats) -> Floats:
        """The baseline's levels (D, B) or coefficients (D, p)."""
        return x[: self.baseline_size].reshape(self.layout.kinds, -1)

    def parameters(self, x: Floats) -> Parameters:
        """The parameters that x stands for."""
        coef = self.coefficients(x)
        baseline = coef if self.covariates is None else self.covariates.levels(coef)
        entries = x[self.entries].reshape(self.layout.kinds, -1)
        slope = float(x[-1]) if self.marked else 0.0
        return Parameters(baseline, entries, np.exp(x[self.decays]), slope)

    def in_order(self, x: Floats) -> Floats:
        """The same process with its decays rising, where they are interchangeable."""
        layout, sorted_x = self.layout, x.copy()
        if layout.columns > layout.kinds:
            order = np.argsort(x[self.decays])
            blocks = x[self.entries].reshape(layout.kinds, layout.decays, layout.kinds)
            sorted_x[self.entries] = blocks[:, order].ravel()
            sorted_x[self.decays] = x[self.decays][order]
        return sorted_x

    def chain(self, x: Floats, gradient: Gradient) -> Floats:
        """The gradient of the log-likelihood in x."""
        coef = self.coefficients(x)
        first = gradient.baseline
        if self.covariates is not None:
            first = self.covariates.chain(coef, first)
        last = [gradient.slope] if self.marked else []
        decays = gradient.decays * np.exp(x[self.decays])
        return np.concatenate([first.ravel(), gradient.entries.ravel(), decays, last])

    def penalty(self, x: Floats) -> tuple[float, Floats]:
        """Log prior of the baseline's coefficients and its gradient in x."""
        pull = np.zeros(x.size)
        if self.covariates is None:
            return 0.0, pull
        value, slopes = self.covariates.penalty(self.coefficients(x))
        pull[: self.baseline_size] = slopes.ravel()
        return value, pull

    def guess(self, log: EventLog, decays: Floats) -> Floats:
        """A first x: half of the events set off by others, the rest at a constant rate."""
        rates = 0.5 * (log.counts() + 0.5) / log.span
        if self.covariates is None:
            first = np.repeat(rates, self.pieces)
        else:
            first = self.covariates.level_at(rates).ravel()
        entries = np.full(self.layout.kinds * self.layout.columns, 0.5 / self.layout.columns)
        return np.concatenate([first, entries, np.log(decays), np.zeros(int(self.marked))])

    def scale(self, log: EventLog) -> Floats:
        """Roughly the standard error of each part of x, so that a search sees a round hill."""
        counts, total = log.counts() + 1.0, log.times.size + 1.0
        if self.covariates is None:
            first = np.repeat(np.sqrt(counts / self.pieces) / (log.span / self.pieces), self.pieces)
        else:
            first = np.repeat(1.0 / np.sqrt(counts), self.covariates.width)
        entries = np.tile(1.0 / np.sqrt(counts[self.layout.source]), self.layout.kinds)
        decays = np.full(self.layout.decays, 6.0 * np.sqrt(self.layout.decays / total))
        spread = float(log.marks.std()) if log.times.size else 0.0
        slope = [1.0 / max(spread, 1e-9) / np.sqrt(total)] if self.marked else []
        return np.concatenate([first, entries, decays, slope])

    def bounds(self, log: EventLog, memory: tuple[float, float]) -> tuple[Floats, Floats]:
        """The least and the greatest x; `memory` bounds 1 / decay."""
        low, high = np.full(self.size, -np.inf), np.full(self.size, np.inf)
        if self.covariates is None:
            low[: self.baseline_size] = np.repeat(_LEAST * (log.counts() + 1.0) / log.span, self.pieces)
        low[self.entries] = 0.0
        low[self.decays], high[self.decays] = -np.log(memory[1]), -np.log(memory[0])
        if self.marked:
            high[-1] = STEEPEST / max(float(np.abs(log.marks).max(initial=0.0)), 1e-9)
            low[-1] = -high[-1]
        return low, high


def _gaps(log: EventLog) -> Floats:
    """Times between neighbouring events, ties left out; of a long log, some of them."""
    first = np.arange(0, log.times.size - 1, 1 + log.times.size // _SOME)
    gaps = log.times[first + 1] - log.times[first]
    return gaps[gaps > 0]


def memory_bounds(log: EventLog, memory: tuple[float, float] | None) -> tuple[float, float]:
    """Bounds of 1 / decay: as given, or from a tenth of the median gap to a quarter of the window.

    HawkesError: "memory".
    """
    if memory is None:
        gaps = _gaps(log)
        least = 0.1 * float(np.median(gaps)) if gaps.size else 1e-3 * log.span
        return least, max(0.25 * log.span, 2.0 * least)
    if not (0 < memory[0] <= memory[1] < np.inf):
        raise HawkesError("memory", f"bounds of 1/decay must be 0 < low <= high, not {memory}")
    return memory


def starts(log: EventLog, memory: tuple[float, float], decays: int) -> list[Floats]:
    """First guesses (K,) of the decays: around the small, the middling and the large gaps, and slower."""
    gaps = _gaps(log)
    gaps = gaps if gaps.size else np.array([log.span])
    spans = [*np.quantile(gaps, [0.1, 0.5, 0.9]).tolist(), 10.0 * float(gaps.mean())]
    spread = 4.0 ** (np.arange(decays) - 0.5 * (decays - 1))
    inside = np.array(memory) * (1.001, 0.999) if memory[0] < memory[1] else np.array(memory)
    each = [np.clip(1.0 / span * spread, 1.0 / inside[1], 1.0 / inside[0]) for span in spans]
    return [d for k, d in enumerate(each) if all(np.abs(np.log(d / e)).max() > 0.3 for e in each[:k])]
