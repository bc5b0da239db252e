"""Disputes by participant or by directed dyad-year, as Gibler, Miller & Little 2.2.1 (2016) publish them.

The dyad-years of the CoW's own disputes have fewer columns; a file of the disputes adds what they lack.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from detente.archive.codes import Codes
from detente.archive.formats.base import Cells, Format, code, day, needed, number, one_of, two_states, year
from detente.archive.formats.mid import LEVELS, Range, Whole, both, disputes, fatality, participant, whole_of
from detente.archive.schema import DisputeRow
from detente.world.when import When


@dataclass(frozen=True, slots=True)
class DyadYear:
    """A pair in one year of a dispute, whichever direction the row had; months are of the whole dispute."""

    dispute: int
    a: str
    b: str
    year: int
    months: tuple[int | None, int | None]
    hostility: tuple[int | None, int | None]
    deaths: Range
    originators: bool
    side_a: bool
    whole: Whole
    dataset: str


def _dyad_year(cells: Cells, _line: int, codes: Codes) -> list[DyadYear]:
    when = year(cells)
    one, other = two_states(
        codes.cow(needed(cells, "ccode1"), when), codes.cow(needed(cells, "ccode2"), when)
    )
    levels = code(cells, "hostlev1", LEVELS), code(cells, "hostlev2", LEVELS)
    in_order = one < other
    row = DyadYear(
        needed(cells, "dispnum"),
        min(one, other),
        max(one, other),
        when.start.year,
        (_month(cells, "stmon"), _month(cells, "endmon")),
        levels if in_order else levels[::-1],
        both(fatality(cells, "fatality1"), fatality(cells, "fatality2")),
        number(cells, "orig1") == 1 and number(cells, "orig2") == 1,
        (one_of(cells, "sidea1", (0, 1)) == 1) == in_order,
        whole_of(cells, "dispnum", None),
        _dataset(cells),
    )
    return [row]


def _dataset(cells: Cells) -> str:
    if "disponset" in cells:
        return "mid-dyads"
    version = cells.get("version", "").strip().lower()
    return f"{version if version.startswith('gml') else 'gml-2.2.1'}-dyads"


def _month(cells: Cells, column: str) -> int | None:
    month = number(cells, column)
    return month if month is None or 1 <= month <= 12 else None


def _dispute(cells: Cells, _line: int, _codes: Codes) -> list[Whole]:
    return [whole_of(cells, "dispnum", day(cells, "styear", "stmon"))]


def _pairs(rows: list[DyadYear], wholes: list[Whole]) -> Iterator[DisputeRow]:
    known = {whole.number: whole for whole in wholes}
    spans: dict[int, list[int]] = defaultdict(list)
    pairs: dict[tuple[int, str, str], list[DyadYear]] = defaultdict(list)
    for row in rows:
        spans[row.dispute].append(row.year)
        pairs[row.dispute, row.a, row.b].append(row)
    for (dispute, _a, _b), years in pairs.items():
        years.sort(key=lambda row: row.year)
        of_all = known.get(dispute, years[0].whole)
        yield _joined(years, min(spans[dispute]), max(spans[dispute]), of_all)


def _joined(years: list[DyadYear], first: int, last: int, of_all: Whole) -> DisputeRow:
    """One row for the years of a pair; a month is the dispute's: it tells of the first and last year only."""
    begun, ended = years[0], years[-1]
    return DisputeRow(
        begun.dispute,
        begun.a,
        begun.b,
        _begun(begun, first, of_all),
        When.of(ended.year, ended.months[1] if ended.year == last else None).text,
        *begun.hostility,
        *begun.deaths,
        begun.originators,
        of_all.hostility,
        of_all.fatality,
        of_all.max_days,
        begun.side_a,
        begun.dataset,
    )


def _begun(begun: DyadYear, first: int, of_all: Whole) -> str:
    if of_all.begun is not None and of_all.begun.start.year == begun.year:
        return of_all.begun.text
    return When.of(begun.year, begun.months[0] if begun.year == first else None).text


_SPAN = ["stday", "stmon", "styear", "endday", "endmon", "endyear"]

_WHOLE = frozenset(
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
)

_DYAD = ["dispnum", "ccode1", "ccode2", "year", "sidea1", "hostlev1", "hostlev2", "fatality1", "orig1"]

GML_PARTICIPANTS = Format(
    "gml",
    "disputes",
    frozenset(["dispnum", "ccode", "sidea", "hiact", "orig", "dummy_stday", *_SPAN]),
    participant,
    _WHOLE,
    _dispute,
    disputes,
    what="GML 2.2.1 participants, with disputes",
)

GML_DYADS = Format(
    "gml",
    "disputes",
    frozenset([*_DYAD, "midonset", "stmon"]),
    _dyad_year,
    join=_pairs,
    what="GML 2.2.1 directed dyad-years",
)

COW_DYADS = Format(
    "mid",
    "disputes",
    frozenset([*_DYAD, "disponset"]),
    _dyad_year,
    _WHOLE,
    _dispute,
    _pairs,
    what="MID directed dyad-years, with disputes",
)
