"""Pooled day series: the table, the passes, the common law, bounds of single series."""

from math import exp, expm1, log

import numpy as np
import pytest

from detente.numerics.hawkes import pool_reference as reference
from detente.numerics.hawkes.events import Floats, HawkesError, day_log
from detente.numerics.hawkes.jit import FAST
from detente.numerics.hawkes.pool import Pooled, fit_pool
from detente.numerics.hawkes.pool_ahead import ahead
from detente.numerics.hawkes.pool_ascent import Ascent
from detente.numerics.hawkes.pool_prior import Family
from detente.numerics.hawkes.pool_problem import Problem, problem_of, shares
from detente.numerics.hawkes.pool_simulate import simulate_counts, simulate_days
from detente.numerics.hawkes.pool_sweep import How, Swept, chunks, product_rule, slopes, sweep
from detente.numerics.hawkes.pool_table import DayTable, day_table, table_of, take
from detente.numerics.special import expit, logit

ONE, TWO = np.array([log(0.3)]), np.array([log(1.1), log(0.06), 0.4])
KINDS = [
    pytest.param(1, "counts", ONE, id="counts"),
    pytest.param(1, "days", ONE, id="days"),
    pytest.param(2, "days", ONE, id="two sides"),
    pytest.param(1, "counts", TWO, id="counts, two decays"),
    pytest.param(2, "days", TWO, id="two sides, two decays"),
]
compiled_only = pytest.mark.skipif(not FAST, reason="Numba is not installed")


def some_table(sides: int, *, series: int = 12, span: int = 300) -> DayTable:
    """Series of 0 to about 40 event days; every third has a stretch that no source covers."""
    rng, gaps = np.random.default_rng(7), [(p, 120, 170) for p in range(0, series, 3)]
    gaps += [(p, 280, 320) for p in range(0, series, 6)]
    free = np.array([d for d in range(span) if not (120 <= d < 170 or d >= 280)])
    segments = [
        np.sort(rng.choice(free, size, replace=False)) for size in rng.integers(0, 40, series * sides)
    ]
    segments[-1] = segments[-1][:0]
    day = np.concatenate(segments)
    ptr = np.concatenate([[0], np.cumsum([one.size for one in segments])])
    return day_table(ptr, day, rng.geometric(0.6, day.size), span=span, unobserved=gaps, sides=sides)


def some_rates(sides: int) -> Floats:
    return np.random.default_rng(3).uniform(0.02, 0.5, (12, 2 * sides))


