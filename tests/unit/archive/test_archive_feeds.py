"""Feeds and conflicts: ICEWS, UCDP and our own plain CSV, on made-up rows under the publishers' headers."""

from pathlib import Path

from detente.archive.ingest import ingest
from tests.unit.archive.feed import reasons, stored, take

ICEWS = "\t".join(
    [
        "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
        "CAMEO Code",
        "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number",
        "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude",
    ]
)  # fmt: skip
ACD = (
    "conflict_id,location,side_a,side_b,year,intensity_level,type_of_conflict,start_date,ep_end,gwno_a,gwno_b,"
    "version"
)


def icews(number: int, source: str, code: str, target: str, name: str = "Kim") -> str:
    cells = [str(number), "2018-06-12", name, "", source, "x", code, "1", "y", "", target]
    return "\t".join([*cells, "1", "1", "p", "", "", "", "", "0", "0"])


def test_icews_counts_reports_of_one_act_once(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    lines = [
        ICEWS,
        icews(3, "North Korea", "040", "United States"),
        icews(1, "North Korea", "040", "United States"),
        icews(2, "Russian Federation", "190", "Ukraine", 'a "quote'),
        icews(4, "India", "040", "India"),
        icews(5, "", "040", "India"),
        icews(6, "Narnia", "040", "India"),
        icews(7, "India", "9X", "Pakistan"),
    ]
    path.write_bytes(
        "\r\n".join(lines).encode() + b"\r\n" + icews(8, "Iran", "190", "Israel", "Jos\xe9").encode("latin-1")
    )
    (report,) = ingest("icews", [path], tmp_path / "archive")
    assert (report.rows_read, report.rows_kept, report.rows_stored) == (8, 4, 3)
    assert reasons(report) == [
        "both sides are IND",
        "source country is missing",
        "name 'narnia' is no state that we know",
        "'9X' is no CAMEO code",
    ]
    rows = {str(r["source"]): r for r in stored(report)}
    assert (rows["PRK"]["n"], rows["PRK"]["dataset_id"], rows["PRK"]["kind"]) == (2, "1", "meeting")
    assert (rows["RUS"]["rung"], rows["IRN"]["target"]) == (6, "ISR")


def test_icews_reduced_is_told_from_plain_events(tmp_path: Path) -> None:
    header = "date,source,source_iso3,relation,cameo,target,target_iso3,dataset"
    report, _ = take(tmp_path, header, "2018-01-01 00:00:00,Kim,PRK,Consult,040,Moon,KOR,icews18")
    assert [(r["date"], r["dataset"]) for r in stored(report)] == [("2018-01-01", "icews")]


def test_ucdp_keeps_conflicts_between_states(tmp_path: Path) -> None:
    report, why = take(
        tmp_path,
        ACD,
        '1,x,Government of Egypt,Government of Israel,1967,2,2,1967-06-05,1,"651, 663",666,24.1',
        "2,x,Government of India,NNC,1967,1,3,1956-02-15,0,750,,24.1",
        "3,x,A,B,1967,5,2,1956-02-15,0,750,770,24.1",
    )
    assert [(r["a"], r["b"], r["year"], r["intensity"]) for r in stored(report)] == [
        ("EGY", "ISR", 1967, 2),
        ("ISR", "JOR", 1967, 2),
    ]
    assert why == ["no conflict between states (type 3)", "intensity_level 5 is no code of the codebook"]


def test_ucdp_dyadic_is_told_by_its_dyads(tmp_path: Path) -> None:
    report, _ = take(
        tmp_path, "dyad_id," + ACD.replace("ep_end,", ""), "5,1,x,a,b,1967,2,2,1967-06-05,651,666,24.1"
    )
    assert [r["dataset"] for r in stored(report)] == ["ucdp-dyadic-24.1"]


def test_plain_events_take_kind_cameo_or_rung(tmp_path: Path) -> None:
    report, why = take(
        tmp_path,
        "source,target,date,kind,cameo,rung,count,deaths,status,id",
        "PRK,KOR,2022-11-02,missile_launch,,,23,,actual,a",
        "North Korea,South Korea,2010-11-23,artillery_fire,,,170,4,,b",
        "PRK,KOR,2022-11,,154,,,,,",
        "PRK,KOR,2022,,,3,,,,",
        "PRK,KOR,2022-11-02,,,,,,,",
        "PRK,KOR,2022-11-02,wibble,,,,,,",
        "PRK,KOR,2022-11-02,threat,,,,,maybe,",
        "PRK,KOR,2 November 2022,threat,,,,,,",
        "PRK,,2022-11-02,threat,,,,,,",
    )
    rows = stored(report)
    assert {(r["date"], r["kind"], r["rung"]) for r in rows} == {
        ("2022-11-02", "missile_launch", 4),
        ("2010-11-23", "artillery_fire", 7),
        ("2022-11", "troop_movement", 4),
        ("2022", "sanction", 3),
    }
    assert [r["count"] for r in rows if r["dataset_id"] == "a"] == [23]
    assert len(why) == 5
