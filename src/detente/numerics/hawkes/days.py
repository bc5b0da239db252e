"""Hawkes process whose events carry only their day: counts by day as total progeny (generalized Poisson).

On day d, theta_i(d) = mu_i(d) + sum_j A_ij S_j(d) events of kind i arrive (Poisson); each event of kind j
sets off Poisson(K_ij) events of kind i on the same day, K = p0 A. With lam = theta + K n the day's counts n
have

    P(n) = prod_i lam_i^n_i e^-lam_i / n_i! * det(I - K_ij n_j / lam_i),

the multi-type Borel-Tanner law (Good, Proc. Camb. Phil. Soc. 56 (1960) 367; Consul & Jain, Technometrics 15
(1973) 791 for one kind). Kinds without an event that day drop out of the determinant. With decay b and an
event uniform in its day, the share p0 = 1 - (1 - e^-b)/b of its offspring falls on its own day and the rest
on later days: S_j(d + 1) = e^-b S_j(d) + p1 n_j(d), p1 = (1 - e^-b)^2 / b. Convention: A[i, j] is the mean
number of events of kind i that one event of kind j sets off. Days of an unobserved span are neither quiet nor
active: they add nothing, and the states fade through them.
"""

from dataclasses import dataclass
from math import exp, expm1

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes import days_reference
from detente.numerics.hawkes.days_layout import Layout, edges_of, lay_out, log_factorial, states_at
from detente.numerics.hawkes.events import DayLog, Floats, HawkesError, Ints
from detente.numerics.hawkes.process import spectral_radius

NONE = np.zeros((0, 0, 0))
Complex = NDArray[np.complex128]
_ROUNDS, _NEWTON = 40, 40
_SMALL = 1e-12


@dataclass(frozen=True, slots=True)
class DayProcess:
    """Baseline rates a day (kinds, spans), branching A (kinds, kinds), decay 1/day.

    The columns of the baseline are one for all days, one a fortnight, or one a day.
    """

    baseline: Floats
    branching: Floats
    decay: float

    @property
    def kinds(self) -> int:
        """The number of kinds."""
        return int(self.branching.shape[0])

    @property
    def inner(self) -> Floats:
        """K, the mean offspring on the same day, (kinds, kinds)."""
        inner: Floats = same_day_share(self.decay) * self.branching
        return inner


@dataclass(frozen=True, slots=True)
class Slopes:
    """A log-probability, and its slopes by baseline rates (kinds, spans), A (kinds, kinds) and decay."""

    value: float
    baseline: Floats
    branching: Floats
    decay: float


def same_day_share(decay: float) -> float:
    """p0, the share of an event's offspring that falls on its own day."""
    return 1.0 + expm1(-decay) / decay


def shares(decay: float) -> Floats:
    """p0, p1 and their slopes by the decay, shape (4,)."""
    gone, keep = -expm1(-decay), exp(-decay)
    p1 = gone * gone / decay
    return np.array(
        [same_day_share(decay), p1, (gone - decay * keep) / decay**2, (2.0 * gone * keep - p1) / decay]
    )


def branching_ratio(branching: Floats) -> float:
    """The spectral radius of A: mean offspring of an event in the long run; 1 is critical."""
    return float(spectral_radius(branching))


def radius_slope(branching: Floats) -> tuple[float, Floats]:
    """The spectral radius of a non-negative matrix and its slope by each entry, (kinds, kinds).

    With left and right vectors l, r of the radius the slope is l r' / (l' r) (Horn & Johnson, Matrix
    Analysis, theorem 6.3.12); a small positive matrix is added so that both are positive.
    """
    values, right = np.linalg.eig(branching + _SMALL)
    top = int(np.argmax(values.real))
    left = np.linalg.inv(right)[top]
    slope: Floats = np.real(np.outer(left, right[:, top]) / (left @ right[:, top]))
    return float(values[top].real), slope


def arrivals(process: DayProcess, log: DayLog, at: Ints) -> Floats:
    """theta on the days `at` of a daily baseline, given the days of the log before each, (kinds, len(at))."""
    theta: Floats = process.baseline[:, at] + process.branching @ states_at(log, at, process.decay)
    return theta


def log_pmf(theta: Floats, inner: Floats, counts: Floats) -> Floats:
    """log P(counts) of each day, shape (m,); theta and counts (kinds, m), inner = K (kinds, kinds)."""
    lam, on = theta + inner @ counts, counts > 0.0
    log_det = np.linalg.slogdet(days_reference.balance(lam.T, inner, counts.T))[1]
    logs = np.where(on, (counts - 1.0) * np.log(lam), 0.0) - lam - log_factorial(counts)
    found: Floats = logs.sum(axis=0) + log_det
    return found


