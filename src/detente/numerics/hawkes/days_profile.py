"""How sure the branching ratio is: the baseline integrated out, and the profile of the ratio that remains.

Maximum likelihood reads part of the clusters as baseline; the more a baseline may bend, the more (a ratio of
.6 with memory of a week in ten years of days is fitted as .54 under a drifting baseline). Laplace's integral
over the baseline's coefficients removes most of that: the log-posterior less half the log-determinant of
their information, the adjusted profile likelihood of Cox & Reid (J. R. Statist. Soc. B 49 (1987) 1). The
profile holds the spectral radius of A at r, so it is defined for any number of kinds, at 0 and above 1.
"""

from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np

from detente.numerics.hawkes.days import bends
from detente.numerics.hawkes.days_fit import DayFit, bounds_of, fit_radius, objective
from detente.numerics.hawkes.events import Floats

CHANCE_GAIN = 2.0
"""Log-evidence that every free entry of A, and the decay, may gain where there is nothing to find.

With a drifting baseline and no excitation 98 % of streams gain less than 4 (one kind) or 10 (two kinds).
"""
_STEP = 1e-3
_CLOSE = 1e-6
_WIDE = 0.35
_FINE = 1e-3
_MOST = 8.0
_CELL = 0.12


def covariance(found: DayFit) -> Floats:
    """Covariance of x: coefficients kind by kind, entries of A row by row, log of the decay.

    The inverse of minus the second slopes of the log-posterior, by central differences. What stands at a
    bound, or is not determined (the decay where A is 0), counts as known: its rows and columns are 0.
    """
    problem, (low, high) = found.problem, bounds_of(found.problem)
    inside = (found.x > low + _CLOSE) & (found.x < high - _CLOSE)
    inside[-1] &= found.ratio > _CLOSE
    free = np.flatnonzero(inside)
    bumps = _STEP * _spreads(found)
    rows = []
    for k in free:
        bump = np.zeros(found.x.size)
        bump[k] = bumps[k]
        fall = objective(problem, found.x - bump)[1] - objective(problem, found.x + bump)[1]
        rows.append(fall[free] / (2.0 * bumps[k]))
    whole = np.zeros((found.x.size, found.x.size))
    whole[np.ix_(free, free)] = _inverse(0.5 * (np.array(rows) + np.array(rows).T), bumps[free])
    return whole


def _spreads(found: DayFit) -> Floats:
    """Rough standard errors of x, for steps of differences."""
    coef = np.einsum("ipq,ipq->iq", found.problem.roots, found.problem.roots)
    return np.concatenate([np.sqrt(coef).ravel(), found.problem.scale])


def _inverse(info: Floats, unit: Floats) -> Floats:
    """The inverse of an information matrix whose eigenvalues, in the given units, are kept positive."""
    values, vectors = np.linalg.eigh(info * np.outer(unit, unit) / _STEP**2)
    inverse: Floats = (vectors / np.maximum(values, _CLOSE)) @ vectors.T
    return inverse * np.outer(unit, unit) / _STEP**2


def coef_information(found: DayFit) -> Floats:
    """Minus the second slopes of the log-posterior by the coefficients, (kinds p, kinds p)."""
    basis, process = found.problem.basis, found.process()
    curve = bends(found.problem.layout, process.baseline, process.branching, process.decay)
    spread = np.einsum("sik,sp,sq->ipkq", -curve, basis.rows, basis.rows, optimize=True)
    info: Floats = spread.reshape(found.problem.split, -1) + np.kron(np.eye(curve.shape[1]), basis.precision)
    return info


def log_evidence(found: DayFit) -> float:
    """The log-likelihood with the coefficients integrated out under their prior, by Laplace."""
    values = np.linalg.eigvalsh(coef_information(found))
    prior = 0.5 * found.problem.kinds * np.linalg.slogdet(found.problem.basis.precision)[1]
    return float(found.log_posterior + prior - 0.5 * np.log(np.maximum(values, _CLOSE)).sum())


@dataclass(frozen=True, slots=True)
class Point:
    """The best process of one branching ratio, and its log-evidence."""

    fit: DayFit
    log_evidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """One baseline's fit, the log-evidence its choice costs, and its best processes by ratio so far."""

    free: DayFit
    cost: float = 0.0
    fits: dict[float, DayFit] = field(default_factory=dict)

    @property
    def net(self) -> float:
        """The log-evidence of the fit less the cost."""
        return log_evidence(self.free) - self.cost

    def at(self, ratio: float) -> Point:
        """The best process of a ratio, started from the nearest one known."""
        near = min(self.fits, key=lambda known: abs(known - ratio), default=None)
        fit = fit_radius(self.free if near is None else self.fits[near], ratio)
        self.fits[ratio] = fit
        return Point(fit, log_evidence(fit) - self.cost)


