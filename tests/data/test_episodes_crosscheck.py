"""The library of interstate episodes: sound in itself, and in step with ICB, MID 5 and MIE.

The first half always runs. The second half needs the publishers' tables in the folder named by
DETENTE_SHARED (default ``<repo root>/../shared/data``) and is skipped where that is absent.
Every disagreement that stays has its reason in ``episodes_disagreements.csv``.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "src" / "detente" / "data"
SHARED = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared" / "data"))
KINDS = SHARED.parent / "dispatches" / "kinds.json"
NEEDED = {
    "icbd": "icb_dyads_v15.parquet",
    "icb1": "icb1_v14_crises.parquet",
    "midb": "mid5_midb.parquet",
    "mie": "mie_1_0.parquet",
}
HEADER = (
    "id,name,a,b,start,end,opener,opening,peak_a,peak_b,deaths_low,deaths_high,patron_a,patron_b,"
    "issue,ended,steps,within_30,within_90,within_365,after_365,note,cite"
)
ISSUES = {"territory", "policy", "regime", "resource", "prestige", "proxy", "ally"}
ENDINGS = {"talks", "mediation", "unilateral", "victory", "stalemate", "agreement", "fade", "war"}
SLACK = timedelta(days=31)
BANDS = (0, 25, 100, 250, 500, 999)
EVENTS_END = date(2009, 12, 31)

COW_NUMBERS = """
AFG=700 AGO=540 ALB=339 ARE=696 ARG=160 ARM=371 AUS=900 AZE=373 BDI=516 BEN=434 BFA=439
BGD=771 BHR=692 BIH=346 BLR=370 BLZ=80 BOL=145 BRA=140 BWA=571 CAN=20 CHL=155 CHN=710
CIV=437 CMR=471 COD=490 COL=100 CRI=94 CUB=40 CYP=352 CZE=315 DEU=255 DJI=522 DNK=390 DOM=42
DZA=615 ECU=130 EGY=651 ERI=531 ESP=230 EST=366 ETH=530 FIN=375 FRA=220 GAB=481 GBR=200
GEO=372 GHA=452 GIN=438 GNB=404 GNQ=411 GRC=350 GRD=55 GTM=90 GUY=110 HND=91 HRV=344 HTI=41
HUN=310 IDN=850 IND=750 IRN=630 IRQ=645 ISL=395 ISR=666 ITA=325 JOR=663 JPN=740 KEN=501
KGZ=703 KHM=811 KOR=732 KWT=690 LAO=812 LBN=660 LBY=620 LKA=780 LSO=570 LTU=368 MAR=600
MDA=359 MEX=70 MLI=432 MLT=338 MMR=775 MOZ=541 MRT=435 MWI=553 MYS=820 NAM=565 NER=436
NGA=475 NIC=93 NLD=210 NOR=385 NPL=790 OMN=698 PAK=770 PAN=95 PER=135 PHL=840 PNG=910
POL=290 PRK=731 PRT=235 PRY=150 QAT=694 ROU=360 RUS=365 RVN=817 RWA=517 SAU=670 SDN=625
SEN=433 SGP=830 SLB=940 SLE=451 SLV=92 SOM=520 SRB=345 SSD=626 SUR=115 SVN=349 SWE=380
SYR=652 TCD=483 TGO=461 THA=800 TJK=702 TUN=616 TUR=640 TWN=713 TZA=510 UGA=500 UKR=369
USA=2 UZB=704 VEN=101 VNM=816 XKX=347 YEM=679 YMD=680 ZAF=560 ZMB=551 ZWE=552
"""
COW = {code: int(n) for code, n in (pair.split("=") for pair in COW_NUMBERS.split())}
# CoW counts the Yemen Arab Republic (678) and united Yemen (679) as two states.
ALSO = {679: 678}
# The share of the episodes found in a dataset that agrees with it, measured on 2026-11-23.
FLOORS: dict[str, float] = {
    "ICB peak": 0.95,
    "ICB start": 0.82,
    "MID peak": 0.9,
    "MID start": 0.91,
    "MIE deaths": 0.95,
    "MIE peak": 0.94,
    "MIE start": 0.92,
}


@dataclass(frozen=True, slots=True)
class Episode:
    id: str
    a: str
    b: str
    start: date
    end: date
    opener: str
    peaks: tuple[int, int]
    deaths: tuple[int, int]
    steps: tuple[tuple[int, str, int], ...]
    within: tuple[int, int, int]
    after: int
    row: dict[str, str]

    @property
    def pair(self) -> tuple[str, str]:
        return self.a, self.b

    @property
    def peak(self) -> int:
        return max(self.peaks)


@dataclass(frozen=True, slots=True)
class Match:
    """What one dataset says of an episode: days to the nearest opening, highest class, deaths.

    ``inside``: the episode is a phase of a longer dispute, so its opening cannot be compared.
    """

    gap: int
    inside: bool
    level: int
    deaths: tuple[int, int] | None


def day(text: str, last: bool = False) -> date:
    """A day, or the first (last) day of a month."""
    if len(text) == 10:
        return date.fromisoformat(text)
    year, month = map(int, text.split("-"))
    if not last:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def parse_steps(text: str) -> tuple[tuple[int, str, int], ...]:
    parts = [step.split(":") for step in text.split(" ")]
    return tuple((int(offset), side, int(rung)) for offset, side, rung in parts)


def episode(row: dict[str, str]) -> Episode:
    return Episode(
        id=row["id"],
        a=row["a"],
        b=row["b"],
        start=day(row["start"]),
        end=day(row["end"], last=True),
        opener=row["opener"],
        peaks=(int(row["peak_a"]), int(row["peak_b"])),
        deaths=(int(row["deaths_low"]), int(row["deaths_high"])),
        steps=parse_steps(row["steps"]),
        within=(int(row["within_30"]), int(row["within_90"]), int(row["within_365"])),
        after=int(row["after_365"]),
        row=row,
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def episodes() -> tuple[Episode, ...]:
    return tuple(episode(row) for row in read(TABLES / "episodes.csv"))


# --- the table in itself ------------------------------------------------------------------------


def test_file_is_plain_csv() -> None:
    for name in ("episodes.csv", "sources_episodes.csv"):
        raw = (TABLES / name).read_bytes()
        raw.decode("utf-8")
        assert raw.endswith(b"\n")
        assert b"\r" not in raw
        assert not raw.startswith(b"\xef\xbb\xbf")
    assert ",".join(read(TABLES / "episodes.csv")[0]) == HEADER


def test_enough_episodes_and_pairs() -> None:
    assert len(episodes()) >= 150
    assert len({e.pair for e in episodes()}) >= 60


def test_sorted_and_unique() -> None:
    keys = [(e.row["start"], e.id) for e in episodes()]
    assert keys == sorted(keys)
    assert len({e.id for e in episodes()}) == len(keys)


def test_codes() -> None:
    for e in episodes():
        assert e.a < e.b, e.id
        assert {e.a, e.b} <= set(COW), e.id
        assert e.opener in e.pair, e.id
        assert e.row["issue"] in ISSUES, e.id
        assert e.row["ended"] in ENDINGS, e.id
        for column in ("patron_a", "patron_b"):
            patrons = [p for p in e.row[column].split(";") if p]
            assert all(re.fullmatch("[A-Z]{3}", p) for p in patrons), e.id


@pytest.mark.skipif(not KINDS.is_file(), reason=f"{KINDS} is absent: kinds not checked")
def test_opening_kinds() -> None:
    kinds = set(json.loads(KINDS.read_text(encoding="utf-8")))
    assert {e.row["opening"] for e in episodes()} <= kinds


def test_dates() -> None:
    for e in episodes():
        assert re.fullmatch(r"(19[4-9]\d|20[0-2]\d)-\d\d(-\d\d)?", e.row["start"]), e.id
        assert date(1946, 1, 1) <= e.start <= e.end <= date(2025, 12, 31), e.id
        assert e.start.year <= 2024, e.id


def test_steps() -> None:
    for e in episodes():
        days = [offset for offset, _, _ in e.steps]
        assert 4 <= len(days) <= 14, e.id
        assert days[0] == 0, e.id
        assert days == sorted(days), e.id
        assert e.start + timedelta(days=days[-1]) <= e.end, e.id
        assert all(side in ("A", "B", "AB") and 0 <= rung <= 9 for _, side, rung in e.steps), e.id
        opener = "A" if e.opener == e.a else "B"
        assert any(offset == 0 and opener in side for offset, side, _ in e.steps), e.id


def test_peaks_are_those_of_the_steps() -> None:
    for e in episodes():
        for side, peak in zip("AB", e.peaks, strict=True):
            assert max((r for _, s, r in e.steps if side in s), default=0) == peak, (e.id, side)


def test_deaths_fit_the_peak() -> None:
    for e in episodes():
        low, high = e.deaths
        assert 0 <= low <= high, e.id
        assert (e.peak >= 7) == (high > 0), e.id
        assert high >= 1000 if e.peak >= 8 else low < 1000, e.id


@cache
def acts(pair: tuple[str, str]) -> tuple[tuple[date, int], ...]:
    """Every dated act of the pair in this table."""
    mine = [e for e in episodes() if e.pair == pair]
    return tuple((e.start + timedelta(days=d), r) for e in mine for d, _, r in e.steps)


def highest(pair: tuple[str, str], after: date, days: int) -> int:
    last = after + timedelta(days=days)
    return max((rung for when, rung in acts(pair) if after < when <= last), default=0)


def test_outcomes_hold_what_the_table_knows() -> None:
    for e in episodes():
        assert all(x <= y for x, y in pairwise(e.within)), e.id
        for days, rung in zip((30, 90, 365), e.within, strict=True):
            assert highest(e.pair, e.start, days) <= rung <= 9, (e.id, days)
        assert highest(e.pair, e.end, 365) <= e.after <= 9, e.id


def test_notes_and_citations() -> None:
    rows = read(TABLES / "sources_episodes.csv")
    keys = {row["key"] for row in rows}
    assert len(keys) == len(rows)
    assert all(row["title"] and row["publisher"] for row in rows)
    cited = [e.row["cite"].split(";") for e in episodes()]
    assert all(refs and set(refs) <= keys for refs in cited)
    assert keys == {ref for refs in cited for ref in refs}
    for e in episodes():
        assert e.row["note"].endswith("."), e.id
        assert len(e.row["note"].split()) <= 25, e.id


def test_mix_of_scares_clashes_and_wars() -> None:
    peaks = Counter(e.peak for e in episodes())
    scares = sum(n for peak, n in peaks.items() if peak <= 5)
    assert scares >= len(episodes()) / 3
    assert peaks[7] >= len(episodes()) / 3
    assert 25 <= peaks[8] <= 50


# --- against the publishers ---------------------------------------------------------------------


def numbers(code: str) -> tuple[int, ...]:
    first = COW[code]
    return (first, ALSO[first]) if first in ALSO else (first,)


def query(sql: str) -> list[tuple[Any, ...]]:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    paths = {key: f"'{SHARED / name}'" for key, name in NEEDED.items()}
    return list(duckdb.sql(sql.format(**paths)).fetchall())


def safe(parts: Sequence[int], last: bool = False) -> date:
    """A date from coded parts; an unknown day is taken as the first or last of its month."""
    year, month, dom = parts
    if 1 <= dom <= 31:
        try:
            return date(year, month, dom)
        except ValueError:
            pass
    return day(f"{year:04d}-{month:02d}", last)


Spell = tuple[date, date, int]


@cache
def icb_spells() -> dict[frozenset[int], list[Spell]]:
    sql = """select d.statea, d.stateb, d.crisno, min((trgyrdy, trgmody, coalesce(trgdady, 0))),
      max((trmyrdy, trmmody, coalesce(trmdady, 0))), coalesce(any_value(viol), 0)
      from {icbd} d left join {icb1} c using (crisno) where d.year >= 1946 group by all"""
    spells: dict[frozenset[int], list[Spell]] = {}
    for a, b, _, first, last, viol in query(sql):
        start, end = (tuple(t.values()) if isinstance(t, dict) else tuple(t) for t in (first, last))
        spell = (safe(start), safe(end, last=True), int(viol))
        spells.setdefault(frozenset((a, b)), []).append(spell)
    return spells


@cache
def mid_spells() -> dict[frozenset[int], list[Spell]]:
    sql = """select x.ccode, y.ccode, x.styear, x.stmon, x.stday, y.styear, y.stmon, y.stday,
      x.endyear, x.endmon, x.endday, y.endyear, y.endmon, y.endday, greatest(x.hostlev, y.hostlev)
      from {midb} x join {midb} y using (dispnum)
      where x.sidea = 1 and y.sidea = 0 and x.endyear >= 1946"""
    spells: dict[frozenset[int], list[Spell]] = {}
    for a, b, *parts in query(sql):
        start = max(safe(parts[0:3]), safe(parts[3:6]))
        end = min(safe(parts[6:9], last=True), safe(parts[9:12], last=True))
        spells.setdefault(frozenset((a, b)), []).append((start, end, int(parts[12])))
    return spells


MieEvent = tuple[date, date, int, int, int]


@cache
def mie_events() -> dict[frozenset[int], list[MieEvent]]:
    sql = """select ccode1, ccode2, styear, stmon, stday, endyear, endmon, endday, hostlev,
      greatest(fatalmin1, 0) + greatest(fatalmin2, 0),
      greatest(fatalmax1, 0) + greatest(fatalmax2, 0)
      from {mie} where styear >= 1946 and stmon > 0 and endmon > 0"""
    events: dict[frozenset[int], list[MieEvent]] = {}
    for a, b, y, m, d, ey, em, ed, level, low, high in query(sql):
        event = (safe((y, m, d)), safe((ey, em, ed), last=True), int(level), int(low), int(high))
        events.setdefault(frozenset((a, b)), []).append(event)
    return events


def keys_of(e: Episode) -> list[frozenset[int]]:
    return [frozenset((x, y)) for x in numbers(e.a) for y in numbers(e.b)]


def match_spells(e: Episode, spells: dict[frozenset[int], list[Spell]]) -> Match | None:
    found = [
        s
        for key in keys_of(e)
        for s in spells.get(key, [])
        if s[0] - SLACK <= e.end and e.start <= s[1] + SLACK
    ]
    if not found:
        return None
    gap = min(abs((s[0] - e.start).days) for s in found)
    inside = gap > SLACK.days and any(s[0] < e.start <= s[1] for s in found)
    return Match(gap, inside, max(s[2] for s in found), None)


def match_mie(e: Episode) -> Match | None:
    if e.end > EVENTS_END:
        return None
    known = [v for key in keys_of(e) for v in mie_events().get(key, [])]
    found = [v for v in known if v[0] - SLACK <= e.end and e.start <= v[1] + SLACK]
    if not found:
        return None
    gap = min(abs((v[0] - e.start).days) for v in found)
    deaths = sum(v[3] for v in found), sum(v[4] for v in found)
    return Match(gap, False, max(v[2] for v in found), deaths)


def levels(peak: int) -> set[int]:
    """MID and MIE hostility levels (1 none, 2 threat, 3 display, 4 force, 5 war) a peak may have."""
    if peak <= 3:
        return {1, 2, 3}
    return {4: {2, 3}, 5: {3, 4}, 6: {4}, 7: {4, 5}}.get(peak, {4, 5})


def violence(peak: int) -> set[int]:
    """ICB's violence of the whole crisis (1 none to 4 full-scale war; 0 not coded)."""
    if peak <= 5:
        return {0, 1, 2}
    return {6: {0, 1, 2, 3}, 7: {0, 2, 3, 4}}.get(peak, {0, 3, 4})


