"""Alliances by pair and year: ATOP 5 (Leeds et al. 2002) and CoW Formal Alliances 4.1 (Gibler 2009).

Both publish directed years: a pair has a pledge if either has made it to the other in any treaty. CoW does
not tell offense from defense; its entente is a duty to consult.
"""

from functools import partial

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, cow_pair, flag, versioned, year
from detente.archive.schema import EITHER, AllianceRow

Columns = tuple[str, str | None, str, str, str]
"""The file's columns for defense, offense, neutrality, non-aggression, consultation."""


def _convert(
    key: str, numbers: tuple[str, str], pledges: Columns, cells: Cells, _line: int, codes: Codes
) -> list[AllianceRow]:
    when = year(cells)
    sides = cow_pair(cells, numbers, when, codes)
    defense, offense, neutral, nonaggression, consultation = pledges
    row = AllianceRow(
        *sides,
        when.start.year,
        flag(cells, defense),
        None if offense is None else flag(cells, offense),
        flag(cells, neutral),
        flag(cells, nonaggression),
        flag(cells, consultation),
        versioned(key, cells),
    )
    return [row]


def _format(name: str, numbers: tuple[str, str], pledges: Columns, what: str) -> Format:
    return Format(
        name,
        "alliances",
        frozenset([*numbers, "year", *(column for column in pledges if column)]),
        partial(_convert, name, numbers, pledges),
        merge=EITHER,
        what=what,
    )


ATOP = _format(
    "atop",
    ("statea", "stateb"),
    ("defense", "offense", "neutral", "nonagg", "consul"),
    "ATOP by directed year (atop5_1ddyr)",
)

ATOP_REDUCED = _format(
    "atop",
    ("ccode1", "ccode2"),
    ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"),
    "ATOP reduced to its pledges by directed year",
)

COW_ALLIANCES = _format(
    "cow-alliances",
    ("ccode1", "ccode2"),
    ("defense", None, "neutrality", "nonaggression", "entente"),
    "CoW Formal Alliances by directed year",
)

COW_ALLIANCES_REDUCED = _format(
    "cow-alliances",
    ("ccode1", "ccode2"),
    ("cow_defense", None, "cow_neutral", "cow_nonagg", "cow_entente"),
    "CoW Formal Alliances reduced to their pledges by directed year",
)
