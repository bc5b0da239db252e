"""Fitting the two-kind day Hawkes process: posterior modes over a grid of decays, weighed by their evidence.

Given the decay, the likelihood falls apart into one problem for each kind: log-baseline coefficients and the
logs of two branching entries (own, other). Each is solved by damped Newton steps with the exact Hessian. The
two problems see only (own days, other days), so swapping the kinds swaps the answer to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.baseline import Basis, daily, span_of, step_scores
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.hurdle import Params, spent_between, states
from detente.numerics.hawkes.stream import DECAYS, OPEN, Prior, Stream

_TOP = 5.0
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Side:
    """One kind's problem: its baseline, spans of its event days, S there (G, E, q), sums of S (G, q).

    `log_mean`, `log_sd` (q,): the normal prior of the logs of its entries (own, other[, patron]).
    """

    basis: Basis
    hits: Ints
    excited: Floats
    spent: Floats
    log_norm: float
    log_mean: Floats
    log_sd: Floats

    @property
    def entries(self) -> int:
        """2 or, with a patron, 3 if the kind can be excited, 0 for baseline only."""
        return int(self.excited.shape[2])


@dataclass(frozen=True, slots=True)
class Mode:
    """The posterior mode x = (coefficients, log own, log other) of one kind at one decay."""

    x: Floats
    log_posterior: float
    log_likelihood: float
    hessian: Floats

    @property
    def log_evidence(self) -> float:
        """Laplace's approximation of the log-evidence."""
        size = 0.5 * self.x.size * np.log(2.0 * np.pi)
        return float(self.log_posterior + size - 0.5 * np.linalg.slogdet(self.hessian)[1])


def side_of(stream: Stream, k: int, basis: Basis, *, decays: Floats = DECAYS, prior: Prior = OPEN) -> Side:
    """The problem of kind k of a stream, beside the other's; no decays: baseline only."""
    own, other = stream.days[k], stream.days[1 - k]
    spans, norm = span_of(own), basis.log_norm
    if not decays.size:
        return Side(
            basis, spans, np.zeros((1, own.size, 0)), np.zeros((1, 0)), norm, np.zeros(0), np.zeros(0)
        )
    kinds = (own, other, stream.patrons[k]) if stream.has_patron else (own, other)
    sums = np.stack([states(kind, own, decays) for kind in kinds], axis=-1)
    left = np.stack([_spent(kind, stream, decays) for kind in kinds], axis=-1)
    return Side(basis, spans, sums, left, norm, *prior.of(len(kinds)))


def _spent(kind: Ints, stream: Stream, decays: Floats) -> Floats:
    """The sum of S over the observed days."""
    total = spent_between(kind, 0, stream.n, decays)
    for low, high in stream.gaps():
        total = total - spent_between(kind, low, high, decays)
    return total


def log_density(side: Side, g: int, x: Floats) -> tuple[float, float]:
    """Log-posterior and log-likelihood at decay g and one x = (coefficients, log own, log other)."""
    p, basis = side.basis.width, side.basis
    coef, logs = x[:p], np.minimum(x[p:], _TOP)
    mu, entries = np.exp(np.minimum(basis.rows @ coef, _TOP)), np.exp(logs)
    lam = np.maximum(mu[side.hits] + side.excited[g] @ entries, _TINY)
    likelihood = np.log(np.expm1(lam)).sum() - mu @ basis.days - entries @ side.spent[g]
    ridge = 0.5 * (coef @ basis.precision @ coef)
    prior = side.log_norm - ridge + _log_normal(side, x[p:])
    return float(likelihood + prior), float(likelihood)


def _log_normal(side: Side, logs: Floats) -> float:
    z = (logs - side.log_mean) / side.log_sd
    return float(-(0.5 * z**2 + np.log(side.log_sd) + 0.5 * np.log(2.0 * np.pi)).sum())


def slopes(side: Side, g: int, x: Floats) -> tuple[Floats, Floats]:
    """Gradient (p + q,) and Hessian of the log-posterior at decay g and one x."""
    p, basis = side.basis.width, side.basis
    mu = np.exp(np.minimum(basis.rows @ x[:p], _TOP))
    entries = np.exp(np.minimum(x[p:], _TOP))
    rows, at = basis.rows[side.hits], mu[side.hits]
    parts = side.excited[g] * entries
    first = -1.0 / np.expm1(-np.maximum(at + parts.sum(axis=1), _TINY))
    jacobian = np.concatenate([at[:, None] * rows, parts], axis=1)
    curve = jacobian.T @ ((first * (1.0 - first))[:, None] * jacobian)
    bulk = np.bincount(side.hits, first * at, mu.size) - basis.days * mu
    curve[:p, :p] += basis.rows.T @ (bulk[:, None] * basis.rows) - basis.precision
    bent = parts.T @ first - side.spent[g] * entries
    curve[range(p, x.size), range(p, x.size)] += bent - side.log_sd**-2
    pull = bent - (x[p:] - side.log_mean) / side.log_sd**2
    return np.concatenate([bulk @ basis.rows - basis.precision @ x[:p], pull]), curve


def start(side: Side) -> Floats:
    """A first guess: half the event days uncaused, at a constant rate, and small entries."""
    rate = np.log((0.5 * side.hits.size + 0.5) / side.basis.days.sum())
    level = np.linalg.lstsq(side.basis.rows, np.full(side.basis.days.size, rate), rcond=None)[0]
    return np.concatenate([level, np.minimum(side.log_mean, -1.0)])


