"""Which act answers which, as the text says."""

from collections.abc import Sequence
from dataclasses import replace

from detente.record.draft import REACTIONS, Draft
from detente.world.event import Event

_HOSTILE = 2
"""Rung from which an act can be answered."""


def link(events: Sequence[Event], drafts: Sequence[Draft]) -> tuple[Event, ...]:
    """The events with `answers_to` set; `drafts[i]` is what event `i` was read from."""
    return tuple(replace(event, answers_to=_answered(i, events, drafts)) for i, event in enumerate(events))


def _answered(i: int, events: Sequence[Event], drafts: Sequence[Draft]) -> int | None:
    draft, event = drafts[i], events[i]
    if event.status not in ("actual", "hypothetical"):
        return None
    if draft.after is not None:
        stated = [k for k, d in enumerate(drafts) if d.sentence == draft.sentence and d.trigger == draft.after and k != i]
        if stated and _can(events[stated[0]], event):
            return stated[0]
    if not draft.cue and event.kind not in REACTIONS:
        return None
    return _nearest(i, events, drafts)


def _can(answered: Event, event: Event) -> bool:
    """Whether an act can be what another answers: done by another state, hostile and asserted."""
    own = answered.source == event.source and not answered.symmetric
    return not own and answered.rung >= _HOSTILE and answered.status == "actual" and answered.source is not None


def _nearest(i: int, events: Sequence[Event], drafts: Sequence[Draft]) -> int | None:
    """The main act of the other side: of the gravest before this one, the nearest."""
    event = events[i]
    before = [k for k in range(len(events)) if k != i and _before(drafts[k], drafts[i]) and _can(events[k], event)]
    sided = [k for k in before if event.target is None or events[k].source == event.target]
    pool = sided or ([] if drafts[i].cue else before)
    if event.status == "actual" and event.date:
        pool = [k for k in pool if not events[k].date or (events[k].date or "") <= event.date]
    if not pool:
        return None
    if drafts[i].cue:
        return max(pool, key=lambda k: (drafts[k].sentence, drafts[k].trigger))
    return max(pool, key=lambda k: (min(events[k].rung, 4), -drafts[k].sentence, -drafts[k].trigger))


def _before(one: Draft, other: Draft) -> bool:
    return (one.sentence, one.trigger) < (other.sentence, other.trigger)
