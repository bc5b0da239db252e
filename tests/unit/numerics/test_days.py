"""The day-stamped process: its law, likelihood, slopes, gaps and edges, against sums done by hand."""

from itertools import product

import numpy as np
import pytest

from detente.numerics.hawkes.days import (
    DayProcess,
    arrivals,
    bends,
    branching_ratio,
    evaluate,
    log_likelihood,
    log_none,
    log_pmf,
    radius_slope,
    same_day_share,
    shares,
    slopes,
)
from detente.numerics.hawkes.days_layout import (
    cut,
    edges_of,
    fortnights,
    lay_out,
    log_factorial,
    merged,
    observed,
)
from detente.numerics.hawkes.days_paths import paths, simulate
from detente.numerics.hawkes.days_residuals import places, residuals
from detente.numerics.hawkes.events import DayLog, Floats, HawkesError, Ints, day_log

THETA = np.array([[0.5], [0.3]])
INNER = np.array([[0.25, 0.2], [0.3, 0.1]])
"""Asymmetric: an event of kind 0 sets off 0.3 of kind 1 on its day, one of kind 1 sets off 0.2 of kind 0."""
LAWS = {
    1: (np.array([0.7]), np.array([[0.5]]), 120),
    2: (THETA[:, 0], INNER, 40),
    3: (np.array([0.3, 0.2, 0.1]), np.array([[0.1, 0.2, 0.0], [0.3, 0.1, 0.1], [0.0, 0.15, 0.2]]), 18),
}


def progeny(theta: Floats, inner: Floats, rng: np.random.Generator, n: int) -> Ints:
    total = np.zeros((n, theta.size), dtype=np.int64)
    current = rng.poisson(theta, (n, theta.size))
    while current.any():
        total += current
        current = rng.poisson(current @ inner.T)
    return total


def example(kinds: int, *, n: int = 400, rate: float = 0.3, gaps: bool = True) -> tuple[DayProcess, DayLog]:
    """A process that is none's truth and a log with unobserved spans."""
    rng = np.random.default_rng(kinds)
    counts = rng.poisson(rate, (kinds, n))
    spans = [[0, 5], [50, 70], [65, 80], [200, 230], [n - 9, n]] if gaps else []
    for low, high in spans:
        counts[:, low:high] = 0
    kind, day = np.nonzero(counts)
    log = day_log(day, kind, n=n, kinds=kinds, counts=counts[kind, day], unobserved=spans)
    mu = rng.uniform(0.1, 0.3, (kinds, fortnights(n).size - 1))
    return DayProcess(mu, rng.uniform(0.0, 0.6 / kinds, (kinds, kinds)), 0.7), log


def by_hand(process: DayProcess, log: DayLog) -> float:
    """Day after day, the definition."""
    p0, p1 = shares(process.decay)[:2]
    daily = np.repeat(process.baseline, np.diff(edges_of(process.baseline.shape[1], log.n)), axis=1)
    state, total, counts, seen = np.zeros(log.kinds), 0.0, log.dense(), set(observed(log).tolist())
    for t in range(log.n):
        if t in seen:
            theta = daily[:, [t]] + (process.branching @ state)[:, None]
            total += float(log_pmf(theta, p0 * process.branching, counts[:, [t]])[0])
        state = np.exp(-process.decay) * state + p1 * counts[:, t]
    return total


@pytest.mark.parametrize("kinds", LAWS)
def test_law_sums_to_one(kinds: int) -> None:
    theta, inner, top = LAWS[kinds]
    cells = np.array(list(product(range(top), repeat=kinds)), dtype=float).T
    total = np.exp(log_pmf(np.tile(theta[:, None], cells.shape[1]), inner, cells)).sum()
    assert total == pytest.approx(1.0, abs=2e-6)


def test_one_kind_is_borel_tanner() -> None:
    n = np.arange(60.0)[None]
    p = np.exp(log_pmf(np.full((1, 60), 0.7), np.array([[0.4]]), n))
    lam = 0.7 + 0.4 * n[0]
    closed = np.log(0.7) + (n[0] - 1.0) * np.log(lam) - lam - log_factorial(n[0])
    assert p == pytest.approx(np.exp(closed), rel=1e-10)
    assert (p * n[0]).sum() == pytest.approx(0.7 / 0.6, abs=1e-6)


def test_cells_agree_with_simulated_progeny() -> None:
    total = progeny(THETA[:, 0], INNER, np.random.default_rng(1), 200_000)
    for cell in ((0, 0), (1, 0), (0, 1), (2, 1), (3, 2)):
        seen = (total == cell).all(axis=1).mean()
        said = float(np.exp(log_pmf(THETA, INNER, np.array(cell, dtype=float)[:, None]))[0])
        assert said == pytest.approx(seen, abs=4 * np.sqrt(said / 200_000))


