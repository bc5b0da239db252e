"""The compiled engine gives the numbers of the plain one."""

import numpy as np
import pytest

from detente.motive.engine import FAST
from detente.motive.filter import Grid, drawn_types, filtered, grid_games, path_chances, scan
from detente.motive.payoffs import NAMES
from tests.unit.motive.plays import beliefs, some_rounds, thetas

THETA = thetas(3, 21)


@pytest.mark.parametrize(
    ("motive", "hopes"), [("status", True), ("coercion", False), (None, True), (None, False)]
)
def test_rounds_passed_through_in_both_ways_give_the_same(motive: str | None, hopes: bool) -> None:
    seen, start = some_rounds(12, 2, readings=4, hopes=hopes), beliefs(3, 5)
    seen.weight[0, 1:] = 0.0  # readings that a round doesn't have
    grid = Grid.of(motive, hopes)
    solution, solved = FAST.solve(grid_games(THETA, grid, motive), None)
    assert solved.all()
    chances = path_chances(seen, solution.reshape(*solution.shape[:3], 3, -1))
    called = np.repeat(seen.intensity[:, None], 3, axis=1)
    given = (seen, chances, drawn_types(THETA), np.exp(THETA[NAMES.index("turnover")]), grid, start, called)
    for plain, fast in zip(scan(*given), FAST.scan(*given), strict=True):
        np.testing.assert_allclose(fast, plain, atol=1e-10)


def test_surer_beliefs_than_the_grid_holds_count_alike_in_both_ways() -> None:
    seen = some_rounds(3, 4)
    sure = np.repeat(np.array([[0.998, 0.001, 0.001], [0.0, 0.02, 0.98]])[..., None], 3, axis=2)
    one, two = (
        filtered(seen, THETA, "domestic", engine=FAST, start=sure),
        filtered(seen, THETA, "domestic", start=sure),
    )
    np.testing.assert_allclose(one.logs, two.logs, atol=1e-5)
    np.testing.assert_allclose(one.belief, two.belief, atol=1e-6)


def test_compiled_games_are_solved_to_the_tolerance_and_end_where_the_plain_ones_do() -> None:
    seen = some_rounds(8, 3)
    fast, plain = filtered(seen, THETA, "security", engine=FAST), filtered(seen, THETA, "security")
    assert fast.solved.all()
    np.testing.assert_allclose(np.exp(fast.solution), np.exp(plain.solution), atol=1e-6)
    np.testing.assert_allclose(fast.logs, plain.logs, atol=1e-5)


def test_a_warm_start_is_used_and_changes_no_number() -> None:
    seen = some_rounds(4, 6)
    cold = filtered(seen, THETA, "status", engine=FAST)
    warm = filtered(seen, THETA, "status", engine=FAST, warm=cold.solution)
    np.testing.assert_allclose(warm.logs, cold.logs, atol=1e-7)
