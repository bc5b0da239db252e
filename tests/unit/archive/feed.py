"""Made-up files, what ingest says of them, and what it stored; shared by the tests of formats."""

import csv
from pathlib import Path

import duckdb

from detente.archive.ingest import IngestReport, ingest


def write(path: Path, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


def take(tmp_path: Path, header: str, *lines: str, name: str = "auto") -> tuple[IngestReport, list[str]]:
    """Ingest one file; the report, and reason of each rejected row."""
    (report,) = ingest(name, [write(tmp_path / "in.csv", header, *lines)], tmp_path / "archive")
    assert report.rows_kept + report.rows_rejected == report.rows_read == len(lines)
    return report, reasons(report)


def reasons(report: IngestReport) -> list[str]:
    if report.reject_file is None:
        return []
    with report.reject_file.open(encoding="utf-8", newline="") as text:
        return [row["reason"] for row in csv.DictReader(text)]


def stored(report: IngestReport) -> list[dict[str, object]]:
    with duckdb.connect() as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(report.segment)])
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
