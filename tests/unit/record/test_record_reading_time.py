"""Dates and numbers are found in time proportional to the text, whatever it is made of."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from detente.record.dates import find_dates
from detente.record.numbers import find_counts

MOST = 0.05
"""Seconds of the processor for a thousand characters."""

LONG = [("9", 100_000), (" ", 100_000), ("\n", 100_000), ("1,111", 100_000), ("x", 100_000)]
DENSE = [
    "9 ",
    "1 000 ",
    "3-",
    "May 3 to ",
    "31 May ",
    "Monday ",
    "in 1950 ",
    "two days after ",
    "20 to ",
    "first ",
]


@pytest.mark.parametrize(("piece", "size"), [*LONG, *((piece, 8_000) for piece in DENSE)])
@pytest.mark.parametrize("find", [find_counts, lambda text: find_dates(text, date(2022, 11, 3))])
def test_time_is_linear(piece: str, size: int, find: Callable[[str], object]) -> None:
    text = piece * (size // len(piece))
    start = time.process_time()
    find(text)
    assert time.process_time() - start < MOST * len(text) / 1000


def test_a_number_of_a_hundred_thousand_figures_counts_nothing() -> None:
    assert find_counts("9" * 100_000) == ()
