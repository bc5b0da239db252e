"""Fitting exponential kernels: recovery, direction, intervals, residuals, and named errors."""

import math
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.numerics.hawkes import exponential, exponential_reference
from detente.numerics.hawkes.estimator import Hawkes
from detente.numerics.hawkes.events import EventLog, HawkesError, event_log
from detente.numerics.hawkes.export import to_inference_data, to_xarray
from detente.numerics.hawkes.process import Process
from detente.numerics.hawkes.residuals import ks_exponential, ljung_box
from detente.numerics.hawkes.simulate import simulate

Floats = NDArray[np.float64]
TRUTH = Process(np.array([0.4, 0.3]), np.array([[[0.2, 0.6], [0.05, 0.3]]]), np.array([1.5]))
"""Asymmetric on purpose: kind 1 excites kind 0 much, kind 0 excites kind 1 hardly."""


@pytest.fixture(scope="module")
def log() -> EventLog:
    return simulate(TRUTH, end=3000.0, seed=4)


@pytest.fixture(scope="module")
def fitted(log: EventLog) -> Hawkes:
    return Hawkes().fit(log)


def standardised(found: Hawkes, truth: Process) -> Floats:
    """How many standard errors the estimates lie from the truth; decays and their matrices in one order."""
    entries = truth.total if found.decays != 2 else np.concatenate(list(truth.branching), axis=1)
    there = np.concatenate([truth.baseline, entries.ravel(), np.log(truth.decays)])
    here = np.concatenate([found.baseline_.ravel(), found.entries_.ravel(), np.log(found.decay_)])
    return np.asarray((here - there) / np.sqrt(np.diag(found.covariance_)))


def with_marks(slope: float, end: float) -> EventLog:
    """One kind, decay 2, every event of mark m ~ N(0, 1) sets off Poisson(.3 exp(slope m)) others."""
    rng = np.random.default_rng(7)
    waiting = rng.uniform(0.0, end, rng.poisson(0.5 * end)).tolist()
    found: list[tuple[float, float]] = []
    while waiting:
        t, m = waiting.pop(), float(rng.normal())
        found.append((t, m))
        born = t + rng.exponential(0.5, rng.poisson(0.3 * math.exp(slope * m)))
        waiting.extend(born[born < end].tolist())
    times, marks = np.array(sorted(found)).T
    return event_log(times, start=0.0, end=end, marks=marks)


def test_recovers_an_asymmetric_matrix(log: EventLog, fitted: Hawkes) -> None:
    assert np.abs(standardised(fitted, TRUTH)).max() < 4.0
    assert fitted.branching_ == pytest.approx(TRUTH.total, abs=0.1)
    assert fitted.branching_[0, 1] > 5.0 * fitted.branching_[1, 0]
    assert fitted.half_life_ == pytest.approx(math.log(2.0) / fitted.decay_)
    assert fitted.spectral_radius_ == pytest.approx(TRUTH.radius, abs=0.08)
    assert fitted.converged_
    assert fitted.score(log) == pytest.approx(fitted.loglik_ / log.times.size)


def test_the_maximum_lies_above_the_truth_and_is_flat(log: EventLog, fitted: Hawkes) -> None:
    layout = exponential.Layout.shared(2)
    likelihood = exponential.Likelihood(log, layout)
    truth = exponential.Parameters(TRUTH.baseline[:, None], TRUTH.total, TRUTH.decays)
    best = exponential.Parameters(fitted.baseline_, fitted.entries_, fitted.decay_)
    assert 0.0 < fitted.loglik_ - likelihood(truth)[0] < 15.0
    slopes = likelihood(best)[1]
    assert np.abs(slopes.entries).max() < 0.5
    assert np.abs(slopes.decays).max() < 0.5


