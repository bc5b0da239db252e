"""Further acts of a pair as they may come: paths of the fitted process from the as-of day."""

from dataclasses import dataclass

import numpy as np

from detente.numerics.hawkes.hurdle import Params
from detente.numerics.hawkes.hurdle_paths import paths
from detente.runaway.fit import YEAR, fitted
from detente.runaway.model import LEAST_DAYS, event_days
from detente.world.errors import DataError
from detente.world.history import History


@dataclass(frozen=True, slots=True)
class Paths:
    """What `paths` draws of the next `days` days say of each side's event days.

    `sides` are (state, mean, 5 %, 95 %) counts; `any_act` is the share of paths with at least one event day.
    """

    pair: tuple[str, str]
    as_of: str
    days: int
    paths: int
    seed: int
    sides: tuple[tuple[str, float, float, float], ...]
    any_act: float


def simulate(history: History, *, days: int, n: int, seed: int) -> Paths:
    """Draw `n` paths of `days` days (at most a year); DataError if the pair's record is too thin to fit."""
    if not 0 < days <= YEAR:
        raise DataError("horizon", f"{days} days: a simulation goes 1 to {YEAR} days ahead")
    known = event_days(history)
    if known.window is None or known.total() < LEAST_DAYS:
        found = f"{known.total()} covered days with an act; {LEAST_DAYS} are needed to fit"
        raise DataError("thin-record", f"{history.dyad.text}: {found}; ingest data with `detente ingest`")
    process = fitted(known, seed)
    params = Params(
        process.ahead.baseline[0, :, :days], process.matrix, float(np.ravel(process.ahead.decay)[0])
    )
    counts = paths(params, process.state[0], n, np.random.default_rng(seed)).sum(axis=2)
    low, high = np.quantile(counts, (0.05, 0.95), axis=0)
    rows = zip(known.sides, counts.mean(axis=0), low, high, strict=True)
    return Paths(
        pair=known.sides,
        as_of=history.as_of.isoformat(),
        days=days,
        paths=n,
        seed=seed,
        sides=tuple((code, float(mean), float(a), float(b)) for code, mean, a, b in rows),
        any_act=float((counts.sum(axis=1) > 0).mean()),
    )
