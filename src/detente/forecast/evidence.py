"""What a pair's own past says on given days: its past cases and what followed them, and its recent acts.

Only days that a source covers count. A day that nobody watched is no quiet day.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.forecast.ledger import QUIET, YEAR, Floats, Ints, Ledger, Marks

HALF_LIVES = (30.0, 90.0, 365.0)
"""Days in which an act's weight in the recent rate halves; the voice is the mean over the three."""

PAIR_HALF_LIFE = 3652.0
"""Days in which the weight of a pair's own past case halves."""

Windows = tuple[tuple[int, int], ...]
"""Spans of covered days (first, last), ordinals, both included, apart and in order."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of m days: past cases `n` (m,), followed `k` (m, 3, 3), recent `acts` (m, 3, H), `exposure` (m, H)."""

    n: Floats
    k: Floats
    acts: Floats
    exposure: Floats

    @property
    def watched(self) -> Floats:
        """Share of the recent past that is covered, shape (m,): 1 if all of it, 0 if none."""
        share: Floats = (self.exposure / _mean_life()).mean(axis=1)
        return share

    def take(self, rows: NDArray[Any]) -> "Evidence":
        """The evidence of the days `rows`, a mask or indices."""
        return Evidence(self.n[rows], self.k[rows], self.acts[rows], self.exposure[rows])


def merged(windows: list[tuple[int, int]]) -> Windows:
    """Spans of days without overlap, in order."""
    spans: list[tuple[int, int]] = []
    for first, last in sorted(w for w in windows if w[0] <= w[1]):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return tuple(spans)


def past_cases(ledger: Ledger, situation: str, windows: Windows) -> Ints:
    """The pair's cases whose 30 days before and 365 days after a source covers."""
    found = [ledger.cases(situation, first + QUIET, last - YEAR) for first, last in windows]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def evidence(ledger: Ledger, past: Ints, at: Ints, windows: Windows) -> Evidence:
    """What `ledger` said on the days `at` (m,), with the `past` cases of the situation.

    A past case counts once its year is over; its weight halves every `PAIR_HALF_LIFE` days.
    """
    age = at[:, None] - past[None, :]
    weight = np.where(age >= YEAR, np.exp2(-np.maximum(age, 0) / PAIR_HALF_LIFE), 0.0)
    k = np.einsum("ij,jth->ith", weight, ledger.followed(past).astype(np.float64))
    return Evidence(weight.sum(axis=1), k, _acts(ledger, at, windows), _exposure(at, windows))


def _acts(ledger: Ledger, at: Ints, windows: Windows) -> Floats:
    age = (at[:, None] - ledger.days[None, :])[:, :, None]
    weight = np.where(age >= 0, np.exp2(-np.maximum(age, 0) / np.array(HALF_LIVES)), 0.0)
    marks = np.stack(ledger.marks(), axis=1) & _covered(ledger.days, windows)[:, None]
    acts: Floats = np.einsum("idh,dt->ith", weight, marks.astype(np.float64))
    return acts


def _covered(days: Ints, windows: Windows) -> Marks:
    inside = [(days >= first) & (days <= last) for first, last in windows]
    return np.logical_or.reduce(inside) if inside else np.zeros(days.shape, dtype=np.bool_)


def _mean_life() -> Floats:
    life: Floats = np.array(HALF_LIVES) / np.log(2.0)
    return life


def _exposure(at: Ints, windows: Windows) -> Floats:
    exposure = np.zeros((at.size, len(HALF_LIVES)))
    for first, last in windows:
        near, far = np.maximum(at - last, 0), np.maximum(at - first + 1, 0)
        decay = np.exp(-near[:, None] / _mean_life()) - np.exp(-far[:, None] / _mean_life())
        exposure += _mean_life() * decay
    return exposure
