"""What the archive says of a pair on a day, and that nothing later or elsewhere gets in."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from detente.archive.ingest import ingest
from detente.archive.query import Archive, gaps
from detente.world.actor import Dyad

PAIR = Dyad("KOR", "PRK")
MIE = (
    "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,sidea1,action,hostlev,"
    "fatalmin1,fatalmax1,fatalmin2,fatalmax2,version"
)


def archive_of(tmp_path: Path, *feeds: list[str], header: str = "source,target,date,kind,status") -> Archive:
    for number, lines in enumerate(feeds):
        path = tmp_path / f"{number}.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        ingest("auto", [path], tmp_path / "archive")
    return Archive(tmp_path / "archive")


def test_a_month_counts_when_it_is_over(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, ["PRK,KOR,2020-02,threat,", "PRK,KOR,2019,threat,"])
    assert [e.date for e in archive.events(PAIR, date(2020, 2, 28))] == ["2019"]
    assert [e.date for e in archive.events(PAIR, date(2020, 2, 29))] == ["2019", "2020-02"]
    assert archive.events(PAIR, date(2019, 12, 30)) == ()


def test_acts_with_third_states_are_around(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        ["PRK,USA,2020-01-01,talks,", "JPN,KOR,2020-01-02,talks,", "JPN,CHN,2020-01-03,talks,"],
    )
    assert archive.events(PAIR, date(2021, 1, 1)) == ()
    around = archive.events_around(PAIR, date(2021, 1, 1))
    assert [(e.source, e.target) for e in around] == [("PRK", "USA"), ("JPN", "KOR")]


def test_what_did_not_happen_is_no_act(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        [
            "PRK,KOR,2020-01-01,threat,denied",
            "PRK,KOR,2020-01-01,threat,hypothetical",
            "PRK,KOR,2019-01-01,threat,historical",
        ],
    )
    assert [e.status for e in archive.events(PAIR, date(2021, 1, 1))] == ["historical"]


def test_an_act_that_lasts_has_no_deaths_yet(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, ["1,1,731,732,5,2,1967,9,2,1967,1,16,4,9,9,0,0,mie-1.0"], header=MIE)
    (then,) = archive.events(PAIR, date(1967, 6, 1))
    (later,) = archive.events(PAIR, date(1968, 6, 1))
    assert (then.deaths, then.rung) == (None, 6)
    assert (later.deaths, later.rung) == (9, 7)


def test_coverage_is_the_window_of_the_whole_data_set(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        ["PRK,KOR,2020-01-05,threat,", "USA,CHN,2020-01-01,talks,", "USA,CHN,2020-03-01,talks,"],
    )
    (early,) = archive.coverage(PAIR, date(2020, 2, 1))
    (late,) = archive.coverage(PAIR, date(2020, 12, 31))
    assert (early.since, early.until, early.events) == ("2020-01-01", "2020-01-05", 1)
    assert (late.since, late.until, late.events) == ("2020-01-01", "2020-03-01", 1)
    assert late.gap == "nothing is known of 2020-03-02 to 2020-12-31"
    assert archive.coverage(PAIR, date(2019, 1, 1)) == ()


def test_a_hole_between_files_is_a_gap(tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path,
        ["PRK,KOR,2020-01-01,threat,", "PRK,KOR,2020-01-31,threat,"],
        ["PRK,KOR,2020-02-01,threat,", "PRK,KOR,2020-02-10,threat,"],
        ["PRK,KOR,2020-06-01,threat,"],
    )
    (coverage,) = archive.coverage(PAIR, date(2020, 6, 2))
    assert (coverage.since, coverage.until) == ("2020-01-01", "2020-06-01")
    assert coverage.gap == "nothing is known of 2020-02-11 to 2020-05-31"


def test_a_state_that_never_occurs_is_not_covered(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, ["KOR,USA,2020-01-05,talks,"])
    (coverage,) = archive.coverage(PAIR, date(2020, 2, 1))
    assert (coverage.since, coverage.gap) == (None, "PRK never occurs in it")


def test_nothing_is_covered_before_both_were_states(tmp_path: Path) -> None:
    lines = [
        "1,1,2,365,5,2,1900,5,2,1900,1,7,3,0,0,0,0,mie-1.0",
        "1,1,731,732,5,2,1967,5,2,1967,1,7,3,0,0,0,0,mie-1.0",
    ]
    (coverage,) = archive_of(tmp_path, lines, header=MIE).coverage(PAIR, date(1967, 6, 1))
    assert (coverage.since or "")[:4] == "1948"


def test_disputes_and_conflicts_count_when_over(tmp_path: Path) -> None:
    acd = "conflict_id,year,intensity_level,type_of_conflict,start_date,ep_end,gwno_a,gwno_b"
    archive = archive_of(tmp_path, ["1,1950,2,2,1950-06-25,0,731,732"], header=acd)
    assert archive.conflicts(PAIR, date(1950, 12, 30)) == ()
    assert [c.year for c in archive.conflicts(PAIR, date(1950, 12, 31))] == [1950]
    part = "dispnum,ccode,styear,stmon,stday,endyear,endmon,endday,dummy_stday,sidea,hiact,orig"
    lines = ["7,731,1991,2,1,1991,3,30,0,1,17,1", "7,732,1991,2,4,1991,3,-9,0,0,8,0"]
    archive = archive_of(tmp_path, lines, header=part)
    assert archive.disputes(PAIR, date(1991, 3, 29)) == ()
    assert [d.dispute for d in archive.disputes(PAIR, date(1991, 3, 30))] == [7]


def test_the_connection_is_shut_off(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    archive = archive_of(tmp_path, ["PRK,KOR,2020-01-05,threat,"])
    archive.events(PAIR, date(2021, 1, 1))
    connection = archive.connection("events")
    for sql in (
        f"SELECT * FROM read_csv('{secret}')",
        f"SELECT * FROM read_csv('{tmp_path}/archive/../secret.csv')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/x.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 1",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(sql)


def test_an_empty_archive_loads_no_duckdb(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from detente.archive.history import history; from detente.archive.query import Archive\n"
        "from detente.world.actor import Dyad\n"
        "for archive in (Archive(), Archive(Path(sys.argv[1]))):\n"
        "    history(Dyad('KOR', 'PRK'), date(2022, 11, 3), archive)\n"
        "print({'duckdb', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_counts_and_check_of_an_archive(tmp_path: Path) -> None:
    assert (Archive().segment_count(), Archive().check()) == (0, [])
    archive = archive_of(tmp_path, ["PRK,KOR,2020-01-05,threat,"])
    assert (archive.segment_count(), archive.check()) == (1, [])


def test_a_short_silence_at_the_end_is_no_gap() -> None:
    assert gaps([("2020-01-01", "2020-01-31")], date(2020, 3, 2)) == ""
    assert gaps([("2020-01-01", "2020-01-31")], date(2020, 3, 3)) != ""
