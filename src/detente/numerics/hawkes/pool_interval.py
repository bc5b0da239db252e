"""Posterior bounds of one series, integrated on a grid and averaged over what the common law may be."""

from typing import NamedTuple

import numpy as np

from detente.numerics.hawkes.events import Floats
from detente.numerics.hawkes.pool_prior import Family
from detente.numerics.hawkes.pool_problem import Problem, installed, problem_of
from detente.numerics.hawkes.pool_reference import NodeValues, log_posteriors, node_values, to_rates
from detente.numerics.hawkes.pool_sweep import product_rule
from detente.numerics.hawkes.pool_table import DayTable

_GRID, _REACH = 121, 6.0
_ORDER = {2: 9, 4: 4}


class Bounds(NamedTuple):
    """Of each rate (mu of each side, then n of each excitation), shape (q,): lower bound, median, upper
    bound.
    """

    low: Floats
    middle: Floats
    high: Floats


class _Draw(NamedTuple):
    """One eta: the series' problem, prior mean and precision, mode and Cholesky factor."""

    problem: Problem
    mean: Floats
    precision: Floats
    mode: Floats
    lower: Floats


def bounds(
    part: DayTable,
    family: Family,
    known: tuple[Floats, Floats],
    *,
    level: float,
    draws: int,
    fast: bool | None = None,
) -> Bounds:
    """Bounds of a table of one series; `known` are eta and its covariance, of which `draws` are averaged."""
    fast = installed() if fast is None else fast
    etas = drawn(family, *known, draws)
    found = [_draw(part, family, eta, fast) for eta in etas]
    tail = 0.5 * (1.0 - level)
    rows = [_quantiles(found, j, np.array([tail, 0.5, 1.0 - tail]), fast) for j in range(family.rates)]
    rates = to_rates(found[0].problem, np.stack(rows, axis=-1))[0]
    return Bounds(rates[0], rates[1], rates[2])


def drawn(family: Family, eta: Floats, covariance: Floats, draws: int) -> list[Floats]:
    """Antithetic normal draws of eta within its bounds, the same ones every time; eta itself for 0."""
    if draws == 0:
        return [eta]
    normal = np.random.default_rng(0).standard_normal(((draws + 1) // 2, eta.size))
    values, vectors = np.linalg.eigh(covariance)
    steps = (normal * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return [family.cut(eta + sign * step) for step in steps for sign in (1.0, -1.0)]


def _draw(part: DayTable, family: Family, eta: Floats, fast: bool) -> _Draw:
    if fast:
        from detente.numerics.hawkes.pool_kernels import climb
    else:
        from detente.numerics.hawkes.pool_reference import climb
    prior = family.prior(eta)
    problem = problem_of(part, prior.place, days=family.days, logit=family.link == "logit", fast=fast)
    mode, lower = prior.mean[None].copy(), np.zeros((1, family.rates, family.rates))
    climb(problem, prior.mean, prior.precision, mode, lower, np.empty(1))
    return _Draw(problem, prior.mean, prior.precision, mode[0], lower[0])


def _quantiles(draws: list[_Draw], j: int, at: Floats, fast: bool) -> Floats:
    """Quantiles of coordinate j of x under the average of the draws' posteriors."""
    spreads = [np.sqrt(np.linalg.inv(one.lower @ one.lower.T)[j, j]) for one in draws]
    low = min(one.mode[j] - _REACH * sd for one, sd in zip(draws, spreads, strict=True))
    high = max(one.mode[j] + _REACH * sd for one, sd in zip(draws, spreads, strict=True))
    grid = np.linspace(low, high, _GRID)
    density = np.sum([_marginal(one, j, grid, fast) for one in draws], axis=0)
    mass = np.concatenate([[0.0], np.cumsum(0.5 * (density[1:] + density[:-1]))])
    found: Floats = np.interp(at, mass / mass[-1], grid)
    return found


def _marginal(one: _Draw, j: int, grid: Floats, fast: bool) -> Floats:
    """The density of coordinate j on the grid, summing to 1; the others by quadrature about their conditional
    normal approximation."""
    q = grid.size, one.mean.size
    rest = [i for i in range(q[1]) if i != j]
    covariance = np.linalg.inv(one.lower @ one.lower.T)
    pull = covariance[rest, j] / covariance[j, j]
    root = np.linalg.cholesky(covariance[np.ix_(rest, rest)] - np.outer(pull, covariance[j, rest]))
    rule = product_rule(_ORDER[q[1]], len(rest))
    x = np.empty((grid.size, rule.log_weight.size, q[1]))
    x[:, :, j] = grid[:, None]
    x[:, :, rest] = one.mode[rest] + ((grid - one.mode[j])[:, None] * pull)[:, None] + rule.at @ root.T
    flat = log_posteriors(one.problem, x.reshape(-1, q[1]), one.mean, one.precision, _values(fast))
    logs = flat.reshape(x.shape[:2]) + rule.log_weight + 0.5 * (rule.at**2).sum(axis=1)
    density = np.exp(logs - logs.max()).sum(axis=1)
    return np.asarray(density / density.sum())


def _values(fast: bool) -> NodeValues:
    if not fast:
        return node_values
    from detente.numerics.hawkes.pool_nodes import node_values as compiled

    return compiled
