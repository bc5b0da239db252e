"""Accidents: hazards as known on the day, and their chance over simulated paths."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from detente.backtest.runaway_accidents import accident_rows, block_counts, check, exposure
from detente.backtest.runaway_data import day_of
from detente.numerics.hawkes.graded import Incidents
from detente.runaway.accident import (
    LEAST_FATAL,
    answers,
    chances,
    draws,
    hazards,
    war_after,
)
from detente.runaway.accident_pool import pool
from detente.runaway.model import BLOCKS
from detente.world.errors import DataError

AS_OF = date(2010, 6, 30)
EXPOSURE = {"until": 2010, "show": 3000, "force": 2500, "lethal": 3500}
PARAMETERS: dict[str, Any] = {"exposure": EXPOSURE, "data": "a table"}
FIGURE = {"what": "unintended fatal event", "events": "0", "trials": "30000", "year": "2008",
          "scope": "far away", "source": "NEWSPAPER"}  # fmt: skip


def accident(day: date, setting: str = "show", *, deaths: int = 1, between: bool = True,
             bystander: bool = False, then_war: str = "no") -> dict[str, Any]:  # fmt: skip
    return {"date": day.isoformat(), "setting": setting, "deaths": deaths, "between": between,
            "bystander": bystander, "then_war": then_war}  # fmt: skip


def past(n: int, setting: str = "show", **more: Any) -> list[dict[str, Any]]:
    return [accident(date(1960, 1, 1) + timedelta(days=300 * k), setting, **more) for k in range(n)]


def test_the_three_blocks_in_order() -> None:
    found = hazards(PARAMETERS, past(6), AS_OF)
    assert tuple(row.block for row in found) == BLOCKS
    assert [(row.events, row.days) for row in found] == [(6, 3000), (0, 2500), (0, 3500)]
    assert all(0.0 < row.per_day.low < row.per_day.value < row.per_day.high < 1.0 for row in found)


def test_an_accident_after_the_day_or_after_the_counted_years_changes_nothing() -> None:
    later = [accident(AS_OF), accident(AS_OF + timedelta(days=1)), accident(date(2010, 1, 1))]
    assert hazards(PARAMETERS, past(6), AS_OF) == hazards(PARAMETERS, past(6) + later, AS_OF)
    rows = past(LEAST_FATAL)
    war = war_after(rows, AS_OF)
    assert war is not None
    recent = [accident(AS_OF - timedelta(days=30)), accident(AS_OF + timedelta(days=30))]
    np.testing.assert_array_equal(war, war_after(rows + recent, AS_OF))
    earlier = date(1965, 1, 1)
    assert sum(row.events for row in hazards(PARAMETERS, past(20), earlier)) == 7


def test_only_fatal_events_between_states_at_odds_and_not_aimed_at_a_third_count() -> None:
    others = past(9, deaths=0) + past(9, between=False) + past(9, bystander=True)
    assert hazards(PARAMETERS, past(6), AS_OF) == hazards(PARAMETERS, past(6) + others, AS_OF)


def test_more_days_lower_and_more_cases_raise_the_hazard() -> None:
    more_days = {"exposure": {**EXPOSURE, "show": 12000}}
    few, long, many = (
        hazards(given, past(n), AS_OF)[0].per_day
        for given, n in ((PARAMETERS, 6), (more_days, 6), (PARAMETERS, 18))
    )
    assert long.high < few.high
    assert long.value < 0.4 * few.value
    assert few.value < 0.5 * many.value


def test_without_days_it_is_the_prior_and_wide() -> None:
    for row in hazards({}, past(50), AS_OF):
        assert row.prior_only
        assert row.events == row.days == 0
        assert row.per_day.value == pytest.approx(1e-3, rel=0.1)
        assert row.per_day.high > 1000 * row.per_day.low


def test_zero_cases_bound_from_above_and_stay_wide_below() -> None:
    row = hazards({"exposure": {**EXPOSURE, "force": 0, "lethal": 0}}, [], AS_OF)[0]
    assert not row.prior_only
    assert row.per_day.high < 3.0 / 3000
    assert row.per_day.low < row.per_day.high / 100


def test_blocks_lend_each_other_strength() -> None:
    alone = hazards({"exposure": {**EXPOSURE, "force": 0}}, past(30), AS_OF)[1].per_day
    assert hazards({}, [], AS_OF)[1].per_day.value < alone.value


def test_published_figures_of_earlier_years_enter_and_are_named() -> None:
    plain = hazards(PARAMETERS, past(6), AS_OF)
    with_figure = hazards({**PARAMETERS, "hazards": [FIGURE]}, past(6), AS_OF)
    assert with_figure[2].per_day.value < plain[2].per_day.value
    assert "NEWSPAPER (far away)" in with_figure[0].sources
    late = {**FIGURE, "year": str(AS_OF.year)}
    war = {**FIGURE, "what": "nuclear war", "events": "", "trials": ""}
    assert hazards({**PARAMETERS, "hazards": [late, war]}, past(6), AS_OF) == plain


def test_draws_agree_with_the_intervals() -> None:
    drawn = np.quantile(draws(PARAMETERS, past(6), AS_OF, n=20_000), [0.05, 0.5, 0.95], axis=0).T
    for row, found in zip(hazards(PARAMETERS, past(6), AS_OF), drawn, strict=True):
        stated = (row.per_day.low, row.per_day.value, row.per_day.high)
        np.testing.assert_allclose(np.log(found), np.log(stated), atol=0.12)


def test_pool_covers_rates_drawn_from_its_prior() -> None:
    """Rates from the prior, seen through Poisson counts with unequal coverage: 90 % bounds hold 90 %."""
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(200):
        centre, spread = np.log(1e-3) + 2.3 * rng.normal(), abs(1.5 * rng.normal())
        rates = np.exp(np.minimum(centre + spread * rng.normal(size=3), 0.0))
        seen = rng.poisson(3000 * rates * np.exp(np.log(2.0) / 1.645 * rng.normal(size=3)))
        low, high = pool(seen.tolist(), [3000] * 3).quantiles(1, (0.05, 0.95))
        inside += low <= rates[1] <= high
    assert 165 <= inside <= 195


def test_summing_out_equals_drawing_every_accident() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson([4.0, 2.0, 1.0], (400, 3))
    hazard = np.array([[0.02, 0.05, 0.1]])
    hits = rng.random((500, 400, 3)) > np.exp(-counts * hazard)
    share = hits.any(axis=2).mean()
    assert chances(counts, hazard)[0] == pytest.approx(share, abs=0.004)


def test_chance_rises_with_every_block_and_with_more_days() -> None:
    drawn = draws(PARAMETERS, past(6), AS_OF, n=200)
    base = np.full((10, 3), 2)
    for block in range(3):
        more = base.copy()
        more[:, block] += 1
        assert (chances(more, drawn) > chances(base, drawn)).all()
    assert chances(base, drawn).min() > 0.0
    assert chances(base * 10**6, drawn).max() <= 1.0


def test_no_paths_or_no_days_give_no_chance() -> None:
    drawn = draws(PARAMETERS, past(6), AS_OF, n=50)
    for counts in (np.zeros((0, 3), dtype=np.int64), np.zeros((5, 3), dtype=np.int64)):
        assert not chances(counts, drawn).any()


def test_a_small_chance_follows_the_hazard() -> None:
    drawn = draws(PARAMETERS, past(6), AS_OF, n=500)
    counts = np.full((10, 3), 1)
    small = np.median(chances(counts, drawn / 4.0)) / np.median(chances(counts, drawn))
    assert small == pytest.approx(0.25, rel=0.05)


@pytest.mark.parametrize(
    "bad", [np.zeros((2, 2), dtype=np.int64), np.full((2, 3), -1), np.zeros(3, dtype=np.int64)]
)
def test_bad_counts_are_named(bad: Any) -> None:
    with pytest.raises(DataError, match="shape"):
        chances(bad, np.full((1, 3), 0.1))


def test_war_needs_cases_and_follows_them() -> None:
    assert war_after(past(LEAST_FATAL - 1), AS_OF) is None
    none, unrelated, one = (
        war_after([*past(19), *past(1, then_war=then)], AS_OF) for then in ("no", "unrelated", "yes")
    )
    assert none is not None
    assert unrelated is not None
    assert one is not None
    np.testing.assert_array_equal(none, unrelated)
    assert float(np.median(none)) < 0.03 < float(np.median(one))


def test_answers_are_apart_and_war_is_prior_only() -> None:
    counts = np.full((10, 3), 2)
    given = {**PARAMETERS, "accidents": past(20)}
    clash, war = answers(counts, given, AS_OF, days=90, own_paths=True)
    assert (clash.prior_only, war.prior_only) == (False, True)
    assert clash.days == war.days == 90
    assert war.per_year.high < clash.per_year.high
    assert "0 of 20 did" in war.per_year.method
    assert answers(counts, given, AS_OF, days=90, own_paths=False)[0].prior_only
    bare = answers(counts, {}, AS_OF, days=90, own_paths=True)
    assert [row.prior_only for row in bare] == [True]


def incidents(days: list[int], grades: list[int]) -> Incidents:
    return Incidents(np.array(days), np.zeros(len(days), dtype=np.int64), np.array(grades))


def test_exposure_ends_with_the_year_before() -> None:
    edge = day_of(1950)
    pairs = [incidents([3, edge - 1, edge], [0, 2, 1]), incidents([5], [1])]
    assert exposure(pairs, 1950) == {"until": 1950, "show": 1, "force": 1, "lethal": 1}


def test_shipped_rows_count_as_the_room_counts_them() -> None:
    rows = accident_rows(9999)
    assert all(isinstance(row["deaths"], int) and isinstance(row["between"], bool) for row in rows)
    assert accident_rows(1990) == [row for row in rows if row["date"] < "1990"]
    counts = block_counts(rows, 1990)
    found = hazards({"exposure": {**EXPOSURE, "until": 1990}}, rows, date(1990, 1, 1))
    assert {row.block: row.events for row in found} == counts
    assert sum(counts.values()) < sum(block_counts(rows, 2010).values())


def test_check_foretells_a_steady_rate_and_sees_a_burst() -> None:
    pairs = [incidents(list(range(0, day_of(1990), 5)), [0] * len(range(0, day_of(1990), 5)))]
    start = date(1972, 3, 1)
    many = [accident(start + timedelta(days=k)) for k in range(40)]
    quiet, sudden = check(pairs, past(22), [1972], 5)[0], check(pairs, past(22) + many, [1972], 5)[0]
    assert quiet.foretold.low <= quiet.seen <= quiet.foretold.high
    assert sudden.foretold == quiet.foretold
    assert sudden.seen == quiet.seen + 40 > sudden.foretold.high
