"""Compiled passes over the series of a pool: states, one series' log-posterior with slopes, and its mode.

A series' log-likelihood is concave in its rates r = (mu per side, n per excitation), since every event day
adds logs of sums with non-negative weights and quiet days cost r . exposure. The pass gives value, gradient
and negative Hessian by r; x = (log mu, logit or log n) and the prior of x enter by the chain rule. Logs are
taken of products of many factors at a time: the cuts of `to_rates` keep each factor within 1e-9 and 1e8, so
that no product runs out of range. `pool_reference` says the same in NumPy.
"""

from math import exp, log

import numpy as np

from detente.numerics.hawkes.events import Floats, Ints
from detente.numerics.hawkes.jit import compiled
from detente.numerics.hawkes.pool_problem import LEAST, MOST_COUNTS, MOST_DAYS, MOST_RATIO, Problem
from detente.numerics.hawkes.pool_table import Days

Sums = tuple[float, float, float, float, float, float]
_FACTORS = 24
_SMALL = 0.25
_ROUNDS = 60
_CLOSE = 1e-10


@compiled
def faded(fade: Floats, decay: float, days: int) -> float:
    """exp(-decay days), from the table where it reaches."""
    if days < fade.size:
        return float(fade[days])
    return exp(-decay * days)


@compiled
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
    """S(t) = weight U, U = sum of count e^(-decay (t - s - 1)) over days s < t, and its slope by log decay,
    at all `at_day`; `weight_slope` is that of the weight by the decay.

    Segment s is seen from the days of segment s ^ swap.
    """
    for s in range(ptr.size - 1):
        m, end, total, drift = ptr[s], ptr[s + 1], 0.0, 0.0
        last = day[m] if m < end else 0
        for r in range(at_ptr[s ^ swap], at_ptr[(s ^ swap) + 1]):
            while m < end and day[m] < at_day[r]:
                gap = day[m] - last
                kept = faded(fade, decay, gap)
                drift = kept * (drift - gap * total)
                total = count[m] + kept * total
                last = day[m]
                m += 1
            state[r], slope[r] = 0.0, 0.0
            if total > 0.0:
                wait = at_day[r] - last - 1
                kept = faded(fade, decay, wait)
                state[r] = weight * kept * total
                slope[r] = decay * kept * (weight * (drift - wait * total) + weight_slope * total)


@compiled
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
    """As `states_at` for the days of the segments themselves and, in the same pass, for their edges.

    `weights` (4,) are weight and slope for the days, then for the edges.
    """
    for s in range(ptr.size - 1):
        e, end, total, drift, last = edge_ptr[s], edge_ptr[s + 1], 0.0, 0.0, 0
        for r in range(ptr[s], ptr[s + 1] + 1):
            more = r < ptr[s + 1]
            while e < end and (not more or edge_day[e] <= day[r]):
                wait = max(edge_day[e] - last - 1, 0)
                kept = faded(fade, decay, wait)
                left[e] = weights[2] * kept * total
                left_slope[e] = decay * kept * (weights[2] * (drift - wait * total) + weights[3] * total)
                e += 1
            if more:
                wait = max(day[r] - last - 1, 0)
                kept = faded(fade, decay, wait)
                total, drift = kept * total, kept * (drift - wait * total)
                state[r] = weights[0] * total
                slope[r] = decay * (weights[0] * drift + weights[1] * total)
                total, drift = count[r] + fade[1] * total, fade[1] * (drift - total)
                last = day[r]


@compiled
def grown(rate: float) -> float:
    """exp(rate) - 1 without loss for small rates; a polynomial there, which is also the faster way."""
    if rate > _SMALL:
        return exp(rate) - 1.0
    tail = 1.0 + rate / 11.0
    for k in range(10, 1, -1):
        tail = 1.0 + tail * rate / k
    return rate * tail


