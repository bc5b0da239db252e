"""What states and pairs are like, year by year: borders, distance, weight, pledges, rule, weapons.

A value of year y is the latest that a table gives for y - 1 or before, so that it was known when y began.
Borders, distances, and which states and powers there are, are those of y itself. Missing values stay NaN.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.forecast.ledger import Floats, Ints, Marks

Columns = Mapping[str, NDArray[Any]]
"""A table of the archive, an array a column."""

FIRST, LAST = 1816, 2035
YEARS = LAST - FIRST + 1

NO_BORDER = 6
"""The type of border of a pair that has none; 1 is a land border, 2 to 5 are water up to 400 miles."""

PLEDGES = ("defense", "nonaggression", "consultation")


@dataclass(frozen=True, slots=True)
class Structure:
    """Arrays over (year - 1816, state) and (year - 1816, state, state); a state is an index into `codes`."""

    codes: tuple[str, ...]
    exists: Marks
    cinc: Floats
    soldiers: Floats
    people: Floats
    democracy: Floats
    power: Marks
    nuclear: Marks
    border: NDArray[np.int8]
    distance: NDArray[np.float32]
    pledge: NDArray[np.bool_]

    @property
    def index(self) -> dict[str, int]:
        """The index of each code."""
        return {code: k for k, code in enumerate(self.codes)}

    @classmethod
    def of(cls, tables: Mapping[str, Columns]) -> "Structure":
        """From the archive's tables; all of them are needed, disputes for the codes of their states."""
        codes = _codes(tables)
        at = {code: k for k, code in enumerate(codes)}
        weights = tables["capabilities"]
        known = _grid(weights, weights["cinc"], at)
        soldiers, people = _grid(weights, weights["milper"], at), _grid(weights, weights["tpop"], at)
        return cls(
            codes,
            _exists(weights, at),
            _lagged(known),
            _lagged(1000.0 * soldiers / np.maximum(people, 1.0)),
            _lagged(people),
            _lagged(_democracy(tables["democracy"], at)),
            _powers(tables["powers"], at),
            _lagged(_grid(tables["nuclear"], tables["nuclear"]["status"], at)) >= 3.0,
            _borders(tables["borders"], at),
            _distances(tables["distances"], at),
            _pledges(tables["alliances"], at),
        )

    def rows(self, first: int, last: int) -> tuple[Ints, Ints, Ints]:
        """Year, i and j (i < j) of the politically relevant pairs: neighbours, or with a major power."""
        found = [self._relevant(year) for year in range(first, last + 1)]
        sizes = [i.size for i, _ in found]
        years = np.repeat(np.arange(first, last + 1), sizes).astype(np.int64)
        return years, np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found])

    def _relevant(self, year: int) -> tuple[Ints, Ints]:
        t = year - FIRST
        here = self.exists[t]
        near = self.border[t] < NO_BORDER
        strong = self.power[t][:, None] | self.power[t][None, :]
        i, j = np.nonzero(np.triu((near | strong) & here[:, None] & here[None, :], 1))
        return i.astype(np.int64), j.astype(np.int64)

    def age(self) -> Floats:
        """Years that each state has existed without a break, shape (years, states)."""
        age, run = np.zeros(self.exists.shape), np.zeros(self.exists.shape[1])
        for t, here in enumerate(self.exists):
            run = np.where(here, run + 1.0, 0.0)
            age[t] = run
        return age

    def neighbours(self) -> Floats:
        """How many neighbours each state has, shape (years, states)."""
        n: Floats = (self.border < NO_BORDER).sum(axis=2).astype(np.float64)
        return n


def _codes(tables: Mapping[str, Columns]) -> tuple[str, ...]:
    columns = [table[c] for table in tables.values() for c in ("state", "a", "b") if c in table]
    return tuple(sorted({str(code) for column in columns for code in np.unique(column)}))


def _places(column: NDArray[Any], at: Mapping[str, int]) -> Ints:
    codes, where = np.unique(column, return_inverse=True)
    return np.array([at[str(code)] for code in codes], dtype=np.int64)[where] if codes.size else where


def _grid(table: Columns, values: NDArray[Any], at: Mapping[str, int]) -> Floats:
    """Values by year and state as the table has them, NaN elsewhere."""
    grid = np.full((YEARS, len(at)), np.nan)
    t, known = table["year"] - FIRST, ~np.isnan(values.astype(np.float64))
    inside = (t >= 0) & (t < YEARS) & known
    grid[t[inside], _places(table["state"], at)[inside]] = values[inside]
    return grid


