"""Least distances between borders, from the maps of CShapes 2.0 (Schvitz et al. 2022): yearly or by spell."""

from functools import partial

from detente.archive.codes import Codes
from detente.archive.formats.base import (
    Cells,
    Format,
    RowRejected,
    cow_pair,
    measure,
    needed,
    pair,
    span,
    versioned,
    year,
)
from detente.archive.schema import DISTANCE_YEARS, SAME, DistanceRow
from detente.world.when import When

FARTHEST = 20_040.0
"""Kilometres of half the equator."""

_COW = ("ccode1", "ccode2")
_GW = ("gwcode1", "gwcode2")


def _row(cells: Cells, sides: tuple[str, str], years: When) -> list[DistanceRow]:
    km = measure(cells, "mindist", FARTHEST)
    if km is None:
        raise RowRejected("mindist is missing")
    first, last = years.start.year, years.end.year
    return [DistanceRow(*sides, first, last, round(km, 3), versioned("cshapes", cells))]


def _spell(cells: Cells, _line: int, codes: Codes) -> list[DistanceRow]:
    years = span(year(cells, "styear"), year(cells, "endyear"))
    return _row(cells, cow_pair(cells, _COW, years, codes), years)


def _year(cells: Cells, _line: int, codes: Codes) -> list[DistanceRow]:
    when = year(cells)
    return _row(cells, cow_pair(cells, _COW, when, codes), when)


def _gw_year(cells: Cells, _line: int, codes: Codes) -> list[DistanceRow]:
    when = year(cells)
    one, other = (codes.gw(needed(cells, column), when) for column in _GW)
    return _row(cells, pair(one, other), when)


_format = partial(Format, "distance", "distances")

DISTANCE_SPELLS = _format(
    frozenset([*_COW, "styear", "endyear", "mindist"]),
    _spell,
    merge=SAME,
    what="CShapes least distances by spell of years",
)

DISTANCE_YEARLY = _format(
    frozenset([*_COW, "year", "mindist"]),
    _year,
    merge=DISTANCE_YEARS,
    what="CShapes least distances by year, CoW numbers",
)

DISTANCE_YEARLY_GW = _format(
    frozenset([*_GW, "year", "mindist"]),
    _gw_year,
    merge=DISTANCE_YEARS,
    what="CShapes least distances by year, Gleditsch-Ward numbers",
)
