"""Penalised maximum likelihood of the day process: coefficients, branching matrix and decay together.

The baseline's coefficients carry the Gaussian prior of their basis; branching entries are free from 0 on (or
shrunk by an exponential prior), the decay between bounds. Variables are scaled by the information that a
process without excitation would have, so that L-BFGS-B needs few steps; several decays are tried as starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.baseline import Basis
from detente.numerics.hawkes.days import DayProcess, branching_ratio, evaluate, radius_slope
from detente.numerics.hawkes.days_layout import Layout, fortnights, lay_out
from detente.numerics.hawkes.events import DayLog, Floats, HawkesError

SHORTEST, LONGEST = 0.25, 60.0
"""Bounds of the memory 1/decay, in days: what a day stamp and a two-year knot can tell from a baseline."""
STARTS = (0.06, 0.4, 2.0)
_FIRST = 0.3
_TOP = 40.0
_SMALL = 1e-9
_MOST = 50.0


@dataclass(frozen=True, slots=True)
class Problem:
    """A laid-out log, its basis, the scales of all variables, and the rate of the entries' prior.

    Variables x are coefficients of every kind, entries of A row by row, and the log of the decay;
    x = z * scale but for the coefficients, of which kind i has z_i @ roots[i].
    """

    layout: Layout
    basis: Basis
    roots: Floats
    scale: Floats
    shrink: float

    @property
    def kinds(self) -> int:
        """The number of kinds."""
        return self.layout.kinds

    @property
    def split(self) -> int:
        """Where the coefficients end."""
        return self.kinds * self.basis.width

    def natural(self, z: Floats) -> Floats:
        """x from the scaled variables."""
        coef = np.einsum("ip,ipq->iq", z[: self.split].reshape(self.kinds, -1), self.roots)
        return np.concatenate([coef.ravel(), z[self.split :] * self.scale])

    def scaled(self, x: Floats) -> Floats:
        """The scaled variables of x."""
        coef = x[: self.split].reshape(self.kinds, -1)
        z = np.stack([np.linalg.solve(root.T, c) for root, c in zip(self.roots, coef, strict=True)])
        return np.concatenate([z.ravel(), x[self.split :] / self.scale])

    def scaled_slope(self, slope: Floats) -> Floats:
        """A slope by x as slope by the scaled variables."""
        coef = slope[: self.split].reshape(self.kinds, -1)
        by_z = np.einsum("iq,ipq->ip", coef, self.roots)
        return np.concatenate([by_z.ravel(), slope[self.split :] * self.scale])


@dataclass(frozen=True, slots=True)
class DayFit:
    """A maximum: the problem, x there, the log-posterior and the log-likelihood."""

    problem: Problem
    x: Floats
    log_posterior: float
    log_likelihood: float

    @property
    def coef(self) -> Floats:
        """Coefficients of the log baseline, (kinds, p)."""
        return self.x[: self.problem.split].reshape(self.problem.kinds, -1)

    @property
    def branching(self) -> Floats:
        """A, (kinds, kinds)."""
        return self.x[self.problem.split : -1].reshape(self.problem.kinds, -1)

    @property
    def decay(self) -> float:
        """The decay, per day."""
        return float(np.exp(self.x[-1]))

    @property
    def ratio(self) -> float:
        """The branching ratio."""
        return branching_ratio(self.branching)

    def process(self) -> DayProcess:
        """The process over the days fitted."""
        return DayProcess(rates(self.problem.basis, self.coef), self.branching, self.decay)


def problem_of(log: DayLog, basis: Basis, *, shrink: float = 0.0) -> Problem:
    """The problem of a log. HawkesError "empty", "unobserved", or "baseline" if the basis has other days."""
    if basis.days.size != fortnights(log.n).size - 1:
        raise HawkesError("baseline", f"a basis of {basis.days.size} fortnights for a log of {log.n} days")
    layout = lay_out(log, fortnights(log.n))
    if not layout.exposure.any():
        raise HawkesError("unobserved", f"none of {log.n} days is observed")
    if not layout.totals.any():
        raise HawkesError("empty", f"no event on any of {log.n} days; a rate needs at least one")
    means = (layout.totals + 0.5) / layout.exposure.sum()
    roots = np.stack([_root(basis, mean * layout.exposure) for mean in means])
    entries = np.tile(1.0 / np.sqrt(layout.totals + 4.0), layout.kinds)
    scale = np.append(entries, 4.0 / np.sqrt(layout.totals.sum() + 4.0))
    return Problem(layout, basis, roots, scale, shrink)


def _root(basis: Basis, weight: Floats) -> Floats:
    """R such that coefficients z @ R have the identity as information, at Poisson means `weight` by span."""
    info = (basis.rows * weight[:, None]).T @ basis.rows + basis.precision
    root: Floats = np.linalg.inv(np.linalg.cholesky(info))
    return root


def rates(basis: Basis, coef: Floats, rows: Floats | None = None) -> Floats:
    """Baseline rates (kinds, spans) of the basis' rows or of others; the log is kept within +-_TOP."""
    mu: Floats = np.exp(np.clip(coef @ (basis.rows if rows is None else rows).T, -_TOP, _TOP))
    return mu


