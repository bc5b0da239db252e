"""Nothing after the day changes a column of the models, on the publishers' own tables."""

from pathlib import Path

import pytest

from detente.archive.columns import columns
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.backtest.inputs import FILES, inputs
from detente.forecast.structure import Columns
from tests.properties.hindsight import Tables, days_without_hindsight, random_days, starts_without_hindsight

SHARED = Path(__file__).parents[3] / "shared" / "data"

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(
        not (SHARED / "gml_part.parquet").exists(), reason="no publishers' files in ../shared/data"
    ),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    files = [file for name in FILES if (file := SHARED / f"{name}.parquet").exists()]
    home = tmp_path_factory.mktemp("archive")
    ingest("auto", files, home)
    archive = Archive(home)
    used = {release.table: release.dataset for release in inputs(archive, 2009).used}
    return {table: of_dataset(columns(archive, table), name) for table, name in used.items()}


def of_dataset(table: Columns, name: str) -> Columns:
    return {column: values[table["dataset"] == name] for column, values in table.items()}


def test_nothing_after_the_day_changes_what_is_known_of_a_real_pair(real: Tables) -> None:
    days_without_hindsight(real, random_days(200, 1946, 2008, 4), 4)


def test_nothing_after_the_start_changes_what_is_known_of_a_real_dispute(real: Tables) -> None:
    starts_without_hindsight(real, 60, 5)
