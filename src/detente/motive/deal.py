"""Why the last deal failed, as far as the record and the dispatch say."""

from collections.abc import Sequence
from datetime import timedelta

from detente.motive.model import REFUSALS
from detente.world.actor import Dyad
from detente.world.answers import Deal
from detente.world.event import Event
from detente.world.record import Record

MEETINGS = frozenset({"summit", "talks", "agreement", "offer_talks"})
BROKEN_WITHIN = timedelta(days=730)


def deal(acts: Sequence[Event], record: Record, dyad: Dyad) -> Deal:
    """The last accord or summit of either state with its rival or the rival's patron, and what undid it."""
    refused = [e for e in record.events if e.kind in REFUSALS and e.happened and _between(e, dyad)]
    said = tuple(f'the dispatch: {e.source or "unnamed"} refused: "{e.quote}"' for e in refused if e.quote)
    tries = [e for e in acts if e.kind in MEETINGS and e.when is not None and _between(e, dyad)]
    if not tries:
        summary = (
            "no accord or summit of these two is on record" if not said else "known from the dispatch alone"
        )
        return Deal(summary, bool(said), said, ())
    last = max(tries, key=lambda e: (e.kind in ("summit", "agreement"), e.date or ""))
    undone = _undone(last, acts, dyad)
    summary = f"{last.kind.replace('_', ' ')} of {last.date} between {last.source} and {last.target}"
    reasons = tuple(f"{e.date}: {e.kind.replace('_', ' ')} by {e.source}" for e in undone)
    origins = tuple(sorted({e.origin for e in (last, *undone) if e.origin}))
    return Deal(summary, bool(undone or said), (*said, *reasons), origins)


def _between(event: Event, dyad: Dyad) -> bool:
    return event.source in dyad or event.target in dyad


def _undone(last: Event, acts: Sequence[Event], dyad: Dyad) -> list[Event]:
    """Refusals, suspensions and sanctions within two years after it, the first five."""
    made = last.when
    if made is None:
        return []
    later = [
        e for e in acts
        if e.kind in REFUSALS and e.when and made.start <= e.when.start <= made.end + BROKEN_WITHIN
        and _between(e, dyad)
    ]  # fmt: skip
    return later[:5]