def objective(problem: Problem, x: Floats) -> tuple[float, Floats]:
    """Log-posterior and its slopes at x; the prior without its constants."""
    basis, coef = problem.basis, x[: problem.split].reshape(problem.kinds, -1)
    branching, decay = x[problem.split : -1].reshape(problem.kinds, -1), float(np.exp(x[-1]))
    mu = rates(basis, coef)
    found = evaluate(problem.layout, mu, branching, decay)
    pull = coef @ basis.precision
    value = found.value - 0.5 * float((pull * coef).sum()) - problem.shrink * float(branching.sum())
    by_coef = (found.baseline * mu) @ basis.rows - pull
    by_entry = found.branching - problem.shrink
    return value, np.concatenate([by_coef.ravel(), by_entry.ravel(), [found.decay * decay]])


def first_guess(problem: Problem, decay: float, entry: float = _FIRST) -> Floats:
    """x with a constant baseline for the events that entries of `entry` / kinds leave uncaused."""
    basis, kinds = problem.basis, problem.kinds
    rate = np.log(((1.0 - entry) * problem.layout.totals + 0.1) / problem.layout.exposure.sum())
    flat = np.linalg.lstsq(basis.rows, np.outer(np.ones(basis.days.size), rate), rcond=None)[0]
    entries = np.full((kinds, kinds), entry / kinds) * _known(problem)
    return np.concatenate([flat.T.ravel(), entries.ravel(), [np.log(decay)]])


def _known(problem: Problem) -> Floats:
    """1 where both kinds have events: of the others nothing is learnt, and their entries are 0."""
    on = problem.layout.totals > 0.0
    return np.outer(on, on).astype(float)


def bounds_of(problem: Problem) -> tuple[Floats, Floats]:
    """Lowest and highest x."""
    top = _MOST * _known(problem).ravel()
    free = np.full(problem.split, np.inf)
    low = np.concatenate([-free, np.zeros(top.size), [-np.log(LONGEST)]])
    return low, np.concatenate([free, top, [-np.log(SHORTEST)]])


def maximise(problem: Problem, start: Floats, *, radius: float | None = None) -> DayFit:
    """A local maximum from x = start by L-BFGS-B; with `radius`, among matrices of that spectral radius."""
    from scipy.optimize import minimize

    (low, high), split, scale = bounds_of(problem), problem.split, problem.scale
    limits = [(None, None)] * split + list(zip(low[split:] / scale, high[split:] / scale, strict=True))

    def loss(z: Floats) -> tuple[float, Floats]:
        x = problem.natural(z)
        value, slope = objective(problem, x) if radius is None else _on_radius(problem, x, radius)
        return -value, -problem.scaled_slope(slope)

    options = {"maxiter": 500, "maxfun": 2000, "ftol": 1e-12, "gtol": 1e-5}
    found = minimize(loss, problem.scaled(start), jac=True, method="L-BFGS-B", bounds=limits, options=options)
    x = problem.natural(found.x)
    return fit_at(problem, x if radius is None else _rescaled(problem, x, radius)[0])


def _rescaled(problem: Problem, x: Floats, radius: float) -> tuple[Floats, float, Floats]:
    """x with its entries brought to the radius, the factor, and the slope of the entries' own radius."""
    split, kinds = problem.split, problem.kinds
    own, slope = radius_slope(x[split:-1].reshape(kinds, kinds))
    factor = radius / max(own, _SMALL)
    return np.concatenate([x[:split], factor * x[split:-1], x[-1:]]), factor, slope.ravel()


def _on_radius(problem: Problem, x: Floats, radius: float) -> tuple[float, Floats]:
    """Log-posterior and slopes at x with its entries brought to the radius."""
    at, factor, turn = _rescaled(problem, x, radius)
    value, slope = objective(problem, at)
    entry = slope[problem.split : -1]
    along = float(entry @ at[problem.split : -1]) / max(radius, _SMALL)
    entry = factor * (entry - along * turn)
    return value, np.concatenate([slope[: problem.split], entry, slope[-1:]])


def fit_radius(near: DayFit, radius: float) -> DayFit:
    """The maximum among matrices of a spectral radius, from a fit nearby."""
    problem, x = near.problem, near.x.copy()
    if near.ratio < _SMALL:
        x[problem.split : -1] = _known(problem).ravel() / problem.kinds
    return maximise(problem, x, radius=radius)


def fit_at(problem: Problem, x: Floats) -> DayFit:
    """The values at x."""
    value, _ = objective(problem, x)
    coef = x[: problem.split].reshape(problem.kinds, -1)
    ridge = 0.5 * float(((coef @ problem.basis.precision) * coef).sum())
    entries = problem.shrink * float(x[problem.split : -1].sum())
    return DayFit(problem, x, value, value + ridge + entries)


def fit_excited(problem: Problem, starts: Sequence[float] = STARTS) -> DayFit:
    """The best of the local maxima from several decays."""
    found = [maximise(problem, first_guess(problem, decay)) for decay in starts]
    return max(found, key=lambda one: one.log_posterior)


def fit_plain(problem: Problem) -> DayFit:
    """The maximum without any excitation."""
    return maximise(problem, first_guess(problem, 1.0), radius=0.0)
