"""A pair's militarized days and its cases: the unit that every count of this room is made of.

An act day is a day on which a militarized act between the two began. A case is a day of one of four
situations: an `alarm` is an act day after 30 days without one; a `spell` day is a further act day, counted at
most once in 30 days; a `quiet` day has no act in the last 30 days but one in the last ten years, taken every
91 days; `any` day has one in the last ten years, and stands for days that nobody watched. War is reached on a
fatal act day if the deaths of the pair in the 365 days up to it come to 1,000: that is known on the day
itself, so no label looks beyond its own window. Lulls of a war, days within a year after a day of war
without a battle in the last 30 days, are no cases: the question is whether a war begins.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

QUIET = 30
"""Days without a militarized act before an alarm."""

WAR_DEATHS = 1000.0
"""Battle deaths of the pair within a year that make a war."""

YEAR = 365
HORIZONS = (30, 90, YEAR)
SOON = (7, 14, 30)
"""Days ahead for which the next act is asked about."""

TARGETS = ("incident", "fatal", "war")

STEP = 91
"""Days between the quiet days that are counted."""

MEMORY = 3652
"""Days for which a pair counts as at odds after its last militarized act."""

SITUATIONS = ("alarm", "spell", "quiet", "any")
BANDS = ("threat", "display", "force", "fatal", "war", "none")
"""Bands of the highest act of the last 30 days: rungs 2-3, 4, 5-6, 7, 8 and up, and no act at all."""

_BAND_OF_RUNG = np.array([0, 0, 0, 0, 1, 2, 2, 3, 4, 4])
_NEVER = np.int64(1) << 40


@dataclass(frozen=True, slots=True)
class Ledger:
    """A pair's act days in order: `days` (ordinals, unique), highest `rungs`, and whether fatal or at war."""

    days: Ints
    rungs: Ints
    fatal: Marks
    war: Marks

    @classmethod
    def of(cls, days: Ints, rungs: Ints, deaths: Floats) -> "Ledger":
        """The ledger of acts, shapes (n,): ordinal day, rung 0..9, deaths (0 where unknown), in any order."""
        unique, where = np.unique(days, return_inverse=True)
        highest = np.zeros(unique.size, dtype=np.int64)
        np.maximum.at(highest, where, rungs)
        total = np.bincount(where, weights=deaths, minlength=unique.size).astype(np.float64)
        fatal = (highest >= 7) | (total > 0)
        return cls(unique, highest, fatal, fatal & (_within_year(unique, total) >= WAR_DEATHS))

    def marks(self) -> tuple[Marks, Marks, Marks]:
        """Which act days count for each target: incident, fatal, war."""
        return np.ones(self.days.size, dtype=np.bool_), self.fatal, self.war

    def alarms(self) -> Marks:
        """Which act days are alarms."""
        before = np.concatenate(([-_NEVER], self.days[:-1])) if self.days.size else self.days
        alarm: Marks = self.days - before > QUIET
        return alarm

    def cases(self, situation: str, first: int, last: int) -> Ints:
        """The days of `situation` between two ordinals, both included, but for the lulls of a running war."""
        if situation in ("quiet", "any"):
            days = self._grid(first, last, QUIET if situation == "quiet" else -1)
        else:
            days = self.days[self.alarms()] if situation == "alarm" else _thinned(self.days[~self.alarms()])
        return days[(days >= first) & (days <= last) & ~self.lulls(days)]

    def lulls(self, cases: Ints) -> Marks:
        """Whether war was on in the year before each case, shape (m,), but no battle in the last 30 days.

        On such a day war need not begin: it is not over.
        """
        war = np.concatenate(([-_NEVER], self.days[self.war]))
        running = cases - war[np.searchsorted(war, cases, side="left") - 1] <= YEAR
        lull: Marks = running & (self.bands(cases) != BANDS.index("war"))
        return lull

    def followed(self, cases: Ints) -> Marks:
        """Whether days 1..h after each case held an act of each target; shape (m, 3 targets, 3 horizons)."""
        wait = np.stack([_wait(self.days[mark], cases) for mark in self.marks()], axis=1)
        followed: Marks = wait[:, :, None] <= np.array(HORIZONS)
        return followed

    def bands(self, cases: Ints) -> Ints:
        """Index into `BANDS` of the highest act in the 30 days up to each case; shape (m,)."""
        age = cases[:, None] - self.days[None, :]
        recent = np.where((age >= 0) & (age <= QUIET), self.rungs[None, :], -1)
        highest = recent.max(axis=1, initial=-1)
        return np.where(highest < 0, len(BANDS) - 1, _BAND_OF_RUNG[highest])

    def situation(self, day: int) -> str:
        """Which situation `day` is in, going by the last act day up to it."""
        last = int(np.searchsorted(self.days, day, side="right")) - 1
        if last < 0 or day - int(self.days[last]) > QUIET:
            return "quiet"
        return "alarm" if self.alarms()[last] else "spell"

    def _grid(self, first: int, last: int, quiet: int) -> Ints:
        grid = np.arange(first, last + 1, STEP, dtype=np.int64)
        known = np.concatenate(([-_NEVER], self.days))
        since = grid - known[np.searchsorted(self.days, grid, side="right")]
        return grid[(since > quiet) & (since <= MEMORY)]


def _within_year(days: Ints, deaths: Floats) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(deaths)))
    start = np.searchsorted(days, days - YEAR, side="right")
    summed: Floats = total[1:] - total[start]
    return summed


def _wait(days: Ints, cases: Ints) -> Ints:
    ahead = np.concatenate((days, [_NEVER]))[np.searchsorted(days, cases, side="right")]
    wait: Ints = ahead - cases
    return wait


def _thinned(days: Ints) -> Ints:
    kept: list[int] = []
    for day in days.tolist():
        if not kept or day - kept[-1] >= QUIET:
            kept.append(day)
    return np.array(kept, dtype=np.int64)
