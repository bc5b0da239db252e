"""Which data sets a test runs on: far enough, by preference, the same however they came in."""

from pathlib import Path
from shutil import copytree, rmtree

import numpy as np
import pytest
from click.testing import CliRunner

from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.archive.releases import Release
from detente.backtest import inputs as module
from detente.backtest.inputs import LAG, _one, inputs, opened
from detente.cli.backtest import command
from detente.world.errors import DataError
from tests.unit.backtest.made_up import LAST, publish


def quiet(_: str) -> None:
    """No progress."""


def release(table: str, dataset: str, last: int, first: int = 1816) -> Release:
    return Release(table, dataset, "0" * 16, 10, first, last)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return publish(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def archive(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("archive")
    ingest("auto", files, home)
    return home


def test_the_first_data_set_in_order_that_reaches_far_enough_is_used() -> None:
    held = [
        release("disputes", "mid-5.0", 2014),
        release("disputes", "gml-2.2.1", 2010),
        release("disputes", "gml-2.2.1-dyads", 2010),
        release("disputes", "mine", 2024),
        release("events", "mie-1.0", 2014),
    ]
    chosen = {last: _one(held, "disputes", last).dataset for last in (1990, 2010, 2011, 2014, 2015, 2024)}
    assert chosen == {
        1990: "gml-2.2.1",
        2010: "gml-2.2.1",
        2011: "mid-5.0",
        2014: "mid-5.0",
        2015: "mine",
        2024: "mine",
    }


def test_of_data_sets_without_an_order_the_latest_is_used() -> None:
    held = [
        release("democracy", name, last) for name, last in (("isard", 2018), ("vdem", 2024), ("polity", 2020))
    ]
    assert _one(held, "democracy", 1990).dataset == "vdem"
    assert _one([*held, release("democracy", "mine", 2024)], "democracy", 1990).dataset == "mine"


@pytest.mark.parametrize("name", ["atop", "atop-5.1", "atop-2018"])
def test_a_version_in_the_name_does_not_change_the_preference(name: str) -> None:
    held = [release("alliances", "cow-alliances", 2022), release("alliances", name, 2018)]
    assert _one(held, "alliances", 1990).dataset == name
    assert _one(held, "alliances", 2020).dataset == "cow-alliances"


def test_files_of_one_data_set_reach_as_far_as_the_last() -> None:
    held = [release("disputes", "gml-2.2.1", 1990), release("disputes", "gml-2.2.1", 2024, 1991)]
    found = _one(held, "disputes", 2020)
    assert (found.first, found.last) == (1816, 2024)


def test_a_stale_table_is_refused_by_name() -> None:
    held = [release("disputes", "gml-2.2.1", 2010), release("disputes", "mid-5.0", 2014)]
    with pytest.raises(DataError, match=r"disputes holds gml-2\.2\.1 to 2010, mid-5\.0 to 2014") as caught:
        _one(held, "disputes", 2015)
    assert caught.value.code == "data-stale"
    assert "one that reaches 2015" in caught.value.message
    with pytest.raises(DataError, match="holds none"):
        _one(held, "events", 1990)


def test_slow_tables_may_stand_in_for_some_years_and_disputes_may_not(archive: Path) -> None:
    found = inputs(Archive(archive), LAST)
    assert {r.table for r in found.used} == {"disputes", "events", *module.SLOW}
    assert found.sources.startswith("gml-2.2.1 to 1966; mie-made-up to 196")
    with pytest.raises(DataError, match="disputes holds"):
        inputs(Archive(archive), LAST + 1)
    assert LAG > 1


@pytest.mark.parametrize("table", ["disputes", "events", *module.SLOW])
def test_every_table_is_needed(table: str, archive: Path, tmp_path: Path) -> None:
    copytree(archive, tmp_path / "archive")
    rmtree(tmp_path / "archive" / table)
    with pytest.raises(DataError, match=f"table {table} holds none") as caught:
        inputs(Archive(tmp_path / "archive"), LAST)
    assert caught.value.code == "data-stale"


def test_the_order_in_which_files_came_in_changes_nothing(
    files: list[Path], archive: Path, tmp_path: Path
) -> None:
    together = files[:2]
    for file in reversed(files[2:]):
        ingest("auto", [file], tmp_path)
    ingest("auto", together[::-1], tmp_path)
    one, other = inputs(Archive(archive), LAST), inputs(Archive(tmp_path), LAST)
    assert one.data_hash == other.data_hash
    assert one.annals.disputes.number.tolist() == other.annals.disputes.number.tolist()
    assert np.array_equal(one.structure.distance, other.structure.distance, equal_nan=True)


def test_another_value_is_another_hash(files: list[Path], archive: Path, tmp_path: Path) -> None:
    changed = tmp_path / "majors.csv"
    (old,) = (file for file in files if file.stem == "majors")
    changed.write_text(old.read_text(encoding="utf-8").replace(",1900,", ",1901,", 1), encoding="utf-8")
    ingest("auto", [*(file for file in files if file != old), changed], tmp_path / "archive")
    assert inputs(Archive(tmp_path / "archive"), LAST).data_hash != inputs(Archive(archive), LAST).data_hash


def test_acts_of_mie_go_before_later_acts_of_another_source(archive: Path, tmp_path: Path) -> None:
    copytree(archive, tmp_path / "archive")
    own = tmp_path / "own.csv"
    own.write_text("source,target,date,kind,dataset\nGRC,TUR,1969-01-01,raid,press\n", encoding="utf-8")
    ingest("events", [own], tmp_path / "archive")
    one, other = inputs(Archive(archive), LAST), inputs(Archive(tmp_path / "archive"), LAST)
    assert other.sources == one.sources
    assert other.data_hash == one.data_hash


def test_disputes_without_their_outcomes_are_refused(files: list[Path], tmp_path: Path) -> None:
    ingest("auto", [file for file in files if file.stem != "disps"], tmp_path / "archive")
    with pytest.raises(DataError, match=r"gml-2\.2\.1 says of no dispute how far it went") as caught:
        inputs(Archive(tmp_path / "archive"), LAST)
    assert caught.value.code == "no-outcomes"


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no tables in") as caught:
        opened(None, tmp_path, quiet)
    assert caught.value.code == "no-data"


def test_the_command_ends_with_status_3_for_a_stale_archive(archive: Path) -> None:
    arguments = ["onset", "--archive", str(archive), "--from", "1990", "--to", "2009"]
    found = CliRunner().invoke(command, arguments)
    assert isinstance(found.exception, DataError)
    assert (found.exception.code, found.exception.exit_status) == ("data-stale", 3)
    assert "ingest a later release, or end the test earlier with --to" in found.exception.message
