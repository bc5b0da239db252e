"""Boosted trees: fitted by LightGBM where it is installed, read and summed by NumPy alone.

Ke et al. 2017 (NeurIPS 30). A fitted model is arrays over (trees, nodes): an answer needs no LightGBM.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from detente.numerics.special import expit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BLOCK = 256
"""Rows that are sent down the trees at a time."""

Node = tuple[float, float, float, float, float]
"""Column, threshold, left, right, value."""

LEAF: Node = (-1.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Growth:
    """How trees are grown; names and meanings as in LightGBM."""

    trees: int
    rate: float
    leaves: int
    least: int
    ridge: float
    columns: float
    rows: float = 0.8

    def options(self, seed: int) -> dict[str, Any]:
        """As LightGBM takes them: one thread, one order of sums."""
        return {
            "objective": "binary",
            "learning_rate": self.rate,
            "num_leaves": self.leaves,
            "min_data_in_leaf": self.least,
            "lambda_l2": self.ridge,
            "feature_fraction": self.columns,
            "bagging_fraction": self.rows,
            "bagging_freq": 1,
            "num_threads": 1,
            "deterministic": True,
            "force_col_wise": True,
            "seed": seed,
            "verbosity": -1,
        }


@dataclass(frozen=True, slots=True)
class Trees:
    """Arrays (trees, nodes): a row goes `left` if its `column` is at most `threshold`, else `right`.

    A leaf has column -1 and its `value` in log-odds; children are node numbers.
    """

    column: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats

    def chance(self, x: Floats) -> Floats:
        """The chances of rows `x` (m, k); shape (m,)."""
        parts = [self._log_odds(x[start : start + BLOCK]) for start in range(0, x.shape[0], BLOCK)]
        p: Floats = np.asarray(expit(np.concatenate(parts) if parts else np.empty(0)))
        return p

    def _log_odds(self, x: Floats) -> Floats:
        tree = np.arange(self.column.shape[0])[None, :]
        node = np.zeros((x.shape[0], self.column.shape[0]), dtype=np.int64)
        row = np.arange(x.shape[0])[:, None]
        while True:
            column = self.column[tree, node]
            if (column < 0).all():
                total: Floats = self.value[tree, node].sum(axis=1)
                return total
            left = x[row, np.maximum(column, 0)] <= self.threshold[tree, node]
            after = np.where(left, self.left[tree, node], self.right[tree, node])
            node = np.where(column < 0, node, after)

    @classmethod
    def fitted(
        cls, x: Floats, y: Floats, growth: Growth, *, weight: Floats | None = None, seed: int = 1
    ) -> Self:
        """Grow trees on rows `x` (m, k) without missing values, outcomes `y` (m,), `weight` (m,).

        ImportError where LightGBM is not installed.
        """
        import lightgbm

        data = lightgbm.Dataset(x, y, weight=weight, free_raw_data=True)
        booster = lightgbm.train(growth.options(seed), data, num_boost_round=growth.trees)
        return cls.of([info["tree_structure"] for info in booster.dump_model()["tree_info"]])

    def stored(self) -> dict[str, Any]:
        """For a vintage's JSON: of each tree the columns of its nodes and, beside them, threshold or value.

        The root comes first, then all of its left side, then its right: that says what hangs on what.
        """
        sizes = 2 * (self.column >= 0).sum(axis=1) + 1
        numbers = np.where(self.column >= 0, self.threshold, self.value)
        return {
            "columns": [row[:n].tolist() for row, n in zip(self.column, sizes, strict=True)],
            "numbers": [_rounded(row[:n]) for row, n in zip(numbers, sizes, strict=True)],
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As a vintage stores it; the log-odds are within 1e-6 of those of the trees that were stored."""
        return cls._padded([_hung(*tree) for tree in zip(stored["columns"], stored["numbers"], strict=True)])

    @classmethod
    def of(cls, roots: Sequence[Mapping[str, Any]]) -> Self:
        """From LightGBM's nested dump, a root a tree."""
        return cls._padded([_flat(root) for root in roots])

    @classmethod
    def _padded(cls, trees: list[list[Node]]) -> Self:
        size = max(len(tree) for tree in trees)
        table = np.array([tree + [LEAF] * (size - len(tree)) for tree in trees])
        column, threshold, left, right, value = np.moveaxis(table, 2, 0)
        return cls(column.astype(np.int64), threshold, left.astype(np.int64), right.astype(np.int64), value)


def _flat(root: Mapping[str, Any]) -> list[Node]:
    """Nodes of a tree, the root first, then its left side, then its right."""
    nodes: list[Node] = []

    def add(node: Mapping[str, Any]) -> int:
        place = len(nodes)
        nodes.append((*LEAF[:4], float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            left, right = add(node["left_child"]), add(node["right_child"])
            nodes[place] = (float(node["split_feature"]), float(node["threshold"]), left, right, 0.0)
        return place

    add(root)
    return nodes


def _hung(columns: list[int], numbers: list[float]) -> list[Node]:
    """Nodes of a tree as stored: the right side of the last open split begins after each leaf."""
    nodes: list[Node] = []
    open_splits: list[int] = []
    for place, (column, number) in enumerate(zip(columns, numbers, strict=True)):
        if column >= 0:
            nodes.append((column, number, place + 1, 0.0, 0.0))
            open_splits.append(place)
            continue
        nodes.append((*LEAF[:4], number))
        if open_splits:
            split = open_splits.pop()
            nodes[split] = (*nodes[split][:3], place + 1, 0.0)
    return nodes


def _rounded(numbers: Floats) -> list[float]:
    return [float(f"{number:.9g}") for number in numbers]
