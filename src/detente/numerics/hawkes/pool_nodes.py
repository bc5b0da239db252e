"""Compiled quadrature over each series' posterior: its moments, its evidence, and the slope by the decay.

Nodes z of a rule for the standard normal are set to x = mode + L^-T z, L L' the negative Hessian at the mode
(adaptive Gauss-Hermite: Naylor & Smith, Applied Statistics 31 (1982) 214; Liu & Pierce, Biometrika 81 (1994)
624). Rows are the outer loop and nodes the inner one, which runs as vector instructions; it divides by
`np.divide`, since a check for zero at each division would keep it from that.
"""

from math import exp, log

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.jit import compiled
from detente.numerics.hawkes.pool_kernels import to_rates
from detente.numerics.hawkes.pool_problem import FEW, MANY, Moments, Problem, Rule

_FACTORS = 24
_MANY = 8.0
_SMALL = 0.25


@compiled
def _place(
    problem: Problem,
    p: int,
    mean: Floats,
    precision: Floats,
    mode: Floats,
    lower: Floats,
    rule: Rule,
    x: Floats,
    rates: Floats,
    logs: Floats,
) -> None:
    """Set the nodes' x (q, N), rates (q, N), and logs (N,): prior over weight, less what quiet days cost."""
    q = mean.size
    y, r, bend = np.empty(q), np.empty(q), np.empty((2, q))
    for k in range(rule.at.shape[0]):
        logs[k] = rule.log_weight[k]
        for i in range(q - 1, -1, -1):
            y[i] = rule.at[k, i]
            logs[k] += 0.5 * y[i] * y[i]
            for j in range(i + 1, q):
                y[i] -= lower[j, i] * y[j]
            y[i] /= lower[i, i]
        for i in range(q):
            x[i, k] = mode[i] + y[i]
            y[i] = x[i, k]
        to_rates(problem, y, r, bend)
        for i in range(q):
            rates[i, k] = r[i]
            logs[k] -= r[i] * problem.exposure[p, i]
            for j in range(q):
                logs[k] -= 0.5 * precision[i, j] * (y[i] - mean[i]) * (y[j] - mean[j])


@compiled
def _flush(product: Floats, logs: Floats) -> None:
    for k in range(logs.size):
        logs[k] += log(product[k])
        product[k] = 1.0


@compiled
def _raise(product: Floats, rate: Floats, power: int) -> None:
    for _ in range(power):
        for k in range(rate.size):
            product[k] *= rate[k]


@compiled
def node_counts(problem: Problem, lo: int, hi: int, rates: Floats, logs: Floats) -> None:
    """Add the event days' log-probabilities at the nodes' rates (2, N) to `logs` (N,)."""
    mu, n = rates[0], rates[1]
    product, rate, factors = np.ones(logs.size), np.empty(logs.size), 0.0
    for r in range(lo, hi):
        u, more = problem.later[0, r], problem.number[r] - 1.0
        for k in range(logs.size):
            product[k] *= mu[k] + n[k] * u
        factors += 1.0
        if more > 0.0:
            v = u + problem.same * problem.number[r]
            for k in range(logs.size):
                rate[k] = mu[k] + n[k] * v
            if more <= _MANY:
                _raise(product, rate, int(more))
                factors += more
            else:
                for k in range(logs.size):
                    logs[k] += more * log(rate[k])
        if factors >= _FACTORS:
            _flush(product, logs)
            factors = 0.0
    _flush(product, logs)


@compiled
def _most(mu: Floats, n: Floats) -> Floats:
    """The largest mu, and the largest n of each of two excitations, 0 for one that is not there."""
    most = np.zeros(3)
    for k in range(mu.size):
        most[0] = max(most[0], mu[k])
        for j in range(n.shape[0]):
            most[1 + j] = max(most[1 + j], n[j, k])
    return most


@compiled
def _odds(problem: Problem, r: int, mu: Floats, n: Floats, most: Floats, odds: Floats) -> None:
    """exp(lambda) - 1 of row r at the nodes, by a polynomial at lambda / 2^h, doubled h times: e(2x) = e (e +
    2).
    """
    scale, doublings = 1.0, 0
    own, cross = problem.later[0, r], problem.later[n.shape[0] - 1, r]
    for k in range(odds.size):
        odds[k] = mu[k] + n[0, k] * own
    if n.shape[0] == 2:
        for k in range(odds.size):
            odds[k] += n[1, k] * cross
    top = most[0] + most[1] * own + most[2] * cross
    while top * scale > _SMALL:
        scale *= 0.5
        doublings += 1
    for k in range(odds.size):
        x = scale * odds[k]
        low = 1.0 + x / 8.0 * (1.0 + x / 9.0 * (1.0 + x / 10.0 * (1.0 + x / 11.0)))
        high = 1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 * (1.0 + x / 7.0 * low)))
        odds[k] = x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * high))
    for _ in range(doublings):
        for k in range(odds.size):
            odds[k] *= odds[k] + 2.0


@compiled
def node_days(problem: Problem, lo: int, hi: int, mu: Floats, n: Floats, logs: Floats) -> None:
    """Add the event days' log(exp(lambda) - 1) at the nodes' mu (N,) and n (k, N) to `logs` (N,)."""
    product, odds, factors, most = np.ones(logs.size), np.empty(logs.size), 0, _most(mu, n)
    for r in range(lo, hi):
        _odds(problem, r, mu, n, most, odds)
        for k in range(logs.size):
            product[k] *= odds[k]
        factors += 1
        if factors >= _FACTORS:
            _flush(product, logs)
            factors = 0
    _flush(product, logs)


