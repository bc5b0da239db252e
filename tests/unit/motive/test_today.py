"""Today's round beside a sum over all plays by hand."""

from collections.abc import Sequence

import numpy as np
import pytest

from detente.motive.episodes import Places
from detente.motive.ladder import ends as shown_ends
from detente.motive.ladder import nodes
from detente.motive.payoffs import HEIGHTS, MOTIVES, RISK, Rules, games, tree
from detente.motive.today import ENDS, MOVES, Round, State, bounds, mean, play, supposed
from detente.numerics.game.solve import solve
from detente.numerics.game.tree import CONCEDE, HOLD
from tests.unit.motive.plays import EVERY, Array, beliefs, thetas

RULES = Rules(risk=(0.02, 0.1, 0.3), protected=1, settlement=0.1)


def states(count: int, seed: int, motives: Sequence[str] = MOTIVES) -> tuple[State, ...]:
    """Draws with the motives in turn, so that they are not in the order of motives."""
    rng, theta, belief = np.random.default_rng(seed), thetas(count, seed), beliefs(count, seed)
    share = rng.dirichlet(np.ones(count))
    return tuple(
        State(motives[n % len(motives)], theta[:, n], belief[..., n], rng.random(), rng.random(), share[n])
        for n in range(count)
    )


STATES = states(6, 3)
PLAYED = play(STATES, RULES)


def height_of(path: Places) -> int:
    at, action = path[-1][1:]
    return int(tree().rung[at]) + max(action - HOLD, 0)


def end_of(path: Places) -> str:
    action, height = path[-1][2], height_of(path)
    if action == CONCEDE:
        return "concession"
    return ("settled" if height else "quiet") if action == HOLD else "war"


def by_hand(state: State, rules: Rules) -> dict[str, float]:
    """The chances of ends and of a climb, summed over plays and pairs of types."""
    one = np.ones(1)
    game = games(state.theta[:, None], one * state.intensity, one * state.hope, state.belief[..., None],
                 state.motive, rules)  # fmt: skip
    chance, found = solve(game).strategy[..., 0], dict.fromkeys((*ENDS, "climbed"), 0.0)
    for path in EVERY:
        sides = [
            state.belief[z] @ np.prod([np.ones(3), *(chance[n, a] for s, n, a in path if s == z)], axis=0)
            for z in (0, 1)
        ]
        likely, survived = float(sides[0] * sides[1]), 1.0
        for _, at, action in path:
            height = int(tree().rung[at]) + action - HOLD
            survived *= 1.0 - (rules.risk[height - 1] if action > HOLD and height < len(HEIGHTS) else 0.0)
        found[end_of(path)] += likely * survived
        found["accident"] += likely * (1.0 - survived)
        found["climbed"] += likely * any(action > HOLD for _, _, action in path)
    return found


def ordered() -> list[State]:
    return [s for m in dict.fromkeys(s.motive for s in STATES) for s in STATES if s.motive == m]


def test_ends_and_the_chance_of_a_climb_are_sums_over_all_plays() -> None:
    for n, state in enumerate(ordered()):
        expected = by_hand(state, RULES)
        assert PLAYED.share[n] == state.share
        for at, end in enumerate(ENDS):
            assert PLAYED.ends[at, n] == pytest.approx(expected[end], abs=1e-6), end
        assert PLAYED.opened[n] == pytest.approx(expected["climbed"], abs=1e-6)


def test_ends_sum_to_one_and_so_do_the_moves_of_every_place() -> None:
    np.testing.assert_allclose(PLAYED.ends.sum(axis=0), 1.0, atol=1e-9)
    np.testing.assert_allclose(PLAYED.move.sum(axis=1), 1.0, atol=1e-6)
    assert not PLAYED.move[~tree().open].any()


def test_a_place_is_reached_by_the_moves_to_it_and_no_accident() -> None:
    full = tree()
    np.testing.assert_allclose(PLAYED.reach[0], 1.0, atol=1e-12)
    for n in range(1, full.histories):
        parent, action = int(full.parent[n]), int(full.taken[n])
        going = 1.0 - (RULES.risk[full.rung[n] - 1] if action > HOLD else 0.0)
        expected = PLAYED.reach[parent] * PLAYED.move[parent, action] * going
        np.testing.assert_allclose(PLAYED.reach[n], expected, atol=1e-12)


def test_the_order_of_draws_is_of_no_account() -> None:
    turned = play(STATES[::-1], RULES)
    assert turned.ends @ turned.share == pytest.approx(PLAYED.ends @ PLAYED.share)
    assert turned.share.sum() == pytest.approx(1.0)