def mode(side: Side, g: int, guess: Floats) -> Mode:
    """The posterior mode at decay g by Newton steps, damped until they go up."""
    x, damp = guess, 0.0
    posterior, likelihood = log_density(side, g, x)
    gradient, hessian = slopes(side, g, x)
    for _ in range(80):
        step = _step(gradient, hessian, damp)
        value, new = log_density(side, g, x + step)
        if value < posterior - 1e-9:
            damp = max(4.0 * damp, 0.1)
            continue
        gain = value - posterior
        x, posterior, likelihood, damp = x + step, value, new, 0.1 * damp
        gradient, hessian = slopes(side, g, x)
        if gain < 1e-5:
            break
    return Mode(x, posterior, likelihood, _positive(hessian))


def _step(gradient: Floats, hessian: Floats, damp: float) -> Floats:
    curvature: Floats = damp * np.eye(gradient.size) - hessian
    try:
        np.linalg.cholesky(curvature)
    except np.linalg.LinAlgError:
        curvature = _positive(-curvature)
    step = np.linalg.solve(curvature, gradient)
    return np.asarray(step * min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-300)))


def _positive(hessian: Floats) -> Floats:
    """The negative Hessian with its eigenvalues made positive."""
    values, vectors = np.linalg.eigh(-hessian)
    fixed = (vectors * np.maximum(np.abs(values), 1e-2)) @ vectors.T
    return np.asarray(0.5 * (fixed + fixed.T))


@dataclass(frozen=True, slots=True)
class Fit:
    """Modes of both kinds at every decay, and each decay's posterior weight."""

    n: int
    decays: Floats
    sides: tuple[Side, Side]
    modes: tuple[tuple[Mode, ...], tuple[Mode, ...]]
    weight: Floats
    log_evidence: float

    @property
    def best(self) -> int:
        """The index of the decay with the most weight."""
        return int(np.argmax(self.weight))

    @property
    def log_likelihood(self) -> float:
        """The highest log-likelihood among the modes."""
        return max(a.log_likelihood + b.log_likelihood for a, b in zip(*self.modes, strict=True))

    def params(self) -> Params:
        """The process at the modes of the best decay; baseline over the n days."""
        pair = (self.modes[0][self.best], self.modes[1][self.best])
        coarse = [np.exp(s.basis.rows @ m.x[: s.basis.width]) for s, m in zip(self.sides, pair, strict=True)]
        entries = [np.exp(m.x[s.basis.width :]) for s, m in zip(self.sides, pair, strict=True)]
        return Params(daily(np.stack(coarse), self.n), matrix(*entries), float(self.decays[self.best]))


def matrix(first: Floats, second: Floats) -> Floats:
    """The branching matrix (..., 2, 2) of two kinds' (own, other, ...) entries; zeros for baseline only."""
    if first.shape[-1] == 0:
        return np.zeros((*first.shape[:-1], 2, 2))
    return np.stack([first[..., :2], second[..., 1::-1]], axis=-2)


def fit(stream: Stream, basis: Basis, decays: Floats = DECAYS, *, prior: Prior = OPEN,
        near: "Fit | None" = None) -> Fit:  # fmt: skip
    """Fit both kinds' event days with a baseline over the stream's days; no decays: the baseline alone.

    `near`, a fit whose basis begins alike, only speeds it up. Decays have the prior's chances, or equal ones
    where fewer are tried.
    """
    sides = [side_of(stream, k, basis, decays=decays, prior=prior) for k in (0, 1)]
    first = [start(side) if near is None else _nearby(side, near, k) for k, side in enumerate(sides)]
    modes = tuple(_along(side, guess) for side, guess in zip(sides, first, strict=True))
    evidence = np.array([a.log_evidence + b.log_evidence for a, b in zip(*modes, strict=True)])
    chances = np.array(prior.decays) if decays.size == len(prior.decays) else np.ones(evidence.size)
    odds = np.exp(evidence - evidence.max()) * chances / chances.sum()
    return Fit(
        n=stream.n,
        decays=decays if decays.size else DECAYS[:1],
        sides=(sides[0], sides[1]),
        modes=(modes[0], modes[1]),
        weight=odds / odds.sum(),
        log_evidence=float(evidence.max() + np.log(odds.sum())),
    )


def _along(side: Side, guess: Floats) -> tuple[Mode, ...]:
    found: list[Mode] = []
    for g in range(side.spent.shape[0]):
        found.append(mode(side, g, found[-1].x if found else guess))
    return tuple(found)


def _nearby(side: Side, near: Fit, k: int) -> Floats:
    """A first guess from another fit's coefficients, cut or filled with 0."""
    known = near.modes[k][near.best].x[: near.sides[k].basis.width]
    guess = start(side)
    p, shared = side.basis.width, min(side.basis.width, known.size)
    guess[:p] = 0.0
    guess[:shared] = known[:shared]
    return guess


def best_step(fits: Sequence[Mode], sides: Sequence[Side], edge: int) -> int | None:
    """The span where a common change of level scores highest on baseline-only modes, None if too short."""
    spans = sides[0].basis.days.size
    if spans <= 2 * edge + 1:
        return None
    gain = _score(fits[0], sides[0]) + _score(fits[1], sides[1])
    return int(edge + np.argmax(gain[edge : spans - edge]))


def _score(found: Mode, side: Side) -> Floats:
    """Rao's score statistic for a change of level at each span, given a baseline-only mode."""
    rate = np.exp(np.minimum(side.basis.rows @ found.x, _TOP))
    hit = -rate / np.expm1(-rate)
    pull = hit * np.bincount(side.hits, minlength=rate.size) - side.basis.days * rate
    mean = side.basis.days * rate**2 / np.expm1(rate)
    return step_scores(side.basis, pull, mean, found.hessian)
