"""The likelihood of exponential kernels: by hand, by brute force, by finite differences, compiled and not."""

import math
import time
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.numerics.hawkes.events import EventLog, HawkesError, event_log
from detente.numerics.hawkes.exponential import Gradient, Layout, Likelihood, Parameters, log_likelihood
from detente.numerics.hawkes.jit import FAST
from detente.numerics.hawkes.log_linear import LogLinear
from detente.numerics.hawkes.process import Process

Floats = NDArray[np.float64]
LAYOUTS = {
    "one kind": Layout.shared(1),
    "pair": Layout.shared(2),
    "pair, own decays": Layout.per_block([1, 0]),
    "shared": Layout.shared(3),
    "blocks": Layout.per_block([1, 0, 1]),
    "own decays": Layout.per_block([2, 0, 1]),
    "several": Layout.several(3, 2),
}
EDGES = {"constant": None, "pieces": [-1.0, 20.0, 33.0, 70.0]}
WAYS = [False, pytest.param(True, marks=pytest.mark.skipif(not FAST, reason="Numba is not installed"))]
NAMES = ("baseline", "entries", "decays", "slope")


def drawn_log(kinds: int, n: int, *, marked: bool = False, seed: int = 0) -> EventLog:
    rng = np.random.default_rng(seed)
    times = np.sort(rng.uniform(5.0, 55.0, n))
    times[n // 2 :] += 5.0
    marks = rng.normal(size=n) if marked else None
    return event_log(times, rng.integers(0, kinds, n), start=5.0, end=60.0, kinds=kinds, marks=marks)


def drawn_parameters(layout: Layout, pieces: int = 1, *, slope: float = 0.0) -> Parameters:
    rng = np.random.default_rng(1)
    return Parameters(
        rng.uniform(0.2, 0.6, (layout.kinds, pieces)),
        rng.uniform(0.0, 0.5, (layout.kinds, layout.columns)),
        rng.uniform(0.3, 3.0, layout.decays),
        slope,
    )


def brute_force(log: EventLog, layout: Layout, p: Parameters, edges: Floats) -> float:
    """From the definition, every pair of events."""
    b, effect, total = p.decays[layout.decay], np.exp(p.slope * log.marks), 0.0
    for k, (t, i) in enumerate(zip(log.times, log.types, strict=True)):
        intensity = p.baseline[i, np.searchsorted(edges[1:-1], t, side="right")]
        for s, j, g in zip(log.times[:k], log.types[:k], effect[:k], strict=True):
            of_j = layout.source == j
            intensity += float((p.entries[i] * b * g * np.exp(-b * (t - s)))[of_j].sum())
        total += math.log(intensity)
    total -= float((p.baseline @ np.diff(np.clip(edges, log.start, log.end))).sum())
    for s, j, g in zip(log.times, log.types, effect, strict=True):
        total -= float((p.entries.sum(axis=0) * g * -np.expm1(-b * (log.end - s)))[layout.source == j].sum())
    return total


def flat(gradient: Gradient) -> Floats:
    return np.concatenate([np.ravel(getattr(gradient, name)) for name in NAMES])


def changed(p: Parameters, **change: object) -> Parameters:
    return replace(p, **change)  # type: ignore[arg-type]


def slow_gradient(likelihood: Likelihood, p: Parameters, h: float = 1e-5) -> Floats:
    found = []
    for name in NAMES:
        value = np.asarray(getattr(p, name), dtype=float)
        for at in range(value.size):
            step = np.zeros(value.size)
            step[at] = h
            up, down = (value + sign * step.reshape(value.shape) for sign in (1.0, -1.0))
            ends = [
                likelihood.evaluate(changed(p, **{name: float(v) if name == "slope" else v}))[0]
                for v in (up, down)
            ]
            found.append((ends[0] - ends[1]) / (2.0 * h))
    return np.array(found)


@pytest.mark.parametrize("fast", WAYS)
def test_one_event_by_hand(fast: bool) -> None:
    log = event_log([3.0], start=1.0, end=7.0)
    p = Parameters(np.array([[0.5]]), np.array([[0.4]]), np.array([2.0]))
    value, gradient = Likelihood(log, Layout.shared(1), fast=fast)(p)
    left = 1.0 - math.exp(-2.0 * 4.0)
    assert value == pytest.approx(math.log(0.5) - 0.5 * 6.0 - 0.4 * left, rel=1e-14)
    assert gradient.baseline[0, 0] == pytest.approx(1.0 / 0.5 - 6.0, rel=1e-13)
    assert gradient.entries[0, 0] == pytest.approx(-left, rel=1e-13)
    assert gradient.decays[0] == pytest.approx(-0.4 * 4.0 * math.exp(-8.0), rel=1e-10)


@pytest.mark.parametrize("fast", WAYS)
def test_no_event_leaves_the_integral_of_the_baseline(fast: bool) -> None:
    log = event_log([], start=0.0, end=4.0, kinds=3)
    p = drawn_parameters(Layout.shared(3))
    value, gradient = Likelihood(log, Layout.shared(3), fast=fast)(p)
    assert value == pytest.approx(-4.0 * p.baseline.sum(), rel=1e-14)
    assert np.all(gradient.baseline == -4.0)
    assert not gradient.entries.any()


def test_the_column_excites_the_row() -> None:
    log = event_log([1.0, 1.5], [1, 0], start=0.0, end=2.0)
    forward, backward = np.array([[0.0, 0.8], [0.0, 0.0]]), np.array([[0.0, 0.0], [0.8, 0.0]])
    layout, mu, b = Layout.shared(2), np.full((2, 1), 0.3), np.array([1.3])
    with_cause = log_likelihood(log, layout, Parameters(mu, forward, b))[0]
    without = log_likelihood(log, layout, Parameters(mu, backward, b))[0]
    jump = math.log(0.3 + 0.8 * 1.3 * math.exp(-1.3 * 0.5)) - math.log(0.3)
    spent = [0.8 * -math.expm1(-1.3 * gap) for gap in (1.0, 0.5)]
    assert with_cause - without == pytest.approx(jump - spent[0] + spent[1], rel=1e-12)


def test_the_integral_agrees_with_quadrature() -> None:
    log = event_log([0.7, 1.1, 2.9], [1, 0, 1], start=0.0, end=5.0)
    layout, p = (
        Layout.shared(2),
        Parameters(np.array([[0.3], [0.2]]), np.array([[0.1, 0.6], [0.4, 0.2]]), np.array([1.7])),
    )
    grid = (np.arange(400_000) + 0.5) * 5.0 / 400_000
    intensity = np.repeat(p.baseline, grid.size, axis=1)
    at_events = p.baseline[log.types, 0].copy()
    for t, j in zip(log.times, log.types, strict=True):
        intensity += np.outer(p.entries[:, j], np.where(grid > t, 1.7 * np.exp(-1.7 * (grid - t)), 0.0))
        later = log.times > t
        at_events += np.where(later, p.entries[log.types, j] * 1.7 * np.exp(-1.7 * (log.times - t)), 0.0)
    whole = np.log(at_events).sum() - intensity.sum() * 5.0 / grid.size
    assert log_likelihood(log, layout, p)[0] == pytest.approx(whole, abs=1e-4)


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("edges", EDGES.values(), ids=EDGES)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("fast", WAYS)
def test_value_and_gradient(fast: bool, layout: Layout, edges: list[float] | None, marked: bool) -> None:
    log = drawn_log(layout.kinds, 60, marked=marked)
    p = drawn_parameters(layout, 1 if edges is None else 3, slope=0.3 * marked)
    likelihood = Likelihood(log, layout, edges, fast=fast)
    value, gradient = likelihood(p)
    cuts = np.array([log.start, log.end] if edges is None else edges)
    assert value == pytest.approx(brute_force(log, layout, p, cuts), rel=1e-12)
    assert flat(gradient) == pytest.approx(slow_gradient(likelihood, p), rel=1e-6, abs=1e-6)


def hard_log(kinds: int, marked: bool) -> EventLog:
    """Bursts, long gaps, and ties."""
    rng = np.random.default_rng(3)
    gaps = rng.exponential(1.0, 3000) * rng.choice([1e-3, 0.3, 2.0, 400.0], 3000, p=[0.3, 0.4, 0.29, 0.01])
    gaps[rng.integers(1, 3000, 60)] = 0.0
    times = 100.0 + np.cumsum(gaps)
    marks = rng.uniform(-2.0, 2.0, 3000) if marked else None
    end = float(times[-1]) + 3.0
    return event_log(
        times, rng.integers(0, kinds, 3000), start=90.0, end=end, kinds=kinds, marks=marks, ties=True
    )


@pytest.mark.skipif(not FAST, reason="Numba is not installed")
@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("edges", [None, [0.0, 700.0, 5000.0, 1e6]], ids=EDGES)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_compiled_agrees_with_numpy(layout: Layout, edges: list[float] | None, marked: bool) -> None:
    log = hard_log(layout.kinds, marked)
    p = drawn_parameters(layout, 1 if edges is None else 3, slope=0.4 * marked)
    fast, slow = (Likelihood(log, layout, edges, fast=way)(p) for way in (True, False))
    assert fast[0] == pytest.approx(slow[0], rel=1e-12)
    assert flat(fast[1]) == pytest.approx(flat(slow[1]), rel=1e-10, abs=1e-8)


@pytest.mark.parametrize("fast", WAYS)
@pytest.mark.parametrize("decay", [1e-6, 40.0, 1e5])
def test_decays_far_from_the_gaps(fast: bool, decay: float) -> None:
    log = drawn_log(3, 300)
    layout = Layout.shared(3)
    p = replace(drawn_parameters(layout), decays=np.array([decay]))
    value = Likelihood(log, layout, fast=fast)(p)[0]
    assert value == pytest.approx(brute_force(log, layout, p, np.array([5.0, 60.0])), rel=1e-11)


@pytest.mark.parametrize("fast", WAYS)
def test_excitation_alone_carries_a_kind_over_a_long_gap(fast: bool) -> None:
    log = event_log([1.0, 301.0], [0, 1], start=0.0, end=400.0)
    p = Parameters(np.array([[0.1], [0.0]]), np.array([[0.0, 0.0], [0.5, 0.0]]), np.array([1.5]))
    for layout in (Layout.shared(2), Layout.per_block([0, 0])):
        value = Likelihood(log, layout, fast=fast)(p)[0]
        expected = math.log(0.1) + math.log(0.75) - 450.0 - 40.0 - 0.5
        assert value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("fast", WAYS)
@pytest.mark.parametrize("layout", [Layout.shared(2), Layout.shared(3), Layout.several(3, 2)])
def test_an_impossible_event_is_minus_infinity(fast: bool, layout: Layout) -> None:
    log = event_log([1.0, 2.0], [0, 1], start=0.0, end=3.0, kinds=layout.kinds)
    p = drawn_parameters(layout)
    p = replace(p, baseline=p.baseline * np.array([0.0, *[1.0] * (layout.kinds - 1)])[:, None])
    value, gradient = Likelihood(log, layout, fast=fast)(p)
    assert value == -math.inf
    assert np.isnan(flat(gradient)).all()


@pytest.mark.skipif(not FAST, reason="Numba is not installed")
@pytest.mark.parametrize("kinds", [2, 5])
def test_a_million_events(kinds: int) -> None:
    n, rng = 1_000_000, np.random.default_rng(0)
    log = event_log(np.cumsum(rng.exponential(1.0, n)), rng.integers(0, kinds, n), start=0.0, end=2e6)
    likelihood, p = Likelihood(log, Layout.shared(kinds)), drawn_parameters(Layout.shared(kinds))
    began = time.process_time()
    value, gradient = likelihood(p)
    assert time.process_time() - began < 2.0
    part = Likelihood(log, Layout.shared(kinds), fast=False)(p)
    assert value == pytest.approx(part[0], rel=1e-11)
    assert gradient.entries == pytest.approx(part[1].entries, rel=1e-9)


def test_numpy_form_keeps_no_table_of_events_by_kinds() -> None:
    n, kinds, rng = 40_000, 20, np.random.default_rng(0)
    log = event_log(np.cumsum(rng.exponential(0.05, n)), rng.integers(0, kinds, n), start=0.0, end=1e5)
    likelihood, p = Likelihood(log, Layout.shared(kinds), fast=False), drawn_parameters(Layout.shared(kinds))
    tracemalloc.start()
    likelihood(p)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.5 * n * kinds * 8


def test_edges_may_reach_beyond_the_window() -> None:
    log, layout = drawn_log(2, 40), Layout.shared(2)
    p = drawn_parameters(layout, 3)
    value, gradient = log_likelihood(log, layout, p, [-50.0, 0.0, 70.0, 90.0])
    assert value == pytest.approx(log_likelihood(log, layout, replace(p, baseline=p.baseline[:, 1:2]))[0])
    assert not gradient.baseline[:, [0, 2]].any()


def test_log_linear_chain_rule() -> None:
    rng = np.random.default_rng(2)
    log, layout, edges = drawn_log(2, 80), Layout.shared(2), [5.0, 15.0, 30.0, 50.0, 60.0]
    covariates = LogLinear.of(rng.normal(size=(4, 3)), [0.5, 1.0, 2.0])
    coef, p = rng.normal(0.0, 0.3, (2, 3)), drawn_parameters(layout, 4)
    likelihood = Likelihood(log, layout, edges)

    def objective(c: Floats) -> float:
        return likelihood(replace(p, baseline=covariates.levels(c)))[0] + covariates.penalty(c)[0]

    by_level = likelihood(replace(p, baseline=covariates.levels(coef)))[1].baseline
    found = covariates.chain(coef, by_level) + covariates.penalty(coef)[1]
    steps = 1e-6 * np.eye(6).reshape(6, 2, 3)
    slow = [(objective(coef + step) - objective(coef - step)) / 2e-6 for step in steps]
    assert found.ravel() == pytest.approx(np.array(slow), rel=1e-6, abs=1e-6)


def test_state_is_what_the_past_still_sets_off() -> None:
    log = event_log([1.0, 4.0], [0, 1], start=0.0, end=6.0, marks=[0.0, 2.0])
    p = Process(np.array([0.1, 0.1]), np.full((1, 2, 2), 0.2), np.array([0.5]), slope=0.3)
    assert p.state(log) == pytest.approx(np.array([[math.exp(-2.5), math.exp(0.6 - 1.0)]]))
    assert p.radius == pytest.approx(0.4)


def test_blocks_are_a_process_with_a_matrix_for_each_decay() -> None:
    layout = Layout.per_block([1, 0, 1])
    p = drawn_parameters(layout)
    process = p.process(layout)
    assert process.branching.shape == (2, 3, 3)
    assert not process.branching[0][:, [0, 2]].any()
    assert process.total == pytest.approx(p.entries)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"baseline": np.zeros((2, 2))}, "shape"),
        ({"entries": np.zeros((2, 3))}, "shape"),
        ({"decays": np.array([1.0, 2.0])}, "shape"),
        ({"decays": np.array([np.nan])}, "nan"),
        ({"entries": np.full((2, 2), np.inf)}, "nan"),
        ({"entries": np.array([[0.1, -0.1], [0.1, 0.1]])}, "range"),
        ({"decays": np.array([0.0])}, "range"),
        ({"decays": np.array([1e30])}, "range"),
        ({"slope": 40.0}, "mark"),
    ],
)
def test_unsound_parameters_are_refused(change: dict[str, object], code: str) -> None:
    log, layout = drawn_log(2, 20, marked=True), Layout.shared(2)
    with pytest.raises(HawkesError) as caught:
        log_likelihood(log, layout, changed(drawn_parameters(layout), **change))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "edges", [[5.0, 50.0], [6.0, 60.0], [5.0, 20.0, 20.0, 60.0], [5.0], [5.0, np.nan, 60.0]]
)
def test_edges_that_do_not_cover_the_window_are_refused(edges: list[float]) -> None:
    with pytest.raises(HawkesError, match="edges"):
        Likelihood(drawn_log(2, 20), Layout.shared(2), edges)


def test_layouts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(HawkesError, match="kinds"):
        Likelihood(drawn_log(2, 20), Layout.shared(3))
    with pytest.raises(HawkesError, match="blocks"):
        Layout.per_block([0, 2])
