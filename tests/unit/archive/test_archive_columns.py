"""Whole tables as arrays, the releases that an archive holds, and what `check` says of them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from detente.archive.cite import citations
from detente.archive.columns import columns
from detente.archive.formats import NAMES
from detente.archive.ingest import ingest
from detente.archive.publishers import PUBLISHERS
from detente.archive.query import Archive
from detente.archive.releases import Release, releases
from detente.archive.schema import COLUMNS
from detente.cli import cli
from detente.world.errors import SegmentDamaged, UsageError
from tests.unit.archive.feed import write

NMC = "ccode,year,milex,milper,tpop,cinc,version"
EVENTS = "source,target,date,kind,dataset"
OLD = ["2,2000,1,1,1,.2,6", "2,2001,1,1,1,.3,6"]
NEW = ["2,2000,1,1,1,.25,7", "731,2001,-9,1,1,-9,7", "2,2002,1,1,1,.3,7"]


def archive_of(folder: Path, header: str, *files: list[str]) -> Archive:
    folder.mkdir(exist_ok=True)
    for lines in files:
        name = f"{len(list(folder.glob('*.csv')))}.csv"
        ingest("auto", [write(folder / name, header, *lines)], folder / "archive")
    return Archive(folder / "archive")


def same(one: dict[str, NDArray[Any]], other: dict[str, NDArray[Any]]) -> bool:
    return list(one) == list(other) and all(one[k].tobytes() == other[k].tobytes() for k in one)


@pytest.mark.parametrize("table", COLUMNS)
def test_an_empty_table_has_arrays_of_its_types(table: str) -> None:
    found = columns(Archive(), table)
    assert list(found) == [name for name in COLUMNS[table] if name != "line"]
    assert {array.shape for array in found.values()} == {(0,)}
    assert found["dataset"].dtype.kind == "U"


def test_a_table_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="'wars' is no table: choose one of events"):
        columns(Archive(), "wars")


def test_types_do_not_hang_on_the_rows(tmp_path: Path) -> None:
    full = columns(archive_of(tmp_path / "full", NMC, OLD), "capabilities")
    gaps = columns(archive_of(tmp_path / "gaps", NMC, NEW), "capabilities")
    assert {name: array.dtype.kind for name, array in full.items()} == {
        "state": "U", "year": "i", "cinc": "f", "milper": "f", "milex": "f", "tpop": "f", "dataset": "U"
    }  # fmt: skip
    assert [array.dtype.kind for array in full.values()] == [array.dtype.kind for array in gaps.values()]
    assert gaps["state"].tolist() == ["PRK", "USA", "USA"]
    np.testing.assert_array_equal(gaps["cinc"], [np.nan, 0.25, 0.3])


def test_flags_that_are_never_missing_are_flags(tmp_path: Path) -> None:
    header = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente"
    found = columns(archive_of(tmp_path, header, ["2,732,2000,1,0,0,1"]), "alliances")
    assert (found["defense"].dtype, found["defense"].tolist()) == (np.dtype(bool), [True])
    assert found["neutral"].tolist() == [False]
    np.testing.assert_array_equal(found["offense"], [np.nan])


def test_the_order_of_the_files_changes_no_byte(tmp_path: Path) -> None:
    parts = [OLD, NEW, [*OLD, *NEW]]
    orders = [parts, parts[::-1], [*parts[1:], parts[0]]]
    found = [
        columns(archive_of(tmp_path / str(number), NMC, *order), "capabilities")
        for number, order in enumerate(orders)
    ]
    assert all(same(found[0], other) for other in found[1:])
    assert found[0]["year"].tolist() == [2001, 2000, 2000, 2001, 2002], "two releases stay, equal rows do not"
    assert found[0]["dataset"].tolist() == ["nmc-7", "nmc-6", "nmc-7", "nmc-6", "nmc-7"]


def test_equal_rows_of_one_file_stay(tmp_path: Path) -> None:
    act = "PRK,KOR,2020-01-05,threat,x"
    archive = archive_of(tmp_path, EVENTS, [act, act], [act, "PRK,KOR,2021,threat,x"])
    found = columns(archive, "events")
    assert found["date"].tolist() == ["2020-01-05", "2020-01-05", "2021"]
    assert found["end_date"].tolist() == ["", "", ""]
    assert "line" not in found


@pytest.mark.parametrize(("until", "years"), [(None, [2001, 2000, 2002]), (2001, [2001, 2000]), (1999, [])])
def test_until_is_the_last_year_kept(tmp_path: Path, until: int | None, years: list[int]) -> None:
    found = columns(archive_of(tmp_path, NMC, NEW), "capabilities", until=until)
    assert found["year"].tolist() == years


def test_until_goes_by_the_start_of_a_spell(tmp_path: Path) -> None:
    header = "ccode1,ccode2,conttype,stdate,enddate"
    archive = archive_of(
        tmp_path, header, ["731,732,1,1950-01-01,1990-01-01", "2,20,1,1991-01-01,1992-01-01"]
    )
    assert columns(archive, "borders", until=1990)["end"].tolist() == ["1990-01-31"]


def test_later_rows_change_nothing_before(tmp_path: Path) -> None:
    early = columns(archive_of(tmp_path / "early", NMC, OLD), "capabilities", until=2001)
    later = archive_of(tmp_path / "later", NMC, OLD, ["2,2002,1,1,1,.9,6", "2,2003,1,1,1,.9,6"])
    assert same(early, columns(later, "capabilities", until=2001))


def test_a_damaged_segment_is_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, NMC, OLD)
    (segment,) = (tmp_path / "archive" / "capabilities").iterdir()
    segment.write_bytes(segment.read_bytes() + b"\0")
    for ask in (lambda: columns(archive, "capabilities"), lambda: releases(archive)):
        with pytest.raises(SegmentDamaged):
            ask()


def test_releases_say_up_to_which_year_they_go(tmp_path: Path) -> None:
    spells = "ccode1,ccode2,styear,endyear,mindist"
    disputes = "dispnum,ccode,styear,stmon,stday,endyear,endmon,endday,dummy_stday,sidea,hiact,orig"
    fought = ["7,731,1991,2,1,1995,3,30,0,1,17,1", "7,732,1991,2,4,1995,3,-9,0,0,8,0"]
    archive_of(tmp_path, spells, ["2,365,1960,2019,79.9"])
    archive_of(tmp_path, disputes, fought)
    archive_of(tmp_path, EVENTS, ["PRK,KOR,2020-01-05,threat,x-1", "PRK,KOR,2021,threat,x-2"])
    found = releases(archive_of(tmp_path, NMC, OLD, NEW))
    assert [(r.table, r.dataset, r.rows, r.first, r.last) for r in found] == [
        ("events", "x-1", 1, 2020, 2020),
        ("events", "x-2", 1, 2021, 2021),
        ("disputes", "gml-2.2.1", 1, 1991, 1991),
        ("distances", "cshapes", 1, 1960, 2019),
        ("capabilities", "nmc-6", 2, 2000, 2001),
        ("capabilities", "nmc-7", 3, 2000, 2002),
    ]
    assert found[0].file == found[1].file != found[2].file
    assert releases(Archive()) == ()


def test_check_lists_the_releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.archive.registry.check_tables", lambda: iter(()))
    archive = archive_of(tmp_path, NMC, OLD)
    done = CliRunner().invoke(cli, ["check", "--archive", str(archive.folder)])
    assert done.exit_code == 0
    (release,) = releases(archive)
    assert release.line() in done.stdout.splitlines()
    assert Release("t", "d", "f", 1000, 1, 2).line() == "t: d, 1-2, 1,000 rows, file f"


def test_the_help_of_ingest_names_every_format() -> None:
    words = CliRunner().invoke(cli, ["ingest", "--help"]).stdout.replace(",", " ").replace(".", " ").split()
    assert sorted(set(NAMES) - set(words)) == []


@pytest.mark.parametrize(
    "dataset",
    [
        *("cow-contiguity-3.2", "cshapes", "nmc-2025", "atop-5.1", "cow-alliances-4.1", "isard", "vdem"),
        *("polity-5", "cow-majors-2016", "nuclear-bleek", "nk-provocations", "mid-dyads", "gml-2.2.1-dyads"),
    ],
)
def test_every_data_set_is_cited_by_its_own_publisher(dataset: str) -> None:
    (line,) = citations([dataset])
    fits = [p for p in PUBLISHERS if dataset == p.key or dataset.startswith(f"{p.key}-")]
    assert len(fits) == 1
    assert line == f"{dataset}: {fits[0].text}"