def band(deaths: int) -> int:
    return sum(deaths > edge for edge in BANDS)


def bands_meet(ours: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Do the MID fatality bands of two ranges overlap, or lie next to one another?"""
    return band(ours[0]) <= band(theirs[1]) + 1 and band(theirs[0]) <= band(ours[1]) + 1


def verdicts(e: Episode) -> dict[str, bool]:
    """For each comparison that can be made of this episode: does it agree?"""
    found: dict[str, bool] = {}
    icb = match_spells(e, icb_spells())
    mid = match_spells(e, mid_spells()) if e.end <= EVENTS_END else None
    mie = match_mie(e)
    if icb:
        found["ICB start"] = icb.gap <= SLACK.days
        found["ICB peak"] = icb.level in violence(e.peak)
    if mid:
        if not mid.inside:
            found["MID start"] = mid.gap <= SLACK.days
        found["MID peak"] = mid.level in levels(e.peak)
    if mie and mie.deaths:
        found["MIE start"] = mie.gap <= SLACK.days
        found["MIE peak"] = mie.level in levels(e.peak)
        found["MIE deaths"] = bands_meet(e.deaths, mie.deaths)
    return found


def compare() -> tuple[Counter[str], Counter[str], set[tuple[str, str]]]:
    made: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    against: set[tuple[str, str]] = set()
    for e in episodes():
        for what, ok in verdicts(e).items():
            made[what] += 1
            agreed[what] += ok
            if not ok:
                against.add((e.id, what))
    return made, agreed, against


absent = [name for name in NEEDED.values() if not (SHARED / name).is_file()]
needs_shared = pytest.mark.skipif(
    bool(absent), reason=f"publishers' tables absent from {SHARED}: {', '.join(absent)}"
)


@needs_shared
def test_agreement_is_at_least_the_measured_floor() -> None:
    made, agreed, against = compare()
    for what in sorted(made):
        print(f"{what:10} {agreed[what]:3}/{made[what]:3} = {agreed[what] / made[what]:.3f}")
    for key, what in sorted(against):
        print(f"  differs from {what}: {key}")
    for what, floor in FLOORS.items():
        assert agreed[what] / made[what] >= floor, what


@needs_shared
def test_every_disagreement_has_a_reason() -> None:
    rows = read(Path(__file__).with_name("episodes_disagreements.csv"))
    explained = {(row["id"], row["dataset"]) for row in rows}
    assert len(explained) == len(rows)
    assert all(row["reason"] for row in rows)
    assert explained == compare()[2]
