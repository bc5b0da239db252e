"""Tables of states and pairs: each publisher's format on made-up rows under the publisher's own header."""

import csv
from pathlib import Path

import pytest

from detente.archive.codes import shipped_codes
from detente.archive.formats import plan
from detente.archive.formats.democracy import POLITY_NUMBERS
from detente.archive.ingest import ingest
from detente.archive.reader import look
from detente.world.errors import FormatUnknown
from detente.world.when import When
from tests.unit.archive.feed import reasons, stored, take, write

CONTDIRD = "dyad,state1no,state1ab,state2no,state2ab,year,conttype,version"
CONTDIR = "conttype,state1no,state1ab,state2no,state2ab,begin,end,notes,version"
CONT_SPELLS = "ccode1,ccode2,conttype,stdate,enddate"
DIST_SPELLS = "ccode1,ccode2,styear,endyear,mindist"
NMC = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version"
ATOP = "ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul,version"
ATOP_REDUCED = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"
COW_ALLIANCES = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_year,defense,neutrality,nonaggression,entente,"
    "year,version"
)
COW_REDUCED = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente"
VDEM = "country_name,country_text_id,COWcode,year,v2x_polyarchy,e_p_polity"
ISARD = "ccode,year,euds,aeuds,polity2,v2x_polyarchy"
POLITY = "p5,cyear,ccode,scode,country,year,polity,polity2"
MAJORS = "stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version"
STATES = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
NUCLEAR = "Entity,Year,nuclear_weapons_status,nuclear_weapons_consideration"
PROVOCATIONS = "date,type,event,description"


def cells(header: str, lines: list[str], tmp_path: Path, *names: str) -> list[tuple[object, ...]]:
    report, _ = take(tmp_path, header, *lines)
    return [tuple(row[name] for name in names) for row in stored(report)]


def test_years_of_a_border_become_spells_of_the_pair(tmp_path: Path) -> None:
    pair = "731732,731,PRK,732,ROK"
    back = "732731,732,ROK,731,PRK"
    lines = [f"{p},{y},1,3.2" for p in (pair, back) for y in (1950, 1951, 1953)]
    found = cells(
        CONTDIRD, [*lines, f"{pair},1954,4,3.2"], tmp_path, "a", "b", "type", "start", "end", "dataset"
    )
    assert found == [
        ("KOR", "PRK", 1, "1950-01-01", "1951-12-31", "cow-contiguity-3.2"),
        ("KOR", "PRK", 1, "1953-01-01", "1953-12-31", "cow-contiguity-3.2"),
        ("KOR", "PRK", 4, "1954-01-01", "1954-12-31", "cow-contiguity-3.2"),
    ]


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (
            CONT_SPELLS,
            ["732,731,1,1948-09-01 00:00:00,2016-12-01 00:00:00", "731,732,1,1948-09-01,2016-12-01"],
        ),
        (CONTDIR, ["1,731,PRK,732,ROK,194809,201612,,3.2"]),
    ],
)
def test_spells_of_a_border_go_to_the_end_of_the_month(tmp_path: Path, header: str, lines: list[str]) -> None:
    found = cells(header, lines, tmp_path, "a", "b", "type", "start", "end")
    assert found == [("KOR", "PRK", 1, "1948-09-01", "2016-12-31")]


def test_years_of_a_distance_become_spells(tmp_path: Path) -> None:
    lines = ["2,365,1990,79.97761", "365,2,1990,79.97761", "2,365,1991,79.97761", "2,365,1993,79.97761"]
    names = ("a", "b", "first_year", "last_year", "km")
    spells = [("RUS", "USA", 1990, 1991, 79.978), ("RUS", "USA", 1993, 1993, 79.978)]
    assert cells("ccode1,ccode2,year,mindist", lines, tmp_path, *names) == spells
    assert cells("gwcode1,gwcode2,year,mindist", lines, tmp_path / "gw", *names) == spells
    assert cells(DIST_SPELLS, ["2,365,1960,2019,-0.0"], tmp_path / "s", *names) == [
        ("RUS", "USA", 1960, 2019, 0.0)
    ]


