"""Branching ratios as functions of the vector that a fit searches over."""

import numpy as np

from detente.numerics.hawkes.events import EventLog, Floats
from detente.numerics.hawkes.exponential_data import summed
from detente.numerics.hawkes.exponential_fit import Problem
from detente.numerics.hawkes.process import spectral_radius


def gains(log: EventLog, slope: float) -> Floats:
    """The mean effect exp(slope mark) of each kind's events, 1 without events, shape (D,)."""
    counts = log.counts()
    total = summed(log.types, np.exp(slope * log.marks), log.kinds)
    return np.where(counts > 0, total / np.maximum(counts, 1.0), 1.0)


def branching(problem: Problem, x: Floats) -> Floats:
    """Mean number of events of kind i that one event of kind j sets off, marks averaged, shape (D, D)."""
    parameters = problem.coding.parameters(x)
    summed: Floats = problem.coding.layout.branching(parameters.entries).sum(axis=0)
    return summed * gains(problem.log, parameters.slope)


def ratio(problem: Problem, of: tuple[int, int] | None, x: Floats) -> float:
    """One entry of the branching matrix, or its spectral radius."""
    matrix = branching(problem, x)
    return float(spectral_radius(matrix) if of is None else matrix[of])
