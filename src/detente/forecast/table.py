"""Counts of the reference classes of one situation: what a fitted vintage carries, and nothing finer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from detente.forecast.evidence import Evidence
from detente.forecast.ledger import BANDS, YEAR, Floats, Ints
from detente.forecast.model import CLASSES, Counts, Voices

SHAPE = (len(CLASSES), len(BANDS))


@dataclass(frozen=True, slots=True)
class Cases:
    """m cases of one situation: pair, day (ordinal), class, band of the act, what followed, the pair's past.

    `pair`, `day`, `group`, `band` (m,), `followed` (m, 3, 3) as 0 and 1; `x` (m, k) the columns of the nested
    logit, `timing` (m, 3) what the timing of acts says; None where they are not to be fitted.
    """

    pair: Ints
    day: Ints
    group: Ints
    band: Ints
    followed: Floats
    own: Evidence
    x: Floats | None = None
    timing: Floats | None = None

    def take(self, rows: np.ndarray[Any, Any]) -> "Cases":
        """The cases of `rows`, a mask or indices."""
        own = self.own.take(rows)
        return Cases(
            self.pair[rows],
            self.day[rows],
            self.group[rows],
            self.band[rows],
            self.followed[rows],
            own,
            None if self.x is None else self.x[rows],
            None if self.timing is None else self.timing[rows],
        )


def first_day(year: int) -> int:
    """The ordinal of 1 January."""
    return date(year, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Table:
    """Discounted counts by class of pair and band of act: `n` (6, 6), `k` (6, 6, 3, 3)."""

    n: Floats
    k: Floats

    @classmethod
    def count(cls, cases: Cases, year: int, half_life: float) -> "Table":
        """The table of cases whose year was over before `year`; weights halve every `half_life` years."""
        age = first_day(year) - cases.day
        weight = np.where(age > YEAR, np.exp2(-np.maximum(age, 0) / (half_life * 365.25)), 0.0)
        cell, size = cases.group * SHAPE[1] + cases.band, SHAPE[0] * SHAPE[1]
        columns = [weight, *(weight * column for column in cases.followed.reshape(-1, 9).T)]
        sums = np.array([np.bincount(cell, column, size) for column in columns], dtype=np.float64)
        return cls(sums[0].reshape(SHAPE), sums[1:].T.reshape(*SHAPE, 3, 3))

    @classmethod
    def read(cls, stored: Mapping[str, list[float]]) -> "Table":
        """The table as a vintage stores it: rows "class | band" of n and the nine k."""
        n, k = np.zeros(SHAPE), np.zeros((*SHAPE, 3, 3))
        for name, row in stored.items():
            group, band = name.split(" | ")
            cell = CLASSES.index(group), BANDS.index(band)
            n[cell], k[cell] = row[0], np.array(row[1:]).reshape(3, 3)
        return cls(n, k)

    def stored(self) -> dict[str, list[float]]:
        """Its non-empty rows, for a vintage; rounded down so that k <= n stays."""
        cells = [(g, b) for g in range(SHAPE[0]) for b in range(SHAPE[1]) if self.n[g, b] > 0]
        return {
            f"{CLASSES[g]} | {BANDS[b]}": [round(float(x), 3) for x in (self.n[g, b], *self.k[g, b].ravel())]
            for g, b in cells
        }

    def voices(self, group: Ints, band: Ints, own: Evidence) -> Voices:
        """What the classes say of m days of classes `group` and bands `band` (m,), beside their own past."""
        m = group.size
        everyone = Counts(np.full(m, self.n.sum()), np.broadcast_to(self.k.sum(axis=(0, 1)), (m, 3, 3)))
        pairs = Counts(self.n.sum(axis=1)[group], self.k.sum(axis=1)[group])
        bands = Counts(self.n.sum(axis=0)[band], self.k.sum(axis=0)[band])
        acts = Counts(self.n[group, band], self.k[group, band])
        return Voices(everyone, pairs, bands, acts, own)