def test_no_event_of_a_kind_is_the_sum_of_its_cells() -> None:
    cells = np.array(list(product(range(60), range(60))), dtype=float).T
    p = np.exp(log_pmf(np.tile(THETA, cells.shape[1]), INNER, cells)).reshape(60, 60)
    assert np.exp(log_none(THETA, INNER))[:, 0] == pytest.approx([p[0].sum(), p[:, 0].sum()], abs=1e-9)


def test_places_are_sums_of_the_law() -> None:
    cells = np.array(list(product(range(60), range(60))), dtype=float).T
    p = np.exp(log_pmf(np.tile(THETA, cells.shape[1]), INNER, cells)).reshape(60, 60)
    for kind in (0, 1):
        below = np.cumsum(p.sum(axis=1 - kind))
        low, high = places(np.tile(THETA, 9), INNER, kind, np.arange(9.0))
        assert high == pytest.approx(below[:9], abs=1e-9)
        assert low == pytest.approx(np.append(0.0, below[:8]), abs=1e-9)


def test_same_day_share_is_the_mass_of_the_day() -> None:
    rng = np.random.default_rng(0)
    for decay in (0.1, 1.0, 4.0):
        born = rng.random(200_000) + rng.exponential(1.0 / decay, 200_000)
        assert same_day_share(decay) == pytest.approx((born < 1.0).mean(), abs=0.004)
        p0, p1, dp0, dp1 = shares(decay)
        assert p0 + p1 / (1.0 - np.exp(-decay)) == pytest.approx(1.0)
        assert [dp0, dp1] == pytest.approx((shares(decay + 1e-6) - shares(decay - 1e-6))[:2] / 2e-6, rel=1e-6)


def test_log_factorials_go_on_by_stirling() -> None:
    assert log_factorial(np.array([0.0, 1.0, 5.0])) == pytest.approx([0.0, 0.0, np.log(120.0)])
    below, above = log_factorial(np.array([4096.0, 4097.0]))
    assert above - below == pytest.approx(np.log(4097.0), rel=1e-9)


def test_row_is_set_off_by_column() -> None:
    log = day_log([3], [1], n=6, kinds=2)
    process = DayProcess(np.full((2, 6), 0.01), np.array([[0.1, 0.0], [0.2, 0.5]]), 1.0)
    theta = arrivals(process, log, np.arange(6))
    p1 = shares(1.0)[1]
    assert theta[0] == pytest.approx(np.full(6, 0.01))
    assert theta[1, 3:] == pytest.approx([0.01, 0.01 + 0.5 * p1, 0.01 + 0.5 * p1 * np.exp(-1.0)])


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("kinds", [1, 2, 3, 5])
def test_likelihood_is_the_product_of_its_days(kinds: int, gaps: bool) -> None:
    process, log = example(kinds, gaps=gaps)
    assert log_likelihood(process, log) == pytest.approx(by_hand(process, log), rel=1e-12)


