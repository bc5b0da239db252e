"""What a vintage file says is what the room reads, and nothing of it is later than its year."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from detente.backtest.motive_pairs import Played
from detente.backtest.motive_prior import FIRST_GUESS, Learned, rates_before
from detente.backtest.motive_vintages import _views, chain, vintage
from detente.motive.engine import FAST
from detente.motive.estimate import Fit
from detente.motive.filter import filtered
from detente.motive.nulls import base_rates, habit
from detente.motive.payoffs import MOTIVES, NAMES
from detente.motive.vintage import BASE, HABIT, MODELS, Vintage
from detente.world.actor import Dyad
from tests.unit.backtest.motive_rounds import YEAR, known, one, pair
from tests.unit.motive.plays import thetas

PAIR = Dyad("AAA", "BBB")
THEN = YEAR + 5
"""The vintage after that of `YEAR`."""


def learned(played: Played, year: int = YEAR) -> Learned:
    """As if fitted: a mode of its own for each motive, so that no two are taken for each other."""
    number = len(NAMES)
    modes = thetas(len(MOTIVES), 3)
    fits = {
        m: Fit(modes[:, k], np.diag(np.linspace(0.01, 0.2, number)), 0.0, True) for k, m in enumerate(MOTIVES)
    }
    priors = {m: replace(FIRST_GUESS, mean=FIRST_GUESS.mean + 0.1 * k) for k, m in enumerate(MOTIVES)}
    rates = rates_before([played], year)
    return Learned(priors, rates, {played.name: fits})


def chained(played: Played, *, own: bool = True) -> dict[int, dict[str, Any]]:
    """Two vintages as read back from their files; `own`: whether the earlier one has a fit of the pair."""
    found = {year: vintage(learned(played, year), [played], year) for year in (YEAR, THEN)}
    if not own:
        found[YEAR]["pairs"] = {}
    chain(found, [played], [])
    return {year: json.loads(json.dumps(row)) for year, row in found.items()}


@cache
def whole() -> dict[int, dict[str, Any]]:
    return chained(one())


def test_the_room_reads_what_was_learned() -> None:
    of_pair, found = learned(one()), Vintage(whole()[YEAR])
    assert found.there
    np.testing.assert_allclose(found.rates.moves, of_pair.rates.moves, atol=1e-4)
    known_pair = found.known(PAIR, "AAA")
    assert known_pair is not None
    fits = of_pair.fits[one().name]
    for motive in MOTIVES:
        np.testing.assert_allclose(found.priors[motive].mean, of_pair.priors[motive].mean, atol=1e-4)
        posterior = known_pair.posteriors[motive]
        np.testing.assert_allclose(posterior.mean, fits[motive].theta, atol=1e-4)
        np.testing.assert_allclose(posterior.spread**2, np.diag(fits[motive].covariance), atol=1e-3)
        low, high = known_pair.war[motive]
        assert low - 1e-3 < fits[motive].theta[NAMES.index("war")] < high + 1e-3
        assert high - low > 0.01
    assert known_pair.cut == YEAR
    assert known_pair.n == int(one().climbed[one().past(YEAR)].sum())
    assert whole()[YEAR]["names"] == list(NAMES)
    assert found.known(PAIR, "BBB") is None


@pytest.mark.parametrize("own", [True, False])
def test_rounds_between_two_vintages_are_foreseen_by_the_earlier(own: bool) -> None:
    """By the pair's own fit there, else by those of all pairs; nothing counts that a fit had seen."""
    rows = whole() if own else chained(one(), own=False)
    known_pair, by = Vintage(rows[THEN]).known(PAIR, "AAA"), learned(one())
    assert known_pair is not None
    past, ahead = one().past(YEAR), one().past(THEN)
    seen, skipped = slice(past.start, ahead.stop), past.stop - past.start
    plain = one().view.episodes(None).part(seen)
    rates = Vintage(rows[YEAR]).rates
    expected = {BASE: base_rates(plain, rates)[skipped:].sum(), HABIT: habit(plain, rates)[skipped:].sum()}
    for motive in MOTIVES:
        theta = by.fits[one().name][motive].theta if own else by.priors[motive].mean
        logs = filtered(one().view.episodes(motive).part(seen), theta[:, None], motive, engine=FAST).logs
        expected[motive] = logs[skipped:].sum()
    for model in MODELS:
        assert known_pair.evidence[model] == pytest.approx(expected[model], abs=0.02)
        assert known_pair.years[model].sum() == pytest.approx(expected[model], abs=0.02)
    years = {r.start.year for r in one().view.rounds.rounds[past.stop : ahead.stop]}
    assert {values.size for values in known_pair.years.values()} == {len(years)}


def test_the_first_vintage_has_foreseen_nothing() -> None:
    first = Vintage(whole()[YEAR]).known(PAIR, "AAA")
    assert first is not None
    assert set(first.evidence.values()) == {0.0}
    assert {values.size for values in first.years.values()} == {0}


def test_acts_after_a_year_change_no_byte_of_its_vintage() -> None:
    before = [e for e in known(5) if (e.date or "") < f"{YEAR}"]
    other = [e for e in known(77) if (e.date or "") >= f"{YEAR}"]
    again = chained(pair([*before, *other]))
    assert again[YEAR] == whole()[YEAR]
    assert again[THEN] != whole()[THEN]


def test_a_pair_with_enough_rounds_is_fitted_from_both_sides() -> None:
    views = [pair(known(5), actor) for actor in ("AAA", "BBB")]
    thin = pair(known(5)[:12], names={"AAA": "CCC", "BBB": "DDD"})
    assert [(one.dyad.text, one.actor) for one in _views([*views, thin], YEAR)] == [
        ("AAA-BBB", "AAA"),
        ("AAA-BBB", "BBB"),
    ]
