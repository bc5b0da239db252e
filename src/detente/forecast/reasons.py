"""Why the logits of escalation say what they say: the terms that move each step most, in plain words."""

from collections.abc import Iterator, Sequence

import numpy as np

from detente.forecast.escalation import NAMES
from detente.forecast.ledger import Floats
from detente.numerics.ridge import Ridge
from detente.world.questions import Reason

MOST = 4
"""Terms shown of a step; the others are summed."""

OTHERS = "all others together"
STEPS = ("force", "a death, given force", "war, given a death")

_PAIR = {
    "land": "a common land border",
    "near": "neighbours by land or sea",
    "distance": "the distance between them",
    "defense": "a defence pact between them",
    "nonaggression": "a pact of non-aggression",
    "consultation": "a pact of consultation",
    "less free": "how free the less free one is",
    "more free": "how free the freer one is",
    "rule unknown": "no data on how one is ruled",
    "disputes 1y": "disputes of the pair, half-life a year",
    "disputes 10y": "disputes of the pair, half-life ten years",
    "going on": "a dispute of the pair not known to be over",
    "since start": "how long ago its last dispute began",
    "since end": "how long ago its last dispute was over",
    "last fatal": "whether its last dispute cost lives",
    "last level": "how far its last dispute went",
    "pair force": "share of its disputes that came to force",
    "pair fatal": "share of its disputes that cost lives",
    "pair war": "share of its disputes that became wars",
    "since event": "how long ago its last act was",
    "since lethal": "how long ago its last deadly act was",
    "ratio": "the gap in capabilities",
    "signed ratio": "how far the beginner is the stronger",
    "originators": "how many pairs of states began it",
    "many": "more than two began it",
    "world force": "share of all disputes of late that came to force",
    "world fatal": "share of all disputes of late that cost lives",
    "world war": "share of all disputes of late that became wars",
}
_SIDE = {
    "major": "is a major power",
    "nuclear": "has nuclear weapons",
    "weight": "capabilities",
    "soldiers": "soldiers a head",
    "age": "age as a state",
    "rule": "rule, free or not",
    "disputes 3y": "disputes with anyone, half-life three years",
    "going on": "disputes not known to be over",
    "force": "share of disputes that came to force",
    "fatal": "share of disputes that cost lives",
    "war": "share of disputes that became wars",
    "force as such": "share that came to force, in the same role",
    "fatal as such": "share that cost lives, in the same role",
}
_COUNTED = {"events": "acts", "lethal": "deadly acts"}


def in_words(name: str) -> str:
    """What a column of `NAMES` is."""
    side, _, what = name.partition(" ")
    if side in ("beginner", "target"):
        return f"{side}: {_SIDE[what]}"
    if side in _COUNTED:
        return f"{_COUNTED[side]} of the pair, half-life {what.removesuffix('d')} days"
    return _PAIR[name]


def reasons(ladder: Sequence[Ridge], x: Floats) -> tuple[Reason, ...]:
    """The greatest terms of each step for one dispute, the mean of rows `x` (m, k) of `NAMES`."""
    return tuple(
        reason
        for step, ridge in zip(STEPS, ladder, strict=True)
        for reason in _of_step(step, ridge.terms(x).mean(axis=0))
    )


def _of_step(step: str, terms: Floats) -> Iterator[Reason]:
    order = np.argsort(-np.abs(terms), kind="stable")
    for k in order[:MOST].tolist():
        yield Reason(step, in_words(NAMES[k]), round(float(terms[k]), 4))
    yield Reason(step, OTHERS, round(float(terms[order[MOST:]].sum()), 4))
