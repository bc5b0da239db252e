"""Gibler, Miller & Little's disputes 2.2.1 (2016): participants, disputes, and directed dyad-years."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, day, needed, number, two_states
from detente.archive.formats.mid import Range, Whole, both, disputes, fatality, participant
from detente.archive.schema import DisputeRow
from detente.world.when import When


@dataclass(frozen=True, slots=True)
class DyadYear:
    """A directed pair in one year of a dispute; months are those of the whole dispute."""

    dispute: int
    a: str
    b: str
    year: int
    months: tuple[int | None, int | None]
    hostility: tuple[int | None, int | None]
    deaths: Range
    originators: bool


def _dyad_year(cells: Cells, _line: int, codes: Codes) -> list[DyadYear]:
    when = day(cells, "year", "")
    one, other = two_states(
        codes.cow(needed(cells, "ccode1"), when), codes.cow(needed(cells, "ccode2"), when)
    )
    row = DyadYear(
        needed(cells, "dispnum"),
        one,
        other,
        when.start.year,
        (_month(cells, "stmon"), _month(cells, "endmon")),
        (number(cells, "hostlev1"), number(cells, "hostlev2")),
        both(fatality(cells, "fatality1"), fatality(cells, "fatality2")),
        number(cells, "orig1") == 1 and number(cells, "orig2") == 1,
    )
    return [row]


def _month(cells: Cells, column: str) -> int | None:
    month = number(cells, column)
    return month if month is None or 1 <= month <= 12 else None


def _dispute(cells: Cells, _line: int, _codes: Codes) -> list[Whole]:
    begun = day(cells, "styear", "stmon")
    return [Whole(needed(cells, "dispnum"), begun, fatality(cells))]


def _pairs(rows: list[DyadYear], _: list[Whole]) -> Iterator[DisputeRow]:
    spans: dict[int, list[int]] = defaultdict(list)
    pairs: dict[tuple[int, str, str], list[DyadYear]] = defaultdict(list)
    for row in rows:
        spans[row.dispute].append(row.year)
        if row.a < row.b:
            pairs[row.dispute, row.a, row.b].append(row)
    for (dispute, _a, _b), years in pairs.items():
        years.sort(key=lambda row: row.year)
        yield _joined(years, min(spans[dispute]), max(spans[dispute]))


def _joined(years: list[DyadYear], first: int, last: int) -> DisputeRow:
    """One row for the years of a pair; a month is the dispute's: it tells of the first and last year only."""
    begun, ended = years[0], years[-1]
    return DisputeRow(
        begun.dispute,
        begun.a,
        begun.b,
        When.of(begun.year, begun.months[0] if begun.year == first else None).text,
        When.of(ended.year, ended.months[1] if ended.year == last else None).text,
        *begun.hostility,
        *begun.deaths,
        begun.originators,
        "gml-2.2.1-dyads",
    )


_SPAN = ["stday", "stmon", "styear", "endday", "endmon", "endyear"]

GML_PARTICIPANTS = Format(
    "gml",
    "disputes",
    frozenset(["dispnum", "ccode", "sidea", "hiact", "orig", "dummy_stday", *_SPAN]),
    participant,
    frozenset(
        [
            "dispnum",
            "styear",
            "stmon",
            "outcome",
            "settle",
            "fatality",
            "mindur",
            "maxdur",
            "hiact",
            "hostlev",
            "recip",
        ]
    ),
    _dispute,
    disputes,
    what="GML 2.2.1 participants, with disputes",
)

GML_DYADS = Format(
    "gml",
    "disputes",
    frozenset(
        [
            "dispnum",
            "ccode1",
            "ccode2",
            "year",
            "midonset",
            "sidea1",
            "hostlev1",
            "hostlev2",
            "fatality1",
            "orig1",
            "stmon",
        ]
    ),
    _dyad_year,
    join=_pairs,
    what="GML 2.2.1 directed dyad-years",
)