def by_hand(table: DayTable, p: int, rates: Floats, form: str, place: Floats) -> float:
    """Log-probability of one series, day after day, from the model as it is written."""
    days, span = form == "days", int(table.span[p])
    decays = np.exp(place[:2])
    mix = [1.0] if place.size == 1 else [1 / (1 + exp(-place[2])), 1 - 1 / (1 + exp(-place[2]))]
    parts = [shares(float(b), days=days) for b in decays]
    dense = np.zeros((table.sides, span))
    for s in range(table.sides):
        rows = slice(table.ptr[p * table.sides + s], table.ptr[p * table.sides + s + 1])
        dense[s, table.day[rows]] = 1.0 if days else table.count[rows]
    hidden = [(120, 170)] * (p % 3 == 0) + [(280, span)] * (p % 6 == 0)
    total, states = 0.0, np.zeros((decays.size, table.sides))
    for t in range(span):
        later = np.sum([w * one.later * u for w, one, u in zip(mix, parts, states, strict=True)], axis=0)
        same = sum(w * one.same for w, one in zip(mix, parts, strict=True))
        for s in range(table.sides):
            if any(low <= t < high for low, high in hidden):
                continue
            lam = rates[s] + rates[table.sides] * later[s]
            lam += rates[3] * later[1 - s] if table.sides == 2 else 0.0
            y = dense[s, t]
            if days:
                total += log(-expm1(-lam)) if y else -lam
            else:
                z = lam + y * rates[1] * same
                total += (log(lam) + (y - 1) * log(z) if y else 0.0) - z
        states = np.exp(-decays)[:, None] * states + dense[:, t]
    return total


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("order", {"day": [5, 3, 9]}),
        ("order", {"day": [3, 3, 9]}),
        ("window", {"day": [3, 5, 50]}),
        ("window", {"day": [-1, 5, 9]}),
        ("window", {"span": 0}),
        ("shape", {"span": [10, 10, 10]}),
        ("nan", {"day": [3.0, np.nan, 9.0]}),
        ("day", {"day": [3.5, 4.0, 9.0]}),
        ("nan", {"count": [1.0, np.nan, 2.0]}),
        ("count", {"count": [1.0, -2.0, 2.0]}),
        ("count", {"count": [1.0, 0.0, 2.0]}),
        ("count", {"count": [1.0, 1.5, 2.0]}),
        ("shape", {"count": [1.0, 2.0]}),
        ("ptr", {"ptr": [0, 2, 4]}),
        ("ptr", {"ptr": [0, 4, 3]}),
        ("ptr", {"ptr": [0]}),
        ("ptr", {"sides": 2, "ptr": [0, 2, 2, 3]}),
        ("shape", {"sides": 3}),
        ("unobserved", {"unobserved": [(0, 5, 8)]}),
        ("unobserved", {"unobserved": [(1, 0, 9), (1, 9, 20)], "ptr": [0, 3, 3]}),
        ("unobserved", {"unobserved": [(2, 0, 9)]}),
    ],
)
def test_malformed_tables_are_named(code: str, change: dict[str, object]) -> None:
    given = {"ptr": [0, 2, 3], "day": [3, 5, 9], "span": 20} | change
    with pytest.raises(HawkesError) as caught:
        day_table(**given)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_table_of_logs() -> None:
    logs = [
        day_log([3, 5, 5], [0, 1, 0], n=10, kinds=2, unobserved=[(7, 9)]),
        day_log([], n=4, kinds=2),
    ]
    table = table_of(logs)
    assert table.ptr.tolist() == [0, 2, 3, 3, 3]
    assert table.day.tolist() == [3, 5, 5]
    assert table.observed.tolist() == [8.0, 4.0]
    with pytest.raises(HawkesError, match="kinds"):
        table_of([day_log([1], n=3), logs[0]])


@pytest.mark.parametrize("sides", [1, 2])
def test_parts_and_picks_are_the_same_series(sides: int) -> None:
    table = some_table(sides)
    whole, part = (problem_of(t, ONE, days=True, logit=True, fast=False) for t in (table, table.part(3, 7)))
    picked = problem_of(take(table, np.array([3, 4, 5, 6])), ONE, days=True, logit=True, fast=False)
    assert np.array_equal(whole.exposure[3:7], part.exposure)
    assert np.array_equal(part.later, picked.later)
    assert np.array_equal(part.exposure, picked.exposure)


@pytest.mark.parametrize(("sides", "form", "place"), KINDS)
def test_likelihood_is_the_model_day_by_day(sides: int, form: str, place: Floats) -> None:
    table, rates = some_table(sides), some_rates(sides)
    problem = problem_of(table, place, days=form == "days", logit=True, fast=False)
    found = reference.rate_slopes(problem, rates).value
    expected = [by_hand(table, p, rates[p], form, place) for p in range(table.series)]
    assert found == pytest.approx(np.array(expected), rel=1e-10)


@pytest.mark.parametrize("link", ["logit", "log"])
@pytest.mark.parametrize(("sides", "form", "place"), KINDS)
def test_slopes_are_those_of_the_value(sides: int, form: str, place: Floats, link: str) -> None:
    table, q, h = some_table(sides), 2 * sides, 1e-5
    problem = problem_of(table, place, days=form == "days", logit=link == "logit", fast=False)
    mean, precision = np.full(q, -1.5), np.eye(q) + 0.2
    x = mean + 0.5 * np.random.default_rng(0).standard_normal((table.series, q))
    here = reference.log_posterior(problem, x, mean, precision)
    for i, unit in enumerate(np.eye(q)):
        up, down = (reference.log_posterior(problem, x + s * h * unit, mean, precision) for s in (1, -1))
        assert (up.value - down.value) / (2 * h) == pytest.approx(here.first[:, i], rel=1e-6, abs=1e-6)
        assert (down.first - up.first) / (2 * h) == pytest.approx(here.curve[:, i], rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("sides", "form", "place"), KINDS)
