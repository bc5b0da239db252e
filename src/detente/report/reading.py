"""A dispatch beside what was read from it, and each event of it in the words of a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from detente.report.words import STATUS, stands
from detente.world.event import Event
from detente.world.record import Record

QUADS = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""PLOVER's four classes and the event types in each (manual 0.8, 2021)."""

UNCLASSED = "outside PLOVER"
_QUAD_OF = {plover: quad for quad, types in QUADS.items() for plover in types}


@dataclass(frozen=True, slots=True)
class Reading:
    """A record, the text that it was read from, the names of states by code, and the events' numbers.

    `numbers` are those by which people speak of the events, in the order of the events; without them the
    events are numbered from 1. `text` is the decoded dispatch that the spans of the record count in.
    """

    record: Record
    text: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[int, ...] = ()

    @property
    def numbered(self) -> Iterator[tuple[int, Event]]:
        """Each event with its number."""
        events = self.record.events
        return zip(self.numbers or range(1, len(events) + 1), events, strict=True)

    def number(self, index: int) -> int:
        """The number of the event at an index of the record."""
        return self.numbers[index] if self.numbers else index + 1

    def name(self, code: str) -> str:
        """A state's name; the code without its prefix where we have none."""
        return self.names.get(code, code.removeprefix("IGO:"))


def quad(event: Event) -> str:
    """The PLOVER class of an event."""
    return _QUAD_OF.get(event.plover or "", UNCLASSED)


def who(event: Event, arrow: str = " > ") -> str:
    """ "PRK > KOR", with "?" for nobody; "KOR <> PRK" where the act has no direction."""
    between = arrow.replace(">", "<>") if event.symmetric else arrow
    return f"{event.source or '?'}{between}{event.target or '?'}"


def what(event: Event) -> str:
    """The kind in words."""
    return event.kind.replace("_", " ")


def how_many(event: Event) -> str:
    """ ">= 23", or nothing."""
    return "" if event.count is None else f"{event.count_qualifier or ''} {event.count}".strip()


def answered(reading: Reading, event: Event) -> int | None:
    """The number of the event that it answers, None if it answers none."""
    index = event.answers_to
    known = index is not None and 0 <= index < len(reading.record.events)
    return reading.number(index) if known and index is not None else None


def remarks(reading: Reading, event: Event) -> list[str]:
    """What a list says of an event besides: its status if it is not simply so, its dead, its doubts."""
    found = [STATUS[event.status]] if event.status != "actual" else []
    if event.deaths:
        found.append(f"{event.deaths} killed")
    if event.disputed:
        claim = f", {reading.name(event.claimed_by)} says so" if event.claimed_by else ""
        found.append(f"disputed{claim}")
    if reading.text and event.span is None:
        found.append("no words in the text")
    return found + inferred(event)


def inferred(event: Event) -> list[str]:
    """ "not said: source, date" for the fields that the text leaves open, then remarks of other kinds."""
    fields = [item for item in event.inferred if item in Event.__slots__]
    return ([f"not said: {', '.join(fields)}"] if fields else []) + [
        item for item in event.inferred if item not in fields
    ]


def facts(reading: Reading) -> list[str]:
    """The standing facts in words, each once, with the words of the text that state it."""
    record = reading.record
    told = sorted(record.facts, key=lambda f: f.stated is None)
    return list(dict.fromkeys(stands(reading.names, f) + _quoted(reading.text, f.stated) for f in told))


def _quoted(text: str, span: tuple[int, int] | None) -> str:
    words = " ".join(text[span[0] : span[1]].split()) if span else ""
    return f': "{words}"' if words else ""


def head(reading: Reading) -> str:
    """ "South Korea (KOR) - North Korea (PRK), as of 2022-11-03; the dispatch's day from: text"."""
    record = reading.record
    pair = " - ".join(f"{reading.name(code)} ({code})" for code in record.pair or ()) or "no pair"
    day = f", as of {record.as_of}" if record.as_of else ", without a day"
    source = f"; the dispatch is of {record.day} ({record.day_source})" if record.day else ""
    return f"{pair}{day}{source}" + (f"; read with {record.coder}" if record.coder else "")
