"""The passes of `pool_kernels` and `pool_nodes` in plain NumPy, all series at once: the form of the core
install.

Rows of event days are arrays, sums over the rows of a series are `bincount`s, and every series takes its own
Newton steps side by side with the others.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.numerics.hawkes.days_layout import running
from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.pool_problem import (
    FEW,
    LEAST,
    MANY,
    MOST_COUNTS,
    MOST_DAYS,
    MOST_RATIO,
    Moments,
    Problem,
    Rule,
)
from detente.numerics.hawkes.pool_table import Days

_ROUNDS = 60
_CLOSE = 1e-10
Flags = NDArray[np.bool_]
NodeValues = Callable[[Problem, int, Floats, Floats], None]


def states_at(
    ptr: Ints,
    day: Days,
    count: Floats,
    at_ptr: Ints,
    at_day: Days,
    swap: int,
    decay: float,
    fade: Floats,
    weight: float,
    weight_slope: float,
    state: Floats,
    slope: Floats,
) -> None:
    """As `pool_kernels.states_at`: log2(rows) array steps take the place of a loop."""
    segment = np.repeat(np.arange(ptr.size - 1), np.diff(ptr))
    gap = np.diff(day.astype(float), prepend=0.0)
    keep = np.where(np.diff(segment, prepend=-1) == 0, np.exp(-decay * np.abs(gap)), 0.0)
    total = running(keep, count[:, None])[:, 0]
    before = np.concatenate([[0.0], total[:-1]])
    drift = running(keep, (-keep * gap * before)[:, None])[:, 0]
    seen = np.repeat(np.arange(at_ptr.size - 1) ^ swap, np.diff(at_ptr))
    far = 1 + max(int(day.max(initial=0)), int(at_day.max(initial=0)))
    last = np.searchsorted(segment * far + day, seen * far + at_day.astype(np.int64)) - 1
    any_before = last >= ptr[seen]
    last = np.where(any_before, last, 0)
    state[:], slope[:] = 0.0, 0.0
    if day.size:
        wait = np.where(any_before, at_day - day[last] - 1.0, 0.0)
        kept = np.where(any_before, np.exp(-decay * wait), 0.0)
        state[:] = weight * kept * total[last]
        by_decay = weight * (drift[last] - wait * total[last]) + weight_slope * total[last]
        slope[:] = decay * kept * by_decay
    del fade


def own_states(
    ptr: Ints,
    day: Days,
    count: Floats,
    edge_ptr: Ints,
    edge_day: Days,
    decay: float,
    fade: Floats,
    weights: Floats,
    state: Floats,
    slope: Floats,
    left: Floats,
    left_slope: Floats,
) -> None:
    """As `pool_kernels.own_states`."""
    near, far = (float(weights[0]), float(weights[1])), (float(weights[2]), float(weights[3]))
    states_at(ptr, day, count, ptr, day, 0, decay, fade, near[0], near[1], state, slope)
    states_at(ptr, day, count, edge_ptr, edge_day, 0, decay, fade, far[0], far[1], left, left_slope)


class Sums(NamedTuple):
    """Of each series: log-likelihood (P,), slopes by the rates (P, q), negative Hessian (P, q, q)."""

    value: Floats
    first: Floats
    curve: Floats


def _owners(problem: Problem) -> tuple[Ints, Ints]:
    """Series and side of each row."""
    sides = problem.exposure.shape[1] // 2
    segment = np.repeat(np.arange(problem.ptr.size - 1), np.diff(problem.ptr))
    return segment // sides, segment % sides


def _parts(problem: Problem, side: Ints, inner: bool) -> Floats:
    """What a unit of each rate adds to theta of each row, or to lambda if `inner`; shape (q, m)."""
    sides = problem.exposure.shape[1] // 2
    base = (side == np.arange(sides)[:, None]).astype(float)
    return np.concatenate([base, problem.later + (problem.same * problem.number if inner else 0.0)])


def rate_slopes(problem: Problem, rates: Floats) -> Sums:
    """As `pool_kernels.rate_slopes`, for rates (P, q) of all series."""
    owner, side = _owners(problem)
    arrive = _parts(problem, side, False)
    lam = np.einsum("jm,mj->m", arrive, rates[owner])
    if problem.days:
        odds = np.expm1(lam)
        a = 1.0 + 1.0 / odds
        terms = [(arrive, np.log(odds), a, a * (a - 1.0))]
    else:
        more, spread = problem.number - 1.0, _parts(problem, side, True)
        z = np.einsum("jm,mj->m", spread, rates[owner])
        terms = [
            (arrive, np.log(lam), 1.0 / lam, 1.0 / lam**2),
            (spread, more * np.log(z), more / z, more / z**2),
        ]
    return _added(problem, rates, owner, terms)


def _added(
    problem: Problem, rates: Floats, owner: Ints, terms: list[tuple[Floats, Floats, Floats, Floats]]
) -> Sums:
    size, q = rates.shape
    value, first, curve = -(rates * problem.exposure).sum(axis=1), -problem.exposure, np.zeros((size, q, q))
    for part, log, a, e in terms:
        value = value + np.bincount(owner, log, size)
        first = first + np.stack([np.bincount(owner, a * row, size) for row in part], axis=1)
        for i in range(q):
            for j in range(q):
                curve[:, i, j] += np.bincount(owner, e * part[i] * part[j], size)
    return Sums(value, first, curve)


def to_rates(problem: Problem, x: Floats) -> tuple[Floats, Floats, Floats]:
    """Rates of x (..., q) and their first and second slopes, as `pool_kernels.to_rates`."""
    half = x.shape[-1] // 2
    mu = np.exp(np.clip(x[..., :half], LEAST, MOST_DAYS if problem.days else MOST_COUNTS))
    if problem.logit:
        n = 1.0 / (1.0 + np.exp(-np.clip(x[..., half:], LEAST, -LEAST)))
        bend = n * (1.0 - n), n * (1.0 - n) * (1.0 - 2.0 * n)
    else:
        n = np.exp(np.clip(x[..., half:], LEAST, MOST_RATIO))
        bend = n, n
    rates, once, twice = (np.concatenate([mu, part], axis=-1) for part in (n, *bend))
    return rates, once, twice


def log_posterior(problem: Problem, x: Floats, mean: Floats, precision: Floats) -> Sums:
    """As `pool_kernels.log_posterior`, for x (P, q) of all series."""
    rates, once, twice = to_rates(problem, x)
    found = rate_slopes(problem, rates)
    pull = (x - mean) @ precision
    curve = found.curve * once[:, :, None] * once[:, None, :] + precision
    index = np.arange(x.shape[1])
    curve[:, index, index] -= found.first * twice
    value = found.value - 0.5 * (pull * (x - mean)).sum(axis=1)
    return Sums(value, found.first * once - pull, curve)


def _definite(curve: Floats, damp: Floats) -> tuple[Floats, Floats]:
    """curve + damp I with damp raised until it is positive definite, and the damp."""
    least = np.linalg.eigvalsh(curve)[:, 0]
    damp = damp.copy()
    while (bad := least + damp <= 1e-12).any():
        damp[bad] = np.maximum(4.0 * damp[bad], 0.1)
    return curve + damp[:, None, None] * np.eye(curve.shape[1]), damp


def climb(
    problem: Problem, mean: Floats, precision: Floats, modes: Floats, lowers: Floats, values: Floats
) -> None:
    """As `pool_kernels.climb`."""
    damp, now = np.zeros(values.size), log_posterior(problem, modes, mean, precision)
    for _ in range(_ROUNDS):
        curve, damp = _definite(now.curve, damp)
        step = np.linalg.solve(curve, now.first[:, :, None])[:, :, 0]
        going = ((now.first * step).sum(axis=1) >= _CLOSE) | (damp > 0.0)
        if not going.any():
            break
        step *= np.minimum(1.0, 3.0 / np.maximum(np.abs(step).max(axis=1), 1e-300))[:, None]
        new = log_posterior(problem, modes + step, mean, precision)
        better = going & (new.value >= now.value - 1e-9 * (1.0 + np.abs(now.value)))
        modes[better] += step[better]
        now = _chosen(better, new, now)
        eased = np.where(damp > 0.01, 0.1 * damp, 0.0)
        damp = np.where(better, eased, np.where(going, np.maximum(4.0 * damp, 0.1), damp))
    lowers[:] = np.linalg.cholesky(_definite(now.curve, np.zeros(values.size))[0])
    values[:] = now.value


def _chosen(better: Flags, new: Sums, old: Sums) -> Sums:
    return Sums(
        np.where(better, new.value, old.value),
        np.where(better[:, None], new.first, old.first),
        np.where(better[:, None, None], new.curve, old.curve),
    )


def weigh(
    problem: Problem,
    mean: Floats,
    precision: Floats,
    modes: Floats,
    lowers: Floats,
    values: Floats,
    fine: Rule,
    middle: Rule,
    coarse: Rule,
    laplace: bool,
    out: Moments,
) -> None:
    """As `pool_nodes.weigh`."""
    prior, index = (mean, precision), np.arange(mean.size)
    for p in range(modes.shape[0]):
        one = _only(problem, p)
        rule = fine if one.number.size <= FEW else (middle if one.number.size <= MANY else coarse)
        x = modes[p] + np.linalg.solve(lowers[p].T, rule.at.T).T
        logs = rule.log_weight.copy()
        if not laplace:
            logs += log_posteriors(one, x, *prior) + 0.5 * (rule.at**2).sum(axis=1)
        top = logs.max()
        weight = np.exp(logs - top)
        out.evidence[p] = values[p] if laplace else top + np.log(weight.sum())
        out.evidence[p] -= np.log(lowers[p, index, index]).sum()
        _gather(one, p, mean, x, weight / weight.sum(), out)


def _only(problem: Problem, p: int) -> Problem:
    """The problem of one series."""
    sides = problem.exposure.shape[1] // 2
    ptr = problem.ptr[p * sides : (p + 1) * sides + 1]
    rows = slice(ptr[0], ptr[-1])
    return problem._replace(
        ptr=ptr - ptr[0],
        number=problem.number[rows],
        later=problem.later[:, rows],
        slope=problem.slope[:, :, rows],
        exposure=problem.exposure[p : p + 1],
        exposure_slope=problem.exposure_slope[p : p + 1],
    )


def log_posteriors(
    problem: Problem, x: Floats, mean: Floats, precision: Floats, values: NodeValues | None = None
) -> Floats:
    """Log-likelihood and log-prior of the only series at many x (N, q), shape (N,), but for constants.

    `values` is `node_values`, or the compiled form of it.
    """
    rates, off = to_rates(problem, x)[0], x - mean
    logs: Floats = -rates @ problem.exposure[0] - 0.5 * ((off @ precision) * off).sum(axis=1)
    (values or node_values)(problem, 0, np.ascontiguousarray(rates.T), logs)
    return logs


def _gather(problem: Problem, p: int, mean: Floats, x: Floats, weight: Floats, out: Moments) -> None:
    """Moments of series p, the only one of the problem, from nodes x (N, q) and their weights."""
    rates, off = to_rates(problem, x)[0], x - mean
    half, lam = mean.size // 2, _intensity(problem, rates, False)
    again = np.zeros_like(lam)
    if problem.days:
        every = 1.0 + 1.0 / np.expm1(lam)
    else:
        again = (problem.number - 1.0)[:, None] / _intensity(problem, rates, True)
        every = 1.0 / lam + again
    weighted = rates[:, half:] * weight[:, None]
    out.mean[p], out.rates[p], out.second[p] = weight @ x, weight @ rates, (off * weight[:, None]).T @ off
    along = np.einsum("ijm,mj->i", problem.slope, every @ weighted)
    inner = problem.same_slope * float(problem.number @ (again @ weighted[:, 0]))
    out.by_decay[p] = along + inner - weighted.sum() * problem.exposure_slope[0]


def _intensity(problem: Problem, rates: Floats, inner: bool) -> Floats:
    """Theta of each row, or lambda if `inner`, at many rates (N, q) of all rows' series: (m, N)."""
    lam: Floats = _parts(problem, _owners(problem)[1], inner).T @ rates.T
    return lam


