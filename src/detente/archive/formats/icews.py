"""ICEWS (Boschee et al., Harvard Dataverse doi:10.7910/DVN/28075): reports of acts, coded by machine.

The publisher's own `.tab` files (20 columns, UTF-8 or Latin-1), and the reduced table that many carry about
(date, source and target with ISO codes, CAMEO). Sides are countries; reports within one country, or with a
side that has none, are set aside. Reports of the same day, sides and code become one row; `n` counts them.
"""

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, RowRejected, iso, two_states, words
from detente.archive.formats.cameo import kind_of_cameo, rung_of
from detente.archive.schema import REPORTS, EventRow
from detente.world.kinds import SYMMETRIC
from detente.world.when import When

COUNTRIES = {
    "occupied palestinian territory": "PSE",
    "palestinian territory, occupied": "PSE",
    "democratic republic of congo": "COD",
    "congo": "COG",
    "cote d'ivoire": "CIV",
    "viet nam": "VNM",
    "vietnam": "VNM",
    "moldova, republic of": "MDA",
    "holy see": "VAT",
    "swaziland": "SWZ",
    "the former yugoslav republic of macedonia": "MKD",
    "macedonia": "MKD",
    "czech republic": "CZE",
    "myanmar": "MMR",
    "burma": "MMR",
    "laos": "LAO",
    "sao tome and principe": "STP",
    "timor-leste": "TLS",
    "east timor": "TLS",
    "cape verde": "CPV",
    "turkey": "TUR",
}
"""The publisher's spellings of countries that are not the usual ones."""


def _raw(cells: Cells, line: int, codes: Codes) -> list[EventRow]:
    when = iso(cells, "event date")
    source = _country(cells, "source country", when, codes)
    target = _country(cells, "target country", when, codes)
    return [_row(cells, line, when, (source, target), words(cells, "cameo code"))]


def _reduced(cells: Cells, line: int, codes: Codes) -> list[EventRow]:
    when = iso(cells, "date")
    source = codes.text(words(cells, "source_iso3"), when)
    target = codes.text(words(cells, "target_iso3"), when)
    return [_row(cells, line, when, (source, target), words(cells, "cameo"))]


def _country(cells: Cells, column: str, when: When, codes: Codes) -> str:
    text = words(cells, column)
    if text == "NA":
        raise RowRejected(f"{column} is missing")
    return codes.text(COUNTRIES.get(text.casefold(), text), when)


def _row(cells: Cells, line: int, when: When, sides: tuple[str, str], code: str) -> EventRow:
    source, target = two_states(*sides)
    kind = kind_of_cameo(code)
    return EventRow(
        source,
        target,
        when.text,
        None,
        kind,
        code,
        rung_of(code),
        symmetric=kind in SYMMETRIC,
        dataset="icews",
        dataset_id=cells.get("event id") or None,
        line=line,
    )


ICEWS = Format(
    "icews",
    "events",
    frozenset(["event id", "event date", "source country", "cameo code", "target country"]),
    _raw,
    latin=True,
    merge=REPORTS,
    what="ICEWS events as published (.tab, 20 columns)",
)

ICEWS_REDUCED = Format(
    "icews",
    "events",
    frozenset(["date", "source_iso3", "cameo", "target_iso3"]),
    _reduced,
    latin=True,
    merge=REPORTS,
    what="ICEWS events reduced to day, sides and code",
)
