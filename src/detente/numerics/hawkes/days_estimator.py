"""The day-stamped Hawkes process as an estimator: fit, score, predict; estimates end in an underscore."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from detente.numerics.hawkes.baseline import SPAN, Basis, constant, daily, rows_ahead
from detente.numerics.hawkes.days import DayProcess, log_likelihood, radius_slope
from detente.numerics.hawkes.days_fit import DayFit, fit_plain, rates
from detente.numerics.hawkes.days_layout import cut, observed, states_at
from detente.numerics.hawkes.days_paths import paths
from detente.numerics.hawkes.days_paths import simulate as simulate_process
from detente.numerics.hawkes.days_profile import Line, Profile, covariance
from detente.numerics.hawkes.days_residuals import Residuals
from detente.numerics.hawkes.days_residuals import residuals as residuals_of
from detente.numerics.hawkes.days_steps import drifting_lines, lines_of
from detente.numerics.hawkes.events import DayLog, Floats, HawkesError, Ints
from detente.numerics.hawkes.hurdle_search import MAX_STEPS

_ZERO = 1e-3


@dataclass(frozen=True, slots=True)
class Score:
    """Log-probability of a log's days, in nats: total, per observed day, per event (nan without events)."""

    total: float
    per_day: float
    per_event: float


@dataclass(frozen=True, slots=True)
class Step:
    """A change of level: the day from which it holds, and the factor for each kind, (kinds,)."""

    day: int
    factor: Floats


@dataclass(frozen=True, slots=True)
class Ahead:
    """Simulated counts of the days ahead, (paths, kinds, horizon)."""

    counts: Ints

    @property
    def mean(self) -> Floats:
        """Expected counts, (kinds, horizon)."""
        return np.asarray(self.counts.mean(axis=0))

    @property
    def chance(self) -> Floats:
        """The chance of an event day, (kinds, horizon)."""
        return np.asarray((self.counts > 0).mean(axis=0))


