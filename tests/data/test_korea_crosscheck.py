"""Cross-check of the shipped Korean chronology against three public data sets.

The data sets are not part of the project: the folder that holds them is given by
the environment variable DETENTE_SHARED (default: ``../shared/data`` beside the
repository). Without it the comparisons are skipped; the checks of form are not.

Each launch or provocation day of CNS and CSIS that the chronology does not carry
must have its reason in ``korea_disagreements.csv``; MIE days carry a class each.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "detente" / "data"
SHARED = Path(os.environ.get("DETENTE_SHARED", str(ROOT.parent / "shared" / "data")))
REASONS = Path(__file__).with_name("korea_disagreements.csv")
HEADER = "date,source,target,kind,rung,count,qualifier,deaths,disputed,note,cite"
ACTORS = {"PRK", "KOR", "USA", "JPN", "CHN", "RUS", "IGO:UN", "IGO:IAEA", "IGO:UNC"}
NUCLEAR_TESTS = {
    "2006-10-09", "2009-05-25", "2013-02-12",
    "2016-01-06", "2016-09-09", "2017-09-03",
}  # fmt: skip
LAUNCHES = {"missile_launch", "space_launch", "live_fire_drill"}
FATAL_EXEMPT = {"accident"}

CSIS_FLOOR = 0.95
CSIS_LAUNCH_KIND_FLOOR = 0.98
CNS_FLOOR = 0.97
CNS_COUNT_FLOOR = 0.95
MIE_FLOOR = 0.42
MIE_NEAR_FLOOR = 0.50
MIE_FATAL_FLOOR = 0.40

Row = dict[str, str]


@lru_cache(maxsize=1)
def chronology() -> tuple[Row, ...]:
    """Rows of korea.csv."""
    with (DATA / "korea.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@lru_cache(maxsize=1)
def reasons() -> dict[tuple[str, str], str]:
    """Reason for every disagreement that stays, by (date, data set)."""
    with REASONS.open(encoding="utf-8", newline="") as handle:
        return {(r["date"], r["dataset"]): r["reason"] for r in csv.DictReader(handle)}


def query(table: str, sql: str) -> list[tuple[object, ...]]:
    """Rows of ``sql`` over one Parquet table, or skip the test."""
    path = SHARED / f"{table}.parquet"
    if not path.is_file():
        pytest.skip(f"no {path.name} in {SHARED}: set DETENTE_SHARED to the data folder")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is needed to read Parquet")
    found: list[tuple[object, ...]] = duckdb.sql(sql.replace("TABLE", f"read_parquet('{path}')")).fetchall()
    return found


def northern_days(kinds: set[str] | None = None) -> set[str]:
    """Days (or months) of northern acts, and of force in which the North takes part."""
    return {
        row["date"]
        for row in chronology()
        if (row["source"] == "PRK" or (row["target"] == "PRK" and int(row["rung"]) >= 5))
        and (kinds is None or row["kind"] in kinds)
    }


def forceful_days() -> set[str]:
    """Days with a verbal conflict, threat or worse in which the North takes part."""
    return {
        row["date"]
        for row in chronology()
        if int(row["rung"]) >= 2 and "PRK" in (row["source"], row["target"])
    }


def covered(day: str, days: set[str]) -> bool:
    """Is the day there, or its month where only the month is known?"""
    return day in days or day[:7] in days


def korean_days(date: str, time: str) -> tuple[str, ...]:
    """Korean day (UTC+9) of a UTC date and time; that day or the next if no time."""
    if len(date) < 10:
        return (date,)
    if not re.match(r"\d\d:\d\d", time):
        return (date, shifted(date, 1))
    moment = dt.datetime.fromisoformat(f"{date}T{time[:5]}")
    return ((moment + dt.timedelta(hours=9)).date().isoformat(),)


def shifted(day: str, by: int) -> str:
    """The day ``by`` days later."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=by)).isoformat()


def csis_days() -> dict[str, set[str]]:
    """CSIS days with the types of provocation on each."""
    days: dict[str, set[str]] = {}
    rows = query("nk_provocations_csis", "select date, type, event from TABLE")
    for date, kind, event in rows:
        engine = "engine" in str(event).lower() or "Controlled" in str(event)
        label = "Other" if engine else str(kind).split()[0]
        days.setdefault(str(date)[:10], set()).add(label)
    return days


def cns_days(own: set[str]) -> dict[str, int]:
    """CNS launch days, Korean calendar, with the number of missiles.

    Of the two days that a launch without a time may have had, the first that is in
    ``own`` counts, else the date as it stands.
    """
    rows = query("nk_missile_tests_cns", "select date, time from TABLE")
    options = [korean_days(str(d), str(t)) for d, t in rows]
    return dict(Counter(next((d for d in o if d in own), o[0]) for o in options))


def mie_days() -> dict[str, int]:
    """MIE days between the two Koreas since the armistice, with least deaths."""
    sql = (
        "select styear, stmon, stday, fatalmin1 + fatalmin2 from TABLE where "
        "ccode1 in (731, 732) and ccode2 in (731, 732) and stday > 0 and stmon > 0"
    )
    days: dict[str, int] = {}
    for year, month, day, deaths in query("mie_1_0", sql):
        date = f"{year}-{int(str(month)):02d}-{int(str(day)):02d}"
        if "1953-07-28" <= date < "2010":
            days[date] = max(days.get(date, 0), int(str(deaths)))
    return days


def report(name: str, total: int, missing: list[str]) -> float:
    """Print agreement and each class of disagreement; return the share present."""
    share = 1 - len(missing) / total
    print(f"\n{name}: {total - len(missing)} of {total} days present = {share:.3f}")
    classes = Counter(reasons().get((day, name), "UNEXPLAINED") for day in missing)
    for reason, count in classes.most_common():
        print(f"  {count:4d}  {reason}")
    return share


