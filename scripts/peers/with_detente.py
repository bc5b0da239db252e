"""Ours, asked in the same way as the others; run by the interpreter that has `detente`."""

import sys
from dataclasses import asdict
from importlib import import_module
from itertools import count
from typing import Any

import numpy as np
from serve import Events, Run, growth, load, serve

from detente.numerics.hawkes.estimator import Hawkes
from detente.numerics.hawkes.events import EventLog, event_log
from detente.numerics.hawkes.exponential import Layout, Likelihood, Parameters
from detente.numerics.hawkes.forward import Forward, forward_paths
from detente.numerics.hawkes.process import Process
from detente.numerics.hawkes.simulate import simulate as drawn


def _log(events: Events) -> EventLog:
    return event_log(events.times, events.types, start=0.0, end=events.end, kinds=events.kinds)


def _process(events: Events) -> Process:
    return Process(events.baseline, events.branching[None], np.array([events.decay]))


def _layout(kinds: int, decays: str) -> Layout:
    """`shared`, or a decay for each `source` kind."""
    return Layout.shared(kinds) if decays == "shared" else Layout.per_block(range(kinds))


def _evaluation(events: Events, decays: str = "shared") -> Run:
    layout = _layout(events.kinds, decays)
    compute = Likelihood(_log(events), layout)
    truth = Parameters(
        events.baseline[:, None], events.branching.copy(), np.full(layout.decays, events.decay)
    )

    def run() -> dict[str, Any]:
        value, _ = compute(truth)
        return {"value": value}

    return run


def likelihood(data: str, decays: str = "shared") -> Run:
    """Log-likelihood with gradient in all parameters, the decays with them, at the truth."""
    return _evaluation(load(data), decays)


def fit(data: str, decays: str = "shared") -> Run:
    """The maximum, found from the checked events on; standard errors apart, in `radius`."""
    log = _log(load(data))

    def run() -> dict[str, Any]:
        found = _model(decays).fit(log)
        return {
            "value": found.loglik_,
            "converged": found.converged_,
            "baseline": found.baseline_[:, 0].tolist(),
            "branching": found.branching_.tolist(),
            "decays": np.broadcast_to(found.decay_, log.kinds).tolist(),
        }

    return run


def radius(data: str, truth: float) -> Run:
    """How far the log of the fitted spectral radius lies from that of the truth, in its standard errors."""
    log = _log(load(data))

    def run() -> dict[str, Any]:
        found = _model("shared").fit(log)
        low, high = np.log(found.interval(0.95))
        return {"errors": float(abs(np.log(found.spectral_radius_ / truth)) / ((high - low) / (2 * 1.96)))}

    return run


def _model(decays: str) -> Hawkes:
    return Hawkes() if decays == "shared" else Hawkes(decays="block")


def value_at(data: str, baseline: list[float], branching: list[list[float]], decays: list[float]) -> Run:
    """Log-likelihood at estimates that others found, a decay for each source kind."""
    events = load(data)
    compute = Likelihood(_log(events), Layout.per_block(range(events.kinds)))
    found = Parameters(np.array(baseline)[:, None], np.array(branching), np.array(decays))
    return lambda: {"value": compute(found)[0]}


def memory(data: str) -> Run:
    """What an evaluation holds beyond the events."""
    return growth(data, _evaluation)


def simulate(data: str, end: float, seed: int) -> Run:
    """Events in order on [0, end] from the process of a file; a new seed for each call."""
    process, seeds = _process(load(data)), count(seed)
    return lambda: {"events": drawn(process, end=end, seed=next(seeds)).times.size}


def windows(data: str, end: float, number: int) -> Run:
    """Mean number of events in many windows [0, end], and its standard error."""
    process = _process(load(data))

    def run() -> dict[str, Any]:
        counts = [drawn(process, end=end, seed=seed).times.size for seed in range(number)]
        return {"mean": float(np.mean(counts)), "se": float(np.std(counts) / np.sqrt(number))}

    return run


def _paths(log: EventLog, process: Process, horizon: float, paths: int, threads: int) -> Forward:
    return forward_paths(process, process.state(log), horizon, paths, 1, threads)


def forward(data: str, horizon: float, paths: int) -> Run:
    """Paths after the end of a history, all of it; the state it leaves is found inside the clock."""
    events = load(data)
    log, process = _log(events), _process(events)

    def run() -> dict[str, Any]:
        totals = _paths(log, process, horizon, paths, 1).counts.sum(axis=1)
        return {"mean": float(totals.mean()), "se": float(totals.std() / np.sqrt(paths))}

    return run


def threads(data: str, horizon: float, paths: int) -> Run:
    """Whether one and two threads give the same bytes, and the state of the history."""
    events = load(data)
    log, process = _log(events), _process(events)

    def run() -> dict[str, Any]:
        one, two = (_paths(log, process, horizon, paths, number) for number in (1, 2))
        same = one.counts.tobytes() == two.counts.tobytes() and one.first.tobytes() == two.first.tobytes()
        return {"same": same, "state": process.state(log)[0].tolist()}

    return run


def pool(pairs: int, years: int) -> Run:
    """Figures of the pool of sparse series; the peak of memory is that of this process."""
    from detente.backtest.runaway_pool import pool_figures

    return lambda: asdict(pool_figures(pairs, years, progress=note))


def figures(module: str, of: str, number: int) -> Run:
    """The rows of a check by simulation, from a module of the back-test, after so many runs."""
    check = getattr(import_module(f"detente.backtest.{module}"), of)
    return lambda: {"rows": [asdict(row) for row in check(number, 0, progress=note)]}


def note(text: str) -> None:
    """Progress, to standard error."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    serve(
        {
            "likelihood": likelihood,
            "fit": fit,
            "radius": radius,
            "value_at": value_at,
            "memory": memory,
            "simulate": simulate,
            "windows": windows,
            "forward": forward,
            "threads": threads,
            "pool": pool,
            "figures": figures,
        }
    )
