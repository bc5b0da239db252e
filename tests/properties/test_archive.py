"""Whatever a file holds, its rows are kept or rejected; and nothing later than the day changes an answer."""

import csv
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from detente.archive import tables
from detente.archive.history import history, inputs_digest
from detente.archive.ingest import IngestReport, ingest
from detente.archive.query import Archive
from detente.world.actor import Dyad
from detente.world.errors import DataError
from detente.world.event import Event

GOOD = {
    "mie": (
        "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,sidea1,action,hostlev,"
        "fatalmin1,fatalmax1,fatalmin2,fatalmax2,version",
        "51,3,731,732,6,25,1950,6,28,1950,1,16,4,10,20,5,9,mie-1.0",
    ),
    "mid": (
        "dispnum,incidnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,insidea,sidea,fatality,"
        "fatalpre,action,hostlev,revtype1,revtype2,version",
        "9,9001,PRK,731,29,6,2002,29,6,2002,1,1,1,-9,16,4,0,0,5",
    ),
    "gml": (
        "dispnum,ccode1,ccode2,year,midonset,sidea1,hostlev1,hostlev2,fatality1,fatality2,orig1,orig2,stmon,endmon",
        "7,731,732,1991,1,1,4,3,1,0,1,1,11,2",
    ),
    "icews": (
        "Event ID,Event Date,Source Country,CAMEO Code,Target Country",
        "1,2018-06-12,North Korea,040,United States",
    ),
    "ucdp-acd": (
        "conflict_id,year,intensity_level,type_of_conflict,start_date,ep_end,gwno_a,gwno_b",
        '1,1967,2,2,1967-06-05,1,"651, 663",666',
    ),
    "events": (
        "source,target,date,kind,cameo,rung,count,deaths,status",
        "PRK,KOR,2022-11-02,missile_launch,150,4,23,0,actual",
    ),
}
KOREAS = Dyad("KOR", "PRK")
CELLS = ["", "-9", "0", "13", "9" * 20, "1e9", "NaN", "IGO:", "PRK", "-1", "1950-02-30", "٣", "\t"]
ANY_TEXT = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)
cells = st.one_of(st.sampled_from(CELLS), ANY_TEXT)


def slow(examples: int) -> settings:
    """So many examples, each of which may take its time."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def rows(draw: st.DrawFn, good: str) -> bytes:
    """A row with cells replaced, dropped or added, or with bytes that no encoding explains."""
    parts = next(csv.reader([good]))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(parts) - 1))
        parts[at : at + draw(st.integers(0, 2))] = [draw(cells)] * draw(st.integers(1, 2))
    raw = ",".join(f'"{part}"' if "," in part else part for part in parts).encode()
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + draw(st.sampled_from([b"", b"", b"\xff", b'"', b"\0", b"\xe9", b","])) + raw[at:]


@st.composite
def feeds(draw: st.DrawFn) -> tuple[str, list[bytes]]:
    name = draw(st.sampled_from(sorted(GOOD)))
    return name, draw(st.lists(rows(GOOD[name][1]), max_size=6))


def rejected(report: IngestReport) -> int:
    if report.reject_file is None:
        return 0
    with report.reject_file.open(encoding="utf-8", newline="") as text:
        return sum(bool(row["reason"]) for row in csv.DictReader(text))


def taken_twice(name: str, lines: Sequence[bytes], root: Path) -> None:
    path = root / "feed.csv"
    path.write_bytes(b"\n".join([GOOD[name][0].encode(), *lines]) + b"\n")
    archive = root / "archive"
    (report,) = ingest(name, [path], archive)
    assert report.rows_kept + report.rows_rejected == report.rows_read
    assert report.rows_read == sum(bool(line.strip(b"\r\n \t")) for line in lines)
    assert rejected(report) == report.rows_rejected
    before = {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()}
    ingest(name, [path], archive)
    assert {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()} == before
    Archive(archive).events(KOREAS, date(2030, 1, 1))


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_good_rows_are_good(name: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text("\n".join(GOOD[name]) + "\n", encoding="utf-8")
    (report,) = ingest("auto", [path], tmp_path / "archive")
    assert report.rows_kept == 1


@slow(60)
@given(feeds())
@example(("mie", [b""]))
@example(("events", [b"PRK,KOR,2022-11-02,missile_launch,150,4,23,0,actual\r", b" "]))
def test_rows_are_kept_or_rejected_and_never_doubled(feed: tuple[str, list[bytes]]) -> None:
    with TemporaryDirectory() as root:
        taken_twice(*feed, Path(root))


@pytest.mark.nightly
@slow(3000)
@given(feeds())
def test_rows_are_kept_or_rejected_and_never_doubled_nightly(feed: tuple[str, list[bytes]]) -> None:
    with TemporaryDirectory() as root:
        taken_twice(*feed, Path(root))


@slow(100)
@given(st.binary(max_size=300))
@example(b"PAR1")
@example(b"\xff\xfea\0")
def test_any_bytes_are_ingested_or_refused(raw: bytes) -> None:
    with TemporaryDirectory() as root:
        path = Path(root) / "feed"
        path.write_bytes(raw)
        with suppress(DataError):
            ingest("auto", [path], Path(root) / "archive")


days = st.dates(date(2018, 1, 1), date(2021, 12, 31))
acts = st.tuples(
    st.sampled_from(["PRK,KOR", "KOR,PRK", "PRK,USA", "JPN,CHN"]), days, st.sampled_from([4, 7, 10])
)


def line_of(act: tuple[str, date, int], offset: int = 0) -> str:
    sides, day, precision = act
    return f"{sides},{(day + timedelta(days=offset)).isoformat()[:precision]},threat"


def stored_history(lines: Sequence[str], later: Sequence[str], day: date, root: Path) -> bytes:
    """Canonical bytes of the history and its digests with two feeds in the archive."""
    for number, feed in enumerate([lines, later]):
        if feed:
            path = root / f"{number}.csv"
            path.write_text("\n".join(["source,target,date,kind", *feed]) + "\n", encoding="utf-8")
            ingest("events", [path], root / "archive")
    past = history(KOREAS, day, Archive(root / "archive"))
    return msgspec.json.encode([_plain(past), inputs_digest(past)], order="deterministic")


def _plain(past: Any) -> Any:
    return {name: getattr(past, name) for name in past.__slots__ if name != "dyad"}


@slow(15)
@given(st.lists(acts, min_size=1, max_size=8), st.lists(acts, min_size=1, max_size=8), days)
def test_later_rows_change_no_byte(
    known: list[tuple[str, date, int]], other: list[tuple[str, date, int]], day: date
) -> None:
    # Whatever their precision, these lie after the day: the next year or later.
    later = [line_of(act, 366 + (date(day.year, 12, 31) - date(2018, 1, 1)).days) for act in other]
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        lines = [line_of(act) for act in known]
        assert stored_history(lines, [], day, Path(one)) == stored_history(lines, later, day, Path(two))


def test_later_rows_of_our_own_tables_change_no_byte(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    day = date(2017, 7, 5)
    before = stored_history([], [], day, tmp_path)
    sooner = tuple(event for event in tables.korea() if event.known_by(day))
    war = Event("PRK", "KOR", "2017-07-06", "war", 8, origin=tables.KOREA)
    for table in (sooner, (*tables.korea(), war)):
        monkeypatch.setattr(tables, "korea", lambda table=table: table)
        assert stored_history([], [], day, tmp_path) == before
