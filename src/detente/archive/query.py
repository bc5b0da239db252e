"""What the archive knows of a pair on a day: SQL picks the rows, nothing later than the day among them.

Segments are checked against their names before they are opened, in a DuckDB that lives in memory and may read
the archive's folder and nothing else. An archive without segments is an answer too, and loads no DuckDB.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from detente.archive.codes import FLOOR
from detente.archive.reader import quoted
from detente.archive.schema import COLUMNS, ConflictRow, DisputeRow
from detente.archive.segments import check, segments, verify
from detente.archive.segments import default_dir as default_dir
from detente.archive.tables import states
from detente.world.actor import Dyad
from detente.world.errors import SegmentDamaged
from detente.world.event import Event
from detente.world.history import Coverage
from detente.world.kinds import KINDS
from detente.world.when import When

QUIET = 31
"""Days without a row at the end of a data set that are not called a gap."""

LAST = "9999-12-31"

_FIRST = "CASE length({0}) WHEN 4 THEN {0} || '-01-01' WHEN 7 THEN {0} || '-01' ELSE {0} END"
LAST_DAY = (
    "CASE length({0}) WHEN 4 THEN {0} || '-12-31' "
    "WHEN 7 THEN strftime(last_day(CAST({0} || '-01' AS DATE)), '%Y-%m-%d') ELSE {0} END"
)
"""SQL of the last day of a date that is cut to its precision."""

_ACT = (
    'source, target, date, end_date, kind, cameo, rung, "count", deaths_low, status, "symmetric", dataset, '
    "deaths_high"
)

_EVENTS = f"""
SELECT {_ACT}, copy FROM (
    SELECT {_ACT}, row_number() OVER (PARTITION BY {_ACT}, file ORDER BY line) AS copy
    FROM events WHERE last_day <= $day AND status IN ('actual', 'historical') AND {{where}}
) GROUP BY ALL ORDER BY ALL
"""
"""Acts of all files of a data set: equal rows of two files are one, equal rows of one file are not."""

_BETWEEN = "source IN ($a, $b) AND target IN ($a, $b)"
_AROUND = f"(source IN ($a, $b) OR target IN ($a, $b)) AND NOT ({_BETWEEN})"

_PAIRS = """
SELECT least(source, target) AS one, greatest(source, target) AS two FROM events
WHERE last_day <= $day AND source <> target AND length(source) = 3 AND length(target) = 3
    AND status IN ('actual', 'historical') AND $a <> $b
GROUP BY ALL HAVING count(DISTINCT date) >= $least ORDER BY ALL
"""

_COUNTS = f"SELECT dataset, count(*) FROM ({_EVENTS.format(where=_BETWEEN)}) GROUP BY dataset"

_WINDOWS = """
SELECT dataset, min(first_day) AS since, max(last_day) AS until,
    bool_or(source = $a OR target = $a) AS has_a, bool_or(source = $b OR target = $b) AS has_b
