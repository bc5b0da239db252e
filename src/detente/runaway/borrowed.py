"""What a vintage holds of other pairs: the pooled process of days ahead and the prior of a pair's own fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.numerics.hawkes.graded import Graded
from detente.numerics.hawkes.stream import OPEN, Prior

SHORT = 30.0
"""Memories up to so many days are reaction; longer ones are the level around which it moves."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """The prior of a pair's own fit; the pooled process and refits of it with the pairs drawn again.

    `process` is None where no back-test before the vintage supports it.
    """

    prior: Prior
    process: Graded | None
    refits: tuple[Graded, ...]


def borrowed(parameters: Mapping[str, Any]) -> Borrowed:
    """Decode a vintage."""
    held = parameters.get("graded") if parameters.get("informative_ahead") else None
    refits = parameters.get("graded_refits", ()) if held else ()
    return Borrowed(
        prior=_prior(parameters.get("prior")),
        process=_graded(held) if held else None,
        refits=tuple(_graded(one) for one in refits),
    )


def _prior(held: Mapping[str, Any] | None) -> Prior:
    if held is None:
        return OPEN
    (own, other), (own_sd, other_sd) = held["mean"], held["sd"]
    return Prior((own, other), (own_sd, other_sd), tuple(held["decays"]), held["excited"], held["pairs"])


def _graded(held: Mapping[str, Any]) -> Graded:
    memories = np.array(held["memories"])
    grades = len(held["single_floor"])
    shape = (grades, memories.size, -1, grades)
    return Graded(
        memories=memories,
        single=np.array(held["single"]).reshape(shape),
        both=np.array(held["both"]).reshape(shape),
        single_floor=np.array(held["single_floor"]),
        both_floor=np.array(held["both_floor"]),
        common=np.array(held["common"]),
    )


def held_form(process: Graded) -> dict[str, list[float]]:
    """A process as a vintage holds it, to four significant digits; `_graded` reads it."""
    parts = ("memories", "single", "both", "single_floor", "both_floor", "common")
    return {part: [float(f"{v:.4g}") for v in np.ravel(getattr(process, part)).tolist()] for part in parts}
