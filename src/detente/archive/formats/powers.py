"""Major powers of the CoW State System Membership list: a row a spell."""

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, day, needed, span, versioned
from detente.archive.schema import PowerRow

_START = ("styear", "stmonth", "stday")
_END = ("endyear", "endmonth", "endday")


def _convert(cells: Cells, _line: int, codes: Codes) -> list[PowerRow]:
    days = span(day(cells, *_START), day(cells, *_END))
    state = codes.cow(needed(cells, "ccode"), days)
    first, last = days.start.isoformat(), days.end.isoformat()
    return [PowerRow(state, first, last, versioned("cow-majors", cells))]


MAJORS = Format(
    "majors",
    "powers",
    frozenset(["ccode", *_START, *_END]),
    _convert,
    without=frozenset(["statenme"]),  # the list of all states, which has the same columns and names besides
    what="CoW major powers",
)
"""The file of majors; the file of all states is not meant."""