def _lagged(grid: Floats) -> Floats:
    """The latest value known before each year."""
    known = np.full_like(grid, np.nan)
    for t in range(1, YEARS):
        known[t] = np.where(np.isnan(grid[t - 1]), known[t - 1], grid[t - 1])
    return known


def _exists(table: Columns, at: Mapping[str, int]) -> Marks:
    """In the years in which the capabilities have a row of the state; as in the last of them ever after."""
    here = np.zeros((YEARS, len(at)), dtype=np.bool_)
    t = table["year"] - FIRST
    inside = (t >= 0) & (t < YEARS)
    here[t[inside], _places(table["state"], at)[inside]] = True
    if inside.any():
        here[int(t[inside].max()) + 1 :] = here[int(t[inside].max())]
    return here


def _democracy(table: Columns, at: Mapping[str, int]) -> Floats:
    """Polity's score over 10 where there is one, else twice the index of polyarchy less 1: -1 to 1."""
    polity = _grid(table, table["polity2"] / 10.0, at)
    return np.where(np.isnan(polity), _grid(table, 2.0 * table["polyarchy"] - 1.0, at), polity)


def _powers(table: Columns, at: Mapping[str, int]) -> Marks:
    power = np.zeros((YEARS, len(at)), dtype=np.bool_)
    open_end = max((_year(end) for end in table["end"]), default=LAST)
    for state, start, end in zip(table["state"], table["start"], table["end"], strict=True):
        last = LAST if _year(end) >= open_end else _year(end)
        power[_span(_year(start), last), at[str(state)]] = True
    return power


def _borders(table: Columns, at: Mapping[str, int]) -> NDArray[np.int8]:
    border = np.full((YEARS, len(at), len(at)), NO_BORDER, dtype=np.int8)
    open_end = max((_year(end) for end in table["end"]), default=LAST)
    columns = (table[c] for c in ("a", "b", "type", "start", "end"))
    for a, b, kind, start, end in zip(*columns, strict=True):
        last = LAST if _year(end) >= open_end else _year(end)
        years = _span(_year(start), last)
        for i, j in ((at[str(a)], at[str(b)]), (at[str(b)], at[str(a)])):
            border[years, i, j] = np.minimum(border[years, i, j], kind)
    return border


def _distances(table: Columns, at: Mapping[str, int]) -> NDArray[np.float32]:
    """Kilometres; before the first and after the last year of a pair those of that year."""
    km = np.full((YEARS, len(at), len(at)), np.nan, dtype=np.float32)
    i, j = _places(table["a"], at), _places(table["b"], at)
    spells = zip(
        i.tolist(), j.tolist(), *(table[c].tolist() for c in ("first_year", "last_year", "km")), strict=True
    )
    for one, other, first, last, far in spells:
        km[_span(first, last), one, other] = far
    for t in range(1, YEARS):
        km[t] = np.where(np.isnan(km[t]), km[t - 1], km[t])
    for t in range(YEARS - 2, -1, -1):
        km[t] = np.where(np.isnan(km[t]), km[t + 1], km[t])
    upper = np.triu(np.ones(km.shape[1:], dtype=np.bool_), 1)
    filled: NDArray[np.float32] = np.where(upper & ~np.isnan(km), km, np.swapaxes(km, 1, 2))
    return filled


def _pledges(table: Columns, at: Mapping[str, int]) -> NDArray[np.bool_]:
    """What each pair had promised in the year before; after the table's last year as in it."""
    pledge = np.zeros((YEARS, len(PLEDGES), len(at), len(at)), dtype=np.bool_)
    i, j, t = _places(table["a"], at), _places(table["b"], at), table["year"] - FIRST + 1
    inside = (t >= 0) & (t < YEARS)
    for k, name in enumerate(PLEDGES):
        given = inside & (table[name] == 1)
        pledge[t[given], k, i[given], j[given]] = pledge[t[given], k, j[given], i[given]] = True
    if inside.any():
        pledge[int(t[inside].max()) + 1 :] = pledge[int(t[inside].max())]
    return pledge


def _year(text: Any) -> int:
    return int(str(text)[:4])


def _span(first: int, last: int) -> slice:
    """The years of a spell; what lies before 1816 is cut off."""
    return slice(max(first - FIRST, 0), max(last - FIRST + 1, 0))


def first_day(years: Ints) -> Ints:
    """The ordinals of 1 January of `years` (m,)."""
    starts = {int(year): date(int(year), 1, 1).toordinal() for year in np.unique(years)}
    return np.array([starts[int(year)] for year in years], dtype=np.int64)