def test_decay_slopes_are_those_of_the_value(sides: int, form: str, place: Floats) -> None:
    table, rates, h = some_table(sides), some_rates(sides), 1e-5

    def at(place: Floats) -> Problem:
        return problem_of(table, place, days=form == "days", logit=True, fast=False)

    found = reference.decay_slopes(at(place), rates)
    for i, unit in enumerate(np.eye(place.size)):
        up, down = (reference.rate_slopes(at(place + s * h * unit), rates).value for s in (1, -1))
        assert (up - down) / (2 * h) == pytest.approx(found[:, i], rel=1e-6, abs=1e-6)


def swept(table: DayTable, form: str, place: Floats, link: str, how: How) -> Swept:
    family = Family(table.sides, form, link, 1 if place.size == 1 else 2)
    eta = family.start(table)
    eta[-place.size :] = place
    return sweep(table, family, eta, np.tile(family.prior(eta).mean, (table.series, 1)), how)


@compiled_only
@pytest.mark.parametrize("laplace", [False, True])
@pytest.mark.parametrize("link", ["logit", "log"])
@pytest.mark.parametrize(("sides", "form", "place"), KINDS)
def test_kernels_are_the_reference(sides: int, form: str, place: Floats, link: str, laplace: bool) -> None:
    table = some_table(sides)
    fast, slow = (swept(table, form, place, link, How(how, laplace=laplace)) for how in (True, False))
    for one, other in zip((*fast[:3], *fast.moments), (*slow[:3], *slow.moments), strict=True):
        assert one == pytest.approx(other, rel=1e-8, abs=1e-8)


@compiled_only
@pytest.mark.parametrize(("sides", "form"), [(1, "counts"), (1, "days"), (2, "days")])
def test_gradient_kernel_is_the_reference(sides: int, form: str) -> None:
    table, rates = some_table(sides), some_rates(sides)
    found = [slopes(table, rates, 0.3, form=form, fast=fast) for fast in (True, False)]
    for one, other in zip(*found, strict=True):
        assert one == pytest.approx(other, rel=1e-10)


@pytest.mark.parametrize("rule", [product_rule(3, 2), product_rule(7, 2), product_rule(4, 4)])
def test_rules_have_the_moments_of_the_normal(rule: tuple[Floats, Floats]) -> None:
    z, weight = rule[0], np.exp(rule[1])
    assert weight.sum() == pytest.approx(1.0)
    assert weight @ z == pytest.approx(np.zeros(z.shape[1]), abs=1e-12)
    assert np.einsum("k,ki,kj->ij", weight, z, z) == pytest.approx(np.eye(z.shape[1]), abs=1e-12)
    assert weight @ z[:, 0] ** 4 == pytest.approx(3.0)
    assert weight @ (z[:, 0] ** 2 * z[:, 1] ** 2) == pytest.approx(1.0)


@pytest.mark.parametrize(("sides", "form"), [(1, "counts"), (1, "days"), (2, "days")])
def test_scores_are_the_slopes_of_the_evidence(sides: int, form: str) -> None:
    family, h = Family(sides, form, "logit", 1), 1e-3
    ascent = Ascent(some_table(sides), family, How(FAST))
    eta = family.start(ascent.table)
    here = ascent.look(eta, np.tile(family.prior(eta).mean, (12, 1)))
    for i, unit in enumerate(np.eye(eta.size)):
        up, down = (ascent.look(eta + s * h * unit, here.swept.modes).value for s in (1, -1))
        assert (up - down) / (2 * h) == pytest.approx(
            here.score[i], rel=0.01, abs=0.04 * here.information[i, i] ** 0.5
        )


