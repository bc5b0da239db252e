"""Weights of the rival accounts: what each foresaw, equal odds beforehand, a bootstrap over years.

The evidence of a model is the log chance that it gave each round before the round came: by the vintage before
it, so that nothing a fit had seen speaks for it (forward-chained; Dawid 1984, Journal of the Royal
Statistical Society A 147:278). Nulls are scored on the same rounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.motive.filter import Array

RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Weighed:
    """Weights by model with 90 % bounds (M, 3), in the order of `models`."""

    models: tuple[str, ...]
    shares: Array
    evidence: Mapping[str, float]
    judged: bool = True

    def of(self, model: str) -> float:
        """The weight of one."""
        return float(self.shares[self.models.index(model), 0])

    def among(self, some: Sequence[str]) -> dict[str, float]:
        """The shares of some models among themselves; they sum to 1."""
        logs = np.array([self.evidence[model] for model in some])
        return dict(zip(some, _shares(logs[:, None])[:, 0].tolist(), strict=True))


def weigh(evidence: Mapping[str, float], years: Mapping[str, Array], *, seed: int) -> Weighed:
    """`evidence` in nats by model; `years` the nats of each year (Y,) in it, which the bootstrap draws anew.

    With fewer than two years there is no telling how sure a weight is: its bounds are 0 and 1. Without any
    there is nothing to weigh, and `judged` is false.
    """
    models = tuple(evidence)
    total = np.array([evidence[model] for model in models])
    table = np.stack([np.asarray(years[model], dtype=np.float64) for model in models])
    count = table.shape[1]
    if count < 2:
        shares = _shares(total[:, None])
        bounds = np.hstack([shares, np.zeros_like(shares), np.ones_like(shares)])
        return Weighed(models, bounds, evidence, judged=count > 0)
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES)
    again = total[:, None] + table @ (draws.T - 1.0)
    best = _shares(total[:, None])[:, 0]
    low, high = np.quantile(_shares(again), (0.05, 0.95), axis=1)
    bounds = np.stack([best, np.minimum(low, best), np.maximum(high, best)], axis=1)
    return Weighed(models, bounds, evidence)


def _shares(logs: Array) -> Array:
    sizes = np.exp(logs - logs.max(axis=0))
    return np.asarray(sizes / sizes.sum(axis=0))
