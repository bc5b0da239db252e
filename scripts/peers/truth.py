"""The processes that all packages are given events of, fixed once, and the files the events are kept in."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from detente.numerics.hawkes.events import EventLog
    from detente.numerics.hawkes.process import Process

Floats = NDArray[np.float64]

DECAY = 1.2
"""A day; half of what follows an act follows within fourteen hours."""
RADIUS = {2: 0.6, 10: 0.7, 50: 0.7}


def truth(kinds: int) -> tuple[Floats, Floats]:
    """Baseline (D,) a day and branching (D, D) of the given number of kinds, nowhere symmetric.

    Two kinds answer each other unequally. Of more, each answers itself and about four others.
    """
    if kinds == 2:
        baseline, branching = np.array([0.30, 0.20]), np.array([[0.30, 0.50], [0.15, 0.40]])
    else:
        rng = np.random.default_rng(1_000 + kinds)
        answered = rng.random((kinds, kinds)) < 4 / (kinds - 1)
        branching = np.where(answered, rng.random((kinds, kinds)), 0.0)
        np.fill_diagonal(branching, 0.5)
        baseline = rng.uniform(0.1, 0.4, kinds)
    return baseline, branching * RADIUS[kinds] / np.abs(np.linalg.eigvals(branching)).max()


def rate(kinds: int) -> float:
    """Events a day, all kinds together, in the long run."""
    baseline, branching = truth(kinds)
    return float(np.linalg.solve(np.eye(kinds) - branching, baseline).sum())


def expected(kinds: int, end: float) -> float:
    """Mean number of events in [0, end] when nothing happened before 0.

    With B = decay (I - branching), mean states r follow r' = baseline - B r from 0, and the mean intensity is
    baseline + decay branching r; both integrals are taken in the eigenvectors of B.
    """
    baseline, branching = truth(kinds)
    values, vectors = np.linalg.eig(DECAY * (np.eye(kinds) - branching))
    weights = np.linalg.solve(vectors, baseline.astype(complex))
    states = vectors @ (weights * (end - (1 - np.exp(-values * end)) / values) / values)
    return float((baseline * end + DECAY * branching @ states.real).sum())


def expected_after(kinds: int, state: Floats, horizon: float) -> float:
    """Mean number of events within `horizon` days of a history whose effect has the given state (D,).

    Beyond what starts from nothing, r decays from `state`: r' = -B r.
    """
    _, branching = truth(kinds)
    slower = DECAY * (np.eye(kinds) - branching)
    values, vectors = np.linalg.eig(slower)
    weights = np.linalg.solve(vectors, state.astype(complex))
    states = vectors @ (weights * (1 - np.exp(-values * horizon)) / values)
    return expected(kinds, horizon) + float((DECAY * branching @ states.real).sum())


def process(kinds: int) -> "Process":
    """The same as a process of ours."""
    from detente.numerics.hawkes.process import Process

    baseline, branching = truth(kinds)
    return Process(baseline, branching[None], np.array([DECAY]))


def written(folder: Path, kinds: int, events: int, seed: int = 1) -> Path:
    """A file of about so many events, drawn by our simulator in a window of fixed length."""
    from detente.numerics.hawkes.simulate import simulate

    path = folder / f"{kinds}-kinds-{events}.npz"
    save(path, simulate(process(kinds), end=events / rate(kinds), seed=seed), process(kinds))
    return path


def save(path: Path, log: "EventLog", drawn_from: "Process") -> None:
    """Write what `serve.load` reads: a log that starts at 0, and a process with one decay."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        times=log.times,
        types=log.types,
        end=log.end,
        baseline=drawn_from.baseline,
        branching=drawn_from.branching[0],
        decay=drawn_from.decays[0],
    )
