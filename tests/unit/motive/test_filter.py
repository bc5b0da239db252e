"""Chances are chances, beliefs are Bayes's, and a point of the grid is the solved game itself."""

from dataclasses import replace

import numpy as np
import pytest

from detente.motive.episodes import Episodes, Places
from detente.motive.filter import CORNERS, SURE, Array, Grid, drawn_types, filtered, together
from detente.motive.payoffs import MOTIVES, NAMES, games
from detente.numerics.game.solve import solve
from tests.unit.motive.plays import EVERY, any_of_all, beliefs, certain, some_rounds, thetas

THETA = thetas(2, 11)
LONG: Places = max(EVERY, key=len)


def one_round(path: Places, intensity: float = 0.0, hope: float = 0.0) -> Episodes:
    one = np.ones(1)
    return Episodes((path,), np.ones((1, 1)), np.zeros((1, 1), int), 0.0 * one, one * intensity, one * hope)


def by_hand(theta: Array, prior: Array, intensity: float, hope: float, motive: str) -> Array:
    """The strategies (N, A, T) of one game, solved apart from the filter."""
    one = np.ones(1)
    found = solve(games(theta[:, None], one * intensity, one * hope, prior[..., None], motive))
    assert found.solved.all()
    return np.asarray(found.strategy[..., 0])


def of_side(chance: Array, path: Places, side: int) -> Array:
    """The chance (T,) that each type of the side takes its moves of the path."""
    return np.asarray(np.prod([chance[at, action] for by, at, action in path if by == side], axis=0))


@pytest.mark.parametrize("motive", [*MOTIVES, None])
def test_the_chances_of_all_plays_of_a_round_sum_to_one(motive: str | None) -> None:
    seen = any_of_all(4, 1)
    found = filtered(seen, THETA, motive, start=beliefs(2, 1))
    assert found.solved.all()
    np.testing.assert_allclose(found.logs, 0.0, atol=1e-9)


def test_a_play_goes_on_from_what_was_seen_of_it() -> None:
    """The chance of a beginning is the sum over the plays that begin so."""
    start = beliefs(2, 4)
    for beginning in {path[:2] for path in EVERY if len(path) > 3}:
        whole = [path for path in EVERY if path[:2] == beginning]
        every = np.ones((1, len(whole)))
        seen = Episodes(tuple(whole), every, np.arange(len(whole))[None], *np.zeros((3, 1)))
        parts = filtered(seen, THETA, "status", start=start).logs
        alone = filtered(one_round(beginning), THETA, "status", start=start).logs
        np.testing.assert_allclose(parts, alone, atol=1e-9)


@pytest.mark.parametrize(("t", "u"), [(0, 0), (0, 2), (1, 0), (2, 1)])
def test_at_a_point_of_the_grid_the_chance_is_that_of_the_solved_game_and_beliefs_are_bayes(
    t: int, u: int
) -> None:
    prior = np.stack([CORNERS[t], CORNERS[u]])
    for intensity, hope in ((0.0, 1.0), (1.0, 1.0)):
        chance = by_hand(THETA[:, 0], prior, intensity, hope, "coercion")
        for path in (LONG, EVERY[7], EVERY[40]):
            found = filtered(
                one_round(path, intensity, hope), THETA[:, :1], "coercion", start=prior[..., None]
            )
            joint = np.stack([prior[side] * of_side(chance, path, side) for side in (0, 1)])
            assert found.logs[0, 0] == pytest.approx(np.log(joint.sum(axis=1)).sum(), abs=1e-5)
            after = joint / joint.sum(axis=1, keepdims=True)
            np.testing.assert_allclose(found.belief[1, ..., 0], after, atol=1e-6)


def test_between_points_each_sides_chances_are_mixed() -> None:
    prior, theta = np.stack([CORNERS[1], CORNERS[0]]), THETA[:, 0]
    ends = [by_hand(theta, prior, value, 0.0, "security") for value in (0.0, 1.0)]
    for path in (LONG, EVERY[3]):
        found = filtered(one_round(path, 0.3), THETA[:, :1], "security", start=prior[..., None])
        sides = [[float(prior[s] @ of_side(chance, path, s)) for chance in ends] for s in (0, 1)]
        mixed = [0.7 * none + 0.3 * full for none, full in sides]
        assert found.logs[0, 0] == pytest.approx(np.log(np.prod(mixed)), abs=1e-5)


def test_shares_of_the_grid_give_the_state_back_and_clip_what_is_surer() -> None:
    grid = Grid.of("status", hopes=True)
    rest = (1.0 - SURE) / 2.0
    inside = rest + (1.0 - 3.0 * rest) * beliefs(5, 3)
    called = np.linspace(0.0, 1.0, 5)
    shares = grid.shares(inside, called, 0.4)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)
    assert (shares >= 0.0).all()
    np.testing.assert_allclose(np.einsum("ztc,cp->ztp", grid.prior, shares), inside, atol=1e-12)
    np.testing.assert_allclose(grid.intensity @ shares, called, atol=1e-12)
    np.testing.assert_allclose(grid.hope @ shares, 0.4, atol=1e-12)
    sure = np.repeat(np.array([1.0, 0.0, 0.0])[None, :, None], 2, axis=0)
    at = Grid.of(None, hopes=False).shares(sure, np.zeros(1), 0.0)[:, 0]
    np.testing.assert_allclose(at, [1.0, *[0.0] * 8], atol=1e-12)


