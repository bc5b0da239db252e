"""Pairs of states that are neither neighbours nor with a major power: far apart, and hardly ever at odds.

The logit of onset knows only pairs that are near or powerful and takes these for a good deal likelier than
they are. They have one of their own, of few columns, since few of them ever had a dispute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from detente.forecast import onset
from detente.forecast.annals import Annals
from detente.forecast.covariates import Columns, Rows, picked, rows
from detente.forecast.dispute_vintage import share_of, shares_by_class, since_class
from detente.forecast.ledger import Floats, Ints
from detente.forecast.structure import FIRST, Structure, first_day
from detente.numerics.ridge import Ridge

NAMES = (
    "distance", "stronger", "weaker", "less free", "more free",
    "disputes 10y", "since start", "since event", "events 365d",
    "disputes 2y, more", "events 10y, more", "events 10y, less",
)  # fmt: skip
"""Columns of the logit, a choice of those of `onset`, made on 1960-1989."""

SIGMA = 1.0
"""Scatter of true chances around those forecast, a round number: disputes are too few to measure it."""

FEW = 5
"""Disputes without which nothing is fitted."""


@dataclass(frozen=True, slots=True)
class RemoteYears:
    """Remote pair-years: rows on 1 January, all columns of `onset`, and whether a dispute began; (m,)."""

    r: Rows
    columns: Columns
    y: Floats

    @classmethod
    def of(cls, s: Structure, annals: Annals, first: int, last: int) -> Self:
        """All remote pairs of states that exist, in the years `first` to `last`."""
        found = [_remote(s, year) for year in range(first, last + 1)]
        years = np.repeat(np.arange(first, last + 1), [i.size for i, _ in found]).astype(np.int64)
        start = first_day(years)
        r = rows(np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found]), start)
        y = onset.begun_within(annals, r, first_day(years + 1) - start)
        return cls(r, onset.onset_columns(s, annals, r), y)

    def disputes(self, cut: int) -> int:
        """How many pair-years before `cut` had one."""
        return int(self.y[self.r.year < cut].sum())


@dataclass(frozen=True, slots=True)
class Remote:
    """Chance of a dispute of a remote pair within a year: the logit, the usual shares, the cases.

    `shares` are those of pairs whose last act lies up to `SINCE` days back or more; `n` pair-years taught it;
    `sigma` is the scatter.
    """

    ridge: Ridge
    shares: tuple[float, ...]
    n: int
    sigma: float = SIGMA

    @classmethod
    def fitted(cls, years: RemoteYears, cut: int) -> Self:
        """From the pair-years before `cut`."""
        past = years.r.year < cut
        y, since = years.y[past], since_class(years.columns["since event"][past])
        ridge = Ridge.fitted(picked(years.columns, NAMES)[past], y, strength=onset.STRENGTH)
        return cls(ridge, shares_by_class(y, since), y.size)

    def usual(self, days: int | None) -> float:
        """The share of pairs whose last militarized act lies `days` back, or long ago where none is known."""
        return self.shares[-1] if days is None else share_of(self.shares, days)

    def chance(self, columns: Columns) -> Floats:
        """The chances of rows by their columns; shape (m,)."""
        return self.ridge.chance(picked(columns, NAMES))

    def stored(self) -> dict[str, Any]:
        """For the vintage's JSON."""
        shares = [float(f"{share:.6g}") for share in self.shares]
        return {"ridge": self.ridge.stored(), "shares": shares, "n": self.n, "names": list(NAMES)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As a vintage stores it."""
        return cls(Ridge.read(stored["ridge"]), tuple(stored["shares"]), stored["n"])


def is_remote(s: Structure, r: Rows) -> bool:
    """Whether the one pair of `r` is remote in the year of its day; both states exist then."""
    i, j = _remote(s, int(r.year[0]))
    return bool(((i == r.i[0]) & (j == r.j[0])).any())


def _remote(s: Structure, year: int) -> tuple[Ints, Ints]:
    """The pairs i < j of existing states that are not politically relevant in a year."""
    here = np.flatnonzero(s.exists[year - FIRST])
    one, other = np.triu_indices(here.size, 1)
    _, i, j = s.rows(year, year)
    relevant = np.zeros((len(s.codes), len(s.codes)), dtype=np.bool_)
    relevant[i, j] = True
    remote = ~relevant[here[one], here[other]]
    return here[one][remote], here[other][remote]
