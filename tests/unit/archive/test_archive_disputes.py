"""What disputes say of the whole dispute, when it is known, and whose file adds it."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from detente.archive.columns import columns
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.archive.segments import sha256_of
from detente.world.actor import Dyad
from detente.world.errors import DataError
from tests.unit.archive.feed import stored, take, write

MIDB = (
    "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,"
    "fatalpre,hiact,hostlev,orig,version"
)
MIDA = (
    "dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,"
    "hostlev,recip,numa,numb,ongo2014,version"
)
GML_PART = "dispnum,ccode,styear,stmon,stday,endyear,endmon,endday,dummy_stday,sidea,hiact,orig"
WHOLE = "dispnum,styear,stmon,outcome,settle,fatality,mindur,maxdur,hiact,hostlev,recip"
GML_DYADS = (
    "dispnum,ccode1,ccode2,year,midonset,sidea1,fatality1,fatality2,hostlev1,hostlev2,orig1,orig2,hostlev,maxdur,"
    "fatality,stmon,endmon,version"
)
COW_DYADS = (
    "dispnum,ccode1,ccode2,year,dispongoing,disponset,sidea1,sidea2,fatality1,fatality2,hostlev1,hostlev2,orig1,"
    "orig2"
)
FACTS = ("a", "b", "start", "end", "hostility", "fatality", "max_days", "side_a", "dataset")
PAIR = Dyad("KOR", "PRK")

PARTS = [
    "7,PRK,731,1,2,1991,30,3,1991,1,1,1,0,-9,-9,17,4,1,{v}",
    "7,ROK,732,4,2,1991,30,3,1991,0,0,0,0,-9,-9,8,3,1,{v}",
    "7,USA,2,4,2,1991,30,6,1991,0,0,0,0,-9,-9,20,5,0,{v}",
]
MIDA_LINE = "7,1,2,1991,30,6,1991,5,3,{f},-9,150,150,17,5,1,1,1,0,5"


def facts(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in FACTS) for row in rows]


def mid(folder: Path, level: str = "-9", version: str = "5") -> Path:
    folder.mkdir(exist_ok=True)
    parts = write(folder / "midb.csv", MIDB, *(line.format(v=version) for line in PARTS))
    whole = write(folder / "mida.csv", MIDA, MIDA_LINE.format(f=level))
    ingest("auto", [parts, whole], folder / "archive")
    return folder / "archive"


def test_mid_takes_the_whole_dispute_from_its_companion(tmp_path: Path) -> None:
    table = columns(Archive(mid(tmp_path, "2", "6.01")), "disputes")
    assert list(zip(table["a"], table["b"], table["side_a"], strict=True)) == [
        ("KOR", "PRK", 0),
        ("PRK", "USA", 1),
    ]
    assert set(table["hostility"]) == {5.0}
    assert set(table["fatality"]) == {2.0}
    assert set(table["max_days"]) == {150.0}
    assert set(table["dataset"]) == {"mid-6.01"}


def test_a_level_that_is_missing_is_not_zero(tmp_path: Path) -> None:
    (row,) = Archive(mid(tmp_path)).disputes(PAIR, date(1992, 1, 1))
    assert (row.hostility, row.fatality) == (5, None)


def test_the_whole_dispute_is_known_when_its_days_are_over(tmp_path: Path) -> None:
    archive = Archive(mid(tmp_path, "2"))
    assert archive.disputes(PAIR, date(1991, 3, 29)) == ()
    (then,) = archive.disputes(PAIR, date(1991, 7, 2))
    (later,) = archive.disputes(PAIR, date(1991, 7, 3))
    assert (then.hostility, then.fatality, then.max_days, then.side_a) == (None, None, None, False)
    assert (later.hostility, later.fatality, later.max_days) == (5, 2, 150)
    assert then.hostility_a == later.hostility_a == 3


def test_gml_participants_take_it_from_their_list(tmp_path: Path) -> None:
    parts = write(
        tmp_path / "p.csv", GML_PART, "7,731,1991,2,1,1991,3,30,0,1,17,1", "7,732,1991,2,4,1991,3,-9,0,0,8,0"
    )
    whole = write(tmp_path / "d.csv", WHOLE, "7,1991,2,5,3,1,50,55,17,4,1", "8,1991,2,5,3,7,50,55,17,4,1")
    main, companion = ingest("gml", [parts, whole], tmp_path / "archive")
    assert facts(stored(main)) == [("KOR", "PRK", "1991-02-04", "1991-03-30", 4, 1, 55, False, "gml-2.2.1")]
    assert companion.rows_rejected == 1, "there is no level 7"


def test_gml_dyads_have_it_in_one_file(tmp_path: Path) -> None:
    report, _ = take(
        tmp_path,
        GML_DYADS,
        "7,731,732,1991,1,1,1,0,4,3,1,1,5,400,6,11,2,gml-2.3.0",
        "7,732,731,1991,1,0,0,1,3,4,1,1,5,400,6,11,2,gml-2.3.0",
        "7,731,732,1992,0,1,1,0,4,3,1,1,5,400,6,11,2,gml-2.3.0",
        "7,732,731,1992,0,0,0,1,3,4,1,1,5,400,6,11,2,gml-2.3.0",
    )
    assert facts(stored(report)) == [
        ("KOR", "PRK", "1991-11", "1992-02", 5, 6, 400, False, "gml-2.3.0-dyads")
    ]


def test_mid_dyads_take_it_and_their_month_from_the_list(tmp_path: Path) -> None:
    dyads = write(
        tmp_path / "dirdisps.csv",
        COW_DYADS,
        "7,731,732,1991,1,1,1,0,1,0,4,3,1,1",
        "7,732,731,1991,1,1,0,1,0,1,3,4,1,1",
        "7,2,731,1992,1,0,0,1,0,1,3,4,0,1",
        "7,731,2,1992,1,0,1,0,1,0,4,3,1,0",
    )
    whole = write(tmp_path / "disps.csv", WHOLE, "7,1991,2,5,3,1,50,555,17,4,1")
    main, _ = ingest("auto", [whole, dyads], tmp_path / "archive")
    assert facts(stored(main)) == [
        ("KOR", "PRK", "1991-02", "1991", 4, 1, 555, False, "mid-dyads"),
        ("PRK", "USA", "1992", "1992", 4, 1, 555, True, "mid-dyads"),
    ]


def test_either_direction_of_a_dyad_is_the_pair(tmp_path: Path) -> None:
    one, _ = take(tmp_path / "one", GML_DYADS, "7,731,732,1991,1,1,1,0,4,3,1,1,5,400,6,11,2,x")
    other, _ = take(tmp_path / "other", GML_DYADS, "7,732,731,1991,1,0,0,1,3,4,1,1,5,400,6,11,2,x")
    assert stored(one) == stored(other)
    assert (stored(one)[0]["hostility_a"], stored(one)[0]["side_a"]) == (3, False)


def test_all_files_of_disputes_find_their_own_companion(tmp_path: Path) -> None:
    parts = write(tmp_path / "midb.csv", MIDB, *(line.format(v="5") for line in PARTS))
    mida = write(tmp_path / "mida.csv", MIDA, MIDA_LINE.format(f="1"))
    gml = write(
        tmp_path / "p.csv", GML_PART, "7,731,1991,2,1,1991,3,30,0,1,17,1", "7,732,1991,2,4,1991,3,-9,0,0,8,0"
    )
    whole = write(tmp_path / "d.csv", WHOLE, "7,1991,2,5,3,3,50,55,17,4,1")
    ingest("auto", [parts, mida, gml, whole], tmp_path / "archive")
    table = columns(Archive(tmp_path / "archive"), "disputes")
    assert set(zip(table["dataset"], table["fatality"], strict=True)) == {
        ("mid-5.0", 1.0),
        ("gml-2.2.1", 3.0),
    }


def test_a_companion_of_two_formats_is_refused(tmp_path: Path) -> None:
    gml = write(tmp_path / "p.csv", GML_PART, "7,731,1991,2,1,1991,3,30,0,1,17,1")
    dyads = write(tmp_path / "dirdisps.csv", COW_DYADS, "7,731,732,1991,1,1,1,0,1,0,4,3,1,1")
    whole = write(tmp_path / "d.csv", WHOLE, "7,1991,2,5,3,3,50,55,17,4,1")
    with pytest.raises(DataError, match=r"may belong to GML.* or to MID") as caught:
        ingest("auto", [gml, dyads, whole], tmp_path / "archive")
    assert caught.value.code == "companion-ambiguous"


def older(archive: Path) -> Path:
    """The one segment of disputes as dispute/1 had it."""
    (path,) = (archive / "disputes").glob("*.parquet")
    staged = archive / "older.parquet"
    lacking = "hostility, fatality, max_days, side_a"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * EXCLUDE ({lacking}) FROM read_parquet('{path}')) TO '{staged}' "
            "(FORMAT parquet, KV_METADATA {schema: 'dispute/1'})"
        )
    target = path.with_name(f"{path.name[:16]}.{sha256_of(staged)[:16]}.parquet")
    path.unlink()
    staged.rename(target)
    return target


def test_a_segment_of_the_older_schema_is_still_read(tmp_path: Path) -> None:
    folder = mid(tmp_path, "2")
    older(folder)
    (row,) = Archive(folder).disputes(PAIR, date(1992, 1, 1))
    assert (row.hostility_a, row.hostility, row.side_a, row.dataset) == (3, None, None, "mid-5.0")
    ingest(
        "gml", [write(tmp_path / "g.csv", GML_DYADS, "8,731,732,1991,1,1,1,0,4,3,1,1,5,4,6,11,2,x")], folder
    )
    table = columns(Archive(folder), "disputes")
    assert table["dispute"].tolist() == [7, 7, 8]
    np.testing.assert_array_equal(table["hostility"], [np.nan, np.nan, 5])


def test_a_file_of_the_older_schema_is_taken_in_again(tmp_path: Path) -> None:
    folder = mid(tmp_path, "2")
    old = older(folder)
    again = ingest("auto", [tmp_path / "midb.csv", tmp_path / "mida.csv"], folder)
    assert [report.already for report in again] == [False, False]
    assert not old.exists()
    (row,) = Archive(folder).disputes(PAIR, date(1992, 1, 1))
    assert row.hostility == 5
    assert [r.already for r in ingest("auto", [tmp_path / "midb.csv", tmp_path / "mida.csv"], folder)] == [
        True
    ] * 2


def gml(folder: Path) -> tuple[Path, Path]:
    """The participants of a dispute, and the list that says how far it went."""
    parts = ("7,731,1991,2,1,1991,3,30,0,1,17,1", "7,732,1991,2,4,1991,3,30,0,0,8,0")
    whole = "7,1991,2,5,3,1,50,55,17,4,1"
    return write(folder / "p.csv", GML_PART, *parts), write(folder / "d.csv", WHOLE, whole)


def held(folder: Path) -> list[tuple[int, float]]:
    table = columns(Archive(folder), "disputes")
    return list(zip(table["dispute"].tolist(), table["hostility"].tolist(), strict=True))


def test_a_companion_that_comes_later_replaces_what_its_file_gave_alone(tmp_path: Path) -> None:
    parts, whole = gml(tmp_path)
    (alone,) = ingest("gml", [parts], tmp_path / "archive")
    main, companion = ingest("gml", [parts, whole], tmp_path / "archive")
    assert held(tmp_path / "archive") == [(7, 4.0)]
    assert alone.segment is not None
    assert not alone.segment.exists()
    assert main.line() == "p.csv: 2 rows read, 2 kept (1 stored); what came of p.csv before is taken out"
    assert companion.line() == "d.csv: 1 rows read, 1 kept (1 stored)"


def test_a_file_that_came_with_its_companion_adds_nothing_alone(tmp_path: Path) -> None:
    parts, whole = gml(tmp_path)
    ingest("gml", [parts, whole], tmp_path / "archive")
    (report,) = ingest("gml", [parts], tmp_path / "archive")
    assert held(tmp_path / "archive") == [(7, 4.0)]
    assert report.already
    assert report.line() == (
        "p.csv: in the archive already, nothing added; it came with its companion before, as p.csv, d.csv, "
        "which says more"
    )


@pytest.mark.parametrize("again", [("p.csv",), ("p.csv", "d.csv")])
def test_an_archive_that_has_both_is_mended(tmp_path: Path, again: tuple[str, ...]) -> None:
    parts, whole = gml(tmp_path)
    (alone,) = ingest("gml", [parts], tmp_path / "archive")
    assert alone.segment is not None
    bytes_alone = alone.segment.read_bytes()
    ingest("gml", [parts, whole], tmp_path / "archive")
    # As a version left it that did not look, or a kill between the two.
    alone.segment.write_bytes(bytes_alone)
    assert len(held(tmp_path / "archive")) == 2
    ingest("gml", [tmp_path / name for name in again], tmp_path / "archive")
    assert held(tmp_path / "archive") == [(7, 4.0)]


def test_another_edition_of_a_companion_replaces_the_first(tmp_path: Path) -> None:
    parts, whole = gml(tmp_path)
    ingest("gml", [parts, whole], tmp_path / "archive")
    later = write(tmp_path / "later.csv", WHOLE, "7,1991,2,5,3,1,50,55,17,5,1")
    ingest("gml", [parts, later], tmp_path / "archive")
    assert held(tmp_path / "archive") == [(7, 5.0)]