@compiled
def slope_counts(problem: Problem, lo: int, hi: int, rates: Floats, weight: Floats, by_decay: Floats) -> None:
    """Add the weighted slopes of the event days by the decay's coordinates to `by_decay` (d,)."""
    mu, n = rates[0], rates[1]
    for r in range(lo, hi):
        u, more, every, again = problem.later[0, r], problem.number[r] - 1.0, 0.0, 0.0
        for k in range(weight.size):
            every += np.divide(weight[k] * n[k], mu[k] + n[k] * u)
        if more > 0.0:
            v = u + problem.same * problem.number[r]
            for k in range(weight.size):
                again += np.divide(weight[k] * n[k], mu[k] + n[k] * v)
            again *= more
        for i in range(by_decay.size):
            by_decay[i] += (every + again) * problem.slope[i, 0, r]
            by_decay[i] += again * problem.number[r] * problem.same_slope[i]


@compiled
def slope_days(
    problem: Problem, lo: int, hi: int, mu: Floats, n: Floats, weight: Floats, by_decay: Floats
) -> None:
    """As `slope_counts` for the form of event days."""
    odds, most = np.empty(weight.size), _most(mu, n)
    for r in range(lo, hi):
        _odds(problem, r, mu, n, most, odds)
        for j in range(n.shape[0]):
            every = 0.0
            for k in range(weight.size):
                every += weight[k] * n[j, k] * (1.0 + np.divide(1.0, odds[k]))
            for i in range(by_decay.size):
                by_decay[i] += every * problem.slope[i, j, r]


@compiled
def node_values(problem: Problem, p: int, rates: Floats, logs: Floats) -> None:
    """Add all event days of series p to `logs`."""
    if not problem.days:
        node_counts(problem, problem.ptr[p], problem.ptr[p + 1], rates, logs)
        return
    sides = rates.shape[0] // 2
    for s in range(p * sides, (p + 1) * sides):
        node_days(problem, problem.ptr[s], problem.ptr[s + 1], rates[s - p * sides], rates[sides:], logs)


@compiled
def node_slopes(problem: Problem, p: int, rates: Floats, weight: Floats, by_decay: Floats) -> None:
    """Set `by_decay` (d,) to the weighted slope of the log-likelihood of series p, quiet days included."""
    sides, cost = rates.shape[0] // 2, 0.0
    for j in range(sides):
        for k in range(weight.size):
            cost += weight[k] * rates[sides + j, k]
    for i in range(by_decay.size):
        by_decay[i] = -cost * problem.exposure_slope[p, i]
    if not problem.days:
        slope_counts(problem, problem.ptr[p], problem.ptr[p + 1], rates, weight, by_decay)
        return
    for s in range(p * sides, (p + 1) * sides):
        lo, hi = problem.ptr[s], problem.ptr[s + 1]
        slope_days(problem, lo, hi, rates[s - p * sides], rates[sides:], weight, by_decay)


@compiled
def _normalise(logs: Floats) -> float:
    """Turn logs into weights that sum to 1; returns the log of their sum."""
    top, total = logs[0], 0.0
    for k in range(logs.size):
        top = max(top, logs[k])
    for k in range(logs.size):
        logs[k] = exp(logs[k] - top)
        total += logs[k]
    for k in range(logs.size):
        logs[k] /= total
    return float(top + log(total))


@compiled
def _gather(p: int, mean: Floats, x: Floats, rates: Floats, weight: Floats, out: Moments) -> None:
    q = mean.size
    for i in range(q):
        out.mean[p, i], out.rates[p, i] = 0.0, 0.0
        for k in range(weight.size):
            out.mean[p, i] += weight[k] * x[i, k]
            out.rates[p, i] += weight[k] * rates[i, k]
        for j in range(q):
            out.second[p, i, j] = 0.0
            for k in range(weight.size):
                out.second[p, i, j] += weight[k] * (x[i, k] - mean[i]) * (x[j, k] - mean[j])


@compiled
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
    """Fill `out` by the rule that suits the event days of each series.

    `laplace`: by the normal approximation at the mode instead, with the same nodes.
    """
    q = mean.size
    sides = q // 2
    for p in range(modes.shape[0]):
        rows = problem.ptr[(p + 1) * sides] - problem.ptr[p * sides]
        rule = fine if rows <= FEW else (middle if rows <= MANY else coarse)
        size = rule.at.shape[0]
        x, rates, logs = np.empty((q, size)), np.empty((q, size)), np.empty(size)
        _place(problem, p, mean, precision, modes[p], lowers[p], rule, x, rates, logs)
        if laplace:
            out.evidence[p] = values[p]
            for k in range(size):
                logs[k] = exp(rule.log_weight[k])
        else:
            node_values(problem, p, rates, logs)
            out.evidence[p] = _normalise(logs)
        for i in range(q):
            out.evidence[p] -= log(lowers[p, i, i])
        _gather(p, mean, x, rates, logs, out)
        node_slopes(problem, p, rates, logs, out.by_decay[p])
