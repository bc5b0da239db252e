"""What a vintage file says is what the room reads, and nothing of it is later than its year."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from detente.backtest.motive_pairs import Played
from detente.backtest.motive_prior import FIRST_GUESS, Learned, _nulls, rates_before
from detente.backtest.motive_vintages import _both, vintage
from detente.motive.engine import FAST
from detente.motive.estimate import fit
from detente.motive.payoffs import MOTIVES, NAMES
from detente.motive.vintage import MODELS, Vintage
from detente.world.actor import Dyad
from tests.unit.backtest.motive_rounds import YEAR, known, one, pair

PAIR = Dyad("AAA", "BBB")


def learned(played: Played) -> Learned:
    """One fit, a little changed for each motive, so that no two are taken for each other."""
    rates = rates_before([played], YEAR)
    one_fit = fit(played.before(YEAR, "status"), FIRST_GUESS, "status", engine=FAST)
    fits = {
        m: replace(one_fit, theta=one_fit.theta + 0.01 * k, logs=one_fit.logs - 0.001 * k,
                   evidence=one_fit.evidence - 0.1 * k)
        for k, m in enumerate(MOTIVES)
    }  # fmt: skip
    priors = {m: replace(FIRST_GUESS, mean=FIRST_GUESS.mean + k) for k, m in enumerate(MOTIVES)}
    return Learned(priors, rates, {played.name: fits}, {played.name: _nulls(played, rates, YEAR)})


@cache
def whole() -> tuple[Learned, dict[str, Any]]:
    """What is learned of the pair, and the vintage as read back from its file."""
    known_of = learned(one())
    return known_of, json.loads(json.dumps(vintage(known_of, [one()], YEAR)))


def test_the_room_reads_what_was_learned() -> None:
    of_pair, text = whole()
    found = Vintage({**text, "vintage": str(YEAR)})
    assert (found.there, found.cut) == (True, YEAR)
    np.testing.assert_allclose(found.rates.moves, of_pair.rates.moves, atol=1e-4)
    known_pair = found.known(PAIR, "AAA")
    assert known_pair is not None
    fits = of_pair.fits[one().name]
    for motive in MOTIVES:
        np.testing.assert_allclose(found.priors[motive].mean, of_pair.priors[motive].mean, atol=1e-4)
        posterior = known_pair.posteriors[motive]
        np.testing.assert_allclose(posterior.mean, fits[motive].theta, atol=1e-4)
        np.testing.assert_allclose(posterior.spread**2, np.diag(fits[motive].covariance), atol=1e-3)
        assert known_pair.evidence[motive] == pytest.approx(fits[motive].evidence, abs=0.01)
    assert text["names"] == list(NAMES)
    assert found.known(PAIR, "BBB") is None


def test_years_hold_all_nats_of_the_rounds_and_none_of_the_price_of_parameters() -> None:
    of_pair, text = whole()
    known_pair = Vintage({**text, "vintage": str(YEAR)}).known(PAIR, "AAA")
    assert known_pair is not None
    fits, nulls = of_pair.fits[one().name], of_pair.nulls[one().name]
    years = {r.start.year for r in one().view.rounds.rounds[one().past(YEAR)]}
    for model in MODELS:
        total = fits[model].logs.sum() if model in MOTIVES else nulls[model]
        assert known_pair.years[model].sum() == pytest.approx(total, abs=0.1)
        assert known_pair.years[model].size == len(years)
    assert known_pair.first == min(years)
    assert known_pair.n == int(one().climbed[one().past(YEAR)].sum())
    assert all(known_pair.evidence[m] < known_pair.years[m].sum() for m in MOTIVES)


def test_acts_after_the_year_change_no_byte() -> None:
    before = [e for e in known(5) if (e.date or "") < f"{YEAR}"]
    other = [e for e in known(77) if (e.date or "") >= f"{YEAR}"]
    played = pair([*before, *other])
    again = json.loads(json.dumps(vintage(learned(played), [played], YEAR)))
    assert again == whole()[1]


def test_both_views_of_a_pair_that_takes_part_are_fitted() -> None:
    views = [pair(known(5), actor) for actor in ("AAA", "BBB")]
    thin = pair(known(5)[:12], names={"AAA": "CCC", "BBB": "DDD"})
    assert [(p.dyad.text, p.actor) for p in _both([*views, thin], YEAR)] == [
        ("AAA-BBB", "AAA"),
        ("AAA-BBB", "BBB"),
    ]