def test_em_raises_the_evidence() -> None:
    family = Family(2, "days", "log", 1)
    ascent = Ascent(some_table(2), family, How(FAST))
    now = ascent.look(family.start(ascent.table), np.full((12, 4), -2.0))
    for _ in range(4):
        new = ascent.look(family.climbed(now.eta, now.swept.moments), now.swept.modes)
        assert new.swept.evidence.sum() > now.swept.evidence.sum()
        now = new


def law(form: str, series: int, *, seed: int = 5) -> tuple[Floats, Floats, DayTable]:
    """Series of a median of 18 event days in 3,000, with one decay of .25."""
    rng = np.random.default_rng(seed)
    mu, n = np.exp(-5.5 + 0.8 * rng.standard_normal(series)), expit(-0.4 + 0.7 * rng.standard_normal(series))
    simulate = simulate_days if form == "days" else simulate_counts
    return mu, n, simulate(mu, n, 0.25, span=3000, rng=rng)


@pytest.mark.parametrize("form", ["days", "counts"])
def test_common_law_is_found_again(form: str) -> None:
    found = fit_pool(law(form, 800)[2], form=form)
    truth = np.array([-5.5, -0.4, log(0.8), log(0.7), log(0.25)])
    error = np.sqrt(np.diag(found.eta_covariance_))
    assert found.converged_
    assert (np.abs(found.eta_ - truth) < 3.5 * error).all()
    assert (error < [0.05, 0.06, 0.05, 0.1, 0.04]).all()
    assert found.level_ == pytest.approx((found.eta_[0], exp(found.eta_[2])))
    assert found.ratio_ == pytest.approx((found.eta_[1], exp(found.eta_[3])))
    assert found.mix_ == 1.0


def test_common_law_of_two_sides_is_found_again() -> None:
    rng = np.random.default_rng(2)
    both = 0.6 * rng.standard_normal((120, 1)) + 0.4 * rng.standard_normal((120, 2))
    n = expit(np.array([-1.5, -0.5]) + 0.5 * rng.standard_normal((120, 2)))
    table = simulate_days(np.exp(-5.0 + both), n, 0.4, span=2000, rng=rng)
    found = fit_pool(table, form="days")
    truth = [-5.0, -1.5, -0.5, log((2 * 0.36 + 0.16) ** 0.5), log(0.4), log(0.5), log(0.5), log(0.4)]
    assert (np.abs(found.eta_ - truth) < 3.5 * np.sqrt(np.diag(found.eta_covariance_))).all()
    assert found.level_.sd == pytest.approx((0.36 + 0.16) ** 0.5, abs=0.1)
    assert found.cross_.mean > found.ratio_.mean


def test_laplace_is_near_and_says_less() -> None:
    table = law("counts", 400)[2]
    exact, rough = fit_pool(table), fit_pool(table, method="laplace")
    assert rough.level_ == pytest.approx(exact.level_, abs=0.1)
    assert rough.ratio_.sd < exact.ratio_.sd
    assert not np.array_equal(rough.modes_, exact.modes_)


def own_maximum(table: DayTable, decay: float) -> Floats:
    """The maximum likelihood estimate of (mu, n) of one series, by Newton steps in the rates."""
    problem = problem_of(table, np.array([log(decay)]), days=False, logit=True, fast=False)
    rates = np.array([[table.totals[0, 0] / table.span[0] / 2, 0.5]])
    for _ in range(50):
        found = reference.rate_slopes(problem, rates)
        rates = np.maximum(rates + np.linalg.solve(found.curve[0], found.first[0]), 1e-6)
    best: Floats = rates[0]
    return best


@pytest.fixture(scope="module")
def uneven() -> Pooled:
    """A pool whose first series has thousands of events, and whose second has none in a long window."""
    rng = np.random.default_rng(8)
    mu, n = np.exp(-5.5 + 0.8 * rng.standard_normal(60)), expit(-0.4 + 0.7 * rng.standard_normal(60))
    mu[:2], n[0] = (0.8, 1e-12), 0.8
    return fit_pool(simulate_counts(mu, n, 0.25, span=3000, rng=rng))


