"""Event days of pairs from the Militarized Interstate Events table, for fitting and back-testing.

Source: Gibler & Miller, MIE 1.0 (2023), as Parquet; rows begin before 2010. Clashes (17) and war battles (22)
have no direction and count for both sides; rows without a day are left out.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from detente.backtest.source import query
from detente.numerics.hawkes.hurdle import Ints, Pair

FIRST = date(1946, 1, 1)
Row = tuple[bool, int, int, bool]
"""Whether the second state did it, day, acts, whether it killed."""

_QUERY = """
with acts as (
    select ccode1 as doer, ccode2 as other, action, fatalmin1 + fatalmin2 > 0 and action < 20 as fatal,
           date_diff('day', date '1946-01-01', make_date(styear, stmon, stday)) as t
    from read_parquet($file) where styear between 1946 and 2009 and stmon > 0 and stday > 0),
both_ways as (
    select doer, other, t, fatal from acts
    union all select other, doer, t, fatal from acts where action in (17, 22))
select least(doer, other) as a, greatest(doer, other) as b, doer > other as second, t, count(*) as n,
       bool_or(fatal) as fatal
from both_ways group by all order by all
"""


@dataclass(frozen=True, slots=True)
class Series:
    """Event days of both states of a pair, as days since 1946-01-01, with the acts on each.

    `fatal` are the days on which an act short of a war battle killed.
    """

    a: int
    b: int
    days: Pair
    acts: tuple[Ints, Ints]
    fatal: Ints

    @property
    def name(self) -> str:
        """The two Correlates of War numbers."""
        return f"{self.a}-{self.b}"

    def all_days(self) -> Ints:
        """Days on which either acted."""
        return np.union1d(self.days[0], self.days[1])

    def between(self, start: int, end: int) -> Pair:
        """Event days in [start, end), counted from `start`."""
        kept = [kind[(kind >= start) & (kind < end)] - start for kind in self.days]
        return kept[0], kept[1]


def load(data_dir: Path, least: int) -> list[Series]:
    """Every pair with at least `least` event days in 1946-2009."""
    rows = query(_QUERY, data_dir / "mie_1_0.parquet")
    pairs: dict[tuple[int, int], list[Row]] = {}
    for a, b, *row in rows:
        pairs.setdefault((a, b), []).append((row[0], row[1], row[2], row[3]))
    found = [_series(a, b, acts) for (a, b), acts in sorted(pairs.items())]
    return [one for one in found if one.all_days().size >= least]


def _series(a: int, b: int, acts: list[Row]) -> Series:
    sides = [[(at, n) for second, at, n, _ in acts if second is bool(k)] for k in (0, 1)]
    days = [np.array([at for at, _ in side], dtype=np.int64) for side in sides]
    counts = [np.array([n for _, n in side], dtype=np.int64) for side in sides]
    fatal = np.array(sorted({at for _, at, _, killed in acts if killed}), dtype=np.int64)
    return Series(a, b, (days[0], days[1]), (counts[0], counts[1]), fatal)


def day_of(year: int) -> int:
    """Days from 1946-01-01 to the first of January."""
    return (date(year, 1, 1) - FIRST).days