def test_gw_and_cow_numbers_are_told_apart(tmp_path: Path) -> None:
    line = "2,679,2000,9746.8"
    (report,) = ingest(
        "auto", [write(tmp_path / "g.csv", "gwcode1,gwcode2,year,mindist", line)], tmp_path / "a"
    )
    assert reasons(report) == ["Gleditsch-Ward number 679 is no state that we know"]
    assert cells("ccode1,ccode2,year,mindist", [line], tmp_path, "a", "b") == [("USA", "YEM")]


def test_capabilities_keep_what_is_not_missing(tmp_path: Path) -> None:
    report, why = take(
        tmp_path,
        NMC,
        "USA,2,1816,3823,17,80,254,8659,101,.039697491,2025",
        "ROK,732,1949,-9,113,0,10,20000,-9,.01,2025",
        "PRK,731,2030,-9,-9,-9,-9,-9,-9,-9,2025",
        "PRK,731,1950,-9,-9,-9,-9,-9,-9,1.5,2025",
        "PRK,731,1951,-7,-9,-9,-9,-9,-9,.1,2025",
        "XXX,999,1950,1,1,1,1,1,1,.1,2025",
        "PRK,731,19500,1,1,1,1,1,1,.1,2025",
    )
    names = ("state", "year", "cinc", "milper", "milex", "tpop", "dataset")
    assert [tuple(row[name] for name in names) for row in stored(report)] == [
        ("KOR", 1949, 0.01, 113.0, None, 20000.0, "nmc-2025"),
        ("USA", 1816, 0.039697491, 17.0, 3823.0, 8659.0, "nmc-2025"),
    ]
    assert why[:4] == [
        "cinc, milper, milex, tpop missing",
        "cinc 1.5 is impossible",
        "milex -7 is impossible",
        "CoW number 999 is no state that we know",
    ]
    assert why[4].startswith("impossible date 19500")


PLEDGES = ("a", "b", "year", "defense", "offense", "neutral", "nonaggression", "consultation")


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (ATOP, ["1,2,732,2000,1,1,0,0,0,0,5.1", "1,732,2,2000,1,0,0,0,1,0,5.1"]),
        (ATOP_REDUCED, ["2,732,2000,1,0,0,0,0", "732,2,2000,0,0,0,1,0"]),
    ],
)
def test_a_pledge_of_either_is_one_of_the_pair(tmp_path: Path, header: str, lines: list[str]) -> None:
    found = cells(header, lines, tmp_path, *PLEDGES)
    assert found == [("KOR", "USA", 2000, True, False, False, True, False)]


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (COW_ALLIANCES, ["1,2,USA,732,Korea,1953,1,0,0,0,2000,4.1", "9,732,K,2,U,1990,0,0,0,1,2000,4.1"]),
        (COW_REDUCED, ["2,732,2000,1,0,0,1"]),
    ],
)
def test_cow_does_not_tell_offense(tmp_path: Path, header: str, lines: list[str]) -> None:
    found = cells(header, lines, tmp_path, *PLEDGES)
    assert found == [("KOR", "USA", 2000, True, None, False, False, True)]


def test_a_pledge_that_is_missing_is_not_none(tmp_path: Path) -> None:
    report, why = take(
        tmp_path, ATOP_REDUCED, "2,732,2000,1,0,0,0,", "2,732,2001,1,0,0,0,2", "2,2,2001,1,0,0,0,0"
    )
    assert report.segment is None
    assert why == [
        "atop_consul is neither 0 nor 1: ''",
        "atop_consul is neither 0 nor 1: '2'",
        "both sides are USA",
    ]


SCORES = ("state", "year", "polity2", "polyarchy", "dataset")


