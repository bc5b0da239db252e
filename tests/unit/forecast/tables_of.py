"""Tables as the archive gives them, made of a few rows written in a test."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.archive.schema import COLUMNS, OPTIONAL, ROWS, Canonical, CapabilityRow, DisputeRow, EventRow
from detente.forecast.structure import Columns

KINDS: dict[str, Any] = {"VARCHAR": np.str_, "BIGINT": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_}


def tables_of(*rows: Canonical) -> dict[str, Columns]:
    """Every table of the archive, those without rows with arrays of no length."""
    return {name: _columns(name, [row for row in rows if type(row) is kind]) for name, kind in ROWS.items()}


def _columns(table: str, rows: list[Canonical]) -> Columns:
    names = list(COLUMNS[table])
    return {name: _array(table, name, [row[k] for row in rows]) for k, name in enumerate(names)}


def _array(table: str, name: str, values: list[Any]) -> NDArray[Any]:
    kind = KINDS[COLUMNS[table][name]]
    if kind is np.str_:
        return np.array([value or "" for value in values], dtype=np.str_)
    if name in OPTIONAL[table]:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.array(values, dtype=kind)


def capabilities(first: int, last: int, *states: str, cinc: float = 0.01) -> list[CapabilityRow]:
    """States that exist in these years, all alike."""
    return [
        CapabilityRow(state, year, cinc, 10.0, None, 1000.0, "nmc")
        for state in states
        for year in range(first, last + 1)
    ]


def dispute(
    number: int,
    pair: tuple[str, str],
    start: str,
    end: str,
    hostility: int | None = 3,
    fatality: int | None = 0,
    *,
    began: str = "",
    originators: bool = True,
) -> DisputeRow:
    """A dispute of a pair in alphabetical order; the first of it began unless another is named."""
    a, b = pair
    side_a = (began or a) == a
    return DisputeRow(
        number,
        a,
        b,
        start,
        end,
        None,
        None,
        None,
        None,
        originators,
        hostility,
        fatality,
        None,
        side_a,
        "made",
    )


def act(
    pair: tuple[str, str], day: str, rung: int = 5, *, deaths: int = 0, status: str = "actual"
) -> EventRow:
    """An act of the first of a pair towards the second."""
    return EventRow(*pair, day, None, "raid", None, rung, deaths_high=deaths, status=status, dataset="made")
