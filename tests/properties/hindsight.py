"""Tables in which everything after a day is another: deleted, put off, or with other ends and outcomes.

A dispute whose last act lies less than half a year back may turn out to have ended there or at any later
day. What stays, because it was known or is taken as known: borders, powers and the states there are, those of
the year of the day; where a pair's first map is later than the day, the distance on it.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.forecast.annals import SETTLED, Annals
from detente.forecast.covariates import picked, rows
from detente.forecast.escalation import NAMES as ESCALATION
from detente.forecast.escalation import Begun
from detente.forecast.escalation import columns as escalation_columns
from detente.forecast.ledger import Floats
from detente.forecast.onset import NAMES as ONSET
from detente.forecast.onset import onset_columns
from detente.forecast.structure import Columns, Structure
from detente.world.when import When

Marks = NDArray[np.bool_]
Table = dict[str, NDArray[Any]]
Tables = dict[str, Columns]

YEARLY = {"capabilities": 1, "alliances": 0, "democracy": 0, "nuclear": 0}
"""Tables of a row a year: whether that there is a row of the year itself is known."""

VALUES = {
    "capabilities": ("cinc", "milper", "tpop"),
    "alliances": ("defense", "nonaggression", "consultation"),
    "democracy": ("polity2", "polyarchy"),
    "nuclear": ("status",),
}


def disturbed(tables: Tables, day: int, own: int, rng: np.random.Generator) -> Tables:
    """Other tables with the same past before the ordinal `day`; the dispute `own` may begin on the day."""
    year = date.fromordinal(day).year
    changed = {name: _yearly(table, name, year, rng) for name, table in tables.items() if name in YEARLY}
    changed |= {name: _spells(tables[name], year, rng) for name in ("borders", "powers")}
    changed["distances"] = _maps(tables["distances"], year, rng)
    changed["disputes"] = _disputes(tables["disputes"], day, own, rng)
    changed["events"] = _events(tables["events"], day, rng)
    return changed


def ordinals(texts: NDArray[Any], *, last: bool = False) -> NDArray[np.int64]:
    """The first or last days of dates; "" has none and is 0."""
    found, where = np.unique(texts, return_inverse=True)
    days = [0 if not text else (When.parse(text).end if last else When.parse(text).start).toordinal()
            for text in map(str, found)]  # fmt: skip
    return np.array(days, dtype=np.int64)[where]


def _texts(days: NDArray[Any]) -> NDArray[np.str_]:
    return np.array([date.fromordinal(int(day)).isoformat() for day in days], dtype=np.str_)


def _kept(table: Columns, keep: Marks) -> Table:
    return {name: values[keep] for name, values in table.items()}


def _set(table: Table, name: str, rows: Marks, values: Any) -> None:
    """Put values into a column of a table of our own; texts may grow."""
    column = table[name].astype("<U32") if table[name].dtype.kind == "U" else table[name].copy()
    column[rows] = values
    table[name] = column


def _dropped(late: Marks, rng: np.random.Generator) -> Marks:
    """Of what is late: all of it, a half, or nothing."""
    drop: Marks = late & (rng.random(late.size) < rng.choice([1.0, 0.5, 0.0]))
    return drop


def _yearly(table: Columns, name: str, year: int, rng: np.random.Generator) -> Columns:
    late = table["year"] >= year
    changed = _kept(table, ~_dropped(table["year"] >= year + YEARLY[name], rng))
    late = changed["year"] >= year
    for column in VALUES[name]:
        values = rng.permutation(table[column])[: late.size]
        _set(changed, column, late, values[late])
    return changed


def _spells(table: Columns, year: int, rng: np.random.Generator) -> Columns:
    years = np.array([int(str(text)[:4]) for text in table["start"]], dtype=np.int64)
    changed = _kept(table, ~_dropped(years > year, rng))
    open_ones = np.array([int(str(text)[:4]) >= year for text in changed["end"]], dtype=np.bool_)
    _set(changed, "end", open_ones, [f"{y}-12-31" for y in rng.integers(year, 2030, open_ones.sum())])
    return changed


def _maps(table: Columns, year: int, rng: np.random.Generator) -> Columns:
    first: dict[tuple[str, str], int] = {}
    pairs = [(str(a), str(b)) for a, b in zip(table["a"], table["b"], strict=True)]
    for pair, begun in zip(pairs, table["first_year"].tolist(), strict=True):
        first[pair] = min(first.get(pair, begun), begun)
    only = np.array([first[pair] for pair in pairs], dtype=np.int64) == table["first_year"]
    changed = _kept(table, ~_dropped((table["first_year"] > year) & ~only, rng))
    begun = changed["first_year"] <= year
    open_ones = begun & (changed["last_year"] >= year)
    _set(changed, "last_year", open_ones, rng.integers(year, 2030, open_ones.sum()))
    later = ~begun & (np.array(rng.random(begun.size)) < 0.5) & ~_first_of(changed)
    _set(changed, "km", later, rng.uniform(0, 9000, later.sum()))
    return changed


def _first_of(table: Columns) -> Marks:
    keys = np.char.add(table["a"].astype(np.str_), table["b"].astype(np.str_))
    order = np.lexsort((table["first_year"], keys))
    _, first = np.unique(keys[order], return_index=True)
    found = np.zeros(keys.size, dtype=np.bool_)
    found[order[first]] = True
    return found


def _disputes(table: Columns, day: int, own: int, rng: np.random.Generator) -> Columns:
    start = ordinals(table["start"])
    begun = (start < day) | ((start == day) & (table["dispute"] == own))
    drop = _dropped(~begun, rng)
    end = np.maximum(ordinals(table["end"], last=True), start)
    number, where = np.unique(table["dispute"], return_inverse=True)
    latest = np.zeros(number.size, dtype=np.int64)
    np.maximum.at(latest, where, end)
    unsettled = (latest[where] + SETTLED >= day)[~drop]
    changed, begun, start = _kept(table, ~drop), begun[~drop], start[~drop]
    put_off = start[~begun] + rng.integers(0, 2000, (~begun).sum())
    _set(changed, "start", ~begun, _texts(put_off))
    n = int(unsettled.sum())
    _set(
        changed,
        "end",
        unsettled,
        _texts(np.maximum(day - SETTLED, start[unsettled]) + rng.integers(0, 4000, n)),
    )
    _set(changed, "hostility", unsettled, rng.choice([np.nan, 2.0, 3.0, 4.0, 5.0], n))
    _set(changed, "fatality", unsettled, rng.choice([np.nan, 0.0, 1.0, 6.0], n))
    return changed


def _events(table: Columns, day: int, rng: np.random.Generator) -> Columns:
    month = np.char.str_len(table["date"]) == 7
    at = ordinals(table["date"]) + np.where(month, 14, 0)
    drop = _dropped(at >= day, rng)
    changed, at = _kept(table, ~drop), at[~drop]
    late = at >= day
    _set(changed, "date", late, _texts(at[late] + rng.integers(0, 3000, late.sum())))
    _set(changed, "deaths_high", late, rng.choice([np.nan, 0.0, 900.0], late.sum()))
    return changed


@dataclass(frozen=True)
class Known:
    """What the models read of tables."""

    structure: Structure
    annals: Annals

    @classmethod
    def of(cls, made: Tables) -> "Known":
        """Of the tables of an archive."""
        s = Structure.of({name: table for name, table in made.items() if name != "events"})
        return cls(s, Annals.of(made["disputes"], made["events"], s.index))

    @cached_property
    def begun(self) -> Begun:
        """The disputes."""
        return Begun.of(self.structure, self.annals)

    @cached_property
    def of_disputes(self) -> Floats:
        """The columns of the escalation models, a row a dispute."""
        return picked(escalation_columns(self.structure, self.annals, self.begun), ESCALATION)

    def on(self, day: int) -> tuple[list[tuple[str, str]], Floats]:
        """The pairs of a day, and their columns of the onset models."""
        s, year = self.structure, date.fromordinal(day).year
        _, i, j = s.rows(year, year)
        r = rows(i, j, np.full(i.size, day, dtype=np.int64))
        pairs = [(s.codes[a], s.codes[b]) for a, b in zip(i, j, strict=True)]
        return pairs, picked(onset_columns(s, self.annals, r), ONSET)

    def at_start(self, number: int) -> tuple[tuple[str, str], Floats]:
        """The beginner and the target of a dispute, and its columns."""
        (row,) = np.flatnonzero(self.begun.number == number)
        codes = self.structure.codes
        return (codes[self.begun.beginner[row]], codes[self.begun.target[row]]), self.of_disputes[row]


def random_days(n: int, first: int, last: int, seed: int) -> list[int]:
    span = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    return [int(day) for day in np.random.default_rng(seed).integers(*span, n)]


def days_without_hindsight(made: Tables, days: list[int], seed: int) -> None:
    known, rng = Known.of(made), np.random.default_rng(seed)
    for day in days:
        pairs, found = known.on(day)
        others, again = Known.of(disturbed(made, day, -1, rng)).on(day)
        assert others == pairs
        assert again.tobytes() == found.tobytes(), date.fromordinal(day)


def starts_without_hindsight(made: Tables, n: int, seed: int) -> None:
    known, rng = Known.of(made), np.random.default_rng(seed)
    for row in rng.integers(0, known.begun.number.size, n).tolist():
        number, day = int(known.begun.number[row]), int(known.begun.r.at[row])
        pair, found = known.at_start(number)
        other, again = Known.of(disturbed(made, day, number, rng)).at_start(number)
        assert other == pair
        assert again == pytest.approx(found, rel=1e-10, abs=1e-12), number
