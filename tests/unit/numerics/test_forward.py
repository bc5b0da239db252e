"""Paths forward from a history: the law against theory, coupling, threads, caps and refusals."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from detente.numerics.hawkes import jit
from detente.numerics.hawkes.events import Floats, HawkesError
from detente.numerics.hawkes.forward import Forward, coupled_counts, forward_paths
from detente.numerics.hawkes.process import Process
from detente.numerics.hawkes.simulate import simulate
from tests.unit.numerics.populations import EXAMPLES, FAST_AND_SLOW, ONE_WAY, RUNAWAY, TWO, expected_counts

PATHS = 4000
PAST = np.array([[1.5, 4.0]])
FORMS = [
    pytest.param((True, False), id="compiled"),
    pytest.param((True, True), id="coupled"),
    pytest.param((False, True), id="numpy"),
]
fast_only = pytest.mark.skipif(not jit.FAST, reason="Numba is not installed")


@pytest.fixture(params=FORMS)
def coupled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Each of the three ways of drawing; the value says what to pass as `coupled`."""
    fast, value = request.param
    if fast and not jit.FAST:
        pytest.skip("Numba is not installed")
    monkeypatch.setattr(jit, "FAST", fast)
    return bool(value)


def close_to(found: Floats, mean: Floats) -> bool:
    """Whether the mean over rows lies within 3.5 standard errors in each column (3 in nearly all)."""
    error = np.maximum(found.std(axis=0, ddof=1) / np.sqrt(len(found)), 1e-12)
    return bool(np.all(np.abs(found.mean(axis=0) - mean) < 3.5 * error))


def alike(one: Forward, other: Forward) -> bool:
    pairs = ((one.counts, other.counts), (one.first, other.first), (one.capped, other.capped))
    return all(np.array_equal(a, b) for a, b in pairs)


def scaled(process: Process, factor: float) -> Process:
    return Process(process.baseline, factor * process.branching, process.decays)


@pytest.mark.parametrize("name", EXAMPLES)
def test_means_given_a_history(name: str, coupled: bool) -> None:
    process = EXAMPLES[name]
    log = simulate(process, end=400.0, seed=1)
    state = 3.0 * process.state(log) + 0.5
    found = forward_paths(process, state, 20.0, PATHS, 3, coupled=coupled)
    assert close_to(found.counts.astype(float), expected_counts(process, state, 20.0))
    assert not found.capped.any()


def test_means_by_day(coupled: bool) -> None:
    found = forward_paths(FAST_AND_SLOW, np.ones((2, 3)), 9.5, PATHS, 5, coupled=coupled, by_day=True)
    assert found.daily is not None
    assert found.daily.shape == (PATHS, 3, 10)
    assert found.daily.dtype == np.int16
    assert np.array_equal(found.daily.sum(axis=2), found.counts)
    ends = [*np.arange(10.0), 9.5]
    means = np.array([expected_counts(FAST_AND_SLOW, np.ones((2, 3)), end) for end in ends])
    daily = found.daily.reshape(PATHS, -1).astype(float)
    errors = (daily.mean(axis=0) - np.diff(means, axis=0).T.ravel()) / (daily.std(axis=0) / np.sqrt(PATHS))
    assert stats.kstest(errors, "norm").pvalue > 1e-3
    assert np.abs(errors).max() < 4.0


def test_first_passage_law(coupled: bool) -> None:
    """Of kind 0 of ONE_WAY only founders and children of the past can be first, so its law is known."""
    state, horizon = np.array([[30.0, 9.0]]), 6.0
    found = forward_paths(ONE_WAY, state, horizon, PATHS, 2, coupled=coupled)
    first = found.first[:, 0]

    def law(t: Floats) -> Floats:
        gone: Floats = -np.expm1(-(ONE_WAY.baseline[0] * t + 0.1 * 30.0 * -np.expm1(-t)))
        return gone

    seen = np.where(np.isfinite(first), first, horizon + 1.0)
    grid = np.linspace(0.05, horizon, 60)
    distance = np.abs((seen[:, None] <= grid).mean(axis=0) - law(grid)).max()
    assert distance < 1.95 / np.sqrt(PATHS), "Kolmogorov's bound at 1 in 1000"
    assert np.array_equal(np.isinf(found.first), found.counts == 0)
    assert np.nanmax(found.first[found.counts > 0]) < horizon


def test_history_of_one_kind_excites_along_its_column(coupled: bool) -> None:
    quiet = Process(np.zeros(2), ONE_WAY.branching, ONE_WAY.decays)
    after_one = forward_paths(quiet, np.array([[0.0, 90.0]]), 30.0, 50, 1, coupled=coupled).counts
    after_zero = forward_paths(quiet, np.array([[90.0, 0.0]]), 30.0, 50, 1, coupled=coupled).counts
    assert not after_one[:, 0].any()
    assert after_one[:, 1].any()
    assert after_zero[:, 1].mean() > 5.0 * after_zero[:, 0].mean() > 0.0


