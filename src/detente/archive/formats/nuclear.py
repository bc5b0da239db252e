"""Nuclear weapons by state and year (Bleek 2017 and NTI 2022, as Our World in Data publishes them)."""

from detente.archive.codes import Codes, StateUnknown
from detente.archive.formats.base import Cells, Format, one_of, words, year
from detente.archive.schema import NuclearRow
from detente.world.when import When

STATUSES = range(4)

NAMES = {"the gambia": "GMB", "timor": "TLS", "antigua & barbuda": "ATG"}
"""The publisher's spellings of countries that are not the usual ones."""

TODAY = When.of(9999)
"""A day on which the names that hold still hold."""


def _convert(cells: Cells, _line: int, codes: Codes) -> list[NuclearRow]:
    when = year(cells)
    name = words(cells, "entity")
    state = _state(NAMES.get(name.casefold(), name), when, codes)
    status = one_of(cells, "nuclear_weapons_status", STATUSES)
    return [NuclearRow(state, when.start.year, status, "nuclear-bleek")]


def _state(name: str, when: When, codes: Codes) -> str:
    """The state of a name; the publisher uses that of today for years in which it was called otherwise."""
    try:
        return codes.text(name, when)
    except StateUnknown:
        return codes.text(codes.text(name, TODAY), when)


NUCLEAR = Format(
    "nuclear",
    "nuclear",
    frozenset(["entity", "year", "nuclear_weapons_status"]),
    _convert,
    what="nuclear weapons status by country and year",
)
