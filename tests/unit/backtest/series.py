"""Pairs as the back-test reads them, drawn from a known process."""

from dataclasses import replace

import numpy as np

from detente.backtest.runaway_data import Series, day_of
from detente.numerics.hawkes.events import Ints
from detente.numerics.hawkes.hurdle import Params, simulate

UNTIL = 1958


def series(seed: int, branching: list[list[float]], *, name: int = 1, level: float = 0.02) -> Series:
    """Both sides' event days from 1946 to UNTIL, with a grade each."""
    rng = np.random.default_rng(seed)
    days = simulate(Params(np.full((2, day_of(UNTIL)), level), np.array(branching), 0.3), rng)
    grades = rng.integers(0, 3, days[0].size), rng.integers(0, 3, days[1].size)
    acts = rng.integers(1, 4, days[0].size), rng.integers(1, 4, days[1].size)
    return Series(name, name + 1, days, acts, days[0][grades[0] == 2], grades)


def cut(one: Series, year: int) -> Series:
    """The same as it was known on the first of January."""
    end = day_of(year)
    kept = [kind < end for kind in one.days]

    def early(parts: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
        return parts[0][kept[0]], parts[1][kept[1]]

    return replace(one, days=early(one.days), acts=early(one.acts), grades=early(one.grades),
                   fatal=one.fatal[one.fatal < end])  # fmt: skip
