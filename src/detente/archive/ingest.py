"""Take publishers' files into the archive: every row is kept, or rejected with its reason, and none twice."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente import __version__
from detente.archive.codes import Codes, StateUnknown, shipped_codes
from detente.archive.formats import Job, plan
from detente.archive.formats.base import Convert, RowRejected
from detente.archive.reader import Input, look, rows
from detente.archive.schema import COLUMNS, Canonical
from detente.archive.segments import (
    count,
    default_dir,
    is_current,
    provenance,
    publish,
    segment_of,
    segments,
    settle,
    sha256_of,
    write,
    writing,
)
from detente.world.errors import DataError

EVERY = 100_000
"""Rows between two words of progress."""

MAX_JOINED = 1_000_000
"""Rows of a file whose rows must be held to be paired; MIDIP has ten thousand."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file; `rows_kept` + `rows_rejected` = `rows_read`.

    `rows_stored` are the rows of the segment (acts of one day and code are one row, a row on many states is
    several), `already` says that the archive had the file. A file that it has under an older schema is read
    again and its segment replaced. `note` says what became of a segment that the same file had made with
    other companions, or without: a file counts once.
    """

    path: Path
    rows_read: int
    rows_kept: int
    rows_rejected: int
    reject_file: Path | None
    segment: Path | None
    already: bool
    rows_stored: int = 0
    note: str = ""

    def line(self) -> str:
        """What became of the file, in a sentence."""
        if self.already:
            return f"{self.path.name}: in the archive already, nothing added{self.note}"
        aside = f", {self.rows_rejected:,} set aside in {self.reject_file}" if self.rows_rejected else ""
        kept = f"{self.rows_read:,} rows read, {self.rows_kept:,} kept ({self.rows_stored:,} stored)"
        return f"{self.path.name}: {kept}{aside}{self.note}"


@dataclass(slots=True)
class Tally:
    """Counts of one file while it is read, and where its rejected rows go."""

    source: Input
    staged: Path
    read: int = 0
    rejected: int = 0
    writer: Any = None
    files: ExitStack = field(default_factory=ExitStack)

    def reject(self, line: int, reason: str, text: str) -> None:
        """Set a row aside with its reason."""
        if self.writer is None:
            file = self.files.enter_context(self.staged.open("w", encoding="utf-8", newline=""))
            self.writer = csv.writer(file, lineterminator="\n")
            self.writer.writerow(("line", "reason", "raw"))
        self.rejected += 1
        self.writer.writerow((line, reason, text))


def ingest(
    format: str,
    paths: Sequence[Path],
    archive: Path | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
    codes: Codes | None = None,
) -> list[IngestReport]:
    """Take files of a format (or "auto") into the archive; one report a file, companions included.

    Rows that cannot be kept go to `rejects/<input-sha256[:16]>.csv` with line, reason and text. A file that
    the archive has already adds nothing. Errors: FormatUnknown, UsageError, DataError (see `formats.plan`).
    """
    archive = archive or default_dir()
    jobs = plan(format, [look(Path(path)) for path in paths])
    with writing(archive) as scratch:
        return [
            report
            for job in jobs
            for report in _take_once(job, archive, scratch, codes=codes or shipped_codes(), progress=progress)
        ]


def _take_once(
    job: Job, archive: Path, scratch: Path, *, codes: Codes, progress: Callable[[str], None]
) -> list[IngestReport]:
    """Take a job in; what its main file had given with other companions, or without, does not stay beside."""
    others = _of_same_file(job, archive)
    if others and not job.companions:
        if (alone := segment_of(archive, job.format.table, job.main.sha256)) is not None:
            alone.unlink()
        note = f"; it came with its companion before, as {_files(others)}, which says more"
        return [replace(_known(job.main, others[0], archive), note=note)]
    main, *rest = _take(job, archive, scratch, codes=codes, progress=progress)
    if others and main.segment is not None:
        main = replace(main, note=f"; what came of {_files(others)} before is taken out")
        for other in others:
            other.unlink()
    return [main, *rest]


def _of_same_file(job: Job, archive: Path) -> list[Path]:
    """The segments made of the job's main file with other companions than the job has."""
    if not job.format.companion:
        return []
    own = segment_of(archive, job.format.table, _input_key(job))
    found = [path for path in segments(archive, job.format.table) if path != own]
    return [path for path in found if provenance(path).get("sha256", "").startswith(job.main.sha256)]


def _files(made: Sequence[Path]) -> str:
    return "; ".join(provenance(path).get("file", path.name) for path in made)


