"""A fitted vintage as a room reads it, and the round numbers that stand in where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.forecast.ledger import SITUATIONS
from detente.forecast.model import CLASSES, Constants
from detente.forecast.table import SHAPE, Table

# Of ten cases so many were followed within 30, 90, 365 days by an act, a fatal act, war. Round numbers of our
# own, for days before the first vintage; ten cases say little, and are meant to.
_ROUND = {
    "alarm": ((4.0, 6.0, 8.0), (1.5, 2.5, 4.0), (0.3, 0.6, 1.0)),
    "spell": ((7.0, 8.0, 9.0), (4.0, 5.0, 6.5), (1.0, 1.5, 2.0)),
    "quiet": ((0.4, 0.8, 2.0), (0.1, 0.3, 0.8), (0.03, 0.06, 0.15)),
    "any": ((0.8, 1.2, 2.4), (0.3, 0.5, 1.0), (0.1, 0.15, 0.25)),
}


@dataclass(frozen=True, slots=True)
class Vintage:
    """The counts and constants of each situation; `name` is its year, or "default" if nothing was fitted."""

    name: str
    tables: Mapping[str, Table]
    constants: Mapping[str, Constants]

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None) -> "Vintage":
        """The vintage of `history.parameters`, or the round numbers."""
        if not stored:
            return _default()
        found = stored["situations"]
        return cls(
            str(stored["vintage"]),
            {name: Table.read(found[name]["table"]) for name in SITUATIONS},
            {name: Constants.read(found[name]["constants"]) for name in SITUATIONS},
        )


def _default() -> Vintage:
    tables = {name: _round_table(np.array(followed)) for name, followed in _ROUND.items()}
    return Vintage("default", tables, dict.fromkeys(SITUATIONS, Constants(sigma=1.5, sigma_prior=2.0)))


def _round_table(followed: np.ndarray[Any, np.dtype[np.float64]]) -> Table:
    n, k = np.zeros(SHAPE), np.zeros((*SHAPE, 3, 3))
    n[CLASSES.index("far"), -1], k[CLASSES.index("far"), -1] = 10.0, followed
    return Table(n, k)
