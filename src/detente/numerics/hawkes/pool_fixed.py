"""Compiled log-likelihood and slopes of all series at given rates and decay: one pass over the event days."""

from math import log

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.jit import compiled
from detente.numerics.hawkes.pool_kernels import grown, rate_slopes
from detente.numerics.hawkes.pool_nodes import node_slopes
from detente.numerics.hawkes.pool_problem import Problem

Sums = tuple[float, float, float, float, float]
_LEAST, _MOST = 1e-150, 1e150


@compiled
def _counts(problem: Problem, lo: int, hi: int, mu: float, n: float) -> Sums:
    """Value, slopes by (mu, n), by S along its own slope, and by p0, of the event days lo..hi-1."""
    count, later, slope, same = problem.number, problem.later[0], problem.slope[0, 0], problem.same
    value, product, g0, g1, along, inner = 0.0, 1.0, 0.0, 0.0, 0.0, 0.0
    for r in range(lo, hi):
        u, more = later[r], count[r] - 1.0
        theta = mu + n * u
        product *= theta
        a = 1.0 / theta
        if more > 0.0:
            v = u + same * count[r]
            z = mu + n * v
            c = more / z
            g1, inner = g1 + c * (v - u), inner + c * count[r]
            a += c
            if more == 1.0:
                product *= z
            else:
                value += more * log(z)
        g0, g1, along = g0 + a, g1 + a * u, along + a * slope[r]
        if product < _LEAST or product > _MOST:
            value, product = value + log(product), 1.0
    return value + log(product), g0, g1, along, inner


@compiled
def _event_days(problem: Problem, lo: int, hi: int, mu: float, n: float) -> Sums:
    """As `_counts` for the form of event days."""
    later, slope = problem.later[0], problem.slope[0, 0]
    value, product, g0, g1, along = 0.0, 1.0, 0.0, 0.0, 0.0
    for r in range(lo, hi):
        odds = grown(mu + n * later[r])
        a = 1.0 + 1.0 / odds
        product *= odds
        g0, g1, along = g0 + a, g1 + a * later[r], along + a * slope[r]
        if product < _LEAST or product > _MOST:
            value, product = value + log(product), 1.0
    return value + log(product), g0, g1, along, 0.0


@compiled
def fixed_slopes(problem: Problem, rates: Floats, values: Floats, by_rates: Floats, by_decay: Floats) -> None:
    """Log-likelihood (P,) at given rates (P, q), its slopes by the rates (P, q) and by log decay (P, 1)."""
    curve, one = np.empty((rates.shape[1], rates.shape[1])), np.ones(1)
    for p in range(rates.shape[0]):
        if rates.shape[1] > 2:
            values[p] = rate_slopes(problem, p, rates[p], by_rates[p], curve)
            node_slopes(problem, p, rates[p].copy().reshape(-1, 1), one, by_decay[p])
            continue
        lo, hi, mu, n = problem.ptr[p], problem.ptr[p + 1], rates[p, 0], rates[p, 1]
        found = _event_days(problem, lo, hi, mu, n) if problem.days else _counts(problem, lo, hi, mu, n)
        values[p] = found[0] - mu * problem.exposure[p, 0] - n * problem.exposure[p, 1]
        by_rates[p, 0] = found[1] - problem.exposure[p, 0]
        by_rates[p, 1] = found[2] - problem.exposure[p, 1]
        by_decay[p, 0] = n * (found[3] + found[4] * problem.same_slope[0] - problem.exposure_slope[p, 0])
