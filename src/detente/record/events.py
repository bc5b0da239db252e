"""Drafts to events: one for each doer and addressed state."""

from collections.abc import Sequence

from detente.record.draft import Draft
from detente.record.merge import rung_of
from detente.world.canonical import plain
from detente.world.event import Event
from detente.world.kinds import KINDS

_MOST = 4


def to_events(drafts: Sequence[Draft], text: str) -> tuple[tuple[Event, ...], tuple[Draft, ...]]:
    """The events of the drafts in order, and for each the draft it came from."""
    events: list[Event] = []
    origin: list[Draft] = []
    for draft in drafts:
        for source, target in _directions(draft):
            events.append(_event(draft, source, target, text))
            origin.append(draft)
    return tuple(events), tuple(origin)


def _directions(draft: Draft) -> list[tuple[str | None, str | None]]:
    sources: tuple[str | None, ...] = draft.sources[:_MOST] or (None,)
    targets: tuple[str | None, ...] = draft.targets[:_MOST] or (None,)
    return [(s, t) for s in sources for t in targets if s is None or s != t]


def _event(draft: Draft, source: str | None, target: str | None, text: str) -> Event:
    kind = KINDS[draft.kind]
    start, end = draft.span
    return Event(
        source=source,
        target=target,
        date=None if draft.when is None else draft.when.text,
        kind=draft.kind,
        rung=rung_of(draft.kind, draft.deaths),
        plover=kind.plover,
        cameo=kind.cameo,
        count=draft.count,
        count_qualifier=draft.qualifier,
        deaths=draft.deaths,
        status=draft.status,
        symmetric=draft.symmetric,
        disputed=draft.disputed,
        claimed_by=draft.claimed_by if draft.disputed else None,
        span=(start, end),
        quote=" ".join(text[start:end].split()),
        p=float(plain(draft.p)),  # as it is saved: a saved record gives the same answers
        inferred=draft.inferred,
    )
