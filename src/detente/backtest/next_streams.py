"""Streams of event days that the test of the next act runs on, and what plain rates say of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from detente.archive.columns import columns
from detente.archive.query import Archive
from detente.forecast.ledger import Floats, Ints
from detente.numerics.beta import waiting
from detente.numerics.decay import decayed
from detente.numerics.intensity import Days
from detente.world.ladder import MILITARIZED, THREATS_OF_FORCE

TYPES = ("Missile Provocation", "Nuclear Provocation")
COUNTED = date(1998, 1, 1).toordinal()
"""The first day whose windows count for the climatology of North Korea's list."""

PAIRS_SINCE = date(1946, 1, 1).toordinal()

HALF_LIVES = (30, 60, 90, 120, 180, 365)
SHAPE, EXPOSURE = 0.5, 15.0
"""Prior of a fading rate: as if half an event day had been seen in 15 days."""

CLIMATOLOGY, THREE_YEARS = "climatology", "climatology, last three years"
MEAN = "Gamma-Poisson, mean of six half-lives"


@dataclass(frozen=True)
class Stream:
    """Event days (ordinals, in order), and the first and the last day that the source watched.

    `counted` is the first day whose windows count for climatology.
    """

    events: Ints
    first: int
    last: int
    counted: int

    @cached_property
    def days(self) -> Days:
        """All watched days."""
        happened = np.zeros(self.last - self.first + 1, dtype=np.bool_)
        happened[self.events - self.first] = True
        return Days(self.first, happened, np.ones_like(happened))

    @property
    def digest(self) -> bytes:
        """A hash of all that it holds."""
        span = np.array([self.first, self.last, self.counted])
        return hashlib.sha256(np.concatenate([span, self.events]).astype("<i8").tobytes()).digest()

    def came(self, at: Ints, h: int) -> Floats:
        """Whether days 1..h after each of `at` hold an event, as 0 and 1; NaN if the source ends before."""
        return np.where(at + h <= self.last, (self._between(at, at + h) > 0).astype(np.float64), np.nan)

    def _between(self, after: Ints, upto: Ints) -> Ints:
        counts = np.searchsorted(self.events, upto, "right") - np.searchsorted(self.events, after, "right")
        return counts.astype(np.int64)

    def share(self, at: Ints, h: int, *, years: int | None = None) -> Floats:
        """The share of windows of h days with an event, of those over before the year of each of `at`.

        Of all since `counted`, or of those that began in so many times 365 days before the last of them.
        """
        begun = np.arange(self.counted, int(at.max()) + 1)
        hits = np.concatenate([[0.0], np.cumsum(self._between(begun, begun + h) > 0)])
        end = np.maximum(_new_year(at) - h - self.counted, 0)
        start = np.zeros_like(end) if years is None else np.maximum(end - 365 * years, 0)
        share: Floats = (hits[end] - hits[start] + 0.5) / (end - start + 1.0)
        return share

    def poisson(self, at: Ints, h: int, days: int, *, prior: float) -> Floats:
        """The chance by the rate of the last `days`, half an event more having been seen in `prior` days."""
        rate = (self._between(at - days, at) + 0.5) / (days + prior)
        chance: Floats = -np.expm1(-h * rate)
        return chance

    def fading(self, at: Ints, h: int) -> Floats:
        """The chance by the posterior of a Gamma-Poisson rate that fades with each of HALF_LIVES; (m, 6)."""
        keep = np.exp2(-1.0 / np.array(HALF_LIVES))
        shape = SHAPE + decayed(at + 1, self.events, HALF_LIVES) / keep
        exposure = EXPOSURE + (1.0 - keep ** (at - self.first + 1)[:, None]) / (1.0 - keep)
        return waiting(shape, exposure, np.full_like(exposure, h))

    def baselines(self, at: Ints, h: int) -> dict[str, Floats]:
        """What each baseline says of days 1..h after each of `at` (m,), from what was known at its end."""
        fading = self.fading(at, h)
        return {
            CLIMATOLOGY: self.share(at, h),
            THREE_YEARS: self.share(at, h, years=3),
            "Poisson, last 365 days": self.poisson(at, h, 365, prior=0.5),
            "Poisson, last 90 days": self.poisson(at, h, 90, prior=30.0),
            **{f"Gamma-Poisson, half-life {hl} days": p for hl, p in zip(HALF_LIVES, fading.T, strict=True)},
            MEAN: fading.mean(axis=1),
        }


def _new_year(at: Ints) -> Ints:
    """The ordinal of 1 January of the year of each day."""
    years, where = np.unique(calendar(at, "Y"), return_inverse=True)
    return np.array([date(1970 + year, 1, 1).toordinal() for year in years.tolist()], dtype=np.int64)[where]


def calendar(at: Ints, unit: str) -> Ints:
    """Whole years ("Y") or months ("M") from 1970 to each ordinal day."""
    day = np.datetime64("1970-01-01") + (at - date(1970, 1, 1).toordinal())
    return day.astype(f"datetime64[{unit}]").astype(np.int64)


def north_korea(archive: Archive) -> Stream | None:
    """The days of North Korea's missile and nuclear provocations; None if the archive has no such list.

    The list is read from 1 January of the year of its first such day to its last row of any type.
    """
    table = columns(archive, "provocations")
    if not np.isin(table["type"], TYPES).any():
        return None
    day = _ordinals(table["date"])
    events = np.unique(day[np.isin(table["type"], TYPES)])
    first = date.fromordinal(int(events[0])).replace(month=1, day=1).toordinal()
    return Stream(events, first, int(day.max()), max(first, COUNTED))


def pairs(archive: Archive) -> dict[str, Stream]:
    """The days of militarized acts of every pair in the latest MIE table, acts known to the day only."""
    table = columns(archive, "events")
    named = np.char.startswith(table["dataset"], "mie") & (np.char.str_len(table["date"]) == 10)
    if not named.any():
        return {}
    latest = max(table["dataset"][named].tolist())
    kept = named & (table["dataset"] == latest) & _militarized(table)
    day = _ordinals(table["date"][kept])
    both = np.sort(np.stack([table["source"][kept], table["target"][kept]], axis=1), axis=1)
    keys, where = np.unique(np.char.add(np.char.add(both[:, 0], "-"), both[:, 1]), return_inverse=True)
    late = day >= PAIRS_SINCE
    last = int(day.max())
    found = {key: np.unique(day[late & (where == k)]) for k, key in enumerate(keys.tolist())}
    return {key: Stream(at, PAIRS_SINCE, last, PAIRS_SINCE) for key, at in found.items() if at.size}


def _militarized(table: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.isin(table["kind"], sorted(THREATS_OF_FORCE)) | (table["rung"] >= MILITARIZED)


def _ordinals(texts: np.ndarray) -> Ints:
    days = texts.astype("datetime64[D]").astype(np.int64)
    return days + date(1970, 1, 1).toordinal()
