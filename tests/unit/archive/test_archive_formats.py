"""Each publisher's format on made-up rows under the publisher's own header."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from detente.archive.formats import NAMES, plan
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.archive.reader import look
from detente.archive.segments import provenance
from detente.world.actor import Dyad
from detente.world.errors import DataError, FormatUnknown, UsageError
from detente.world.event import Event
from tests.unit.archive.feed import reasons, stored, take, write

MIE = (
    "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,sidea1,action,hostlev,"
    "fatalmin1,fatalmax1,fatalmin2,fatalmax2,version"
)
MIDIP = (
    "dispnum,incidnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,insidea,sidea,fatality,fatalpre,"
    "action,hostlev,revtype1,revtype2,version"
)
MIDI = (
    "dispnum,incidnum,stday,stmon,styear,endday,endmon,endyear,duration,tbi,fatality,fatalpre,action,hostlev,"
    "numa,version"
)
MIDB = (
    "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,"
    "fatalpre,hiact,hostlev,orig,version"
)
MIDA = (
    "dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,"
    "hostlev,recip,numa,numb,ongo2014,version"
)
GML_PART = (
    "dispnum,ccode,styear,stmon,stday,endyear,endmon,endday,obsid_start,obsid_end,dummy_stday,dummy_endday,"
    "sidea,hiact,orig"
)
GML_DIRDISP = (
    "dispnum,ccode1,ccode2,year,midongoing,midonset,sidea1,sidea2,fatality1,fatality2,fatalpre1,fatalpre2,"
    "hiact1,hiact2,hostlev1,hostlev2,orig1,orig2,stmon,endmon,version"
)


def test_mie_attack_is_directed_and_fatal(tmp_path: Path) -> None:
    report, _ = take(tmp_path, MIE, "51,3,731,732,6,25,1950,6,28,1950,1,16,4,10,20,5,9,mie-1.0")
    (row,) = stored(report)
    assert (row["source"], row["target"], row["date"], row["end_date"]) == (
        "PRK",
        "KOR",
        "1950-06-25",
        "1950-06-28",
    )
    assert (row["kind"], row["rung"], row["deaths_low"], row["deaths_high"]) == ("raid", 7, 15, 29)
    assert (row["dataset"], row["dataset_id"], row["symmetric"], row["line"]) == ("mie-1.0", "51.3", False, 2)


@pytest.mark.parametrize(("action", "kind", "rung"), [(17, "ground_clash", 6), (22, "war", 8)])
def test_mie_clash_and_battle_have_no_direction(tmp_path: Path, action: int, kind: str, rung: int) -> None:
    report, _ = take(tmp_path, MIE, f"1,1,2,731,1,1,1951,1,1,1951,1,{action},4,0,0,0,0,mie-1.0")
    assert [(r["kind"], r["rung"], r["symmetric"]) for r in stored(report)] == [(kind, rung, True)]


def test_mie_missing_day_keeps_the_month(tmp_path: Path) -> None:
    report, _ = take(tmp_path, MIE, "1,1,731,732,5,-9,1967,5,-9,1967,1,7,3,0,0,0,0,mie-1.0")
    assert [(r["date"], r["end_date"]) for r in stored(report)] == [("1967-05", "1967-05")]


def test_mie_same_day_rows_stay_apart(tmp_path: Path) -> None:
    line = "1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-1.0"
    report, _ = take(tmp_path, MIE, line, line)
    assert report.rows_stored == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,1,731,9999,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-1.0", "CoW number 9999 is no state"),
        ("1,1,731,731,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-1.0", "both sides are PRK"),
        ("1,1,731,732,2,30,1967,2,30,1967,1,7,3,0,0,0,0,mie-1.0", "impossible date"),
        ("1,1,731,732,5,2,1967,5,1,1967,1,7,3,0,0,0,0,mie-1.0", "before it begins"),
        ("1,1,731,732,5,2,-9,5,1,1967,1,7,3,0,0,0,0,mie-1.0", "styear is missing"),
        ("1,1,731,732,5,2,1967,5,2,1967,1,99,3,0,0,0,0,mie-1.0", "no code of the codebook"),
        ("1,1,731,732,5,2,1967,5,2,1967,1,x,3,0,0,0,0,mie-1.0", "action is no number"),
        ("1,1,731,732", "18 cells expected, 4 found"),
        ('1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,"mie', "a quote is not closed"),
        ("1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie\0", "a NUL byte"),
        ("1,1,731,732,0,0,0,5,2,1967,1,7,3,0,0,0,0,mie-1.0", "impossible date"),
    ],
)
def test_mie_rejects_with_a_reason(tmp_path: Path, line: str, reason: str) -> None:
    good = "1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-1.0"
    report, why = take(tmp_path, MIE, good, line)
    assert report.rows_kept == 1
    assert len(why) == 1
    assert reason in why[0]


def test_a_line_that_is_no_utf8_is_rejected_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(MIE.encode() + b"\n1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-\xff\n")
    (report,) = ingest("mie", [path], tmp_path / "archive")
    assert (report.rows_read, report.rows_rejected, report.segment) == (1, 1, None)
    assert reasons(report) == ["not UTF-8"]


def test_a_very_long_line_is_one_rejected_row(tmp_path: Path) -> None:
    report, why = take(tmp_path, MIE, "x" * 3_000_000, "1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-1.0")
    assert (report.rows_kept, len(why)) == (1, 1)
    assert "longer than" in why[0]


def test_parquet_reads_like_csv(tmp_path: Path) -> None:
    line = "51,3,731,732,6,25,1950,6,28,1950,1,16,4,10,20,5,9,mie-1.0"
    text = write(tmp_path / "in.csv", MIE, line)
    packed = tmp_path / "packed.csv"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM read_csv('{text}')) TO '{packed}' (FORMAT parquet)")
    reports = ingest("auto", [text, packed], tmp_path / "archive")
    assert stored(reports[0]) == stored(reports[1])
    acts = Archive(tmp_path / "archive").events(Dyad("KOR", "PRK"), date(1951, 1, 1))
    assert len(acts) == 1, "the same rows from two files count once"


def test_bom_crlf_and_tabs_are_read(tmp_path: Path) -> None:
    lines = [MIE, "51,3,731,732,6,25,1950,6,28,1950,1,16,4,10,20,5,9,mie-1.0"]
    path = write(
        tmp_path / "in.tab", *[line.replace(",", "\t") for line in lines], encoding="utf-8-sig", end="\r\n"
    )
    (report,) = ingest("mie", [path], tmp_path / "archive")
    assert report.rows_kept == 1


def test_mid_incidents_become_directed_acts(tmp_path: Path) -> None:
    parts = write(
        tmp_path / "midip.csv",
        MIDIP,
        "9,9001,PRK,731,-9,6,2002,29,6,2002,1,1,1,-9,16,4,0,0,5",
        "9,9001,ROK,732,-9,6,2002,29,6,2002,0,0,1,6,0,1,0,0,5",
        "9,9002,PRK,731,1,7,2002,1,7,2002,1,1,0,0,17,4,0,0,5",
        "9,9002,ROK,732,1,7,2002,1,7,2002,0,0,0,0,17,4,0,0,5",
    )
    whole = write(tmp_path / "midi.csv", MIDI, "9,9001,29,6,2002,29,6,2002,1,1,1,-9,16,4,2,5")
    reports = ingest("mid", [whole, parts], tmp_path / "archive")
    assert [(r.path, r.rows_read, r.rows_kept) for r in reports] == [(parts, 4, 4), (whole, 1, 1)]
    first, second = stored(reports[0])
    assert (second["source"], second["target"], second["date"]) == ("PRK", "KOR", "2002-06-29")
    assert (second["kind"], second["rung"]) == ("raid", 7)
    assert (second["deaths_low"], second["deaths_high"]) == (7, 31)
    assert (first["source"], first["target"], first["kind"]) == ("KOR", "PRK", "ground_clash")
    assert first["symmetric"] is True


def test_mid_participants_become_pairs_that_overlap(tmp_path: Path) -> None:
    parts = write(
        tmp_path / "midb.csv",
        MIDB,
        "7,PRK,731,1,2,1991,30,3,1991,1,1,1,0,-9,-9,17,4,1,5",
        "7,ROK,732,4,2,1991,30,3,1991,0,0,0,0,-9,-9,8,3,1,5",
        "8,PRK,731,1,2,1992,3,2,1992,1,1,1,0,0,0,7,3,1,5",
        "8,ROK,732,4,2,1992,30,3,1992,0,0,0,0,0,0,8,3,1,5",
    )
    whole = write(tmp_path / "mida.csv", MIDA, "7,1,2,1991,30,3,1991,5,3,2,-9,55,55,17,4,1,1,1,0,5")
    reports = ingest("mid", [parts, whole], tmp_path / "archive")
    (row,) = stored(reports[0])
    assert (row["a"], row["b"], row["start"], row["end"]) == ("KOR", "PRK", "1991-02-04", "1991-03-30")
    assert (row["hostility_a"], row["hostility_b"], row["originators"]) == (3, 4, True)
    assert (row["deaths_low"], row["deaths_high"]) == (26, 100)


def test_a_companion_alone_says_what_it_needs(tmp_path: Path) -> None:
    path = write(tmp_path / "mida.csv", MIDA, "7,1,2,1991,30,3,1991,5,3,2,-9,55,55,17,4,1,1,1,0,5")
    with pytest.raises(DataError, match=r"names no states.*MIDB"):
        ingest("mid", [path], tmp_path / "archive")


def test_gml_participants_take_hostility_from_the_action(tmp_path: Path) -> None:
    report, _ = take(
        tmp_path,
        GML_PART,
        "7,731,1991,2,1,1991,3,30,,,0,0,1,17,1",
        "7,732,1991,2,4,1991,3,-9,,,0,0,0,8,0",
    )
    (row,) = stored(report)
    assert (row["hostility_a"], row["hostility_b"], row["originators"]) == (3, 4, False)
    assert row["dataset"] == "gml-2.2.1"


def test_gml_dyad_years_become_one_dispute(tmp_path: Path) -> None:
    tail = "17,8,4,3,1,1,11,2,gml-2.2.1"
    back = "8,17,3,4,1,1,11,2,gml-2.2.1"
    report, _ = take(
        tmp_path,
        GML_DIRDISP,
        f"7,731,732,1991,1,1,1,0,1,0,-9,-9,{tail}",
        f"7,732,731,1991,1,1,0,1,0,1,-9,-9,{back}",
        f"7,731,732,1992,1,0,1,0,1,0,-9,-9,{tail}",
        f"7,732,731,1992,1,0,0,1,0,1,-9,-9,{back}",
    )
    (row,) = stored(report)
    assert (row["a"], row["b"], row["start"], row["end"]) == ("KOR", "PRK", "1991-11", "1992-02")
    assert (row["hostility_a"], row["hostility_b"]) == (3, 4)
    assert (row["deaths_low"], row["deaths_high"], row["originators"]) == (1, 25, True)


def test_unknown_columns_are_named_with_the_formats(tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", "apples,pears", "1,2")
    with pytest.raises(FormatUnknown, match="apples, pears") as caught:
        ingest("auto", [path], tmp_path / "archive")
    assert all(name in caught.value.message for name in NAMES)


def test_a_format_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="choose one of auto, mie"):
        plan("gdelt", [look(write(tmp_path / "in.csv", MIE))])


@pytest.mark.parametrize("raw", [b"", b"\n", "\ufeffa,b\n".encode("utf-16"), b"PAR1 and no more"])
def test_files_without_a_header_are_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(raw)
    with pytest.raises(DataError):
        ingest("auto", [path], tmp_path / "archive")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="give a file"):
        ingest("auto", [tmp_path / "none.csv"], tmp_path / "archive")


def test_a_segment_says_where_it_comes_from(tmp_path: Path) -> None:
    report, _ = take(tmp_path, MIE, "1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-1.0")
    assert report.segment is not None
    about = provenance(report.segment)
    assert (about["format"], about["file"], about["schema"]) == ("mie", "in.csv", "event/1")
    assert about["sha256"].startswith(report.segment.name[:16])


def test_an_event_of_the_archive_is_an_event(tmp_path: Path) -> None:
    take(tmp_path, MIE, "51,3,731,732,6,25,1950,6,28,1950,1,16,4,10,20,5,9,mie-1.0")
    (event,) = Archive(tmp_path / "archive").events(Dyad("KOR", "PRK"), date(1950, 7, 1))
    assert event == Event(
        "PRK", "KOR", "1950-06-25", "raid", 7, plover="ASSAULT", cameo="190", deaths=29, origin="mie-1.0"
    )
