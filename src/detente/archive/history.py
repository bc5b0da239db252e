"""The closed past of a pair: our own tables and the archive, with nothing later than the day."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from detente.archive import registry, tables
from detente.archive.dossier import dossier
from detente.archive.fitted import cards as cards
from detente.archive.fitted import parameters as fitted_parameters
from detente.archive.query import Archive, gaps
from detente.archive.traits import facts_about, library, traits
from detente.archive.traits import with_traits as with_traits
from detente.world.actor import Dyad
from detente.world.episode import Episode
from detente.world.event import Event
from detente.world.facts import Fact
from detente.world.history import Coverage, History, close
from detente.world.when import When

COVERED_BY_KOREA = (Dyad("KOR", "PRK"), Dyad("PRK", "USA"), Dyad("JPN", "PRK"))
"""The pairs that the Korean chronology follows; of others it has single acts only."""

_DATE = re.compile(r"\b(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?\b")
_CLAUSE = re.compile(r"(?<=[;.])\s+")


def history(
    dyad: Dyad, as_of: date, archive: Archive, parameters: Mapping[str, Mapping[str, Any]] | None = None
) -> History:
    """All that may be used of a pair on a day; `parameters` by default the fitted vintages of the day.

    Sources: our tables korea, episodes, facts, neighbours, weights; the data sets of the archive.
    SegmentDamaged or TableDamaged if one of them is not what was written.
    """
    own = [event for event in tables.korea() if event.happened and event.known_by(as_of)]
    past = History(
        dyad,
        as_of,
        acts=_sorted((e for e in own if e.between(dyad)), archive.events(dyad, as_of)),
        around=_sorted((e for e in own if _touches(e, dyad)), archive.events_around(dyad, as_of)),
        episodes=library(),
        facts=facts_about(dyad),
        coverage=_coverage(dyad, as_of, archive, own),
        traits=traits(dyad, as_of),
        parameters=fitted_parameters(as_of) if parameters is None else parameters,
        dossier=dossier(archive, dyad, as_of),
    )
    closed = close(past)
    return replace(
        closed,
        episodes=tuple(_unforeseeing_episode(episode, as_of) for episode in closed.episodes),
        facts=tuple(_unforeseeing_fact(fact, as_of) for fact in closed.facts),
    )


def inputs_digest(history: History) -> tuple[tuple[str, str], ...]:
    """Each source with the sha256 of the canonical JSON of what was used of it; sorted by source.

    Rows later than the day are not used, so adding them changes nothing.
    """
    import msgspec

    encoder = msgspec.json.Encoder(order="deterministic")
    rows: dict[str, list[Any]] = defaultdict(list)
    for event in (*history.acts, *history.around):
        rows[event.origin or "record"].append(event)
    rows[tables.EPISODES] = list(history.episodes)
    rows[tables.FACTS] = list(history.facts)
    rows["detente:traits"] = [history.traits]
    rows["detente:dossier"] = [history.dossier.tables]
    for room, fitted in history.parameters.items():
        rows[f"detente:fitted/{room}"] = [fitted]
    return tuple(
        (source, hashlib.sha256(encoder.encode(found)).hexdigest()) for source, found in sorted(rows.items())
    )


def _touches(event: Event, dyad: Dyad) -> bool:
    return not event.between(dyad) and (event.source in dyad or event.target in dyad)


def _sorted(*parts: Iterable[Event]) -> tuple[Event, ...]:
    events = [event for part in parts for event in part]
    return tuple(sorted(events, key=lambda e: (e.date or "", e.source or "", e.kind, e.rung, e.origin or "")))


def _coverage(dyad: Dyad, as_of: date, archive: Archive, own: list[Event]) -> tuple[Coverage, ...]:
    sources = (*_korea(dyad, as_of, own), *archive.coverage(dyad, as_of))
    seen = any(source.since for source in sources)
    return (*sources, _episodes(dyad, as_of, "" if seen else _nothing(dyad)))


def _korea(dyad: Dyad, as_of: date, own: list[Event]) -> tuple[Coverage, ...]:
    acts = sum(event.between(dyad) for event in own)
    what = f"our chronology of acts between {dyad.a} and {dyad.b}"
    if dyad in COVERED_BY_KOREA:
        since, last = registry.days_covered("korea.csv")
        if since > as_of.isoformat():
            return ()
        until = min(last, as_of.isoformat())
        spans = [(since, until)]
        return (Coverage(tables.KOREA, what, since, until, acts, gaps(spans, as_of), tuple(spans)),)
    if acts:
        gap = "single acts of a chronology of other pairs: days without one are not known to be quiet"
        return (Coverage(tables.KOREA, what, None, None, acts, gap),)
    return ()


def _episodes(dyad: Dyad, as_of: date, gap: str) -> Coverage:
    known = [episode for episode in library() if episode.last_day <= as_of]
    first = min((episode.first_day.isoformat() for episode in known), default=None)
    last = max((episode.last_day.isoformat() for episode in known), default=None)
    return Coverage(
        tables.EPISODES,
        f"our library of {len(known)} past episodes of all pairs",
        first,
        last,
        sum(episode.dyad == dyad for episode in known),
        gap,
    )


def _nothing(dyad: Dyad) -> str:
    return f"no event source covers {dyad.text}; only the episode library and world base rates"


def _unforeseeing_episode(episode: Episode, day: date) -> Episode:
    return replace(episode, note=_until(episode.note, day))


def _unforeseeing_fact(fact: Fact, day: date) -> Fact:
    return replace(fact, detail=_until(fact.detail, day))


def _until(text: str, day: date) -> str:
    """The text without the clauses that name a later date: what our tables remark of afterwards."""
    kept = [clause for clause in _CLAUSE.split(text) if not _later(clause, day)]
    return " ".join(kept).rstrip("; ")


def _later(clause: str, day: date) -> bool:
    return any(_starts_after(match[0], day) for match in _DATE.finditer(clause))


def _starts_after(text: str, day: date) -> bool:
    try:
        return When.parse(text).start > day
    except ValueError:
        return When.parse(text[:4]).start > day
