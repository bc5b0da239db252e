"""Rounds as arrays: paths through the tree, gaps in years, readings padded with nothing."""

from datetime import date, timedelta

import numpy as np
import pytest

from detente.motive.episodes import episodes, places
from detente.motive.moves import Move
from detente.motive.payoffs import tree
from detente.motive.rounds import Round, Step
from tests.unit.motive.plays import DAY, every_play, steps

SHOWN = steps(((0, Move.SHOW), (1, Move.FORCE), (0, Move.HOLD), (1, Move.HOLD)))
QUIET = steps(((0, Move.HOLD), (1, Move.HOLD)))


def test_a_path_is_the_moves_in_the_tree() -> None:
    full = tree()
    for play in every_play():
        height = 0
        for (side, move), (by, at, action) in zip(play, places(steps(play)), strict=True):
            assert (by, full.mover[at], full.rung[at]) == (side, side, height)
            assert action == (move if move <= Move.HOLD else 1 + move - 1 - height)
            height = max(height, move - 1)


@pytest.mark.parametrize(
    "play",
    [
        ((1, Move.HOLD),),
        ((0, Move.SHOW), (0, Move.FORCE)),
        ((0, Move.FORCE), (1, Move.SHOW)),
        ((0, Move.SHOW), (1, Move.SHOW)),
        ((0, Move.HOLD), (1, Move.HOLD), (0, Move.SHOW)),
        ((0, Move.CONCEDE), (1, Move.SHOW)),
        ((0, Move.WAR), (1, Move.HOLD)),
    ],
)
def test_what_no_rule_allows_is_no_path(play: tuple[tuple[int, Move], ...]) -> None:
    with pytest.raises(ValueError, match="no move of the game"):
        places(steps(play))


def test_rounds_keep_their_readings_and_the_years_between_their_starts() -> None:
    later = DAY + timedelta(days=731)
    rounds = [Round(DAY, DAY, ((1.0, QUIET),)), Round(later, later, ((0.75, SHOWN), (0.25, QUIET)))]
    seen = episodes(rounds, [0.1, 0.9], [0.0, 0.3])
    assert seen.paths == (places(QUIET), places(SHOWN))
    assert seen.weight.tolist() == [[1.0, 0.0], [0.75, 0.25]]
    assert seen.path[1].tolist() == [1, 0]
    assert seen.years == pytest.approx([0.0, 731 / 365.25])
    assert (seen.intensity.tolist(), seen.hope.tolist()) == ([0.1, 0.9], [0.0, 0.3])


def test_a_part_is_those_rounds_alone_with_the_gap_before_each() -> None:
    days = [date(2000 + n, 1, 1) for n in range(5)]
    seen = episodes([Round(d, d, ((1.0, QUIET),)) for d in days], [0.0, 0.1, 0.2, 0.3, 0.4], [0.0] * 5)
    part = seen.part(slice(2, 4))
    assert part.size == 2
    assert part.intensity.tolist() == [0.2, 0.3]
    assert part.years == pytest.approx(np.array([365, 365]) / 365.25)
    assert seen.until(2).intensity.tolist() == [0.0, 0.1]


def test_no_rounds_are_none() -> None:
    seen = episodes([], [], [])
    assert (seen.size, seen.paths) == (0, ())


def test_a_round_just_begun_is_a_path_without_moves() -> None:
    assert places(()) == ()
    assert episodes([Round(DAY, DAY, ((1.0, ()),), open=True)], [0.0], [0.0]).paths == ((),)


def test_a_step_says_which_move_is_none() -> None:
    with pytest.raises(ValueError, match=r"LETHAL.*after"):
        places((*SHOWN, Step(0, Move.LETHAL, DAY, None)))
