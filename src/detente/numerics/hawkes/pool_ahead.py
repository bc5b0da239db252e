"""The expected events of the days that follow the windows of a pool."""

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.pool_prior import Family
from detente.numerics.hawkes.pool_problem import shares
from detente.numerics.hawkes.pool_table import DayTable


def ahead(table: DayTable, family: Family, eta: Floats, rates: Floats, days: int) -> Floats:
    """Expected events, or event days, of each series and side on each of the next days, (P, sides, days).

    The mean is carried on as if it were the past. That is exact for counts; event days saturate, so that it
    overstates them slightly.
    """
    place = family.prior(eta).place
    mix = np.array([1.0]) if family.decays == 1 else _mix(float(place[2]))
    share = [shares(float(b), days=family.days) for b in np.exp(place[:2])]
    keep = np.exp(-np.exp(place[: mix.size]))
    state = np.stack([_state(table, family, float(b)) for b in np.exp(place[: mix.size])])
    mu, n = rates[:, : family.sides], rates[:, family.sides :]
    same = sum(w * one.same for w, one in zip(mix, share, strict=True))
    found = np.empty((table.series, family.sides, days))
    for day in range(days):
        later = sum(w * one.later * u for w, one, u in zip(mix, share, state, strict=True))
        theta = mu + n[:, :1] * later + (n[:, 1:] * np.asarray(later)[:, ::-1] if family.sides == 2 else 0.0)
        found[:, :, day] = -np.expm1(-theta) if family.days else theta / (1.0 - n * same)
        state = keep[:, None, None] * state + found[:, :, day]
    return found


def _mix(odds: float) -> Floats:
    share = 1.0 / (1.0 + np.exp(-odds))
    return np.array([share, 1.0 - share])


def _state(table: DayTable, family: Family, decay: float) -> Floats:
    """The sum of count e^(-decay (span - 1 - day)) of each series and side, (P, sides)."""
    series = np.repeat(np.arange(table.ptr.size - 1), np.diff(table.ptr))
    gap = np.repeat(table.span, table.sides)[series] - 1.0 - table.day
    weight = np.exp(-decay * gap) * (1.0 if family.days else table.count)
    state = np.bincount(series, weight, table.ptr.size - 1).reshape(-1, table.sides)
    return np.asarray(state, dtype=np.float64)
