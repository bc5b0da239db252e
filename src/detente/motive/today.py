"""The round that begins today: chances of each move at each place, how it may end, under each motive's
draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from detente.motive.filter import TOLERANCE, Array
from detente.motive.payoffs import MOTIVES, USUAL, Rules, games, tree
from detente.numerics.game.games import Games, joined
from detente.numerics.game.solve import solve
from detente.numerics.game.tree import CONCEDE, HOLD, NONE

ENDS = ("quiet", "settled", "concession", "accident", "war")
MOVES = ("concede", "hold", "show", "force", "lethal", "war")


class UnsolvedError(ValueError):
    """A game that the solver could not bring to rest; the message says which."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a draw stands today: parameters (14,), beliefs (2, T), the motive's intensity, hope, its
    share."""

    motive: str
    theta: Array
    belief: Array
    intensity: float
    hope: float
    share: float
    mode: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """D draws of a round: `reach` (N, D), `move` (N, A, D) averaged over types, `ends` (5, D).

    `opened` (D,): the chance that anybody climbs; `share` (D,): weights that sum to 1.
    `centre` (D,): the same for the modes alone. Values are told at the modes and bounds over all draws: draws
    of a normal reach where the rounds would not have let the parameters go.
    """

    reach: Array
    move: Array
    ends: Array
    share: Array
    centre: Array

    @property
    def opened(self) -> Array:
        """The chance (D,) that the round is not quiet and without concession."""
        first = self.move[0, HOLD + 1 :].sum(axis=0)
        after = int(tree().child[0, HOLD])
        second = self.move[0, HOLD] * self.move[after, HOLD + 1 :].sum(axis=0)
        return np.asarray(first + second)


def play(states: Sequence[State], rules: Rules = USUAL) -> Round:
    """Solve today's game of each draw and follow it from the root."""
    return play_all([(states, rules)])[0]


def play_all(cases: Sequence[tuple[Sequence[State], Rules]]) -> list[Round]:
    """The round of each case; their games are solved together. Draws are kept motive by motive.

    Raises UnsolvedError if the solver gave up on one: nothing is told from half a solution.
    """
    grouped = [([s for m in MOTIVES for s in states if s.motive == m], rules) for states, rules in cases]
    parts = [
        _games(motive, [s for s in states if s.motive == motive], rules)
        for states, rules in grouped
        for motive in dict.fromkeys(s.motive for s in states)
    ]
    found = solve(joined(parts), tolerance=TOLERANCE)
    if not found.solved.all():
        raise UnsolvedError(f"{np.sum(~found.solved)} of {found.solved.size} games of today's round")
    chance = found.strategy
    edges = np.cumsum([0, *(len(states) for states, _ in grouped)])
    return [
        _followed(chance[..., a:b], states, rules)
        for (states, rules), (a, b) in zip(grouped, pairwise(edges), strict=True)
    ]


def _games(motive: str, group: Sequence[State], rules: Rules) -> Games:
    return games(
        np.stack([s.theta for s in group], axis=1), np.array([s.intensity for s in group]),
        np.array([s.hope for s in group]), np.stack([s.belief for s in group], axis=-1), motive, rules,
    )  # fmt: skip


def _followed(chance: Array, states: Sequence[State], rules: Rules) -> Round:
    full, draws = tree(), len(states)
    prior, share = np.stack([s.belief for s in states], axis=-1), np.array([s.share for s in states])
    types = prior[0][:, None] * prior[1][None]
    at = np.zeros((full.histories, *types.shape))
    at[0] = types
    move = np.zeros((full.histories, full.actions, draws))
    ends = np.zeros((len(ENDS), draws))
    risk = (*rules.risk, 0.0)
    for n in range(full.histories):
        m = full.mover[n]
        by_type = chance[n][:, :, None] if m == 0 else chance[n][:, None]
        taken = (at[n][None] * by_type).sum(axis=(1, 2))
        reached = at[n].sum(axis=(0, 1))
        move[n] = taken / np.maximum(reached, 1e-300)
        for a in np.flatnonzero(full.open[n]):
            height = int(full.rung[n]) + max(int(a) - HOLD, 0)
            lost = risk[height - 1] if a > HOLD else 0.0
            follower = int(full.child[n, a])
            if a > HOLD:
                ends[ENDS.index("accident")] += lost * taken[a]
            if follower != NONE:
                at[follower] += (1.0 - lost) * at[n] * by_type[a]
            else:
                ends[ENDS.index(_end(int(a), height))] += (1.0 - lost) * taken[a]
    modes = share * np.array([s.mode for s in states])
    centre = modes / modes.sum() if modes.sum() > 0.0 else share
    return Round(at.sum(axis=(1, 2)), move, ends, share, centre)


def _end(action: int, height: int) -> str:
    if action == CONCEDE:
        return "concession"
    if action == HOLD:
        return "settled" if height > 0 else "quiet"
    return "war"


def mean(values: Array, share: Array) -> float:
    """Weighed over draws (D,)."""
    return float(values @ share)


def bounds(values: Array, share: Array) -> tuple[float, float]:
    """5 and 95 % points over weighed draws (D,), widened to hold the mean."""
    order = np.argsort(values)
    reached = np.cumsum(share[order]) - 0.5 * share[order]
    low, high = np.interp((0.05, 0.95), reached, values[order])
    middle = mean(values, share)
    return min(float(low), middle), max(float(high), middle)


def supposed(states: Sequence[State], changes: Mapping[str, float]) -> tuple[State, ...]:
    """The states with the intensity of some motives, or "hope", set."""
    return tuple(
        State(
            s.motive,
            s.theta,
            s.belief,
            changes.get(s.motive, s.intensity),
            changes.get("hope", s.hope),
            s.share,
            s.mode,
        )
        for s in states
    )
