"""A batch of games on one tree, and what solving them gives."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.numerics.game.tree import Tree

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Games:
    """B games on a tree with T types a player; the batch is the last axis everywhere.

    `gain` (N, A, 2, T, B): what an action at a history is worth at once to each player by his own type:
    the whole payoff where the play ends, else the part that a risk of ending here contributes.
    `go` (N, A, B): the chance that the play goes on to the next history. `prior` (2, T, B): the chance of
    each type of each player. `precision` (B,): the lambda of the logit choices, per unit of payoff.
    """

    tree: Tree
    gain: Array
    go: Array
    prior: Array
    precision: Array

    def __post_init__(self) -> None:
        n, a = self.tree.child.shape
        types, batch = self.prior.shape[1:]
        shapes = (self.gain.shape, self.go.shape, self.prior.shape, self.precision.shape)
        asked = ((n, a, 2, types, batch), (n, a, batch), (2, types, batch), (batch,))
        if shapes != asked:
            raise ValueError(f"arrays of shapes {shapes} for a tree that needs {asked}")
        if not all(np.isfinite(x).all() for x in (self.gain, self.go, self.precision)):
            raise ValueError("a payoff, a chance or a precision of a game is not a finite number")
        if not (self.prior > 0.0).all():
            raise ValueError("a type without a chance: leave it out of the game")

    @property
    def types(self) -> int:
        """T."""
        return int(self.prior.shape[1])

    @property
    def size(self) -> int:
        """B."""
        return int(self.precision.size)

    def at(self, precision: Array) -> "Games":
        """The same games with another precision, shape (B,)."""
        return replace(self, precision=precision)

    def some(self, chosen: NDArray[np.int64]) -> "Games":
        """The games of these indices."""
        return Games(
            self.tree,
            np.ascontiguousarray(self.gain[..., chosen]),
            np.ascontiguousarray(self.go[..., chosen]),
            np.ascontiguousarray(self.prior[..., chosen]),
            self.precision[chosen],
        )


def joined(parts: Sequence[Games]) -> Games:
    """Batches on one tree as one."""
    names = ("gain", "go", "prior", "precision")
    arrays = (np.concatenate([getattr(g, name) for g in parts], axis=-1) for name in names)
    return Games(parts[0].tree, *arrays)


@dataclass(frozen=True, slots=True)
class Solved:
    """Strategies and beliefs of B games with the certificate of each.

    `strategy` (N, A, T, B): the mover's chances by his type; `logs` the same in logs. `belief` (N, T, B): the
    mover's belief about the other's type. `value` (2, T, T, B): payoffs at the root by type of player 0 and
    of player 1. `residual` (B,): the largest distance of a strategy from the logit answer to the beliefs, and
    of a belief from Bayes. `solved` (B,): whether that is below the tolerance asked for; where it is not,
    nothing else of the game may be used.
    """

    strategy: Array
    logs: Array
    belief: Array
    value: Array
    residual: Array
    solved: NDArray[np.bool_]

    def put(self, chosen: NDArray[np.int64], other: "Solved") -> None:
        """Replace the games of these indices by those of the other, in place."""
        for name in ("strategy", "logs", "belief", "value", "residual", "solved"):
            getattr(self, name)[..., chosen] = getattr(other, name)
