"""Weights of the rival accounts: what each foresaw, equal odds beforehand, a bootstrap over years.

The evidence of a model is the log chance that it gave each round before the round came: by the vintage before
it, so that nothing a fit had seen speaks for it (forward-chained; Dawid 1984, Journal of the Royal
Statistical Society A 147:278). Nulls are scored on the same rounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.motive.filter import Array
from detente.world.estimate import Interval

RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Weighed:
    """`evidence` in nats by model, and drawn again by years: `again` (M, S), S = 0 where years are too few.

    `judged`: whether any round was foreseen at all.
    """

    evidence: Mapping[str, float]
    again: Array
    judged: bool = True

    @property
    def models(self) -> tuple[str, ...]:
        """In the order of `again`."""
        return tuple(self.evidence)

    @property
    def shares(self) -> dict[str, Interval]:
        """The weight of each model with 90 % bounds."""
        return self.among(self.models)

    def among(self, some: Sequence[str]) -> dict[str, Interval]:
        """The shares of some models among themselves, with 90 % bounds; the shares sum to 1."""
        best = _shares(np.array([self.evidence[model] for model in some]))
        low, high = np.zeros_like(best), np.ones_like(best)
        if self.again.size:
            again = _shares(self.again[[self.models.index(model) for model in some]])
            low, high = np.quantile(again, (0.05, 0.95), axis=1)
        low, high = np.minimum(low, best), np.maximum(high, best)
        return {
            model: Interval(float(best[k]), float(low[k]), float(high[k])) for k, model in enumerate(some)
        }


def weigh(evidence: Mapping[str, float], years: Mapping[str, Array], *, seed: int) -> Weighed:
    """`evidence` in nats by model; `years` the nats of each year (Y,) in it, which the bootstrap draws anew.

    With fewer than two years there is no telling how sure a weight is: its bounds are 0 and 1. Without any
    there is nothing to weigh, and `judged` is false.
    """
    total = np.array(list(evidence.values()))
    table = np.stack([np.asarray(years[model], dtype=np.float64) for model in evidence])
    count = table.shape[1]
    if count < 2:
        return Weighed(evidence, np.empty((len(evidence), 0)), judged=count > 0)
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=RESAMPLES)
    return Weighed(evidence, total[:, None] + table @ (draws.T - 1.0))


def _shares(logs: Array) -> Array:
    sizes = np.exp(logs - logs.max(axis=0))
    return np.asarray(sizes / sizes.sum(axis=0))
