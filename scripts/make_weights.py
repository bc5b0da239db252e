"""Make src/detente/data/weights.csv: each state's share of world economy and soldiers, every five years.

Restated from CoW National Material Capabilities 7.0 (military personnel) and Anders, Fariss & Markowitz 2020
(GDP, 2011 PPP); usage: make_weights.py FOLDER, the folder with cow_nmc.parquet and cow_sdp_gdp.parquet.
"""

import csv
import sys
from pathlib import Path

import duckdb

from detente.archive import tables

YEARS = tuple(range(1945, 2025, 5))
QUERY = """
with soldiers as (select ccode, year,
                         milper / sum(milper) over (partition by year) as military
                  from read_parquet($nmc) where milper >= 0),
     wealth as (select ccode, year,
                       exp(wbgdp2011est) / sum(exp(wbgdp2011est)) over (partition by year) as economy
                from read_parquet($gdp) where wbgdp2011est is not null)
select ccode, year, economy, military from soldiers full join wealth using (ccode, year)
where year in (select unnest($years)) order by ccode, year
"""


def main(folder: Path) -> None:
    """Write the table; CoW numbers become our codes by the states that existed at the end of the year."""
    rows = duckdb.execute(
        QUERY,
        {"nmc": str(folder / "cow_nmc.parquet"), "gdp": str(folder / "cow_sdp_gdp.parquet"), "years": YEARS},
    ).fetchall()
    out = Path(__file__).parent.parent / "src/detente/data/weights.csv"
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "year", "economy", "military", "source"])
        writer.writerows(sorted(row for row in map(_row, rows) if row is not None))


def _row(found: tuple[int, int, float | None, float | None]) -> tuple[str, int, str, str, str] | None:
    number, year, economy, military = found
    end = f"{year}-12-31"
    alive = (s.code for s in tables.states() if s.cow == number and s.start <= end <= (s.end or end))
    code = next(alive, None)
    if code is None:
        return None
    shares = ("" if v is None else f"{v:.5f}" for v in (economy, military))
    return (code, year, *shares, "NMC7;AFM2020")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