FROM events WHERE last_day <= $day GROUP BY dataset, file ORDER BY dataset, since, until
"""


_WHOLE = ("hostility", "fatality", "max_days")

_FACTS = ", ".join(
    f"CASE WHEN whole_end <= $day THEN {name} END" if name in _WHOLE else f'"{name}"'
    for name in COLUMNS["disputes"]
)

_DISPUTES = f"""
SELECT {_FACTS} FROM (
    SELECT *, greatest(
        max(last_day) OVER whole,
        strftime(min(CAST(last_start AS DATE)) OVER whole + CAST(max_days AS INTEGER) - 1, '%Y-%m-%d')
    ) AS whole_end
    FROM (
        SELECT *, {LAST_DAY.format("start")} AS last_start, {LAST_DAY.format('"end"')} AS last_day
        FROM disputes
    ) WINDOW whole AS (PARTITION BY dispute, dataset)
) WHERE a = $a AND b = $b AND last_day <= $day
GROUP BY ALL ORDER BY start, "end", dispute, dataset
"""
"""A whole dispute is over when its last pair is, and not before its most days since its first pair are."""

_CONFLICTS = f"""
SELECT {", ".join(COLUMNS["conflicts"])} FROM conflicts
WHERE a = $a AND b = $b AND year || '-12-31' <= $day GROUP BY ALL ORDER BY year, dataset
"""


@dataclass
class Archive:
    """The segments under a folder; None, or a folder without any, is an archive that knows nothing.

    It sees the segments that were there at its first question of a table. Every question raises
    SegmentDamaged if a segment is not what was written.
    """

    folder: Path | None = None
    _connections: dict[str, Any] = field(default_factory=dict, repr=False)

    def tables(self) -> dict[str, list[Path]]:
        """The segments of each table."""
        if self.folder is None:
            return {}
        return {table: segments(self.folder, table) for table in COLUMNS}

    def segment_count(self) -> int:
        """How many segments there are."""
        return sum(len(paths) for paths in self.tables().values())

    def check(self) -> list[str]:
        """What is wrong with the segments, a line for every damaged file."""
        return [] if self.folder is None else check(self.folder)

    def events(self, dyad: Dyad, as_of: date) -> tuple[Event, ...]:
        """Acts between the two known by the day, by date, source, kind, rung; `origin` is the data set."""
        return self._acts(dyad, as_of, _BETWEEN)

    def events_around(self, dyad: Dyad, as_of: date) -> tuple[Event, ...]:
        """Acts between one of the two and a third state known by the day, in the same order."""
        return self._acts(dyad, as_of, _AROUND)

    def pairs(self, as_of: date, least: int) -> tuple[tuple[str, str], ...]:
        """Pairs of codes, in order, with acts between them on at least so many days by the day."""
        found = self._ask("events", _PAIRS.replace("$least", str(int(least))), Dyad.of("AAA", "AAB"), as_of)
        return tuple((str(a), str(b)) for a, b in found)

    def coverage(self, dyad: Dyad, as_of: date) -> tuple[Coverage, ...]:
        """The days of each data set known by the day, from its first to its last row of any pair.

        A state that never occurs in a data set is not covered by it. Holes between files and the days from
        the last row to the day are said in `gap`.
        """
        found = self._ask("events", _WINDOWS, dyad, as_of)
        acts = dict(self._ask("events", _COUNTS, dyad, as_of))
        return tuple(
            _coverage(dataset, list(windows), dyad, as_of, acts.get(dataset, 0))
            for dataset, windows in groupby(found, key=lambda row: str(row[0]))
        )

    def disputes(self, dyad: Dyad, as_of: date) -> tuple[DisputeRow, ...]:
        """Disputes between the two that had ended by the day, in order of their start.

        What is said of the whole dispute is None where it may have gone on without them.
        """
        return tuple(DisputeRow(*row) for row in self._ask("disputes", _DISPUTES, dyad, as_of))

    def conflicts(self, dyad: Dyad, as_of: date) -> tuple[ConflictRow, ...]:
        """Years of armed conflict between the two that were over by the day."""
        return tuple(ConflictRow(*row) for row in self._ask("conflicts", _CONFLICTS, dyad, as_of))

    def _acts(self, dyad: Dyad, as_of: date, where: str) -> tuple[Event, ...]:
        found = self._ask("events", _EVENTS.format(where=where), dyad, as_of)
        events = [_event(row, as_of) for row in found]
        return tuple(sorted(events, key=lambda e: (e.date or "", e.source or "", e.kind, e.rung)))

    def _ask(self, table: str, sql: str, dyad: Dyad, as_of: date) -> list[tuple[Any, ...]]:
        connection = self.connection(table)
        if connection is None:
            return []
        import duckdb

        known = {"a": dyad.a, "b": dyad.b, "day": as_of.isoformat()}
        try:
            rows: list[tuple[Any, ...]] = connection.execute(sql, known).fetchall()
        except duckdb.IOException as error:
            raise SegmentDamaged("segment-unreadable", f"{self.folder}: {error}") from error
        return rows

    def connection(self, table: str) -> Any:
        """A DuckDB connection with the view `table` of its columns and `file`; None without a segment."""
        if table not in self._connections:
            paths = self.tables().get(table, [])
            for path in paths:
                verify(path)
            self._connections[table] = _opened(paths, table, self.folder) if paths else None
        return self._connections[table]


def _opened(paths: Sequence[Path], table: str, folder: Path | None) -> Any:
    """A connection with the view `table`, shut off from everything but the folder."""
    import duckdb

    closed = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    connection = duckdb.connect(config={**closed, "memory_limit": "512MB", "threads": 2})
    if folder is not None:
        connection.execute(f"SET allowed_directories = [{quoted(folder.resolve())}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    files = ", ".join(quoted(path.resolve()) for path in paths)
    days = ""
    if table == "events":
        days = f", {_FIRST.format('date')} AS first_day, {LAST_DAY.format('date')} AS last_day"
    nothing = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in COLUMNS[table].items())
    # Segments of an older schema lack columns: there they are NULL.
    connection.execute(
        f"CREATE VIEW {table} AS SELECT * RENAME (filename AS file){days} "
        f"FROM (FROM read_parquet([{files}], filename = true, union_by_name = true) "
        f"UNION ALL BY NAME SELECT {nothing} WHERE false)"
    )
    return connection


def _event(row: tuple[Any, ...], as_of: date) -> Event:
    source, target, day, ended, kind, cameo, rung, count, least, status, symmetric, dataset, most, _ = row
    # The upper estimate, on which the models were fitted: the lower leaves out what no named battle explains.
    deaths = least if most is None else most
    if ended is not None and When.parse(ended).end > as_of:
        # It still lasts: the deaths, and the rung that rests on them, are of its whole length.
        deaths, rung = None, 6 if rung == 7 else rung
    return Event(
        source,
        target,
        day,
        kind,
        rung,
        plover=_plover(kind),
        cameo=cameo,
        count=count,
        deaths=deaths,
        status=status,
        symmetric=symmetric,
        origin=dataset,
    )


@lru_cache
def _plover(kind: str) -> str | None:
    return KINDS[kind].plover if kind in KINDS else None


def _coverage(dataset: str, windows: list[tuple[Any, ...]], dyad: Dyad, as_of: date, acts: int) -> Coverage:
    strangers = [
        code for code, column in ((dyad.a, 3), (dyad.b, 4)) if not any(window[column] for window in windows)
    ]
    what = f"acts between {dyad.a} and {dyad.b}"
    if strangers:
        return Coverage(dataset, what, None, None, 0, f"{' and '.join(strangers)} never occurs in it")
    first, last = lifetime(dyad)
    spans = _merged([(max(str(window[1]), first), min(str(window[2]), last)) for window in windows])
    if not spans:
        return Coverage(dataset, what, None, None, acts, "it ends before both of them were states")
    return Coverage(dataset, what, spans[0][0], spans[-1][1], acts, gaps(spans, as_of), tuple(spans))


def _merged(windows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The windows of files, those that touch or overlap as one."""
    merged: list[tuple[str, str]] = []
    for since, until in windows:
        if since > until:
            continue
        if merged and _ordinal(since) <= _ordinal(merged[-1][1]) + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


def lifetime(dyad: Dyad) -> tuple[str, str]:
    """The first and the last day on which both states exist, as ISO days that compare as text."""
    spans = [[s for s in states() if s.code == code] for code in (dyad.a, dyad.b)]
    starts = [min((s.start for s in span), default=FLOOR) for span in spans]
    ends = [max((s.end or LAST for s in span), default=LAST) for span in spans]
    return max("" if start == FLOOR else start for start in starts), min(ends)


def gaps(spans: list[tuple[str, str]], as_of: date) -> str:
    """The days between spans, and from the last span to the day, in words; "" if there are none.

    A last row up to `QUIET` days before the day is no gap: data sets have no row for a quiet day.
    """
    holes = [
        (_ordinal(until) + 1, _ordinal(since) - 1)
        for (_, until), (since, _) in pairwise(spans)
        if _ordinal(since) > _ordinal(until) + 1
    ]
    end = _ordinal(spans[-1][1])
    if as_of.toordinal() > end + QUIET:
        holes.append((end + 1, as_of.toordinal()))
    return "; ".join(f"nothing is known of {_iso(first)} to {_iso(last)}" for first, last in holes)


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
