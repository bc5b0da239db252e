"""Which of two states comes first in the alphabet changes nothing of what is known of a pair or a dispute."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.forecast.structure import Columns
from tests.properties.hindsight import Known, Table, Tables, random_days
from tests.unit.backtest.made_up import LAST, tables


def renamed(table: Columns, names: dict[str, str]) -> Table:
    """The same rows under other codes, pairs in the order of the new ones."""
    changed = {name: values.copy() for name, values in table.items()}
    for column in {"a", "b", "state", "source", "target"} & set(table):
        changed[column] = np.array([names[str(code)] for code in table[column]], dtype=np.str_)
    if "a" in table:
        turned = changed["a"] > changed["b"]
        _swap(changed, "a", "b", turned)
        if "side_a" in table:
            changed["side_a"] = np.where(turned, 1.0 - table["side_a"], table["side_a"])
    return changed


def _swap(table: Table, one: str, other: str, rows: NDArray[Any]) -> None:
    table[one], table[other] = (
        np.where(rows, table[other], table[one]),
        np.where(rows, table[one], table[other]),
    )


@pytest.fixture(scope="module")
def worlds() -> tuple[Known, Known, dict[str, str]]:
    made: Tables = tables(2, 150)
    known = Known.of(made)
    names = dict(zip(known.structure.codes, reversed(known.structure.codes), strict=True))
    return known, Known.of({name: renamed(table, names) for name, table in made.items()}), names


def test_the_columns_of_a_pair_are_the_same_under_other_names(
    worlds: tuple[Known, Known, dict[str, str]],
) -> None:
    known, other, names = worlds
    for day in random_days(20, 1920, LAST, 7):
        pairs, found = known.on(day)
        others, again = other.on(day)
        where = {frozenset(pair): row for row, pair in enumerate(others)}
        turn = [where[frozenset(names[code] for code in pair)] for pair in pairs]
        assert sorted(turn) == list(range(len(others)))
        assert again[turn] == pytest.approx(found, rel=1e-12)


def test_the_columns_of_a_dispute_are_the_same_under_other_names(
    worlds: tuple[Known, Known, dict[str, str]],
) -> None:
    known, other, names = worlds
    for number in known.begun.number.tolist():
        (began, target), found = known.at_start(number)
        sides, again = other.at_start(number)
        assert sides == (names[began], names[target])
        assert again == pytest.approx(found, rel=1e-10)
