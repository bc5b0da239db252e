"""The parts of a table: decades, and the regions that the numbers of states tell."""

import numpy as np
import pytest

from detente.archive.tables import states
from detente.backtest.parts import ACROSS, decades_and_regions

CODES = ("USA", "CUB", "RUS", "GRC", "NGA", "SDN", "TUR", "KAZ", "IND", "KOR", "CHN", "AUS", "XXX")


def region(one: str, other: str) -> str:
    i, j = (np.array([CODES.index(code)]) for code in (one, other))
    return str(decades_and_regions(CODES, np.array([1999]), i, j)["region"][0])


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("USA", "CUB"), "Americas"),
        (("RUS", "GRC"), "Europe"),
        (("TUR", "SDN"), "Middle East and North Africa"),
        (("KAZ", "IND"), "South and Central Asia"),
        (("KOR", "CHN"), "East Asia and Oceania"),
        (("CHN", "AUS"), "East Asia and Oceania"),
        (("GRC", "TUR"), ACROSS),
        (("IND", "CHN"), ACROSS),
        (("NGA", "XXX"), ACROSS),
    ],
)
def test_a_pair_lies_where_both_of_its_states_do(pair: tuple[str, str], expected: str) -> None:
    assert region(*pair) == region(*pair[::-1]) == expected


def test_decades() -> None:
    none = np.zeros(3, dtype=np.int64)
    found = decades_and_regions(CODES, np.array([1989, 1990, 1999]), none, none + 1)
    assert found["decade"].tolist() == ["1980s", "1990s", "1990s"]


def test_every_state_with_a_number_has_one_of_six_regions() -> None:
    codes = [state.code for state in states() if state.cow is not None]
    every = np.arange(len(codes))
    found = decades_and_regions(codes, np.full(every.size, 2000), every, every)["region"]
    assert set(found.tolist()) == {
        "Americas", "Europe", "Sub-Saharan Africa", "Middle East and North Africa", "South and Central Asia",
        "East Asia and Oceania",
    }  # fmt: skip
