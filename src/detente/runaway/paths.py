"""Further acts of a pair as they may come: many paths of the process from the as-of day."""

from dataclasses import dataclass

import numpy as np

from detente.runaway.ahead import acts_by, paths
from detente.runaway.borrowed import borrowed
from detente.runaway.model import event_days
from detente.world.errors import DataError
from detente.world.history import History

YEAR = 365


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
    """Draw `n` paths of `days` days (at most a year); DataError if nothing is known to draw them from."""
    if not 0 < days <= YEAR:
        raise DataError("horizon", f"{days} days: a simulation goes 1 to {YEAR} days ahead")
    known, given = event_days(history), borrowed(history.parameters.get("runaway", {}))
    if given.process is None:
        raise DataError("no-process", f"no process of days ahead had been shown to work by {history.as_of}")
    if known.window is None or known.stale():
        raise DataError(
            "thin-record",
            f"{history.dyad.text}: no covered day in the five years before {history.as_of}; ingest data with "
            "`detente ingest`",
        )
    found = paths(known, given, ahead=days, n=n, seed=seed)
    counts = np.stack([acts_by(found, side).sum(axis=1) for side in (0, 1)], axis=1)
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
