"""What the rounds say of each account, in nats and words: round by round against base rates."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.motive.filter import Array
from detente.motive.moves import Move
from detente.motive.payoffs import MOTIVES
from detente.motive.rounds import Step
from detente.motive.today import MOVES
from detente.motive.view import View
from detente.motive.vintage import BASE, HABIT, MODELS
from detente.motive.weigh import Weighed
from detente.world.motives import MoveEvidence

PREDICTS = {
    "security": "climbs when the other side or its patron has just shown force: a round must not end unarmed",
    "status": "climbs when long not met as an equal, whatever the other side answers: to be seen",
    "coercion": "climbs after refusals and sanctions, and stops when the other side yields or settles",
    "domestic": "answers every climb of the other side, most on anniversaries and under new leaders",
    BASE: "moves as often as it and others always did in such a place",
    HABIT: "moves as it lately did",
}

SHOWN = 16
"""Rounds with a climb that are shown, the latest."""


def climbing(seen: View) -> NDArray[np.bool_]:
    """The rounds (R,) in which anybody climbs, by the likeliest reading."""
    return np.array([_highest(r.readings[0][1]) is not None for r in seen.rounds.rounds], dtype=bool)


def found(model: str, weighed: Weighed, logs: Mapping[str, Array], new: NDArray[np.bool_], *,
          fitted: bool) -> str:  # fmt: skip
    """How well the model foresaw all rounds that its weight rests on, and those since the pair's fit."""
    if model == BASE or not weighed.judged:
        return "the yardstick" if model == BASE else "no round since the fit"
    whole = weighed.evidence[model] - weighed.evidence[BASE]
    if not fitted:
        return f"{whole:+.1f} nats against base rates in the {new.sum()} rounds of the last ten years"
    lately = float((logs[model] - logs[BASE])[new].sum())
    since = f"{lately:+.1f} in the {new.sum()} since its fit" if new.any() else "none since its fit"
    return f"{whole:+.1f} nats against base rates in all rounds foreseen, {since}"


def evidence(seen: View, logs: Mapping[str, Array], weighed: Weighed,
             new: NDArray[np.bool_]) -> tuple[MoveEvidence, ...]:  # fmt: skip
    """The last rounds with a climb: the highest climb, and the nats of each model against base rates.

    `p` is the chance that motives and habit, half each, gave the round: the pool of the back-test. Motives
    count in it by what they had foreseen before the round, of those that are `new` (R,) to the fit.
    """
    rows = []
    table = np.stack([logs[m] for m in MOTIVES])
    whole = np.array([weighed.evidence[m] for m in MOTIVES])
    for at in np.flatnonzero(climbing(seen))[-SHOWN:]:
        step = _highest(seen.rounds.rounds[at].readings[0][1])
        assert step is not None
        before = whole - (table * new)[:, at:].sum(axis=1)
        motives = np.logaddexp.reduce(before + table[:, at]) - np.logaddexp.reduce(before)
        pooled = float(np.exp(np.logaddexp(motives, logs[HABIT][at]))) / 2.0
        gains = tuple((m, float(logs[m][at] - logs[BASE][at])) for m in MODELS if m != BASE)
        rows.append(
            MoveEvidence(step.day.isoformat(), _doer(seen, step), MOVES[step.move], min(1.0, pooled), gains)
        )
    return tuple(rows)


def _highest(path: tuple[Step, ...]) -> Step | None:
    climbs = [step for step in path if step.move >= Move.SHOW]
    return max(climbs, key=lambda step: step.move, default=None)


def _doer(seen: View, step: Step) -> str:
    return seen.rounds.actor if step.side == 0 else seen.rounds.dyad.other(seen.rounds.actor)