def test_riskier_rules_make_accidents_and_usual_ones_are_the_default() -> None:
    usual = play(STATES)
    again = play(STATES, Rules(risk=RISK))
    np.testing.assert_array_equal(usual.ends, again.ends)
    risky = play(STATES, Rules(risk=tuple(3.0 * r for r in RISK)))  # type: ignore[arg-type]
    assert (risky.ends[ENDS.index("accident")] > usual.ends[ENDS.index("accident")]).all()


def test_supposing_changes_the_named_motives_draws_alone_and_hope_of_all() -> None:
    changed = supposed(STATES, {"status": 1.0, "hope": 0.5})
    for before, after in zip(STATES, changed, strict=True):
        assert after.intensity == (1.0 if before.motive == "status" else before.intensity)
        assert after.hope == 0.5
        assert after.theta is before.theta
        assert (after.share, after.motive) == (before.share, before.motive)
    kept = [(s.intensity, s.hope) for s in supposed(STATES, {})]
    assert kept == [(s.intensity, s.hope) for s in STATES]


def test_bounds_are_weighed_points_and_hold_the_mean() -> None:
    rng = np.random.default_rng(1)
    values, even = rng.normal(size=4000), np.full(4000, 1.0 / 4000)
    np.testing.assert_allclose(bounds(values, even), np.quantile(values, (0.05, 0.95)), atol=0.02)
    twice = np.concatenate([values[values > 0], values[values > 0], values[values <= 0]])
    weighed = np.where(values > 0, 2.0, 1.0)
    np.testing.assert_allclose(
        bounds(values, weighed / weighed.sum()), np.quantile(twice, (0.05, 0.95)), atol=0.02
    )
    for n in (1, 2, 5):
        some, share = rng.normal(size=n) ** 3, rng.dirichlet(np.full(n, 0.3))
        low, high = bounds(some, share)
        assert low <= mean(some, share) <= high


def test_the_ladder_shows_the_likeliest_places_in_the_order_of_play() -> None:
    shown = nodes(PLAYED, ("AAA", "BBB"))
    assert (shown[0].at, shown[0].mover) == ("quiet", "AAA")
    assert shown[0].reached == pytest.approx(1.0)
    reached = np.sort(PLAYED.reach @ PLAYED.share)[::-1]
    assert sorted((n.reached for n in shown), reverse=True) == pytest.approx(reached[: len(shown)])
    for node in shown:
        assert sum(p.value for _, p in node.moves) == pytest.approx(1.0, abs=1e-6)
        names = [name for name, _ in node.moves]
        assert names == ["concede", "hold", *MOVES[2 + HEIGHTS.index(node.at) :]]
        assert all(0.0 <= p.low <= p.value <= p.high <= 1.0 for _, p in node.moves)


def test_the_ladder_names_each_move_by_the_height_that_it_climbs_to() -> None:
    """The chance of each named move at the root and after a show, beside the arrays."""
    root = dict(nodes(PLAYED, ("AAA", "BBB"))[0].moves)
    for action, name in enumerate(MOVES):
        assert root[name].value == pytest.approx(float(PLAYED.move[0, action] @ PLAYED.share))
    after = next(n for n in nodes(PLAYED, ("AAA", "BBB")) if (n.at, n.mover) == ("show", "BBB"))
    at = int(tree().child[0, HOLD + 1])
    assert dict(after.moves)["force"].value == pytest.approx(float(PLAYED.move[at, HOLD + 1] @ PLAYED.share))


def test_the_ends_shown_sum_to_one() -> None:
    found = shown_ends(PLAYED)
    assert [e.end for e in found] == list(ENDS)
    assert sum(e.p.value for e in found) == pytest.approx(1.0)


def opened(values: Array) -> Round:
    """A round in which only the chances of opening count: the actor's climb, its hold, the other's climb."""
    move = np.zeros((tree().histories, tree().actions, 1))
    move[0, HOLD + 1, 0], move[0, HOLD, 0] = values[0], values[1]
    move[int(tree().child[0, HOLD]), HOLD + 2, 0] = values[2]
    return Round(np.ones((1, 1)), move, np.zeros((5, 1)), np.ones(1), np.ones(1))


def test_a_round_is_opened_by_either_side() -> None:
    assert opened(np.array([0.2, 0.5, 0.4])).opened == pytest.approx(0.2 + 0.5 * 0.4)
