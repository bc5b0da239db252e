"""A baseline in pieces whose logs are linear in covariates, with an optional ridge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.hawkes.events import Floats, HawkesError

_FAR = 100.0
"""Logs of levels are kept within this of 0, so that a wild step of a search stays finite."""


@dataclass(frozen=True, slots=True)
class LogLinear:
    """mu[i, b] = exp(rows[b] @ coef[i]): `rows` (B, p), coefficients (D, p).

    `precision` (p, p) is that of a Gaussian prior on each kind's coefficients, with mean 0.
    """

    rows: Floats
    precision: Floats

    @classmethod
    def of(cls, rows: ArrayLike, ridge: ArrayLike = 0.0) -> "LogLinear":
        """Checked rows, and a ridge as a number, a diagonal (p,) or a matrix (p, p). HawkesError: "rows"."""
        table = np.asarray(rows, dtype=np.float64)
        if table.ndim != 2 or not np.isfinite(table).all():
            raise HawkesError("rows", f"rows must be finite, one for each piece; got shape {table.shape}")
        given = np.asarray(ridge, dtype=np.float64)
        precision = given if given.ndim == 2 else given * np.eye(table.shape[1])
        if precision.shape != (table.shape[1],) * 2 or not np.isfinite(precision).all():
            raise HawkesError("rows", f"the ridge for {table.shape[1]} covariates has shape {given.shape}")
        return cls(table, precision)

    @property
    def width(self) -> int:
        """The number of covariates p."""
        return int(self.rows.shape[1])

    def levels(self, coef: Floats) -> Floats:
        """The baseline (D, B) of coefficients (D, p)."""
        found: Floats = np.exp(np.clip(coef @ self.rows.T, -_FAR, _FAR))
        return found

    def chain(self, coef: Floats, by_level: Floats) -> Floats:
        """A derivative in the levels, (D, B), turned into one in the coefficients, (D, p)."""
        found: Floats = (by_level * self.levels(coef)) @ self.rows
        return found

    def penalty(self, coef: Floats) -> tuple[float, Floats]:
        """The log of the prior's density up to a constant, and its derivative (D, p)."""
        pull = coef @ self.precision
        return -0.5 * float((coef * pull).sum()), -pull

    def level_at(self, rates: Floats) -> Floats:
        """Coefficients (D, p) whose levels come nearest to constant rates (D,)."""
        each = np.linalg.lstsq(self.rows, np.ones(self.rows.shape[0]), rcond=None)[0]
        return np.outer(np.log(rates), each)
