"""The days ahead: the start, the paths, and what is read off them."""

from dataclasses import replace
from datetime import date, timedelta
from math import exp, factorial

import numpy as np
import pytest

from detente.numerics.hawkes.graded import FIRST_TRUST, Graded
from detente.runaway import ahead, paths
from detente.runaway.ahead import SIZES, acts_by, block_counts, fan, highest, sizes, start
from detente.runaway.borrowed import borrowed, held_form
from detente.runaway.model import BLOCKS, EventDays, event_days
from detente.world.errors import DataError
from detente.world.history import Coverage, History
from tests.unit.runaway.korea import (
    AS_OF,
    BARE,
    EXCITED,
    MEMORIES,
    PROCESS,
    REFITS,
    START,
    VINTAGE,
    act,
    covered,
    past,
    swapped,
)

GIVEN = borrowed(VINTAGE)
PAST = event_days(past(EXCITED))
KINDS = np.array([[-1, 0, 4, -1], [8, -1, -1, 6], [-1, -1, -1, -1]], dtype=np.int8)
"""Three paths: the first shows, then the second uses force; both kill, both show; nothing."""


def quiet() -> EventDays:
    return event_days(past([]))


def only(process: Graded) -> History:
    return past(EXCITED, vintage={**VINTAGE, "graded": held_form(process), "graded_refits": []})


def test_a_vintage_is_read_as_it_was_written() -> None:
    assert GIVEN.process is not None
    for part in ("memories", "single", "both", "single_floor", "both_floor", "common"):
        np.testing.assert_allclose(getattr(GIVEN.process, part), getattr(PROCESS, part), rtol=1e-3)
    assert len(GIVEN.refits) == len(REFITS)
    assert held_form(GIVEN.process) == VINTAGE["graded"]
    assert GIVEN.prior.pairs == 60


@pytest.mark.parametrize("vintage", [BARE, {**VINTAGE, "informative_ahead": False}, {}])
def test_an_untested_process_is_not_read(vintage: dict[str, object]) -> None:
    given = borrowed(vintage)
    assert given.process is None
    assert given.refits == ()


def test_start_by_hand() -> None:
    day = AS_OF - timedelta(days=2)
    found = start(event_days(past([act(day, rung=7)])), PROCESS)
    keep = np.exp(-1.0 / MEMORIES)
    state = np.zeros((5, 9))
    state[:, 1 * 3 + 2] = (1.0 - keep) * keep**2
    np.testing.assert_allclose(found.state, state)
    assert found.usual.sum() == pytest.approx(1.0)
    assert found.usual[5] > PROCESS.common[5]
    assert start(quiet(), PROCESS).trusted == pytest.approx(FIRST_TRUST)
    np.testing.assert_allclose(start(quiet(), PROCESS).usual, PROCESS.common / PROCESS.common.sum())


def test_start_sees_the_as_of_day_itself() -> None:
    today = start(event_days(past([act(AS_OF)])), PROCESS).state
    np.testing.assert_allclose(today[:, 4], 1.0 - np.exp(-1.0 / MEMORIES))


def test_start_of_the_swapped_pair_is_the_swapped_start() -> None:
    plain, mirror = start(PAST, PROCESS), start(event_days(past(swapped(EXCITED))), PROCESS)
    order = [3, 4, 5, 0, 1, 2, 6, 7, 8]
    np.testing.assert_allclose(mirror.state, plain.state[:, order])
    np.testing.assert_allclose(mirror.usual, plain.usual[order])
    assert mirror.trusted == pytest.approx(plain.trusted)


def test_the_same_seed_draws_the_same_paths() -> None:
    first, again, other = (ahead.paths(PAST, GIVEN, n=200, seed=s) for s in (3, 3, 4))
    assert first.shape == (200, ahead.DAYS)
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.parametrize("n", [1, 3, 10, 41])
def test_paths_are_as_many_as_asked(n: int) -> None:
    assert ahead.paths(PAST, GIVEN, n=n, ahead=7).shape == (n, 7)


