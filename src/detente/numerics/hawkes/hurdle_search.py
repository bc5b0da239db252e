"""Fit with changes of level found by evidence, posterior draws, and what a constant baseline would say."""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.baseline import EDGE, Basis, constant, drifting
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.hurdle import spectral_radius
from detente.numerics.hawkes.hurdle_fit import Fit, Mode, best_step, fit, matrix
from detente.numerics.hawkes.stream import DECAYS, OPEN, Prior, Stream
from detente.numerics.special import expit

STEP_GAIN = 3.0
"""Log-evidence that a change of level must gain: about the log of the number of places it could stand."""
MAX_STEPS = 2
NONE = DECAYS[:0]
"""No decays: the baseline alone."""
FEW = DECAYS[2::4]


@dataclass(frozen=True, slots=True)
class Search:
    """The fit with excitation and the one without, each with the changes of level that it needs.

    `chance` is that of excitation beforehand.
    """

    excited: Fit
    plain: Fit
    chance: float = 0.5

    @property
    def ratio(self) -> float:
        """Twice the log-likelihood gained by excitation over the drifting baseline alone."""
        return 2.0 * (self.excited.log_likelihood - self.plain.log_likelihood)

    @property
    def log_bayes_factor(self) -> float:
        """Log-evidence of excitation against the drifting baseline alone."""
        return self.excited.log_evidence - self.plain.log_evidence


def search(stream: Stream, prior: Prior = OPEN) -> Search:
    """Fit a stream with and without excitation; a change of level enters where the evidence asks for it.

    Whether excitation still needs the change is asked on a few decays only.
    """
    tried = _plain(stream, prepared(drifting(stream.n), stream))
    best = tried[-1]
    if len(tried) > 1:
        coarse = [fit(stream, one.sides[0].basis, FEW, prior=prior, near=one).log_evidence for one in tried]
        net = [gain - STEP_GAIN * steps for steps, gain in enumerate(coarse)]
        best = tried[int(np.argmax(net))]
    return Search(fit(stream, best.sides[0].basis, prior=prior, near=best), tried[-1], prior.excited)


def prepared(basis: Basis, stream: Stream) -> Basis:
    """The basis with the stream's calendar, on its observed days."""
    return basis.with_calendar(stream.calendar).observed(stream.unobserved)


def _plain(stream: Stream, basis: Basis) -> list[Fit]:
    """Baseline-only fits with no, one, two changes of level, as long as each gains enough."""
    found = [fit(stream, basis, NONE)]
    for _ in range(MAX_STEPS):
        last = found[-1]
        span = best_step([last.modes[0][0], last.modes[1][0]], last.sides, EDGE)
        if span is None:
            break
        rival = fit(stream, last.sides[0].basis.with_step(span), NONE, near=last)
        if rival.log_evidence < last.log_evidence + STEP_GAIN:
            break
        found.append(rival)
    return found


def naive(stream: Stream) -> float:
    """The branching ratio that a constant baseline would report: the spurious-criticality check."""
    basis = constant(stream.n).observed(stream.unobserved)
    return float(spectral_radius(fit(stream, basis, FEW).params().branching))


@dataclass(frozen=True, slots=True)
class Draws:
    """Posterior draws: `branching` (m, 2, 2), `decay` (m,), log-baseline coefficients of each kind (m, p).

    `patrons` (m, 2): what a third party's act sets off in each kind, 0 where none is known.
    """

    decay: Floats
    branching: Floats
    coef: tuple[Floats, Floats]
    patrons: Floats


@dataclass(frozen=True, slots=True)
class Ratio:
    """The branching ratio over 'excited' (probability `p_excited`) and 'baseline alone' (ratio 0)."""

    value: float
    low: float
    high: float
    p_excited: float
    p_critical: float


def ratio(found: Search, draws: Draws, radius: Floats | None = None) -> Ratio:
    """The spectral radius with its 90 % bounds and P(>= 1), over excitation and none; see `bounds`.

    `radius` (m,) replaces that of the draws' own matrices.
    """
    odds = found.log_bayes_factor + np.log(found.chance / (1.0 - found.chance))
    p = float(expit(np.clip(odds, -50.0, 50.0)))
    of = spectral_radius(draws.branching) if radius is None else radius
    return Ratio(*bounds(of, p), p, p * float((of >= 1.0).mean()))


def bounds(values: Floats, p: float) -> tuple[float, float, float]:
    """Value, low and high of draws that hold with probability `p` and are 0 otherwise.

    The low bound is the 5 % quantile of the mixture; the high bound is that of the excited model alone, so
    that a stream without any sign of excitation still says how much may have been missed.
    """
    below = max(0.0, (0.05 - (1.0 - p)) / p)
    low, middle, high = np.quantile(values, [below, 0.5, 0.95]).tolist()
    value = p * middle
    return value, min(low, value) if below > 0.0 else 0.0, high


def draw(found: Fit, stream: Stream, *, size: int = 400, seed: int = 0) -> Draws:
    """`size` draws: decays by weight, then Laplace's Gaussian (in coefficients and log entries) at each.

    Each kind's random numbers depend on the seed and on its own and the other's event days only, so that
    swapping the kinds swaps the draws.
    """
    days = stream.days
    pick = _systematic(found.weight, size)
    one = _side_draws(found.modes[0], pick, _stream(days[0], days[1], seed))
    two = _side_draws(found.modes[1], pick, _stream(days[1], days[0], seed))
    p = found.sides[0].basis.width
    entries = np.exp(one[:, p:]), np.exp(two[:, p:])
    third = np.stack([side[:, 2] if side.shape[1] > 2 else np.zeros(size) for side in entries], axis=1)
    return Draws(found.decays[pick], matrix(*entries), (one[:, :p], two[:, :p]), third)


def _systematic(weight: Floats, size: int) -> Ints:
    spots = (np.arange(size) + 0.5) / size
    return np.minimum(np.searchsorted(np.cumsum(weight), spots), weight.size - 1)


def _stream(own: Ints, other: Ints, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, own.size, *own.tolist(), other.size, *other.tolist()])


def _side_draws(modes: tuple[Mode, ...], pick: Ints, rng: np.random.Generator) -> Floats:
    x = rng.standard_normal((pick.size, modes[0].x.size))
    for g in np.unique(pick):
        here = pick == g
        root = np.linalg.inv(np.linalg.cholesky(modes[g].hessian))
        x[here] = modes[g].x + x[here] @ root
    return np.minimum(x, 5.0)
