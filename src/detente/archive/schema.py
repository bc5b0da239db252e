"""The canonical rows of the archive; a folder a table, one Parquet schema each.

Days are ISO text; codes are of states; `dataset` names the data set with its version; NULL is missing.

`events` (schema event/1), one row an act of one state towards another:
    source, target      state codes
    date, end_date      ISO text cut to its precision; end_date NULL where the source has none
    kind, cameo, rung   our kind, the CAMEO code or NULL, the rung 0..9
    count               how many (missiles, ships), NULL where not counted
    deaths_low/_high    battle deaths of both sides together; high NULL where the source has no bound
    status, symmetric   as in `world.event.Event`
    dataset, dataset_id the data set with its version, and the row's own number there
    line                the line of the input that it stood on
    n                   how many rows of the input it stands for (reports of one act)
`disputes` (dispute/2), one row a pair in a dispute: dispute, a, b (alphabetical), start, end (cut to their
    precision), hostility_a, hostility_b (MID levels 1..5), deaths_low, deaths_high, originators (whether both
    began it). Of the whole dispute, all its states: hostility (1..5), fatality (MID level 0..6), max_days.
    side_a: whether `a` stood on its side A, the side that began. dispute/1 had not the last four.
`conflicts` (conflict/1), one row a pair and year of armed conflict: a, b, year, intensity (1: 25 to 999
    battle deaths, 2: 1,000 or more).
`borders` (border/1), one row a pair (alphabetical) and spell: type (CoW: 1 land or river, 2 to 5 water up to
    12, 24, 150, 400 miles), start, end: first and last day; of a source that knows months or years, the first
    day of the first one and the last day of the last one.
`distances` (distance/1), one row a pair and spell of years: first_year, last_year, km between borders.
`capabilities` (capability/1), one row a state and year: cinc (share of the world, 0..1), milper (thousands),
    milex (thousands of current dollars or pounds), tpop (thousands).
`alliances` (alliance/1), one row a pair and year: defense, offense, neutral, nonaggression, consultation:
    whether either has promised it to the other; offense NULL where the source does not tell it from defense.
`democracy` (democracy/1), one row a state and year: polity2 (-10..10), polyarchy (0..1).
`powers` (power/1), one row a spell of a major power: state, start, end.
`nuclear` (nuclear/1), one row a state and year: status (0 none, 1 considers, 2 pursues, 3 possesses weapons).
`provocations` (provocation/1), one row a provocation by North Korea: date, type in the publisher's words.

A state that changed its CoW number within a year (Germany and Yemen in 1990) may have two rows in that year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, get_args, get_type_hints


class EventRow(NamedTuple):
    """A row of `events`; `number` is its column `count`."""

    source: str
    target: str
    date: str
    end_date: str | None
    kind: str
    cameo: str | None
    rung: int
    number: int | None = None
    deaths_low: int | None = None
    deaths_high: int | None = None
    status: str = "actual"
    symmetric: bool = False
    dataset: str = ""
    dataset_id: str | None = None
    line: int = 0
    n: int = 1


class DisputeRow(NamedTuple):
    """A row of `disputes`."""

    dispute: int
    a: str
    b: str
    start: str
    end: str | None
    hostility_a: int | None
    hostility_b: int | None
    deaths_low: int | None
    deaths_high: int | None
    originators: bool
    hostility: int | None
    fatality: int | None
    max_days: int | None
    side_a: bool | None
    dataset: str


class ConflictRow(NamedTuple):
    """A row of `conflicts`."""

    a: str
    b: str
    year: int
    intensity: int
    dataset: str


class BorderRow(NamedTuple):
    """A row of `borders`."""

    a: str
    b: str
    type: int
    start: str
    end: str
    dataset: str


class DistanceRow(NamedTuple):
    """A row of `distances`."""

    a: str
    b: str
    first_year: int
    last_year: int
    km: float
    dataset: str


class CapabilityRow(NamedTuple):
    """A row of `capabilities`."""

    state: str
    year: int
    cinc: float | None
    milper: float | None
    milex: float | None
    tpop: float | None
    dataset: str


class AllianceRow(NamedTuple):
    """A row of `alliances`."""

    a: str
    b: str
    year: int
    defense: bool
    offense: bool | None
    neutral: bool
    nonaggression: bool
    consultation: bool
    dataset: str


class DemocracyRow(NamedTuple):
    """A row of `democracy`."""

    state: str
    year: int
    polity2: int | None
    polyarchy: float | None
    dataset: str


class PowerRow(NamedTuple):
    """A row of `powers`."""

    state: str
    start: str
    end: str
    dataset: str


class NuclearRow(NamedTuple):
    """A row of `nuclear`."""

    state: str
    year: int
    status: int
    dataset: str


class ProvocationRow(NamedTuple):
    """A row of `provocations`."""

    date: str
    type: str
    dataset: str


Canonical = (
    EventRow
    | DisputeRow
    | ConflictRow
    | BorderRow
    | DistanceRow
    | CapabilityRow
    | AllianceRow
    | DemocracyRow
    | PowerRow
    | NuclearRow
    | ProvocationRow
)

ROWS: dict[str, type[Canonical]] = {
    "events": EventRow,
    "disputes": DisputeRow,
    "conflicts": ConflictRow,
    "borders": BorderRow,
    "distances": DistanceRow,
    "capabilities": CapabilityRow,
    "alliances": AllianceRow,
    "democracy": DemocracyRow,
    "powers": PowerRow,
    "nuclear": NuclearRow,
    "provocations": ProvocationRow,
}
"""The rows of each table."""

SCHEMAS = {
    "events": "event/1",
    "disputes": "dispute/2",
    "conflicts": "conflict/1",
    "borders": "border/1",
    "distances": "distance/1",
    "capabilities": "capability/1",
    "alliances": "alliance/1",
    "democracy": "democracy/1",
    "powers": "power/1",
    "nuclear": "nuclear/1",
    "provocations": "provocation/1",
}
"""The name of each table's schema, as it stands in every segment."""

