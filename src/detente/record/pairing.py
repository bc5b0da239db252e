"""Which two states the dispatch is about, by what it names and by what it tells."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from detente.record.gazetteer import Mention
from detente.world.actor import Dyad
from detente.world.event import Event

_WEIGHT = {"place": 0.25, "capital": 0.8, "body": 0.7, "metonym": 0.8, "leader": 1.0, "short": 0.8}
_SHARE_OF_ACTS = 0.35
_TOLD = 2
"""Acts between two states from which on a dispatch is about them too."""
_DATELINE = 0.7


def pair_by_mentions(
    mentions: Sequence[Mention], sentences: Sequence[tuple[int, int]], dateline: int
) -> dict[Dyad, float]:
    """How often two states are named, above all in one sentence and early; before `dateline` less."""
    single: Counter[str] = Counter()
    joint: Counter[tuple[str, str]] = Counter()
    k = 0
    for number, (start, end) in enumerate(sentences):
        while k < len(mentions) and mentions[k].start < start:
            k += 1
        here: Counter[str] = Counter()
        while k < len(mentions) and mentions[k].start < end:
            _count(mentions[k], here, _DATELINE if mentions[k].start < dateline else 1.0)
            k += 1
        early = 2.0 if number == 0 else 1.0
        single.update({code: weight * early for code, weight in here.items()})
        joint.update(dict.fromkeys(combinations(sorted(here), 2), early * 2))
    return _scores(single, joint)


def _count(mention: Mention, here: Counter[str], share: float) -> None:
    where = 0.6 if mention.place and mention.kind != "place" else 1.0
    weight = share * where * _WEIGHT.get(mention.kind, 1.0)
    for code in mention.codes[:2]:
        if not code.startswith("IGO:"):
            here[code] += weight / len(mention.codes[:2])  # type: ignore[assignment]


def _scores(single: Counter[str], joint: Counter[tuple[str, str]]) -> dict[Dyad, float]:
    top = [code for code, _ in sorted(single.items(), key=lambda item: (-item[1], item[0]))[:6]]
    return {
        Dyad.of(a, b): min(single[a], single[b]) * 2 + joint[(a, b)] for a, b in combinations(sorted(top), 2)
    }


def leading_pairs(named: Mapping[Dyad, float], most: int) -> tuple[Dyad, ...]:
    """The pairs that are named most, at most `most` of them."""
    return tuple(sorted(named, key=lambda dyad: (-named[dyad], dyad.text))[:most])


def best_pair(named: Mapping[Dyad, float], codings: Mapping[Dyad | None, Sequence[Event]]) -> Dyad | None:
    """Of the pairs that were tried, the one that is named and that explains acts most; None if none was."""
    acts = {dyad: acts_between(events, dyad) for dyad, events in codings.items() if dyad is not None}
    most_acts, most_named = max(acts.values(), default=0.0) or 1.0, max(named.values(), default=0.0) or 1.0

    def weight(dyad: Dyad) -> tuple[float, str]:
        return named[dyad] / most_named + _SHARE_OF_ACTS * acts[dyad] / most_acts, dyad.text

    return max(acts, key=weight, default=None)


def pairs_told(events: Sequence[Event]) -> tuple[Dyad, ...]:
    """The pairs between which several acts, none denied, are told; that of which most is told first."""
    acts: Counter[Dyad] = Counter()
    told: dict[Dyad, float] = {}
    for event in events:
        if event.status != "denied" and event.source and event.target and not _with_igo(event):
            dyad = Dyad.of(event.source, event.target)
            acts[dyad] += 1
            told[dyad] = told.get(dyad, 0.0) + _weight(event)
    several = [dyad for dyad, n in acts.items() if n >= _TOLD]
    return tuple(sorted(several, key=lambda dyad: (-told[dyad], dyad.text)))


def _with_igo(event: Event) -> bool:
    return any(code is not None and code.startswith("IGO:") for code in (event.source, event.target))


def acts_between(events: Sequence[Event], dyad: Dyad) -> float:
    """How much of what happens is between the two."""
    return sum(
        _weight(event)
        for event in events
        if event.status != "denied" and event.source in dyad and event.target in dyad
    )


def _weight(event: Event) -> float:
    """Graver acts count more, background and guesses less."""
    grave = 1.0 + (event.rung >= 2) + 2 * (event.rung >= 4) + (event.rung >= 6)
    told = 1.0 if event.status == "actual" else 0.3
    return grave * told * (0.6 if "target" in event.inferred else 1.0)
