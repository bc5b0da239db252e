"""The forecast ledger: a JSON line a forecast, appended under a lock and never changed.

Every line holds the sha256 of the line before it, so a line that was changed, removed or added between is
found. Lines cut off at the end leave no trace in the file: who needs that proof keeps the last id elsewhere.
A line without its end is what a killed writer leaves; it counts for nothing and is moved aside by the next
append.
"""

import fcntl
import hashlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from io import FileIO
from pathlib import Path
from typing import Any

from detente.archive.segments import default_dir
from detente.world.canonical import canonical
from detente.world.errors import DataError

SCHEMA = "ledger/1"

_START = b'{"as_of":"'
"""How every line begins, its keys being sorted."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A forecast of one target and horizon: its `rule` says what settles it within `window` (ISO days).

    `made_at` is a UTC time to the second, `assessment` the id of the answer that it comes from, `vintage`
    names the fitted parameters. ValueError where the fields contradict each other.
    """

    made_at: str
    as_of: str
    pair: tuple[str, str]
    target: str
    days: int
    window: tuple[str, str]
    p: float
    low: float
    high: float
    base_rate: float
    rule: dict[str, Any]
    assessment: str
    version: str
    vintage: str

    def __post_init__(self) -> None:
        if self.pair[0] >= self.pair[1]:
            raise ValueError(f"the pair {self.pair} is not two states in alphabetical order")
        if self.days < 1 or self.window != window_after(date.fromisoformat(self.as_of), self.days):
            raise ValueError(f"the window {self.window} is not the {self.days} days after {self.as_of}")
        if not 0.0 <= self.low <= self.p <= self.high <= 1.0 or not 0.0 <= self.base_rate <= 1.0:
            raise ValueError(f"p = {self.p} in [{self.low}, {self.high}] is no chance with its bounds")
        if datetime.fromisoformat(self.made_at).utcoffset() != timedelta(0):
            raise ValueError(f"made_at = {self.made_at!r} is no time in UTC")


@dataclass(frozen=True, slots=True)
class Entry(Claim):
    """A line of the ledger; `id` is the sha256 of the line without it, `previous` that of the line before."""

    schema: str
    id: str
    previous: str


@dataclass(frozen=True, slots=True)
class Book:
    """What a ledger holds; `torn` are the bytes of a last line that was not written to its end."""

    entries: tuple[Entry, ...]
    torn: bytes


@dataclass(frozen=True, slots=True)
class Logged:
    """What an append did: lines `added`, how many were there already, the torn line set aside."""

    added: tuple[Entry, ...]
    known: int
    torn: bytes


def default_ledger() -> Path:
    """The user's ledger, beside the archive's default folder."""
    return default_dir().parent / "ledger.jsonl"


def set_aside(ledger: Path) -> Path:
    """The file to which a torn line of `ledger` is moved."""
    return ledger.with_name(f"{ledger.name}.torn")


def window_after(as_of: date, days: int) -> tuple[str, str]:
    """The first and the last of the `days` days after the as-of day."""
    return (as_of + timedelta(1)).isoformat(), (as_of + timedelta(days)).isoformat()


def read(ledger: Path) -> Book:
    """The lines of a ledger, each checked.

    DataError: `no-ledger` if there is none, `ledger-schema` for lines of another version, `ledger-damaged`
    naming the line that is not what was written or does not follow the one before it.
    """
    try:
        with ledger.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return _book(file.read(), ledger)
    except FileNotFoundError as error:
        message = f"{ledger} is not there: begin a ledger with `detente forecast --log`, or name another"
        raise DataError("no-ledger", message) from error


def append(ledger: Path, claims: Sequence[Claim]) -> Logged:
    """Add the claims that the ledger does not hold yet, all or none of them, on disk when this returns.

    A claim that differs in nothing but `made_at` is there already. DataError as `read`, and
    `ledger-unwritable`; a ledger with damage is left as it is.
    """
    try:
        ledger.parent.mkdir(parents=True, exist_ok=True)
        with ledger.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            return _append(file, ledger, claims)
    except OSError as error:
        message = f"{ledger} cannot be written: {error.strerror or error}; make room, or name another file"
        raise DataError("ledger-unwritable", message) from error


