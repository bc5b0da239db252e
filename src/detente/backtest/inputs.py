"""What the tests of disputes run on: tables of an archive, checked to reach as far as the test does."""

import atexit
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.archive.columns import columns
from detente.archive.dossier import SLOW as SLOW
from detente.archive.dossier import rank
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.archive.releases import Release, releases
from detente.backtest.rolling import Progress
from detente.forecast.annals import Annals
from detente.forecast.structure import Columns, Structure
from detente.world.errors import DataError

LAG = 12
"""Years after its last one for which a slow table may stand in, as ATOP's 2018 does for 2024."""

FILES = (
    "gml_part", "gml_mid_disps", "mid5_mida", "mid5_midb", "mie_1_0", "cow_contdir", "cow_mindist_spells",
    "cow_nmc", "atop_alliance", "isard_cw_democracy", "cow_majors", "nuclear_status_bleek_owid",
    "nk_provocations_csis",
)  # fmt: skip
"""The publishers' tables, as a folder of Parquet files names them."""


@dataclass(frozen=True)
class Inputs:
    """Structure and annals of the states, the releases that they come from, and a hash of all of it."""

    structure: Structure
    annals: Annals
    used: tuple[Release, ...]
    data_hash: str

    @cached_property
    def sources(self) -> str:
        """The releases in a line."""
        return "; ".join(f"{r.dataset} to {r.last}" for r in self.used)


def opened(archive: Path | None, data: Path, progress: Progress) -> Archive:
    """The archive of a folder; without one, the publishers' tables in `data` are taken into a passing one."""
    if archive is not None:
        return Archive(archive)
    files = [file for name in FILES if (file := data / f"{name}.parquet").exists()]
    if not files:
        what = "give --archive, a folder filled by `detente ingest`, or --data, the publishers' tables"
        raise DataError("no-data", f"no tables in {data}: {what}")
    folder = Path(tempfile.mkdtemp(prefix="detente-archive-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    ingest("auto", files, folder, progress=progress)
    return Archive(folder)


def inputs(archive: Archive, last: int) -> Inputs:
    """What a test up to the year `last` needs; DataError if a table is missing or ends too early for it."""
    held = releases(archive)
    disputes, events = _one(held, "disputes", last), _one(held, "events", last - 1)
    used = (disputes, events, *(_one(held, table, last - LAG) for table in SLOW))
    tables = {r.table: _of(columns(archive, r.table), r.dataset) for r in used}
    _with_outcomes(disputes, tables["disputes"])
    structure = Structure.of({name: tables[name] for name in (*SLOW, "disputes")})
    annals = Annals.of(tables["disputes"], tables["events"], structure.index)
    return Inputs(structure, annals, used, _hash(tables))


def _with_outcomes(disputes: Release, table: Columns) -> None:
    if np.isnan(table["hostility"]).all():
        how = "ingest it again together with the publisher's file of whole disputes"
        raise DataError("no-outcomes", f"{disputes.dataset} says of no dispute how far it went: {how}")


def _one(held: Sequence[Release], table: str, least: int) -> Release:
    """The first of the preferred data sets that reaches the year `least`, else the latest that does."""
    found = _joined([r for r in held if r.table == table])
    enough = [r for r in found if r.last >= least]
    if not enough:
        raise DataError("data-stale", _stale(table, found, least))
    return min(enough, key=lambda r: (rank(table, r.dataset), -r.last, r.dataset))


def _joined(found: Sequence[Release]) -> list[Release]:
    """The files of one data set as one release."""
    by_name: dict[str, Release] = {}
    for r in found:
        one = by_name.get(r.dataset, r)
        by_name[r.dataset] = replace(
            one, first=min(one.first, r.first), last=max(one.last, r.last), rows=max(one.rows, r.rows)
        )
    return list(by_name.values())


def _stale(table: str, found: Sequence[Release], least: int) -> str:
    have = ", ".join(f"{r.dataset} to {r.last}" for r in found) or "none"
    return (
        f"the archive's table {table} holds {have}; this test needs one that reaches {least}: ingest a later "
        f"release, or end the test earlier with --to"
    )


def _of(table: Columns, dataset: str) -> dict[str, NDArray[Any]]:
    rows = table["dataset"] == dataset
    return {name: values[rows] for name, values in table.items()}


def _hash(tables: Mapping[str, Columns]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tables):
        for column in sorted(tables[name]):
            values = tables[name][column]
            digest.update(f"{name}.{column}.{values.size}".encode())
            text = values.dtype.kind in "OU"
            digest.update(
                "\0".join(values.tolist()).encode() if text else np.ascontiguousarray(values).tobytes()
            )
    return digest.hexdigest()
