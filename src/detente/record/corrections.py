"""What a person corrects in a record: events changed, dropped and added, by the numbers that were printed.

A number is that of the record as it was read, counted from 1, and stays what it is: a dropped event leaves a
gap, and the events that are added get the next numbers, in the order of their entries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.record.correction_fields import CHANGED, REMARKS, Beside, read_fields, refused
from detente.world.actor import Dyad
from detente.world.errors import InputRefused
from detente.world.event import Event
from detente.world.record import Record

ADDED = "added by hand"

Numbered = tuple[int, "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file of corrections: `verb` is event, change or drop; `where` says where it stands."""

    verb: str
    where: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that a file corrects; `day` is the dispatch's own day, `name` the file's."""

    name: str = ""
    entries: tuple[Entry, ...] = ()
    day: date | None = None
    pair: Dyad | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """A record after corrections, and the number of each of its events."""

    record: Record
    numbers: tuple[int, ...]


def corrected(
    record: Record, corrections: Corrections, *, text: str = "", states: frozenset[str] = frozenset()
) -> Corrected:
    """The record with the corrections made, in the order of the text; `answers_to` follows its event.

    `text` is what the spans count in, empty if it is not at hand; `states` are the codes that exist, empty
    for any. A corrected event has p = 1 and says in `inferred` that it was corrected by hand.

    Raises:
        InputRefused: `no-such-event`, `no-such-kind`, `words-not-found`, `other-event` or `bad-correction`,
            naming the entry.
    """
    found = tuple(_numbered(corrections.entries, len(record.events)))
    _check(found, len(record.events))
    day = record.as_of if corrections.day is None else max(record.as_of or "", str(corrections.day))
    gone = frozenset(number for number, entry in found if entry.verb == "drop")
    last = max((len(record.events), *(number for number, _ in found)))
    beside = Beside(text, states, day, last, gone)
    events = dict(enumerate(record.events, 1))
    for number, entry in found:
        if entry.verb != "drop":
            events[number] = _event(number, entry, events.get(number), beside)
    order = _order(events, len(record.events), gone)
    made = replace(record, events=_linked(events, order), notes=(*record.notes, *_note(corrections, found)))
    return Corrected(_about(made, corrections, day), order)


def _numbered(entries: Sequence[Entry], read: int) -> Iterator[Numbered]:
    """Each entry with the number of its event; an entry that adds one gets the next number."""
    last = read
    for entry in entries:
        last += entry.verb == "event"
        yield (last if entry.verb == "event" else _number(entry, read)), entry


def _number(entry: Entry, read: int) -> int:
    number = entry.fields.get("event")
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= read:
        known = f"the events that were read are 1 to {read}" if read else "no event was read"
        raise InputRefused(
            "no-such-event",
            f"{entry.where}: event = {number!r}: {known}; `detente record FILE` prints the numbers",
        )
    return number


def _check(found: Sequence[Numbered], read: int) -> None:
    """InputRefused if two entries are about one event, or one that drops says more than that."""
    seen: dict[int, Entry] = {}
    for number, entry in found:
        if number in seen and number <= read:
            raise refused(entry.where, f"event {number} has an entry already, {seen[number].where}")
        seen[number] = entry
        more = set(entry.fields) - set(REMARKS)
        if entry.verb == "drop" and more:
            raise refused(entry.where, f"a dropped event takes no {', '.join(sorted(more))}: use change")


def _event(number: int, entry: Entry, old: Event | None, beside: Beside) -> Event:
    """The event as the entry leaves it; an entry that sets no field leaves it as it was read."""
    changes = read_fields(number, entry.where, entry.fields, old, beside)
    if old is not None and not changes:
        return old
    said = () if old is None else tuple(f for f in old.inferred if f not in (*changes, CHANGED))
    mark = ADDED if old is None else CHANGED
    base = Event(None, None, None, "meeting", 1) if old is None else old
    return replace(base, **changes, p=1.0, inferred=(*said, mark))


def _order(events: Mapping[int, Event], read: int, gone: frozenset[int]) -> tuple[int, ...]:
    """The numbers that are left: those read in their order, each added one before the first that follows it
    in the text."""
    order = list(range(1, read + 1))
    for number in range(read + 1, len(events) + 1):
        span = events[number].span
        later = (k for k, other in enumerate(order) if span and (events[other].span or span) > span)
        order.insert(next(later, len(order)), number)
    return tuple(number for number in order if number not in gone)


def _linked(events: Mapping[int, Event], order: Sequence[int]) -> tuple[Event, ...]:
    """The events in order; an answer to a dropped event is an answer no longer."""
    place = {number: k for k, number in enumerate(order)}
    return tuple(
        replace(e, answers_to=None if e.answers_to is None else place.get(e.answers_to + 1))
        for e in (events[number] for number in order)
    )


def _about(record: Record, corrections: Corrections, day: str | None) -> Record:
    if corrections.day is not None:
        record = replace(record, day=str(corrections.day), day_source="corrections", as_of=day)
    pair = corrections.pair
    return record if pair is None else replace(record, pair=(pair.a, pair.b))


def _note(corrections: Corrections, found: Sequence[Numbered]) -> Iterator[str]:
    counts = {"change": "changed", "drop": "dropped", "event": "added"}
    done = [e.verb for _, e in found if e.verb != "change" or set(e.fields) - set(REMARKS)]
    told = [f"{done.count(verb)} {word}" for verb, word in counts.items() if verb in done]
    if told:
        yield f"corrected by hand ({corrections.name}): {', '.join(told)}"
