"""A file of corrections to begin with: every event as it was read, for a person to edit."""

import json
from collections.abc import Iterator, Sequence

from detente.report.reading import Reading, what, who
from detente.report.words import safe
from detente.world.event import Event

TOP = """\
# Corrections to {name}
# for `detente record FILE --corrections THIS` and `detente assess FILE --corrections THIS`.
#
# As it stands, this file corrects nothing. Take away the "# " before a line and set it right.
# - A value "-" means that there is none.
# - To take an event out, write [[drop]] for its [[change]].
# - To say that an event is right as it stands, take away the "# " before its kind.
# - To add an event, copy the block at the end.
# The numbers are those of `detente record FILE`, with or without this file. `was` changes nothing: it guards
# against a number that has come to mean another event.

# The dispatch's own day and its pair. The events may be read otherwise with others, so give --date or --pair
# and write this file again before you correct events.
# date = {date}
# pair = {pair}
"""

END = """
# [[event]]
# words = "copied from the text"
# source = "AAA"
# target = "BBB"
# kind = "protest_note"
# date = "2024-05-01"
# answers = 1
"""


def starter(reading: Reading) -> str:
    """The file as TOML text."""
    record = reading.record
    top = TOP.format(
        name=safe(record.dispatch or "a dispatch"),
        date=record.day or "YYYY-MM-DD",
        pair=_value(record.pair or ("AAA", "BBB")),
    )
    return top + "".join(_block(reading, number, event) for number, event in reading.numbered) + END


def _block(reading: Reading, number: int, event: Event) -> str:
    head = f"\n# {number}: {safe(who(event))}, {what(event)}, p {event.p:.2f}\n[[change]]\nevent = {number}\n"
    was = f"was = {_value(event.quote)}\n" if event.quote else ""
    return head + was + "".join(f"# {line}\n" for line in _fields(reading, event))


def _fields(reading: Reading, event: Event) -> Iterator[str]:
    answers = None if event.answers_to is None else reading.number(event.answers_to)
    for name, value in (
        ("source", event.source or "-"),
        ("target", event.target or "-"),
        ("kind", event.kind),
        ("date", event.date or "-"),
        ("status", event.status),
        ("count", event.count),
        ("qualifier", event.count_qualifier),
        ("deaths", event.deaths),
        ("answers", answers),
        ("symmetric", event.symmetric or None),
        ("disputed", event.disputed or None),
        ("claimed_by", event.claimed_by),
    ):
        if value is not None:
            yield f"{name} = {_value(value)}"


def _value(value: str | int | Sequence[str]) -> str:
    """A value as TOML writes it; JSON's strings, numbers and lists of strings are written the same."""
    return json.dumps(safe(value) if isinstance(value, str) else value, ensure_ascii=False)
