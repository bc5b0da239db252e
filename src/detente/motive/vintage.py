"""What a fitted vintage knows: priors of all pairs, rates of moves, and the fits of pairs with enough
rounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from detente.motive.estimate import Prior
from detente.motive.filter import Array
from detente.motive.nulls import Rates
from detente.motive.payoffs import MOTIVES, NAMES
from detente.world.actor import Dyad

BASE, HABIT = "base rates", "habit"
NULLS = (BASE, HABIT)
MODELS = (*MOTIVES, *NULLS)
DRAWS = 9
"""Parameter vectors of each motive under which today's round is played: the mode, and pairs around it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A pair's fit: posterior of each motive, and what each model had foreseen, in all and by year.

    `n`: rounds with a climb behind it; `years` by model: nats of each year in which rounds were foreseen.
    """

    n: int
    posteriors: Mapping[str, Prior]
    evidence: Mapping[str, float]
    years: Mapping[str, Array]


@dataclass(frozen=True)
class Vintage:
    """The room's parameters as of a day; `cut` is the year before which all of it was learned."""

    parameters: Mapping[str, Any]

    @property
    def cut(self) -> int:
        """The year."""
        return int(self.parameters["vintage"])

    @property
    def there(self) -> bool:
        """Whether a fit ships for the day at all."""
        return "priors" in self.parameters

    @cached_property
    def priors(self) -> dict[str, Prior]:
        """Of each motive, over pairs."""
        return {motive: _prior(self.parameters["priors"][motive]) for motive in MOTIVES}

    @cached_property
    def rates(self) -> Rates:
        """Of the nulls."""
        given = self.parameters["rates"]
        return Rates(np.array(given["moves"]), given["weight"], given["half_life"], given["trust"])

    def known(self, dyad: Dyad, actor: str) -> Known | None:
        """The pair's own fit, None if it had too few rounds."""
        given = self.parameters.get("pairs", {}).get(dyad.text, {}).get(actor)
        if given is None:
            return None
        return Known(
            given["n"],
            {motive: _prior(given["motives"][motive]) for motive in MOTIVES},
            given["evidence"],
            {model: np.array(values) for model, values in given["years"].items()},
        )


def _prior(given: Mapping[str, Any]) -> Prior:
    return Prior(np.array(given["mean"]), np.array(given["spread"]))


def drawn(prior: Prior, *, seed: int) -> Array:
    """The mode and `DRAWS` - 1 draws in opposite pairs (14, S).

    Opposite pairs keep the mean of the draws at the mode. What a climb to war is worth is held there.
    """
    rng = np.random.default_rng(seed)
    away = rng.standard_normal((len(NAMES), (DRAWS - 1) // 2)) * prior.spread[:, None]
    # A pair's rounds bound what a climb to war is worth from above alone; a normal would reach far beyond.
    away[NAMES.index("war")] = 0.0
    centre = prior.mean[:, None]
    return np.concatenate([centre, centre + away, centre - away], axis=1)
