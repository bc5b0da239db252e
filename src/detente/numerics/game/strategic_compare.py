"""Which of two strategic models is nearer to the truth, when neither is a special case of the other.

Both tests compare log-likelihoods row by row, each model charged for its coefficients as by the Bayesian
information criterion: Vuong (1989), Econometrica 57:307-333; Clarke (2007), Political Analysis 15:347-363.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from detente.numerics.game.strategic import Floats
from detente.numerics.game.strategic_fit import Fitted


@dataclass(frozen=True, slots=True)
class Compared:
    """A test of "both are equally far from the truth"; a large statistic speaks for the first model."""

    statistic: float
    p: float
    """Two-sided."""
    rows: int


def vuong(one: Fitted, other: Fitted) -> Compared:
    """The mean difference over its standard error, standard normal if both are equally far.

    ValueError if the two are not of the same outcomes in the same order, or do not differ in any row.
    """
    gains = _gains(one, other)
    spread = float(gains.std())
    if spread == 0.0:
        raise ValueError("both models give every row the same probability: there is nothing to compare")
    statistic = math.sqrt(gains.size) * float(gains.mean()) / spread
    return Compared(statistic, 2.0 * NormalDist().cdf(-abs(statistic)), gains.size)


def clarke(one: Fitted, other: Fitted) -> Compared:
    """The rows in which the first model does better, Binomial(rows, 1/2) if both are equally far.

    ValueError if the two are not of the same outcomes in the same order.
    """
    gains = _gains(one, other)
    better, rows = int((gains > 0).sum()), gains.size
    tail = sum(math.comb(rows, i) for i in range(min(better, rows - better) + 1))
    # Whole numbers until the last step: neither 2^rows nor the tail need fit a float.
    return Compared(float(better), min(1.0, float(2 * tail * 10**15 // 2**rows) / 10**15), rows)


def _gains(one: Fitted, other: Fitted) -> Floats:
    """What the first model gains a row, shape (rows,), after the charge for its coefficients."""
    if not np.array_equal(one.outcomes, other.outcomes):
        raise ValueError("the two models are not of the same outcomes in the same order")
    rows = one.outcomes.size
    charge = (one.coefficients.size - other.coefficients.size) * math.log(rows) / (2 * rows)
    gains: Floats = one.loglik_rows - other.loglik_rows - charge
    return gains
