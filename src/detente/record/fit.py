"""How often each way of reading is right, from dispatches that people have coded; makes `weights.TABLE`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.record.weights import way_of_reading
from detente.world.event import Event


@dataclass(frozen=True, slots=True)
class Judged:
    """One event that was read: where, in which way, and whether its states and PLOVER type are right."""

    dispatch: str
    way: str
    right: bool


def judge(
    dispatch: str, coder: str, events: Sequence[Event], gold: Sequence[Mapping[str, Any]]
) -> tuple[Judged, ...]:
    """Match events to gold ones, each gold event once, by the codebook's fields; no outcome is read."""
    left = list(gold)
    found = []
    for event in events:
        match = next((g for g in left if _agrees(event, g)), None)
        if match is not None:
            left.remove(match)
        found.append(Judged(dispatch, _way(coder, event), match is not None))
    return tuple(found)


def _way(coder: str, event: Event) -> str:
    return way_of_reading(coder, symmetric=event.symmetric, inferred=event.inferred, status=event.status)


def _agrees(event: Event, gold: Mapping[str, Any]) -> bool:
    if event.plover != gold.get("plover"):
        return False
    one, other = (event.source, event.target), (gold.get("source"), gold.get("target"))
    if event.symmetric or gold.get("symmetric"):
        return {*one} == {*other}
    return one == other


def shares(judged: Sequence[Judged], *, weight: float = 4.0) -> dict[str, float]:
    """The share of right events a way of reading, drawn to the common share by `weight` pseudo-events.

    Laplace's rule of succession generalised: (k + w c) / (n + w) (Good 1965, The Estimation of Probabilities,
    ch. 3).
    """
    total, right = Counter(j.way for j in judged), Counter(j.way for j in judged if j.right)
    common = (sum(right.values()) + 1) / (len(judged) + 2)
    return {way: round((right[way] + weight * common) / (n + weight), 3) for way, n in sorted(total.items())}


def brier_left_out(judged: Sequence[Judged]) -> tuple[float, float]:
    """Brier scores, each dispatch predicted from the others: by ways of reading, and by one common share."""
    by_way, common = 0.0, 0.0
    for name in {j.dispatch for j in judged}:
        rest = [j for j in judged if j.dispatch != name]
        table = shares(rest)
        mean = (sum(j.right for j in rest) + 1) / (len(rest) + 2)
        for j in judged:
            if j.dispatch == name:
                by_way += (table.get(j.way, mean) - j.right) ** 2
                common += (mean - j.right) ** 2
    return by_way / len(judged), common / len(judged)