def test_minus_nine_is_a_score_of_polity(tmp_path: Path) -> None:
    lines = [
        "731,2000,,,-9,.09",
        "2,2000,1,1,10.0,0.8",
        "2,2001,1,1,NA,NA",
        "2,2002,1,1,11,0.8",
        "2,2003,1,1,x,.8",
    ]
    report, why = take(tmp_path, ISARD, *lines)
    assert [tuple(row[name] for name in SCORES) for row in stored(report)] == [
        ("PRK", 2000, -9, 0.09, "isard"),
        ("USA", 2000, 10, 0.8, "isard"),
    ]
    assert why == ["polity2, polyarchy missing", "polity2 11 is impossible", "polity2 is no number: 'x'"]


def test_vdem_takes_polity_where_it_has_it(tmp_path: Path) -> None:
    lines = [
        "Korea,KOR,732,2000,0.79,8",
        "Iraq,IRQ,645,2003,0.2,-66",
        "Somaliland,SML,,2003,0.4,",
        "Iran,IRN,630,2003,1.2,",
    ]
    report, why = take(tmp_path, VDEM, *lines)
    assert [tuple(row[name] for name in SCORES) for row in stored(report)] == [
        ("IRQ", 2003, None, 0.2, "vdem"),
        ("KOR", 2000, 8, 0.79, "vdem"),
    ]
    assert why == ["cowcode is missing", "v2x_polyarchy 1.2 is impossible"]


def test_polity_has_numbers_of_its_own(tmp_path: Path) -> None:
    lines = [
        "1,1,364,USR,USSR,1980,-7,-7",
        "1,1,818,VIE,Vietnam,2000,-7,-7",
        "1,1,525,SSU,South Sudan,2015,-88,-88",
    ]
    report, why = take(tmp_path, POLITY, *lines, "1,1,341,KOS,Kosovo,2010,8,8")
    assert [(r["state"], r["polity2"], r["dataset"]) for r in stored(report)] == [
        ("RUS", -7, "polity-5"),
        ("VNM", -7, "polity-5"),
        ("XKX", 8, "polity-5"),
    ]
    assert why == ["polity2, polyarchy missing"]
    plain, _ = take(tmp_path / "cow", "ccode,year,polity2", "347,2010,8")
    assert [(r["state"], r["dataset"]) for r in stored(plain)] == [("XKX", "polity")]


def test_every_number_of_polity_stands_for_a_state_of_cow() -> None:
    assert {shipped_codes().cow(number, When.of(2012)) for number in POLITY_NUMBERS.values()} >= {
        "SRB",
        "SDN",
    }


def test_the_list_of_all_states_is_not_that_of_powers(tmp_path: Path) -> None:
    lines = [
        "USA,2,1898,8,13,2016,12,31,2016",
        "AUH,300,1816,1,1,1918,11,3,2016",
        "CHN,710,1950,1,1,1949,1,1,2016",
    ]
    report, why = take(tmp_path, MAJORS, *lines)
    assert [(r["state"], r["start"], r["end"], r["dataset"]) for r in stored(report)] == [
        ("USA", "1898-08-13", "2016-12-31", "cow-majors-2016")
    ]
    assert why == [
        "CoW number 300 is no state that we know",
        "ends on 1949-01-01, before it begins on 1950-01-01",
    ]
    with pytest.raises(FormatUnknown):
        plan(
            "auto", [look(write(tmp_path / "s.csv", STATES, "USA,2,United States,1816,1,1,2016,12,31,2016"))]
        )


