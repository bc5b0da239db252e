"""A nested logit of what followed: incident, then a death given one, then war given a death, by horizon.

P(incident), P(fatal | incident) and P(war | fatal) within each horizon are ridge logits on what the two are
like and how they acted of late (continuation ratios: Fienberg 1980). A longer horizon is never less likely
than a shorter one: the greater of the two stands. So the table is coherent by construction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from detente.forecast.covariates import FADED, faded
from detente.forecast.ledger import BANDS, HORIZONS, TARGETS, Floats, Ints, Ledger
from detente.forecast.model import CLASSES
from detente.numerics.ridge import Ridge

NAMES = (
    "land", "near", "allied", "majors", "nuclear", *(f"after {band}" for band in BANDS), *FADED,
)  # fmt: skip
"""The columns."""

STRENGTH = 0.1
HALF_LIFE = 25.0
"""Years in which the weight of a case halves; both chosen on 1960-1989, as the columns were."""

LEAST = 150
"""Past cases without which none is fitted."""


def columns(ledger: Ledger, at: Ints, group: Ints, band: Ints, powers: Floats) -> Floats:
    """The columns `NAMES` of days `at` (m,), acts of the day itself included; shape (m, k).

    `group`, `band` (m,): indices into `CLASSES` and `BANDS`; `powers` (m, 2): how many of the two are major
    powers and how many have nuclear weapons.
    """
    near = np.array(
        [[name.startswith("land"), not name.startswith("far"), "allied" in name] for name in CLASSES]
    )
    parts = (
        near[group].astype(np.float64),
        powers,
        np.eye(len(BANDS))[band],
        faded(at + 1, ledger.days, ledger.days[ledger.fatal]),
    )
    return np.concatenate(parts, axis=1)


@dataclass(frozen=True, slots=True)
class Nested:
    """A ridge for each horizon and target, horizons outside."""

    ridges: tuple[tuple[Ridge, ...], ...]

    @classmethod
    def fitted(cls, x: Floats, followed: Floats, age: Floats) -> Self:
        """From cases `x` (n, k), `followed` (n, 3 targets, 3 horizons) 0 or 1, `age` (n,) in years."""
        weight = np.exp2(-age / HALF_LIFE)
        return cls(tuple(_fit(x, followed[:, :, h], weight) for h in range(len(HORIZONS))))

    def chance(self, x: Floats) -> Floats:
        """Chances of rows `x` (m, k); shape (m, 3, 3)."""
        steps = [[ridge.chance(x) for ridge in row] for row in self.ridges]
        p = np.cumprod(np.moveaxis(np.array(steps), 2, 0), axis=2)
        grown: Floats = np.maximum.accumulate(np.swapaxes(p, 1, 2), axis=2)
        return grown

    def stored(self) -> list[list[dict[str, Any]]]:
        """For a vintage's JSON."""
        return [[ridge.stored() for ridge in row] for row in self.ridges]

    @classmethod
    def read(cls, stored: Sequence[Sequence[Mapping[str, Any]]]) -> Self:
        """As a vintage stores it."""
        return cls(tuple(tuple(Ridge.read(each) for each in row) for row in stored))


def _fit(x: Floats, followed: Floats, weight: Floats) -> tuple[Ridge, ...]:
    """The three steps of one horizon; a step that no case stood before is taken as seldom as its first."""
    stood = [np.ones(x.shape[0], dtype=np.bool_), *(followed[:, k] == 1 for k in range(len(TARGETS) - 1))]
    return tuple(
        Ridge.fitted(x[rows], followed[rows, k], strength=STRENGTH, weight=weight[rows])
        for k, rows in enumerate(r if r.any() else stood[0] for r in stood)
    )
