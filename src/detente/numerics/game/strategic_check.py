"""Whether rows can tell the coefficients of a strategic model apart; if not, what is why."""

import numpy as np
from numpy.typing import ArrayLike

from detente.numerics.game.strategic import Floats, Model, Unidentified, Whole

LARGEST, SMALLEST = 1e100, 1e-100
"""Regressors beyond the first overflow when squared; those never above the second are as good as 0."""

DEPENDENT = 1e-9
"""A matrix whose smallest singular value is less than this share of the largest has no full rank."""


def whole(outcomes: ArrayLike) -> Whole:
    """Outcomes as whole numbers; ValueError if one is none of 0, 1, 2."""
    y = np.asarray(outcomes, dtype=np.float64)
    strange = ~np.isin(y, (0, 1, 2))
    if strange.any():
        raise ValueError(
            f"an outcome is 0, 1 or 2, but row {int(strange.argmax()) + 1} has {y[strange][0]:g}"
        )
    return y.astype(np.intp)


def require_identified(model: Model, blocks: tuple[Floats, ...], y: Whole) -> None:
    """Unidentified if these rows cannot tell the coefficients apart; ValueError for numbers beyond 1e100."""
    for (utility, terms), block in zip(model.terms.items(), blocks, strict=True):
        strange = ~(np.abs(block) <= LARGEST)
        if strange.any():
            row, column = np.argwhere(strange)[0]
            what = f"{block[row, column]:g} in row {row + 1}, which cannot be reckoned with"
            raise ValueError(f"{terms[column]} of {utility} is {what}: rescale or mend it")
    k = len(model.names)
    if y.size <= k:
        raise Unidentified(f"{y.size} rows for {k} coefficients are too few")
    for outcome in range(3):
        if not (y == outcome).any():
            raise Unidentified(
                f"no row has outcome {outcome}: its probability would be 0 and a coefficient endless"
            )
    for (utility, terms), block in zip(model.terms.items(), blocks, strict=True):
        _independent(utility, terms, block if utility != "u24" else block[y > 0])


def _independent(utility: str, terms: tuple[str, ...], block: Floats) -> None:
    """Unidentified if a column is a sum of others; it names the first that is."""
    sizes = np.abs(block).max(axis=0, initial=0.0)
    scaled = block / np.where(sizes > SMALLEST, sizes, 1.0)
    for i, term in enumerate(terms):
        singular = np.linalg.svd(scaled[:, : i + 1], compute_uv=False)
        if sizes[i] <= SMALLEST:
            raise Unidentified(f"{term} of {utility} {_told('is 0 in every row', utility)}")
        if len(block) <= i or singular[-1] < DEPENDENT * singular[0]:
            raise Unidentified(f"{term} of {utility} {_told('depends on the regressors before it', utility)}")


def _told(what: str, utility: str) -> str:
    where = " where player 2 chose" if utility == "u24" else ""
    return f"{what}{where}: leave it out"
