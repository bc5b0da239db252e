"""No row of a table of states and pairs, however spoilt, stops an ingest: it is kept or set aside."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.archive.columns import columns
from detente.archive.formats import plan
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.archive.reader import look
from detente.archive.releases import releases
from tests.unit.archive.feed import reasons, write

GOOD = {
    "contdird": ("state1no,state2no,year,conttype", "731,732,1950,1"),
    "contdir": ("conttype,state1no,state2no,begin,end", "1,731,732,194809,201612"),
    "contiguity by spell": ("ccode1,ccode2,conttype,stdate,enddate", "731,732,1,1948-09-01,2016-12-01"),
    "distance by spell": ("ccode1,ccode2,styear,endyear,mindist", "2,365,1960,2019,79.97"),
    "distance by year": ("ccode1,ccode2,year,mindist", "2,365,1960,79.97"),
    "distance, GW": ("gwcode1,gwcode2,year,mindist", "2,365,1960,79.97"),
    "nmc": ("ccode,year,milex,milper,tpop,cinc,version", "2,1816,3823,17,8659,.0397,2025"),
    "atop": ("statea,stateb,year,defense,offense,neutral,nonagg,consul", "2,732,2000,1,1,0,0,0"),
    "cow-alliances": ("ccode1,ccode2,year,defense,neutrality,nonaggression,entente", "2,732,2000,1,0,0,0"),
    "vdem": ("cowcode,year,v2x_polyarchy,e_p_polity", "732,2000,0.79,8"),
    "isard": ("ccode,year,polity2,v2x_polyarchy", "731,2000,-9,.09"),
    "polity": ("p5,ccode,scode,year,polity2", "1,364,USR,1980,-7"),
    "majors": ("ccode,styear,stmonth,stday,endyear,endmonth,endday", "2,1898,8,13,2016,12,31"),
    "nuclear": ("entity,year,nuclear_weapons_status", "North Korea,2006,3"),
    "provocations": ("date,type,event", "2022-11-02,Missile Provocation,x"),
    "dyads": (
        "dispnum,ccode1,ccode2,year,disponset,sidea1,fatality1,fatality2,hostlev1,hostlev2,orig1,orig2,maxdur",
        "7,731,732,1991,1,1,0,1,4,3,1,1,90",
    ),
}
CELLS = [
    "",
    "-9",
    "-9.000",
    "0",
    "13",
    "9" * 20,
    "1e9",
    "1_0",
    "NaN",
    "inf",
    "-1",
    "0000",
    "9999",
    "00000000",
]
CELLS += [
    "199913",
    "1950-02-30",
    "1950-02-03T00:00",
    "٣",
    "IGO:",
    "north korea",
    "\t",
    "\ufeff",
    "-",
    "--1",
    ".",
]
TEXT = st.text(st.characters(exclude_characters='\r\n,"', exclude_categories=["Cs"]), max_size=8)


@st.composite
def spoilt(draw: st.DrawFn, good: str) -> str:
    parts = good.split(",")
    for _ in range(draw(st.integers(1, 2))):
        parts[draw(st.integers(0, len(parts) - 1))] = draw(st.one_of(st.sampled_from(CELLS), TEXT))
    return ",".join(parts)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_row_is_good(name: str, tmp_path: Path) -> None:
    (report,) = ingest("auto", [write(tmp_path / "in.csv", *GOOD[name])], tmp_path / "archive")
    assert (report.rows_kept, report.rows_stored) == (1, 1)


@pytest.mark.parametrize("name", GOOD)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_spoilt_row_is_kept_or_set_aside(name: str, data: st.DataObject) -> None:
    header, good = GOOD[name]
    lines = data.draw(st.lists(spoilt(good), min_size=20, max_size=40))
    with TemporaryDirectory() as root:
        path = write(Path(root) / "in.csv", header, good, *lines)
        (report,) = ingest("auto", [path], Path(root) / "archive")
        assert report.rows_kept + report.rows_rejected == report.rows_read
        assert len(reasons(report)) == report.rows_rejected
        assert all(reasons(report))
        (job,) = plan("auto", [look(path)])
        found = columns(Archive(Path(root) / "archive"), job.format.table)
        assert {len(array) for array in found.values()} == {report.rows_stored}
        assert sum(r.rows for r in releases(Archive(Path(root) / "archive"))) == report.rows_stored
