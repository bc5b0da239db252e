"""A made-up world of seven states, as publishers would write it: disputes, acts, what the states are like.

Pairs differ in how often they quarrel and how far it goes, so that there is something to learn.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from detente.archive.columns import columns
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.forecast.structure import Columns

NUMBERS = {"BGR": 355, "CHN": 710, "GRC": 350, "RUS": 365, "TUR": 640, "USA": 2, "YUG": 345}
NAMES = ("Bulgaria", "China", "Greece", "Russia", "Turkey", "United States")
FIRST, LAST = 1905, 1966
TABLES = (
    "disputes",
    "events",
    "borders",
    "distances",
    "capabilities",
    "alliances",
    "democracy",
    "powers",
    "nuclear",
)

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Quarrel:
    """A dispute: its sides, how far it went, and for how much longer it goes on with the target's helper."""

    number: int
    sides: tuple[tuple[int, ...], tuple[int, ...]]
    start: date
    days: int
    longer: int
    hostility: int
    fatality: int


def publish(folder: Path, seed: int = 1, disputes: int = 400) -> list[Path]:
    """Write the publishers' files of the world; their paths, the companion of the disputes second."""
    rng = np.random.default_rng(seed)
    quarrels = list(_quarrels(rng, disputes))
    files = {
        "part": (_PART, _participants(rng, quarrels)),
        "disps": (_DISPS, map(_whole, quarrels)),
        "acts": (_MIE, _acts(rng, quarrels)),
        "contdir": (("ccode1", "ccode2", "conttype", "stdate", "enddate"), _borders()),
        "mindist": (("ccode1", "ccode2", "styear", "endyear", "mindist"), _distances(rng)),
        "nmc": (("ccode", "year", "cinc", "milper", "milex", "tpop"), _capabilities(rng)),
        "atop": (_ATOP, _alliances(rng)),
        "isard": (("ccode", "year", "polity2", "v2x_polyarchy"), _democracy(rng)),
        "majors": (_MAJORS, _majors()),
        "nuclear": (("Entity", "Year", "nuclear_weapons_status"), _nuclear()),
    }
    return [_written(folder / f"{name}.csv", head, rows) for name, (head, rows) in files.items()]


