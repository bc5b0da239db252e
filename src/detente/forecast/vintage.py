"""A fitted vintage as a room reads it, and the round numbers that stand in where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.forecast.model import CLASSES, Constants
from detente.forecast.nested import Nested
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
    """The counts and constants of each situation, as `stored` in the shipped JSON; empty if there is none."""

    stored: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its year, or "default"."""
        return str(self.stored["vintage"]) if self.stored else "default"

    def table(self, situation: str) -> Table:
        """The counts of a situation, or the round numbers."""
        if not self.stored:
            return _round_table(np.array(_ROUND[situation]))
        return Table.read(self.stored["situations"][situation]["table"])

    def nested(self, situation: str) -> Nested | None:
        """The nested logit of a situation, None where none won."""
        stored = self.stored["situations"][situation].get("nested") if self.stored else None
        return None if stored is None else Nested.read(stored)

    def reliability(self, situation: str) -> list[list[list[list[float]]]]:
        """Per target and horizon the bins of past cases as `fit` makes them; empty where none were scored."""
        if not self.stored:
            return []
        bins: list[list[list[list[float]]]] = self.stored["situations"][situation].get("reliability", [])
        return bins

    def constants(self, situation: str) -> Constants:
        """The constants of a situation; wide intervals and no weights where nothing was fitted."""
        if not self.stored:
            return Constants(sigma=1.5, sigma_prior=2.0)
        return Constants.read(self.stored["situations"][situation]["constants"])


def _round_table(followed: np.ndarray[Any, np.dtype[np.float64]]) -> Table:
    n, k = np.zeros(SHAPE), np.zeros((*SHAPE, 3, 3))
    n[CLASSES.index("far"), -1], k[CLASSES.index("far"), -1] = 10.0, followed
    return Table(n, k)
