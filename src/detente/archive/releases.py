"""Which releases of which data sets an archive holds, and up to which year each goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.archive.query import Archive
from detente.archive.schema import COLUMNS, years_of


@dataclass(frozen=True, slots=True)
class Release:
    """A data set in one file: its table, its name with the version, and its first and last year.

    `file` are the first 16 digits of the sha256 of the publisher's file (of the sha256 of all files where a
    companion came with it), `rows` those of the archive. The years are those that rows are about; disputes
    count by the year in which they began.
    """

    table: str
    dataset: str
    file: str
    rows: int
    first: int
    last: int

    def line(self) -> str:
        """The release in a line."""
        return f"{self.table}: {self.dataset}, {self.first}-{self.last}, {self.rows:,} rows, file {self.file}"


def releases(archive: Archive) -> tuple[Release, ...]:
    """All releases in the archive, in the order of the tables, then by data set and file.

    SegmentDamaged if a segment is not what was written.
    """
    return tuple(release for table in COLUMNS for release in _of(archive, table))


def _of(archive: Archive, table: str) -> Iterator[Release]:
    connection = archive.connection(table)
    if connection is None:
        return
    first, last = years_of(table)
    sql = f"SELECT dataset, file, count(*), min({first}), max({last}) FROM {table} GROUP BY ALL ORDER BY ALL"
    for dataset, file, rows, since, until in connection.execute(sql).fetchall():
        yield Release(table, dataset, Path(file).name.partition(".")[0], rows, since, until)
