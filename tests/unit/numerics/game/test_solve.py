"""Equilibria of ladders, their certificate, and that nothing false gets one."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.numerics.game.crisis import Crisis, Patron, games, typical
from detente.numerics.game.games import Array, Solved
from detente.numerics.game.regret import certificate
from detente.numerics.game.solve import certified, even, solve, swept
from tests.unit.numerics.game.ladders import ladders

REFERENCE = Path(__file__).parents[3] / "data" / "game_reference.json"
STORED = json.loads(REFERENCE.read_text(encoding="utf-8"))


def moved(found: Solved, logs: Array) -> Solved:
    """The same answer with other strategies."""
    logs = logs - np.logaddexp.reduce(logs, axis=1, keepdims=True)
    return replace(found, logs=logs, strategy=np.exp(logs))


@pytest.mark.parametrize(
    "stored", STORED["games"], ids=lambda g: f"{g['rungs']}-{g['types']}-{g['precision']:g}"
)
def test_strategies_are_those_of_pygambit(stored: dict[str, float | list[list[float]]]) -> None:
    """The peer plays the game with nature and the patron in it, and follows the path from lambda = 0."""
    rungs, types, rows = int(str(stored["rungs"])), int(str(stored["types"])), stored["rows"]
    assert isinstance(rows, list)
    found = solve(games(typical(rungs, types), float(str(stored["precision"]))))
    assert found.solved.all()
    assert len(rows) >= 12
    for at, own, *chances in rows:
        assert found.strategy[int(at), :, int(own), 0] == pytest.approx(chances, abs=1e-6)


@pytest.mark.parametrize("precision", [0.0, 2.0, 10.0])
def test_what_is_called_solved_has_the_full_certificate(precision: float) -> None:
    game = ladders(40, 11, precision, rungs=4, types=3, jumps=2)
    found = solve(game)
    checked = certificate(game, found)
    assert found.solved.all()
    assert checked.holds(1e-9).all()
    assert (checked.reply >= -1e-12).all()
    assert (checked.regret >= -1e-12).all()
    if precision:
        assert (checked.bound <= np.log(4.0) / precision + 1e-12).all()


def test_a_strategy_a_little_off_has_none() -> None:
    game = ladders(40, 12, 5.0, rungs=3)
    found = solve(game)
    rng = np.random.default_rng(0)
    bent = moved(found, found.logs + 1e-5 * rng.normal(size=found.logs.shape))
    assert not certificate(game, bent).holds(1e-9).any()
    assert not certified(game, bent.logs).solved.any()


def test_a_belief_a_little_off_has_none() -> None:
    game = ladders(40, 12, 5.0, rungs=3)
    found = solve(game)
    tilted = found.belief * (1.0 + 1e-5 * np.arange(3.0)[:, None])
    tilted /= tilted.sum(axis=1, keepdims=True)
    assert not certificate(game, replace(found, belief=tilted)).holds(1e-9).any()
    assert not certified(game, found.logs, belief=tilted).solved.any()


def test_even_chances_are_no_best_reply_and_break_the_bound() -> None:
    game = ladders(20, 13, 20.0, rungs=3)
    lazy = certificate(game, certified(game, even(game)))
    assert (lazy.regret > lazy.bound).any(axis=(0, 1)).all()
    assert not lazy.holds(0.1).any()
    assert (lazy.reply.max(axis=(0, 1)) > 0.05).all()


def test_best_replies_gain_at_least_what_a_single_move_gains() -> None:
    game = ladders(20, 14, 4.0, rungs=4)
    checked = certificate(game, solve(game))
    assert (checked.reply - checked.regret >= -1e-9).all()


def test_a_warm_start_leads_to_the_same_equilibrium() -> None:
    game = ladders(20, 15, 5.0)
    found = solve(game)
    again = solve(game.at(game.precision * 1.02), start=found.logs)
    fresh = solve(game.at(game.precision * 1.02))
    assert again.solved.all()
    assert np.abs(again.strategy - fresh.strategy).max() < 1e-8
    assert np.abs(again.strategy - found.strategy).max() > 1e-4


def test_sweeps_alone_say_nothing_of_being_solved() -> None:
    game = ladders(20, 16, 10.0)
    assert not certified(game, swept(game, even(game), 1)).solved.any()


def test_the_scale_of_payoffs_is_that_of_the_precision() -> None:
    game = ladders(10, 17, 6.0)
    twice = replace(game, gain=2.0 * game.gain, precision=0.5 * game.precision)
    assert np.abs(solve(game).strategy - solve(twice).strategy).max() < 1e-9


def test_a_patron_chooses_by_logit_and_moves_the_fight() -> None:
    crisis = typical(2, 2)
    assert isinstance(crisis.patron, Patron)
    assert crisis.patron.stands_by(np.array([3.0])) == pytest.approx(1.0 / (1.0 + np.exp(-3.0 * 0.7)))
    alone = replace(crisis, patron=None)
    difference = crisis.fight(np.array([3.0])) - alone.fight(np.array([3.0]))
    share = 1.0 / (1.0 + np.exp(-2.1))
    assert difference[:, 0, 0] == pytest.approx([-share, 0.6 * share])


def test_a_climb_of_several_rungs_runs_all_their_risks() -> None:
    crisis = Crisis(3, np.ones((2, 1, 1)), np.ones((2, 1, 1)), jumps=2, risk=0.1, growth=2.0)
    assert crisis.risks()[:, :, 0] == pytest.approx(np.array([[0.1, 0.28], [0.2, 0.52], [0.4, 0.88]]))
