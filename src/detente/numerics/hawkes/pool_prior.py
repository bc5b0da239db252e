"""The common law of all series of a pool: normal on x = (log mu, link of n), and what little is known of it
before.

Hyper-parameters eta, in order: means (level, ratio; of two sides: level, own ratio, cross ratio), logs of
standard deviations, and the decay's coordinates. The two sides of a series are exchangeable: they share the
mean of log mu, and their average and their difference have standard deviations of their own, so that they may
be alike.

The weak normal prior on eta keeps a pool of one or two series proper, whose spread no data can tell; with
many series it weighs nothing. Decays: as wide as even odds, on a log scale, on memories from six hours to
sixty days.
"""

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np

from detente.numerics.hawkes.events import Floats, HawkesError
from detente.numerics.hawkes.pool_problem import Moments
from detente.numerics.hawkes.pool_table import DayTable

_RATIO = {"logit": (-0.85, 1.5), "log": (-1.2, 1.2)}
_DECAYS = {1: [(-1.35, 1.58)], 2: [(0.0, 1.58), (-3.0, 1.58), (0.0, 1.5)]}
_LOG_SD, _LEAST_SD, _MOST_SD = (0.0, 1.0), 0.02, 8.0
_SLOWEST, _FASTEST = log(1.0 / 365.0), log(12.0)


class Prior(NamedTuple):
    """The law at one eta: mean (q,), precision (q, q), half its log-determinant, the decay's coordinates."""

    mean: Floats
    precision: Floats
    half_log_det: float
    place: Floats


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of pool: 1 or 2 `sides` and `decays`, `form` "counts" or "days", `link` "logit" or "log"."""

    sides: int
    form: str
    link: str
    decays: int

    def __post_init__(self) -> None:
        known = (self.form in ("counts", "days"), self.link in _RATIO, self.decays in _DECAYS)
        if not all(known):
            raise HawkesError(
                "family",
                f"form {self.form!r}, link {self.link!r}, {self.decays} decays; "
                "give 'counts' or 'days', 'logit' or 'log', 1 or 2",
            )
        if self.sides == 2 and self.form == "counts":
            raise HawkesError(
                "family", "two sides need form='days'; counts of two kinds are fitted in `days`"
            )

    @property
    def days(self) -> bool:
        """Whether event days are modelled rather than counts."""
        return self.form == "days"

    @property
    def rates(self) -> int:
        """q, the rates of a series: mu of each side, then n of each excitation."""
        return 2 * self.sides

    @property
    def means(self) -> int:
        """The number of means."""
        return 1 + self.sides

    @property
    def size(self) -> int:
        """The number of hyper-parameters."""
        return self.means + self.rates + len(_DECAYS[self.decays])

    @property
    def spread_of_means(self) -> Floats:
        """W (q, means): which mean each coordinate of x has."""
        return np.concatenate([np.eye(self.means)[:1].repeat(self.sides, axis=0), np.eye(self.means)[1:]])

    @property
    def directions(self) -> Floats:
        """V (q, q), rows: the directions of x that have a standard deviation of their own."""
        found = np.eye(self.rates)
        if self.sides == 2:
            found[:2, :2] = np.array([[1.0, 1.0], [1.0, -1.0]]) / np.sqrt(2.0)
        return found

    def prior(self, eta: Floats) -> Prior:
        """The law of the series at eta."""
        m, q = self.means, self.rates
        logs, v = eta[m : m + q], self.directions
        precision = v.T @ (np.exp(-2.0 * logs)[:, None] * v)
        return Prior(self.spread_of_means @ eta[:m], precision, -float(logs.sum()), eta[m + q :].copy())

    def scores(self, eta: Floats, moments: Moments) -> Floats:
        """Slopes of each series' log-evidence by eta, (series, D), by Fisher's identity: posterior means of
        the slopes of the log-prior and of the log-likelihood (Louis, J. R. Statist. Soc. B 44 (1982) 226,
        section 3.1).
        """
        prior, v = self.prior(eta), self.directions
        by_mean = (moments.mean - prior.mean) @ prior.precision @ self.spread_of_means
        logs = eta[self.means : self.means + self.rates]
        squares = np.einsum("di,pij,dj->pd", v, moments.second, v)
        return np.concatenate([by_mean, squares * np.exp(-2.0 * logs) - 1.0, moments.by_decay], axis=1)

    def climbed(self, eta: Floats, moments: Moments) -> Floats:
        """One step of EM in means and standard deviations: the moments of the posteriors, taken together."""
        w, v = self.spread_of_means, self.directions
        old, centre = self.prior(eta).mean, moments.mean.mean(axis=0)
        means = (w.T @ centre) / w.sum(axis=0)
        off, moved = centre - old, w @ means - old
        second = moments.second.mean(axis=0) - np.outer(off, moved) - np.outer(moved, off)
        second = second + np.outer(moved, moved)
        new = eta.copy()
        new[: self.means] = means
        logs = 0.5 * np.log(np.maximum(np.einsum("di,ij,dj->d", v, second, v), _LEAST_SD**2))
        new[self.means : self.means + self.rates] = logs
        return self.cut(new)

    def weak(self, table: DayTable) -> tuple[Floats, Floats]:
        """Centre and width (D,) of the weak prior on eta; the level's centre is the table's crude rate."""
        events = float(self.events(table).sum())
        crude = log((events + 0.5) / (float(table.observed.sum()) * self.sides))
        rows = [(crude, 3.0), *[_RATIO[self.link]] * self.sides, *[_LOG_SD] * self.rates]
        centre, width = np.array([*rows, *_DECAYS[self.decays]]).T
        return centre, width

    def events(self, table: DayTable) -> Floats:
        """What counts as an event in this form, by series and side."""
        if self.days:
            return np.diff(table.ptr).reshape(-1, self.sides).astype(float)
        return table.totals

    def cut(self, eta: Floats) -> Floats:
        """Eta within its bounds: standard deviations .02 to 8, memories from two hours to a year."""
        new, at = eta.copy(), self.means + self.rates
        new[0] = np.clip(new[0], -18.0, 5.0)
        new[1 : self.means] = np.clip(new[1 : self.means], -8.0, 6.0)
        new[self.means : at] = np.clip(new[self.means : at], log(_LEAST_SD), log(_MOST_SD))
        new[at : at + self.decays] = np.clip(new[at : at + self.decays], _SLOWEST, _FASTEST)
        new[at + self.decays :] = np.clip(new[at + self.decays :], -6.0, 6.0)
        return new

    def start(self, table: DayTable) -> Floats:
        """A first guess: the spread of the crude rates, and else the weak prior's centre."""
        events, span = self.events(table), table.observed[:, None]
        crude = np.log((events + 0.5) / span)
        eta = self.weak(table)[0].copy()
        eta[0] = float(crude.mean()) - 0.3
        eta[self.means] = 0.5 * log(max(float(crude.var()), 0.1))
        return self.cut(eta)