def _take(
    job: Job, archive: Path, scratch: Path, *, codes: Codes, progress: Callable[[str], None]
) -> list[IngestReport]:
    key = _input_key(job)
    segment = segment_of(archive, job.format.table, key)
    if segment and is_current(segment, job.format.table):
        return [_known(source, segment, archive) for source in job.inputs]
    progress(f"{job.main.path.name}: reading as {job.format.name} ({job.format.what})")
    staged = scratch / f"{key[:16]}.csv"
    tallies = [Tally(source, scratch / f"{source.sha256[:16]}.rejects.csv") for source in job.inputs]
    found = _stage(job, tallies, staged, codes=codes, progress=progress)
    rejects = [_settle_rejects(tally, archive) for tally in tallies]
    _unchanged(job)
    if found:
        file = write(staged, job.format.table, about=_about(job, tallies), merge=job.format.merge)
        segment = _replaced(segment, publish(file, archive, table=job.format.table, input_sha256=key))
    return [_report(tally, path, segment) for tally, path in zip(tallies, rejects, strict=True)]


def _replaced(old: Path | None, new: Path) -> Path:
    """The new segment; one of the same input under an older schema goes."""
    if old is not None and old != new:
        old.unlink()
    return new


def _stage(
    job: Job, tallies: list[Tally], staged: Path, *, codes: Codes, progress: Callable[[str], None]
) -> int:
    """Write the canonical rows of a job to a CSV that DuckDB sorts; how many they are."""
    with staged.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS[job.format.table])
        found = 0
        for row in _canonical(job, tallies, codes, progress):
            writer.writerow(row)
            found += 1
    return found


def _canonical(
    job: Job, tallies: list[Tally], codes: Codes, progress: Callable[[str], None]
) -> Iterator[Canonical]:
    entry = job.format
    main = _records(tallies[0], entry.convert, codes, latin=entry.latin, progress=progress)
    if entry.join is None:
        yield from main
        return
    convert = entry.convert_companion or entry.convert
    added = [
        record
        for tally in tallies[1:]
        for record in _records(tally, convert, codes, latin=entry.latin, progress=progress)
    ]
    yield from entry.join(_held(main), added)


def _held(records: Iterator[Any]) -> list[Any]:
    held = [record for record, _ in zip(records, range(MAX_JOINED + 1), strict=False)]
    if len(held) > MAX_JOINED:
        message = f"more than {MAX_JOINED:,} rows, which must be held to be paired: split the file by dispute"
        raise DataError("too-many-rows", message)
    return held


def _records(
    tally: Tally, convert: Convert, codes: Codes, *, latin: bool, progress: Callable[[str], None]
) -> Iterator[Any]:
    """What the rows of a file are converted to; the rest is counted and set aside."""
    with tally.files:
        for raw in rows(tally.source, latin=latin):
            tally.read += 1
            if tally.read % EVERY == 0:
                progress(f"{tally.source.path.name}: {tally.read:,} rows read")
            if raw.problem:
                tally.reject(raw.line, raw.problem, raw.text)
                continue
            try:
                found = convert(raw.cells, raw.line, codes)
            except (RowRejected, StateUnknown) as error:
                tally.reject(raw.line, str(error), raw.text)
                continue
            yield from found


def _unchanged(job: Job) -> None:
    """DataError if a file was written while it was read."""
    for source in job.inputs:
        if sha256_of(source.path) != source.sha256:
            raise DataError("input-changed", f"{source.path} was changed while it was read: ingest it again")


def _settle_rejects(tally: Tally, archive: Path) -> Path | None:
    target = _rejects_of(tally.source, archive)
    if not tally.rejected:
        return None
    settle(tally.staged, target)
    return target


def _rejects_of(source: Input, archive: Path) -> Path:
    return archive / "rejects" / f"{source.sha256[:16]}.csv"


def _input_key(job: Job) -> str:
    """The sha256 of the file, or of the sha256 of all files of the job."""
    if not job.companions:
        return job.main.sha256
    return sha256("".join(sorted(source.sha256 for source in job.inputs)).encode()).hexdigest()


def _about(job: Job, tallies: list[Tally]) -> dict[str, str]:
    about = {
        "format": job.format.name,
        "file": ", ".join(source.path.name for source in job.inputs),
        "sha256": ", ".join(source.sha256 for source in job.inputs),
        "detente": __version__,
    }
    for tally in tallies:
        about[f"read {tally.source.sha256[:16]}"] = str(tally.read)
        about[f"rejected {tally.source.sha256[:16]}"] = str(tally.rejected)
    return about


def _report(tally: Tally, rejects: Path | None, segment: Path | None) -> IngestReport:
    stored = count(segment) if segment else 0
    kept = tally.read - tally.rejected
    path = tally.source.path
    return IngestReport(path, tally.read, kept, tally.rejected, rejects, segment, False, stored)


def _known(source: Input, segment: Path, archive: Path) -> IngestReport:
    about = provenance(segment)
    read = int(about.get(f"read {source.sha256[:16]}", 0))
    rejected = int(about.get(f"rejected {source.sha256[:16]}", 0))
    rejects = _rejects_of(source, archive)
    return IngestReport(
        source.path,
        read,
        read - rejected,
        rejected,
        rejects if rejects.exists() else None,
        segment,
        True,
        count(segment),
    )