def test_many_events_speak_for_themselves(uneven: Pooled) -> None:
    best = own_maximum(uneven.table.part(0, 1), float(uneven.decay_[0]))
    assert uneven.table.rows[0] > 2000
    assert uneven.rates_[0] == pytest.approx(best, rel=0.02)
    found = uneven.interval(0)
    assert found.low[1] < best[1] < found.high[1] < found.low[1] + 0.12


def test_silence_leaves_the_prior_of_the_ratio(uneven: Pooled) -> None:
    found, (mean, sd) = uneven.interval(1, draws=0), uneven.ratio_
    assert uneven.table.rows[1] == 0
    assert logit(found.middle[1]) == pytest.approx(mean, abs=0.02)
    assert logit(found.high[1]) == pytest.approx(mean + 1.645 * sd, abs=0.04)
    assert found.middle[0] < exp(uneven.level_.mean) / 5
    assert uneven.means_[1, 0] < uneven.level_.mean - uneven.level_.sd


def test_bounds_nest_and_count_the_law_in(uneven: Pooled) -> None:
    narrow, wide, plain = uneven.interval(5, 0.5), uneven.interval(5, 0.95), uneven.interval(5, 0.95, draws=0)
    assert (wide.low < narrow.low).all()
    assert (narrow.high < wide.high).all()
    assert narrow.middle == pytest.approx(wide.middle)
    assert wide.high[1] - wide.low[1] > plain.high[1] - plain.low[1]
    for series, level in ((60, 0.9), (-1, 0.9), (0, 1.0)):
        with pytest.raises(HawkesError, match="range"):
            uneven.interval(series, level)


def test_bounds_are_quantiles_of_the_posterior(uneven: Pooled) -> None:
    p, size = 7, 81
    prior = uneven.family.prior(uneven.eta_)
    problem = problem_of(uneven.table.part(p, p + 1), prior.place, days=False, logit=True, fast=False)
    sds, steps = np.sqrt(np.diagonal(uneven.covariances_[p])), np.linspace(-6, 6, size)
    log_mu, odds = (uneven.means_[p, j] + sds[j] * steps for j in (0, 1))
    x = np.stack(np.meshgrid(log_mu, odds, indexing="ij"), axis=-1).reshape(-1, 1, 2)
    logs = [reference.log_posterior(problem, row, prior.mean, prior.precision).value[0] for row in x]
    density = np.exp(np.array(logs) - max(logs)).reshape(size, size).sum(axis=0)
    mass = np.cumsum(density) - 0.5 * density
    expected = np.interp([0.05, 0.5, 0.95], mass / density.sum(), odds)
    found = uneven.interval(p, draws=0)
    assert logit([found.low[1], found.middle[1], found.high[1]]) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("rows", [[], [40], [3, 5, 6, 40, 41, 90, 200, 201, 203, 500]])
@pytest.mark.parametrize("form", ["days", "counts"])
def test_one_series_alone(form: str, rows: list[int]) -> None:
    found = fit_pool(day_table([0, len(rows)], rows, span=1000), form=form)
    bound = found.interval(0)
    assert np.isfinite(found.eta_covariance_).all()
    assert found.ratio_.sd >= 0.02
    assert bound.high[1] - bound.low[1] > 0.6
    assert bound.low[0] < max(len(rows), 0.5) / 1000 < 2 * bound.high[0]


def test_alike_series_have_little_spread() -> None:
    rng = np.random.default_rng(4)
    found = fit_pool(
        simulate_days(np.full(300, 0.006), np.full(300, 0.4), 0.25, span=3000, rng=rng), form="days"
    )
    assert found.level_.sd < 0.2
    assert found.ratio_.sd < 0.4
    assert expit(found.ratio_.mean) == pytest.approx(0.4, abs=0.05)


