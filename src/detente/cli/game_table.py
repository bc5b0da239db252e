"""A CSV file for a small game: its columns as numbers, or a named error that says which cell is wrong."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.world.errors import DataError

MISSING = frozenset({"", "na", "nan", "null", "none", "."})
"""Cells that hold nothing, in small letters: their row is set aside and counted."""

Columns = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file in which nothing is missing, as numbers, and how many there were in all."""

    path: Path
    columns: dict[str, list[float]]
    outcomes: list[float]
    read: int


def read_table(path: Path, outcome: str, terms: Sequence[str]) -> Table:
    """The rows in which no column of `terms` and `outcome` is missing.

    A term is a column, or NAME=VALUE. DataError if the file cannot be read, has no such column or value, or a
    cell used is no finite number, or no outcome.
    """
    cells = _cells(path)
    wanted = {term: _source(term, cells, path) for term in terms}
    if outcome not in cells:
        raise DataError("no-such-column", f"{path} has no column {outcome!r} of outcomes: {_there(cells)}")
    used = {outcome, *(name for name, _ in wanted.values())}
    read = len(cells[outcome])
    whole = [i for i in range(read) if all(cells[name][i].lower() not in MISSING for name in used)]
    if not whole:
        raise DataError(
            "no-rows", f"{path}: every row has a missing cell in one of {', '.join(sorted(used))}"
        )
    columns = {
        term: [_number(path, name, i, cells[name][i], value) for i in whole]
        for term, (name, value) in wanted.items()
    }
    for term, (name, value) in wanted.items():
        if value is not None and not any(columns[term]):
            seen = ", ".join(sorted({cells[name][i] for i in whole})[:9])
            raise DataError("no-such-value", f"{path}: no row used has {value!r} in {name}; there is: {seen}")
    return Table(path, columns, [_outcome(path, outcome, i, cells[outcome][i]) for i in whole], read)


def _cells(path: Path) -> Columns:
    """The cells of each column, without the white space around them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except OSError as error:
        raise DataError("unreadable", f"{path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError("no-csv", f"{path} is no CSV text in UTF-8: {error}") from error
    if len(rows) < 2:
        raise DataError(
            "no-csv", f"{path} has no rows below its header: give a CSV file with a header and rows"
        )
    header = [name.strip() for name in rows[0]]
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise DataError("no-csv", f"{path} has two columns of the name {twice[0]!r}: rename one")
    for i, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise DataError(
                "no-csv", f"{path}, row {i}: {len(row)} cells under {len(header)} names: mend that row"
            )
    return {name: [row[k].strip() for row in rows[1:]] for k, name in enumerate(header)}


def _source(term: str, cells: Columns, path: Path) -> tuple[str, str | None]:
    """The column of a term, and the value that it asks for, if it does."""
    if term in cells:
        return term, None
    name, equals, value = term.partition("=")
    if not equals or name not in cells:
        raise DataError("no-such-column", f"{path} has no column {name!r}: {_there(cells)}")
    return name, value


def _there(cells: Columns) -> str:
    return f"it has {', '.join(list(cells)[:30])}"


def _number(path: Path, name: str, index: int, cell: str, value: str | None) -> float:
    if value is not None:
        return float(cell == value)
    try:
        found = float(cell)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        how = f"write a number, or use {name}={cell} as the regressor, which is 1 there and else 0"
        raise DataError("bad-cell", f"{path}, row {index + 2}: {name} is {cell!r}, no finite number: {how}")
    return found


def _outcome(path: Path, name: str, index: int, cell: str) -> float:
    try:
        found = float(cell)
    except ValueError:
        found = -1.0
    if found not in (0.0, 1.0, 2.0):
        what = "0 (player 1 lets it be), 1 (player 2 gives in) or 2 (player 2 fights)"
        raise DataError("bad-outcome", f"{path}, row {index + 2}: {name} is {cell!r}: write {what}")
    return found
