"""What every format shares: how its files are told, and how cells become numbers, days and states."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import inf, isfinite
from typing import Any

from detente.archive.codes import Codes
from detente.archive.schema import Canonical, Merge
from detente.world.when import When

Cells = Mapping[str, str]
Convert = Callable[[Cells, int, Codes], list[Any]]

MISSING = frozenset({"", "-9", "-9.0", "na", "nan", "null", "none", "."})
"""How the publishers write that a value is missing (compared in lower case)."""

FLAGS = {"0": False, "1": True, "0.0": False, "1.0": True}
DECIMAL = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
VERSION = re.compile(r"[0-9a-z.]{1,20}")


class RowRejected(ValueError):
    """A row that cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Format:
    """A publisher's file: the columns that tell it, and what becomes of its rows.

    `convert` turns the cells of a row, its line and the codes into canonical rows (or, where `join` is given,
    into records that `join` pairs into canonical rows: those of this file, then those of `companion`, a file
    of the same publisher that adds to it). `merge` makes several rows one. A file that has a column of
    `without` is another's, though it has all of `columns`.
    """

    name: str
    table: str
    columns: frozenset[str]
    convert: Convert
    companion: frozenset[str] = frozenset()
    convert_companion: Convert | None = None
    join: Callable[[list[Any], list[Any]], Iterable[Canonical]] | None = None
    latin: bool = False
    merge: Merge | None = None
    without: frozenset[str] = frozenset()
    what: str = ""


def number(cells: Cells, column: str) -> int | None:
    """An integer cell, None where it is missing; RowRejected for anything else."""
    text = cells.get(column, "").strip()
    if text.lower() in MISSING:
        return None
    digits = text.removesuffix(".0").removesuffix(".00")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise RowRejected(f"{column} is no number: {text[:40]!r}")
    return int(digits)


def needed(cells: Cells, column: str) -> int:
    """An integer cell that must be there."""
    value = number(cells, column)
    if value is None:
        raise RowRejected(f"{column} is missing")
    return value


def words(cells: Cells, column: str) -> str:
    """A text cell that must be there, without blanks around it."""
    text = cells.get(column, "").strip()
    if not text:
        raise RowRejected(f"{column} is missing")
    return text


def one_of(cells: Cells, column: str, known: Iterable[int]) -> int:
    """An integer cell that must be one of the codes of its codebook."""
    value = needed(cells, column)
    if value not in known:
        raise RowRejected(f"{column} {value} is no code of the codebook")
    return value


def code(cells: Cells, column: str, known: Iterable[int]) -> int | None:
    """An integer cell that is missing or one of the codes of its codebook."""
    return None if number(cells, column) is None else one_of(cells, column, known)


def measure(cells: Cells, column: str, most: float = inf) -> float | None:
    """A number from 0 to `most`, None where it is missing; RowRejected for anything else."""
    text = cells.get(column, "").strip()
    if text.lower() in MISSING:
        return None
    if not DECIMAL.fullmatch(text):
        raise RowRejected(f"{column} is no number: {text[:40]!r}")
    value = float(text)
    if value == -9:
        return None
    if not isfinite(value) or not 0 <= value <= most:
        raise RowRejected(f"{column} {text[:40]} is impossible")
    return value + 0.0  # -0.0 is 0.0


def flag(cells: Cells, column: str) -> bool:
    """A cell that must be 0 or 1."""
    try:
        return FLAGS[cells[column].strip()]
    except KeyError as error:
        raise RowRejected(f"{column} is neither 0 nor 1: {cells.get(column, '')[:40]!r}") from error


def some(values: Mapping[str, float | None]) -> None:
    """RowRejected if all the values are missing."""
    if all(value is None for value in values.values()):
        raise RowRejected(f"{', '.join(values)} missing")


def versioned(key: str, cells: Cells) -> str:
    """The name of a data set with the version that the row gives, if it gives one."""
    version = cells.get("version", "").strip().lower()
    known = VERSION.fullmatch(version) and version not in MISSING
    return f"{key}-{version}" if known else key


def year(cells: Cells, column: str = "year") -> When:
    """A year from its column."""
    text = cells.get(column, "").strip()
    if len(text) == 4 and text.isdecimal() and text.isascii() and text != "0000":
        return _parsed(text)
    return day(cells, column, "")


def day(cells: Cells, year: str, month: str, day_of_month: str = "") -> When:
    """A date from its columns; a missing day leaves the month, a missing month the year."""
    parts = (needed(cells, year), number(cells, month), number(cells, day_of_month))
    try:
        return When.of(*parts)
    except ValueError as error:
        raise RowRejected(f"impossible date {'-'.join(str(part) for part in parts)}: {error}") from error


def iso(cells: Cells, column: str) -> When:
    """A date from an ISO cell; a time of day after it is dropped."""
    text = words(cells, column)
    try:
        return _parsed(text[:10] if text[10:11] in (" ", "T") else text)
    except ValueError as error:
        raise RowRejected(f"{column}: {error}") from error


@lru_cache(maxsize=4096)
def _parsed(text: str) -> When:
    return When.parse(text)


def span(begun: When, ended: When) -> When:
    """The days from the first of `begun` to the last of `ended`; RowRejected if they are out of order."""
    in_order(begun, ended)
    return When(begun.start, ended.end, "day")


def last_of_month(when: When) -> date:
    """The last day of the month in which `when` ends."""
    return When.of(when.end.year, when.end.month).end


def in_order(begun: When, ended: When) -> None:
    """RowRejected if a span ends before it can have begun."""
    if ended.end < begun.start:
        raise RowRejected(f"ends on {ended.text}, before it begins on {begun.text}")


def two_states(one: str, other: str) -> tuple[str, str]:
    """RowRejected if both are the same state."""
    if one == other:
        raise RowRejected(f"both sides are {one}")
    return one, other


def pair(one: str, other: str) -> tuple[str, str]:
    """Two different states in alphabetical order."""
    two_states(one, other)
    return (one, other) if one < other else (other, one)


def cow_pair(cells: Cells, columns: tuple[str, str], when: When, codes: Codes) -> tuple[str, str]:
    """Two different states from their CoW numbers, in alphabetical order."""
    one, other = columns
    return pair(codes.cow(needed(cells, one), when), codes.cow(needed(cells, other), when))