@compiled
def _counts(problem: Problem, lo: int, hi: int, mu: float, n: float) -> Sums:
    """Generalized Poisson: value, slopes by (mu, n), negative curvature of the event days lo..hi-1."""
    count, later = problem.number, problem.later[0]
    value, product, factors = 0.0, 1.0, 0
    g0, g1, h00, h01, h11 = 0.0, 0.0, 0.0, 0.0, 0.0
    for r in range(lo, hi):
        u, more = later[r], count[r] - 1.0
        theta = mu + n * u
        a = 1.0 / theta
        au = a * u
        g0, g1, h00, h01, h11 = g0 + a, g1 + au, h00 + a * a, h01 + a * au, h11 + au * au
        product *= theta
        factors += 1
        if more > 0.0:
            v = u + problem.same * count[r]
            z = mu + n * v
            c = more / z
            e = c / z
            g0, g1, h00, h01, h11 = g0 + c, g1 + c * v, h00 + e, h01 + e * v, h11 + e * v * v
            if more == 1.0:
                product *= z
                factors += 1
            else:
                value += more * log(z)
        if factors >= _FACTORS:
            value, product, factors = value + log(product), 1.0, 0
    return value + log(product), g0, g1, h00, h01, h11


@compiled
def _event_days(problem: Problem, lo: int, hi: int, mu: float, n: float) -> Sums:
    """P(event day) = 1 - exp(-lambda): as `_counts`."""
    later = problem.later[0]
    value, product, factors = 0.0, 1.0, 0
    g0, g1, h00, h01, h11 = 0.0, 0.0, 0.0, 0.0, 0.0
    for r in range(lo, hi):
        u = later[r]
        odds = grown(mu + n * u)
        a = 1.0 + 1.0 / odds
        e = a * (a - 1.0)
        g0, g1, h00, h01, h11 = g0 + a, g1 + a * u, h00 + e, h01 + e * u, h11 + e * u * u
        product *= odds
        factors += 1
        if factors >= _FACTORS:
            value, product, factors = value + log(product), 1.0, 0
    return value + log(product), g0, g1, h00, h01, h11


@compiled
def take_over(first: Floats, curve: Floats, new_first: Floats, new_curve: Floats) -> None:
    """Copy a gradient (q,) and a matrix (q, q)."""
    for i in range(first.size):
        first[i] = new_first[i]
        for j in range(first.size):
            curve[i, j] = new_curve[i, j]


@compiled
def _two_sides(problem: Problem, p: int, rates: Floats, first: Floats, curve: Floats) -> float:
    """Event days of both sides of series p; adds to the slopes and the negative curvature by the rates."""
    own, cross, value = problem.later[0], problem.later[1], 0.0
    part = np.ones(3)
    for side in range(2):
        index = (side, 2, 3)
        for r in range(problem.ptr[2 * p + side], problem.ptr[2 * p + side + 1]):
            part[1], part[2] = own[r], cross[r]
            odds = grown(rates[side] + rates[2] * own[r] + rates[3] * cross[r])
            a = 1.0 + 1.0 / odds
            value += log(odds)
            for i in range(3):
                first[index[i]] += a * part[i]
                for j in range(3):
                    curve[index[i], index[j]] += a * (a - 1.0) * part[i] * part[j]
    return value


@compiled
def rate_slopes(problem: Problem, p: int, rates: Floats, first: Floats, curve: Floats) -> float:
    """Log-likelihood of series p at its rates (q,); fills the slopes (q,) and the negative Hessian (q, q)."""
    value = 0.0
    for i in range(rates.size):
        first[i] = 0.0
        for j in range(rates.size):
            curve[i, j] = 0.0
    if rates.size == 4:
        value = _two_sides(problem, p, rates, first, curve)
    else:
        lo, hi = problem.ptr[p], problem.ptr[p + 1]
        if problem.days:
            found = _event_days(problem, lo, hi, rates[0], rates[1])
        else:
            found = _counts(problem, lo, hi, rates[0], rates[1])
        value, first[0], first[1] = found[0], found[1], found[2]
        curve[0, 0], curve[0, 1], curve[1, 0], curve[1, 1] = found[3], found[4], found[4], found[5]
    for j in range(rates.size):
        value -= rates[j] * problem.exposure[p, j]
        first[j] -= problem.exposure[p, j]
    return value


