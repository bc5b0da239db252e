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
from detente.motive.filter import PLAIN, Array, Engine, Filtered, filtered
from detente.motive.payoffs import NAMES

STEP = 1e-4
"""Of the forward differences, in units of the prior's spread."""

ROUNDS = 60
"""Steps at most."""

ENOUGH = 1e-3
"""Nats of gain below which the search stops."""

LEAST, MOST = 1e-2, 1e4
"""Damping: with less than the least, the next rejection costs many trials."""


GRID, REACH = 31, 3.0
"""Points, and spreads of the prior to either side, between which one parameter alone is weighed."""


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
    """`theta` (14,) and `covariance` (14, 14) of the posterior; `evidence` in nats.

    `solved`: whether every game behind it was solved.
    """

    theta: Array
    covariance: Array
    evidence: float
    solved: bool


def fit(seen: Episodes, prior: Prior, motive: str | None, *, start: Array | None = None,
        engine: Engine = PLAIN) -> Fit:  # fmt: skip
    """The posterior mode under a motive (None: the ladder alone), from `start` or the prior's mean."""
    at = Point.of(seen, (prior.mean if start is None else start).copy(), prior, motive, engine)
    slope, damping = at.slope(), LEAST
    for _ in range(ROUNDS):
        new = at.moved(at.theta + slope.step(damping))
        gain = new.target - at.target
        if not gain > 0.0 or (at.solved and not new.solved):
            damping *= 20.0
            if damping > MOST:
                break
            continue
        at, slope, damping = new, new.slope(), max(damping / 4.0, LEAST)
        if gain < ENOUGH:
            break
    return at.fit(slope)


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


def reach(seen: Episodes, theta: Array, prior: Prior, motive: str, name: str,
          engine: Engine = PLAIN) -> tuple[float, float]:  # fmt: skip
    """The 5 and 95 % points of one parameter, the others (14,) held at `theta`.

    No normal: rounds without a war say that war is worth little, and not how little.
    """
    at = NAMES.index(name)
    points = np.repeat(theta[:, None], GRID, axis=1)
    points[at] += prior.spread[at] * np.linspace(-REACH, REACH, GRID)
    found = filtered(seen, points, motive, engine=engine)
    if not found.solved.any():
        return float(theta[at]), float(theta[at])
    logs = np.where(found.solved, found.logs.sum(axis=0) + prior.log_density(points), -np.inf)
    upto = np.cumsum(np.exp(logs - logs.max()))
    low, high = np.interp((0.05, 0.95), upto / upto[-1], points[at])
    return float(min(low, theta[at])), float(max(high, theta[at]))


@dataclass(frozen=True, slots=True)
class Slope:
    """Gradient and curvature of the log posterior at a point, in units of the prior's `spread`."""

    gradient: Array
    curvature: Array
    spread: Array

    def step(self, damping: float) -> Array:
        """The damped step from there."""
        matrix = self.curvature + damping * np.diag(np.diag(self.curvature))
        return self.spread * np.linalg.solve(matrix, self.gradient)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the search: its log posterior is `target`, and `rounds` how the rounds come out there."""

    seen: Episodes
    theta: Array
    prior: Prior
    motive: str | None
    engine: Engine
    target: float
    rounds: Filtered

    @classmethod
    def of(cls, seen: Episodes, theta: Array, prior: Prior, motive: str | None, engine: Engine,
           warm: Array | None = None) -> "Point":  # fmt: skip
        """Solved there, from strategies close by if there are some."""
        rounds = filtered(seen, theta[:, None], motive, engine=engine, warm=warm)
        target = float(rounds.logs.sum() + prior.log_density(theta[:, None])[0])
        return cls(seen, theta, prior, motive, engine, target, rounds)

    @property
    def solved(self) -> bool:
        """Whether every game behind it was solved."""
        return bool(self.rounds.solved.all())

    def moved(self, theta: Array) -> "Point":
        """Another point, begun from the strategies of this one."""
        return self.of(self.seen, theta, self.prior, self.motive, self.engine, self.rounds.solution)

    def slope(self) -> Slope:
        """By forward differences: only where the search goes on, for all parameters are tried."""
        size, prior = self.theta.size, self.prior
        points = np.repeat(self.theta[:, None], size, axis=1)
        points[np.arange(size), np.arange(size)] += STEP * prior.spread
        beside = filtered(self.seen, points, self.motive, engine=self.engine, warm=self.rounds.solution)
        scores = (beside.logs - self.rounds.logs) / STEP
        at = (self.theta - prior.mean) / prior.spread
        return Slope(scores.sum(axis=0) - at, scores.T @ scores + np.eye(size), prior.spread)

    def fit(self, slope: Slope) -> Fit:
        """The answer if the search ends here."""
        spread = self.prior.spread
        inverse = np.linalg.inv(slope.curvature)
        _, size = np.linalg.slogdet(slope.curvature)
        evidence = self.target + 0.5 * len(spread) * np.log(2 * np.pi) + np.log(spread).sum() - 0.5 * size
        return Fit(
            self.theta,
            inverse * np.outer(spread, spread),
            float(evidence),
            self.solved,
        )
