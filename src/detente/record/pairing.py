"""Which two states the dispatch is about, by what it names and by what it tells."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from detente.record.gazetteer import Mention
from detente.world.actor import Dyad
from detente.world.event import Event

_WEIGHT = {"place": 0.25, "capital": 0.8, "body": 0.7, "metonym": 0.8, "leader": 1.0, "short": 0.8}


def pair_by_mentions(mentions: Sequence[Mention], sentences: Sequence[tuple[int, int]]) -> dict[Dyad, float]:
    """How often two states are named, above all together in one sentence and early."""
    single: Counter[str] = Counter()
    joint: Counter[tuple[str, str]] = Counter()
    k = 0
    for number, (start, end) in enumerate(sentences):
        while k < len(mentions) and mentions[k].start < start:
            k += 1
        here: Counter[str] = Counter()
        while k < len(mentions) and mentions[k].start < end:
            _count(mentions[k], here)
            k += 1
        early = 2.0 if number == 0 else 1.0
        single.update({code: weight * early for code, weight in here.items()})
        joint.update({pair: early * 2 for pair in combinations(sorted(here), 2)})
    return _scores(single, joint)


def _count(mention: Mention, here: Counter[str]) -> None:
    weight = _WEIGHT.get(mention.kind, 1.0) * (0.6 if mention.place and mention.kind != "place" else 1.0)
    for code in mention.codes[:2]:
        if not code.startswith("IGO:"):
            here[code] += weight / len(mention.codes[:2])  # type: ignore[assignment]


def _scores(single: Counter[str], joint: Counter[tuple[str, str]]) -> dict[Dyad, float]:
    top = [code for code, _ in sorted(single.items(), key=lambda item: (-item[1], item[0]))[:6]]
    return {
        Dyad.of(a, b): min(single[a], single[b]) * 2 + joint[(a, b)] for a, b in combinations(sorted(top), 2)
    }


def best_pair(*evidence: dict[Dyad, float]) -> Dyad | None:
    """The pair with the highest sum of shares over the kinds of evidence, the first kind counting most; None
    without evidence."""
    total: Counter[Dyad] = Counter()
    for rank, scores in enumerate(evidence):
        most = max(scores.values(), default=0.0) * (1 + rank)
        total.update({dyad: score / most for dyad, score in scores.items() if most > 0})  # type: ignore[arg-type]
    return max(total, key=lambda dyad: (total[dyad], dyad.text), default=None)


def pair_by_events(events: Sequence[Event]) -> dict[Dyad, float]:
    """How much the acts of now are between two states, graver acts counting more."""
    votes: Counter[Dyad] = Counter()
    for event in events:
        states = [c for c in (event.source, event.target) if c is not None and not c.startswith("IGO:")]
        if len(states) == 2 and states[0] != states[1] and event.status != "denied":
            weight = 1.0 + (event.rung >= 2) + 2 * (event.rung >= 4) + (event.rung >= 6)
            votes[Dyad.of(*states)] += weight * (1.0 if event.status == "actual" else 0.3)  # type: ignore[assignment]
    return {dyad: float(vote) for dyad, vote in votes.items()}
