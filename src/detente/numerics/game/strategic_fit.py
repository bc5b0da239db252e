"""The strategic choice model fitted by maximum likelihood.

The likelihood need not be concave, so it is climbed from several starts; how many of them arrived at the best
maximum is part of the answer. Gradients are exact, the Hessian is the central difference of the gradient.
Signorino (1999), American Political Science Review 93:279-297.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.numerics.game.small_climb import climbed, hessian
from detente.numerics.game.strategic import (
    Errors,
    Floats,
    Model,
    Whole,
    first_slopes,
    log_chance,
    scores,
    unit,
    utilities,
)
from detente.numerics.game.strategic_check import require_identified, whole

STARTS = 4
"""Climbs: one from the estimates by backward induction, the others from random coefficients."""

FLAT = 1e-8
"""The largest slope a row at which a climb counts as arrived."""

LOOSE = 0.2
"""A coefficient is part of a flat direction, of length 1, if it has at least this share of it."""

SAME = 1e-5
"""Climbs whose log-likelihoods differ by less have arrived at one maximum."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The estimates in the order of `model.names`, and how far they can be trusted."""

    model: Model
    coefficients: Floats
    covariance: Floats
    """Shape (k, k); nan if the Hessian is not negative definite."""
    loglik_rows: Floats
    outcomes: Whole
    slope: float
    """The largest derivative a row, in units of each regressor's size."""
    arrived: tuple[int, int]
    """How many climbs reached the best maximum, of how many."""
    loose: tuple[str, ...] = ()
    """The coefficients that can move together without a loss, if the Hessian is not negative definite."""

    @property
    def loglik(self) -> float:
        """The log-likelihood at its maximum."""
        return float(self.loglik_rows.sum())

    @property
    def standard_errors(self) -> Floats:
        """Standard errors, shape (k,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def converged(self) -> bool:
        """Whether the climb has arrived."""
        return self.slope < FLAT

    @property
    def identified(self) -> bool:
        """Whether the data tell all coefficients apart: the Hessian is negative definite."""
        return bool(np.isfinite(self.covariance).all())

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2 k - 2 log L."""
        return 2.0 * (self.coefficients.size - self.loglik)


def fit(
    model: Model, table: Mapping[str, ArrayLike], outcomes: ArrayLike, *, starts: int = STARTS, seed: int = 0
) -> Fitted:
    """Maximum likelihood; `table` has the columns of `model`, `outcomes` are 0, 1, 2, both of `rows` rows.

    Unidentified if regressors depend on each other, rows are too few, or an outcome never happens; ValueError
    if a number is not finite or an outcome is none of 0, 1, 2; KeyError if a column is missing.
    """
    y = whole(outcomes)
    blocks = model.blocks(table, y.size)
    require_identified(model, blocks, y)
    problem = _Problem(model, blocks, y)
    ends = [climbed(problem.valued, start, y.size) for start in problem.starts(starts, seed)]
    values = np.array([problem.valued(b)[0] for b in ends])
    best = ends[int(values.argmax())]
    arrived = (int((values > values.max() - SAME).sum()), len(ends))
    return problem.fitted(best, arrived)


def backwards(model: Model, table: Mapping[str, ArrayLike], outcomes: ArrayLike) -> Fitted:
    """Statistical backward induction: two ordinary choice models, one after the other, without any iteration.

    Consistent, less efficient than `fit`, and it has no valid standard errors (nan). Errors as `fit`. Bas,
    Signorino and Walker (2008), Political Analysis 16:21-40.
    """
    y = whole(outcomes)
    blocks = model.blocks(table, y.size)
    require_identified(model, blocks, y)
    problem = _Problem(model, blocks, y)
    return replace(
        problem.fitted(problem.backwards(), (1, 1)), covariance=np.full((len(model.names),) * 2, np.nan)
    )


class _Problem:
    """The likelihood in units of each regressor's root mean square, so that no step is too long for one."""

    def __init__(self, model: Model, blocks: tuple[Floats, ...], y: Whole) -> None:
        self.model, self.raw, self.y = model, blocks, y
        self.sizes = np.sqrt(np.concatenate([(block**2).mean(axis=0) for block in blocks]))
        ends = np.cumsum([block.shape[1] for block in blocks])
        self.parts = np.split(self.sizes, ends[:-1])
        self.blocks = tuple(b / s for b, s in zip(blocks, self.parts, strict=True))

    def rows(self, b: Floats) -> tuple[Floats, Floats]:
        return scores(utilities(self.blocks, b), self.y, self.model.errors)

    def valued(self, b: Floats) -> tuple[float, Floats]:
        """The log-likelihood and its gradient."""
        values, slopes = self.rows(b)
        gradient = [block.T @ slopes[:, i] for i, block in enumerate(self.blocks)]
        return float(values.sum()), np.concatenate(gradient)

    def starts(self, count: int, seed: int) -> list[Floats]:
        """The estimates by statistical backward induction, then random coefficients."""
        rng = np.random.default_rng(seed)
        random = (rng.normal(0.0, 0.5, self.sizes.size) for _ in range(count - 1))
        return [self.backwards(), *random]

    def backwards(self) -> Floats:
        """Player 2's coefficients alone, then player 1's as if it knew them; both likelihoods are concave."""
        errors, chose = self.model.errors, self.y > 0
        second = _binary(self.blocks[3][chose] / unit(errors), self.y[chose] == 2, errors)
        u = np.column_stack([np.zeros((self.y.size, 3)), self.blocks[3] @ second])
        slopes = first_slopes(u, errors)
        gains = np.hstack([block * slopes[:, [i]] for i, block in enumerate(self.blocks[:3])])
        return np.concatenate([_binary(gains, chose, errors), second])

    def fitted(self, b: Floats, arrived: tuple[int, int]) -> Fitted:
        slope = float(np.abs(self.valued(b)[1]).max() / self.y.size)
        values, vectors = np.linalg.eigh(-hessian(self.valued, b))
        definite = values[0] > 1e-10 * values[-1]
        covariance = (
            (vectors / (values if definite else np.nan)) @ vectors.T / np.outer(self.sizes, self.sizes)
        )
        flat = np.zeros(b.size) if definite else np.abs(vectors[:, 0])
        loose = tuple(name for name, share in zip(self.model.names, flat, strict=True) if share > LOOSE)
        return Fitted(self.model, b / self.sizes, covariance, self.rows(b)[0], self.y, slope, arrived, loose)


def _binary(gains: Floats, yes: NDArray[np.bool_], errors: Errors) -> Floats:
    """Coefficients of a choice between two, shape (k,), from what each adds to the gain, shape (rows, k)."""
    from scipy.optimize import minimize

    signed = np.where(yes, 1.0, -1.0)[:, None] * gains

    def loss(b: Floats) -> tuple[float, Floats]:
        value, slope = log_chance(signed @ b, errors)
        return -float(value.mean()), -(slope @ signed) / yes.size

    found: Floats = minimize(
        loss, np.zeros(gains.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-8}
    ).x
    return found
