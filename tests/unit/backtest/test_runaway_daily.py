"""Every day ahead: the plain baselines by hand, what each may know, and the table as it is read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

from detente.backtest import runaway_daily as daily
from detente.backtest.runaway_daily import (
    FIRST_YEAR,
    HALF_LIVES,
    LEAST,
    OURS,
    PLAIN_KINDS,
    PRIORS,
    TEN_YEARS,
    Losses,
    bernoulli_loss,
    comparisons,
    discounted,
    known_process,
    scored,
    supported,
)
from detente.backtest.runaway_data import Series, day_of, load, stream_before
from detente.numerics.hawkes.graded import Incidents, loss
from tests.unit.backtest.series import cut, series

EXCITED = series(0, [[0.3, 0.2], [0.4, 0.3]], level=0.006)
CALM = series(1, [[0.0, 0.0], [0.0, 0.0]], name=3, level=0.006)
FEW = series(2, [[0.1, 0.1], [0.1, 0.1]], name=5, level=0.001)
ALL = (EXCITED, CALM, FEW)
YEARS = range(1956, 1958)


def silent(_: str) -> None:
    return None


def pair(days: list[int], who: list[int] | None = None, grade: list[int] | None = None) -> Incidents:
    none = [0] * len(days)
    return Incidents(*(np.array(part, dtype=np.int64) for part in (days, who or none, grade or none)))


@pytest.fixture(scope="module", autouse=True)
def _one_memory() -> Iterator[None]:
    """One memory in place of five: what is asked here is what enters a fit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daily, "MEMORIES", np.array([20.0]))
        yield


@pytest.fixture(scope="module")
def losses() -> Losses:
    return scored(ALL, YEARS, silent)


@pytest.mark.parametrize("half_life", [1.0, 15.0, 960.0])
def test_discounted_by_hand(half_life: float) -> None:
    days, n = [0, 3, 4, 11], 14
    found = discounted(pair([*days, 20]), n, half_life)
    keep = 0.5 ** (1.0 / half_life)
    for t in range(n):
        hits = sum(keep ** (t - s) for s in days if s < t)
        seen = sum(keep ** (t - s) for s in range(t))
        assert found[t] == pytest.approx((hits, seen))


def test_a_half_life_halves() -> None:
    found = discounted(pair([5]), 40, 10.0)[:, 0]
    assert found[6] == pytest.approx(0.5**0.1)
    assert found[26] / found[16] == pytest.approx(0.5)
    assert found[:6].sum() == 0.0


def test_bernoulli_loss_by_brute_force() -> None:
    one, first, last = pair([2, 5, 6, 9]), 3, 9
    rate = np.random.default_rng(0).gamma(1.0, 0.2, last - first)
    chances = 1.0 - np.exp(-rate)
    by_day = [p if first + k in (5, 6) else 1.0 - p for k, p in enumerate(chances)]
    assert bernoulli_loss(rate, one, first, last) == pytest.approx(-np.log(by_day).sum())
    assert bernoulli_loss(np.zeros(6), one, first, last) > 30.0
    assert bernoulli_loss(np.zeros(6), pair([]), first, last) == pytest.approx(0.0, abs=1e-7)


def test_ten_years_by_hand() -> None:
    one, first = pair([10, 1000, 4000]), 4000
    rates = [
        (sum(t - TEN_YEARS <= d < t for d in one.days) + 0.5) / TEN_YEARS for t in range(first, first + 700)
    ]
    by_hand = bernoulli_loss(np.array(rates), one, first, first + 700)
    assert daily._ten_years(one, first, first + 700) == pytest.approx(by_hand)
    assert rates[1] > rates[0] == rates[-1]


def test_the_prior_is_chosen_on_the_twenty_years_before() -> None:
    known = [one.incidents() for one in ALL]
    chosen = daily._best_prior(known, 60, 1956)
    assert chosen in PRIORS
    past = [one.before(day_of(1956)) for one in known]
    burst = np.arange(day_of(1956), day_of(1958))
    busy = [pair([*one.days.tolist(), *burst.tolist()]) for one in past]
    assert daily._best_prior(past, 60, 1956) == daily._best_prior(busy, 60, 1956) == chosen
    assert daily._best_prior(busy, 60, 1958) != chosen

    def total(prior: tuple[float, float]) -> float:
        a, b = prior
        parts = [discounted(one, day_of(1956), 60.0).T for one in past]
        rates = [(s + a * b) / (w + b) for s, w in parts]
        return sum(bernoulli_loss(r, one, 0, day_of(1956)) for r, one in zip(rates, past, strict=True))

    assert total(chosen) == pytest.approx(min(map(total, PRIORS)))