def test_refits_take_equal_shares_of_the_paths() -> None:
    none = replace(PROCESS, single=0.0 * PROCESS.single, both=0.0 * PROCESS.both,
                   single_floor=np.zeros(3), both_floor=np.zeros(3))  # fmt: skip
    found = ahead.paths(PAST, replace(GIVEN, refits=(PROCESS, none)), n=400)
    assert (found[:200] >= 0).any()
    assert (found[200:] == -1).all()


def test_refits_draw_numbers_of_their_own() -> None:
    found = ahead.paths(PAST, replace(GIVEN, refits=(PROCESS, PROCESS)), n=400)
    assert (found[:200] != found[200:]).any()


def test_first_day_has_the_chance_of_the_process() -> None:
    begun = start(PAST, PROCESS)
    lam = PROCESS.floor() + np.einsum("kcd,kd->c", PROCESS.matrix(), begun.state)
    found = ahead.paths(PAST, replace(GIVEN, refits=()), n=20_000, ahead=1)
    chance = 1.0 - exp(-float(lam.sum()))
    assert (found >= 0).mean() == pytest.approx(chance, abs=4 * np.sqrt(chance / 20_000))


def test_who_acts_and_how_gravely() -> None:
    np.testing.assert_array_equal(acts_by(KINDS, 0), [[0, 1, 0, 0], [1, 0, 0, 1], [0, 0, 0, 0]])
    np.testing.assert_array_equal(acts_by(KINDS, 1), [[0, 0, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0]])
    np.testing.assert_array_equal(block_counts(KINDS), [[1, 1, 0], [1, 0, 1], [0, 0, 0]])


def test_cascade_counts_the_days_of_each_side_within_thirty() -> None:
    later = np.concatenate([np.full((3, 28), -1, dtype=np.int8), KINDS], axis=1)
    assert ahead.cascade(PAST, KINDS, "").expected == (("KOR", 1.0), ("PRK", 1.0))
    assert ahead.cascade(PAST, later, "").expected == (("KOR", 2 / 3), ("PRK", 1 / 3))
    assert ahead.cascade(PAST, later, "so").note == "so"


def test_fan_rises_with_the_days_and_the_quantiles() -> None:
    rows = fan(ahead.paths(PAST, GIVEN))
    assert [row.day for row in rows] == list(range(3, 91, 3))
    points = np.array([(row.low, row.lower, row.middle, row.upper, row.high) for row in rows])
    assert (np.diff(points, axis=0) >= 0.0).all()
    assert (np.diff(points, axis=1) >= 0.0).all()
    assert (points >= 0.0).all()
    assert (points[:, -1] <= [row.day for row in rows]).all()


def test_fan_by_hand() -> None:
    (row,) = fan(np.repeat(KINDS, [1, 1, 3], axis=0)[:, :3])
    assert row.day == 3
    assert (row.low, row.lower, row.middle, row.upper) == (0.0, 0.0, 0.0, 1.0)
    assert row.high == pytest.approx(1.8)


def test_highest_is_a_distribution_at_each_horizon() -> None:
    rows = highest(ahead.paths(PAST, GIVEN), len(GIVEN.refits))
    assert [(row.days, row.block) for row in rows] == [(d, b) for d in (30, 90) for b in ("none", *BLOCKS)]
    for days in (30, 90):
        assert sum(row.p for row in rows if row.days == days) == pytest.approx(1.0)
    assert all(0.0 <= row.low <= row.p <= row.high <= 1.0 for row in rows)
    soon, late = (next(row.p for row in rows if (row.days, row.block) == (d, "none")) for d in (30, 90))
    assert late < soon


def test_highest_by_hand_with_bounds_over_refits() -> None:
    found = np.repeat(KINDS, 2, axis=0)[:, :3]
    rows = {row.block: row for row in highest(found, 3) if row.days == 3}
    assert {block: row.p for block, row in rows.items()} == pytest.approx(
        {"none": 1 / 3, "show": 0.0, "force": 1 / 3, "lethal": 1 / 3}
    )
    assert (rows["none"].low, rows["none"].high) == pytest.approx((0.0, 0.9))
    alone = {row.block: row for row in highest(found, 0)}
    assert all(row.low == row.p == row.high for row in alone.values())


