"""Whole tables of the archive as NumPy arrays, for models that count over all pairs and years."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.archive.query import Archive
from detente.archive.schema import COLUMNS, OPTIONAL, years_of
from detente.world.errors import SegmentDamaged, UsageError

_KINDS: dict[str, Any] = {"VARCHAR": np.str_, "BIGINT": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}


def columns(archive: Archive, table: str, *, until: int | None = None) -> dict[str, NDArray[Any]]:
    """All rows of a table, an array a column, sorted by all columns in their order, missing ones first.

    Equal rows of two files are one; of one file they are not. The `line` of a row is left out: it is of its
    file. Texts are `<U` and "" where missing. In columns that are never missing, whole numbers are int64 and
    flags bool; every other number or flag is float64, NaN where missing. `until` is the last year of rows
    kept, by their start, date or year; what such a row says of later years (the end of a spell, the outcome
    of a dispute) is not cut. A table without segments has arrays of no length.

    UsageError for a table that does not exist, SegmentDamaged if a segment is not what was written.
    """
    if table not in COLUMNS:
        raise UsageError("no-such-table", f"{table!r} is no table: choose one of {', '.join(COLUMNS)}")
    names = [name for name in COLUMNS[table] if name != "line"]
    found = _fetched(archive, table, _sql(table, names, until))
    return {name: _array(table, name, found.get(name, ())) for name in names}


def _sql(table: str, names: list[str], until: int | None) -> str:
    chosen = ", ".join(f'"{name}"' for name in names)
    kept = "" if until is None else f"WHERE {years_of(table)[0]} <= {int(until)}"
    copies = f"SELECT {chosen}, row_number() OVER (PARTITION BY {chosen}, file) AS copy FROM {table} {kept}"
    order = ", ".join(f'"{name}" NULLS FIRST' for name in names)
    return f"SELECT {chosen} FROM (SELECT DISTINCT * FROM ({copies})) ORDER BY {order}"


def _fetched(archive: Archive, table: str, sql: str) -> dict[str, Any]:
    connection = archive.connection(table)
    if connection is None:
        return {}
    import duckdb

    try:
        found: dict[str, Any] = connection.execute(sql).fetchnumpy()
    except duckdb.IOException as error:
        raise SegmentDamaged("segment-unreadable", f"{archive.folder}: {error}") from error
    return found


def _array(table: str, name: str, values: Any) -> NDArray[Any]:
    kind = _KINDS[COLUMNS[table][name]]
    missing = np.ma.getmaskarray(values)
    if kind is np.str_:
        return np.where(missing, "", np.ma.getdata(values)).astype(np.str_)
    if name not in OPTIONAL[table]:
        return np.ma.getdata(values).astype(kind)
    return np.where(missing, np.nan, np.ma.getdata(values).astype(np.float64))