@pytest.mark.parametrize("kinds", [1, 2, 3, 5])
def test_both_passes_agree(kinds: int) -> None:
    process, log = example(kinds)
    layout = lay_out(log, fortnights(log.n))
    args = (layout, process.baseline, process.branching, process.decay)
    quick, slow = evaluate(*args), evaluate(*args, fast=False)
    assert quick.value == pytest.approx(slow.value, rel=1e-12)
    assert quick.baseline == pytest.approx(slow.baseline, rel=1e-9, abs=1e-9)
    assert quick.branching == pytest.approx(slow.branching, rel=1e-9)
    assert quick.decay == pytest.approx(slow.decay, rel=1e-9)
    assert bends(*args) == pytest.approx(bends(*args, fast=False), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize("kinds", [1, 3])
def test_slopes_agree_with_finite_differences(kinds: int, fast: bool) -> None:
    process, log = example(kinds, rate=0.6)
    layout, mu, small = lay_out(log, fortnights(log.n)), process.baseline, 1e-6
    found = evaluate(layout, mu, process.branching, process.decay, fast=fast)

    def rise(mu_bump: Floats, entry_bump: Floats, decay_bump: float) -> float:
        up, down = (
            evaluate(
                layout,
                mu + sign * mu_bump,
                process.branching + sign * entry_bump,
                process.decay + sign * decay_bump,
                fast=fast,
            ).value
            for sign in (1.0, -1.0)
        )
        return (up - down) / (2.0 * small)

    flat, none = np.zeros_like(mu), np.zeros_like(process.branching)
    assert found.decay == pytest.approx(rise(flat, none, small), rel=1e-5)
    for i, j in product(range(kinds), repeat=2):
        bump = none.copy()
        bump[i, j] = small
        assert found.branching[i, j] == pytest.approx(rise(flat, bump, 0.0), rel=1e-5, abs=1e-5)
    for i, s in product(range(kinds), (0, 4, 20)):
        bump = flat.copy()
        bump[i, s] = small
        assert found.baseline[i, s] == pytest.approx(rise(bump, none, 0.0), rel=1e-5, abs=1e-4)


def test_second_slopes_agree_with_finite_differences() -> None:
    process, log = example(2, n=60, gaps=False)
    layout, small = lay_out(log, np.array([0, 60])), 1e-6
    mu = process.baseline[:, :1]
    curve = bends(layout, mu, process.branching, process.decay)[0]
    for k in (0, 1):
        bump = small * (np.arange(2) == k)[:, None]
        up, down = mu * np.exp(bump), mu * np.exp(-bump)
        rise = [evaluate(layout, m, process.branching, process.decay).baseline * m for m in (up, down)]
        assert curve[k] == pytest.approx((rise[0] - rise[1])[:, 0] / (2.0 * small), rel=1e-5, abs=1e-5)


def test_a_long_gap_parts_a_log_in_two() -> None:
    process, _ = example(2)
    steady = DayProcess(process.baseline[:, :1], process.branching, 1.5)
    left, right = day_log([2, 2, 7], [0, 1, 1], n=10), day_log([0, 4], [1, 0], n=12, kinds=2)
    joint = day_log([2, 2, 7, 110, 114], [0, 1, 1, 1, 0], n=122, unobserved=[[10, 110]])
    apart = log_likelihood(steady, left) + log_likelihood(steady, right)
    assert log_likelihood(steady, joint) == pytest.approx(apart, rel=1e-12)
    quiet = day_log([2, 2, 7, 110, 114], [0, 1, 1, 1, 0], n=122)
    assert log_likelihood(steady, quiet) < apart - 10.0


def test_gaps_that_overlap_touch_or_run_over_are_one() -> None:
    log = DayLog(np.zeros(0, np.int64), np.zeros((1, 0)), 20, np.array([[8, 9], [3, 5], [4, 8], [18, 40]]))
    assert merged(log).tolist() == [[3, 9], [18, 20]]
    assert observed(log).tolist() == [*range(3), *range(9, 18)]


def test_a_log_cut_short_scores_the_days_kept() -> None:
    process, log = example(2)
    first = DayProcess(process.baseline[:, :10], process.branching, process.decay)
    assert log_likelihood(first, cut(log, 140)) == pytest.approx(by_hand(first, cut(log, 140)), rel=1e-12)


def test_a_kind_without_events_only_costs_its_quiet_days() -> None:
    one, log = example(1)
    both = DayLog(log.days, np.concatenate([log.counts, np.zeros_like(log.counts)]), log.n, log.unobserved)
    branching = np.array([[float(one.branching[0, 0]), 0.9], [0.0, 0.4]])
    two = DayProcess(np.concatenate([one.baseline, np.full_like(one.baseline, 0.02)]), branching, one.decay)
    silence = 0.02 * observed(log).size
    assert log_likelihood(two, both) == pytest.approx(log_likelihood(one, log) - silence, rel=1e-12)


def test_no_event_leaves_the_quiet_days() -> None:
    log = day_log([], n=30, kinds=2)
    process = DayProcess(np.array([[0.1], [0.2]]), np.full((2, 2), 0.3), 1.0)
    assert log_likelihood(process, log) == pytest.approx(-9.0)


def test_one_event() -> None:
    process = DayProcess(np.array([[0.1]]), np.array([[0.5]]), 1.0)
    said = np.log(0.1) - 3.0 - 0.5 * (1.0 - (1.0 - same_day_share(1.0)) * np.exp(-19.0))
    assert log_likelihood(process, day_log([10], n=30)) == pytest.approx(said)


def test_a_tiny_baseline_keeps_its_digits() -> None:
    """Two kinds on a day of hardly any arrivals: the determinant is a sum of small terms, no difference."""
    process = DayProcess(np.array([[1e-14], [2e-14]]), np.array([[0.3, 0.4], [0.5, 0.2]]), 2.0)
    layout = lay_out(day_log([0, 0, 0], [0, 0, 1], n=1), np.array([0, 1]))
    found = evaluate(layout, process.baseline, process.branching, process.decay)
    inner, n, tiny = process.inner, np.array([2.0, 1.0]), process.baseline[:, 0]
    lam = tiny + inner @ n
    det = tiny[0] * tiny[1] + tiny[0] * inner[1, 0] * n[0] + tiny[1] * inner[0, 1] * n[1]
    by_hand = np.log(lam[0]) - lam.sum() + np.log(det) - np.log(2.0)
    assert found.value == pytest.approx(by_hand, rel=1e-12)


def test_a_million_events() -> None:
    rng = np.random.default_rng(0)
    for n, rate in ((3650, 300.0), (500_000, 2.1)):
        counts = rng.poisson(rate, n)
        log = day_log(np.arange(n), n=n, counts=counts)
        assert counts.sum() > 1_000_000
        found = slopes(DayProcess(np.array([[0.9 * rate]]), np.array([[0.1]]), 1.0), log)
        assert np.isfinite([found.value, found.decay, *found.branching.ravel()]).all()


@pytest.mark.parametrize(
    ("process", "code"),
    [
        (DayProcess(np.full((2, 1), 0.1), np.full((1, 1), 0.1), 1.0), "shape"),
        (DayProcess(np.full((2, 5), 0.1), np.full((2, 2), 0.1), 1.0), "baseline"),
        (DayProcess(np.full((2, 1), 0.1), np.full((2, 2), 0.1), 0.0), "decay"),
        (DayProcess(np.full((2, 1), 0.1), np.full((2, 2), 0.1), float("nan")), "decay"),
        (DayProcess(np.full((2, 1), 0.1), np.full((2, 2), -0.1), 1.0), "negative"),
        (DayProcess(np.full((2, 1), np.nan), np.full((2, 2), 0.1), 1.0), "negative"),
    ],
)
def test_errors_are_named(process: DayProcess, code: str) -> None:
    with pytest.raises(HawkesError) as error:
        log_likelihood(process, day_log([1], [1], n=90))
    assert error.value.code == code


def test_radius_and_its_slope() -> None:
    matrix = np.array([[0.35, 0.25], [0.40, 0.20]])
    value, slope = radius_slope(matrix)
    assert value == pytest.approx(0.6)
    for i, j in product((0, 1), repeat=2):
        bump = 1e-6 * np.outer(np.arange(2) == i, np.arange(2) == j)
        rise = branching_ratio(matrix + bump) - branching_ratio(matrix - bump)
        assert slope[i, j] == pytest.approx(rise / 2e-6, rel=1e-5)


def test_paths_have_the_law_of_the_day() -> None:
    process = DayProcess(np.tile(THETA, 2), INNER / same_day_share(1.3), 1.3)
    drawn = paths(process, np.zeros(2), 100_000, np.random.default_rng(3))
    first = np.linalg.solve(np.eye(2) - INNER, THETA[:, 0])
    assert drawn[:, :, 0].mean(axis=0) == pytest.approx(first, abs=0.02)
    second = np.linalg.solve(np.eye(2) - INNER, THETA[:, 0] + shares(1.3)[1] * process.branching @ first)
    assert drawn[:, :, 1].mean(axis=0) == pytest.approx(second, abs=0.02)
    one = np.array([1.0, 0.0])
    given = drawn[(drawn[:, :, 0] == one).all(axis=1)][:, :, 1]
    after = np.linalg.solve(np.eye(2) - INNER, THETA[:, 0] + shares(1.3)[1] * process.branching @ one)
    assert given.mean(axis=0) == pytest.approx(after, abs=0.05)


def test_a_runaway_process_is_refused() -> None:
    fast = DayProcess(np.full((1, 50), 0.5), np.array([[2.0]]), 4.0)
    slow = DayProcess(np.full((1, 500), 0.5), np.array([[3.0]]), 0.2)
    for process in (fast, slow):
        with pytest.raises(HawkesError) as error:
            simulate(process, seed=1)
        assert error.value.code == "explosive"


def test_residuals_are_uniform_if_right_and_not_if_wrong() -> None:
    process = DayProcess(np.full((2, 4000), 0.2), np.array([[0.5, 0.1], [0.6, 0.3]]), 1.0)
    log = simulate(process, seed=5)
    right = residuals(process, log, seed=6)
    assert right.uniform.shape == (2, 4000)
    assert (right.p_value > 0.01).all()
    rates = np.repeat(log.counts.sum(axis=1, keepdims=True) / 4000, 4000, axis=1)
    deaf = DayProcess(rates, np.zeros((2, 2)), 1.0)
    assert (residuals(deaf, log, seed=6).p_value < 1e-6).all()


def test_residuals_leave_unobserved_days_out() -> None:
    process, log = example(2)
    daily = DayProcess(np.full((2, log.n), 0.2), process.branching, 0.7)
    found = residuals(daily, log, seed=0)
    assert found.uniform.shape[1] == found.days.size == observed(log).size < log.n
