"""intensify: a table of states for a fixed decay, a free decay for each pair, and a branching simulator."""

from itertools import count
from typing import Any

import numpy as np
from intensify import _libintensify as lib
from serve import Events, Run, growth, load, serve


def likelihood(data: str) -> Run:
    """Log-likelihood with gradient, a decay for each pair, at the truth."""
    events = load(data)
    kinds = events.kinds
    decays = np.full(kinds * kinds, events.decay)

    def run() -> dict[str, Any]:
        found = lib.likelihood.mv_exp_dense_neg_ll_with_grad(
            events.times, events.types, events.end, kinds, events.baseline, events.branching.ravel(), decays
        )
        return {"value": -found[0]}

    return run


def _tabled(events: Events) -> Run:
    by_kind = events.by_kind()
    coefficients = np.concatenate([events.baseline, events.branching.ravel()])
    gradient = np.zeros(coefficients.size)

    def run() -> dict[str, Any]:
        model = lib.likelihood.MvExpRecursiveLogLik(by_kind, events.end, events.decay)
        return {"loss": float(model.loss_and_grad(coefficients, gradient))}

    return run


def memory(data: str) -> Run:
    """What its fast path, a fixed decay, holds beyond the events."""
    return growth(data, _tabled)


def _drawn(events: Events, end: float, seed: int) -> int:
    found = lib.simulation.simulate_mv_exp_branching(
        end, events.baseline, events.branching.ravel(), events.decay, seed
    )
    return sum(map(len, found))


def simulate(data: str, end: float, seed: int) -> Run:
    """Events by kind on [0, end] from the process of a file; a new seed for each call."""
    events, seeds = load(data), count(seed)

    def run() -> dict[str, Any]:
        return {"events": _drawn(events, end, next(seeds))}

    return run


def windows(data: str, end: float, number: int) -> Run:
    """Mean number of events in many windows [0, end], and its standard error."""
    events = load(data)

    def run() -> dict[str, Any]:
        counts = [_drawn(events, end, seed) for seed in range(number)]
        return {"mean": float(np.mean(counts)), "se": float(np.std(counts) / np.sqrt(number))}

    return run


if __name__ == "__main__":
    serve({"likelihood": likelihood, "memory": memory, "simulate": simulate, "windows": windows})