@cache
def tables(seed: int = 1, disputes: int = 400) -> dict[str, Columns]:
    """The tables of the world as the archive gives them."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        ingest("auto", publish(home, seed, disputes), home / "archive")
        archive = Archive(home / "archive")
        return {name: columns(archive, name) for name in TABLES}


_PART = (
    "dispnum", "ccode", "sidea", "hiact", "orig", "dummy_stday", "hostlev", "fatality",
    "stday", "stmon", "styear", "endday", "endmon", "endyear",
)  # fmt: skip
_DISPS = (
    "dispnum", "styear", "stmon", "outcome", "settle", "fatality", "mindur", "maxdur", "hiact", "hostlev",
    "recip",
)  # fmt: skip
_MIE = (
    "micnum", "eventnum", "ccode1", "ccode2", "styear", "stmon", "stday", "action",
    "fatalmin1", "fatalmin2", "fatalmax1", "fatalmax2", "version",
)  # fmt: skip
_ATOP = (
    "ccode1",
    "ccode2",
    "year",
    "atop_defense",
    "atop_offense",
    "atop_neutral",
    "atop_nonagg",
    "atop_consul",
)
_MAJORS = ("ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday")
_ACTION = {1: 0, 2: 1, 3: 7, 4: 16, 5: 20}
"""A MID action for each level of hostility."""

_NEIGHBOURS = {("BGR", "GRC"): 1, ("BGR", "TUR"): 1, ("GRC", "TUR"): 1, ("CHN", "RUS"): 1, ("RUS", "TUR"): 4,
               ("BGR", "YUG"): 1, ("GRC", "YUG"): 1}  # fmt: skip
_HOT = {
    ("BGR", "GRC"): 4.0,
    ("GRC", "TUR"): 9.0,
    ("CHN", "RUS"): 5.0,
    ("RUS", "USA"): 6.0,
    ("CHN", "USA"): 3.0,
}


def _written(path: Path, head: Row, rows: Iterable[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
    return path


def _quarrels(rng: np.random.Generator, n: int) -> Iterator[Quarrel]:
    pairs = list(combinations(sorted(NUMBERS), 2))
    rate = np.array([_HOT.get(pair, 0.3) for pair in pairs])
    first = date(FIRST, 1, 1).toordinal()
    starts = np.sort(rng.integers(first, date(LAST, 12, 1).toordinal(), n))
    for number, start in enumerate(starts.tolist(), 100):
        pair = pairs[int(rng.choice(len(pairs), p=rate / rate.sum()))]
        level = int(
            rng.choice([2, 3, 4, 5], p=[0.1, 0.3, 0.45, 0.15] if pair in _HOT else [0.5, 0.3, 0.15, 0.05])
        )
        one, other = (NUMBERS[code] for code in (pair if rng.random() < 0.6 else pair[::-1]))
        helper = int(rng.choice([k for k in NUMBERS.values() if k not in (one, other)]))
        second = (other, helper) if rng.random() < 0.2 else (other,)
        fatality = {2: 0, 3: 0, 4: int(rng.choice([0, 1, 3, -9])), 5: 6}[level]
        days = int(rng.exponential(60.0))
        longer = int(rng.integers(0, 300)) * (len(second) - 1)
        yield Quarrel(number, ((one,), second), date.fromordinal(start), days, longer, level, fatality)


def _participants(rng: np.random.Generator, quarrels: Sequence[Quarrel]) -> Iterator[Row]:
    for q in quarrels:
        for side, states in enumerate(q.sides):
            for place, state in enumerate(states):
                late = int(rng.integers(0, q.days + 1)) if place else 0
                longer = q.longer if place or not side else 0
                begun, ended = q.start + timedelta(late), q.start + timedelta(q.days + longer)
                day = -9 if q.number % 9 == 0 and not place else begun.day
                first = (day, begun.month, begun.year)
                last = (ended.day, ended.month, ended.year)
                action = _ACTION[q.hostility]
                yield (
                    q.number,
                    state,
                    1 - side,
                    action,
                    1 - min(place, 1),
                    0,
                    q.hostility,
                    q.fatality,
                    *first,
                    *last,
                )


def _whole(q: Quarrel) -> Row:
    length, action = q.days + q.longer + 1, _ACTION[q.hostility]
    return (q.number, q.start.year, q.start.month, 5, 3, q.fatality, length, length, action, q.hostility, 1)


def _acts(rng: np.random.Generator, quarrels: Sequence[Quarrel]) -> Iterator[Row]:
    for q in quarrels:
        for number in range(int(rng.integers(1, 6))):
            day = q.start + timedelta(int(rng.integers(0, q.days + 1)))
            sides = (q.sides[0][0], q.sides[1][0])
            force = q.hostility >= 4
            deaths = int(rng.integers(0, 3)) if force else 0
            of_month = -9 if rng.random() < 0.25 else day.day
            when = (day.year, day.month, of_month)
            yield q.number, number, *sides, *when, 16 if force else 8, deaths, 0, deaths, 0, "mie-made-up"


def _borders() -> Iterator[Row]:
    for (a, b), kind in _NEIGHBOURS.items():
        first = "1920-06-01" if (a, b) == ("BGR", "YUG") else "1900-01-01"
        for one, other in ((a, b), (b, a)):
            yield NUMBERS[one], NUMBERS[other], kind, first, f"{LAST}-12-31"


def _distances(rng: np.random.Generator) -> Iterator[Row]:
    for a, b in combinations(sorted(NUMBERS), 2):
        km, half = float(rng.uniform(0, 9000)), 1940
        yield NUMBERS[a], NUMBERS[b], 1900, half, round(km, 1)
        yield NUMBERS[a], NUMBERS[b], half + 1, LAST, round(km * 0.9, 1)


def _years(step: int = 1) -> range:
    return range(FIRST - 5, LAST + 1, step)


def _exists(number: int, year: int) -> bool:
    return number != NUMBERS["YUG"] or year >= 1920


def _capabilities(rng: np.random.Generator) -> Iterator[Row]:
    for place, number in enumerate(NUMBERS.values()):
        for year in _years():
            if _exists(number, year):
                share = (0.02 + 0.03 * place) * rng.uniform(0.8, 1.2)
                soldiers = -9 if rng.random() < 0.1 else int(rng.integers(50, 5000))
                yield number, year, round(share, 6), soldiers, -9, int(rng.integers(5_000, 500_000))


def _alliances(rng: np.random.Generator) -> Iterator[Row]:
    for a, b in combinations(sorted(NUMBERS), 2):
        if rng.random() < 0.4:
            begun = int(rng.integers(FIRST, LAST - 10))
            pledges = rng.integers(0, 2, 5).tolist()
            for year in range(begun, min(begun + int(rng.integers(5, 40)), LAST + 1)):
                yield NUMBERS[a], NUMBERS[b], year, *pledges


def _democracy(rng: np.random.Generator) -> Iterator[Row]:
    for number in NUMBERS.values():
        score = int(rng.integers(-9, 10))
        for year in _years():
            if rng.random() < 0.05:
                score = int(rng.integers(-10, 11))
            if _exists(number, year):
                known = "" if rng.random() < 0.1 else score
                yield number, year, known, round(float(rng.uniform(0, 1)), 3)


def _majors() -> Iterator[Row]:
    yield NUMBERS["RUS"], 1900, 1, 1, LAST, 12, 31
    yield NUMBERS["USA"], 1900, 1, 1, LAST, 12, 31
    yield NUMBERS["CHN"], 1950, 1, 1, LAST, 12, 31


def _nuclear() -> Iterator[Row]:
    for name in NAMES:
        for year in _years():
            had = {"United States": 1945, "Russia": 1949, "China": 1964}.get(name, 9999)
            yield name, year, 3 if year >= had else 0
