"""CoW Direct Contiguity 3.2 (Stinnett et al. 2002): pairs that share a border or a strip of sea.

By directed year (contdird), by spell of months (contdir), and the spells with dates that many carry about.
"""

from functools import partial

from detente.archive.codes import Codes
from detente.archive.formats.base import (
    Cells,
    Format,
    RowRejected,
    cow_pair,
    iso,
    last_of_month,
    number,
    one_of,
    span,
    versioned,
    words,
    year,
)
from detente.archive.schema import BORDER_YEARS, SAME, BorderRow
from detente.world.when import When

TYPES = range(1, 6)
_NUMBERS = ("state1no", "state2no")


def _row(cells: Cells, numbers: tuple[str, str], days: When, codes: Codes) -> list[BorderRow]:
    sides = cow_pair(cells, numbers, days, codes)
    if number(cells, "conttype") == 0:
        raise RowRejected("conttype 0: not contiguous")
    kind = one_of(cells, "conttype", TYPES)
    first, last = days.start.isoformat(), days.end.isoformat()
    return [BorderRow(*sides, kind, first, last, versioned("cow-contiguity", cells))]


def _year(cells: Cells, _line: int, codes: Codes) -> list[BorderRow]:
    return _row(cells, _NUMBERS, year(cells), codes)


def _spell(
    numbers: tuple[str, str], first: str, last: str, cells: Cells, _line: int, codes: Codes
) -> list[BorderRow]:
    days = span(_month(cells, first), _month(cells, last))
    return _row(cells, numbers, When(days.start, last_of_month(days), "day"), codes)


def _month(cells: Cells, column: str) -> When:
    """A month written 201612, or a date of which only the month is known to the publisher."""
    text = words(cells, column).removesuffix(".0")
    if len(text) != 6:
        return iso(cells, column)
    try:
        return When.parse(f"{text[:4]}-{text[4:]}")
    except ValueError as error:
        raise RowRejected(f"{column}: {error}") from error


CONTIGUITY_YEARS = Format(
    "contiguity",
    "borders",
    frozenset([*_NUMBERS, "year", "conttype"]),
    _year,
    merge=BORDER_YEARS,
    what="CoW direct contiguity by directed year (contdird)",
)

CONTIGUITY_MONTHS = Format(
    "contiguity",
    "borders",
    frozenset([*_NUMBERS, "conttype", "begin", "end"]),
    partial(_spell, _NUMBERS, "begin", "end"),
    merge=SAME,
    what="CoW direct contiguity by spell (contdir)",
)

CONTIGUITY_SPELLS = Format(
    "contiguity",
    "borders",
    frozenset(["ccode1", "ccode2", "conttype", "stdate", "enddate"]),
    partial(_spell, ("ccode1", "ccode2"), "stdate", "enddate"),
    merge=SAME,
    what="CoW direct contiguity by directed spell with dates",
)
