"""The most likely parameters of a pair under a motive, their spread, and the evidence for the motive.

A normal prior over the parameters, learned from other pairs, is updated by the pair's rounds. The maximum is
found by damped Gauss-Newton steps with the outer product of the rounds' scores in place of the Hessian
(Berndt, Hall, Hall & Hausman 1974, Annals of Economic and Social Measurement 3:653). The evidence is
Laplace's (MacKay 2003, Information Theory, Inference, and Learning Algorithms, eq. 27.6).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.motive.episodes import Episodes
from detente.motive.filter import PLAIN, Array, Engine, filtered

STEP = 1e-4
"""Of the forward differences, in units of the prior's spread."""

ROUNDS = 60
"""Steps at most."""

ENOUGH = 1e-3
"""Nats of gain below which the search stops."""

LEAST, MOST = 1e-2, 1e4
"""Damping: with less than the least, the next rejection costs many trials."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal prior over the parameters: `mean`, `spread` (14,)."""

    mean: Array
    spread: Array

    def log_density(self, theta: Array) -> Array:
        """Log density (P,) of vectors (14, P)."""
        at = (theta - self.mean[:, None]) / self.spread[:, None]
        found: Array = (
            -0.5 * (at**2).sum(axis=0) - np.log(self.spread).sum() - 0.5 * len(self.mean) * np.log(2 * np.pi)
        )
        return found


@dataclass(frozen=True, slots=True)
class Fit:
    """`theta` (14,) and `covariance` (14, 14) of the posterior; `evidence` in nats; `logs` (R,) by round.

    `belief` (R + 1, 2, T): before each round. `solved`: whether every game behind it was solved.
    """

    theta: Array
    covariance: Array
    evidence: float
    logs: Array
    belief: Array
    solved: bool


def fit(seen: Episodes, prior: Prior, motive: str | None, *, start: Array | None = None,
        engine: Engine = PLAIN) -> Fit:  # fmt: skip
    """The posterior mode under a motive (None: the ladder alone), from `start` or the prior's mean."""
    theta, damping = (prior.mean if start is None else start).copy(), LEAST
    at = _around(seen, theta, prior, motive, engine)
    for _ in range(ROUNDS):
        proposal = theta + _step(at, damping)
        new = _around(seen, proposal, prior, motive, engine, at.solution)
        gain = new.target - at.target
        if not gain > 0.0 or (at.solved and not new.solved):
            damping *= 20.0
            if damping > MOST:
                break
            continue
        theta, at, damping = proposal, new, max(damping / 4.0, LEAST)
        if gain < ENOUGH:
            break
    return at.fit()


def fit_all(seen: Mapping[str, Episodes], priors: Mapping[str, Prior], starts: Mapping[str, Array],
            engine: Engine = PLAIN) -> dict[str, Fit]:  # fmt: skip
    """The fit of every motive of `seen` to one pair, from `starts` (else its prior's mean) and once more.

    Hidden types make several modes, and all motives have much the same: each motive is fitted again from
    where the best of the others ended, and the mode with the larger evidence is kept.
    """
    found = {m: fit(seen[m], priors[m], m, start=starts.get(m), engine=engine) for m in seen}
    again = {}
    for motive, one in found.items():
        best = max((other for m, other in found.items() if m != motive), key=_worth, default=one)
        other = fit(seen[motive], priors[motive], motive, start=best.theta, engine=engine)
        again[motive] = max(one, other, key=_worth)
    return again


def _worth(one: Fit) -> tuple[bool, float]:
    return one.solved, one.evidence


@dataclass(frozen=True, slots=True)
class _Point:
    """A point of the search: value, gradient and curvature of the log posterior, in units of the prior."""

    theta: Array
    prior: Prior
    target: float
    gradient: Array
    curvature: Array
    logs: Array
    belief: Array
    solved: bool
    solution: Array

    def fit(self) -> Fit:
        """The answer if the search ends here."""
        spread = self.prior.spread
        inverse = np.linalg.inv(self.curvature)
        _, size = np.linalg.slogdet(self.curvature)
        evidence = self.target + 0.5 * len(spread) * np.log(2 * np.pi) + np.log(spread).sum() - 0.5 * size
        return Fit(
            self.theta,
            inverse * np.outer(spread, spread),
            float(evidence),
            self.logs,
            self.belief,
            self.solved,
        )


def _around(seen: Episodes, theta: Array, prior: Prior, motive: str | None, engine: Engine,
            warm: Array | None = None) -> _Point:  # fmt: skip
    """Solved at the point first, then beside it, from there."""
    size = theta.size
    here = filtered(seen, theta[:, None], motive, engine=engine, warm=warm)
    points = np.repeat(theta[:, None], size, axis=1)
    points[np.arange(size), np.arange(size)] += STEP * prior.spread
    beside = filtered(seen, points, motive, engine=engine, warm=here.solution)
    scores = (beside.logs - here.logs) / STEP
    at = (theta - prior.mean) / prior.spread
    return _Point(
        theta,
        prior,
        target=float(here.logs.sum() + prior.log_density(theta[:, None])[0]),
        gradient=scores.sum(axis=0) - at,
        curvature=scores.T @ scores + np.eye(size),
        logs=here.logs[:, 0],
        belief=here.belief[..., 0],
        solved=bool(here.solved.all()),
        solution=here.solution,
    )


def _step(at: _Point, damping: float) -> Array:
    matrix = at.curvature + damping * np.diag(np.diag(at.curvature))
    return at.prior.spread * np.linalg.solve(matrix, at.gradient)
