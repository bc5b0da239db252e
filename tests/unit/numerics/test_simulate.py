"""Simulated logs: the law against theory, compiled and in NumPy; order, seeds and refusals."""

import numpy as np
import pytest
from scipy import stats

from detente.numerics.hawkes import jit, simulate
from detente.numerics.hawkes.events import Floats, HawkesError, event_log
from detente.numerics.hawkes.process import Process
from tests.unit.numerics.populations import (
    EXAMPLES,
    FAST_AND_SLOW,
    ONE_WAY,
    RUNAWAY,
    TWO,
    compensators,
    expected_counts,
)

SILENT = Process(np.zeros(2), TWO.branching, TWO.decays)


@pytest.fixture(params=["compiled", "numpy"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "compiled" and not jit.FAST:
        pytest.skip("Numba is not installed")
    monkeypatch.setattr(jit, "FAST", request.param == "compiled")
    return str(request.param)


def many_counts(process: Process, span: float, state: Floats | None, runs: int) -> Floats:
    logs = (simulate.simulate(process, end=span, seed=seed, state=state) for seed in range(runs))
    return np.stack([log.counts() for log in logs])


def close_to(found: Floats, mean: Floats) -> bool:
    """Whether the mean over rows lies within 3.5 standard errors in each column (3 in nearly all)."""
    error = np.maximum(found.std(axis=0, ddof=1) / np.sqrt(len(found)), 1e-12)
    return bool(np.all(np.abs(found.mean(axis=0) - mean) < 3.5 * error))


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("after_history", [False, True])
@pytest.mark.usefixtures("form")
def test_means_are_those_of_theory(name: str, after_history: bool) -> None:
    process = EXAMPLES[name]
    state = np.full((process.decays.size, process.kinds), 2.5) if after_history else None
    want = expected_counts(process, np.zeros_like(process.branching[:, 0]) if state is None else state, 12.0)
    assert close_to(many_counts(process, 12.0, state, 300), want)


@pytest.mark.usefixtures("form")
def test_long_run_rate_is_the_stationary_one() -> None:
    log = simulate.simulate(TWO, end=60_000.0, seed=4)
    rates = np.linalg.solve(np.eye(2) - TWO.total, TWO.baseline)
    gain = np.linalg.inv(np.eye(2) - TWO.total)
    spread = np.sqrt(np.diag(gain @ np.diag(rates) @ gain.T) / log.span)
    assert np.all(np.abs(log.counts() / log.span - rates) < 3.0 * spread)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.usefixtures("form")
def test_rescaled_times_are_a_poisson_process(name: str) -> None:
    process = EXAMPLES[name]
    log = simulate.simulate(process, start=100.0, end=1100.0, seed=2)
    for rescaled in compensators(process, log):
        gaps = np.diff(rescaled, prepend=0.0)
        assert stats.kstest(gaps, "expon").pvalue > 1e-3
        lagged = np.corrcoef(gaps[1:], gaps[:-1])[0, 1]
        assert abs(lagged) < 4.0 / np.sqrt(gaps.size)


@pytest.mark.usefixtures("form")
def test_residuals_of_the_transposed_process_do_not_fit() -> None:
    """The check above sees the direction of excitation."""
    turned = Process(TWO.baseline, TWO.branching.transpose(0, 2, 1).copy(), TWO.decays)
    log = simulate.simulate(TWO, end=2500.0, seed=2)
    worst = min(stats.kstest(np.diff(one), "expon").pvalue for one in compensators(turned, log))
    assert worst < 1e-6


@pytest.mark.usefixtures("form")
def test_excitation_goes_from_column_to_row() -> None:
    """From a history of kind 1 alone nothing of kind 0 follows; from one of kind 0 alone both do."""
    quiet = Process(np.zeros(2), ONE_WAY.branching, ONE_WAY.decays)
    after_one = many_counts(quiet, 50.0, np.array([[0.0, 400.0]]), 20)
    after_zero = many_counts(quiet, 50.0, np.array([[400.0, 0.0]]), 20)
    assert not after_one[:, 0].any()
    assert after_one[:, 1].all()
    assert after_zero[:, 1].mean() > 5.0 * after_zero[:, 0].mean() > 0.0


@pytest.mark.usefixtures("form")
def test_a_log_is_one_that_passes_the_checks() -> None:
    log = simulate.simulate(FAST_AND_SLOW, start=-20.0, end=500.0, seed=8)
    again = event_log(log.times, log.types, start=-20.0, end=500.0, kinds=3)
    assert np.array_equal(again.times, log.times)
    assert log.types.dtype == np.int64
    assert not log.marks.any()
    assert log.marks.shape == log.times.shape


@pytest.mark.usefixtures("form")
def test_times_are_distinct_where_the_number_format_is_coarse() -> None:
    log = simulate.simulate(
        Process(np.array([4e3]), np.zeros((1, 1, 1)), np.ones(1)), start=1e12, end=1e12 + 1, seed=1
    )
    steps = np.diff(log.times)
    assert log.times.size > 3500
    assert steps.min() > 0.0


@pytest.mark.usefixtures("form")
def test_seeds() -> None:
    first, same, other = (simulate.simulate(TWO, end=100.0, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.times, same.times)
    assert np.array_equal(first.types, same.types)
    assert not set(first.times.tolist()) & set(other.times.tolist())


@pytest.mark.skipif(not jit.FAST, reason="only the compiled form has arrays that grow")
def test_events_do_not_depend_on_the_memory_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    state = np.full((2, 3), 30.0)
    roomy = simulate.simulate(FAST_AND_SLOW, end=300.0, seed=3, state=state)
    monkeypatch.setattr(simulate, "likely_room", lambda *_: 1)
    monkeypatch.setattr(simulate, "_SPARE", 0)
    tight = simulate.simulate(FAST_AND_SLOW, end=300.0, seed=3, state=state)
    assert np.array_equal(roomy.times, tight.times)
    assert np.array_equal(roomy.types, tight.types)


@pytest.mark.usefixtures("form")
def test_nothing_comes_of_nothing() -> None:
    assert simulate.simulate(SILENT, end=1000.0, seed=1).times.size == 0
    assert simulate.simulate(TWO, end=1e-9, seed=1).times.size == 0


@pytest.mark.usefixtures("form")
def test_the_last_of_a_silent_process_dies_out() -> None:
    counts = many_counts(SILENT, 1e6, np.array([[3.0, 1.0]]), 300)
    heirs = TWO.total @ np.array([3.0, 1.0])
    assert close_to(counts, np.linalg.inv(np.eye(2) - TWO.total) @ heirs)


@pytest.mark.parametrize("most", [3_000, 50_000])
@pytest.mark.usefixtures("form")
def test_a_runaway_is_refused(most: int) -> None:
    with pytest.raises(HawkesError, match="radius") as caught:
        simulate.simulate(RUNAWAY, end=2000.0, seed=6, most=most)
    assert caught.value.code == "explosive"


@pytest.mark.usefixtures("form")
def test_as_many_as_allowed_are_not_refused() -> None:
    n = simulate.simulate(TWO, end=50.0, seed=1).times.size
    assert simulate.simulate(TWO, end=50.0, seed=1, most=n).times.size == n
    with pytest.raises(HawkesError, match="explosive"):
        simulate.simulate(TWO, end=50.0, seed=1, most=n - 1)


@pytest.mark.usefixtures("form")
def test_a_flood_is_refused_before_it_is_drawn() -> None:
    with pytest.raises(HawkesError, match="founders") as caught:
        simulate.simulate(TWO, end=1e12, seed=1)
    assert caught.value.code == "explosive"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"end": 0.0}, "window"),
        ({"end": np.inf}, "window"),
        ({"start": np.nan}, "window"),
        ({"state": np.zeros(2)}, "state"),
        ({"state": np.array([[np.nan, 0.0]])}, "state"),
        ({"state": np.array([[-1.0, 0.0]])}, "state"),
        ({"seed": -3}, "seed"),
    ],
)
def test_wrong_input_has_a_name(change: dict[str, object], code: str) -> None:
    given: dict[str, object] = {"end": 10.0, "seed": 1} | change
    with pytest.raises(HawkesError) as caught:
        simulate.simulate(TWO, **given)  # type: ignore[arg-type]
    assert caught.value.code == code
