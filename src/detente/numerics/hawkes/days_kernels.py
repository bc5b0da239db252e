"""One pass over a laid-out day log: log-probability and slopes, compiled; `days_reference` says the same
slowly.

With u the states before a row, theta = mu + p1 A u, lam = theta + K n, K = p0 A and B = diag(lam) - K
diag(n) on the kinds that have events, a day adds sum (n_i - 1) log lam_i + log det B, since det(I - K_ij n_j
/ lam_i) is det B / prod lam_i. B has non-positive entries off its diagonal and row sums theta, so that
elimination on row sums (Grassmann, Taksar & Heyman, Operations Research 33 (1985) 1107) never subtracts.
"""

from math import exp, log

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.jit import compiled


@compiled
def _eliminate(size: int, pull: Floats, excess: Floats, pivot: Floats) -> float:
    """Factor B in place from -B off the diagonal (`pull`) and its row sums (`excess`); returns log det B."""
    value = 0.0
    for p in range(size):
        pivot[p] = excess[p]
        for j in range(p + 1, size):
            pivot[p] += pull[p, j]
        value += log(pivot[p])
        for i in range(p + 1, size):
            pull[i, p] /= pivot[p]
            excess[i] += pull[i, p] * excess[p]
            for j in range(p + 1, size):
                if j != i:
                    pull[i, j] += pull[i, p] * pull[p, j]
    return value


@compiled
def _invert(size: int, pull: Floats, pivot: Floats, inverse: Floats) -> None:
    """The inverse of B from its factors, column by column; all terms are non-negative."""
    for c in range(size):
        for i in range(size):
            inverse[i, c] = 1.0 if i == c else 0.0
            for p in range(i):
                inverse[i, c] += pull[i, p] * inverse[p, c]
        for i in range(size - 1, -1, -1):
            for j in range(i + 1, size):
                inverse[i, c] += pull[i, j] * inverse[j, c]
            inverse[i, c] /= pivot[i]


@compiled
def _rates(
    size: int,
    on: Ints,
    n: Floats,
    u: Floats,
    mu: Floats,
    branching: Floats,
    p0: float,
    p1: float,
    theta: Floats,
    lam: Floats,
    pull: Floats,
) -> float:
    """Fill theta, lam and -B off the diagonal for the kinds `on`; returns sum (n_i - 1) log lam_i."""
    value = 0.0
    for a in range(size):
        i = on[a]
        later, same = 0.0, 0.0
        for j in range(n.size):
            later += branching[i, j] * u[j]
            same += branching[i, j] * n[j]
        theta[a] = mu[i] + p1 * later
        lam[a] = theta[a] + p0 * same
        value += (n[i] - 1.0) * log(lam[a])
        for c in range(size):
            pull[a, c] = p0 * branching[i, on[c]] * n[on[c]]
    return value


@compiled
def _slopes(
    size: int,
    on: Ints,
    n: Floats,
    u: Floats,
    du: Floats,
    branching: Floats,
    shares: Floats,
    lam: Floats,
    inverse: Floats,
    by_mu: Floats,
    by_branching: Floats,
) -> float:
    """Add one day's slopes by its baseline and by A; returns the slope by the decay."""
    p0, p1, dp0, dp1 = shares[0], shares[1], shares[2], shares[3]
    slope = 0.0
    for a in range(size):
        i = on[a]
        weight = (n[i] - 1.0) / lam[a] + inverse[a, a]
        by_mu[i] += weight
        for j in range(n.size):
            by_branching[i, j] += weight * (p1 * u[j] + p0 * n[j])
            slope += branching[i, j] * weight * (dp1 * u[j] + p1 * du[j] + dp0 * n[j])
        for c in range(size):
            j = on[c]
            by_branching[i, j] -= p0 * inverse[c, a] * n[j]
            slope -= dp0 * branching[i, j] * inverse[c, a] * n[j]
    return slope


@compiled
def _bend(size: int, on: Ints, n: Floats, mu: Floats, lam: Floats, inverse: Floats, curve: Floats) -> None:
    """Add one day's second slopes by the log baseline, (kinds, kinds)."""
    for a in range(size):
        i = on[a]
        weight = (n[i] - 1.0) / lam[a] + inverse[a, a]
        curve[i, i] += mu[i] * (weight - mu[i] * (n[i] - 1.0) / lam[a] ** 2)
        for c in range(size):
            curve[i, on[c]] -= mu[i] * mu[on[c]] * inverse[a, c] * inverse[c, a]


@compiled
def day_pass(
    span: Ints,
    counts: Floats,
    turn: Floats,
    gap: Floats,
    mu: Floats,
    branching: Floats,
    decay: float,
    shares: Floats,
    by_mu: Floats,
    by_branching: Floats,
    left: Floats,
    curve: Floats,
) -> tuple[float, float]:
    """The event days' part of the log-probability and its slope by the decay; adds to the last four arrays.

    `mu` (spans, kinds), `shares` = (p0, p1, dp0, dp1); `by_mu` and `by_branching` get the slopes, `left` (2,
    kinds) the sums of turn * u and of its slope by the decay, `curve` (spans, kinds, kinds) the second slopes
    by the log baseline, unless it is empty. Quiet days are the caller's.
    """
    kinds = counts.shape[1]
    u, du = np.zeros(kinds), np.zeros(kinds)
    on, theta, lam, pivot = np.zeros(kinds, np.int64), np.zeros(kinds), np.zeros(kinds), np.zeros(kinds)
    pull, inverse = np.zeros((kinds, kinds)), np.zeros((kinds, kinds))
    keep, value, slope = exp(-decay), 0.0, 0.0
    for r in range(turn.size):
        n = counts[r]
        if turn[r] != 0.0:
            for j in range(kinds):
                left[0, j] += turn[r] * u[j]
                left[1, j] += turn[r] * du[j]
        else:
            size = 0
            for j in range(kinds):
                if n[j] > 0.0:
                    on[size] = j
                    size += 1
            value += _rates(size, on, n, u, mu[span[r]], branching, shares[0], shares[1], theta, lam, pull)
            value += _eliminate(size, pull, theta, pivot)
            _invert(size, pull, pivot, inverse)
            slope += _slopes(
                size, on, n, u, du, branching, shares, lam, inverse, by_mu[span[r]], by_branching
            )
            if curve.size > 0:
                _bend(size, on, n, mu[span[r]], lam, inverse, curve[span[r]])
        wait = gap[r] - 1.0
        faded = exp(-decay * wait)
        for j in range(kinds):
            after, dafter = keep * u[j] + n[j], keep * (du[j] - u[j])
            u[j], du[j] = faded * after, faded * (dafter - wait * after)
    return value, slope