def test_who_and_how_grave_by_shares_alone() -> None:
    """One pair with one kind only: its shares before each day, drawn to those of all."""
    one, other = pair([0, 100, 200]), pair([50], [1], [2])
    common = np.ones((3, 3))
    common[0, 0] += 2
    common[1, 2] += 1
    common[:2] = common[:2].mean(axis=0)
    share = common[0, 0] / common.sum()
    weight = 0.5 ** (100 / 1461) + 0.5 ** (200 / 1461)
    by_hand = -np.log((3.0 * share + weight) / (3.0 + weight))
    assert daily._kinds([one, other], 0, 150, 250) == pytest.approx(by_hand)


def test_pairs_scored_are_those_with_enough_days(losses: Losses) -> None:
    assert [one.all_days().size >= LEAST for one in ALL] == [True, True, False]
    assert losses.names == ("1-2", "3-4")
    for k, one in enumerate(ALL[:2]):
        days = one.all_days()
        assert losses.events[k] == ((days >= day_of(1956)) & (days < day_of(1958))).sum()
    rates = [f"discounted rate, {hl} days" for hl in HALF_LIVES]
    plain = ["mean of seven discounted rates", "the pair's last ten years"]
    assert list(losses.by_model) == [OURS, *rates, *plain]
    assert list(losses.kinds) == [OURS, PLAIN_KINDS]


def test_losses_are_those_of_the_process_known_each_year(losses: Losses) -> None:
    pairs = [one.incidents() for one in ALL]
    total, process = np.zeros(2), None
    for year in YEARS:
        process = known_process(pairs, year, start=process)
        total += loss(process, pairs[0], day_of(year), day_of(year + 1))
    assert (losses.by_model[OURS][0], losses.kinds[OURS][0]) == pytest.approx(tuple(total))
    score = losses.by_model[OURS].sum() / losses.events.sum()
    assert losses.per_event(OURS) == pytest.approx(score)


def test_the_process_of_a_year_knows_nothing_of_it() -> None:
    pairs = [one.incidents() for one in ALL]
    whole, early = (known_process(p, 1954) for p in (pairs, [one.before(day_of(1954)) for one in pairs]))
    for part in ("single", "both", "single_floor", "both_floor", "common"):
        np.testing.assert_array_equal(getattr(whole, part), getattr(early, part))
    later = pair([day_of(1954)])
    np.testing.assert_array_equal(known_process([*pairs, later], 1954).single, whole.single)


def test_later_years_change_no_loss(losses: Losses) -> None:
    """Scored on the first year alone: what comes in the second is not seen."""
    first = scored(ALL, range(1956, 1957), silent)
    known = scored([cut(one, 1957) for one in ALL], range(1956, 1957), silent)
    for name in first.by_model:
        np.testing.assert_array_equal(first.by_model[name], known.by_model[name])
        assert (first.by_model[name] < losses.by_model[name]).all()


def test_comparisons_take_the_best_rate_and_resample_pairs(losses: Losses) -> None:
    rows = comparisons(losses, YEARS)
    rates = [name for name in losses.by_model if name.startswith("discounted")]
    best = min(rates, key=losses.per_event)
    assert [row.baseline for row in rows] == [
        *(best, "mean of seven discounted rates", "the pair's last ten years"),
        *(PLAIN_KINDS, f"{best}; {PLAIN_KINDS}"),
    ]
    assert rows[0].value == pytest.approx(losses.per_event(OURS))
    assert rows[4].value == pytest.approx(rows[0].value + rows[3].value)
    for row in rows:
        assert row.n == losses.events.sum()
        assert row.difference.value == pytest.approx(row.value - row.baseline_value)
        assert row.used is (row.difference.high < 0.0)


def test_a_better_model_on_every_pair_is_used_and_a_worse_is_not(losses: Losses) -> None:
    plain = dict.fromkeys(losses.by_model, losses.events + 1.0)
    for shift, used in ((-0.5, True), (0.5, False), (0.0, False)):
        moved = replace(losses, by_model={**plain, OURS: plain[OURS] + shift * losses.events})
        row = comparisons(moved, YEARS)[0]
        assert row.used is used
        assert (row.difference.low, row.difference.value, row.difference.high) == pytest.approx((shift,) * 3)


def test_nothing_is_supported_without_pairs_or_before_the_first_year() -> None:
    assert supported([], range(1950, 1953), silent) == dict.fromkeys(range(1950, 1953), False)
    few = [FEW.incidents()]
    assert supported(few, range(1950, 1953), silent) == dict.fromkeys(range(1950, 1953), False)
    late = [pair(list(range(day_of(1951), day_of(1951) + 90)))] * 3
    assert not supported(late, range(1950, 1952), silent)[1950]