SPANS = {
    "events": ("date", "date"),
    "disputes": ("start", "start"),
    "borders": ("start", "end"),
    "distances": ("first_year", "last_year"),
    "powers": ("start", "end"),
    "provocations": ("date", "date"),
}
"""The columns that say which years a row is about, in tables that have no `year`.

A data set of disputes covers those that began in its years; how long they lasted says nothing of it.
"""

_SQL = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}


def _hints(table: str) -> dict[str, Any]:
    """The type of each column; a named tuple cannot have a field `count`."""
    hints = get_type_hints(ROWS[table])
    return {"count" if name == "number" else name: hint for name, hint in hints.items()}


def _plain(hint: Any) -> type:
    """The type without None."""
    found: type = (get_args(hint) or (hint,))[0]
    return found


COLUMNS = {table: {name: _SQL[_plain(hint)] for name, hint in _hints(table).items()} for table in ROWS}
"""Column and DuckDB type of each table, in order."""

OPTIONAL = {
    table: frozenset(name for name, hint in _hints(table).items() if type(None) in get_args(hint))
    for table in ROWS
}
"""The columns of each table that may be NULL."""


def years_of(table: str) -> tuple[str, str]:
    """SQL of the first and the last year that a row of a table is about."""
    first, last = (f'CAST(left(CAST("{name}" AS VARCHAR), 4) AS BIGINT)' for name in _span(table))
    return first, last


def _span(table: str) -> tuple[str, str]:
    return SPANS.get(table, ("year", "year"))


@dataclass(frozen=True, slots=True)
class Merge:
    """How rows of one file that agree in all other columns become one row: an SQL aggregate a column.

    With `runs` only those of years that follow each other do.
    """

    aggregates: Mapping[str, str] = field(default_factory=dict)
    runs: bool = False


SAME = Merge()
"""Equal rows are one, as where both directions of a pair say the same."""

REPORTS = Merge({"dataset_id": "min", "line": "min", "n": "sum"})
"""Reports of one act are one row of `events` that counts them."""

EITHER = Merge(dict.fromkeys(("defense", "offense", "neutral", "nonaggression", "consultation"), "bool_or"))
"""What either promised the other, in any of their treaties, is one row of `alliances`."""

BORDER_YEARS = Merge({"start": "min", "end": "max"}, runs=True)
"""Years of `borders` that follow each other are one spell."""

DISTANCE_YEARS = Merge({"first_year": "min", "last_year": "max"}, runs=True)
"""Years of `distances` that follow each other are one spell."""
