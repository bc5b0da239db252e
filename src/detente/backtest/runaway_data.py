"""Event days of pairs from the Militarized Interstate Events table, for fitting and back-testing.

Source: Gibler & Miller, MIE 1.0 (2023), as Parquet; rows begin before 2010. Clashes (17) and war battles (22)
have no direction and count for both sides; rows without a day are left out.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from detente.backtest.source import query
from detente.numerics.hawkes.events import Ints
from detente.numerics.hawkes.graded import Incidents
from detente.numerics.hawkes.hurdle import Pair
from detente.numerics.hawkes.stream import Stream

FIRST = date(1946, 1, 1)
WINDOW = 15
"""Years that a fit of one pair sees."""
LEAST = 10
"""Event days of a pair from which it takes part in the prior."""
Row = tuple[bool, int, int, bool, int]
"""Whether the second state did it, day, acts, whether it killed, the highest grade."""
GRADES = ("show", "force", "lethal")
"""Blocks of the ladder: rungs 2 to 5, 6, and 7 and above."""

_QUERY = """
with acts as (
    select ccode1 as doer, ccode2 as other, action, fatalmin1 + fatalmin2 > 0 and action < 20 as fatal,
           case when action >= 19 or fatalmin1 + fatalmin2 > 0 then 2
                when action >= 13 then 1 else 0 end as grade,
           date_diff('day', date '1946-01-01', make_date(styear, stmon, stday)) as t
    from read_parquet($file) where styear between 1946 and 2009 and stmon > 0 and stday > 0),
both_ways as (
    select doer, other, t, fatal, grade from acts
    union all select other, doer, t, fatal, grade from acts where action in (17, 22))
select least(doer, other) as a, greatest(doer, other) as b, doer > other as second, t, count(*) as n,
       bool_or(fatal) as fatal, max(grade) as grade
from both_ways group by all order by all
"""


@dataclass(frozen=True, slots=True)
class Series:
    """Event days of both states of a pair, as days since 1946-01-01, with the acts on each.

    `fatal` are the days on which an act short of a war battle killed; `grades` the highest grade of each day.
    """

    a: int
    b: int
    days: Pair
    acts: tuple[Ints, Ints]
    fatal: Ints
    grades: tuple[Ints, Ints]

    @property
    def name(self) -> str:
        """The two Correlates of War numbers."""
        return f"{self.a}-{self.b}"

    def all_days(self) -> Ints:
        """Days on which either acted."""
        return np.union1d(self.days[0], self.days[1])

    def incidents(self) -> Incidents:
        """Its incident days: who acted, one side or both, and the highest grade."""
        days = self.all_days()
        level = np.stack([_spread(days, at, grade) for at, grade in zip(self.days, self.grades, strict=True)])
        who = np.where((level >= 0).all(axis=0), 2, np.where(level[1] >= 0, 1, 0))
        return Incidents(days, who.astype(np.int64), level.max(axis=0))

    def between(self, start: int, end: int) -> Pair:
        """Event days in [start, end), counted from `start`."""
        kept = [kind[(kind >= start) & (kind < end)] - start for kind in self.days]
        return kept[0], kept[1]


def load(data_dir: Path, least: int) -> list[Series]:
    """Every pair with at least `least` event days in 1946-2009."""
    rows = query(_QUERY, data_dir / "mie_1_0.parquet")
    pairs: dict[tuple[int, int], list[Row]] = {}
    for a, b, *row in rows:
        pairs.setdefault((a, b), []).append((row[0], row[1], row[2], row[3], row[4]))
    found = [_series(a, b, acts) for (a, b), acts in sorted(pairs.items())]
    return [one for one in found if one.all_days().size >= least]


def _series(a: int, b: int, acts: list[Row]) -> Series:
    sides = [[(at, n, grade) for second, at, n, _, grade in acts if second is bool(k)] for k in (0, 1)]
    days, counts, grades = (_columns(sides, place) for place in (0, 1, 2))
    fatal = np.array(sorted({at for _, at, _, killed, _ in acts if killed}), dtype=np.int64)
    return Series(a, b, days, counts, fatal, grades)


def _columns(sides: list[list[tuple[int, int, int]]], place: int) -> tuple[Ints, Ints]:
    first, second = (np.array([row[place] for row in side], dtype=np.int64) for side in sides)
    return first, second


def _spread(days: Ints, at: Ints, grade: Ints) -> Ints:
    """The grade on each day, -1 where the side did nothing."""
    whole = np.full(days.size, -1, dtype=np.int64)
    whole[np.searchsorted(days, at)] = grade
    return whole


def day_of(year: int) -> int:
    """Days from 1946-01-01 to the first of January."""
    return (date(year, 1, 1) - FIRST).days


def stream_before(one: Series, year: int) -> Stream | None:
    """A pair's event days in the window ending with the year of its last act before `year`; None if few."""
    past = one.all_days()[one.all_days() < day_of(year)]
    if past.size < LEAST:
        return None
    end = next(y for y in range(1946, year + 1) if day_of(y) > past[-1])
    start = day_of(max(1946, end - WINDOW))
    days = one.between(start, day_of(end))
    return Stream(days, day_of(end) - start) if np.union1d(*days).size >= LEAST else None
