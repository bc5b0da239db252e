"""The back-test's own arithmetic, and what it ships."""

import json
from importlib.resources import files

import numpy as np
import pytest

from detente.backtest.runaway import Fold, compare, folds, loss, losses, rates
from detente.backtest.runaway_data import Series, day_of
from detente.backtest.runaway_vintages import hazards, vintage
from detente.numerics.hawkes.hurdle import Params, intensity, simulate
from detente.numerics.hawkes.hurdle_search import search

YEARS = range(1955, 2011, 5)


def series(seed: int, branching: list[list[float]]) -> Series:
    n = day_of(1975)
    base = np.full((2, n), 0.02)
    days = simulate(Params(base, np.array(branching), 0.3), np.random.default_rng(seed))
    return Series(1, 2, days, (np.ones_like(days[0]), np.ones_like(days[1])), days[0][:5])


EXCITED = series(0, [[0.3, 0.2], [0.4, 0.3]])


def test_folds_see_only_their_window() -> None:
    (fold,) = folds([EXCITED], range(1970, 1971), 15)
    assert (fold.start, fold.cut, fold.end) == (day_of(1955), day_of(1970), day_of(1971))
    assert all(kind.max() < fold.cut - fold.start for kind in fold.train)
    assert fold.events == sum(((k >= fold.cut) & (k < fold.end)).sum() for k in EXCITED.days)


def test_loss_of_a_known_rate() -> None:
    fold = Fold(EXCITED, 1970, day_of(1955), day_of(1970), day_of(1971))
    lam = np.full((2, 365), 0.1)
    hits = fold.events
    by_hand = -(hits * np.log(1 - np.exp(-0.1)) - 0.1 * (730 - hits))
    assert loss(fold, lam) == pytest.approx(by_hand)


def test_rates_go_on_where_the_window_ends() -> None:
    (fold,) = folds([EXCITED], range(1970, 1971), 15)
    found = search(fold.train, fold.cut - fold.start).excited
    inside = intensity(found.params(), fold.train)
    assert rates(fold, found)[:, 0] == pytest.approx(inside[:, -1], abs=0.3)


def test_excitation_beats_drift_on_its_own_data() -> None:
    scores = np.array([losses(fold) for fold in folds([EXCITED], range(1962, 1975), 15)])
    assert scores[:, 0].sum() < scores[:, 1].sum()
    assert scores[:, 0].sum() < scores[:, 2].sum()


def test_comparison_is_per_event_day_and_signed() -> None:
    other = Series(3, 4, EXCITED.days, EXCITED.acts, EXCITED.fatal)
    held = [fold for one in (EXCITED, other) for fold in folds([one], range(1970, 1973), 15)]
    plain = np.full(len(held), 10.0)
    row = compare("a", "b", held, value=plain - 1.0, plain=plain)
    assert row.used
    assert row.difference.value == pytest.approx(-len(held) / sum(f.events for f in held))
    assert not compare("a", "b", held, value=plain + 1.0, plain=plain).used


def test_vintage_ends_with_its_year() -> None:
    later = Series(1, 2, EXCITED.days, EXCITED.acts, EXCITED.fatal)
    cut = tuple(kind[kind < day_of(1965)] for kind in EXCITED.days)
    short = Series(1, 2, (cut[0], cut[1]), EXCITED.acts, EXCITED.fatal)
    assert vintage([later], 1965, []) == vintage([short], 1965, [])


def test_hazards_are_those_published() -> None:
    assert hazards(before=2008) == []
    assert all(row["low"] <= row["median"] <= row["high"] for row in hazards(before=9999))


@pytest.mark.parametrize("year", YEARS)
def test_shipped_vintages_hold(year: int) -> None:
    text = (files("detente.data") / "fitted" / "runaway" / f"{year}.json").read_text(encoding="utf-8")
    found = json.loads(text)
    known = found["branching"]
    assert 0.0 <= known["low"] <= known["median"] <= known["high"]
    assert found["informative"] is (year > 1955)
    assert all(row["year"] < year + 5 for row in found["hazards"]) or year == max(YEARS)


def test_card_says_what_is_used() -> None:
    text = (files("detente.data") / "fitted" / "runaway" / "card.json").read_text(encoding="utf-8")
    rows = {(row["model"], row["baseline"]): row["used"] for row in json.loads(text)}
    assert rows["Hawkes on event days, drifting baseline", "drifting baseline alone"]
    assert not rows["generalized Poisson on counts", "Hawkes on event days, drifting baseline"]
