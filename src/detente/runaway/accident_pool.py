"""Rates of rare events in several classes under one prior: a Poisson-lognormal hierarchy on a fixed grid.

Class c shows k_c events in n_c trials; k_c ~ Poisson(n_c h_c e^u), log h_c ~ Normal(m, s). u says that events
and trials were listed apart and need not be covered alike. Gelman and others, Bayesian Data Analysis (3rd
edition 2013), chapter 5, for the hierarchy; the sums over (m, s) and log h are exact up to the grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints

CENTRE, CENTRE_SPREAD = log(1e-3), 2.3
"""Prior of m: one in a thousand trials, 90 % between 1 in 44,000 and 1 in 23. Our assumption."""
SPREAD_SCALE = 1.5
"""Half-normal prior of s, in log units. Our assumption."""
COVERAGE_SPREAD = log(2.0) / 1.6448536269514722
"""Of u: half to twice at 90 %. Our assumption."""
NEGLIGIBLE = 1e-9
"""Weight of an (m, s), relative to the best, below which it is left out."""
_RATES = np.arange(log(1e-9), 0.05, 0.1)
_CENTRES = CENTRE + CENTRE_SPREAD * np.linspace(-3.5, 3.5, 43)
_SPREADS = np.linspace(0.2, 5.0, 25)
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


@dataclass(frozen=True, slots=True)
class Pool:
    """The joint posterior of the classes' log rates.

    `given` (hypers, rates) is the density of a log rate under each (m, s) of the grid that matters, `weights`
    (hypers,) the posterior of (m, s), `likelihood` (classes, rates) that of each class at each log rate.
    """

    given: Floats
    weights: Floats
    likelihood: Floats

    def density(self, index: int) -> Floats:
        """The posterior weights of a class over the grid of log rates, shape (rates,), sum 1."""
        joint = self.given * self.likelihood[index]
        total: Floats = self.weights @ (joint / joint.sum(axis=1, keepdims=True))
        return total

    def quantiles(self, index: int, at: Sequence[float]) -> tuple[float, ...]:
        """Quantiles of a class's rate."""
        below = np.cumsum(self.density(index))
        return tuple(float(np.exp(np.interp(p, below, _RATES + 0.05))) for p in at)

    def draws(self, classes: int, n: int, seed: int) -> Floats:
        """`n` joint draws of the rates of the first `classes` classes, shape (n, classes)."""
        rng = np.random.default_rng(seed)
        hyper = rng.choice(self.weights.size, n, p=self.weights)
        columns = [self._draw(index, hyper, rng) for index in range(classes)]
        return np.exp(np.stack(columns, axis=1))

    def _draw(self, index: int, hyper: Ints, rng: np.random.Generator) -> Floats:
        below = np.cumsum(self.given[hyper] * self.likelihood[index], axis=1)
        at = (below < rng.random((hyper.size, 1)) * below[:, -1:]).sum(axis=1)
        drawn: Floats = _RATES[at] + rng.uniform(-0.05, 0.05, hyper.size)
        return drawn


def pool(events: Sequence[int], trials: Sequence[int]) -> Pool:
    """The posterior given `events` in `trials` of each class; a class without trials says nothing."""
    given, prior = _hyper()
    likelihood = np.array([_likelihood(k, n) for k, n in zip(events, trials, strict=True)])
    evidence = given @ likelihood.T
    weights = prior * (evidence / evidence.max(axis=0)).prod(axis=1)
    kept = weights > NEGLIGIBLE * weights.max()
    return Pool(given[kept], weights[kept] / weights[kept].sum(), likelihood)


def _hyper() -> tuple[Floats, Floats]:
    """Densities of a log rate under each (m, s), and the prior weights of these."""
    centre, spread = (axis.ravel() for axis in np.meshgrid(_CENTRES, _SPREADS, indexing="ij"))
    given = np.exp(-0.5 * ((_RATES - centre[:, None]) / spread[:, None]) ** 2)
    prior = np.exp(-0.5 * ((centre - CENTRE) / CENTRE_SPREAD) ** 2 - 0.5 * (spread / SPREAD_SCALE) ** 2)
    return given / given.sum(axis=1, keepdims=True), prior / prior.sum()


def _likelihood(events: int, trials: int) -> Floats:
    """Of `events` in `trials` at each log rate, averaged over the coverage u; the highest is near 1."""
    if trials == 0:
        return np.ones_like(_RATES)
    shifted = _RATES[:, None] + COVERAGE_SPREAD * _NODES
    terms = events * shifted - trials * np.exp(shifted)
    averaged: Floats = np.exp(terms - terms.max()) @ (_NODE_WEIGHTS / _NODE_WEIGHTS.sum())
    return averaged
