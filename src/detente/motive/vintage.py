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
WINDOW = 30
"""Years of rounds that a fit sees, and in which base rates and habit count."""

FAR = 1.6449
"""Spreads of a normal to its 95 % point."""

DRAWS = 9
"""Parameter vectors of each motive under which today's round is played: the mode, and pairs around it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A pair's fit: posterior of each motive, and what each model had foreseen, in all and by year.

    `cut`: the year before which it was fitted; `n`: rounds with a climb behind it; `war` by motive: 5 and
    95 % points of what a climb to war is worth; `years` by model: nats of each year in which rounds were
    foreseen.
    """

    cut: int
    n: int
    posteriors: Mapping[str, Prior]
    war: Mapping[str, tuple[float, float]]
    evidence: Mapping[str, float]
    years: Mapping[str, Array]


@dataclass(frozen=True)
class Vintage:
    """The room's parameters as of a day."""

    parameters: Mapping[str, Any]

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
            given["cut"],
            given["n"],
            {motive: _prior(given["motives"][motive]) for motive in MOTIVES},
            {motive: tuple(given["motives"][motive]["war"]) for motive in MOTIVES},
            given["evidence"],
            {model: np.array(values) for model, values in given["years"].items()},
        )


def _prior(given: Mapping[str, Any]) -> Prior:
    return Prior(np.array(given["mean"]), np.array(given["spread"]))


def drawn(one: Prior, war: tuple[float, float] | None, *, seed: int) -> Array:
    """The mode and `DRAWS` - 1 draws in opposite pairs (14, S).

    `war`: the 5 and 95 % points of what a climb to war is worth; without them it is held at the mode. A
    pair's rounds bound it from above alone: a normal would reach far beyond.
    """
    rng = np.random.default_rng(seed)
    away = rng.standard_normal((len(NAMES), (DRAWS - 1) // 2))
    away = np.concatenate([away, -away], axis=1)
    at, sides = NAMES.index("war"), np.zeros(2)
    if war is not None:
        sides = np.abs(np.array(war) - one.mean[at]) / FAR
    spread = np.repeat(one.spread[:, None], away.shape[1], axis=1)
    spread[at] = np.where(away[at] < 0.0, *sides)
    centre = one.mean[:, None]
    return np.concatenate([centre, centre + spread * away], axis=1)
