"""A file of corrections, TOML or CSV, as entries that say where they stand."""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from detente.record.correction_fields import READERS, REMARKS
from detente.record.corrections import Corrections, Entry
from detente.world.actor import Dyad
from detente.world.errors import InputRefused, UsageError

VERBS = ("event", "change", "drop")
COLUMNS = frozenset({"entry", "pair", "words", "nth", *READERS, *REMARKS})
WHOLE = frozenset({"event", "nth", "count", "deaths", "answers"})
FLAGS = {"true": True, "false": False}

_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_LIMIT = 2_000_000


def read_corrections(path: Path) -> Corrections:
    """The corrections in a file: CSV if its name ends so, else TOML.

    Raises:
        InputRefused: `corrections-unreadable`, or `bad-correction` for what no entry may be.
    """
    try:
        text = _text(path)
        return _of_csv(path.name, text) if path.suffix.lower() == ".csv" else _of_toml(path.name, text)
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise InputRefused("corrections-unreadable", f"{path}: {why or error}") from error


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if len(raw) > _LIMIT:
        raise InputRefused("corrections-unreadable", f"{path}: {len(raw):,} bytes are too many for one text")
    return raw.decode("utf-8-sig")


def _of_toml(name: str, text: str) -> Corrections:
    rows = tomllib.loads(text)
    unknown = sorted(rows.keys() - {"date", "pair", *VERBS})
    if unknown:
        raise _bad(name, f"{unknown[0]!r} is none of date, pair, [[event]], [[change]], [[drop]]")
    entries = [entry for verb in VERBS for entry in _entries(name, text, verb, rows.get(verb, []))]
    return Corrections(name, tuple(entries), _day(name, rows.get("date")), _pair(name, rows.get("pair")))


def _entries(name: str, text: str, verb: str, rows: Any) -> Iterator[Entry]:
    """The tables of one verb; each is named by its line if there is a header for each."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _bad(name, f"write each {verb} as a table of its own, [[{verb}]]")
    headers = ((k, _HEADER.match(line)) for k, line in enumerate(text.splitlines(), 1))
    lines = [k for k, match in headers if match and match[1] == verb]
    for k, row in enumerate(rows):
        line = f" line {lines[k]}" if len(lines) == len(rows) else ""
        yield Entry(verb, f"{name}{line}: [[{verb}]] number {k + 1}", row)


def _of_csv(name: str, text: str) -> Corrections:
    """A row an entry; a row whose first word is `dispatch` gives date and pair."""
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    unknown = sorted(set(reader.fieldnames or ()) - COLUMNS)
    if "entry" not in (reader.fieldnames or ()) or unknown:
        found = f"{unknown[0]!r} is no column" if unknown else "there is no column named entry"
        raise _bad(name, f"{found}; the columns are {', '.join(sorted(COLUMNS))}")
    entries, day, pair = list[Entry](), None, None
    for row in reader:
        where = f"{name} line {reader.line_num}"
        verb, fields = _cells(where, row)
        if verb != "dispatch":
            entries.append(Entry(verb, where, fields))
        elif fields.keys() - {"date", "pair"}:
            raise _bad(where, "a row of the dispatch takes a date and a pair, nothing else")
        else:
            day, pair = _day(where, fields.get("date", day)), _pair(where, fields.get("pair", pair))
    return Corrections(name, tuple(entries), day, pair)


def _cells(where: str, row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """What a row does, and its cells that say something."""
    if "" in row or None in row.values():
        raise _bad(where, "the row has another number of cells than the first line")
    cells = {column: cell.strip() for column, cell in row.items() if cell.strip()}
    verb = cells.pop("entry", "")
    if verb not in (*VERBS, "dispatch"):
        raise _bad(where, f"entry {verb!r} is none of {', '.join(VERBS)}, dispatch")
    return verb, {column: _typed(column, cell) for column, cell in cells.items()}


def _typed(column: str, cell: str) -> Any:
    if column in WHOLE and cell.isascii() and cell.isdigit():
        return int(cell)
    return FLAGS.get(cell.lower(), cell) if column in ("symmetric", "disputed") else cell


def _day(where: str, value: Any) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise _bad(where, f"date {value!r} is no day: write YYYY-MM-DD") from error


def _pair(where: str, value: Any) -> Dyad | None:
    if value is None or isinstance(value, Dyad):
        return value
    try:
        return Dyad.parse("-".join(map(str, value)) if isinstance(value, list) else str(value))
    except UsageError as error:
        raise _bad(where, f"pair: {error.message}") from error


def _bad(where: str, why: str) -> InputRefused:
    return InputRefused("bad-correction", f"{where}: {why}")
