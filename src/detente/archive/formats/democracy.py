"""Democracy by state and year: V-Dem's polyarchy, Polity5's polity2, and a table that has both.

-9 is a score of Polity, not a missing value.
"""

from functools import partial

from detente.archive.codes import Codes
from detente.archive.formats.base import MISSING, Cells, Format, RowRejected, measure, needed, some, year
from detente.archive.schema import DemocracyRow
from detente.world.when import When

POLITY_NUMBERS = {
    341: 347,
    342: 345,
    347: 345,
    348: 341,
    364: 365,
    525: 626,
    529: 530,
    626: 625,
    769: 770,
    818: 816,
}
"""CoW's number for Polity's own: Kosovo, Serbia, Yugoslavia since 1991, Montenegro, the Soviet Union, South
Sudan, Ethiopia since 1993, Sudan since 2011, Pakistan until 1971, Vietnam since 1976."""

TRANSITIONS = frozenset({-66, -77, -88})
"""Interruption, interregnum and transition: no score."""

_SCORES = ("polity2", "e_polity2", "e_p_polity")


def _convert(dataset: str, number: str, cells: Cells, _line: int, codes: Codes) -> list[DemocracyRow]:
    when = year(cells)
    return _row(dataset, cells, when, codes.cow(needed(cells, number), when))


def _polity(cells: Cells, _line: int, codes: Codes) -> list[DemocracyRow]:
    when = year(cells)
    number = needed(cells, "ccode")
    if "scode" in cells:  # Polity's own file; its numbers are not all CoW's.
        number = POLITY_NUMBERS.get(number, number)
    return _row("polity-5" if "p5" in cells else "polity", cells, when, codes.cow(number, when))


def _row(dataset: str, cells: Cells, when: When, state: str) -> list[DemocracyRow]:
    score = next((_score(cells, column) for column in _SCORES if column in cells), None)
    share = measure(cells, "v2x_polyarchy", 1.0)
    some({"polity2": score, "polyarchy": share})
    return [DemocracyRow(state, when.start.year, score, share, dataset)]


def _score(cells: Cells, column: str) -> int | None:
    text = cells[column].strip().lower().removesuffix(".0")
    if text != "-9" and text in MISSING:
        return None
    if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > 3:
        raise RowRejected(f"{column} is no number: {text[:40]!r}")
    score = int(text)
    if score in TRANSITIONS:
        return None
    if not -10 <= score <= 10:
        raise RowRejected(f"{column} {score} is impossible")
    return score


VDEM = Format(
    "vdem",
    "democracy",
    frozenset(["cowcode", "year", "v2x_polyarchy"]),
    partial(_convert, "vdem", "cowcode"),
    what="V-Dem country-years",
)

ISARD = Format(
    "isard",
    "democracy",
    frozenset(["ccode", "year", "polity2", "v2x_polyarchy"]),
    partial(_convert, "isard", "ccode"),
    what="Polity and V-Dem by CoW state and year",
)

POLITY = Format(
    "polity", "democracy", frozenset(["ccode", "year", "polity2"]), _polity, what="Polity5 by state and year"
)
