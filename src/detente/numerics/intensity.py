"""When does the next event come? A hidden daily rate of events, followed day by day.

The rate sits on a grid. On any day it may jump, to a rate like those seen before, or drift to a neighbouring
one. An event makes the next days likelier for a while, and every season has its own factor, learned on the
way. A voice is one choice of how often the rate jumps, how events excite, and whether seasons count; voices
are weighted by how well they foretold each day, older days counting less (Bayesian averaging with forgetting:
Raftery, Karny & Ettler 2010, Technometrics 52:52). On a day that nobody watched the rate moves and nothing is
learned.

The figures below were chosen by log score on some 85 streams of events; `backtest/next.py` says which.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]

RATES: Floats = np.geomspace(1.0 / 4000.0, 1.0 / 1.2, 20)
"""Events a day that the hidden rate may be."""

USUAL_WAIT, USUAL_SPREAD = 60.0, 1.5
"""Median wait in days, and spread of log rates, that a stream of events starts with."""

JUMPS = (1.0 / 3000.0, 1.0 / 1000.0, 1.0 / 300.0)
"""Chances a day that the rate jumps."""

EXCITEMENT = ((0.0, 1.0), (3.0, 3.0), (3.0, 15.0))
"""By how much an event raises the rate of the next day, as a multiple of it, and the days to fade to 1/e."""

DRIFT = 0.015
"""Standard deviation of the drift of the log rate in a day."""

OWN_PAST = 365.0
"""Where the rate jumps: the usual spread counts as so many days beside the days lived."""

VOICE_HALF_LIFE = 1095.0
"""Days in which what a day said of the voices loses half its weight."""

SEASON_HALF_LIFE, SEASON_WIDTH, SEASON_PRIOR = 3650.0, 15.0, 50.0
"""Half-life in days, width of the smoothing in days, and events a year that a flat year counts as."""

SEASON_RENEWED = 30
"""Days between two estimates of the seasons."""

YEAR = 365
LEVEL = 0.9

_JUMP, _BOOST, _FADE, _SEASONAL = np.array(
    [(jump, *excited, seasonal) for jump, excited, seasonal in product(JUMPS, EXCITEMENT, (0.0, 1.0))]
).T
_VOICES = _JUMP.size
_DIFFUSED = 0.5 * (DRIFT / np.log(RATES[1] / RATES[0])) ** 2
"""The share of a rate's chance that goes to each neighbour on the grid in a day."""

_LONG_AGO = 400
"""Days after an event's day in which its excitement is gone."""

