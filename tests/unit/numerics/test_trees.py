"""Trees by NumPy against LightGBM's own, and as they are stored."""

import json
from typing import Any

import numpy as np
import pytest

from detente.numerics.trees import BLOCK, Floats, Growth, Trees

GROWTH = Growth(trees=40, rate=0.1, leaves=7, least=10, ridge=1.0, columns=0.6)
STUMP: dict[str, Any] = {
    "split_feature": 1,
    "threshold": 2.0,
    "left_child": {"leaf_value": -1.0},
    "right_child": {
        "split_feature": 0,
        "threshold": 0.5,
        "left_child": {"leaf_value": 0.25},
        "right_child": {"leaf_value": 3.0},
    },
}
LONE: dict[str, Any] = {"leaf_value": 0.5}


def sample(n: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(n)
    x = rng.normal(size=(n, 5))
    x[:, 3] = rng.integers(0, 3, n)
    odds = 2.0 * (x[:, 0] > 0.3) - x[:, 1] ** 2 + x[:, 3]
    return x, (rng.random(n) < 1.0 / (1.0 + np.exp(-odds))).astype(np.float64)


def log_odds(p: Floats) -> Floats:
    odds: Floats = np.log(p / (1.0 - p))
    return odds


def test_rows_go_left_at_the_threshold_and_leaves_add_up() -> None:
    x = np.array([[9.0, 2.0], [0.5, 2.1], [0.6, 2.1]])
    assert log_odds(Trees.of([STUMP, LONE]).chance(x)) == pytest.approx([-0.5, 0.75, 3.5])


@pytest.mark.parametrize("roots", [[LONE], [STUMP, LONE], [LONE, STUMP, STUMP]])
def test_stored_trees_are_the_same_trees(roots: list[dict[str, Any]]) -> None:
    trees = Trees.of(roots)
    read = Trees.read(json.loads(json.dumps(trees.stored())))
    for name in Trees.__slots__:
        assert getattr(read, name).tolist() == getattr(trees, name).tolist()


def test_the_chances_are_those_of_lightgbm() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    x, y = sample(1500)
    weight = np.random.default_rng(1).uniform(0.2, 2.0, y.size)
    data = lightgbm.Dataset(x, y, weight=weight)
    peer = lightgbm.train(GROWTH.options(1), data, num_boost_round=GROWTH.trees)
    ours = Trees.fitted(x, y, GROWTH, weight=weight)
    new = np.random.default_rng(2).normal(size=(BLOCK + 100, 5))
    new[:20] = x[:20]
    assert ours.chance(new) == pytest.approx(peer.predict(new), abs=1e-12)
    assert ours.column.shape[0] == GROWTH.trees


def test_a_fit_is_the_same_each_time_and_reads_back_within_a_millionth() -> None:
    pytest.importorskip("lightgbm")
    x, y = sample(1200)
    one, other = Trees.fitted(x, y, GROWTH), Trees.fitted(x, y, GROWTH)
    stored = one.stored()
    assert stored == other.stored()
    assert set(stored) == {"columns", "numbers"}
    read = Trees.read(json.loads(json.dumps(stored)))
    assert log_odds(read.chance(x)) == pytest.approx(log_odds(one.chance(x)), abs=1e-6)
    assert read.stored() == stored


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_too_few_rows_to_split_give_the_share(share: float) -> None:
    pytest.importorskip("lightgbm")
    y = (np.arange(12) < 12 * share).astype(np.float64)
    x = np.random.default_rng(3).normal(size=(12, 2))
    assert Trees.fitted(x, y, GROWTH).chance(x) == pytest.approx(np.full(12, share), abs=1e-9)


def test_no_rows_have_no_chances() -> None:
    assert Trees.of([STUMP]).chance(np.empty((0, 2))).shape == (0,)
