"""What every format shares: how its files are told, and how cells become numbers, days and states."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.archive.codes import Codes
from detente.archive.schema import Canonical
from detente.world.when import When

Cells = Mapping[str, str]
Convert = Callable[[Cells, int, Codes], list[Any]]

MISSING = frozenset({"", "-9", "-9.0", "na", "nan", "null", "none", "."})
"""How the publishers write that a value is missing (compared in lower case)."""


class RowRejected(ValueError):
    """A row that cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Format:
    """A publisher's file: the columns that tell it, and what becomes of its rows.

    `convert` turns the cells of a row, its line and the codes into canonical rows (or, where `join` is given,
    into records that `join` pairs into canonical rows: those of this file, then those of `companion`, a file
    of the same publisher that adds to it). `group` merges reports of one act.
    """

    name: str
    table: str
    columns: frozenset[str]
    convert: Convert
    companion: frozenset[str] = frozenset()
    convert_companion: Convert | None = None
    join: Callable[[list[Any], list[Any]], Iterable[Canonical]] | None = None
    latin: bool = False
    group: bool = False
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


def in_order(begun: When, ended: When) -> None:
    """RowRejected if a span ends before it can have begun."""
    if ended.end < begun.start:
        raise RowRejected(f"ends on {ended.text}, before it begins on {begun.text}")


def two_states(one: str, other: str) -> tuple[str, str]:
    """RowRejected if both are the same state."""
    if one == other:
        raise RowRejected(f"both sides are {one}")
    return one, other
