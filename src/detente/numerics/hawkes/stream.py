"""The event days of two kinds as a fit sees them, and what is believed of their excitation beforehand."""

from dataclasses import dataclass, field

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints, joined
from detente.numerics.hawkes.hurdle import Pair

DECAYS = 1.0 / np.geomspace(0.25, 60.0, 12)
"""The decays tried, per day: memory from six hours to sixty days."""


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Stream:
    """Event days of two kinds, sorted and distinct in 0..n-1.

    `unobserved` (g, 2): half-open spans of days that no source covers, neither quiet nor eventful. `patrons`:
    days of a third party's acts that may set off the first or the second kind. `calendar`: days on which
    something announced begins, such as an exercise, that may raise both baselines for a while.
    """

    days: Pair
    n: int
    unobserved: Ints = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))
    patrons: Pair = field(default_factory=lambda: (_none(), _none()))
    calendar: Ints = field(default_factory=_none)

    @property
    def has_patron(self) -> bool:
        """Whether any third party's act is known."""
        return bool(self.patrons[0].size or self.patrons[1].size)

    def seen(self, days: Ints) -> Ints:
        """Those of `days` that some source covers."""
        hidden = np.zeros(days.size, dtype=np.bool_)
        for low, high in self.unobserved.tolist():
            hidden |= (days >= low) & (days < high)
        return days[~hidden]

    def gaps(self) -> list[tuple[int, int]]:
        """The unobserved spans, cut to the n days, sorted and joined where they touch."""
        return [(low, high) for low, high in joined(self.unobserved, self.n).tolist()]

    def swapped(self) -> "Stream":
        """The same with the two kinds named the other way round."""
        return Stream(
            (self.days[1], self.days[0]),
            self.n,
            self.unobserved,
            (self.patrons[1], self.patrons[0]),
            self.calendar,
        )


@dataclass(frozen=True, slots=True)
class Prior:
    """Beliefs on two kinds' excitation: log entries are normal, `mean` and `sd` (2,) for (own, other).

    A patron's entry is believed as the other's is. `decays` (G,) are the chances of DECAYS, `excited` the
    chance of any excitation at all. `pairs` says from how many pairs this was learnt.
    """

    mean: tuple[float, float]
    sd: tuple[float, float]
    decays: tuple[float, ...]
    excited: float
    pairs: int = 0

    def of(self, entries: int) -> tuple[Floats, Floats]:
        """Mean and sd of the logs of `entries` (own, other[, patron])."""
        order = [0, 1, 1][:entries]
        return np.array(self.mean)[order], np.array(self.sd)[order]


OPEN = Prior((-1.96, -1.96), (1.28, 1.28), (1.0 / DECAYS.size,) * DECAYS.size, 0.5)
"""Learnt from nothing: the mean and sd of the log of an exponential variable with mean 1/4; any memory."""
