"""CSIS Beyond Parallel's list of North Korean provocations. Dates and types are read, no texts."""

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, RowRejected, iso, words
from detente.archive.schema import ProvocationRow

TYPES = ("Missile Provocation", "Nuclear Provocation", "Other Provocation")


def _convert(cells: Cells, _line: int, _codes: Codes) -> list[ProvocationRow]:
    when = iso(cells, "date")
    if when.precision != "day":
        raise RowRejected(f"date {when.text} is no day")
    kind = words(cells, "type")
    if kind not in TYPES:
        raise RowRejected(f"type {kind[:40]!r} is none of {', '.join(TYPES)}")
    return [ProvocationRow(when.text, kind, "nk-provocations")]


PROVOCATIONS = Format(
    "provocations",
    "provocations",
    frozenset(["date", "type", "event"]),
    _convert,
    what="North Korean provocations",
)
