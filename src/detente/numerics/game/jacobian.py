"""The Jacobian of answer(y) in the log odds y of beliefs, by hand.

A belief at a history moves the choices there and, through values, those of the histories before it: nothing
else. So a column is a walk from a history up to the root, and all columns walk together. The chances so moved
then move beliefs by Bayes further on. A derivative by the complex step agrees to rounding, at several times
the price: it takes the whole tree for every column.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.games import Array, Games
from detente.numerics.game.sweep import backward, worth_of
from detente.numerics.game.tree import Tree


@dataclass(frozen=True, slots=True)
class Point:
    """One game at given beliefs, seen by the mover of each history: his own payoffs and type go first.

    `belief` (N, T); `chances` (N, A, T); `worth` (N, A, 2, T, T) by player, own type and other's type; `go`
    (N, A); `precision`.
    """

    tree: Tree
    belief: Array
    chances: Array
    worth: Array
    go: Array
    precision: float


def seen_at(game: Games, belief: Array, precision: float) -> Point:
    """The point of one game at beliefs (N, T)."""
    logs, value = backward(game, belief[..., None], np.array([precision]))
    empty = np.zeros((1, *value.shape[1:]))
    worth = worth_of(game, np.arange(game.tree.histories), np.concatenate([value, empty]))[..., 0]
    second = (game.tree.mover == 1)[:, None, None, None, None]
    own = np.where(second, worth[:, :, ::-1].swapaxes(-1, -2), worth)
    return Point(game.tree, belief, np.exp(logs[..., 0]), own, game.go[..., 0], precision)


def jacobian(game: Games, belief: Array, precision: float) -> Array:
    """The Jacobian (M, M) of answer(y), M = (N - 1) (T - 1), at beliefs (N, T) of one game."""
    point = seen_at(game, belief, precision)
    return _by_bayes(point, _choices(point))


def _choices(point: Point) -> Array:
    """Derivatives of log chances (N, A, T, M) in each belief's log odds."""
    tree = point.tree
    count = (tree.histories - 1) * (point.belief.shape[1] - 1)
    moved = np.zeros((*point.chances.shape, count))
    at = np.repeat(np.arange(1, tree.histories), point.belief.shape[1] - 1)
    columns = np.arange(count)
    logs, value = _at_own(point, at)
    moved[at, :, :, columns] = logs
    left = columns
    while left.size:
        below, up = at, tree.parent[at]
        logs, value = _at_parent(point, below, value)
        moved[up, :, :, left] = logs
        onward = up > 0
        at, left, value = up[onward], left[onward], value[onward]
    return moved


def _at_own(point: Point, at: NDArray[np.int64]) -> tuple[Array, Array]:
    """Where the belief itself moves: log chances (k, A, T) and values (k, 2, T, T)."""
    types = point.belief.shape[1]
    share = point.belief[at]
    which = np.tile(np.arange(1, types), at.size // (types - 1))
    change = share * ((np.arange(types) == which[:, None]) - share[np.arange(at.size), which][:, None])
    expected = (point.worth[at, :, 0] * change[:, None, None]).sum(axis=3)
    chances = point.chances[at]
    logs = point.precision * (expected - (chances * expected).sum(axis=1, keepdims=True))
    value = ((chances * logs)[:, :, None, :, None] * point.worth[at]).sum(axis=1)
    return logs, value


def _at_parent(point: Point, below: NDArray[np.int64], value: Array) -> tuple[Array, Array]:
    """One history up: log chances (k, A, T) and values (k, 2, T, T) from those of the history below."""
    tree = point.tree
    up, taken = tree.parent[below], tree.taken[below]
    turned = (tree.mover[up] != tree.mover[below])[:, None, None, None]
    after = np.where(turned, value[:, ::-1].swapaxes(-1, -2), value)
    after = point.go[up, taken][:, None, None, None] * after
    expected = (after[:, 0] * point.belief[up][:, None]).sum(axis=2)
    chances = point.chances[up]
    chosen = chances[np.arange(up.size), taken]
    is_taken = (np.arange(tree.actions) == taken[:, None])[:, :, None]
    logs = point.precision * (is_taken - chosen[:, None]) * expected[:, None]
    shifted = ((chances * logs)[:, :, None, :, None] * point.worth[up]).sum(axis=1)
    return logs, shifted + chosen[:, None, :, None] * after


def _by_bayes(point: Point, moved: Array) -> Array:
    """Log odds (M, M) at each history from log chances (N, A, T, M) before it."""
    tree = point.tree
    odds = moved[:, :, 1:] - moved[:, :, :1]
    reach = np.zeros((tree.histories, 2, *odds.shape[2:]))
    for level in tree.levels()[1:]:
        parents = tree.parent[level]
        reach[level] = reach[parents]
        reach[level, int(tree.mover[parents[0]])] += odds[parents, tree.taken[level]]
    found = reach[np.arange(1, tree.histories), 1 - tree.mover[1:]]
    return found.reshape(found.shape[0] * found.shape[1], -1)