def test_compiled_and_numpy_fits_are_one(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    short = replace(
        log, times=log.times[:400], types=log.types[:400], marks=log.marks[:400], end=float(log.times[400])
    )
    usual = Hawkes().fit(short)
    slow = lambda self, parameters: exponential_reference.sums(self.data, parameters)  # noqa: E731
    monkeypatch.setattr(exponential.Likelihood, "_sums", slow)
    assert Hawkes().fit(short).branching_ == pytest.approx(usual.branching_, abs=1e-3)


def test_fit_does_not_depend_on_the_unit_of_time(log: EventLog, fitted: Hawkes) -> None:
    slower = replace(log, times=log.times * 86_400.0, end=log.end * 86_400.0)
    found = Hawkes().fit(slower)
    assert found.branching_ == pytest.approx(fitted.branching_, abs=1e-3)
    assert found.decay_ * 86_400.0 == pytest.approx(fitted.decay_, rel=1e-3)


def test_swapped_kinds_give_a_swapped_matrix(log: EventLog, fitted: Hawkes) -> None:
    swapped = Hawkes().fit(replace(log, types=1 - log.types))
    assert swapped.branching_ == pytest.approx(fitted.branching_[::-1, ::-1], abs=1e-3)


def test_several_decays_come_in_order_and_fit_no_worse(log: EventLog, fitted: Hawkes) -> None:
    found = Hawkes(decays=2).fit(log)
    assert found.entries_.shape == (2, 4)
    assert found.loglik_ >= fitted.loglik_ - 1e-3
    assert np.all(np.diff(found.decay_[np.isfinite(found.decay_)]) > 0)
    assert found.branching_ == pytest.approx(found.process_.total)


def test_two_decays_are_told_apart() -> None:
    truth = Process(np.array([0.5]), np.array([[[0.3]], [[0.3]]]), np.array([0.05, 3.0]))
    found = Hawkes(decays=2).fit(simulate(truth, end=6000.0, seed=2))
    assert np.abs(standardised(found, truth)).max() < 4.0
    assert found.decay_[1] > 20.0 * found.decay_[0]


def test_blocks_have_their_own_decays() -> None:
    by_block = np.zeros((2, 2, 2))
    by_block[0][:, 0], by_block[1][:, 1] = [0.3, 0.2], [0.1, 0.4]
    truth = Process(np.array([0.4, 0.4]), by_block, np.array([0.3, 4.0]))
    found = Hawkes(decays="block", blocks=[0, 1]).fit(simulate(truth, end=5000.0, seed=3))
    assert np.abs(standardised(found, truth)).max() < 4.0
    assert found.branching_ == pytest.approx(truth.total, abs=0.15)


def test_the_slope_of_marks_is_found_and_the_ratio_averages_over_them() -> None:
    marked = with_marks(0.6, 8000.0)
    found = Hawkes(marked=True).fit(marked)
    assert found.slope_ == pytest.approx(0.6, abs=0.1)
    assert found.entries_[0, 0] == pytest.approx(0.3, abs=0.05)
    assert found.branching_[0, 0] == pytest.approx(0.3 * math.exp(0.18), abs=0.06)
    low, high = found.interval()
    assert low < 0.3 * math.exp(0.18) < high
    assert found.loglik_ > Hawkes().fit(marked).loglik_ + 20.0


def test_a_drifting_baseline_is_not_read_as_contagion() -> None:
    rng = np.random.default_rng(5)
    rate = np.array([0.1, 0.4, 1.0, 0.3])
    edges = np.arange(5) * 500.0
    times = np.concatenate(
        [rng.uniform(a, a + 500.0, rng.poisson(500 * r)) for a, r in zip(edges, rate, strict=False)]
    )
    drifting = event_log(np.sort(times), start=0.0, end=2000.0)
    naive, free = Hawkes().fit(drifting), Hawkes(edges=edges).fit(drifting)
    covered = Hawkes(edges=edges, rows=np.eye(4), ridge=0.01).fit(drifting)
    assert naive.branching_[0, 0] > 0.5
    assert free.branching_[0, 0] < 0.15
    assert covered.branching_[0, 0] < 0.15
    assert covered.coef_ is not None
    assert np.exp(covered.coef_[0]) == pytest.approx(rate, rel=0.35)
    assert covered.baseline_ == pytest.approx(np.exp(covered.coef_))


def test_intervals_agree_and_narrow_with_the_data(log: EventLog, fitted: Hawkes) -> None:
    low, high = fitted.interval(of=(0, 1))
    assert low < fitted.branching_[0, 1] < high
    assert fitted.interval(of=(0, 1), method="profile") == pytest.approx((low, high), rel=0.03)
    wide = fitted.interval(0.99)
    narrow = fitted.interval(0.5)
    assert wide[0] < narrow[0] < fitted.spectral_radius_ < narrow[1] < wide[1]
    quarter = replace(log, times=log.times[:1000], types=log.types[:1000], marks=log.marks[:1000])
    few = Hawkes().fit(replace(quarter, end=float(quarter.times[-1])))
    assert np.diff(few.interval())[0] > 1.5 * np.diff(fitted.interval())[0]


def test_standard_errors_agree_with_the_spread_of_refits() -> None:
    truth = Process(np.array([0.5]), np.array([[[0.5]]]), np.array([1.0]))
    fits = [Hawkes().fit(simulate(truth, end=1500.0, seed=seed)) for seed in range(60)]
    said = np.mean([np.sqrt(fit.covariance_[1, 1]) for fit in fits])
    seen = np.std([fit.branching_[0, 0] for fit in fits])
    assert said == pytest.approx(seen, rel=0.3)


def test_a_profile_interval_may_start_at_nothing() -> None:
    rng = np.random.default_rng(1)
    quiet = event_log(np.sort(rng.uniform(0.0, 300.0, 150)), start=0.0, end=300.0)
    low, high = Hawkes(memory=(0.5, 5.0)).fit(quiet).interval(method="profile")
    assert low == 0.0
    assert 0.0 < high < 0.5


def test_residuals_accept_the_model_and_reject_another(log: EventLog, fitted: Hawkes) -> None:
    gaps = fitted.residuals()
    assert [g.size for g in gaps] == log.counts().tolist()
    for own in gaps:
        assert own.mean() == pytest.approx(1.0, abs=0.01)
        assert ks_exponential(own)[1] > 0.01
        assert ljung_box(own)[1] > 0.01
    poisson = [np.diff(log.times[log.types == k], prepend=0.0) * log.counts()[k] / log.span for k in (0, 1)]
    assert ks_exponential(poisson[0])[1] < 1e-6
    assert ljung_box(poisson[0])[1] < 0.05


def test_residuals_are_integrals_of_the_intensity() -> None:
    small = event_log([1.0, 1.5, 4.0], [0, 1, 0], start=0.0, end=6.0, kinds=2)
    layout = exponential.Layout.shared(2)
    p = exponential.Parameters(
        np.array([[0.2, 0.4], [0.3, 0.1]]), np.array([[0.1, 0.5], [0.3, 0.2]]), np.array([0.8])
    )
    from detente.numerics.hawkes.residuals import rescaled

    first, second = rescaled(exponential.Likelihood(small, layout, [0.0, 2.0, 6.0]).data, p)
    spent = [-math.expm1(-0.8 * gap) for gap in (3.0, 2.5, 0.5)]
    assert first[0] == pytest.approx(0.2)
    assert first[1] == pytest.approx(0.2 + 0.4 * 2.0 + 0.1 * spent[0] + 0.5 * spent[1])
    assert second[0] == pytest.approx(0.3 * 1.5 + 0.3 * spent[2])


def test_tests_of_residuals_keep_their_level() -> None:
    rng = np.random.default_rng(0)
    samples = rng.exponential(1.0, (400, 60))
    assert np.mean([ks_exponential(s)[1] < 0.1 for s in samples]) == pytest.approx(0.1, abs=0.05)
    assert np.mean([ljung_box(s, 5)[1] < 0.1 for s in samples]) == pytest.approx(0.1, abs=0.05)
    with pytest.raises(HawkesError, match="few"):
        ljung_box(samples[0][:5])
    with pytest.raises(HawkesError, match="few"):
        ks_exponential(np.zeros(0))


def test_prediction_has_the_mean_of_theory(log: EventLog, fitted: Hawkes) -> None:
    horizon, steps = 4.0, 4000
    state, h = fitted.process_.state(log)[0], 4.0 / 4000
    expected = np.zeros(2)
    for _ in range(steps):
        rate = fitted.baseline_[:, 0] + fitted.branching_ @ state * fitted.decay_[0]
        expected, state = expected + h * rate, state + h * (rate - fitted.decay_[0] * state)
    counts = fitted.predict(horizon, 4000, seed=1).counts
    assert np.all(np.abs(counts.mean(axis=0) - expected) < 4.0 * counts.std(axis=0) / math.sqrt(4000) + 0.01)


def test_prediction_gives_marked_events_their_average_effect() -> None:
    marked = with_marks(0.6, 2000.0)
    found = Hawkes(marked=True).fit(marked)
    late = event_log([9.99], start=0.0, end=10.0, marks=[3.0])
    ahead = found.predict(30.0, 4000, seed=1, log=late).counts.mean()
    n, first = found.branching_[0, 0], found.entries_[0, 0] * math.exp(3.0 * found.slope_)
    slow = 1.0 / (found.decay_[0] * (1.0 - n))
    expected = (found.baseline_[0, 0] * (30.0 - slow * n) + first) / (1.0 - n)
    assert ahead == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("times", [[2.0], [2.0, 2.5]])
def test_one_or_two_events_give_a_result(times: list[float]) -> None:
    found = Hawkes().fit(event_log(times, start=0.0, end=10.0))
    assert math.isfinite(found.loglik_)
    assert found.baseline_[0, 0] * 10.0 + found.entries_[0, 0] * len(times) >= 0.99


def test_a_single_event_says_nothing_about_the_decay() -> None:
    found = Hawkes().fit(event_log([2.0], start=0.0, end=10.0))
    assert found.branching_[0, 0] == 0.0
    assert np.isnan(found.decay_).all()
    assert found.baseline_[0, 0] == pytest.approx(0.1, rel=1e-3)
    with pytest.raises(HawkesError, match="bound"):
        found.interval()


def refused(code: str, model: Hawkes, known: EventLog) -> None:
    with pytest.raises(HawkesError) as caught:
        model.fit(known)
    assert caught.value.code == code


def test_named_errors(log: EventLog, fitted: Hawkes) -> None:
    refused("empty", Hawkes(), event_log([], start=0.0, end=1.0))
    refused("mark", Hawkes(marked=True), log)
    refused("decays", Hawkes(decays=0), log)
    refused("blocks", Hawkes(decays="block", blocks=[0]), log)
    refused("memory", Hawkes(memory=(2.0, 1.0)), log)
    refused("edges", Hawkes(edges=[0.0, 10.0]), log)
    refused("edges", Hawkes(edges=[0.0, 3000.0, 4000.0]), log)
    refused("rows", Hawkes(rows=np.ones((2, 1))), log)
    refused("rows", Hawkes(rows=np.full((1, 1), np.nan)), log)
    with pytest.raises(HawkesError, match="unfitted"):
        Hawkes().score(log)
    with pytest.raises(HawkesError, match="profile"):
        fitted.interval(method="profile")
    with pytest.raises(HawkesError, match="level"):
        fitted.interval(95.0)


def test_export_names_what_is_missing(fitted: Hawkes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(HawkesError, match=r"missing-library: .*pip install xarray"):
        to_xarray(fitted)


def test_export_to_xarray_names_source_and_target(fitted: Hawkes) -> None:
    pytest.importorskip("xarray")
    found = to_xarray(fitted, names=["A", "B"])
    assert float(found["branching"].sel(source="B", target="A")) == fitted.branching_[0, 1]
    assert float(found["spectral_radius"]) == fitted.spectral_radius_


def test_export_to_arviz_draws_about_the_estimate(fitted: Hawkes) -> None:
    pytest.importorskip("xarray")
    pytest.importorskip("arviz")
    drawn = to_inference_data(fitted, 200, chains=2).posterior["branching"]
    assert drawn.dims == ("chain", "draw", "target", "source")
    assert float(drawn.sel(target=0, source=1).mean()) == pytest.approx(fitted.branching_[0, 1], abs=0.02)
    said = math.sqrt(fitted.covariance_[3, 3])
    assert float(drawn.sel(target=0, source=1).std()) == pytest.approx(said, rel=0.2)
