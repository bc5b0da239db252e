"""What a fitted strategic model says of cases: probabilities, their intervals, what changes them.

Intervals by the delta method on the log-odds, so that they stay inside of 0 to 1. Effects need not be
monotone: a regressor of player 2 moves player 1 through what player 1 expects, Signorino (1999), American
Political Science Review 93:279-297.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.game.strategic import Floats, probabilities, scores, utilities
from detente.numerics.game.strategic_fit import Fitted
from detente.numerics.special import expit, logit, normal_quantile

EDGE = 1e-12
"""Probabilities are kept so far from 0 and 1 where their log-odds are taken."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """Probabilities of the three outcomes and their bounds, each of shape (cases, 3)."""

    p: Floats
    low: Floats
    high: Floats


def predicted(fitted: Fitted, table: Mapping[str, ArrayLike], rows: int, *, level: float = 0.9) -> Predicted:
    """The probabilities in `rows` cases with the regressors of `table`; bounds are nan if unknown.

    KeyError if a column is missing; ValueError if `level` is not between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"a level lies between 0 and 1, not at {level:g}")
    p, jacobian = _with_jacobian(fitted, table, rows)
    inside = np.clip(p, EDGE, 1.0 - EDGE)
    half = (
        normal_quantile((1.0 + level) / 2.0)
        * _spread(jacobian, fitted.covariance)
        / (inside * (1.0 - inside))
    )
    return Predicted(p, expit(logit(inside) - half), expit(logit(inside) + half))


def swept(
    fitted: Fitted, case: Mapping[str, float], name: str, values: ArrayLike, *, level: float = 0.9
) -> Predicted:
    """One case as its regressor `name` takes each of `values`; the others stay. Errors as `predicted`."""
    grid = np.asarray(values, dtype=np.float64)
    if name not in fitted.model.columns:
        raise KeyError(name)
    table = {
        column: np.full(grid.size, float(case[column])) for column in fitted.model.columns if column != name
    }
    return predicted(fitted, {**table, name: grid}, grid.size, level=level)


def change(fitted: Fitted, before: Mapping[str, float], after: Mapping[str, float]) -> tuple[Floats, Floats]:
    """How much likelier each outcome is in one case than before, and standard errors, shapes (3,)."""
    table = {column: [float(before[column]), float(after[column])] for column in fitted.model.columns}
    p, jacobian = _with_jacobian(fitted, table, 2)
    return p[1] - p[0], _spread(jacobian[1] - jacobian[0], fitted.covariance)


def _with_jacobian(fitted: Fitted, table: Mapping[str, ArrayLike], rows: int) -> tuple[Floats, Floats]:
    """Probabilities, shape (rows, 3), and their derivatives by the coefficients, shape (rows, 3, k)."""
    blocks = fitted.model.blocks(table, rows)
    u = utilities(blocks, fitted.coefficients)
    p = probabilities(u, fitted.model.errors)
    jacobian = np.empty((rows, 3, fitted.coefficients.size))
    for outcome in range(3):
        slopes = scores(u, np.full(rows, outcome), fitted.model.errors)[1]
        each = np.hstack([block * slopes[:, [i]] for i, block in enumerate(blocks)])
        jacobian[:, outcome] = p[:, [outcome]] * each
    return p, jacobian


def _spread(jacobian: Floats, covariance: Floats) -> Floats:
    """Standard errors by the delta method, one dimension less than the Jacobian."""
    variance: Floats = np.einsum("...i,ij,...j->...", jacobian, covariance, jacobian)
    return np.sqrt(np.maximum(variance, 0.0))
