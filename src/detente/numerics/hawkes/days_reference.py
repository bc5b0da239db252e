"""The pass of `days_kernels` in plain NumPy: the form of the core install, and what the tests compare with.

States are running sums by doubling, determinants are LAPACK's.
"""

import numpy as np

from detente.numerics.hawkes.days_layout import Layout, running
from detente.numerics.hawkes.events import Floats

_CHUNK = 4096


def states(layout: Layout, decay: float) -> tuple[Floats, Floats]:
    """u before each row and its slope by the decay, both (r, kinds)."""
    gap, wait = layout.gap[:-1], layout.gap[:-1] - 1.0
    faded = np.exp(-decay * wait)[:, None]
    keep, added = np.exp(-decay * gap), faded * layout.counts[:-1]
    u, du = np.zeros_like(layout.counts), np.zeros_like(layout.counts)
    u[1:] = running(keep, added)
    du[1:] = running(keep, -gap[:, None] * keep[:, None] * u[:-1] - wait[:, None] * added)
    return u, du


def day_pass(
    layout: Layout,
    mu: Floats,
    branching: Floats,
    decay: float,
    shares: Floats,
    by_mu: Floats,
    by_branching: Floats,
    left: Floats,
    curve: Floats,
) -> tuple[float, float]:
    """As `days_kernels.day_pass`: log-probability of the event days and its slope by the decay."""
    u, du = states(layout, decay)
    left += np.stack([layout.turn @ u, layout.turn @ du])
    rows, value, slope = np.flatnonzero(layout.turn == 0.0), 0.0, 0.0
    for at in range(0, rows.size, _CHUNK):
        r = rows[at : at + _CHUNK]
        n, span, x = layout.counts[r], layout.span[r], shares[1] * u[r] + shares[0] * layout.counts[r]
        dx = shares[3] * u[r] + shares[1] * du[r] + shares[2] * n
        lam, inner = mu[span] + x @ branching.T, shares[0] * branching
        one, weight, by_inner, bent = _days(lam, inner, n)
        np.add.at(by_mu, span, weight)
        if curve.size:
            np.add.at(curve, span, _by_log(mu[span], weight, bent))
        by_branching += weight.T @ x + shares[0] * by_inner
        value += one
        slope += float((weight * (dx @ branching.T)).sum() + shares[2] * (branching * by_inner).sum())
    return value, slope


def _days(lam: Floats, inner: Floats, n: Floats) -> tuple[float, Floats, Floats, Floats]:
    """Sum of the days' logs but for -lam; slopes by lam and, at fixed lam, by K; second slopes by lam."""
    on = n > 0.0
    matrix = balance(lam, inner, n)
    inverse = np.linalg.inv(matrix)
    logs = np.where(on, (n - 1.0) * np.log(lam), 0.0).sum() + np.linalg.slogdet(matrix)[1].sum()
    diagonal = np.einsum("mii->mi", inverse)
    weight = np.where(on, (n - 1.0) / lam + diagonal, 0.0)
    by_inner = -np.einsum("mji,mj,mi->ij", inverse, n, on.astype(float))
    both = (on[:, :, None] & on[:, None, :]).astype(float)
    bent = -inverse * np.swapaxes(inverse, 1, 2) * both
    index = np.arange(lam.shape[1])
    bent[:, index, index] -= np.where(on, (n - 1.0) / lam**2, 0.0)
    return float(logs), weight, by_inner, bent


def _by_log(mu: Floats, weight: Floats, bent: Floats) -> Floats:
    """Second slopes by log mu from slopes and second slopes by lam, all (m, kinds[, kinds])."""
    found: Floats = bent * mu[:, :, None] * mu[:, None, :]
    index = np.arange(mu.shape[1])
    found[:, index, index] += weight * mu
    return found


def balance(lam: Floats, inner: Floats, n: Floats) -> Floats:
    """B = diag(lam) - K diag(n), (m, kinds, kinds); rows and columns of absent kinds are the identity's."""
    on = n > 0.0
    matrix = -inner * n[:, None, :] * on[:, :, None]
    diagonal = np.where(on, lam + np.einsum("mii->mi", matrix), 1.0)
    index = np.arange(lam.shape[1])
    matrix[:, index, index] = diagonal
    return matrix