_EPOCH = date(1970, 1, 1).toordinal()
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Days:
    """Consecutive days from the ordinal `first`: on which an event `happened`, which were `watched`; (n,).

    An event on a day that nobody watched excites the days after it, and says nothing of the rate.
    """

    first: int
    happened: Marks
    watched: Marks

    def of_year(self, beyond: int) -> Ints:
        """The place in the year, 0..364, of each day and of `beyond` days after the last; (n + beyond,)."""
        day = np.datetime64(self.first - _EPOCH, "D") + np.arange(self.happened.size + beyond)
        place: Ints = (day - day.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64)
        return np.minimum(place, YEAR - 1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Chances `p` of an event within each horizon, with the 90 % range of the true chances; all (m, H)."""

    p: Floats
    low: Floats
    high: Floats


def outlook(days: Days, origins: Sequence[int] | Ints, horizons: Sequence[int]) -> Outlook:
    """The chances of an event on days 1..h after each of `origins` (m,), h in `horizons` (H,).

    Origins are indices into the days, rising; a chance rests on the days up to the end of its origin and on
    no later one. The range is that of the rate by all voices; the error of the seasons is not in it, and on
    streams drawn from the voices themselves it held the true chance in 84 of 100 cases.
    """
    known = _followed(days, np.asarray(origins, dtype=np.int64), max(horizons))
    parts = [known.take(slice(k, k + _CHUNK)) for k in range(0, known.since.size, _CHUNK)]
    found = np.concatenate([np.stack([part.chances(h) for h in horizons], axis=2) for part in parts], axis=1)
    return Outlook(*found)


@dataclass(frozen=True, slots=True)
class _Known:
    """What m origins know: `belief`, `target` (m, V, K), `weight` (m, V), `since` (m,), `season` (m, h)."""

    belief: Floats
    target: Floats
    weight: Floats
    since: Ints
    season: Floats

    def take(self, rows: slice) -> "_Known":
        return _Known(
            self.belief[rows], self.target[rows], self.weight[rows], self.since[rows], self.season[rows]
        )

    def chances(self, horizon: int) -> Floats:
        """Mean, low and high of the chance of an event in the next days, (3, m)."""
        each = 1.0 - self._quiet(horizon)
        weight = self.weight[:, :, None] * self.belief
        p = (weight * each).sum(axis=(1, 2))
        low, high = _range(each.reshape(p.size, -1), weight.reshape(p.size, -1))
        return np.stack([p, np.minimum(low, p), np.maximum(high, p)])

    def _quiet(self, horizon: int) -> Floats:
        """The chance of no event by each voice, if today's rate is that of the grid; (m, V, K)."""
        quiet = np.ones_like(self.belief)
        for k in reversed(range(horizon)):
            pace = _pace(self.since + k, self.season[:, k, None])
            quiet *= np.exp(-pace[:, :, None] * RATES)
            quiet = _KEPT * (quiet @ _WALK) + _JUMPED * (self.target * quiet).sum(axis=2, keepdims=True)
        return quiet


_JUMPED = _JUMP[:, None]
_KEPT = 1.0 - _JUMPED


def _pace(since: Ints | int, season: Floats | float) -> Floats:
    """What multiplies the rate by each voice, (..., V), `since` whole days after an event's day."""
    pace: Floats = _EXCITED[np.minimum(since, _LONG_AGO)] * (1.0 + _SEASONAL * (season - 1.0))
    return pace


_EXCITED = 1.0 + _BOOST * np.exp(-np.arange(_LONG_AGO + 1)[:, None] / _FADE)


def _walk() -> Floats:
    """A day of drift over the grid, (K, K), symmetric; the ends keep what would leave it."""
    steps = np.eye(RATES.size, k=1) + np.eye(RATES.size, k=-1)
    walk: Floats = _DIFFUSED * steps + np.diag(1.0 - _DIFFUSED * steps.sum(axis=1))
    return walk


_WALK = _walk()


def _range(values: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The central LEVEL of weighted values, both (m, n); weights sum to 1."""
    order = np.argsort(values, axis=1)
    upto = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    ranked, rows = np.take_along_axis(values, order, axis=1), np.arange(values.shape[0])
    ends = [(upto < tail).sum(axis=1) for tail in ((1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0)]
    low, high = (ranked[rows, np.minimum(end, values.shape[1] - 1)] for end in ends)
    return low, high


def _followed(days: Days, origins: Ints, ahead: int) -> _Known:
    """Goes through the days up to the last origin and notes what each origin knows."""
    place, wanted = days.of_year(ahead), set(origins.tolist())
    begin = max(int(origins[0]) - _SUPPOSED, 0)
    follower = deepcopy(_begun(days.first, days.happened[:begin].tobytes(), days.watched[:begin].tobytes()))
    noted = []
    for t in range(begin, int(origins[-1]) + 1):
        follower.see(int(place[t]), happened=bool(days.happened[t]), watched=bool(days.watched[t]))
        if t in wanted:
            noted.append(follower.note(place[t + 1 : t + 1 + ahead]))
    return _Known(*(np.array(column) for column in zip(*noted, strict=True)))


_SUPPOSED = 60
"""Days before an origin in which an answer may suppose acts; those before are gone through once for all."""


@lru_cache(4)
def _begun(first: int, happened: bytes, watched: bytes) -> "_Follower":
    """What is known after the days from the ordinal `first`, each a byte; not to be written to."""
    days = Days(first, np.frombuffer(happened, dtype=np.bool_), np.frombuffer(watched, dtype=np.bool_))
    place, follower = days.of_year(0), _Follower()
    for t in range(place.size):
        follower.see(int(place[t]), happened=bool(days.happened[t]), watched=bool(days.watched[t]))
    return follower


def _usual() -> Floats:
    spread = np.exp(-0.5 * (np.log(RATES * USUAL_WAIT) / USUAL_SPREAD) ** 2)
    return np.tile(spread / spread.sum(), (_VOICES, 1))


def _near() -> Floats:
    """Weights of the days of the year around each, (365, 365), each row summing to 1."""
    apart = np.abs(np.subtract.outer(np.arange(YEAR), np.arange(YEAR)))
    weight = np.exp(-0.5 * (np.minimum(apart, YEAR - apart) / SEASON_WIDTH) ** 2)
    near: Floats = weight / weight.sum(axis=1, keepdims=True)
    return near


_NEAR = _near()
_SEASON_KEEP, _VOICE_KEEP = 0.5 ** (1.0 / SEASON_HALF_LIFE), 0.5 ** (1.0 / VOICE_HALF_LIFE)


@dataclass(slots=True)
class _Seasons:
    """Events on each day of the year, and those foretold without seasons, (365,); and the `factor` of each.

    Both fade: a day counts for `weight`, which grows instead.
    """

    seen: Floats = field(default_factory=lambda: np.zeros(YEAR))
    foretold: Floats = field(default_factory=lambda: np.zeros(YEAR))
    factor: Floats = field(default_factory=lambda: np.ones(YEAR))
    weight: float = 1.0
    days: int = 0

    def add(self, place: int, happened: bool, foretold: float) -> None:
        self.weight /= _SEASON_KEEP
        self.seen[place] += self.weight * happened
        self.foretold[place] += self.weight * foretold
        self.days += 1
        if self.days % SEASON_RENEWED == 0:
            flat = SEASON_PRIOR / YEAR * self.weight
            self.factor = (flat + _NEAR @ self.seen) / (flat + _NEAR @ self.foretold)


@dataclass(slots=True)
class _Follower:
    """Each voice's `belief` of the rate (V, K), where the rate has `been` (V, K), its log `weight` (V,)."""

    belief: Floats = field(default_factory=_usual)
    been: Floats = field(default_factory=lambda: OWN_PAST * _usual())
    days: int = 0
    weight: Floats = field(default_factory=lambda: np.zeros(_VOICES))
    seasons: _Seasons = field(default_factory=_Seasons)
    since: int = _LONG_AGO
    target: Floats = field(default_factory=_usual)

    def see(self, place: int, *, happened: bool, watched: bool) -> None:
        """Takes in a day, `place` being that in its year."""
        self.belief = _KEPT * (self.belief @ _WALK) + _JUMPED * self.target
        if watched:
            self._learn(place, happened)
        self.since = 0 if happened else self.since + 1

    def _learn(self, place: int, happened: bool) -> None:
        season = float(self.seasons.factor[place])
        quiet = np.exp(-_pace(self.since, season)[:, None] * RATES)
        joint = self.belief * (1.0 - quiet if happened else quiet)
        foretold = joint.sum(axis=1)
        event = foretold if happened else 1.0 - foretold
        plain = event / (1.0 + _SEASONAL * (season - 1.0))
        self.seasons.add(place, happened, float(self.shares() @ plain))
        self.weight = _VOICE_KEEP * self.weight + np.log(foretold)
        self.belief = joint / foretold[:, None]
        self.been += self.belief
        self.days += 1
        self.target = self.been / (OWN_PAST + self.days)

    def shares(self) -> Floats:
        """The weights of the voices, summing to 1."""
        share: Floats = np.exp(self.weight - self.weight.max())
        return np.asarray(share / share.sum())

    def note(self, ahead: Ints) -> tuple[Floats, Floats, Floats, int, Floats]:
        """What is known at the end of the day; `ahead` are the places in the year of the days to come."""
        return self.belief, self.target, self.shares(), self.since, self.seasons.factor[ahead]
