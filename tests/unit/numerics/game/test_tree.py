"""The ladder as a tree: sizes, order, who moves, where it ends."""

import numpy as np
import pytest

from detente.numerics.game.tree import CLIMB, CONCEDE, HOLD, NONE, Tree, ladder

SIZES = [(rungs, jumps) for rungs in (1, 2, 3, 5) for jumps in (1, 2)]


@pytest.mark.parametrize("rungs", [1, 2, 3, 5, 8])
def test_with_single_climbs_there_are_two_times_all_subsets_of_rungs(rungs: int) -> None:
    assert ladder(rungs).histories == 2 * (2**rungs - 1)


@pytest.mark.parametrize(("rungs", "jumps"), SIZES)
def test_parents_come_first_and_agree_with_children(rungs: int, jumps: int) -> None:
    tree = ladder(rungs, jumps)
    assert tree.parent[0] == NONE
    assert (tree.parent[1:] < np.arange(1, tree.histories)).all()
    assert (tree.child[tree.parent[1:], tree.taken[1:]] == np.arange(1, tree.histories)).all()
    assert np.count_nonzero(tree.child != NONE) == tree.histories - 1


@pytest.mark.parametrize(("rungs", "jumps"), SIZES)
def test_the_rules_of_the_ladder(rungs: int, jumps: int) -> None:
    tree = ladder(rungs, jumps)
    for i in range(tree.histories):
        assert tree.child[i, CONCEDE] == NONE
        assert (tree.child[i, HOLD] == NONE) == tree.held[i]
        for a in range(CLIMB, CLIMB + jumps):
            height = tree.rung[i] + a - HOLD
            assert tree.open[i, a] == (height <= rungs)
            assert (tree.child[i, a] == NONE) == (height >= rungs)
        for child in tree.child[i][tree.child[i] != NONE]:
            assert tree.mover[child] == 1 - tree.mover[i]
            assert tree.depth[child] == tree.depth[i] + 1


@pytest.mark.parametrize(("rungs", "jumps"), SIZES)
def test_counts_along_a_path(rungs: int, jumps: int) -> None:
    tree = ladder(rungs, jumps)
    for i in range(tree.histories):
        climbs, rung, last = counted(tree, i)
        assert (tuple(tree.climbs[i]), tree.rung[i], tree.last[i]) == (climbs, rung, last)


def counted(tree: Tree, at: int) -> tuple[tuple[int, int], int, int]:
    """The same by walking up to the root."""
    climbs, rung, last = [0, 0], 0, NONE
    while at:
        up, action = int(tree.parent[at]), int(tree.taken[at])
        if action >= CLIMB:
            mover = int(tree.mover[up])
            climbs[mover] += 1
            rung += action - HOLD
            last = mover if last == NONE else last
        at = up
    return (climbs[0], climbs[1]), rung, last


def test_histories_of_one_level_have_one_mover_and_all_are_there() -> None:
    tree = ladder(4, 2)
    levels = tree.levels()
    assert sorted(np.concatenate(levels)) == list(range(tree.histories))
    assert all(np.ptp(tree.mover[level]) == 0 for level in levels)


def test_a_ladder_without_rungs_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one rung"):
        ladder(0)