def test_readings_of_a_round_are_summed_by_their_weights() -> None:
    start, paths = beliefs(2, 6), (EVERY[5], EVERY[50])
    weight = np.array([[0.3, 0.7]])
    seen = Episodes(paths, weight, np.array([[0, 1]]), *np.zeros((3, 1)))
    both = filtered(seen, THETA, "domestic", start=start)
    alone = [filtered(one_round(path), THETA, "domestic", start=start) for path in paths]
    joint = np.stack([w * np.exp(found.logs[0]) for w, found in zip(weight[0], alone, strict=True)])
    np.testing.assert_allclose(both.logs[0], np.log(joint.sum(axis=0)), atol=1e-12)
    shares = joint / joint.sum(axis=0)
    after = sum(share * found.belief[1] for share, found in zip(shares, alone, strict=True))
    np.testing.assert_allclose(both.belief[1], after, atol=1e-12)


def test_types_turn_over_between_rounds_and_nothing_else_moves_beliefs_where_nothing_is_known() -> None:
    seen, start = any_of_all(5, 8), beliefs(2, 8)
    found = filtered(seen, THETA, "status", start=start)
    drawn, rate = drawn_types(THETA), np.exp(THETA[NAMES.index("turnover")])
    for row in range(seen.size):
        kept = np.exp(-rate * seen.years[: row + 1].sum())
        np.testing.assert_allclose(found.belief[row + 1], drawn + kept * (start - drawn), atol=1e-9)


def test_types_are_drawn_by_their_log_odds() -> None:
    odds = np.exp(THETA[[NAMES.index("resolved"), NAMES.index("fighting")]])
    drawn = drawn_types(THETA)
    np.testing.assert_allclose(drawn[1:] / drawn[0], odds)
    np.testing.assert_allclose(drawn.sum(axis=0), 1.0)
    first = filtered(certain([EVERY[4]]), THETA, None).belief[0]
    np.testing.assert_array_equal(first, np.stack([drawn, drawn]))


def test_rounds_in_two_parts_are_the_rounds_in_one() -> None:
    seen = some_rounds(6, 3)
    whole = filtered(seen, THETA, "security")
    first = filtered(seen.until(3), THETA, "security")
    then = filtered(seen.part(slice(3, 6)), THETA, "security", start=first.belief[-1])
    np.testing.assert_allclose(np.concatenate([first.logs, then.logs]), whole.logs, atol=1e-12)
    np.testing.assert_allclose(then.belief[-1], whole.belief[-1], atol=1e-12)


def test_later_rounds_change_nothing_of_earlier_ones() -> None:
    seen = some_rounds(6, 3)
    other = seen.part(np.array([0, 1, 2, 5, 4, 3]))
    one, two = (filtered(each, THETA, "status") for each in (seen, other))
    np.testing.assert_array_equal(one.logs[:3], two.logs[:3])
    assert not np.allclose(one.logs[3:], two.logs[3:])


def test_all_motives_in_one_pass_are_each_alone() -> None:
    rounds, rng = some_rounds(4, 9), np.random.default_rng(9)
    seen = {m: replace(rounds, intensity=rng.random(4)) for m in MOTIVES}
    given = {m: thetas(1, k)[:, 0] for k, m in enumerate(MOTIVES)}
    for motive, found in together(seen, given).items():
        alone = filtered(seen[motive], given[motive][:, None], motive)
        np.testing.assert_allclose(found.logs, alone.logs, atol=1e-6)
        np.testing.assert_allclose(found.belief, alone.belief, atol=1e-6)
        assert found.solved.tolist() == alone.solved.tolist() == [True]


def test_a_warm_start_ends_where_a_cold_one_does() -> None:
    seen, near = some_rounds(3, 5), THETA[:, :1] + 0.01
    warm = filtered(seen, near, "status").solution
    for theta in (THETA[:, :1], THETA[:, [0, 0]]):
        cold, hot = filtered(seen, theta, "status"), filtered(seen, theta, "status", warm=warm)
        np.testing.assert_allclose(hot.logs, cold.logs, atol=1e-5)


def test_more_of_what_a_motive_asks_for_is_done_when_it_is_called_for() -> None:
    """With the same parameters: status and security climb more, at intensity 1 than at 0."""
    opens = tuple(path for path in EVERY if path[0][2] > 1)
    every = np.ones((1, len(opens)))
    for motive in ("status", "security"):
        calm, called = (
            Episodes(opens, every, np.arange(len(opens))[None], np.zeros(1), np.full(1, value), np.zeros(1))
            for value in (0.0, 1.0)
        )
        assert (filtered(called, THETA, motive).logs > filtered(calm, THETA, motive).logs).all()