@dataclass(frozen=True, slots=True)
class Profile:
    """The log-evidence as a function of the branching ratio, found where it is asked for.

    Of several baselines the best at each ratio counts: what one reads as excitation another reads as drift,
    and the interval must say so.
    """

    lines: tuple[Line, ...]
    points: dict[float, Point] = field(default_factory=dict)

    @property
    def free(self) -> DayFit:
        """The fit of the best baseline."""
        return self.lines[0].free

    def at(self, ratio: float) -> Point:
        """The best process of a ratio."""
        if ratio not in self.points:
            self.points[ratio] = max(
                (line.at(ratio) for line in self.lines), key=lambda one: one.log_evidence
            )
        return self.points[ratio]

    def peak(self) -> float:
        """The ratio of the highest log-evidence."""
        from scipy.optimize import minimize_scalar

        for ratio in (0.0, *(line.free.ratio for line in self.lines)):
            self.at(ratio)
        start = self._highest()
        minimize_scalar(
            lambda r: -self.at(float(r)).log_evidence,
            bounds=(max(0.0, start - _WIDE), start + _WIDE),
            method="bounded",
            options={"xatol": _FINE},
        )
        return self._highest()

    def _highest(self) -> float:
        return max(self.points, key=lambda r: self.points[r].log_evidence)

    def p_excited(self, peak: float) -> float:
        """The probability that there is excitation at all, from the log-evidence gained over none."""
        gain = self.at(peak).log_evidence - self.at(0.0).log_evidence
        chance = CHANCE_GAIN * (self.free.branching.size + 1)
        return float(1.0 / (1.0 + np.exp(np.clip(chance - gain, -50.0, 50.0))))

    def estimate(self) -> tuple[float, float]:
        """The ratio estimated, and the peak.

        Without excitation the evidence is flat and its peak wanders up, where the maximum likelihood stays
        near 0; so the estimate lies between the two by the probability of excitation.
        """
        peak = self.peak()
        p = self.p_excited(peak)
        return p * peak + (1.0 - p) * self.free.ratio, peak

    def root(self, ratio: float, peak: float) -> float:
        """The signed root of twice the log-evidence lost from the peak: near standard normal at the truth."""
        lost = self.at(peak).log_evidence - self.at(ratio).log_evidence
        return float(np.sign(peak - ratio) * np.sqrt(max(2.0 * lost, 0.0)))

    def interval(self, level: float, peak: float) -> tuple[float, float]:
        """Bounds of the ratio. The low one is 0 unless excitation is sure enough: it is the quantile of a
        mixture of "none" and the profile, since matrix and decay, free at a small ratio, make the profile too
        sure there.
        """
        tail, none = 0.5 * (1.0 - level), 1.0 - self.p_excited(peak)
        below = (tail - none) / (1.0 - none)
        low = self._below(peak, -NormalDist().inv_cdf(below)) if below > 0.0 else 0.0
        return low, self._above(peak, NormalDist().inv_cdf(tail))

    def p_critical(self, peak: float) -> float:
        """The probability that the ratio is at least 1."""
        return self.p_excited(peak) * NormalDist().cdf(self.root(1.0, peak))

    def _below(self, peak: float, root: float) -> float:
        """The lowest ratio at a signed root; 0 if the profile never falls so far."""
        grid = np.linspace(0.0, peak, self._cells(peak) + 1).tolist()
        inside = next(k for k, r in enumerate(grid) if self.root(r, peak) <= root)
        return self._crossing(peak, root, grid[inside - 1], grid[inside]) if inside else 0.0

    def _above(self, peak: float, root: float) -> float:
        """The highest ratio at a signed root; infinite if none up to _MOST."""
        far = max(peak, *(line.free.ratio for line in self.lines)) + _WIDE
        while self.root(far, peak) > root:
            far = peak + 2.0 * (far - peak)
            if far > _MOST:
                return float("inf")
        grid = np.linspace(far, peak, self._cells(far - peak) + 1).tolist()
        inside = next(k for k, r in enumerate(grid) if self.root(r, peak) >= root)
        return self._crossing(peak, root, grid[inside], grid[inside - 1])

    def _cells(self, width: float) -> int:
        """In how many parts to look for a crossing: several baselines may make several peaks."""
        return 1 if len(self.lines) == 1 else max(1, int(np.ceil(width / _CELL)))

    def _crossing(self, peak: float, root: float, low: float, high: float) -> float:
        from scipy.optimize import brentq

        return float(brentq(lambda r: self.root(float(r), peak) - root, low, high, xtol=_FINE))
