"""MOTIVE against its peers, the published figures and the plain accounts: `make bench-motive`.

Parts, each a module of its own: ladders solved (bench_motive_game.py), published trees
(bench_motive_small.py), motives found again in simulated rounds, the time of a fit, and the next move of
2000-2009 on the publishers' tables of $DETENTE_SHARED_DATA (or ../shared/data). Ends with one line of JSON,
{measure: {value, peer, ratio, goal, holds}}, misses included.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bench_motive_game
import bench_motive_small
import numpy as np

HERE = Path(__file__).parent.parent
DATA = Path(os.environ.get("DETENTE_SHARED_DATA", HERE.parent / "shared/data"))
RUNS = {30: 15, 100: 15}
"""Simulated pairs for each motive, by episodes."""

RIGHT = {30: 0.6, 100: 0.9}
WORLD = 8000
"""Fits of a job for the world: 4 motives, 10 folds, 200 pairs."""

Lines = Iterator[tuple[str, dict[str, Any]]]


def main() -> None:
    """Run every part, a line a measure, then the JSON."""
    found: dict[str, Any] = {}
    parts: tuple[Callable[[], Lines], ...] = (
        bench_motive_game.measures, bench_motive_small.measures, recovery, fitting, ahead,
    )  # fmt: skip
    for part in parts:
        for measure, value in part():
            found[measure] = value
            print(f"{measure:<78} {value}", flush=True)
    print(json.dumps(found))


def recovery() -> Lines:
    """Motives found again, their weights and intervals."""
    from detente.backtest.motive_recovery import coverage, decided, miscalibration, recover, right

    everything = []
    for episodes, runs in RUNS.items():
        found = recover(episodes, runs, progress=_say)
        everything += found
        share, sure = decided(found)
        name = f"recovery, {episodes} episodes, {len(found)} simulated pairs"
        yield f"{name}: share right", _value(right(found), RIGHT[episodes])
        yield f"{name}: share with a weight of .6 or more", _value(share, None)
        yield f"{name}: share right of these", _value(sure, None)
        yield f"{name}: calibration error of weights", _value(miscalibration(found), 0.1, least=False)
    covered = coverage(everything)
    yield "recovery: 90 % intervals cover, at least", _value(covered, 0.85)
    yield "recovery: 90 % intervals cover, at most", _value(covered, 0.95, least=False)


def fitting() -> Lines:
    """Seconds of a fit of one simulated pair and motive, and of a world of them on two cores.

    As pairs are fitted: all motives, and each once more from where the best of the others ended.
    """
    from detente.backtest.motive_prior import FIRST_GUESS
    from detente.backtest.motive_recovery import simulated
    from detente.motive.engine import FAST
    from detente.motive.estimate import fit_all
    from detente.motive.payoffs import MOTIVES

    rng, seconds = np.random.default_rng(0), []
    for n in range(9):
        motive = MOTIVES[n % len(MOTIVES)]
        theta = FIRST_GUESS.mean + 0.5 * FIRST_GUESS.spread * rng.standard_normal(FIRST_GUESS.mean.size)
        seen = simulated(motive, theta, 60, rng)
        began = time.perf_counter()
        fit_all(seen, dict.fromkeys(MOTIVES, FIRST_GUESS), {}, FAST)
        seconds.append((time.perf_counter() - began) / len(MOTIVES))
    mean = float(np.mean(seconds[1:]))  # the first compiles
    yield "fit: seconds a pair and motive, 60 episodes, one core", _value(mean, 0.5, least=False)
    minutes = WORLD * mean / 120
    yield f"fit: minutes for {WORLD} fits on two cores, extrapolated", _value(minutes, 30, least=False)


def ahead() -> Lines:
    """The next move of 2000-2009: every model against both nulls."""
    if not DATA.is_dir():
        yield "next move: no data", _value(None, None)
        return
    from detente.backtest.motive import run

    for row in run(DATA, progress=_say):
        gap = row.difference
        yield (
            f"next move, nats a round ({row.n}): {row.model} against {row.baseline}",
            {"value": row.value, "peer": row.baseline_value, "ratio": row.value / row.baseline_value,
             "goal": 0.0, "difference": [gap.value, gap.low, gap.high], "holds": gap.high < 0.0},
        )  # fmt: skip


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _value(value: float | None, goal: float | None, *, least: bool = True) -> dict[str, Any]:
    holds = None
    if value is not None and goal is not None:
        holds = value >= goal if least else value <= goal
    return {"value": value, "peer": None, "ratio": None, "goal": goal, "holds": holds}


if __name__ == "__main__":
    main()