def test_nuclear_status_goes_by_name(tmp_path: Path) -> None:
    lines = [
        "North Korea,2006,3,0",
        "North Macedonia,1999,0,0",
        "Russia,1950,3,0",
        "The Gambia,2000,0,0",
        "South Sudan,2000,0,0",
        "Abkhazia,2000,0,0",
        "India,2000,4,0",
        "India,2001,,0",
    ]
    report, why = take(tmp_path, NUCLEAR, *lines)
    assert [(r["state"], r["year"], r["status"]) for r in stored(report)] == [
        ("GMB", 2000, 0),
        ("MKD", 1999, 0),
        ("PRK", 2006, 3),
        ("RUS", 1950, 3),
    ]
    assert why[1:] == [
        "name 'abkhazia' is no state that we know",
        "nuclear_weapons_status 4 is no code of the codebook",
        "nuclear_weapons_status is missing",
    ]


def test_provocations_keep_date_and_type_only(tmp_path: Path) -> None:
    line = "2022-11-02,Missile Provocation,a secret text,another"
    report, why = take(
        tmp_path, PROVOCATIONS, line, line, "2022-11,Missile Provocation,,", "2022-11-02,Parade,,"
    )
    assert report.segment is not None
    row = {"date": "2022-11-02", "type": "Missile Provocation", "dataset": "nk-provocations"}
    assert stored(report) == [row, row], "two on one day are two"
    assert b"secret" not in report.segment.read_bytes()
    assert why == [
        "date 2022-11 is no day",
        "type 'Parade' is none of Missile Provocation, Nuclear Provocation, Other Provocation",
    ]


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        (CONT_SPELLS, "731,732,0,1950-01-01,1951-01-01", "conttype 0: not contiguous"),
        (CONT_SPELLS, "731,732,6,1950-01-01,1951-01-01", "conttype 6 is no code of the codebook"),
        (
            CONT_SPELLS,
            "731,732,1,1950-01-01,1949-01-01",
            "ends on 1949-01-01, before it begins on 1950-01-01",
        ),
        (CONT_SPELLS, "731,732,1,,1949-01-01", "stdate is missing"),
        (CONT_SPELLS, "731,732,1,1950-01-01,someday", "enddate: 'someday' is no date"),
        (CONTDIR, "1,731,PRK,732,ROK,195013,201612,,3.2", "begin: month must be in 1..12"),
        (CONTDIRD, "1,731,PRK,732,ROK,-9,1,3.2", "year is missing"),
        (CONTDIRD, "1,731,PRK,732,ROK,0000,1,3.2", "impossible date 0"),
        (CONTDIRD, "1,731,PRK,732,ROK,1900,1,3.2", "CoW number 731 is no state on 1900"),
        (DIST_SPELLS, "2,365,1960,2019,30000", "mindist 30000 is impossible"),
        (DIST_SPELLS, "2,365,1960,2019,nan", "mindist is missing"),
        (DIST_SPELLS, "2,365,1960,2019,inf", "mindist is no number: 'inf'"),
        (DIST_SPELLS, "2,365,1960,2019,1e999", "mindist 1e999 is impossible"),
        (DIST_SPELLS, "2,365,1960,1959,3", "ends on 1959, before it begins on 1960"),
        (NMC, "USA,two,1816,1,1,1,1,1,1,.1,2025", "ccode is no number: 'two'"),
        (NMC, "USA,2,1816,1,many,1,1,1,1,.1,2025", "milper is no number: 'many'"),
        (MAJORS, "USA,2,1898,13,13,2016,12,31,2016", "impossible date 1898-13-13: month must be in 1..12"),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason(tmp_path: Path, header: str, line: str, reason: str) -> None:
    report, why = take(tmp_path, header, line)
    assert report.segment is None
    assert len(why) == 1
    assert why[0].startswith(reason)


def test_the_reject_file_has_the_row_as_it_stood(tmp_path: Path) -> None:
    line = "731,732,6,1950-01-01,1951-01-01"
    report, _ = take(tmp_path, CONT_SPELLS, line)
    assert report.reject_file is not None
    with report.reject_file.open(encoding="utf-8", newline="") as text:
        assert [(row["line"], row["raw"]) for row in csv.DictReader(text)] == [("2", line)]
