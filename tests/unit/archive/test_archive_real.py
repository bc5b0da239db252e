"""The publishers' real files: every row is accounted for, and what is known of them comes out."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from detente.archive.columns import columns
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.world.actor import Dyad

SHARED = Path(os.environ.get("DETENTE_SHARED") or Path(__file__).parents[4] / "shared" / "data")

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"publishers' files are not in {SHARED}")

# Files, rows read of each, least rows kept of each: measured on the files of the cut at 2010-01-01.
FILES = [
    (["mie_1_0.parquet"], [26_804], [26_000]),
    (["mid5_midip.parquet", "mid5_midi.parquet"], [6_897, 3_173], [6_890, 3_170]),
    (["mid5_midb.parquet", "mid5_mida.parquet"], [5_519, 2_296], [5_390, 2_290]),
    (["gml_part.parquet", "gml_mid_disps.parquet"], [5_182, 2_157], [5_060, 2_150]),
    (["gml_dirdisp.parquet"], [10_222], [9_700]),
    (["samples/20181009-icews-events.tab"], [3_190], [1_100]),
    (["samples/20190227-icews-events.tab"], [3_285], [1_700]),
    (["ucdp_dyadic_v24_1.parquet"], [3_357], [140]),
    (["ucdp_prio_acd_v24_1.parquet"], [2_686], [140]),
    (["ucdp_acd.parquet"], [5_652], [350]),
    (["cow_mid_dirdisps.parquet", "cow_mid_disps.parquet"], [10_790, 2_296], [10_300, 2_296]),
    (["cow_contdir.parquet"], [1_874], [1_480]),
    (["cow_mindist_spells.parquet"], [25_754], [25_100]),
    (["cow_nmc.parquet"], [17_121], [16_200]),
    (["cow_alliance_ddy.parquet"], [120_784], [115_000]),
    (["isard_cw_democracy.parquet"], [17_706], [15_900]),
    (["cow_majors.parquet"], [14], [13]),
    (["nuclear_status_bleek_owid.parquet"], [16_848], [16_100]),
    (["nk_provocations_csis.parquet"], [493], [493]),
]


@pytest.mark.parametrize(("names", "read", "kept"), FILES, ids=[names[0] for names, *_ in FILES])
def test_every_row_is_kept_or_rejected(
    tmp_path: Path, names: Sequence[str], read: Sequence[int], kept: Sequence[int]
) -> None:
    reports = ingest("auto", [SHARED / name for name in names], tmp_path)
    assert [r.rows_read for r in reports] == read
    assert all(r.rows_kept + r.rows_rejected == r.rows_read for r in reports)
    assert all(r.rows_kept >= least for r, least in zip(reports, kept, strict=True))
    assert {r.segment for r in ingest("auto", [SHARED / name for name in names], tmp_path) if r.already} == {
        reports[0].segment
    }


def test_mie_after_the_armistice_is_what_the_data_say(tmp_path: Path) -> None:
    ingest("mie", [SHARED / "mie_1_0.parquet"], tmp_path)
    acts = Archive(tmp_path).events(Dyad("KOR", "PRK"), date(2010, 1, 1))
    since = [act for act in acts if (act.date or "") >= "1953-07-27"]
    assert sum(act.fatal for act in since) == 71
    assert {act.origin for act in acts} == {"mie-1.0"}


def test_an_alliance_table_is_read_in_seconds(tmp_path: Path) -> None:
    said: list[str] = []
    (report,) = ingest("auto", [SHARED / "atop_alliance.parquet"], tmp_path, progress=said.append)
    assert (report.rows_read, report.rows_kept) == (273_296, 267_532)
    assert [line for line in said if "rows read" in line] == [
        "atop_alliance.parquet: 100,000 rows read",
        "atop_alliance.parquet: 200,000 rows read",
    ]
    table = columns(Archive(tmp_path), "alliances", until=1990)
    korea = (table["a"] == "KOR") & (table["b"] == "USA")
    assert table["year"][korea & table["defense"]].min() in (1953, 1954)
    assert table["year"].max() == 1990


def test_both_lists_of_a_dispute_say_the_same_of_the_whole(tmp_path: Path) -> None:
    ingest("auto", [SHARED / "gml_dirdisp.parquet"], tmp_path)
    ingest("auto", [SHARED / "gml_part.parquet", SHARED / "gml_mid_disps.parquet"], tmp_path)
    table = columns(Archive(tmp_path), "disputes")
    facts = {
        name: {
            int(number): (level, dead)
            for number, level, dead, found in zip(
                table["dispute"], table["hostility"], table["fatality"], table["dataset"], strict=True
            )
            if found == name and dead == dead  # not missing
        }
        for name in ("gml-2.2.1", "gml-2.2.1-dyads")
    }
    shared = set.intersection(*(set(found) for found in facts.values()))
    assert len(shared) > 2_000
    assert all(facts["gml-2.2.1"][number] == facts["gml-2.2.1-dyads"][number] for number in shared)


@pytest.mark.nightly
def test_half_a_million_reports_are_read(tmp_path: Path) -> None:
    (report,) = ingest("icews", [SHARED / "streams" / "icews_2018_daily.parquet"], tmp_path)
    assert (report.rows_read, report.rows_kept) == (553_150, 218_532)
    assert len(Archive(tmp_path).events(Dyad("KOR", "PRK"), date(2018, 12, 31))) > 2_500
