"""What was known of a pair on a day: all that a room may use besides the dispatch itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from detente.world.actor import Dyad
from detente.world.episode import Episode
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.record import Record
from detente.world.traits import Traits as Traits


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which days of the pair a source covers; outside its `spans` nothing is known, which is not quiet.

    `since` and `until` bound all that it holds; `spans` are the closed spans of ISO days on which it would
    have shown an act between the two (none for a library of episodes); `gap` says in words what is missing.
    """

    source: str
    what: str
    since: str | None
    until: str | None
    events: int
    gap: str = ""
    spans: tuple[tuple[str, str], ...] = ()


Table = Mapping[str, tuple[Any, ...]]
"""A table as columns of equal length."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What tables of states and disputes say of the two, closed on the day; empty, `missing` says why.

    `tables` are named as in the archive; `sources` are the data sets of disputes and events.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The closed past of a pair as of a day; nothing in it lies later.

    `acts` are dated acts between the two, `around` those of either with others (both sorted by date, source,
    kind); `episodes` of all pairs; `facts` valid on the day; `parameters` the fitted vintage of each room;
    `dossier`: see its class.
    """

    dyad: Dyad
    as_of: date
    acts: tuple[Event, ...] = ()
    around: tuple[Event, ...] = ()
    episodes: tuple[Episode, ...] = ()
    facts: tuple[Fact, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    traits: Traits = field(default_factory=Traits)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dossier: Dossier = field(default_factory=Dossier)

    def with_record(self, record: Record) -> "History":
        """The past with what the dispatch says happened; an act that is known already is not doubled.

        Two acts are the same if day, doer and kind agree.
        """
        known = {(e.date, e.source, e.kind) for e in (*self.acts, *self.around)}
        new = [
            e
            for e in record.events
            if e.happened and e.known_by(self.as_of) and (e.date, e.source, e.kind) not in known
        ]
        acts = _sorted(self.acts, [e for e in new if e.between(self.dyad)])
        around = _sorted(self.around, [e for e in new if not e.between(self.dyad) and _touches(e, self.dyad)])
        return replace(self, acts=acts, around=around)


def _touches(event: Event, dyad: Dyad) -> bool:
    return event.source in dyad or event.target in dyad


def _sorted(old: tuple[Event, ...], new: list[Event]) -> tuple[Event, ...]:
    return tuple(sorted((*old, *new), key=lambda e: (e.date or "", e.source or "", e.kind, e.rung)))


def close(history: History) -> History:
    """The same history without anything later than its day; closing twice changes nothing."""
    day = history.as_of
    closed = (episode.closed(day) for episode in history.episodes)
    return replace(
        history,
        acts=tuple(e for e in history.acts if e.known_by(day)),
        around=tuple(e for e in history.around if e.known_by(day)),
        episodes=tuple(episode for episode in closed if episode is not None),
        facts=tuple(fact.closed(day) for fact in history.facts if fact.valid_on(day)),
    )
