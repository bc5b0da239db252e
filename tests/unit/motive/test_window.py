"""The window of inspection: the closed form against its own inequalities, and how each term moves it."""

from dataclasses import fields, replace

import numpy as np
import pytest

from detente.motive.window import Floats, Offer, cheated, kept, least, most, possible, slack

DRAWS = 1000
RISES = {"recognition", "aid", "penalty"}
"""Terms of which more makes a deal possible; of all others more makes it impossible."""


def offers(seed: int = 3) -> Offer:
    rng = np.random.default_rng(seed)
    drawn = {f.name: rng.uniform(0.05, 1.2, DRAWS) for f in fields(Offer)}
    return Offer(**drawn | {"no_deal": rng.uniform(-0.3, 0.3, DRAWS)})


def one(**terms: float) -> Offer:
    usual = {"aid": 0.5, "recognition": 0.2, "loss": 0.35, "advantage": 0.2, "penalty": 0.8, "exposure": 0.6,
             "no_deal": 0.0}  # fmt: skip
    return Offer(**{name: np.array([value]) for name, value in (usual | terms).items()})


def test_equals_brute_force_on_a_grid_of_inspection() -> None:
    offer = offers()
    grid = np.linspace(0.0, 1.0, 1001)[:, None]
    worth = kept(offer, grid)
    met = np.any((worth >= cheated(offer, grid)) & (worth >= offer.no_deal), axis=0)
    wide = np.abs(slack(offer)) > 0.01
    assert wide.mean() > 0.9
    np.testing.assert_array_equal(possible(offer)[wide], met[wide])
    assert 0.1 < met.mean() < 0.9


def test_payoffs_are_equal_at_either_edge() -> None:
    offer = offers()
    low, high = least(offer), most(offer)
    finite = np.isfinite(low)
    assert 0.5 < finite.mean() < 1.0
    edge = np.where(finite, low, 0.0)
    np.testing.assert_allclose(kept(offer, edge)[finite], cheated(offer, edge)[finite], atol=1e-9)
    np.testing.assert_allclose(kept(offer, high), offer.no_deal, atol=1e-9)


def test_just_below_the_least_cheating_pays_and_just_above_it_does_not() -> None:
    offer = offers()
    low = np.where(np.isfinite(least(offer)), least(offer), 0.5)
    some = np.isfinite(least(offer))
    assert (kept(offer, low - 1e-6) < cheated(offer, low - 1e-6))[some].all()
    assert (kept(offer, low + 1e-6) > cheated(offer, low + 1e-6))[some].all()


def test_slack_says_whether_a_deal_is_possible() -> None:
    offer = offers()
    clear = np.abs(slack(offer)) > 1e-9
    np.testing.assert_array_equal((slack(offer) > 0.0)[clear], possible(offer)[clear])


@pytest.mark.parametrize("name", [f.name for f in fields(Offer)])
def test_every_term_moves_the_window_one_way(name: str) -> None:
    offer = offers()
    value: Floats = getattr(offer, name)
    more = replace(offer, **{name: value + 0.1})
    worse, better = (more, offer) if name not in RISES else (offer, more)
    assert (possible(better) >= possible(worse)).all()
    assert possible(better).sum() > possible(worse).sum()
    assert (slack(better) >= slack(worse) - 1e-12).all()


def test_terms_worked_by_hand() -> None:
    """Phased: (.2+.35)/(.5+.2+.2+.8-.6) = .5, (.5+.2-.35)/.6 = .583; twice the exposure closes it."""
    assert least(one())[0] == pytest.approx(0.5)
    assert most(one())[0] == pytest.approx(0.35 / 0.6)
    assert possible(one())[0]
    assert not possible(one(exposure=1.2))[0]
    assert not possible(one(aid=0.6, loss=0.9, advantage=0.4))[0]


def test_where_inspection_exposes_more_than_it_deters_none_is_enough() -> None:
    offer = one(exposure=1.8)
    assert np.isinf(least(offer)[0])
    q = np.linspace(0.0, 1.0, 101)[:, None]
    assert (kept(offer, q) < cheated(offer, q)).all()
    assert not possible(offer)[0]


def test_without_exposure_any_inspection_is_borne_or_none() -> None:
    assert most(one(exposure=0.0))[0] == np.inf
    assert most(one(exposure=0.0, loss=2.0))[0] == -np.inf