def test_two_decays_are_found_again() -> None:
    rng = np.random.default_rng(6)
    mu, n = np.full(200, 0.02), np.full(200, 0.3)
    quick, slow = (simulate_counts(mu, n, decay, span=4000, rng=rng) for decay in (1.5, 0.03))
    logs = [
        day_log(
            np.concatenate([one.part(p, p + 1).day for one in (quick, slow)]),
            counts=np.concatenate([one.part(p, p + 1).count for one in (quick, slow)]),
            n=4000,
        )
        for p in range(200)
    ]
    table = table_of(logs)
    one, two = fit_pool(table), fit_pool(table, decays=2)
    assert two.loglik_ > one.loglik_ + 50.0
    assert two.decay_[0] > one.decay_[0] > two.decay_[1]
    assert 0.3 < two.mix_ < 0.7


def test_threads_do_not_change_a_byte() -> None:
    table = law("counts", 1000)[2]
    assert chunks(table).size > 3
    one, two = (fit_pool(table, threads=threads, most=1) for threads in (1, 2))
    for name in ("eta_", "eta_covariance_", "modes_", "means_", "covariances_", "rates_"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
    assert one.loglik_ == two.loglik_


@compiled_only
def test_fit_is_the_same_without_kernels() -> None:
    table = law("counts", 25)[2]
    fast, slow = (fit_pool(table, fast=fast) for fast in (True, False))
    assert fast.eta_ == pytest.approx(slow.eta_, abs=1e-6)
    assert fast.loglik_ == pytest.approx(slow.loglik_)


def test_days_ahead_begin_where_the_past_ends() -> None:
    table = day_table([0, 2, 2, 3, 4], [97, 99, 98, 50], span=100, sides=2)
    family = Family(2, "days", "logit", 1)
    eta = np.concatenate([np.zeros(7), ONE])
    rates = np.array([[0.02, 0.03, 0.4, 0.1], [0.01, 0.01, 0.2, 0.3]])
    found, w, keep = ahead(table, family, eta, rates, 2), -expm1(-0.3), exp(-0.3)
    state = np.array([w * (1 + keep**2), 0.0])
    chance = -np.expm1(-(rates[0, :2] + 0.4 * state + 0.1 * state[::-1]))
    assert found[0, :, 0] == pytest.approx(chance)
    state = keep * state + w * chance
    assert found[0, :, 1] == pytest.approx(-np.expm1(-(rates[0, :2] + 0.4 * state + 0.1 * state[::-1])))


def test_days_far_ahead_have_the_long_run_rate(uneven: Pooled) -> None:
    mu, n = uneven.rates_.T
    assert uneven.predict(600)[5:, 0, -1] == pytest.approx((mu / (1.0 - n))[5:], rel=1e-2)


def test_score_prefers_the_law_that_made_the_series() -> None:
    mine, other = fit_pool(law("counts", 60)[2]), fit_pool(some_table(1))
    fresh = law("counts", 60, seed=6)[2]
    assert mine.score(fresh) > other.score(fresh)
    assert mine.score(mine.table) == pytest.approx(mine.loglik_ / 60)


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("family", {"form": "weeks"}),
        ("family", {"link": "probit"}),
        ("family", {"decays": 3}),
        ("family", {"form": "counts", "sides": 2}),
        ("method", {"method": "guess"}),
    ],
)
def test_unknown_ways_are_named(code: str, how: dict[str, object]) -> None:
    table = some_table(int(str(how.pop("sides", 1))))
    with pytest.raises(HawkesError) as caught:
        fit_pool(table, **how)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_slopes_refuse_rates_that_are_none() -> None:
    table = some_table(1)
    with pytest.raises(HawkesError, match="range"):
        slopes(table, np.full((12, 2), np.nan), 0.3)
    with pytest.raises(HawkesError, match="shape"):
        slopes(table, np.full((12, 3), 0.1), 0.3)
    with pytest.raises(HawkesError, match="sides"):
        _ = fit_pool(table, most=0).cross_
