"""What a fitted process adds to the example: invented numbers of a plausible size."""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from detente.world.answers import Control, Fan, Highest, Level, Reaction, Runaway, Step
from detente.world.estimate import Interval

PRODUCTIVITY = {"show": 0.85, "force": 1.3, "lethal": 1.9}
CHILDREN = {
    "show": {"show": 0.86, "force": 0.12, "lethal": 0.02},
    "force": {"show": 0.55, "force": 0.35, "lethal": 0.10},
    "lethal": {"show": 0.42, "force": 0.33, "lethal": 0.25},
}
HALF = Interval(6.2, 2.9, 14.1, "draws")


def process(runaway: Runaway, as_of: str, fortnights: int = 26) -> Runaway:
    """The answer with everything that only a fitted process can say; levels of so many fortnights."""
    return replace(
        runaway,
        lethal_ratio=Interval(0.21, 0.05, 0.48, "draws"),
        half_life=HALF,
        control=Control(0.81, 6.2, 0.98, 0.004, ("2010-03-26", "2017-11-29"), 0.02),
        reactions=reactions(runaway.matrix),
        generation=generation(runaway.matrix),
        levels=levels(date.fromisoformat(as_of), fortnights),
        fan=fan(0.075),
        highest=tuple(
            Highest(days, block, p, low, high)
            for days, rows in (
                (30, (("none", 0.17, 0.1, 0.27), ("show", 0.64, 0.52, 0.74),
                      ("force", 0.165, 0.09, 0.26), ("lethal", 0.025, 0.009, 0.055))),
                (90, (("none", 0.02, 0.006, 0.05), ("show", 0.56, 0.42, 0.69),
                      ("force", 0.34, 0.22, 0.47), ("lethal", 0.08, 0.03, 0.15))),
            )
            for block, p, low, high in rows
        ),
        sizes=((1, 0.38), (2, 0.21), (3, 0.13), (5, 0.061), (10, 0.014), (20, 0.0018), (50, 0.0)),
    )  # fmt: skip


def reactions(matrix: Iterable[tuple[str, str, float]]) -> tuple[Reaction, ...]:
    """The matrix with intervals and one speed, and what a patron's acts set off."""
    own = [Reaction(a, b, Interval(v, 0.55 * v, 1.6 * v, "draws"), HALF) for a, b, v in matrix]
    patron = [
        Reaction("USA", "PRK", Interval(0.10, 0.02, 0.24, "draws"), HALF),
        Reaction("USA", "KOR", Interval(0.06, 0.01, 0.15, "draws"), HALF),
    ]
    return (*own, *patron)


def generation(matrix: Iterable[tuple[str, str, float]]) -> tuple[Step, ...]:
    """The next-generation matrix: more acts after a higher rung, and of higher rungs."""
    return tuple(
        Step(doer, at, answerer, to, v * PRODUCTIVITY[at] * p)
        for doer, answerer, v in matrix
        for at, children in CHILDREN.items()
        for to, p in children.items()
    )


def levels(as_of: date, fortnights: int) -> tuple[Level, ...]:
    """Both sides by fortnight up to the day: changes of level, a season, bursts, ten weeks not covered."""
    start, found = as_of - timedelta(days=14 * fortnights), []
    covered = (i for i in range(fortnights) if not 5 <= fortnights - i < 10)
    for i in covered:
        day = start + timedelta(days=14 * i)
        season = 1 + 0.4 * math.sin(2 * math.pi * day.timetuple().tm_yday / 365)
        step = 0.8 if day < date(2010, 3, 26) else 1.6 if day < date(2017, 11, 29) else 0.6
        for side, share in (("PRK", 1.0), ("KOR", 0.45)):
            burst = 3.2 * max(0.0, math.sin(i / 7.3 + 2 * share)) ** 6
            base = share * step * season
            found.append(Level(day.isoformat(), side, base + share * burst, base))
    return tuple(found)


def fan(rate: float) -> tuple[Fan, ...]:
    """Counts that grow with the days, spread more than a Poisson's."""
    found = []
    for day in range(1, 91):
        middle = 1.6 * rate * day
        sd = (middle * (1 + 0.02 * day)) ** 0.5
        points = (max(0.0, round(middle + z * sd)) for z in (-1.3, -0.6, 0.0, 0.75, 2.1))
        found.append(Fan(day, *points))
    return tuple(found)