def check_explained(name: str, missing: list[str]) -> None:
    """Every missing day has its reason, and no reason is stale."""
    listed = {day for day, dataset in reasons() if dataset == name}
    assert listed == set(missing), sorted(listed ^ set(missing))


def test_form() -> None:
    """Header, line ends, order, size, share of day-level dates."""
    text = (DATA / "korea.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == HEADER
    assert "\r" not in text
    rows = chronology()
    order = [(r["date"], r["source"]) for r in rows]
    assert order == sorted(order)
    assert len(rows) >= 900
    assert sum(len(r["date"]) == 10 for r in rows) / len(rows) >= 0.95


def test_fields() -> None:
    """Each field is of its kind."""
    for row in chronology():
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row["date"]), row
        if len(row["date"]) == 10:
            dt.date.fromisoformat(row["date"])
        assert row["source"] in ACTORS, row
        assert row["target"] in ACTORS | {""}, row
        assert row["source"] != row["target"], row
        assert re.fullmatch(r"\d*", row["count"] + row["deaths"]), row
        assert row["qualifier"] in {"", ">=", "~", ">"}
        assert row["disputed"] in {"0", "1"}
        assert re.fullmatch(r"[a-z_]+", row["kind"])
        assert len(row["note"].split()) <= 12


def test_rungs() -> None:
    """Deaths and rungs agree; rung 7 only for deadly acts, rung 6 never."""
    for row in chronology():
        rung, deaths = int(row["rung"]), int(row["deaths"] or 0)
        assert 0 <= rung <= 7, row
        if deaths and row["kind"] not in FATAL_EXEMPT:
            assert rung == 7, row
        if rung == 7:
            assert row["deaths"] != "0", row


def test_no_duplicates_and_all_cited() -> None:
    """One row an act, every source key declared."""
    keys = Counter((r["date"], r["source"], r["kind"], r["target"]) for r in chronology())
    assert [key for key, count in keys.items() if count > 1] == []
    with (DATA / "sources_korea.csv").open(encoding="utf-8", newline="") as handle:
        known = {row["key"] for row in csv.DictReader(handle)}
    for row in chronology():
        assert set(row["cite"].split(";")) <= known, row


def test_anchor_events() -> None:
    """Six nuclear tests, the seed's day, the Cheonan."""
    rows = chronology()
    assert {r["date"] for r in rows if r["kind"] == "nuclear_test"} == NUCLEAR_TESTS
    seed = [r for r in rows if r["date"] == "2022-11-02" and r["kind"] == "missile_launch"]
    found = {(r["source"], r["target"], r["qualifier"], r["count"]) for r in seed}
    assert found == {("PRK", "KOR", ">=", "23"), ("KOR", "PRK", "", "3")}
    cheonan = [r for r in rows if r["date"] == "2010-03-26"]
    assert [(r["deaths"], r["disputed"]) for r in cheonan] == [("46", "1")]


def test_csis() -> None:
    """Days of the CSIS list, and the kind of act on its missile and nuclear days."""
    days, own = csis_days(), northern_days()
    missing = sorted(day for day in days if not covered(day, own))
    check_explained("CSIS", missing)
    assert report("CSIS", len(days), missing) >= CSIS_FLOOR
    launch, own_launch = [d for d in days if "Missile" in days[d]], northern_days(LAUNCHES)
    other = [day for day in launch if not covered(day, own_launch) and day not in missing]
    share = 1 - len(other) / len(launch)
    print(f"  kind: {share:.3f} of {len(launch)} missile days are launches; not {other}")
    assert share >= CSIS_LAUNCH_KIND_FLOOR
    assert {day for day in days if "Nuclear" in days[day]} == NUCLEAR_TESTS


def test_cns() -> None:
    """Launch days of the CNS list, and counts that fall short of it."""
    own = northern_days(LAUNCHES)
    days = cns_days(own)
    missing = sorted(day for day in days if not covered(day, own))
    check_explained("CNS", missing)
    assert report("CNS", len(days), missing) >= CNS_FLOOR
    counts: dict[str, int] = {}
    for row in chronology():
        if row["source"] == "PRK" and row["kind"] in LAUNCHES and row["count"]:
            counts[row["date"]] = max(counts.get(row["date"], 0), int(row["count"]))
    both = [day for day in days if day in counts]
    differ = {d: (counts[d], days[d]) for d in both if counts[d] != days[d]}
    share = 1 - len(differ) / len(both)
    print(f"  counts: {share:.3f} of {len(both)} equal; (own, CNS) differ {differ}")
    assert share >= CNS_COUNT_FLOOR


def test_mie() -> None:
    """MIE event days between the two Koreas: exact, within a day, and fatal."""
    days, own = mie_days(), forceful_days()
    missing = sorted(day for day in days if not covered(day, own))
    check_explained("MIE", missing)
    assert report("MIE", len(days), missing) >= MIE_FLOOR
    near = [d for d in missing if {shifted(d, -1), shifted(d, 1)} & own]
    share = 1 - (len(missing) - len(near)) / len(days)
    fatal = [day for day, deaths in days.items() if deaths > 0]
    deadly = {r["date"] for r in chronology() if r["rung"] == "7"}
    hits = sum(day in deadly for day in fatal)
    print(f"  within a day {share:.3f}; fatal days {hits} of {len(fatal)} on rung 7")
    assert share >= MIE_NEAR_FLOOR
    assert hits / len(fatal) >= MIE_FATAL_FLOOR