def test_same_paths_for_any_number_of_threads_and_paths(coupled: bool) -> None:
    one = forward_paths(TWO, PAST, 10.0, 333, 9, coupled=coupled)
    three = forward_paths(TWO, PAST, 10.0, 333, 9, threads=3, coupled=coupled)
    fewer = forward_paths(TWO, PAST, 10.0, 20, 9, coupled=coupled)
    assert alike(one, three)
    assert np.array_equal(one.counts[:20], fewer.counts)
    assert np.array_equal(one.first[:20], fewer.first)


def test_by_day_changes_no_path(coupled: bool) -> None:
    plain, daily = (forward_paths(TWO, PAST, 10.0, 50, 9, coupled=coupled, by_day=b) for b in (False, True))
    assert alike(plain, daily)
    assert plain.daily is None


def test_seeds_and_paths_differ(coupled: bool) -> None:
    one, other = (forward_paths(TWO, PAST, 30.0, 300, seed, coupled=coupled) for seed in (1, 2))
    times = np.concatenate([one.first.ravel(), other.first.ravel()])
    times = times[np.isfinite(times)]
    assert np.unique(times).size == times.size
    totals = one.counts.sum(axis=1), other.counts.sum(axis=1)
    assert abs(np.corrcoef(*totals)[0, 1]) < 4.0 / np.sqrt(300)
    assert abs(np.corrcoef(totals[0][1:], totals[0][:-1])[0, 1]) < 4.0 / np.sqrt(300)


@fast_only
def test_streams_and_places_give_one_law() -> None:
    streams = forward_paths(FAST_AND_SLOW, None, 40.0, PATHS, 1)
    places = forward_paths(FAST_AND_SLOW, None, 40.0, PATHS, 1, coupled=True)
    for kind in range(3):
        assert stats.ks_2samp(streams.counts[:, kind], places.counts[:, kind]).pvalue > 1e-3
        assert stats.ks_2samp(streams.first[:, kind], places.first[:, kind]).pvalue > 1e-3
    ratio = streams.counts.sum(axis=1).var() / places.counts.sum(axis=1).var()
    assert ratio == pytest.approx(1.0, abs=0.15)


