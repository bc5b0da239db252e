"""The logits of onset and escalation as a vintage carries them: fitted on what was over before 1 January.

An answer uses the logits alone, whose every weight can be read. The back-tests show them, as answers use
them, beside the pools, which score better.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from detente.forecast import escalation, onset
from detente.forecast.annals import Annals
from detente.forecast.covariates import Columns, Rows, picked, rows, world_rate
from detente.forecast.escalation import Begun
from detente.forecast.ledger import Floats, Ints, Marks
from detente.forecast.structure import Structure
from detente.numerics.calibrate import scatter
from detente.numerics.ridge import Ridge

LAST = 10 * 366
"""Days of the shares that stand beside a forecast as the usual ones."""

BACK = 15
"""Years before the vintage of which the scatter of true chances is measured, by a fit that ends there."""

SINCE = (365, 3652)
"""Days since the last militarized act that part the classes of usual shares."""

LEAST = 200
"""Past cases without which nothing is fitted."""


def since_class(since_event: Floats) -> Ints:
    """The class (m,) of the column `since event`, log days since the last militarized act."""
    found: Ints = np.digitize(since_event, np.log(SINCE), right=True)
    return found


def shares_by_class(y: Floats, since: Ints) -> tuple[float, ...]:
    """The share of outcomes `y` (m,) that came true in each class `since` (m,).

    Half a case in one is added to each (Jeffreys), so that none is never or always.
    """
    return tuple(
        float((y[since == k].sum() + 0.5) / ((since == k).sum() + 1.0)) for k in range(len(SINCE) + 1)
    )


def share_of(shares: tuple[float, ...], days: int) -> float:
    """The share of the class of pairs whose last militarized act lies `days` back."""
    return shares[int(np.digitize(days, SINCE, right=True))]


@dataclass(frozen=True, slots=True)
class Onset:
    """Chance of a dispute within a year: the logit, the world's rate, usual shares, the scatter.

    `share` is that of all pairs, `shares` those of pairs whose last act lies up to `SINCE` days back or more.
    """

    ridge: Ridge
    world: float
    share: float
    sigma: float
    n: int
    shares: tuple[float, ...]

    @classmethod
    def fitted(cls, columns: Columns, y: Floats, years: Ints, cut: int, world: float) -> Self:
        """From pair-years: columns (m,), outcomes `y` (m,), `years` (m,), those before `cut`."""
        x, past = picked(columns, onset.NAMES), years < cut
        recent = past & (years >= cut - 10)
        ridge = Ridge.fitted(x[past], y[past], strength=onset.STRENGTH)
        shares = shares_by_class(y[recent], since_class(columns["since event"][recent]))
        sigma = _onset_scatter(x, y, years, cut)
        return cls(ridge, world, float(y[recent].mean()), sigma, int(past.sum()), shares)

    def usual(self, days: int | None) -> float:
        """The share of pairs whose last militarized act lies `days` back, of all where that is not known."""
        return self.share if days is None else share_of(self.shares, days)

    def chance(self, columns: Columns) -> Floats:
        """The chances of rows by their columns, the world's rate being that of the vintage; shape (m,)."""
        m = columns["world"].size
        return self.ridge.chance(picked({**columns, "world": np.full(m, self.world)}, onset.NAMES))

    def stored(self) -> dict[str, Any]:
        """For the vintage's JSON."""
        return {
            "ridge": self.ridge.stored(), "world": round(self.world, 6), "share": round(self.share, 6),
            "sigma": self.sigma, "n": self.n, "shares": [round(s, 6) for s in self.shares],
            "names": list(onset.NAMES),
        }  # fmt: skip

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As a vintage stores it."""
        world, share, sigma, n = (stored[name] for name in ("world", "share", "sigma", "n"))
        return cls(Ridge.read(stored["ridge"]), world, share, sigma, n, tuple(stored["shares"]))


def _onset_scatter(x: Floats, y: Floats, years: Ints, cut: int) -> float:
    before, after = years < cut - BACK, (years >= cut - BACK) & (years < cut)
    if y[before].sum() < 20 or not after.any():
        return 1.0
    p = Ridge.fitted(x[before], y[before], strength=onset.STRENGTH).chance(x[after])
    likely = p > 0.01
    cluster = np.arange(p.size) // 5
    return scatter(p[likely, None], y[after][likely, None], cluster[likely])


def world_at(s: Structure, annals: Annals, day: int) -> float:
    """The world's rate of disputes on a day, as a column of the onset logit has it."""
    one = np.zeros(1, dtype=np.int64)
    return float(world_rate(annals, rows(one, one + 1, np.array([day])), s)["world"][0])


@dataclass(frozen=True, slots=True)
class Escalation:
    """Chances of force, a death and war given a dispute: three logits, shares of the world, usual ones."""

    ladder: tuple[Ridge, ...]
    world: Floats
    share: Floats
    sigma: float
    n: int

    @classmethod
    def fitted(cls, columns: Columns, begun: Begun, day: int) -> Self:
        """From disputes over before the ordinal `day`."""
        x, past = picked(columns, escalation.NAMES), escalation.training(begun, day)
        age = (day - begun.r.at).astype(np.float64)
        share = np.nanmean(begun.reached[past & (age <= LAST)], axis=0)
        return cls(
            tuple(escalation.ladder(x[past], begun.reached[past], age[past])),
            escalation.world_shares(begun, np.array([day]))[0],
            np.clip(share, 0.001, 0.999),
            _escalation_scatter(x, begun, past, day),
            int(past.sum()),
        )

    def chance(self, columns: Columns) -> Floats:
        """The chances of disputes given by their columns; shape (m, 3)."""
        return escalation.by_logit(self.ladder, picked(columns, escalation.NAMES))

    def stored(self) -> dict[str, Any]:
        """For the vintage's JSON."""
        return {
            "ladder": [ridge.stored() for ridge in self.ladder], "names": list(escalation.NAMES),
            "world": [round(float(w), 6) for w in self.world],
            "share": [round(float(w), 6) for w in self.share], "sigma": self.sigma, "n": self.n,
        }  # fmt: skip

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As a vintage stores it."""
        ladder = tuple(Ridge.read(ridge) for ridge in stored["ladder"])
        world, share = np.array(stored["world"]), np.array(stored["share"])
        return cls(ladder, world, share, stored["sigma"], stored["n"])


def _escalation_scatter(x: Floats, begun: Begun, past: Marks, day: int) -> float:
    """Of force alone, the level with most cases."""
    edge = day - int(BACK * 365.25)
    before = escalation.training(begun, edge)
    after = past & (begun.r.at >= edge) & ~np.isnan(begun.reached[:, 0])
    if before.sum() < LEAST or not after.any():
        return 1.0
    age = (edge - begun.r.at[before]).astype(np.float64)
    p = escalation.by_logit(escalation.ladder(x[before], begun.reached[before], age), x[after])
    pair = begun.r.i[after] * 10_000 + begun.r.j[after]
    return scatter(p[:, :1], begun.reached[after, :1], pair)


def one_pair(i: int, j: int, day: int) -> Rows:
    """The row of one pair of states on an ordinal day."""
    return rows(np.array([i]), np.array([j]), np.array([day]))
