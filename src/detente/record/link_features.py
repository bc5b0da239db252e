"""What speaks for it that one act is told as the answer to another."""

from collections.abc import Iterator, Sequence

from detente.record.draft import Draft
from detente.world.event import Event

FIRST, BACK, AHEAD = 12, 24, 12
"""Events that one may answer: of the beginning, before it and after it, so that time stays linear."""


def near(i: int, n: int) -> tuple[int, ...]:
    """The events that event `i` of `n` may answer."""
    first = range(min(FIRST, n))
    around = range(max(FIRST, i - BACK), min(n, i + AHEAD))
    return tuple(k for k in (*first, *around) if k != i)


def link_features(
    events: Sequence[Event], drafts: Sequence[Draft], i: int, k: int, rule: int | None
) -> tuple[str, ...]:
    """Names of what holds of the answer `i` and the answered `k`; `rule` is what the rules link `i` to."""
    return tuple(_features(events, drafts, i, k, rule))


def _features(
    events: Sequence[Event], drafts: Sequence[Draft], i: int, k: int, rule: int | None
) -> Iterator[str]:
    one, other, draft, before = events[i], events[k], drafts[i], drafts[k]
    gap = min(abs(draft.sentence - before.sentence), 4)
    order = "after" if (draft.sentence, draft.trigger) > (before.sentence, before.trigger) else "before"
    place = f"{order} {gap}"
    sides = _sides(one, other)
    stated = draft.after == before.trigger and gap == 0
    yield "bias"
    yield f"rule={rule == k} any={rule is not None}"
    yield f"place={place} cue={draft.cue}"
    yield f"place={place} sides={sides}"
    yield f"sides={sides} cue={draft.cue}"
    yield f"types={one.plover}>{other.plover} sides={sides}"
    yield f"types={one.plover}>{other.plover} {order}"
    yield f"kinds={one.kind}>{other.kind}"
    yield f"answer={one.kind} sides={sides} {place}"
    yield f"status={one.status}>{other.status}"
    yield f"stated={stated} sides={sides}"
    yield f"about={other.kind in draft.about} sides={sides} {order}"
    yield f"steps={_steps(events, i, k)} {order} sides={sides}"
    yield f"steps={_steps(events, i, k)} cue={draft.cue}"
    yield f"nouns={draft.nominal}{before.nominal} {place}"
    yield f"date={_dates(one, other)} {order}"
    yield f"accused={draft.accused}{before.accused} gap={gap}"


def _sides(one: Event, other: Event) -> str:
    """Whether the answered was done by the addressed to the doer, or how else the two meet."""
    if other.symmetric or one.symmetric:
        same = {one.source, one.target} == {other.source, other.target}
        return f"mutual {same}"
    doer = "addressed" if other.source == one.target else "same" if other.source == one.source else "third"
    met = "doer" if other.target == one.source else "same" if other.target == one.target else "third"
    return f"{doer}/{met}"


def _steps(events: Sequence[Event], i: int, k: int) -> str:
    """How many acts by another than the doer lie between."""
    low, high = min(i, k), max(i, k)
    return str(min(sum(1 for e in events[low + 1 : high] if e.source != events[i].source), 3))


def _dates(one: Event, other: Event) -> str:
    if not one.date or not other.date:
        return "open"
    n = min(len(one.date), len(other.date))
    a, b = other.date[:n], one.date[:n]
    return "earlier" if a < b else "same" if a == b else "later"