@pytest.mark.parametrize("radius", [0.0, 0.3, 0.8, 1.3])
def test_sizes_follow_the_borel_law(radius: float) -> None:
    """The chance of k or more further acts: one less the chances of totals 1 to k, term by term."""

    def total(n: int) -> float:
        return exp(-radius * n) * (radius * n) ** (n - 1) / factorial(n)

    for k, p in sizes(np.array([radius]), 0.9):
        assert p == pytest.approx(0.9 * (1.0 - sum(total(n) for n in range(1, k + 1))), abs=1e-6)


@pytest.mark.parametrize("radius", [0.6, 1.2])
def test_sizes_agree_with_chains_drawn_one_by_one(radius: float) -> None:
    rng = np.random.default_rng(5)
    alive, total = np.ones(20_000, dtype=np.int64), np.zeros(20_000, dtype=np.int64)
    for _ in range(60):
        alive = rng.poisson(radius * np.minimum(alive, 50))
        total = np.minimum(total + alive, 1000)
    for k, p in sizes(np.array([radius]), 1.0):
        assert (total >= k).mean() == pytest.approx(p, abs=4 * np.sqrt(0.25 / 20_000))


def test_sizes_fall_with_the_count_and_mix_over_draws() -> None:
    low, high, both = (dict(sizes(np.array(r), 0.8)) for r in ([0.2], [1.1], [0.2, 1.1]))
    for found in (low, high, both):
        assert list(found) == list(SIZES)
        assert (np.diff(list(found.values())) <= 0.0).all()
        assert all(0.0 <= p <= 0.8 for p in found.values())
    assert both == pytest.approx({k: 0.5 * (low[k] + high[k]) for k in SIZES})


def test_simulate_counts_the_same_paths() -> None:
    history = past(EXCITED)
    found = paths.simulate(history, days=30, n=2000, seed=5)
    drawn = ahead.paths(PAST, GIVEN, ahead=30, n=2000, seed=5)
    told = {side: mean for side, mean, _, _ in found.sides}
    assert told == pytest.approx(dict(ahead.cascade(PAST, drawn, "").expected))
    assert found.any_act == pytest.approx((drawn >= 0).any(axis=1).mean())
    assert all(0.0 <= low <= mean <= high <= 30 for _, mean, low, high in found.sides)
    assert (found.pair, found.as_of, found.days, found.paths, found.seed) == (
        ("KOR", "PRK"), AS_OF.isoformat(), 30, 2000, 5)  # fmt: skip
    assert paths.simulate(history, days=30, n=2000, seed=5) == found
    assert paths.simulate(history, days=30, n=2000, seed=6) != found


def test_more_comes_after_a_burst_and_under_a_stronger_process() -> None:
    burst = [act(AS_OF - timedelta(days=k), code) for k in range(4) for code in ("KOR", "PRK")]
    counts = [
        paths.simulate(history, days=60, n=1000, seed=0).sides[1][1]
        for history in (past(EXCITED), past([*EXCITED, *burst]), only(REFITS[0]), only(REFITS[-1]))
    ]
    assert counts[0] < counts[1]
    assert counts[2] < counts[3]


@pytest.mark.parametrize("days", [0, -3, 366])
def test_a_horizon_beyond_a_year_is_refused(days: int) -> None:
    with pytest.raises(DataError, match="1 to 365") as caught:
        paths.simulate(past(EXCITED), days=days, n=10, seed=0)
    assert caught.value.code == "horizon"


def test_without_a_tested_process_nothing_is_simulated() -> None:
    with pytest.raises(DataError, match="2010-06-30") as caught:
        paths.simulate(past(EXCITED, vintage=BARE), days=30, n=10, seed=0)
    assert caught.value.code == "no-process"


@pytest.mark.parametrize(
    "coverage", [covered(what="our library of episodes"), covered(START, date(2004, 1, 1))]
)
def test_without_covered_days_nothing_is_simulated(coverage: Coverage) -> None:
    with pytest.raises(DataError, match=r"KOR-PRK.*ingest") as caught:
        paths.simulate(past(EXCITED, coverage), days=30, n=10, seed=0)
    assert caught.value.code == "thin-record"