@fast_only
@pytest.mark.parametrize("name", EXAMPLES)
def test_numpy_gives_the_very_events_of_the_compiled_places(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = EXAMPLES[name]
    state = np.full((process.decays.size, process.kinds), 2.0)
    compiled = forward_paths(process, state, 15.0, 200, 4, coupled=True, by_day=True)
    monkeypatch.setattr(jit, "FAST", False)
    plain = forward_paths(process, state, 15.0, 200, 4, coupled=True, by_day=True)
    assert np.array_equal(compiled.counts, plain.counts)
    assert compiled.daily is not None
    assert plain.daily is not None
    assert np.array_equal(compiled.daily, plain.daily)
    assert compiled.first == pytest.approx(plain.first, rel=1e-12)


@fast_only
@pytest.mark.parametrize("entry", [250.0, 30.0])
def test_large_litters(entry: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """One event sets off hundreds, of a kind that sets off nothing: the laws then start far from 0."""
    process = Process(np.array([0.3, 0.0]), np.array([[[0.0, 0.0], [entry, 0.0]]]), np.array([5.0]))
    past = np.array([[1.0, 0.0]])
    want = expected_counts(process, past, 8.0)
    found = [
        forward_paths(process, past, 8.0, 2000, 1, coupled=c).counts.astype(float) for c in (False, True)
    ]
    assert all(close_to(one, want) for one in found)
    monkeypatch.setattr(jit, "FAST", False)
    assert np.array_equal(found[1][:100], forward_paths(process, past, 8.0, 100, 1, coupled=True).counts)


@pytest.mark.parametrize("part", ["branching", "one entry", "baseline", "state"])
def test_less_of_anything_takes_events_away_from_every_path(part: str) -> None:
    state = np.full((2, 3), 2.0)
    less, less_state = FAST_AND_SLOW, state
    if part == "branching":
        less = scaled(FAST_AND_SLOW, 0.8)
    elif part == "one entry":
        branching = FAST_AND_SLOW.branching.copy()
        branching[0, 1, 0] = 0.1
        less = Process(FAST_AND_SLOW.baseline, branching, FAST_AND_SLOW.decays)
    elif part == "baseline":
        less = Process(0.7 * FAST_AND_SLOW.baseline, FAST_AND_SLOW.branching, FAST_AND_SLOW.decays)
    else:
        less_state = 0.5 * state
    more = forward_paths(FAST_AND_SLOW, state, 30.0, 1000, 7, coupled=True, by_day=True)
    fewer = forward_paths(less, less_state, 30.0, 1000, 7, coupled=True, by_day=True)
    assert more.daily is not None
    assert fewer.daily is not None
    assert np.all(fewer.daily <= more.daily)
    assert np.all(fewer.first >= more.first)
    assert fewer.counts.sum() < more.counts.sum()


def test_differences_of_coupled_processes_have_little_noise() -> None:
    milder = scaled(TWO, 0.95)
    one, other = coupled_counts([TWO, milder], [PAST, PAST], 30.0, 2000, 1)
    alone = forward_paths(milder, PAST, 30.0, 2000, 2, coupled=True).counts
    together = (one - other).sum(axis=1)
    assert together.var() < 0.1 * (one - alone).sum(axis=1).var()
    want = expected_counts(TWO, PAST, 30.0) - expected_counts(milder, PAST, 30.0)
    assert close_to((one - other).astype(float), want)


def test_coupled_counts_are_those_of_each_process() -> None:
    both = coupled_counts([TWO, ONE_WAY], [PAST, None], 12.0, 64, 5)
    assert both.shape == (2, 64, 2)
    for found, process, state in zip(both, (TWO, ONE_WAY), (PAST, None), strict=True):
        assert np.array_equal(found, forward_paths(process, state, 12.0, 64, 5, coupled=True).counts)


def test_a_runaway_is_marked(coupled: bool) -> None:
    found = forward_paths(RUNAWAY, None, 12.0, 40, 1, coupled=coupled, most=150)
    assert 0 < found.capped.sum() < 40
    assert np.all(found.counts[found.capped].sum(axis=1) >= 150)
    assert np.all(found.counts[~found.capped].sum(axis=1) <= 150)
    long = forward_paths(RUNAWAY, None, 500.0, 8, 1, coupled=coupled, most=600)
    assert long.capped.all()


def test_the_cap_changes_no_path_below_it(coupled: bool) -> None:
    low, high = (forward_paths(RUNAWAY, None, 6.0, 200, 1, coupled=coupled, most=most) for most in (60, 5000))
    kept = ~low.capped
    assert 0 < kept.sum() < 200
    assert not high.capped.any()
    assert np.array_equal(kept, high.counts.sum(axis=1) <= 60)
    assert np.array_equal(low.counts[kept], high.counts[kept])


def test_many_events_by_day_need_wider_numbers(coupled: bool) -> None:
    busy = Process(np.array([40_000.0]), np.zeros((1, 1, 1)), np.ones(1))
    found = forward_paths(busy, None, 1.0, 2, 1, coupled=coupled, by_day=True, most=60_000)
    assert found.daily is not None
    assert np.array_equal(found.daily.sum(axis=2), found.counts)
    assert found.counts.min() > 39_000


def test_nothing_comes_of_nothing(coupled: bool) -> None:
    silent = Process(np.zeros(2), TWO.branching, TWO.decays)
    for process, horizon in ((silent, 50.0), (TWO, 1e-12)):
        found = forward_paths(process, None, horizon, 5, 1, coupled=coupled, by_day=True)
        assert not found.counts.any()
        assert np.isinf(found.first).all()
        assert not found.capped.any()


def test_a_process_without_decays_or_without_kinds(coupled: bool) -> None:
    plain = Process(np.array([3.0, 1.0]), np.zeros((0, 2, 2)), np.zeros(0))
    assert close_to(
        forward_paths(plain, None, 2.0, PATHS, 1, coupled=coupled).counts.astype(float), np.array([6.0, 2.0])
    )
    empty = Process(np.zeros(0), np.zeros((1, 0, 0)), np.ones(1))
    assert forward_paths(empty, None, 2.0, 3, 1, coupled=coupled).counts.shape == (3, 0)


def test_coupled_runaways_are_refused() -> None:
    with pytest.raises(HawkesError, match="process 1") as caught:
        coupled_counts(
            [TWO, Process(np.ones(2), 2.0 * TWO.branching, TWO.decays)], [None, None], 60.0, 20, 1, most=900
        )
    assert caught.value.code == "explosive"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"horizon": 0.0}, "window"),
        ({"horizon": np.nan}, "window"),
        ({"horizon": 1e9}, "explosive"),
        ({"n_paths": 0}, "paths"),
        ({"threads": 0}, "paths"),
        ({"most": 0}, "paths"),
        ({"seed": -1}, "seed"),
        ({"state": np.zeros((2, 2))}, "state"),
        ({"state": np.array([[np.inf, 0.0]])}, "state"),
        ({"state": np.array([[1e9, 0.0]])}, "explosive"),
    ],
)
def test_wrong_input_has_a_name(change: dict[str, object], code: str) -> None:
    given: dict[str, object] = {"state": None, "horizon": 5.0, "n_paths": 3, "seed": 1} | change
    with pytest.raises(HawkesError) as caught:
        forward_paths(TWO, **given)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_the_import_is_light() -> None:
    code = (
        "import sys, detente.numerics.hawkes.forward, detente.numerics.hawkes.simulate\n"
        "print(sorted({'numba', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
