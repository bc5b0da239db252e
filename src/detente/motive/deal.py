"""Why the last deal failed, as far as the record and the dispatch say."""

from collections.abc import Sequence
from datetime import timedelta

from detente.motive.model import REFUSALS
from detente.world.answers import Deal
from detente.world.event import Event
from detente.world.record import Record

TRIES = frozenset({"summit", "agreement"})
BROKEN_WITHIN = timedelta(days=365)
SHOWN = 4


def deal(acts: Sequence[Event], record: Record, actor: str) -> Deal:
    """The last summit or accord of `actor`, and the refusals, suspensions and sanctions that undid it."""
    refused = [e for e in record.events if e.kind in REFUSALS and e.happened and _of(e, actor)]
    said = tuple(f'the dispatch: {e.source or "somebody"} refused: "{e.quote}"' for e in refused if e.quote)
    tries = [e for e in acts if e.kind in TRIES and e.when is not None and _of(e, actor)]
    if not tries:
        known = "known from the dispatch alone" if said else "no summit or accord of this state is on record"
        return Deal(known, bool(said), said, ())
    last = tries[-1]
    undone = _undone(last, acts, actor)
    summary = f"{last.kind} of {last.date} between {last.source} and {last.target}"
    reasons = tuple(f"{e.date}: {e.kind.replace('_', ' ')} by {e.source}" for e in undone)
    origins = tuple(sorted({e.origin for e in (last, *undone) if e.origin}))
    return Deal(summary, bool(undone or said), (*said, *reasons), origins)


def _of(event: Event, actor: str) -> bool:
    return actor in (event.source, event.target)


def _undone(last: Event, acts: Sequence[Event], actor: str) -> list[Event]:
    """What undid it within a year, the first `SHOWN`."""
    made = last.when
    if made is None:
        return []
    later = [e for e in acts if e.kind in REFUSALS and e.when and _of(e, actor)]
    return [e for e in later if e.when and made.start <= e.when.start <= made.end + BROKEN_WITHIN][:SHOWN]
