"""The canonical rows of the archive; a folder a table, one Parquet schema each.

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
`disputes` (dispute/1), one row a pair in a dispute: dispute, a, b (alphabetical), start, end, hostility_a,
    hostility_b (MID levels 1..5), deaths_low, deaths_high, originators (whether both began it), dataset.
`conflicts` (conflict/1), one row a pair and year of armed conflict: a, b, year, intensity (1: 25 to 999
    battle deaths, 2: 1,000 or more), dataset.
"""

from typing import NamedTuple


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
    dataset: str


class ConflictRow(NamedTuple):
    """A row of `conflicts`."""

    a: str
    b: str
    year: int
    intensity: int
    dataset: str


Canonical = EventRow | DisputeRow | ConflictRow

_TEXT = "VARCHAR"
_INT = "BIGINT"
_BOOL = "BOOLEAN"

COLUMNS: dict[str, dict[str, str]] = {
    "events": {
        "source": _TEXT,
        "target": _TEXT,
        "date": _TEXT,
        "end_date": _TEXT,
        "kind": _TEXT,
        "cameo": _TEXT,
        "rung": _INT,
        "count": _INT,
        "deaths_low": _INT,
        "deaths_high": _INT,
        "status": _TEXT,
        "symmetric": _BOOL,
        "dataset": _TEXT,
        "dataset_id": _TEXT,
        "line": _INT,
        "n": _INT,
    },
    "disputes": {
        "dispute": _INT,
        "a": _TEXT,
        "b": _TEXT,
        "start": _TEXT,
        "end": _TEXT,
        "hostility_a": _INT,
        "hostility_b": _INT,
        "deaths_low": _INT,
        "deaths_high": _INT,
        "originators": _BOOL,
        "dataset": _TEXT,
    },
    "conflicts": {"a": _TEXT, "b": _TEXT, "year": _INT, "intensity": _INT, "dataset": _TEXT},
}
"""Column and DuckDB type of each table, in order."""

SCHEMAS = {"events": "event/1", "disputes": "dispute/1", "conflicts": "conflict/1"}
"""The name of each table's schema, as it stands in every segment."""