class DayHawkes:
    """Hawkes process of day counts (see `days`) with its baseline, fitted by penalised likelihood.

    `baseline`: "constant"; "drifting" (knots, seasons, and up to `steps` changes of level chosen by
    evidence); or a `Basis` over the days of the log, to which as many steps may be added as given. `shrink`
    is the rate of an exponential prior on each entry of A, 0 for none. The branching ratio is corrected for
    what the baseline takes from it (see `days_profile`). Nothing is learnt of kinds without events: their
    entries are 0.
    """

    def __init__(
        self, baseline: str | Basis = "drifting", *, steps: int | None = None, shrink: float = 0.0
    ) -> None:
        self.baseline = baseline
        self.steps = steps
        self.shrink = shrink
        self._fitted: tuple[DayLog, Profile, DayFit, float] | None = None

    def fit(self, log: DayLog) -> "DayHawkes":
        """Fit to a log and return self. HawkesError: "empty", "unobserved", or "baseline"."""
        profile = Profile(self._lines(log))
        ratio, peak = profile.estimate()
        self._fitted = (log, profile, profile.at(ratio).fit, peak)
        return self

    def _lines(self, log: DayLog) -> tuple[Line, ...]:
        if self.baseline == "drifting":
            most = MAX_STEPS if self.steps is None else self.steps
            return drifting_lines(log, most=most, shrink=self.shrink)
        if isinstance(self.baseline, str) and self.baseline != "constant":
            raise HawkesError("baseline", f"{self.baseline!r}: give 'constant', 'drifting' or a Basis")
        basis = constant(log.n) if isinstance(self.baseline, str) else self.baseline
        return lines_of(log, basis, most=self.steps or 0, shrink=self.shrink)

    def _known(self) -> tuple[DayLog, Profile, DayFit, float]:
        if self._fitted is None:
            raise HawkesError("unfitted", "call fit(log) first")
        return self._fitted

    @property
    def fit_(self) -> DayFit:
        """The fit: problem, parameters, log-likelihood."""
        return self._known()[2]

    @property
    def profile_(self) -> Profile:
        """The log-evidence by ratio, and the baselines that compete."""
        return self._known()[1]

    @property
    def branching_(self) -> Floats:
        """A, (kinds, kinds): A[i, j] events of kind i set off by one of kind j."""
        return self.fit_.branching

    @property
    def decay_(self) -> float:
        """The decay, per day."""
        return self.fit_.decay

    @property
    def half_life_(self) -> float:
        """Days after which half of an event's offspring has come."""
        return float(np.log(2.0) / self.decay_)

    @property
    def spectral_radius_(self) -> float:
        """The branching ratio."""
        return self.fit_.ratio

    @property
    def coef_(self) -> Floats:
        """Coefficients of the log baseline, (kinds, p)."""
        return self.fit_.coef

    @property
    def baseline_(self) -> Floats:
        """Baseline rates a day, (kinds, fortnights)."""
        return self.fit_.process().baseline

    @property
    def loglik_(self) -> float:
        """The log-likelihood of the log fitted."""
        return self.fit_.log_likelihood

    @property
    def covariance_(self) -> Floats:
        """Covariance of coefficients kind by kind, entries of A row by row, log decay; 0 at bounds."""
        return covariance(self.fit_)

    @property
    def p_excited_(self) -> float:
        """The probability that there is excitation at all."""
        _, profile, _, peak = self._known()
        return profile.p_excited(peak)

    @property
    def p_critical_(self) -> float:
        """The probability that the branching ratio is at least 1."""
        _, profile, _, peak = self._known()
        return profile.p_critical(peak)

    @property
    def steps_(self) -> tuple[Step, ...]:
        """The changes of level that the evidence asked for, in order of time."""
        spans, width = self.fit_.problem.basis.steps, self.fit_.problem.basis.width
        heights = np.exp(self.coef_[:, width - len(spans) :]).T
        found = [Step(SPAN * span, factor) for span, factor in zip(spans, heights, strict=True)]
        return tuple(sorted(found, key=lambda step: step.day))

    @property
    def likelihood_ratio_(self) -> float:
        """Twice the penalised log-likelihood gained by excitation over the same baseline without it."""
        free = self._known()[1].free
        return 2.0 * (free.log_posterior - fit_plain(free.problem).log_posterior)

    def interval(self, level: float = 0.95, *, method: str = "profile") -> tuple[float, float]:
        """Bounds of the branching ratio.

        "profile" is the adjusted profile likelihood (see `days_profile`); "wald" is symmetric in the ratio's
        log, by the delta method. HawkesError "boundary" for "wald" where the ratio is 0, "method" for another
        name.
        """
        _, profile, fit, peak = self._known()
        if method == "profile":
            return profile.interval(level, peak)
        if method != "wald":
            raise HawkesError("method", f"{method!r}: give 'profile' or 'wald'")
        ratio, slope = radius_slope(fit.branching)
        if fit.ratio < _ZERO:
            raise HawkesError("boundary", "the ratio is 0, where its log has no error; use method='profile'")
        entries = slice(fit.problem.split, -1)
        variance = slope.ravel() @ self.covariance_[entries, entries] @ slope.ravel()
        width = NormalDist().inv_cdf(0.5 * (1.0 + level)) * np.sqrt(variance) / ratio
        return float(ratio * np.exp(-width)), float(ratio * np.exp(width))

    def daily_baseline(self, n: int, rows: Floats | None = None) -> Floats:
        """Baseline rates of the days 0..n-1, (kinds, n).

        Days after the fit keep its last level while the year goes on turning, or take `rows` (days ahead, p)
        of the log baseline. HawkesError "rows" where they are needed for a basis of other columns.
        """
        log, basis = self._known()[0], self.fit_.problem.basis
        fitted = daily(self.baseline_, log.n)
        if n <= log.n:
            return fitted[:, :n]
        whole = rows is None and int(basis.days.sum()) == log.n
        ahead = rows_ahead(basis, n - log.n) if whole else np.zeros((0, 0)) if rows is None else rows
        if ahead.shape != (n - log.n, basis.width):
            raise HawkesError("rows", f"rows {ahead.shape}; give ({n - log.n}, {basis.width}) for days ahead")
        return np.concatenate([fitted, rates(basis, self.coef_, ahead)], axis=1)

    def process(self, n: int, rows: Floats | None = None) -> DayProcess:
        """The fitted process with a daily baseline over n days."""
        return DayProcess(self.daily_baseline(n, rows), self.branching_, self.decay_)

    def score(self, log: DayLog, *, start: int = 0, rows: Floats | None = None) -> Score:
        """How well the days from `start` on are predicted, each given the days before it.

        The log begins on the first day of the fit and may be longer. HawkesError: see `daily_baseline`.
        """
        total = log_likelihood(self.process(log.n, rows), log)
        if start:
            total -= log_likelihood(self.process(start), cut(log, start))
        days = int((observed(log) >= start).sum())
        events = float(log.counts[:, log.days >= start].sum())
        return Score(total, total / max(days, 1), total / events if events else float("nan"))

    def residuals(self, log: DayLog, *, seed: int, rows: Floats | None = None) -> Residuals:
        """Randomised residuals of each kind's counts, with a test of their uniformity."""
        return residuals_of(self.process(log.n, rows), log, seed=seed)

    def simulate(self, n: int, *, seed: int, rows: Floats | None = None) -> DayLog:
        """A log of n days from the fitted process. HawkesError "explosive" if it runs away."""
        return simulate_process(self.process(n, rows), seed=seed)

    def predict(
        self, horizon: int, *, n_paths: int = 1000, seed: int = 0, rows: Floats | None = None
    ) -> Ahead:
        """Paths of the days after the log fitted, given it, at the estimates. HawkesError "explosive"."""
        log = self._known()[0]
        ahead = self.daily_baseline(log.n + horizon, rows)[:, log.n :]
        state = states_at(log, np.array([log.n]), self.decay_)[:, 0]
        process = DayProcess(ahead, self.branching_, self.decay_)
        return Ahead(paths(process, state, n_paths, np.random.default_rng(seed)))