@compiled
def to_rates(problem: Problem, x: Floats, rates: Floats, bend: Floats) -> None:
    """Rates (q,) of x, and their first and second slopes `bend` (2, q)."""
    for j in range(x.size):
        ratio = 2 * j >= x.size
        if ratio and problem.logit:
            rates[j] = 1.0 / (1.0 + exp(-min(max(x[j], LEAST), -LEAST)))
            bend[0, j] = rates[j] * (1.0 - rates[j])
            bend[1, j] = bend[0, j] * (1.0 - 2.0 * rates[j])
        else:
            most = MOST_RATIO if ratio else (MOST_DAYS if problem.days else MOST_COUNTS)
            rates[j] = exp(min(max(x[j], LEAST), most))
            bend[0, j], bend[1, j] = rates[j], rates[j]


@compiled
def log_posterior(
    problem: Problem, p: int, x: Floats, mean: Floats, precision: Floats, first: Floats, curve: Floats
) -> float:
    """Log-likelihood and normal log-prior (without its constant) of series p at x, gradient, negative
    Hessian.
    """
    q = x.size
    rates, bend = np.empty(q), np.empty((2, q))
    to_rates(problem, x, rates, bend)
    value = rate_slopes(problem, p, rates, first, curve)
    for i in range(q):
        pull = 0.0
        for j in range(q):
            curve[i, j] = curve[i, j] * bend[0, i] * bend[0, j] + precision[i, j]
            pull += precision[i, j] * (x[j] - mean[j])
        curve[i, i] -= first[i] * bend[1, i]
        first[i] = first[i] * bend[0, i] - pull
        value -= 0.5 * pull * (x[i] - mean[i])
    return value


@compiled
def factor(matrix: Floats, damp: float, lower: Floats) -> bool:
    """The lower Cholesky factor of matrix + damp I; False where that is not positive definite."""
    for i in range(matrix.shape[0]):
        for j in range(i + 1):
            left = matrix[i, j]
            if i == j:
                left += damp
            for k in range(j):
                left -= lower[i, k] * lower[j, k]
            if i > j:
                lower[i, j] = left / lower[j, j]
            elif left > 1e-12:
                lower[i, i] = left**0.5
            else:
                return False
    return True


@compiled
def _step(lower: Floats, first: Floats, step: Floats) -> float:
    """Solve for the Newton step, cut to 3 in each coordinate; returns Newton's decrement."""
    q, decrement, longest = first.size, 0.0, 0.0
    for i in range(q):
        step[i] = first[i]
        for k in range(i):
            step[i] -= lower[i, k] * step[k]
        step[i] /= lower[i, i]
        decrement += step[i] * step[i]
    for i in range(q - 1, -1, -1):
        for k in range(i + 1, q):
            step[i] -= lower[k, i] * step[k]
        step[i] /= lower[i, i]
        longest = max(longest, abs(step[i]))
    for i in range(q):
        step[i] *= min(1.0, 3.0 / max(longest, 1e-300))
    return decrement


@compiled
def climb(
    problem: Problem, mean: Floats, precision: Floats, modes: Floats, lowers: Floats, values: Floats
) -> None:
    """Move each row of `modes` (series, q) to the mode of its posterior by damped Newton steps.

    `lowers` (series, q, q) get the Cholesky factors of the negative Hessians there, `values` (series,) the
    log-posteriors.
    """
    q = mean.size
    first, curve, step, lower = np.empty(q), np.empty((q, q)), np.empty(q), np.zeros((q, q))
    first_new, curve_new, x, trial = np.empty(q), np.empty((q, q)), np.empty(q), np.empty(q)
    for p in range(modes.shape[0]):
        damp = 0.0
        for i in range(q):
            x[i] = modes[p, i]
        value = log_posterior(problem, p, x, mean, precision, first, curve)
        for _ in range(_ROUNDS):
            if not factor(curve, damp, lower):
                damp = max(4.0 * damp, 0.1)
                continue
            if _step(lower, first, step) < _CLOSE and damp == 0.0:
                break
            for i in range(q):
                trial[i] = x[i] + step[i]
            new = log_posterior(problem, p, trial, mean, precision, first_new, curve_new)
            if new < value - 1e-9 * (1.0 + abs(value)):
                damp = max(4.0 * damp, 0.1)
                continue
            value, damp = new, 0.1 * damp if damp > 0.01 else 0.0
            take_over(first, curve, first_new, curve_new)
            for i in range(q):
                x[i] = trial[i]
        damp = 0.0
        while not factor(curve, damp, lower):
            damp = max(4.0 * damp, 0.1)
        take_over(modes[p], lowers[p], x, lower)
        values[p] = value
