"""Processes of the simulation tests, and what the theory says about them."""

import numpy as np
from scipy.linalg import expm

from detente.numerics.hawkes.events import EventLog, Floats
from detente.numerics.hawkes.process import Process

TWO = Process(np.array([0.3, 0.2]), np.array([[[0.35, 0.1], [0.55, 0.2]]]), np.array([1.2]))
"""One decay; kind 0 excites kind 1 more than the other way round."""
FAST_AND_SLOW = Process(
    np.array([0.5, 0.1, 0.2]),
    np.array(
        [
            [[0.2, 0.0, 0.1], [0.3, 0.1, 0.0], [0.0, 0.2, 0.1]],
            [[0.1, 0.0, 0.0], [0.0, 0.2, 0.1], [0.2, 0.0, 0.0]],
        ]
    ),
    np.array([2.0, 0.15]),
)
ONE_WAY = Process(np.array([0.5, 0.0]), np.array([[[0.1, 0.0], [0.8, 0.1]]]), np.array([1.0]))
"""Kind 0 sets off 0.8 events of kind 1; kind 1 sets off no event of kind 0 and has no founders."""
RUNAWAY = Process(np.array([1.0]), np.array([[[1.5]]]), np.array([1.0]))
EXAMPLES = {"two": TWO, "fast and slow": FAST_AND_SLOW, "one way": ONE_WAY}


def expected_counts(process: Process, state: Floats, span: float) -> Floats:
    """Mean number of events of each kind over the span, shape (D,), from the linear equations of the means.

    With x the sums R (K D,) and N the counts: x' = -b x + lambda, N' = lambda, lambda = mu + sum A b x.
    """
    k, d = state.shape
    gain = np.concatenate(list(process.branching * process.decays[:, None, None]), axis=1)
    system = np.zeros((k * d + d + 1, k * d + d + 1))
    system[: k * d, : k * d] = np.tile(gain, (k, 1)) - np.diag(np.repeat(process.decays, d))
    system[k * d : -1, : k * d] = gain
    system[:-1, -1] = np.tile(process.baseline, k + 1)
    start = np.concatenate([state.ravel(), np.zeros(d), [1.0]])
    moved: Floats = (expm(system * span) @ start)[k * d : -1]
    return moved


def compensators(process: Process, log: EventLog) -> list[Floats]:
    """Integrated intensity of each kind at its own events, summed over all pairs; nothing came before."""
    found = []
    for kind in range(process.kinds):
        at = log.times[log.types == kind]
        ages = np.maximum(at[:, None] - log.times, 0.0)
        total = process.baseline[kind] * (at - log.start)
        for matrix, decay in zip(process.branching, process.decays, strict=True):
            total += -np.expm1(-decay * ages) @ matrix[kind, log.types]
        found.append(total)
    return found
