"""Fit one graded process to the incident days of many pairs together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.events import Floats, HawkesError, Ints
from detente.numerics.hawkes.graded import SIDES, Graded, Incidents, shares, spent, states

ENTRY_MEAN = 0.03
"""Mean of the exponential prior on each entry; chosen on 1970-1989 among .01, .03, .1, .3."""
UNIT = 1e-4
"""Floors are searched in units of this many a day."""
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Table:
    """All that the fit needs: features of each incident day as each side and both see it, and their sums.

    `sides` (2, n, 1 + K 3 G), `both` (n, 1 + K 2 G): a constant, then S by the parent's side and grade;
    `who`, `grade` (n,); `side_sums`, `both_sums`: the sums over all observed days of all pairs.
    """

    sides: Floats
    both: Floats
    who: Ints
    grade: Ints
    side_sums: Floats
    both_sums: Floats
    grades: int


def table(pairs: Sequence[Incidents], low: int, high: int, memories: Floats, grades: int) -> Table:
    """Features of the days low <= t < high of all pairs; every pair is observed on all of them."""
    chosen = [(p.days >= low) & (p.days < high) for p in pairs]
    state = np.concatenate([
        states(p, p.days[keep], memories, grades) for p, keep in zip(pairs, chosen, strict=True)
    ])  # fmt: skip
    sums = np.sum([spent(p, low, high, memories, grades) for p in pairs], axis=0)[None]
    who = np.concatenate([p.who[keep] for p, keep in zip(pairs, chosen, strict=True)])
    grade = np.concatenate([p.grade[keep] for p, keep in zip(pairs, chosen, strict=True)])
    days = UNIT * (high - low) * len(pairs)
    return Table(
        sides=np.stack([_lead(_seen_by(state, k, grades), UNIT) for k in (0, 1)]),
        both=_lead(_seen_by_both(state, grades), UNIT),
        who=who,
        grade=grade,
        side_sums=_lead(_seen_by(sums, 0, grades) + _seen_by(sums, 1, grades), 2 * days)[0],
        both_sums=_lead(_seen_by_both(sums, grades), days)[0],
        grades=grades,
    )


def _lead(features: Floats, constant: float) -> Floats:
    flat = features.reshape(features.shape[0], -1)
    return np.column_stack([np.full(flat.shape[0], constant), flat])


def _seen_by(state: Floats, side: int, grades: int) -> Floats:
    """S ordered (same side, other side, both), shape (n, K, 3, G)."""
    parts = state.reshape(*state.shape[:2], SIDES, grades)
    return parts[:, :, [side, 1 - side, 2], :]


def _seen_by_both(state: Floats, grades: int) -> Floats:
    """S of days by one side and of days by both, shape (n, K, 2, G)."""
    parts = state.reshape(*state.shape[:2], SIDES, grades)
    return np.stack([parts[:, :, 0] + parts[:, :, 1], parts[:, :, 2]], axis=2)


def objective(data: Table, x: Floats) -> tuple[float, Floats]:
    """Log-posterior and gradient at flat x >= 0: rows for children by one side, then by both."""
    one, both = _rows(data, x)
    seen = data.sides[0] + data.sides[1]
    total = np.maximum(seen @ one.sum(axis=0) + data.both @ both.sum(axis=0), _TINY)
    own, lam = _own(data, one, both)
    spent_all = data.side_sums @ one.sum(axis=0) + data.both_sums @ both.sum(axis=0)
    hit = np.log(-np.expm1(-total)) + total - np.log(total)
    prior = (one[:, 1:].sum() + both[:, 1:].sum()) / ENTRY_MEAN
    value = float(np.log(lam).sum() + hit.sum() - spent_all - prior)
    pull = 1.0 / np.expm1(total) + 1.0 - 1.0 / total
    slopes = [
        _slope(data.grades, own[0], lam, data.grade, data.who < 2) + pull @ seen - data.side_sums,
        _slope(data.grades, own[1], lam, data.grade, data.who == 2) + pull @ data.both - data.both_sums,
    ]
    for slope in slopes:
        slope[:, 1:] -= 1.0 / ENTRY_MEAN
    return value, np.concatenate([slope.ravel() for slope in slopes])


def _rows(data: Table, x: Floats) -> tuple[Floats, Floats]:
    wide, narrow = data.side_sums.size, data.both_sums.size
    cut = data.grades * wide
    return x[:cut].reshape(data.grades, wide), x[cut:].reshape(data.grades, narrow)


def _own(data: Table, one: Floats, both: Floats) -> tuple[tuple[Floats, Floats], Floats]:
    """Each day's features as its own kind sees them, and its own lambda."""
    mine = np.where((data.who == 1)[:, None], data.sides[1], data.sides[0])
    single = (mine * one[data.grade]).sum(axis=1)
    shared = (data.both * both[data.grade]).sum(axis=1)
    lam = np.where(data.who < 2, single, shared)
    return (mine, data.both), np.maximum(lam, _TINY)


def _slope(grades: int, features: Floats, lam: Floats, grade: Ints, where: NDArray[np.bool_]) -> Floats:
    rows = [
        (features[where & (grade == g)] / lam[where & (grade == g), None]).sum(axis=0) for g in range(grades)
    ]
    return np.stack(rows)


def fit_graded(pairs: Sequence[Incidents], low: int, high: int, memories: Floats, grades: int,
               *, start: Graded | None = None) -> Graded:  # fmt: skip
    """The posterior mode over the days low <= t < high of all pairs, by L-BFGS-B from `start`.

    Days before `low` are history; nothing from `high` on is looked at. HawkesError "empty" for no pairs.
    """
    from scipy.optimize import minimize

    if not pairs:
        raise HawkesError("empty", "no pairs to fit the process to; give at least one")
    data = table(pairs, low, high, memories, grades)
    size = grades * (data.side_sums.size + data.both_sums.size)
    first = np.full(size, 0.02) if start is None else np.maximum(_flat(start), 1e-3)

    def downhill(x: Floats) -> tuple[float, Floats]:
        value, slope = objective(data, x)
        return -value, -slope

    found = minimize(downhill, first, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * size,
                     options={"maxiter": 2000, "maxfun": 4000, "ftol": 1e-8, "gtol": 1e-4})  # fmt: skip
    return _graded(data, found.x, memories, shares([pair.before(high) for pair in pairs], grades))


def _graded(data: Table, x: Floats, memories: Floats, common: Floats) -> Graded:
    one, both = _rows(data, x)
    shape = (data.grades, memories.size, -1, data.grades)
    return Graded(
        memories=memories,
        single=one[:, 1:].reshape(shape),
        both=both[:, 1:].reshape(shape),
        single_floor=UNIT * one[:, 0],
        both_floor=UNIT * both[:, 0],
        common=common,
    )


def _flat(process: Graded) -> Floats:
    rows = [
        np.column_stack([floor / UNIT, entries.reshape(process.grades, -1)])
        for floor, entries in ((process.single_floor, process.single), (process.both_floor, process.both))
    ]
    return np.concatenate([part.ravel() for part in rows])