def test_support_of_a_year_hangs_on_the_years_before() -> None:
    """Bursts, which a discounted rate misses, are told from calm, and no year is asked of itself."""
    rng = np.random.default_rng(0)
    starts = [np.sort(rng.choice(day_of(1952), 40, replace=False)) for _ in range(4)]
    bursts = [pair(np.unique(np.add.outer(s, [0, 2, 4, 6])).tolist()) for s in starts]
    found = supported(bursts, range(1949, 1952), silent)
    assert found == {1949: False, 1950: True, 1951: True}
    early = [one.before(day_of(1951)) for one in bursts]
    assert supported(early, range(1949, 1952), silent) == found


def test_incidents_of_a_series_by_hand() -> None:
    days = np.array([3, 8, 9]), np.array([8, 20])
    grades = np.array([0, 1, 2]), np.array([2, 0])
    one = Series(1, 2, days, (np.ones(3, dtype=int), np.ones(2, dtype=int)), np.array([9]), grades)
    found = one.incidents()
    assert found.days.tolist() == one.all_days().tolist() == [3, 8, 9, 20]
    assert found.who.tolist() == [0, 2, 0, 1]
    assert found.grade.tolist() == [0, 2, 2, 0]
    assert [kind.tolist() for kind in one.between(8, 20)] == [[0, 1], [0]]


def sparse(days: list[int]) -> Series:
    at = np.array(days, dtype=np.int64)
    none = np.zeros(0, dtype=np.int64)
    return Series(1, 2, (at, none), (np.ones_like(at), none), none, (np.zeros_like(at), none))


def test_stream_before_is_the_last_fifteen_years_of_acts() -> None:
    last = day_of(1990) - 10
    days = [day_of(1975) - 1, day_of(1975), *range(day_of(1980), day_of(1980) + 9), last, day_of(1999)]
    found = stream_before(sparse(days), 1995)
    assert found is not None
    assert found.n == day_of(1990) - day_of(1975)
    assert found.days[0].tolist() == [d - day_of(1975) for d in days[1:-1]]
    assert found.days[1].size == 0
    early = stream_before(sparse(days[2:]), 1985)
    assert early is None
    young = stream_before(sparse(list(range(100, 110))), 1950)
    assert young is not None
    assert young.n == day_of(1947)


def test_stream_before_needs_ten_days_in_its_window() -> None:
    few = [day_of(1950) + k for k in range(9)]
    assert stream_before(sparse(few), 1990) is None
    assert stream_before(sparse([*few, day_of(1985)]), 1990) is None
    assert stream_before(sparse([*few, day_of(1960)]), 1990) is not None
    assert stream_before(sparse([*few, day_of(1960)]), 1955) is None
    assert stream_before(EXCITED, FIRST_YEAR) is None


ROWS = [
    (365, 630, 17, 0, 0, 1980, 1, 5),
    (365, 630, 7, 0, 0, 1980, 1, 5),
    (630, 365, 16, 2, 0, 1980, 1, 5),
    (365, 630, 14, 0, 0, 1980, 1, 6),
    (365, 630, 22, 9, 9, 1980, 1, 7),
    (365, 630, 7, 0, 0, 1980, 0, 0),
    (365, 630, 7, 0, 0, 1980, 2, 0),
    (365, 630, 7, 0, 0, 1945, 1, 1),
    (365, 630, 7, 0, 0, 2010, 1, 1),
    (2, 20, 1, 0, 0, 1946, 1, 1),
]
"""First and second state, action, deaths of both, year, month, day."""


def test_the_table_as_it_is_read(tmp_path: Path) -> None:
    columns = "ccode1, ccode2, action, fatalmin1, fatalmin2, styear, stmon, stday"
    values = ", ".join(map(str, ROWS))
    rows = f"select * from (values {values}) t({columns})"
    duckdb.sql(f"copy ({rows}) to '{tmp_path / 'mie_1_0.parquet'}' (format parquet)")
    two, one = load(tmp_path, 1)
    assert (two.name, one.name) == ("2-20", "365-630")
    assert two.days[0].tolist() == [0]
    first = day_of(1980) + 4
    assert [kind.tolist() for kind in one.days] == [[first, first + 1, first + 2], [first, first + 2]]
    assert [many.tolist() for many in one.acts] == [[2, 1, 1], [2, 1]]
    assert [grade.tolist() for grade in one.grades] == [[1, 1, 2], [2, 2]]
    assert one.fatal.tolist() == [first]
    assert [found.name for found in load(tmp_path, 3)] == ["365-630"]
    assert load(tmp_path, 4) == []
