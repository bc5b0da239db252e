"""Alarms of all pairs of states since 1946, read from the publishers' files.

Acts: MIE 1.0 (Gibler & Miller 2023), onset days only; an act known to the month stands on its 15th day;
deaths are the upper estimates, as the lower ones leave out what no named battle accounts for.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from detente.archive.codes import StateUnknown, shipped_codes
from detente.archive.traits import powers
from detente.backtest.source import query
from detente.forecast.evidence import Evidence, evidence, past_cases
from detente.forecast.fit import LEFT_OUT
from detente.forecast.ledger import BANDS, HORIZONS, SITUATIONS, Floats, Ints, Ledger
from detente.forecast.model import class_of
from detente.forecast.nested import columns
from detente.forecast.table import Cases, first_day
from detente.forecast.timing import chances
from detente.world.actor import Dyad
from detente.world.ladder import rung_of_mie
from detente.world.when import When

FILES = ("mie_1_0.parquet", "cow_contdir.parquet", "atop_alliance.parquet")
FIRST, LAST = date(1946, 1, 1).toordinal(), date(2009, 12, 31).toordinal()
"""The days that the acts here cover."""

_ACTS = """
    select least(ccode1, ccode2) * 1000 + greatest(ccode1, ccode2) as pair,
        make_date(styear, stmon, if(stday < 0, 15, stday)) - date '0001-01-01' + 1 as day,
        action, fatalmax1 + fatalmax2 as deaths
    from read_parquet($file) where styear between 1946 and 2009 order by all
"""
_BORDERS = """
    select ccode1 * 1000 + ccode2 as pair, conttype, stdate::date, enddate::date
    from read_parquet($file) where ccode1 < ccode2 and conttype between 1 and 5 order by all
"""
_ALLIES = """
    select ccode1 * 1000 + ccode2 as pair, year from read_parquet($file)
    where ccode1 < ccode2 and year >= 1945 and atop_defense = 1 order by all
"""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which pairs (least code * 1000 + greatest) border on each other when, and are allied in which years."""

    borders: dict[int, list[tuple[int, date, date]]]
    allies: frozenset[tuple[int, int]]

    def group(self, pair: int, day: int) -> int:
        """The class of a pair on an ordinal day; an alliance must have stood in the year before."""
        then = date.fromordinal(day)
        types = [kind for kind, start, end in self.borders.get(pair, ()) if start <= then <= end]
        near = "" if not types else "land" if min(types) == 1 else "sea"
        return class_of(near, (pair, then.year - 1) in self.allies)


def read_cases(data_dir: Path, before: int = 2010) -> dict[str, Cases]:
    """All cases of each situation from 1946 to the year `before`, whose own year is covered.

    DataError if a file is missing.
    """
    ledgers, pairs = read_ledgers(data_dir), _read_pairs(data_dir)
    every = {situation: _cases(ledgers, pairs, situation) for situation in SITUATIONS}
    return _timed({name: cases.take(cases.day < first_day(before)) for name, cases in every.items()}, ledgers)


def _timed(found: dict[str, Cases], ledgers: dict[int, Ledger]) -> dict[str, Cases]:
    """The cases with what the timing of acts says, where that step is taken; a pair is followed once."""
    asked = [situation for situation in found if "timing" not in LEFT_OUT.get(situation, ())]
    pair, day = (np.concatenate([getattr(found[s], name) for s in asked]) for name in ("pair", "day"))
    said = np.empty((day.size, len(HORIZONS)))
    for number in np.unique(pair).tolist():
        here = pair == number
        said[here] = chances(ledgers[number], ((FIRST, LAST),), day[here])
    parts = np.split(said, np.cumsum([found[s].day.size for s in asked])[:-1])
    return found | {s: replace(found[s], timing=part) for s, part in zip(asked, parts, strict=True)}


def read_ledgers(data_dir: Path) -> dict[int, Ledger]:
    """The act days of each pair of states."""
    rows = query(_ACTS, data_dir / FILES[0])
    pair, day, deaths = (np.array([row[i] for row in rows], dtype=np.int64) for i in (0, 1, 3))
    rung = np.array([rung_of_mie(row[2], row[3]) for row in rows])
    bounds = np.append(np.flatnonzero(np.diff(pair, prepend=-1)), pair.size)
    spans = [slice(start, end) for start, end in pairwise(bounds.tolist())]
    return {int(pair[s.start]): Ledger.of(day[s], rung[s], deaths[s].astype(np.float64)) for s in spans}


def hashes(data_dir: Path) -> dict[str, str]:
    """The sha256 of each file that is read."""
    return {name: hashlib.sha256((data_dir / name).read_bytes()).hexdigest() for name in FILES}


def _read_pairs(data_dir: Path) -> Pairs:
    borders: dict[int, list[tuple[int, date, date]]] = {}
    for pair, kind, start, end in query(_BORDERS, data_dir / FILES[1]):
        borders.setdefault(pair, []).append((kind, start, end))
    return Pairs(borders, frozenset((row[0], row[1]) for row in query(_ALLIES, data_dir / FILES[2])))


def _cases(ledgers: dict[int, Ledger], pairs: Pairs, situation: str) -> Cases:
    found = [_cases_of(pair, ledger, pairs, situation) for pair, ledger in ledgers.items()]
    kept = [cases for cases in found if cases.day.size]
    own = Evidence(*(np.concatenate([getattr(c.own, name) for c in kept]) for name in Evidence.__slots__))
    pair, day, group, band, followed = (
        _joined(kept, name) for name in ("pair", "day", "group", "band", "followed")
    )
    x = np.concatenate([c.x for c in kept if c.x is not None])
    return Cases(pair, day, group, band, followed, own, x)


def _joined(cases: list[Cases], name: str) -> Any:
    return np.concatenate([getattr(c, name) for c in cases])


def _cases_of(pair: int, ledger: Ledger, pairs: Pairs, situation: str) -> Cases:
    window = ((FIRST, LAST),)
    days = past_cases(ledger, situation, window)
    group = np.array([pairs.group(pair, day) for day in days.tolist()], dtype=np.int64)
    followed: Floats = ledger.followed(days).astype(np.float64)
    watched = situation != "any"
    own = evidence(ledger, days[:0] if not watched else days, days, window if watched else ())
    band = ledger.bands(days) if watched else np.full(days.size, len(BANDS) - 1)
    x = columns(ledger, days, group, band, _powers(pair, days))
    return Cases(np.full(days.size, pair, dtype=np.int64), days, group, band, followed, own, x)


def _powers(pair: int, days: Ints) -> Floats:
    """Major powers and nuclear states of a pair on each day, (m, 2); 0 for numbers of no state of ours."""
    found = np.zeros((days.size, 2))
    for row, day in enumerate(map(date.fromordinal, days.tolist())):
        if (dyad := dyad_on(pair, day)) is not None:
            found[row] = powers(dyad, day)
    return found


def dyad_on(pair: int, day: date) -> Dyad | None:
    """The two states of a pair on a day; None where a number is of no state of ours."""
    when = When.of(day.year, day.month, day.day)
    try:
        return Dyad.of(*(shipped_codes().cow(number, when) for number in divmod(pair, 1000)))
    except (StateUnknown, ValueError):
        return None