def _append(file: FileIO, ledger: Path, claims: Sequence[Claim]) -> Logged:
    file.seek(0)
    raw = file.readall()
    book = _book(raw, ledger)
    if book.torn:
        _move(book.torn, set_aside(ledger))
        raw = raw[: -len(book.torn)]
        file.truncate(len(raw))
    asked = {claim.assessment for claim in claims}
    known = {_content(entry) for entry in book.entries if entry.assessment in asked}
    new = {content: claim for claim in claims if (content := _content(claim)) not in known}
    lines = _lines(list(new.values()), _last(raw))
    whole = not raw or raw.endswith(b"\n")
    _write(file, b"".join((b"" if whole else b"\n", *(line + b"\n" for line in lines))))
    if not raw:
        _flush(ledger.parent)
    added = tuple(_entry(line, str(ledger)) for line in lines)
    return Logged(added, len(claims) - len(added), book.torn)


def _content(claim: Claim) -> bytes:
    """All that a claim says but for when it was said and where it stands."""
    return canonical({f.name: getattr(claim, f.name) for f in fields(Claim) if f.name != "made_at"})


def _lines(claims: Sequence[Claim], last: bytes) -> list[bytes]:
    lines = [last]
    for claim in claims:
        body = {**asdict(claim), "schema": SCHEMA, "previous": _sha256(lines[-1])}
        lines.append(canonical({**body, "id": _sha256(canonical(body))}))
    return lines[1:]


def _last(raw: bytes) -> bytes:
    return raw.removesuffix(b"\n").rpartition(b"\n")[2]


def _sha256(line: bytes) -> str:
    """The sha256 of a line without its end; "" before the first."""
    return hashlib.sha256(line).hexdigest() if line else ""


def _write(file: FileIO, raw: bytes) -> None:
    """All of `raw` at the end of the file and on disk, or nothing of it."""
    end, left = file.seek(0, os.SEEK_END), memoryview(raw)
    try:
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(end)
        raise


def _move(torn: bytes, aside: Path) -> None:
    """Keep a torn line before it is cut off the ledger."""
    with aside.open("ab", buffering=0) as file:
        _write(file, torn + b"\n")


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _book(raw: bytes, ledger: Path) -> Book:
    *lines, tail = raw.split(b"\n")
    torn = tail if _is_torn(tail) else b""
    if tail and not torn:
        lines.append(tail)  # an editor that drops the end of the last line tears nothing
    entries = []
    for number, (before, line) in enumerate(zip([b"", *lines], lines, strict=False), start=1):
        entry = _entry(line, f"{ledger} line {number}")
        if entry.previous != _sha256(before):
            what = "does not follow the line before it: lines were changed, removed or added"
            raise _damaged(f"{ledger} line {number} {what}")
        entries.append(entry)
    return Book(tuple(entries), torn)


def _is_torn(tail: bytes) -> bool:
    """Whether the bytes after the last line's end are the beginning of a line of ours."""
    import msgspec

    if not tail or not (tail.startswith(_START) or _START.startswith(tail)):
        return False
    try:
        msgspec.json.decode(tail)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return True
    return False


def _entry(line: bytes, where: str) -> Entry:
    import msgspec

    try:
        found = msgspec.json.decode(line)
        if isinstance(found, dict) and found.get("schema", SCHEMA) != SCHEMA:
            schema = f"is of schema {found['schema']!r}, not {SCHEMA}"
            raise DataError("ledger-schema", f"{where} {schema}: read it with the version that wrote it")
        entry = msgspec.convert(found, Entry)
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError, RecursionError) as error:
        raise _damaged(f"{where} is no line of a ledger: {error}") from error
    rest = line.replace(f'"id":"{entry.id}",'.encode(), b"", 1)
    if _sha256(rest) != entry.id or len(found) != len(fields(Entry)):
        raise _damaged(f"{where} is not what was written: its id does not fit what it says")
    return entry


def _damaged(message: str) -> DataError:
    return DataError("ledger-damaged", f"{message}; put a sound copy in its place, or name another ledger")
