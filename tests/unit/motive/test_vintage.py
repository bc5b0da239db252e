"""What a vintage knows, and the draws about a mode."""

import numpy as np
import pytest

from detente.motive.estimate import Prior
from detente.motive.payoffs import MOTIVES, NAMES
from detente.motive.vintage import DRAWS, MODELS, Vintage, drawn
from tests.unit.motive.pasts import CUT, PAIR, fitted, of_pair

PRIOR = Prior(np.linspace(-1.0, 1.0, len(NAMES)), np.linspace(0.1, 2.0, len(NAMES)))


def test_a_vintage_says_what_it_knows() -> None:
    found = Vintage(fitted(pairs=of_pair("BBB", n=33, years=7)))
    assert found.there
    assert set(found.priors) == set(MOTIVES)
    assert all(p.mean.shape == p.spread.shape == (len(NAMES),) for p in found.priors.values())
    assert found.rates.moves.shape == (8, 6)
    known = found.known(PAIR, "BBB")
    assert known is not None
    assert (known.cut, known.n) == (CUT, 33)
    assert set(known.posteriors) == set(MOTIVES)
    assert set(known.evidence) == set(known.years) == set(MODELS)
    assert all(values.shape == (7,) for values in known.years.values())


def test_a_pair_or_side_without_a_fit_is_unknown() -> None:
    assert Vintage(fitted(pairs=of_pair("BBB"))).known(PAIR, "AAA") is None
    assert Vintage(fitted()).known(PAIR, "AAA") is None


def test_a_calendar_alone_is_no_fit() -> None:
    assert not Vintage({"vintage": "1945", "anniversaries": {}}).there
    assert not Vintage({}).there


WAR = NAMES.index("war")


def test_draws_are_the_mode_and_opposite_pairs() -> None:
    found = drawn(PRIOR, None, seed=4)
    assert found.shape == (len(NAMES), DRAWS)
    np.testing.assert_array_equal(found[:, 0], PRIOR.mean)
    np.testing.assert_allclose(found.mean(axis=1), PRIOR.mean, atol=1e-12)
    np.testing.assert_array_equal(found, drawn(PRIOR, None, seed=4))
    assert not np.array_equal(found, drawn(PRIOR, None, seed=5))


def test_draws_spread_as_the_posterior_does_but_for_war() -> None:
    away = np.concatenate([drawn(PRIOR, None, seed=n)[:, 1:] for n in range(600)], axis=1)
    free = [n for n in range(len(NAMES)) if n != WAR]
    np.testing.assert_allclose(away[free].std(axis=1), PRIOR.spread[free], rtol=0.1)
    assert np.abs(np.corrcoef(away[free]) - np.eye(len(free))).max() == pytest.approx(0.0, abs=0.15)
    np.testing.assert_array_equal(away[WAR], PRIOR.mean[WAR])


def test_war_is_drawn_to_either_side_as_far_as_its_points_say() -> None:
    middle = PRIOR.mean[WAR]
    draws = np.concatenate([drawn(PRIOR, (middle - 3.0, middle + 0.2), seed=n)[WAR, 1:] for n in range(600)])
    np.testing.assert_allclose(np.quantile(draws, (0.05, 0.95)) - middle, (-3.0, 0.2), rtol=0.1)
