"""What would part the rivals: the actor's opening where one motive alone is called for."""

from itertools import permutations

import numpy as np
import pytest

from detente.motive.payoffs import MOTIVES
from detente.motive.separate import SHOWN, WHEN, separations
from detente.motive.today import State, play, supposed
from detente.numerics.game.tree import HOLD
from tests.unit.motive.test_today import states

STATES = states(12, 4)
FOUND = separations(STATES, "AAA")


def opens(motive: str, called: str) -> float:
    """The chance that the actor opens under a motive's draws in a round that calls for one motive alone."""
    own = [s for s in STATES if s.motive == motive]
    played = play(supposed(own, {m: float(m == called) for m in MOTIVES}))
    return float(np.average(played.move[0, HOLD + 1 :].sum(axis=0), weights=played.share))


def test_each_observation_gains_what_its_two_motives_differ_by() -> None:
    for one in FOUND:
        called = next(m for m, words in WHEN.items() if words in one.observation)
        for_it, against = opens(one.speaks_for, called), opens(one.speaks_against, called)
        if one.observation.startswith("restraint"):
            for_it, against = 1.0 - for_it, 1.0 - against
        assert one.nats == pytest.approx(np.log(for_it / against), abs=1e-5)


def test_the_best_are_shown_first_once_each_and_all_gain() -> None:
    nats = [one.nats for one in FOUND]
    assert len({one.observation for one in FOUND}) == len(FOUND) == SHOWN
    assert nats == sorted(nats, reverse=True)
    assert min(nats) > 0.0
    pairs = list(permutations(MOTIVES, 2))
    opening = {(m, called): opens(m, called) for m in MOTIVES for called in MOTIVES}
    best = max(opening[a, called] / opening[b, called] for a, b in pairs for called in MOTIVES)
    assert nats[0] >= np.log(best) - 1e-5


def test_a_motive_long_ruled_out_parts_nothing_and_breaks_nothing() -> None:
    """Shares of nothing at all, as a weight of exp(-800) is."""
    sizes = {"status": 0.0}
    dead = tuple(
        State(s.motive, s.theta, s.belief, s.intensity, s.hope, sizes.get(s.motive, s.share)) for s in STATES
    )
    assert len(separations(dead, "AAA")) == SHOWN


def test_the_state_is_named() -> None:
    assert all(" of AAA " in one.observation for one in FOUND)
