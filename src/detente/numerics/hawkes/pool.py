"""Partial pooling of very many sparse day series: empirical Bayes for Hawkes processes with a handful of
events each.

Series p has a baseline mu_p, log-normal over series, and a branching ratio n_p, logit- or log-normal over
series; the decay is shared. `form="counts"`: generalized-Poisson counts by day; `form="days"`: P(event day) =
1 - exp(-lambda); see `pool_problem`. With sides=2 the table's series have two directed sides, lambda_i = mu_i
+ n_own S_i + n_cross S_j.

Means, standard deviations and decay maximise the evidence, with each series' rates integrated out: by
adaptive Gauss-Hermite quadrature, or with method="laplace" by Laplace's approximation. Laplace's is biased
where series have few events; quadrature costs little there, since the cost is proportional to event days.
Source of the set-up: Morris, JASA 78 (1983) 47 (parametric empirical Bayes and its intervals).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from detente.numerics.hawkes.days_layout import log_factorial
from detente.numerics.hawkes.events import Floats, HawkesError
from detente.numerics.hawkes.pool_ascent import Ascent, Look, started
from detente.numerics.hawkes.pool_interval import Bounds, bounds
from detente.numerics.hawkes.pool_prior import Family
from detente.numerics.hawkes.pool_problem import installed
from detente.numerics.hawkes.pool_sweep import How, sweep
from detente.numerics.hawkes.pool_table import DayTable


class Spread(NamedTuple):
    """Mean and standard deviation over series, of log mu or of the link of n."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """A fitted pool. Of x = (log mu of each side, link of n of each excitation), q in all, for each of P
    series:

    `modes_` (P, q), posterior `means_` (P, q) and `covariances_` (P, q, q); `rates_` (P, q) are posterior
    means of (mu, n) themselves. `eta_` (D,) are the hyper-parameters as in `pool_prior`, `eta_covariance_`
    (D, D). `loglik_` is the log-evidence in nats. All these are given eta; `interval` counts its uncertainty
    in.
    """

    table: DayTable
    family: Family
    eta_: Floats
    eta_covariance_: Floats
    modes_: Floats
    means_: Floats
    covariances_: Floats
    rates_: Floats
    loglik_: float
    steps_: int
    converged_: bool

    @property
    def level_(self) -> Spread:
        """Of log mu, over series and sides."""
        return self._spread(0)

    @property
    def ratio_(self) -> Spread:
        """Of the link of n: logit n or log n; of two sides, what a side sets off on itself."""
        return self._spread(self.family.sides)

    @property
    def cross_(self) -> Spread:
        """Of the link of what a side sets off on the other. HawkesError "sides" where there is one side."""
        if self.family.sides == 1:
            raise HawkesError("sides", "series of one side set off nothing on another; see ratio_")
        return self._spread(3)

    @property
    def decay_(self) -> Floats:
        """Decays a day, shape (1,) or (2,)."""
        at = self.family.means + self.family.rates
        decays: Floats = np.exp(self.eta_[at : at + self.family.decays])
        return decays

    @property
    def mix_(self) -> float:
        """The share of offspring that comes with the first decay; 1 if there is one."""
        return 1.0 if self.family.decays == 1 else float(1.0 / (1.0 + np.exp(-self.eta_[-1])))

    def interval(self, series: int, level: float = 0.9, *, draws: int = 32) -> Bounds:
        """Equal-tailed posterior bounds of the rates of one series; HawkesError "range".

        The posterior is integrated on a grid and averaged over `draws` of eta; 0 takes eta as known.
        """
        if not 0 <= series < self.table.series or not 0.0 < level < 1.0:
            raise HawkesError("range", f"series {series} of {self.table.series}, level {level}")
        part = self.table.part(series, series + 1)
        return bounds(part, self.family, (self.eta_, self.eta_covariance_), level=level, draws=draws)

    def predict(self, days: int = 1) -> Floats:
        """Expected events (or event days) on each of the next days, (P, sides, days), at the posterior mean
        rates.
        """
        from detente.numerics.hawkes.pool_ahead import ahead

        return ahead(self.table, self.family, self.eta_, self.rates_, days)

    def score(self, table: DayTable) -> float:
        """Mean log-evidence of the series of another table, in nats a series."""
        prior = self.family.prior(self.eta_)
        start = np.tile(prior.mean, (table.series, 1))
        found = sweep(table, self.family, self.eta_, start, How(installed()))
        return float(found.evidence.sum() - _constant(table, self.family)) / table.series

    def _spread(self, at: int) -> Spread:
        prior = self.family.prior(self.eta_)
        covariance = np.linalg.inv(prior.precision)
        return Spread(float(prior.mean[at]), float(np.sqrt(covariance[at, at])))


def fit_pool(
    table: DayTable,
    *,
    form: str = "counts",
    link: str = "logit",
    decays: int = 1,
    method: str = "quadrature",
    threads: int = 1,
    most: int = 60,
    fast: bool | None = None,
) -> Pooled:
    """Fit all series of a table together; the number of threads does not change a byte of the answer.

    HawkesError "family" for an unknown form, link or number of decays, or "method". `most` bounds the steps;
    `converged_` says whether they ended by themselves.
    """
    if method not in ("quadrature", "laplace"):
        raise HawkesError("method", f"method {method!r}; give 'quadrature' or 'laplace'")
    family = Family(table.sides, form, link, decays)
    ascent = Ascent(table, family, How(installed() if fast is None else fast, threads, method == "laplace"))
    found, steps, converged = ascent.climb(ascent.begin(started(ascent)), most)
    return _pooled(ascent, found, steps, converged)


def _pooled(ascent: Ascent, found: Look, steps: int, converged: bool) -> Pooled:
    family, moments = ascent.family, found.swept.moments
    off = moments.mean - family.prior(found.eta).mean
    covariances = moments.second - off[:, :, None] * off[:, None, :]
    return Pooled(
        ascent.table,
        family,
        found.eta,
        ascent.covariance(found),
        found.swept.modes,
        moments.mean,
        covariances,
        moments.rates,
        float(found.swept.evidence.sum()) - _constant(ascent.table, family),
        steps,
        converged,
    )


def _constant(table: DayTable, family: Family) -> float:
    """The factorials of the counts, which no parameter changes."""
    if family.days:
        return 0.0
    values, number = np.unique(table.count, return_counts=True)
    return float(log_factorial(values) @ number)