def log_none(theta: Floats, inner: Floats) -> Floats:
    """log P(no event of kind i) of each day whatever the others do, shape (kinds, m); theta (kinds, m).

    No arrival may begin a cluster that holds kind i: the generating function of `cluster_values` at 0 for i.
    """
    mark = (1.0 - np.eye(inner.shape[0])).astype(np.complex128)
    free = np.real(cluster_values(inner, mark))
    found: Floats = (free.T - 1.0) @ theta
    return found


def cluster_values(inner: Floats, mark: Complex) -> Complex:
    """q_l = E prod_k mark_k^(events of kind k) over a day's cluster begun by kind l; mark, q (kinds, points).

    The solution of q_l = mark_l exp(sum_k K_kl (q_k - 1)) that iteration from 0 leads to, |mark| <= 1; Newton
    steps finish where clusters are large and iteration is slow.
    """
    q: Complex = np.zeros(mark.shape, dtype=np.complex128)
    for _ in range(_ROUNDS):
        q = mark * np.exp(inner.T @ (q - 1.0))
    for _ in range(_NEWTON):
        image = mark * np.exp(inner.T @ (q - 1.0))
        jacobian = np.eye(q.shape[0]) - image.T[:, :, None] * inner.T
        step = np.linalg.solve(jacobian, (image - q).T[:, :, None])[:, :, 0].T
        q = q + step
        if np.abs(step).max(initial=0.0) < 1e-14:
            break
    return q


def evaluate(
    layout: Layout, mu: Floats, branching: Floats, decay: float, *, fast: bool = True, curve: Floats = NONE
) -> Slopes:
    """Log-probability and slopes of a laid-out log; `mu` (kinds, spans) as in `layout`.

    `fast` asks for the compiled pass, where there is one. The event days' second slopes by log mu are added
    to `curve` (spans, kinds, kinds) if it is given.
    """
    part = shares(decay)
    rates, by_mu = np.ascontiguousarray(mu.T), np.zeros(mu.shape[::-1])
    by_branching, left = np.zeros_like(branching), np.zeros((2, layout.kinds))
    sums = (by_mu, by_branching, left, curve)
    if fast and _compiled():
        from detente.numerics.hawkes.days_kernels import day_pass

        rows = (layout.span, layout.counts, layout.turn, layout.gap)
        value, slope = day_pass(*rows, rates, branching, decay, part, *sums)
    else:
        value, slope = days_reference.day_pass(layout, rates, branching, decay, part, *sums)
    spent = layout.totals - (1.0 - part[0]) * left[0]
    faster = part[2] * left[0] - (1.0 - part[0]) * left[1]
    quiet = float((mu @ layout.exposure).sum() + (branching @ spent).sum())
    return Slopes(
        value - quiet - layout.log_factorials,
        by_mu.T - layout.exposure,
        by_branching - spent,
        slope - float((branching @ faster).sum()),
    )


def _compiled() -> bool:
    from detente.numerics.hawkes import jit

    return jit.FAST


def bends(layout: Layout, mu: Floats, branching: Floats, decay: float, *, fast: bool = True) -> Floats:
    """Second slopes of the log-probability by the log baseline of each span, (spans, kinds, kinds)."""
    curve = np.zeros((mu.shape[1], layout.kinds, layout.kinds))
    evaluate(layout, mu, branching, decay, fast=fast, curve=curve)
    index = np.arange(layout.kinds)
    curve[:, index, index] -= (mu * layout.exposure).T
    return curve


def log_likelihood(process: DayProcess, log: DayLog) -> float:
    """The log-probability of a day log, in nats. HawkesError: see `slopes`."""
    return slopes(process, log).value


def slopes(process: DayProcess, log: DayLog) -> Slopes:
    """The log-probability and its slopes. HawkesError: "baseline", "shape", "decay" or "negative"."""
    checked(process, log.kinds)
    edges = edges_of(process.baseline.shape[1], log.n)
    return evaluate(lay_out(log, edges), process.baseline, process.branching, process.decay)


def checked(process: DayProcess, kinds: int) -> None:
    """HawkesError unless the process is one of `kinds` kinds with valid parameters."""
    if process.branching.shape != (kinds, kinds) or process.baseline.shape[:1] != (kinds,):
        raise HawkesError(
            "shape",
            f"baseline {process.baseline.shape}, branching {process.branching.shape} for {kinds} kinds; "
            "give (kinds, spans) and (kinds, kinds)",
        )
    if not (np.isfinite(process.decay) and process.decay > 0.0):
        raise HawkesError("decay", f"decay {process.decay}: give a rate above 0, per day")
    low = min(process.baseline.min(initial=np.inf), process.branching.min(initial=np.inf))
    if not low >= 0.0:
        raise HawkesError("negative", f"{low} among rates and branching entries, which are 0 or more")