def decay_slopes(problem: Problem, rates: Floats) -> Floats:
    """Slopes (P, d) of each series' log-likelihood at rates (P, q) by the decay's coordinates."""
    owner, side = _owners(problem)
    size, half = rates.shape[0], rates.shape[1] // 2
    n, lam = rates[owner, half:], np.einsum("jm,mj->m", _parts(problem, side, False), rates[owner])
    again = np.zeros(owner.size)
    if problem.days:
        every = 1.0 + 1.0 / np.expm1(lam)
    else:
        again = (problem.number - 1.0) / np.einsum("jm,mj->m", _parts(problem, side, True), rates[owner])
        every = 1.0 / lam + again
    found: Floats = -rates[:, half:].sum(axis=1)[:, None] * problem.exposure_slope
    for i, (slope, same) in enumerate(zip(problem.slope, problem.same_slope, strict=True)):
        rows = every * np.einsum("jm,mj->m", slope, n) + again * n[:, 0] * problem.number * same
        found[:, i] += np.bincount(owner, rows, size)
    return found


def fixed_slopes(problem: Problem, rates: Floats, values: Floats, by_rates: Floats, by_decay: Floats) -> None:
    """As `pool_nodes.fixed_slopes`."""
    found = rate_slopes(problem, rates)
    values[:], by_rates[:], by_decay[:] = found.value, found.first, decay_slopes(problem, rates)


def node_values(problem: Problem, p: int, rates: Floats, logs: Floats) -> None:
    """As `pool_nodes.node_values`: add the event days of series p at rates (q, N) to `logs` (N,)."""
    one = _only(problem, p)
    lam = _intensity(one, rates.T, False)
    if problem.days:
        logs += np.log(np.expm1(lam)).sum(axis=0)
        return
    logs += np.log(lam).sum(axis=0) + (one.number - 1.0) @ np.log(_intensity(one, rates.T, True))
