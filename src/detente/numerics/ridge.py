"""Logistic regression on standardised columns, shrunk to the base rate by a ridge.

Minimises sum_i w_i loss_i + |beta|^2 / (2 C) by Newton's method; the intercept is free. Hoerl & Kennard 1970;
le Cessie & van Houwelingen 1992 (Applied Statistics 41:191).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from detente.numerics.special import expit

Floats = NDArray[np.float64]

STEPS = 60
"""Newton steps after which it stops; a dozen is usual."""

SMALL = 1e-9
"""Change of the log-odds at which it stops."""


@dataclass(frozen=True, slots=True)
class Ridge:
    """Log-odds `intercept` + sum of `weights` (k,) times columns less `mean` over `scale`, both (k,)."""

    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def terms(self, x: Floats) -> Floats:
        """What each column adds to the log-odds of rows `x` (m, k), beside an average row; (m, k)."""
        added: Floats = (x - self.mean) / self.scale * self.weights
        return added

    def chance(self, x: Floats) -> Floats:
        """The chances of rows `x` (m, k); shape (m,)."""
        p: Floats = np.asarray(expit(self.intercept + self.terms(x).sum(axis=1)))
        return p

    @classmethod
    def fitted(cls, x: Floats, y: Floats, *, strength: float, weight: Floats | None = None) -> Self:
        """Fit rows `x` (m, k), outcomes `y` (m,) 0 or 1; `strength` is C, `weight` (m,) counts rows,
        in the standardising too: a row of weight 2 is the same as two rows.

        Columns that do not vary get no weight. With outcomes all alike the intercept is that of one
        opposite half case.
        """
        w = np.ones(y.size) if weight is None else weight
        mean = np.average(x, axis=0, weights=w)
        scale = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=w))
        scale = np.where(scale > 1e-12 * np.maximum(np.abs(mean), 1.0), scale, np.inf)
        z = np.column_stack((np.ones(y.size), (x - mean) / scale))
        beta = _newton(z, y, w, np.concatenate(([0.0], np.full(x.shape[1], 1.0 / strength))))
        return cls(mean, scale, beta[1:], float(beta[0]))

    def stored(self) -> dict[str, Any]:
        """For a vintage's JSON; columns without weight have scale 0."""
        finite = np.where(np.isfinite(self.scale), self.scale, 0.0)
        return {
            "mean": _rounded(self.mean),
            "scale": _rounded(finite),
            "weights": _rounded(self.weights),
            "intercept": round(self.intercept, 6),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As a vintage stores it."""
        scale = np.array(stored["scale"], dtype=np.float64)
        return cls(
            np.array(stored["mean"], dtype=np.float64),
            np.where(scale > 0, scale, np.inf),
            np.array(stored["weights"], dtype=np.float64),
            float(stored["intercept"]),
        )


def _rounded(values: Floats) -> list[float]:
    return [float(f"{value:.6g}") for value in values]


def _newton(z: Floats, y: Floats, w: Floats, penalty: Floats) -> Floats:
    beta = np.zeros(z.shape[1])
    share = float(((w * y).sum() + 0.5) / (w.sum() + 1.0))
    beta[0] = np.log(share / (1.0 - share))
    if y.min() == y.max():
        return beta
    value = _loss(z, y, w, penalty, beta)
    for _ in range(STEPS):
        step = _step(z, y, w, penalty, beta)
        size, lower = 1.0, _loss(z, y, w, penalty, beta + step)
        while not lower <= value and size > 1e-6:
            size /= 2.0
            lower = _loss(z, y, w, penalty, beta + size * step)
        beta, value = beta + size * step, lower
        if np.abs(step).max() < SMALL:
            break
    return beta


def _step(z: Floats, y: Floats, w: Floats, penalty: Floats, beta: Floats) -> Floats:
    p = np.asarray(expit(z @ beta))
    gradient = z.T @ (w * (y - p)) - penalty * beta
    curvature = (z * (w * p * (1.0 - p))[:, None]).T @ z + np.diag(penalty)
    return np.linalg.solve(curvature, gradient).astype(np.float64)


def _loss(z: Floats, y: Floats, w: Floats, penalty: Floats, beta: Floats) -> float:
    odds = z @ beta
    return float((w * (np.logaddexp(0.0, odds) - y * odds)).sum() + 0.5 * (penalty * beta * beta).sum())
