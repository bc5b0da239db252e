"""The day-stamped estimator: recovery, direction, gaps, steps, intervals, prediction, and named errors."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest

from detente.backtest.runaway import Fold, count_loss, loss
from detente.backtest.runaway_controls import (
    SHAPES,
    YEARS_10,
    clusters,
    day_stamp_bias,
    drift_control,
    interval_coverage,
    stamped,
)
from detente.backtest.runaway_data import Series, day_of
from detente.numerics.hawkes import jit
from detente.numerics.hawkes.baseline import constant, drifting
from detente.numerics.hawkes.days import DayProcess, shares
from detente.numerics.hawkes.days_control import mean_variance_ratio, negative_control
from detente.numerics.hawkes.days_estimator import DayHawkes
from detente.numerics.hawkes.days_fit import (
    first_guess,
    fit_excited,
    fit_plain,
    fit_radius,
    objective,
    problem_of,
)
from detente.numerics.hawkes.days_paths import simulate
from detente.numerics.hawkes.days_profile import Line, Profile, log_evidence
from detente.numerics.hawkes.events import DayLog, Floats, HawkesError, day_log

ONE_WAY = np.array([[0.1, 0.0], [0.7, 0.1]])
"""Kind 0 sets off .7 of kind 1; kind 1 sets off none of kind 0."""


def stream(branching: Floats, rate: float, decay: float, *, seed: int, shape: str = "constant") -> DayLog:
    rates, rng = np.full(branching.shape[0], rate), np.random.default_rng(seed)
    events = clusters(rates, branching, decay, YEARS_10, rng=rng, shape=SHAPES[shape])
    return stamped(*events, branching.shape[0], YEARS_10)


@pytest.fixture(scope="module")
def model() -> DayHawkes:
    return DayHawkes("constant").fit(stream(ONE_WAY, 0.1, 0.7, seed=1))


def test_slopes_of_the_objective() -> None:
    problem = problem_of(stream(ONE_WAY, 0.05, 0.7, seed=2), drifting(YEARS_10), shrink=0.5)
    x = first_guess(problem, 0.4) + np.random.default_rng(0).normal(0.0, 0.05, problem.split + 5)
    x[problem.split :] = np.abs(x[problem.split :])
    slope = objective(problem, x)[1]
    for k in range(x.size):
        bump = 1e-6 * (np.arange(x.size) == k)
        rise = objective(problem, x + bump)[0] - objective(problem, x - bump)[0]
        assert slope[k] == pytest.approx(rise / 2e-6, rel=1e-4, abs=1e-3)


def test_fits_are_stationary_where_they_are_free() -> None:
    fit = fit_excited(problem_of(stream(ONE_WAY, 0.1, 0.7, seed=3), constant(YEARS_10)))
    slope = objective(fit.problem, fit.x)[1]
    inside = np.append(fit.x[:-1] > 1e-9, True) | (np.arange(fit.x.size) < fit.problem.split)
    assert np.abs(slope[inside]).max() < 0.05
    assert (slope[~inside] < 0.05).all()


def test_a_held_radius_is_held_and_never_better() -> None:
    fit = fit_excited(problem_of(stream(ONE_WAY, 0.1, 0.7, seed=3), constant(YEARS_10)))
    for radius in (0.0, 0.05, 0.3, 1.2):
        held = fit_radius(fit, radius)
        assert held.ratio == pytest.approx(radius, abs=1e-6)
        assert held.log_posterior <= fit.log_posterior + 1e-6
    again = fit_radius(fit_radius(fit, 0.5), fit.ratio)
    assert again.log_posterior == pytest.approx(fit.log_posterior, abs=1e-3)


def test_log_evidence_is_the_integral_over_a_level() -> None:
    """One kind, constant baseline: Laplace against the integral itself."""
    fit = fit_plain(problem_of(day_log([3, 50, 51, 80], n=100), constant(100)))
    levels = np.linspace(-12.0, 2.0, 4001)
    heights = [objective(fit.problem, np.concatenate([[c], fit.x[1:]]))[0] for c in levels]
    integral = np.log(np.exp(heights).sum() * (levels[1] - levels[0]))
    prior = 0.5 * np.log(fit.problem.basis.precision[0, 0] / (2.0 * np.pi))
    assert log_evidence(fit) == pytest.approx(integral + prior, abs=0.05)


def test_who_sets_off_whom(model: DayHawkes) -> None:
    assert model.branching_[1, 0] == pytest.approx(0.7, abs=0.15)
    assert model.branching_[0, 1] < 0.1
    assert model.decay_ == pytest.approx(0.7, rel=0.35)
    assert model.half_life_ == pytest.approx(np.log(2.0) / model.decay_)
    assert model.p_critical_ < 0.01 < 0.99 < model.p_excited_


def test_intervals_hold_the_ratio_and_agree(model: DayHawkes) -> None:
    low, high = model.interval(0.95)
    wald = model.interval(0.95, method="wald")
    narrow = model.interval(0.5)
    assert low < narrow[0] < model.spectral_radius_ < narrow[1] < high
    pooled = DayHawkes("constant").fit(stream(np.array([[0.6]]), 0.2, 0.5, seed=4))
    assert pooled.interval(method="wald") == pytest.approx(pooled.interval(), abs=0.02)
    assert wald[0] < model.spectral_radius_ < wald[1]


def test_covariance_is_the_spread_of_estimates() -> None:
    process = DayProcess(np.full((1, 1000), 0.2), np.array([[0.5]]), 0.6)
    fits = [DayHawkes("constant").fit(simulate(process, seed=s)) for s in range(40)]
    seen = np.std([fit.branching_[0, 0] for fit in fits])
    said = np.median([np.sqrt(fit.covariance_[1, 1]) for fit in fits])
    assert said == pytest.approx(seen, rel=0.25)


def test_without_the_compiler_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    log = stream(ONE_WAY, 0.03, 0.7, seed=5)
    quick = DayHawkes("constant").fit(log)
    monkeypatch.setattr(jit, "FAST", False)
    slow = DayHawkes("constant").fit(log)
    assert slow.branching_ == pytest.approx(quick.branching_, abs=1e-3)
    assert slow.loglik_ == pytest.approx(quick.loglik_, abs=1e-3)


def test_unobserved_years_are_not_quiet() -> None:
    log = stream(np.array([[0.5]]), 0.1, 0.5, seed=6)
    half = YEARS_10 // 2
    kept = log.days < half
    blind = DayLog(log.days[kept], log.counts[:, kept], YEARS_10, np.array([[half, YEARS_10]]))
    short = DayLog(log.days[kept], log.counts[:, kept], half, log.unobserved)
    quiet = DayLog(log.days[kept], log.counts[:, kept], YEARS_10, log.unobserved)
    fits = [DayHawkes("constant").fit(one) for one in (blind, short, quiet)]
    assert fits[0].spectral_radius_ == pytest.approx(fits[1].spectral_radius_, abs=2e-3)
    assert fits[0].loglik_ == pytest.approx(fits[1].loglik_, abs=1e-2)
    assert fits[2].spectral_radius_ > fits[1].spectral_radius_ + 0.1


def test_a_step_is_found_where_it_is() -> None:
    found = DayHawkes("drifting").fit(stream(np.zeros((1, 1)), 0.4, 1.0, seed=7, shape="step"))
    (step,) = found.steps_
    assert abs(step.day - YEARS_10 / 2) < 60
    assert step.factor[0] > 2.5
    assert found.spectral_radius_ < 0.1
    assert (
        DayHawkes("drifting", steps=0)
        .fit(stream(np.zeros((1, 1)), 0.4, 1.0, seed=7, shape="step"))
        .spectral_radius_
        > found.spectral_radius_
    )


def test_bursts_are_no_steps() -> None:
    found = DayHawkes("drifting").fit(stream(np.array([[0.6]]), 0.15, 0.3, seed=8))
    assert found.steps_ == ()
    assert found.interval()[0] <= 0.6 <= found.interval()[1]


def test_scores_add_up(model: DayHawkes) -> None:
    log = stream(ONE_WAY, 0.1, 0.7, seed=1)
    whole, late = model.score(log), model.score(log, start=3000)
    early = model.score(
        DayLog(log.days[log.days < 3000], log.counts[:, log.days < 3000], 3000, log.unobserved)
    )
    assert whole.total == pytest.approx(model.loglik_)
    assert early.total + late.total == pytest.approx(whole.total)
    assert late.per_day == pytest.approx(late.total / 650)
    assert late.per_event == pytest.approx(late.total / log.counts[:, log.days >= 3000].sum())


def test_held_out_days_prefer_excitation() -> None:
    log = stream(np.array([[0.6]]), 0.1, 0.5, seed=9)
    kept = log.days < 3000
    train = DayLog(log.days[kept], log.counts[:, kept], 3000, log.unobserved)
    excited = DayHawkes("constant").fit(train).score(log, start=3000)
    rate = train.counts.sum() / 3000
    late = log.counts[0, ~kept]
    poisson = float(
        (late * np.log(rate)).sum() - 650 * rate - sum(np.log(np.arange(1, n + 1)).sum() for n in late)
    )
    assert excited.total > poisson + 10.0


def test_prediction_starts_from_the_state_and_settles(model: DayHawkes) -> None:
    ahead = model.predict(200, n_paths=20_000, seed=3)
    inner = model.process(1).inner
    log = stream(ONE_WAY, 0.1, 0.7, seed=1)
    fade = np.exp(-model.decay_ * (YEARS_10 - 1 - log.days))
    state = shares(model.decay_)[1] * (log.counts * fade).sum(axis=1)
    first = np.linalg.solve(np.eye(2) - inner, model.baseline_[:, 0] + model.branching_ @ state)
    assert ahead.mean[:, 0] == pytest.approx(first, abs=0.015)
    settled = np.linalg.solve(np.eye(2) - model.branching_, model.baseline_[:, 0])
    assert ahead.mean[:, 100:].mean(axis=1) == pytest.approx(settled, rel=0.02)
    assert ahead.chance.shape == (2, 200)
    assert (model.predict(5, n_paths=50, seed=1).counts == model.predict(5, n_paths=50, seed=1).counts).all()


def test_residuals_of_a_fit_and_of_a_wrong_one() -> None:
    log = stream(np.array([[0.7]]), 0.2, 1.0, seed=10)
    assert DayHawkes("constant").fit(log).residuals(log, seed=0).p_value[0] > 0.01
    hasty = DayHawkes("constant", shrink=1e4).fit(log)
    assert hasty.spectral_radius_ < 0.05
    assert hasty.residuals(log, seed=0).p_value[0] < 1e-3


def test_simulations_repeat_and_have_the_mean(model: DayHawkes) -> None:
    one, two = model.simulate(8_000, seed=4), model.simulate(8_000, seed=4)
    assert (one.counts == two.counts).all()
    settled = np.linalg.solve(np.eye(2) - model.branching_, model.baseline_[:, 0])
    assert one.counts.sum(axis=1) / 8_000 == pytest.approx(settled, rel=0.1)


def test_a_million_events_in_ten_years() -> None:
    counts = np.random.default_rng(0).poisson(300.0, YEARS_10)
    found = DayHawkes("constant").fit(day_log(np.arange(YEARS_10), n=YEARS_10, counts=counts))
    assert found.spectral_radius_ < 0.15


def test_one_event_says_next_to_nothing() -> None:
    found = DayHawkes("constant").fit(day_log([40], n=100))
    low, high = found.interval()
    assert low == 0.0
    assert high > 1.0
    assert found.p_excited_ < 0.1


def test_a_kind_without_events_is_left_at_nothing() -> None:
    log = stream(np.array([[0.5]]), 0.1, 0.5, seed=11)
    both = DayLog(log.days, np.concatenate([np.zeros_like(log.counts), log.counts]), log.n, log.unobserved)
    alone, found = DayHawkes("constant").fit(log), DayHawkes("constant").fit(both)
    assert found.branching_[1, 1] == pytest.approx(alone.branching_[0, 0], abs=0.02)
    assert not found.branching_[0].any()
    assert not found.branching_[:, 0].any()


@pytest.mark.parametrize(
    ("log", "code"),
    [
        (day_log([], n=50), "empty"),
        (day_log([], n=50, kinds=2, unobserved=[[0, 50]]), "unobserved"),
    ],
)
def test_nothing_to_fit_is_named(log: DayLog, code: str) -> None:
    with pytest.raises(HawkesError) as error:
        DayHawkes().fit(log)
    assert error.value.code == code


def test_a_calendar_and_gaps_come_with_the_basis() -> None:
    rng, starts = np.random.default_rng(14), np.arange(60, 2000, 365)
    busy = np.zeros(2000)
    for start in starts:
        busy[start : start + 21] = 1.0
    busy[1000:1100] = 0.0
    counts = rng.poisson(0.05 * np.exp(2.0 * busy))
    counts[1000:1100] = 0
    gaps = np.array([[1000, 1100]])
    log = day_log(np.arange(2000), n=2000, counts=counts, unobserved=gaps)
    found = DayHawkes(constant(2000).with_calendar(starts).observed(gaps)).fit(log)
    assert found.coef_[0, 1] == pytest.approx(2.0, abs=0.6)
    assert found.spectral_radius_ < 0.2
    assert found.predict(3, n_paths=5, rows=np.array([[1.0, 0.0]] * 3)).counts.shape == (5, 1, 3)
    with pytest.raises(HawkesError, match="rows"):
        found.predict(3)


def test_wrong_use_is_named(model: DayHawkes) -> None:
    log = day_log([1, 2, 9], n=50)
    zero = DayHawkes("constant").fit(day_log([40], n=100))
    cases: dict[str, Callable[[], object]] = {
        "unfitted": lambda: DayHawkes().predict(3),
        "baseline": lambda: DayHawkes("spline").fit(log),
        "method": lambda: model.interval(method="bayes"),
        "boundary": lambda: zero.interval(method="wald"),
        "rows": lambda: model.predict(3, rows=np.ones((2, 1))),
    }
    for code, call in cases.items():
        with pytest.raises(HawkesError) as error:
            call()
        assert error.value.code == code
    with pytest.raises(HawkesError, match="baseline"):
        DayHawkes(constant(90)).fit(log)


def test_negative_control_tells_drift_from_excitation() -> None:
    drift = negative_control(stream(np.zeros((1, 1)), 0.4, 1.0, seed=12, shape="trend"), replicates=19)
    assert drift.constant > 0.7
    assert drift.drifting < 0.15
    assert drift.low == 0.0
    assert drift.p_value is not None
    assert drift.p_value > 0.05
    real = negative_control(stream(np.array([[0.5]]), 0.2, 0.5, seed=12, shape="cycle"), replicates=19)
    assert real.p_value == pytest.approx(0.05)
    assert real.low < 0.5 < real.high
    assert real.likelihood_ratio > 100.0 > drift.likelihood_ratio
    assert negative_control(stream(np.zeros((1, 1)), 0.05, 1.0, seed=12)).p_value is None


def test_mean_and_variance_give_the_ratio_of_a_steady_process() -> None:
    process = DayProcess(np.full((1, 20_000), 0.2), np.array([[0.6]]), 1.0)
    assert mean_variance_ratio(simulate(process, seed=1), window=100) == pytest.approx(0.6, abs=0.1)
    still = DayProcess(np.full((1, 20_000), 0.5), np.zeros((1, 1)), 1.0)
    assert abs(mean_variance_ratio(simulate(still, seed=1), window=100)) < 0.15
    with pytest.raises(HawkesError, match="window"):
        mean_variance_ratio(day_log([3], n=80, unobserved=[[50, 60]]), window=30)
    with pytest.raises(HawkesError, match="empty"):
        mean_variance_ratio(day_log([], n=300), window=30)


def test_profile_is_highest_at_its_peak() -> None:
    log = stream(np.array([[0.5]]), 0.1, 0.5, seed=13)
    profile = Profile((Line(fit_excited(problem_of(log, constant(YEARS_10)))),))
    peak = profile.peak()
    heights = [profile.at(r).log_evidence for r in (peak - 0.05, peak, peak + 0.05)]
    assert heights[1] == max(heights)
    assert profile.root(peak - 0.05, peak) > 0.0 > profile.root(peak + 0.05, peak)


def test_day_stamps_do_not_bias() -> None:
    for one in day_stamp_bias(2, 0):
        assert abs(one.off) < 0.12
        assert abs(one.decay_off) < 0.35


def test_drift_is_not_excitation() -> None:
    for one in drift_control(1, 0, shapes=("trend", "step")):
        assert one.drifting == pytest.approx(one.true_ratio, abs=0.15)
        assert one.constant > one.true_ratio + 0.05
        assert one.alarms == float(one.true_ratio > 0.0)


def test_intervals_cover_most() -> None:
    for one in interval_coverage(6, 0):
        assert one.covered > 0.5
        assert one.runs == 6


def fold(seed: int, *, silent: bool = False) -> Fold:
    """A pair whose sides answer each other within days, and the year after a window of eight."""
    start, cut, end = day_of(1980), day_of(1988), day_of(1989)
    rng = np.random.default_rng(seed)
    span = float(end - start)
    times, kinds = clusters(np.array([0.02, 0.02]), np.array([[0.3, 0.4], [0.4, 0.3]]), 0.5, span, rng=rng)
    at = np.floor(times).astype(np.int64)
    kept = (kinds == 0) | (at >= cut - start) if silent else np.ones(at.size, dtype=np.bool_)
    found = [np.unique(at[kept & (kinds == k)], return_counts=True) for k in (0, 1)]
    days, acts = [one[0] + start for one in found], [one[1] for one in found]
    none = np.zeros(0, dtype=np.int64)
    grades = (np.zeros_like(acts[0]), np.zeros_like(acts[1]))
    series = Series(1, 2, (days[0], days[1]), (acts[0], acts[1]), none, grades)
    return Fold(series, 1988, start, cut, end)


def test_counts_score_event_days_better_than_constant_rates() -> None:
    folds = [fold(seed) for seed in range(4)]
    counts = sum(count_loss(one) for one in folds)
    flat = 0.0
    for one in folds:
        rate = np.array([(kind.size + 0.5) / (one.cut - one.start) for kind in one.train])
        flat += loss(one, np.tile(rate[:, None], one.end - one.cut))
    assert counts < flat - 5.0


def test_a_side_silent_in_the_window_costs_no_more_than_it_must() -> None:
    one = fold(1, silent=True)
    hits = sum(int((kind >= one.cut - one.start).sum()) for kind in one.whole)
    assert np.isfinite(count_loss(one))
    assert count_loss(one) < 12.0 * hits


def test_the_estimator_alone_loads_neither_scipy_nor_numba() -> None:
    module = "detente.numerics.hawkes.days_estimator"
    code = f"import sys, {module}; print('scipy' in sys.modules, 'numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
