"""Nothing after the day changes a column: 200 days on which everything later is another."""

import numpy as np

from tests.properties.hindsight import (
    Known,
    days_without_hindsight,
    disturbed,
    random_days,
    starts_without_hindsight,
)
from tests.unit.backtest.made_up import FIRST, LAST, tables

DISPUTES = 150
"""Of the made-up world: enough for some to go on on most days."""


def test_nothing_after_the_day_changes_what_is_known_of_a_pair() -> None:
    days_without_hindsight(tables(2, DISPUTES), random_days(200, FIRST + 5, LAST - 1, 1), 1)


def test_nothing_after_the_start_changes_what_is_known_of_a_dispute() -> None:
    starts_without_hindsight(tables(2, DISPUTES), 200, 2)


def test_the_disturbance_is_felt_on_the_days_after() -> None:
    """What would pass with an empty disturbance shows nothing."""
    made, rng = tables(2, DISPUTES), np.random.default_rng(3)
    known = Known.of(made)
    for day in random_days(20, 1930, 1950, 3):
        pairs, found = known.on(day + 800)
        others, again = Known.of(disturbed(made, day, -1, rng)).on(day + 800)
        assert pairs != others or not np.array_equal(found, again)
