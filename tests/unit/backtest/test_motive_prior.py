"""What other pairs teach: means, spreads, rates of moves."""

import numpy as np

from detente.backtest.motive_prior import FIRST_GUESS, NULLS, _prior, rates_before
from detente.motive.estimate import Fit
from detente.motive.nulls import counted
from detente.motive.payoffs import NAMES
from tests.unit.backtest.motive_rounds import YEAR, known, one, pair

NUMBER = len(NAMES)


def fit_of(theta: float, variance: float) -> Fit:
    return Fit(np.full(NUMBER, theta), np.eye(NUMBER) * variance, 0.0, True)


def test_the_prior_of_pairs_has_their_mean_and_the_spread_between_and_within_them() -> None:
    found = _prior([fit_of(-1.0, 0.5), fit_of(2.0, 0.1), fit_of(2.0, 0.3)])
    np.testing.assert_allclose(found.mean, 1.0)
    np.testing.assert_allclose(found.spread**2, (4.0 + 1.0 + 1.0) / 3.0 + 0.3)


def test_the_first_guess_has_a_number_for_every_parameter() -> None:
    assert FIRST_GUESS.mean.shape == FIRST_GUESS.spread.shape == (NUMBER,)
    assert (FIRST_GUESS.spread > 0.0).all()


def test_rates_are_the_moves_of_all_pairs_before_the_cut() -> None:
    """What the record leaves open is shared out by the rates, near where they stay."""
    two = [one(), pair(known(6))]
    found = rates_before(two, YEAR)
    again = sum(counted(p.before(YEAR, None), found.chances()).sum(axis=0) for p in two)
    plain = sum(counted(p.before(YEAR, None)).sum(axis=0) for p in two)
    assert np.abs(again - found.moves).max() < 0.1 < np.abs(plain - found.moves).max()
    assert (found.weight, found.half_life, found.trust) == NULLS
    other = [one(), pair([e for e in known(6) if (e.date or "") < f"{YEAR}"])]
    np.testing.assert_array_equal(rates_before(other, YEAR).moves, found.moves)
