"""Write-once Parquet segments: `<table>/<input-sha256[:16]>.<content-sha256[:16]>.parquet`.

The name tells what a segment was made from and what its bytes must be, so a repeated ingest is seen before it
begins and damage is seen before it is used. A segment is written under `tmp/`, flushed to disk and renamed;
whatever a killed ingest leaves lies in `tmp/`, which readers never look at and the next ingest sweeps.
Provenance stands in the Parquet key-value metadata of the file itself.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from detente.archive.reader import quoted
from detente.archive.schema import COLUMNS, SCHEMAS, Merge, years_of
from detente.world.errors import DataError, SegmentDamaged

NAME = re.compile(r"([0-9a-f]{16})\.([0-9a-f]{16})\.parquet")


def default_dir() -> Path:
    """The archive's folder: $DETENTE_ARCHIVE, else $XDG_DATA_HOME/detente/archive, else under ~/.local."""
    if chosen := os.environ.get("DETENTE_ARCHIVE"):
        return Path(chosen)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "detente" / "archive"


def segments(archive: Path, table: str) -> list[Path]:
    """The segments of a table in order of name, one an input."""
    by_input: dict[str, Path] = {}
    for path in sorted((archive / table).glob("*.parquet")):
        if match := NAME.fullmatch(path.name):
            by_input.setdefault(match[1], path)
    return list(by_input.values())


def segment_of(archive: Path, table: str, input_sha256: str) -> Path | None:
    """The segment made from an input, None if there is none yet."""
    found = (path for path in segments(archive, table) if path.name.startswith(input_sha256[:16]))
    return next(found, None)


def verify(path: Path) -> None:
    """Raise SegmentDamaged unless the bytes of a segment are those that its name promises."""
    match = NAME.fullmatch(path.name)
    try:
        sound = match is not None and sha256_of(path).startswith(match[2])
    except OSError as error:
        raise SegmentDamaged("segment-unreadable", f"{path}: {error.strerror}") from error
    if not sound:
        message = f"{path} is not what was written: delete it and ingest its source again"
        raise SegmentDamaged("segment-damaged", message)


def is_current(path: Path, table: str) -> bool:
    """Whether a segment has the schema that its table has today."""
    return provenance(path).get("schema") == SCHEMAS[table]


def check(archive: Path) -> list[str]:
    """What is wrong with an archive, a line for every damaged file; an empty list if it is sound."""
    problems = []
    for path in sorted(path for table in COLUMNS for path in (archive / table).glob("*.parquet")):
        try:
            verify(path)
        except SegmentDamaged as error:
            problems.append(error.message)
    return problems


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def writing(archive: Path) -> Iterator[Path]:
    """Hold the archive for one writer, with an empty `tmp/`; DataError if it cannot be written."""
    try:
        scratch = archive / "tmp"
        scratch.mkdir(parents=True, exist_ok=True)
        with _locked(scratch):
            _sweep(scratch)
            try:
                yield scratch
            finally:
                _sweep(scratch)
    except OSError as error:
        raise _unwritable(archive, error) from error


def write(staged: Path, table: str, *, about: Mapping[str, str], merge: Merge | None = None) -> Path:
    """Turn staged CSV rows into a sorted Parquet file beside them, with `about` in its metadata.

    `merge` says which rows become one; without it every row stays.
    """
    import duckdb

    target = staged.with_suffix(".parquet")
    known = {**about, "schema": SCHEMAS[table]}
    pairs = ", ".join(f"{quoted(key)}: {quoted(value)}" for key, value in known.items())
    with (
        _writable(staged.parent.parent),
        duckdb.connect(config={"memory_limit": "512MB", "threads": 2}) as connection,
    ):
        connection.execute(f"SET temp_directory = {quoted(staged.parent)}")
        connection.execute(
            f"COPY ({_select(staged, table, merge)}) TO {quoted(target)} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})"
        )
    return target


def publish(file: Path, archive: Path, *, table: str, input_sha256: str) -> Path:
    """Move a finished Parquet file to its final name; after that it is part of the archive for good."""
    target = archive / table / f"{input_sha256[:16]}.{sha256_of(file)[:16]}.parquet"
    settle(file, target)
    return target


def settle(file: Path, target: Path) -> None:
    """Flush a file and rename it: it is there whole or not at all."""
    target.parent.mkdir(exist_ok=True)
    _flush(file)
    os.replace(file, target)
    _flush(target.parent)
    _flush(target.parent.parent)


def count(path: Path) -> int:
    """How many rows a segment has."""
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({quoted(path)})").fetchone()
    return int(found[0]) if found else 0


def provenance(path: Path) -> dict[str, str]:
    """What a segment says of itself: format, source file, sha256, version, schema, counts of rows."""
    import duckdb

    verify(path)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT decode(key), decode(value) FROM parquet_kv_metadata({quoted(path)})"
        ).fetchall()
    return {str(key): str(value) for key, value in found}


def _select(staged: Path, table: str, merge: Merge | None) -> str:
    columns = COLUMNS[table]
    types = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in columns.items())
    source = (
        f"read_csv({quoted(staged)}, header = true, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', nullstr = '', parallel = false, columns = {{{types}}})"
    )
    order = ", ".join(f'"{name}"' for name in columns)
    if merge is None:
        return f"SELECT * FROM {source} ORDER BY {order}"
    return f"{_merged(source, table, merge)} ORDER BY {order}"


def _merged(source: str, table: str, merge: Merge) -> str:
    columns = COLUMNS[table]
    keys = ", ".join(f'"{name}"' for name in columns if name not in merge.aggregates)
    chosen = ", ".join(_aggregate(name, kind, merge) for name, kind in columns.items())
    if not merge.runs:
        return f"SELECT {chosen} FROM {source} GROUP BY {keys}"
    year = years_of(table)[0]
    # Years less their rank are the same number as long as they follow each other.
    runs = f"{year} - dense_rank() OVER (PARTITION BY {keys} ORDER BY {year})"
    return f"SELECT {chosen} FROM (SELECT *, {runs} AS run FROM {source}) GROUP BY {keys}, run"


def _aggregate(name: str, kind: str, merge: Merge) -> str:
    if name not in merge.aggregates:
        return f'"{name}"'
    return f'CAST({merge.aggregates[name]}("{name}") AS {kind}) AS "{name}"'


@contextmanager
def _writable(archive: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise _unwritable(archive, error) from error


def _unwritable(archive: Path, error: Exception) -> DataError:
    message = f"the archive {archive} cannot be written: {error}; make room, or choose another with --archive"
    return DataError("archive-unwritable", message)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(scratch: Path) -> None:
    for path in sorted(scratch.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
