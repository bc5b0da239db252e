"""Publishers' files row by row: CSV, tab-separated text and Parquet, told apart by their first bytes.

One line of text is one row: none of the formats that we read has line breaks inside a cell, so a stray quote
spoils its own line and no other. Blank lines are no rows. Rows are streamed; none is held.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from detente.world.errors import DataError, FormatUnknown

MAX_LINE = 1 << 20
"""Bytes of the longest line that is read; a longer one is one rejected row."""

CHUNK = 10_000

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Input:
    """A file to be read: its columns in lower case, how its cells are parted, and its sha256.

    `quotes` says whether cells may be quoted; tab-separated text does so only where its header does.
    """

    path: Path
    sha256: str
    columns: tuple[str, ...]
    delimiter: str | None
    quotes: bool = True

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet; then no delimiter parts its cells."""
        return self.delimiter is None


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file: its line, its text, and its cells or what is wrong with it."""

    line: int
    text: str
    cells: Cells
    problem: str = ""


def look(path: Path) -> Input:
    """Hash a file and read its header; DataError if it cannot be read, FormatUnknown if it has no header."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            if magic == b"PAR1":
                return Input(path, sha256, _parquet_columns(path), None)
            file.seek(0)
            header = file.readline(MAX_LINE)
    except OSError as error:
        raise DataError("unreadable", f"{path}: {error.strerror}; give a file that can be read") from error
    return Input(path, sha256, *_header(path, header))


def rows(source: Input, *, latin: bool = False) -> Iterator[RawRow]:
    """The rows of a file; with `latin`, text that is not UTF-8 is read as Latin-1 instead of refused."""
    return _parquet_rows(source) if source.is_parquet else _text_rows(source, latin)


def _header(path: Path, raw: bytes) -> tuple[tuple[str, ...], str, bool]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FormatUnknown("utf-16", f"{path} is UTF-16: save it as UTF-8")
    text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").rstrip("\r\n")
    delimiter = max("\t,;", key=text.count)
    quotes = delimiter != "\t" or '"' in text
    cells = _split(text, delimiter, quotes)
    if not text.strip() or cells is None:
        raise FormatUnknown("no-header", f"{path} does not begin with a line of column names")
    return tuple(cell.strip().lower() for cell in cells), delimiter, quotes


def _text_rows(source: Input, latin: bool) -> Iterator[RawRow]:
    with source.path.open("rb") as file:
        for line, raw in enumerate(_lines(file), start=1):
            if line > 1 and raw.strip(b"\r\n \t"):
                yield _text_row(source, line, raw, latin)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while raw := file.readline(MAX_LINE):
        rest = raw
        while len(rest) == MAX_LINE and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE)
        yield raw


def _text_row(source: Input, line: int, raw: bytes, latin: bool) -> RawRow:
    text, problem = _decoded(raw.rstrip(b"\r\n"), latin)
    if problem or len(raw) == MAX_LINE:
        return RawRow(line, text[:1000], {}, problem or f"longer than {MAX_LINE} bytes")
    cells = _split(text, source.delimiter or ",", source.quotes)
    if cells is None:
        return RawRow(line, text, {}, "a quote is not closed")
    if len(cells) != len(source.columns):
        return RawRow(line, text, {}, f"{len(source.columns)} cells expected, {len(cells)} found")
    return RawRow(line, text, dict(zip(source.columns, cells, strict=True)))


def _decoded(raw: bytes, latin: bool) -> tuple[str, str]:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        if not latin:
            return raw.decode("utf-8", "backslashreplace"), "not UTF-8"
        text = raw.decode("latin-1")
    return (text.replace("\0", "\\x00"), "a NUL byte") if "\0" in text else (text, "")


def _split(text: str, delimiter: str, quotes: bool) -> list[str] | None:
    """The cells of a line; None if its quotes do not match."""
    if not quotes or '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return None


def _parquet_columns(path: Path) -> tuple[str, ...]:
    with _parquet(path, "LIMIT 0") as cursor:
        return tuple(str(column[0]).lower() for column in cursor.description or ())


def _parquet_rows(source: Input) -> Iterator[RawRow]:
    with _parquet(source.path) as cursor:
        line = 1
        while chunk := _fetched(source.path, cursor):
            for row in chunk:
                line += 1
                yield _parquet_row(source.columns, line, row)


def _parquet_row(columns: tuple[str, ...], line: int, row: Iterable[str | None]) -> RawRow:
    cells = ["" if cell is None else cell for cell in row]
    text = ",".join(cells)
    if "\0" in text:
        return RawRow(line, text.replace("\0", "\\x00"), {}, "a NUL byte")
    return RawRow(line, text, dict(zip(columns, cells, strict=True)))


def _parquet(path: Path, tail: str = "") -> Any:
    import duckdb

    name = quoted(path.resolve())
    cursor = duckdb.connect(config={"memory_limit": "512MB", "threads": 2})
    try:
        cursor.execute(f"SET allowed_paths = [{name}]")
        cursor.execute("SET enable_external_access = false")
        return cursor.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet({name}) {tail}")
    except duckdb.Error as error:
        cursor.close()
        raise DataError(
            "damaged-parquet", f"{path} is no sound Parquet file: {_first_line(error)}"
        ) from error


def _fetched(path: Path, cursor: Any) -> list[tuple[str | None, ...]]:
    import duckdb

    try:
        chunk: list[tuple[str | None, ...]] = cursor.fetchmany(CHUNK)
        return chunk
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise DataError(
            "damaged-parquet", f"{path} is no sound Parquet file: {_first_line(error)}"
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def quoted(text: object) -> str:
    """A value as an SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"
